"""Các trang đề nghị khen thưởng."""
