"""Số định danh được trả lại: one of those who share it is held to it (``units.own_numbers``)."""

from units.models import Honouree


def settle_number(digest: str) -> None:
    """After somebody let go of it: if none of its bearers is held to it, the eldest is.

    The mark is the index's alone, nothing that people wrote: the book tells nothing of it.
    """
    bearers = Honouree.objects.present().of_digest(digest)
    if bearers.filter(shares_number=False).exists():
        return
    eldest = bearers.order_by("pk").first()
    if eldest is not None:
        bearers.filter(pk=eldest.pk).update(shares_number=False)
