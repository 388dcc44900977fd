"""Bàn soạn: one plan read once for a page of the editor, cut into its sections."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from campaigns.answers import Answered, answer_of, drift_of
from campaigns.content import NOTE_FIELDS, PlanContent
from campaigns.doubts import Looks, look_through
from campaigns.gap import Gap
from campaigns.mismatch import Mismatch, mismatches
from campaigns.models import Comment, Plan, PlanReturn
from campaigns.opening import PAGES, Opening, opening_of
from campaigns.outline import LineKind
from campaigns.queries import PlanRows, content_of, rows_of
from campaigns.readiness import printed_of
from campaigns.sections import BASES, GENERAL, RECIPIENTS, SIGNER, Section, sections
from campaigns.statutes import Register

SHORT = 40  # letters of a gap that the outline tells whole


class Desk:
    """The plan with its rows, its content and what is missing; the database is read once."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self.rows: PlanRows = rows_of(plan)
        self.content: PlanContent = content_of(plan, self.rows)

    @cached_property
    def pages(self) -> list[Section]:
        return sections(self.content)

    @cached_property
    def looks(self) -> Looks:
        return look_through(
            self.plan, self.rows, self.content, self.register, self.answered
        )

    @cached_property
    def answered(self) -> Answered | None:
        """The plan held against its superior's; None: it answers none."""
        answer = answer_of(self.plan)
        return drift_of(answer, self.rows, self.content) if answer else None

    @cached_property
    def register(self) -> Register:
        """Sổ văn bản pháp luật."""
        return Register.load(self.plan.issuer)

    @property
    def gaps(self) -> list[Gap]:
        """What is missing or still to be looked at, blocking things first."""
        return self.looks.gaps

    @cached_property
    def printed_faults(self) -> list[Gap] | None:
        """Lỗi thể thức on the drawn pages; None while they are not drawn."""
        return printed_of(self.plan, self.content)

    @cached_property
    def mismatches(self) -> list[Mismatch]:
        return mismatches(self.content)

    @cached_property
    def open_return(self) -> PlanReturn | None:
        """Why the plan came back, until it is sent again."""
        if self.plan.status != Plan.Status.RETURNED:
            return None
        return PlanReturn.objects.open_of([self.plan]).first()

    @cached_property
    def open_comments(self) -> list[Comment]:
        """Góp ý còn mở."""
        return list(self.plan.comments.still_open().for_page())

    @cached_property
    def opening(self) -> Opening | None:
        """What is open where a return opened only some places; None: all is."""
        returned = self.open_return
        return opening_of(self.plan, returned) if returned else None

    def opened_on(self, page: Section) -> int | None:
        """How many places of the page are open; None: all is."""
        if self.opening is None:
            return None
        lines = self.opening.lines
        held = sum(self.rows.lines[i].pk in lines for i in page.lines)
        return held + sum(PAGES[part] == page.slug for part in self.opening.parts)

    def page(self, slug: str) -> Section | None:
        return next((page for page in self.pages if page.slug == slug), None)

    def page_at(self, position: int) -> Section:
        """The page on which the line at that place stands."""
        return next(page for page in self.pages if position in page.lines)

    def page_of(self, pk: int) -> Section | None:
        """The page on which the line stands, None when it is gone."""
        for position, line in enumerate(self.rows.lines):
            if line.pk == pk:
                return self.page_at(position)
        return None

    def url(self, slug: str) -> str:
        return reverse("campaigns:plan-section", args=[self.plan.pk, slug])

    def gap_url(self, gap: Gap) -> str:
        """The very place where the gap is closed."""
        if gap.page:
            return reverse(f"campaigns:{gap.page}", args=[self.plan.pk])
        if gap.line is not None:
            return f"{self.url(gap.section)}?dong={self.rows.lines[gap.line].pk}"
        field = self.field_of(gap)
        return self.url(gap.section) + (f"#{field}" if field else "")

    def field_of(self, gap: Gap) -> str:
        """Id of the field on the gap's own page where it is closed; "" where there is none."""
        if gap.line is not None:
            return f"l{self.rows.lines[gap.line].pk}-text"
        return FIELD_IDS.get(gap.at, "")

    def neighbours(self, page: Section) -> tuple[Section | None, Section | None]:
        """The pages before and after."""
        place = self.pages.index(page)
        before = self.pages[place - 1] if place else None
        after = self.pages[place + 1] if place + 1 < len(self.pages) else None
        return before, after

    def outline(self, now: str = "") -> list["OutlineItem"]:
        """The list of sections beside the form."""
        return [self._item(page, page.slug == now) for page in self.pages]

    def _item(self, page, now):
        missing = [gap for gap in self.gaps if gap.section == page.slug]
        blocking = [gap for gap in missing if gap.blocks]
        empty = self._is_empty(page)
        if blocking and empty:
            state, word, small = "todo", "chưa điền", "chưa điền"
        elif missing:
            state, word = "warn", "còn chỗ cần xem"
            first = (blocking or missing)[0]
            # What stands at a line is told there; here a long sentence would only be cut.
            told = len(missing) == 1 and first.line is None and len(first.text) <= SHORT
            small = first.text if told else f"{len(missing)} chỗ cần xem"
        else:
            state, word, small = "ok", "đã điền", self.amount(page)
        opened = self.opened_on(page)
        if opened is not None:
            small = f"{opened} chỗ được mở" if opened else "đang khóa"
        return OutlineItem(
            slug=page.slug,
            name=page.name,
            url=self.url(page.slug),
            state=state,
            word=word,
            small=small,
            now=now,
            gaps=missing,
            is_closed=opened == 0,
        )

    def _is_empty(self, page):
        if page.slug == GENERAL:
            return not self.content.title.strip()
        if page.slug == RECIPIENTS:
            return not self.content.recipients
        if page.slug == SIGNER:
            return self.plan.signer_id is None
        body = page.lines if page.slug == BASES else page.lines[1:]
        return not any(self.content.lines[i].text.strip() for i in body)

    def amount(self, page: Section) -> str:
        """What stands on the page, in short."""
        if page.slug == GENERAL:
            return self.content.letterhead.symbol
        if page.slug == RECIPIENTS:
            return f"{len(self.content.recipients)} nơi nhận"
        if page.slug == SIGNER:
            return self.plan.signer.title if self.plan.signer else ""
        lines = sum(1 for i in page.lines if self.content.lines[i].text.strip())
        notes = sum(
            note.line in page.lines
            for field in NOTE_FIELDS
            for note in getattr(self.content, field)
        )
        return f"{lines} dòng · {notes} ghi chú" if notes else f"{lines} dòng"


@dataclass(frozen=True)
class OutlineItem:
    """Một mục trong mục lục; ``state`` is todo, warn or ok, ``word`` says it to a listener."""

    slug: str
    name: str
    url: str
    state: str
    word: str
    small: str
    now: bool
    gaps: list[Gap]
    is_closed: bool = False  # a return opened other places alone

    @property
    def capitals(self) -> bool:
        """Written in capitals, so drawn smaller."""
        return self.name.isupper()


ICONS = {"ok": "check-circle-fill", "warn": "exclamation-circle-fill", "todo": "circle"}


def superior_context(desk: Desk) -> dict[str, Any]:
    """For the partial ``superior_panel``; empty: the plan answers none."""
    if desk.answered is None:
        return {}
    return {
        "answered": desk.answered,
        "superior_counts": desk.answered.told_counts,
    }


def outline_context(desk: Desk, now: str = "") -> dict[str, Any]:
    """For the partial ``outline``."""
    items = desk.outline(now)
    return {
        "outline": items,
        "outline_icons": ICONS,
        "outline_done": sum(item.state == "ok" for item in items),
        "big_kinds": BIG_KINDS,
    }


# What the outline offers to add: value of the button, words.
BIG_KINDS = (
    (LineKind.SECTION.value, "Mục lớn (I., II.)"),
    (LineKind.PART.value, "Phần"),
    (LineKind.ANNEX.value, "Phụ lục"),
)
# Where a field of the plan stands in the editor's forms.
FIELD_IDS = {
    "title": "id_kh-title",
    "letterhead_parent": "id_kh-letterhead_parent",
    "letterhead": "id_kh-letterhead",
    "symbol": "id_kh-symbol",
    "place": "id_kh-place",
    "kind": "id_kh-kind",
    "addressees": "id_kh-addressees",
    "name": "id_pt-name",
    "recipients": "id_nn-texts",
    "signer": "id_nk-signer",
}
TITLES = {
    GENERAL: "Thông tin chung",
    BASES: "Căn cứ, mở đầu",
    RECIPIENTS: "Nơi nhận",
    SIGNER: "Người ký",
}


def heading(desk: Desk, page: Section) -> str:
    """Tên trang: short, since the words of a title stand in its own line below."""
    if page.slug in TITLES:
        return TITLES[page.slug]
    marker = desk.content.markers[page.lines.start].rstrip(".")
    kind = desk.content.lines[page.lines.start].kind
    return f"Mục {marker}" if kind is LineKind.SECTION else marker
