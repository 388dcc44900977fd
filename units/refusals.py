"""Lời từ chối chung: said alike by the form that asks first and by the act that asks last."""

from django.db import models


def taken(model: type[models.Model], name: str, value: object) -> str:
    """What is said of a value that another record has already."""
    label = str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    title = f"{label[:1].upper()}{label[1:]}"
    return f"{title} “{value}” đã có {model._meta.verbose_name} khác dùng; ghi {label} khác."
