"""Mức chắc chắn của một hàng luật: an advice that hides its doubt is worse than none."""

from django.db.models import TextChoices


class Certainty(TextChoices):
    """How a row of law is known, for whoever relies on it."""

    READ = "read", "Đã đọc ở nguồn"
    SECOND = "second", "Theo nguồn dẫn lại"
    CHECK = "check", "Cần đối chiếu văn bản"
