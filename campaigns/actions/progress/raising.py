"""Nêu khó khăn, kiến nghị trong báo cáo: boxes of the page against what is stored by now."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.filling import mark_of
from campaigns.models import ProgressReport, RaisedItem
from units.models import User
from units.vietnamese import stored
from units.wording import excerpt
from units.workflow import add, amend, remove

MOST = 30  # items of a report
TOLD = 120  # characters of another's words in a sentence
FULL = f"Báo cáo đã có {MOST} khó khăn, kiến nghị, nhiều nhất được chừng ấy; gộp vào một mục đã có."


@dataclass(frozen=True)
class Raised:
    """Một khó khăn hoặc kiến nghị như đã gõ. ``pk`` None: a new one; no words: taken out.

    ``seen``: the mark of what the page showed (``raised_mark``); None: whatever stands there.
    """

    kind: str
    text: str
    pk: int | None = None
    seen: str | None = None

    @property
    def mark(self) -> str:
        return raised_mark(self.kind, self.text.strip())


@dataclass(frozen=True)
class Kept:
    """Điều còn lại sau khi lưu: the item that the box stands for now; ``clash``: why what was
    typed in it was not stored."""

    item: RaisedItem | None = None
    clash: str = ""


def raised_mark(kind: str, text: str) -> str:
    """Of nothing "" whatever its kind: an empty box says nothing."""
    return mark_of(f"{kind}\x1f{stored(text)}") if text else ""


def mark_of_item(item: RaisedItem) -> str:
    return raised_mark(item.kind, item.text)


def raise_all(
    report: ProgressReport, raised: Sequence[Raised], by: User
) -> tuple[list[Kept], bool]:
    """What became of each, in the same order; whether anything changed."""
    there = {item.pk: item for item in report.raised.all()}  # type: ignore[attr-defined]
    kept, changed, added = [], False, 0
    for one in raised:
        item = there.get(one.pk) if one.pk else None
        if item is not None:
            now, differs = _again(item, one, by)
        elif one.text.strip() and len(there) + added >= MOST:
            now, differs = Kept(clash=FULL), False
        else:
            now, differs = _new(report, one, by)
            added += differs
        kept.append(now)
        changed |= differs
    return kept, changed


def _new(report, one: Raised, by) -> tuple[Kept, bool]:
    text = one.text.strip()
    if one.pk and one.seen is not None:
        if not text or one.seen == one.mark:
            return Kept(), False  # taken out by somebody else, and not written on here
        return Kept(clash="Người khác vừa bỏ mục này. Lưu lần nữa để ghi lại."), False
    if not text:
        return Kept(), False
    item = RaisedItem(
        report=report, campaign=report.campaign, unit=report.unit, kind=one.kind, text=text
    )  # fmt: skip
    add(item, by=by)
    return Kept(item), True


def _again(item: RaisedItem, one: Raised, by) -> tuple[Kept, bool]:
    kept = mark_of_item(item)
    if one.mark == kept or one.seen == one.mark:
        return Kept(item), False  # alike, or not touched on this page
    if item.answered_at is not None:
        return (
            Kept(
                item,
                "Mục này đã được trả lời nên giữ nguyên. Lưu lần nữa để ghi phần vừa gõ thành "
                "mục mới.",
            ),
            False,
        )
    if one.seen is not None and one.seen != kept:
        return (
            Kept(
                item,
                f"Người khác vừa lưu: “{excerpt(item.text, TOLD)}”. Lưu lần nữa nếu vẫn muốn "
                "thay.",
            ),
            False,
        )
    text = one.text.strip()
    if text:
        return Kept(item), amend(item, by=by, kind=one.kind, text=text)
    remove(item, by=by, text=item.text)
    return Kept(), True
