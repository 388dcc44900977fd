"""Hội đồng: who may what of the council, its sessions and ballots."""

from units.powers.grants import Power

COUNCIL_POWERS: tuple[Power, ...] = ()
