"""Lập phong trào: from a blank page or from a plan that was read in."""

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal

from django.db import transaction

from campaigns import permissions
from campaigns.actions.keeping import keep_first
from campaigns.content import Line, PlanContent
from campaigns.doubts import keep_remarks
from campaigns.heads import default_symbol
from campaigns.models import (
    Campaign,
    ImportDraft,
    Milestone,
    Phase,
    Plan,
    PlanLine,
    PlanRecipient,
    Target,
)
from campaigns.outline import LineKind
from campaigns.queries import COLUMN, NOTE_TABLES
from campaigns.reading import Remark
from units import audit
from units.models import Membership, Unit, User
from units.permissions import require
from units.vietnamese import fold, stored
from units.workflow import add

# The parts of a plan that the law and the seeds of practice agree on; an officer may rename,
# add and remove them.
BLANK_SECTIONS = (
    "MỤC ĐÍCH, YÊU CẦU",
    "ĐỐI TƯỢNG, THỜI GIAN THI ĐUA",
    "NỘI DUNG THI ĐUA",
    "HÌNH THỨC KHEN THƯỞNG",
    "TỔ CHỨC THỰC HIỆN",
)

LARGEST = 2**31 - 1  # of a whole number in the database


@transaction.atomic
def create_campaign(*, by: User, host_id: int, name: str) -> Plan:
    """Lập phong trào mới với kế hoạch trống; no version yet, nobody has written anything."""
    lines = tuple(Line(kind=LineKind.SECTION, text=text) for text in BLANK_SECTIONS)
    return _create(by, host_id, PlanContent(title=name, lines=lines))


@transaction.atomic
def create_campaign_from_content(
    *,
    by: User,
    host_id: int,
    content: PlanContent,
    remarks: Sequence[Remark] = (),
    reading_number: int | None = None,
) -> Plan:
    """Lập phong trào từ một bản kế hoạch đã đọc. Refuses nothing: a draft may be incomplete.

    ``remarks``: what its reader found odd; they stay with the draft. ``reading_number``: of
    the reading that becomes this plan. What was read is its first version.
    """
    plan = _create(by, host_id, content, remarks, reading_number)
    keep_first(plan, by=by)
    return plan


def _create(by, host_id, content, remarks=(), reading_number=None) -> Plan:
    host = Unit.objects.select_related("kind").get(pk=host_id)
    require(permissions.can_start(by, host))
    campaign = Campaign(
        host=host,
        name=_cut(content.title, 500) or "Phong trào chưa đặt tên",
        created_by=by,
        starts_on=content.starts_on,
        ends_on=_after(content.starts_on, content.ends_on),
    )
    add(campaign, by=by)
    plan = draft_of(campaign, content, by)
    plan.reading_number = reading_number
    add(plan, by=by)
    keep_remarks(plan, write_content(plan, content), remarks)
    return plan


def write_content(plan: Plan, content: PlanContent) -> list[PlanLine]:
    """Store lines, notes and recipients of a plan that has none yet; its lines."""
    lines = PlanLine.objects.bulk_create(
        PlanLine(
            plan=plan, position=index, kind=line.kind.value, text=stored(line.text),
            marker=_cut(line.marker, 40), is_title=line.is_title,
        )
        for index, line in enumerate(content.lines)
    )  # fmt: skip
    phases: dict[str, Phase] = {}  # by name; they are stored before the targets
    for name, (table, _) in NOTE_TABLES.items():
        notes = getattr(content, name)
        rows = table.objects.bulk_create(
            table(line=lines[note.line], **columns_of(table, note, phases))
            for note in notes
        )
        phases |= {
            note.name: row
            for note, row in zip(notes, rows, strict=True)
            if isinstance(row, Phase)
        }
        Milestone.objects.bulk_create(
            Milestone(
                target=row, label=_cut(m.label, 100), due_on=m.due_on, value=m.value
            )
            for row, note in zip(rows, notes, strict=True)
            if isinstance(row, Target)
            for m in note.milestones
            if _holds(m.value)
        )
    PlanRecipient.objects.bulk_create(
        PlanRecipient(plan=plan, position=index, text=_cut(text, 300))
        for index, text in enumerate(content.recipients)
    )
    return lines


@transaction.atomic
def keep_import(*, by: User, file_name: str, twin: str, reading: dict) -> ImportDraft:
    """Giữ bản đọc để người tải lên xem lại; nothing else is created yet."""
    require(permissions.can_read_file(by))
    draft = ImportDraft(owner=by, file_name=file_name[:255], twin=twin, reading=reading)
    draft.save(force_insert=True)
    audit.write("importdraft.added", draft, by=by, file_name=draft.file_name)
    return draft


def draft_of(campaign: Campaign, content: PlanContent, by: User) -> Plan:
    """A plan of the campaign with this head and signature; not stored yet."""
    head, host = content.letterhead, campaign.host
    signer = signer_called(host, content.signature.signer)
    return Plan(
        campaign=campaign,
        issuer=host,
        kind=content.kind.value,
        title=_cut(content.title, 500),
        letterhead_parent=_cut(head.parent_authority, 300) or host.letterhead_parent,
        letterhead=_cut(head.authority, 300) or host.letterhead,
        symbol=_cut(head.symbol, 30)
        or default_symbol(content.kind, host, content.recipients),
        place=_cut(head.place, 100) or host.place,
        addressees=[_cut(text, 300) for text in head.addressees],
        source_number=head.number if (head.number or 0) <= LARGEST else None,
        source_date=head.issued_on,
        signer=signer,
        authority_lines=[_cut(text, 150) for text in content.signature.authority_lines],
        title_below=_cut(content.signature.title_below, 150),
        signer_name=_cut(content.signature.signer, 100),
        drafter_mark=_cut(content.drafter_mark, 30),
        annexes_apart=content.annexes_apart,
        created_by=by,
    )


def signer_called(host: Unit, name: str) -> Membership | None:
    """The leader whose name the document bears, or the head for a blank plan; None if unsure."""
    signers = list(Membership.objects.signers_of(host))
    if not name:
        return signers[0] if signers else None
    return next((m for m in signers if fold(m.user.full_name) == fold(name)), None)


def columns_of(table, note, phases):
    """A note as the columns of its row; ``phases``: the plan's, by their names."""
    values = {}
    for field in fields(note):
        if field.name in ("line", "milestones"):
            continue
        column = COLUMN.get((table, field.name), field.name)
        value = getattr(note, field.name)
        if field.name == "phase":
            value = phases.get(value)
        elif isinstance(value, str):
            value = _cut(str(value), table._meta.get_field(column).max_length)
        elif isinstance(value, Decimal) and not _holds(value):
            value = None
        elif isinstance(value, int):
            value = min(value, LARGEST)
        values[column] = "" if value is None and column == "comparator" else value
    if "ends_on" in values:
        values["ends_on"] = _after(values["starts_on"], values["ends_on"])
    if "value_max" in values:
        low = values["value"]
        values["value_max"] = None if low is None else _after(low, values["value_max"])
    return values


def _after(start, end):
    """The end of a range; a range that ends before it begins loses it.

    The words keep both, and the officer sees there what to put right.
    """
    return None if start is not None and end is not None and end < start else end


def _cut(text: str, most: int) -> str:
    """As much of a text as its column holds; a draft refuses nothing."""
    return stored(text)[:most].strip()


def _holds(value: Decimal) -> bool:
    """The column of figures holds it: fourteen places before the comma."""
    return abs(value) < Decimal(10) ** 14
