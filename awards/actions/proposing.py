"""Lập, sửa đề nghị khen thưởng: nothing is asked for until it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import localdate

from awards import subjects, tasks
from awards.models import Award, Part, Proposal, ProposalReturn
from awards.models.merits import Merit
from awards.models.proposals import Status
from awards.offers import Offer, authorities_over, key_of, offers_to
from awards.permissions import proposals as permissions
from campaigns.models import Campaign
from units.errors import Refused
from units.models import Honouree, Unit, User
from units.permissions import require
from units.vietnamese import stored
from units.workflow import add, amend, move, remove

# Which part of the dossier a field belongs to.
PARTS = {
    "offer": Part.AWARD, "merit": Part.AWARD, "subject": Part.SUBJECT,
    "posthumous": Part.SUBJECT, "campaign_id": Part.PERIOD, "period_from": Part.PERIOD,
    "period_to": Part.PERIOD, "summary": Part.SUMMARY, "report": Part.REPORT,
}  # fmt: skip
STALE = "Đề nghị vừa được sửa ở nơi khác trong lúc lưu; chữ anh/chị gõ còn ở đây, bấm Lưu lần nữa."
NO_SUBJECT = (
    "Đối tượng này không thuộc đơn vị đề nghị và các đơn vị bên dưới; tìm và chọn lại."
)


class Facts(TypedDict, total=False):
    """Điều đơn vị ghi; what is not mentioned stays. ``offer``, ``subject``: keys of a form."""

    offer: str
    subject: str
    campaign_id: int | None
    merit: str
    period_from: date | None
    period_to: date | None
    posthumous: bool
    summary: str
    report: str


@transaction.atomic
def begin_proposal(unit_id: int, *, by: User, **facts: Unpack[Facts]) -> Proposal:
    """Bắt đầu một đề nghị of the unit, a draft."""
    unit = Unit.objects.select_related("kind").get(pk=unit_id)
    require(permissions.can_write_proposals(by, unit))
    ground = _Ground(unit, by, _lock_people([facts]))
    proposal = ground.new()
    _set(proposal, _columns(proposal, facts, ground))
    add(proposal, by=by)
    return proposal


@transaction.atomic
def begin_proposals(
    unit_id: int, *, by: User, token: str, rows: Sequence[Facts]
) -> list[Proposal]:
    """Lập nhiều đề nghị một lần; the same list sent again is the one that is there."""
    # The row of the unit is the lock: of two presses of one button the second waits.
    units = Unit.objects.select_related("kind").select_for_update(
        of=["self"], no_key=True
    )
    unit = units.get(pk=unit_id)
    require(permissions.can_write_proposals(by, unit))
    there = list(
        Proposal.objects.filter(created_by=by, batch=token).order_by("batch_row")
    )
    if there:
        return there
    if not rows or not token:
        raise Refused("Danh sách chưa có dòng nào.")
    found = []
    ground = _Ground(unit, by, _lock_people(rows))
    for number, facts in enumerate(rows, 1):
        proposal = ground.new()
        proposal.batch, proposal.batch_row = token, number
        _set(proposal, _columns(proposal, facts, ground))
        add(proposal, by=by)
        found.append(proposal)
    return found


@transaction.atomic
def save_proposal(
    proposal_id: int, *, by: User, version: int | None = None, **facts: Unpack[Facts]
) -> Proposal:
    """Lưu nháp. Nothing is asked for; ``version``: which one the form was held against."""
    people = _lock_people([facts])
    proposal = lock_open(proposal_id, by)
    if version is not None and version != proposal.version:
        raise Refused(STALE)
    _require_open_parts(proposal, facts)
    ground = _Ground(proposal.unit, by, people)
    if amend(proposal, by=by, **_columns(proposal, facts, ground)):
        touch(proposal)
    return proposal


@transaction.atomic
def drop_proposal(proposal_id: int, *, by: User) -> None:
    """Bỏ bản nháp that never left the unit."""
    proposal = lock_open(proposal_id, by)
    if proposal.status != Status.DRAFT or proposal.sent_at or proposal.petition_id:
        raise Refused(
            "Đề nghị đã gửi thì không bỏ được; rút lại nếu không đề nghị nữa."
        )
    if (
        proposal.opinions.exists()
        or proposal.agenda_items.exists()
        or proposal.returns.exists()
    ):
        raise Refused(
            "Đề nghị đã từng đến cơ quan xét, còn ý kiến và lần trả lại, nên không bỏ được; gửi "
            "lại rồi rút nếu không đề nghị nữa."
        )
    if proposal.peer_votes.exists():
        raise Refused(
            "Đề nghị đã được bình xét; bỏ nó khỏi buổi bình xét trước, rồi bỏ bản nháp."
        )
    files = [
        digest
        for paper in proposal.papers.all()
        for digest in (paper.sha256, paper.thumbnail_sha256)
        if digest
    ]
    remove(proposal, by=by)
    for digest in files:
        tasks.drop_dossier_file.delay_on_commit(digest)


@transaction.atomic
def reopen_proposal(proposal_id: int, *, by: User) -> Proposal:
    """Lập lại đề nghị đã rút: as a draft, which nobody has received."""
    proposal = lock_proposal(proposal_id)
    require(permissions.can_write_proposal(by, proposal))
    if proposal.status != Status.WITHDRAWN:
        raise Refused("Chỉ lập lại được đề nghị đã rút.")
    if proposal.raised_from_id:
        raise Refused(
            "Đề nghị này đã đi cùng một tờ trình cấp trên. Trình lại ở mục Trình cấp trên."
        )
    move(
        proposal, Status.DRAFT, by=by, petition=None, sent_by=None, sent_at=None,
        confirmed_by=None, confirmed_at=None, received_on=None, regime=None,
        received_why="", appraised_by=None, appraised_at=None, appraisal="",
        conclusion="", withdrawn_because="", given_back_because="",
    )  # fmt: skip
    touch(proposal)
    return proposal


def lock_proposal(proposal_id: int) -> Proposal:
    """The proposal, its row locked until the transaction ends."""
    rows = Proposal.objects.for_page().select_for_update(of=["self"], no_key=True)
    return rows.get(pk=proposal_id)


def lock_proposals(proposal_ids: Sequence[int]) -> list[Proposal]:
    """Likewise of several, in one order, so that two who lock them do not wait for each other."""
    rows = Proposal.objects.for_page().select_for_update(of=["self"], no_key=True)
    found = list(rows.filter(pk__in=proposal_ids).order_by("pk"))
    if not found or len(found) != len(set(proposal_ids)):
        raise ObjectDoesNotExist
    return found


def lock_open(proposal_id: int, by: User) -> Proposal:
    """One on which the unit may write now."""
    proposal = lock_proposal(proposal_id)
    require(permissions.can_write_proposal(by, proposal))
    if not proposal.is_open:
        raise Refused(
            f"Đề nghị đang ở tình trạng “{proposal.get_status_display()}” nên không sửa được. "
            "Cần sửa thì rút lại, hoặc đề nghị cơ quan xét trả lại."
        )
    return proposal


def touch(proposal: Proposal) -> None:
    """Whoever confirms, or saves a form, knows by the version what was seen."""
    proposal.version += 1
    proposal.save(update_fields=["version"])


def open_parts(proposal: Proposal) -> frozenset[str]:
    """Phần được sửa: all of a draft; of what was returned what the return names."""
    if proposal.status == Status.DRAFT:
        return frozenset(Part.values)
    if proposal.status != Status.RETURNED:
        return frozenset()
    returned = ProposalReturn.objects.of(proposal).open().first()
    return frozenset(returned.parts if returned else Part.values)


@dataclass(frozen=True)
class _Ground:
    """What the unit may choose from: read once, when it is asked for, for all rows of a list."""

    unit: Unit
    by: User
    people: dict[int, Honouree]  # those whom the rows name
    campaigns: dict[int, Campaign | None] = field(default_factory=dict)

    @cached_property
    def over(self) -> list[Unit]:
        return authorities_over(self.unit, localdate())

    @cached_property
    def offers(self) -> dict[str, Offer]:
        return {offer.key: offer for offer in offers_to(self.unit, localdate())}

    def new(self) -> Proposal:
        authority = self.over[0] if self.over else self.unit.parent or self.unit
        return Proposal(unit=self.unit, authority=authority, created_by=self.by)

    def campaign(self, number: int) -> Campaign | None:
        """Phong trào đã phát động that the person sees."""
        if number not in self.campaigns:
            seen = Campaign.objects.visible_to(self.by)
            found = seen.filter(pk=number, plans__status="issued")
            self.campaigns[number] = found.first()
        return self.campaigns[number]


def _set(proposal: Proposal, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        setattr(proposal, name, value)


def _columns(proposal: Proposal, facts: Facts, ground: _Ground) -> dict[str, Any]:
    """What the form says, as columns; what a form may not say is refused beside its box."""
    given: dict[str, Any] = dict(facts)
    columns: dict[str, Any] = {}
    if "campaign_id" in given:
        columns["campaign"] = _campaign(proposal, given.pop("campaign_id"), ground)
    if "offer" in given:
        columns |= _offer(proposal, given.pop("offer"), ground)
    if "subject" in given:
        columns |= _subject(proposal, given.pop("subject"), ground)
    elif subjects.key_of(proposal):
        # The name in the papers follows the record while it is written.
        columns |= _subject(proposal, subjects.key_of(proposal))
    if given.get("merit", Merit.CAMPAIGN) not in Merit.values:
        raise Refused("Chọn loại hình khen thưởng.", at="merit")
    first = given.get("period_from", proposal.period_from)
    last = given.get("period_to", proposal.period_to)
    if first and last and last < first:
        raise Refused(
            "Ngày cuối lập thành tích không được trước ngày đầu.", at="period_to"
        )
    return columns | {
        name: stored(value) if isinstance(value, str) else value
        for name, value in given.items()
    }


def _campaign(proposal, campaign_id, ground) -> Campaign | None:
    if campaign_id is None:
        return None
    if campaign_id == proposal.campaign_id:
        return proposal.campaign
    campaign = ground.campaign(campaign_id)
    if campaign is None:
        raise Refused(
            "Phong trào này chưa phát động hoặc đơn vị không tham gia; chọn phong trào khác.",
            at="campaign",
        )
    return campaign


def _offer(proposal, key, ground) -> dict[str, Any]:
    if not key:
        return {"award": None, "goes_up": False}
    if key == key_of(proposal):
        return {}
    offer = ground.offers.get(key)
    if offer is None:
        raise Refused(
            "Hình thức này nay không đề nghị được; chọn một hình thức trong danh sách.",
            at="offer",
        )
    if proposal.sent_at and offer.authority.pk != proposal.authority_id:
        raise Refused(
            f"Đề nghị đã gửi {proposal.authority}; chọn hình thức của cơ quan ấy, hoặc rút "
            "đề nghị này và lập đề nghị khác.",
            at="offer",
        )
    award: Award = offer.award
    return {"authority": offer.authority, "award": award, "goes_up": offer.goes_up}


def _lock_people(rows: Sequence[Facts]) -> dict[int, Honouree]:
    """Those whom the rows name, each record locked: a merge that goes on meanwhile takes along
    what points to it. Before the row of a proposal, as a merge locks them.
    """
    said = [subjects.parse(facts.get("subject") or "") for facts in rows]
    named = {one[1] for one in said if one and one[0] == "h"}
    people = Honouree.objects.select_for_update(of=["self"], no_key=True).present()
    found = people.select_related("unit").filter(pk__in=named).order_by("pk")
    return {one.pk: one for one in found}


def _subject(proposal, key, ground: _Ground | None = None) -> dict[str, Any]:
    """Without ``ground``: the one that it has, as the record stands now."""
    if not key:
        nobody = {"honouree": None, "collective": None}
        return nobody | {"subject_name": "", "subject_title": ""}
    found = subjects.chosen(proposal.unit, key, ground.people if ground else None)
    if found is None:
        if key == subjects.key_of(proposal):
            return {}  # who has left the branch since stays as he was written
        raise Refused(NO_SUBJECT, at="subject")
    return {
        "honouree": found.honouree, "collective": found.collective,
        "subject_name": found.name[:200], "subject_title": found.title[:300],
    }  # fmt: skip


def _require_open_parts(proposal: Proposal, facts: Facts) -> None:
    """Of what was returned only the parts that the return names may change."""
    opened = open_parts(proposal)
    for name, value in facts.items():
        part = PARTS[name]
        if part not in opened and value != _now(proposal, name):
            raise Refused(
                f"Lần trả lại này không mở phần “{part.label}”; chỉ sửa các phần được mở.",
                at=name.removesuffix("_id"),
            )


def _now(proposal: Proposal, name: str) -> Any:
    """What a form would say of it."""
    if name == "offer":
        return key_of(proposal)
    if name == "subject":
        return subjects.key_of(proposal)
    return getattr(proposal, name)
