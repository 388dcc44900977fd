"""Quyền về khen thưởng: refused unless granted; by what they are about."""
