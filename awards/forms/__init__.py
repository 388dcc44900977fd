"""Biểu mẫu của khen thưởng."""
