"""Điều kiện khen thưởng: computed and explained; it advises, people decide."""
