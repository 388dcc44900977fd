"""Đề nghị khen thưởng: who may what of proposals and their dossiers."""

from units.powers.grants import Power

PROPOSALS_POWERS: tuple[Power, ...] = ()
