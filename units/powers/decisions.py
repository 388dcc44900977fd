"""Quyết định khen thưởng: who may what of decisions, money and certificates."""

from units.powers.grants import Power

DECISIONS_POWERS: tuple[Power, ...] = ()
