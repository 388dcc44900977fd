"""Danh mục khen thưởng: who may what of the catalogue of awards and its numbers."""

from units.powers.grants import Power

AWARD_LAW_POWERS: tuple[Power, ...] = ()
