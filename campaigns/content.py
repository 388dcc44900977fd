"""Nội dung kế hoạch: one plan as a value — its words as printed and what they mean.

The same value is what the reader makes of a file, what the editor stores, what the
paper prints and what travels inside the PDF as its machine-readable twin. A *line* is
text as it will be printed; a *note* (ghi chú dữ liệu) is a typed record that points at
its line by position. Words that mean nothing to the machine stay plain lines.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from campaigns import outline
from campaigns.outline import LineKind


class PaperKind(StrEnum):
    """Loại văn bản, with the words that a reader can meet."""

    PLAN = "plan"  # kế hoạch
    GUIDANCE = "guidance"  # hướng dẫn
    DIRECTIVE = "directive"  # chỉ thị
    LETTER = "letter"  # công văn
    NEWS = "news"  # tin, bài
    DECISION = "decision"  # quyết định: of awards, never of a campaign
    SUBMISSION = "submission"  # tờ trình cấp trên: of awards, likewise
    INVITATION = "invitation"  # giấy mời: to a council's session, never of a campaign


# Chữ viết tắt tên loại ở đầu ký hiệu (R116); a letter has none, and a report about a plan is
# set as the plan that it tells of.
KIND_CODES = {
    PaperKind.PLAN: "KH",
    PaperKind.GUIDANCE: "HD",
    PaperKind.DIRECTIVE: "CT",
    PaperKind.LETTER: "",
    PaperKind.NEWS: "KH",
    PaperKind.DECISION: "QĐ",
    PaperKind.SUBMISSION: "TTr",
    PaperKind.INVITATION: "GM",
}
# "Kính gửi", and so "Như trên" among the recipients (R24, R83).
ADDRESSED = frozenset({PaperKind.LETTER, PaperKind.SUBMISSION})


class Comparator(StrEnum):
    """So sánh: how a result is held against its target."""

    EQUAL = "="  # đạt, hoàn thành, là
    AT_LEAST = ">="  # ít nhất, từ … trở lên, đạt và vượt
    AT_MOST = "<="  # không quá, giảm còn
    RANGE = "range"  # 1–2 công trình


class Direction(StrEnum):
    """Chiều hướng: which way is better."""

    UP = "up"  # tăng
    DOWN = "down"  # giảm
    HOLD = "hold"  # đạt mức


class Side(StrEnum):
    """Đối tượng thi đua: tập thể hay cá nhân."""

    COLLECTIVE = "collective"
    INDIVIDUAL = "individual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Một dòng: text without its number.

    ``marker`` is empty where the number follows from the outline, else the number as it
    must be printed ("(1)", "Bước 1:"). ``is_title`` prints the line bold on its own
    (khoản có tiêu đề, R50); sections, parts and annexes are titles by nature.
    """

    kind: LineKind
    text: str
    marker: str = ""
    is_title: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Ghi chú dữ liệu: points at ``lines[line]``."""

    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationNote(Note):
    """Căn cứ viện dẫn: one cited paper. ``text`` is type + number + date as printed."""

    text: str
    number: str = ""  # "34-CT/TW", "132/2003/NĐ-CP"
    issued_on: date | None = None
    issuer: str = ""
    is_superior_plan: bool = False  # kế hoạch cấp trên that this plan answers


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodNote(Note):
    """Thời gian thi đua of the whole campaign."""

    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseNote(Note):
    """Đợt thi đua. ``plan_due_on``: by then the detailed plan of a later phase is owed."""

    name: str
    starts_on: date | None = None
    ends_on: date | None = None
    plan_due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """Mốc: by ``due_on`` the target must stand at ``value`` (in the target's unit)."""

    label: str
    value: Decimal
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetNote(Note):
    """Chỉ tiêu. ``value`` None: a goal without a number. "1/3" is kept in ``shown``."""

    name: str
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str = ""
    comparator: Comparator | None = None
    direction: Direction = Direction.HOLD
    shown: str = ""  # the figure as printed: "0,39%", "1/3", "từ 30%"
    baseline: str = ""  # "so với năm 2021"
    deadline: date | None = None
    responsible: str = ""
    phase: str = (
        ""  # the name of the phase that it belongs to; none: the whole campaign
    )
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentNote(Note):
    """Giao nhiệm vụ: the line names the unit, the lines under it are its tasks."""

    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationNote(Note):
    """Yêu cầu đăng ký: at least ``minimum`` of ``what`` by ``deadline``."""

    what: str
    minimum: int = 1
    deadline: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineNote(Note):
    """Thời hạn of a duty."""

    text: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardFormNote(Note):
    """Hình thức khen thưởng."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectNote(Note):
    """Đối tượng thi đua."""

    side: Side
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Phần đầu văn bản. Lines are in print case; several lines are divided by a newline."""

    parent_authority: str = ""  # cơ quan chủ quản (R13), often none
    authority: str = ""  # cơ quan ban hành (R14)
    number: int | None = None  # None: not yet given
    symbol: str = ""  # "KH-HĐTĐKT"
    place: str = ""  # địa danh
    issued_on: date | None = None
    addressees: tuple[str, ...] = ()  # Kính gửi (R24)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureBlock:
    """Khối ký: authority lines as printed ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), then the name.

    ``title_below`` is ô 7b: the signer's post in the agency, printed above the name where
    a council signs under the agency's seal (R64).
    """

    authority_lines: tuple[str, ...] = ()
    title_below: str = ""
    signer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanContent:
    """Nội dung kế hoạch, whole. Equal contents print equal papers."""

    kind: PaperKind = PaperKind.PLAN
    letterhead: Letterhead = field(default_factory=Letterhead)
    title: str = ""  # trích yếu, without "KẾ HOẠCH"
    competence: str = ""  # thẩm quyền ban hành of a decision (R121), in print case
    lines: tuple[Line, ...] = ()
    citations: tuple[CitationNote, ...] = ()
    periods: tuple[PeriodNote, ...] = ()
    phases: tuple[PhaseNote, ...] = ()
    targets: tuple[TargetNote, ...] = ()
    assignments: tuple[AssignmentNote, ...] = ()
    registrations: tuple[RegistrationNote, ...] = ()
    deadlines: tuple[DeadlineNote, ...] = ()
    award_forms: tuple[AwardFormNote, ...] = ()
    subjects: tuple[SubjectNote, ...] = ()
    recipients: tuple[
        str, ...
    ] = ()  # without "- " and the final ";" "."; the last is "Lưu: …"
    drafter_mark: str = ""  # "TB.(10)" (R84)
    annexes_apart: bool = False  # phụ lục in files of their own (R75)
    signature: SignatureBlock = field(default_factory=SignatureBlock)

    @property
    def markers(self) -> list[str]:
        return outline.markers(self.lines)

    @property
    def apart(self) -> list[int]:
        """Places of the annexes that are issued in files of their own; none of most plans."""
        kinds = enumerate(line.kind for line in self.lines)
        return [
            at for at, kind in kinds if kind is LineKind.ANNEX and self.annexes_apart
        ]

    @property
    def starts_on(self) -> date | None:
        return next((p.starts_on for p in self.periods if p.starts_on), None)

    @property
    def ends_on(self) -> date | None:
        return next((p.ends_on for p in self.periods if p.ends_on), None)


NOTE_FIELDS = (
    "citations", "periods", "phases", "targets", "assignments", "registrations",
    "deadlines", "award_forms", "subjects",
)  # fmt: skip
