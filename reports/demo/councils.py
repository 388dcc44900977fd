"""Hội đồng trình diễn: of the ward, with a session that can be held.

The proposals are laid here directly: they stand for dossiers that were appraised.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils.timezone import localdate, make_aware

from awards import actions
from awards.models import (
    Award,
    CouncilRule,
    CouncilSession,
    CouncilTerm,
    Proposal,
    Regime,
    Seat,
)
from reports.demo.provinces import NGUYEN_TRAI
from units.models import Honouree, Unit, User

_BASIS = "Quy chế hoạt động của Hội đồng TĐKT phường (trình diễn)"
_DECISION = "214/QĐ-UBND"
# Position, account or name, office, whom they represent.
_SEATS = (
    ("chair", "lanhdao", "Chủ tịch UBND phường", ""),
    ("standing", "Nghiêm Xuân Bách", "Trưởng phòng Văn hóa - Xã hội", ""),
    ("vice", "Lò Thị Sen", "Chủ tịch UBMTTQ Việt Nam phường", "UBMTTQ Việt Nam phường"),
    ("member", "uyvien", "Phó Chánh Văn phòng HĐND và UBND phường", ""),
    ("member", "Đoàn Thị Ngát", "Chủ tịch Hội", "Hội Liên hiệp Phụ nữ phường"),
    ("member", "Siu Quang Vinh", "Trưởng Công an phường", "Công an phường"),
)
_PERIOD = (timedelta(days=420), timedelta(days=60))


@dataclass(frozen=True)
class _Proposed:
    """Một đề nghị: a unit, or somebody of the ward's people by name; by which unit."""

    unit: str
    summary: str
    honouree: str = ""


_PROPOSED = (
    _Proposed(
        f"{NGUYEN_TRAI}.TDP5",
        "Hoàn thành tuyến hẻm văn minh dài 420 m do Nhân dân góp 310 ngày công; 100% hộ phân loại "
        "rác; không có vụ việc về an ninh trật tự trong năm.",
    ),
    _Proposed(
        f"{NGUYEN_TRAI}.DT2",
        "Giúp 14 hội viên thoát nghèo bằng vốn xoay vòng 280 triệu đồng; duy trì mô hình “Bếp ăn "
        "nghĩa tình” mỗi tuần hai buổi.",
    ),
    _Proposed(
        f"{NGUYEN_TRAI}.P3",
        "Số hóa 1.260 hồ sơ chính sách, rút thời gian tra cứu từ hai ngày còn mười phút; hồ sơ "
        "giải quyết đúng hạn đạt 99,2%.",
        honouree="Âu Thị Diễm",
    ),
    _Proposed(
        f"{NGUYEN_TRAI}.DV3",
        "Tổ chức 22 buổi khám bệnh lưu động cho người cao tuổi; tỷ lệ tiêm chủng đầy đủ đạt "
        "98,4%, cao nhất trong ba năm.",
        honouree="Mai Thị Ánh",
    ),
)  # fmt: skip


def sit() -> None:
    """Once: a council that has a term already is left alone."""
    council = Unit.objects.select_related("parent").get(code=f"{NGUYEN_TRAI}.HDTDKT")
    if CouncilTerm.objects.of_council(council).exists():
        return
    by = User.objects.get(username="thuky")
    since = max(council.valid_from, localdate() - timedelta(days=200))
    term = actions.lay_term(
        council.pk, by=by, reference=_DECISION, decided_on=since, valid_from=since
    )
    _seat(term, by, since)
    ward = council.parent
    assert ward is not None  # a council stands under its authority
    _rule(ward)
    proposals = [
        ready_proposal(
            ward, one.unit, one.honouree, one.summary,
            received=localdate() - timedelta(days=12), period=_PERIOD,
        )
        for one in _PROPOSED
    ]  # fmt: skip
    session = _planned(council, by)
    actions.add_proposals(session.pk, by=by, proposal_ids=[one.pk for one in proposals])
    actions.add_topic(
        session.pk,
        by=by,
        topic="Đánh giá phong trào thi đua sáu tháng, hướng tới năm sau",
    )
    actions.invite(session.pk, by=by)
    leader = User.objects.get(username="lanhdao")
    actions.answer_invitation(session.pk, by=leader, answer="come")


def _seat(term, by, since):
    for position, who, title, represents in _SEATS:
        account = User.objects.filter(username=who).first()
        actions.add_seat(
            term.pk, by=by, position=position, title=title, represents=represents,
            valid_from=since, account_id=account.pk if account else None,
            name="" if account else who,
        )  # fmt: skip
    actions.add_seat(
        term.pk, by=by, position="secretary", account_id=by.pk, votes=False,
        title="Chuyên viên phòng Văn hóa - Xã hội", valid_from=since,
    )  # fmt: skip


def _rule(ward):
    CouncilRule.objects.create(
        authority=ward, valid_from=localdate().replace(month=1, day=1), basis=_BASIS,
        certainty="read", threshold=Decimal(70), operator="at_least",
        denominator="members", ballot="secret", written_opinions=True,
    )  # fmt: skip


def ready_proposal(
    ward: Unit, code: str, name: str, summary: str, *,
    received: date, period: tuple[timedelta, timedelta],
) -> Proposal:  # fmt: skip
    """Of a unit, or of the person of that name there; appraised, ready for a session.

    ``period``: how long ago that of the achievement began and ended.
    """
    unit = Unit.objects.get(code=code)
    honouree = Honouree.objects.get(unit=unit, name=name) if name else None
    first, last = period
    return Proposal.objects.create(
        unit=unit, authority=ward, award=Award.objects.get(code="giay-khen-xa"),
        honouree=honouree, collective=None if honouree else unit,
        subject_name=str(honouree or unit.name), summary=summary,
        subject_title=unit.name if honouree else "",
        report=f"{summary} Đơn vị xác nhận số liệu và chịu trách nhiệm về báo cáo này.",
        period_from=localdate() - first, period_to=localdate() - last, status="ready",
        received_on=received, regime=regime_of(received),
        created_by=User.objects.get(username="canbo"),
    )  # fmt: skip


def regime_of(day) -> Regime:
    """The one of that day, or one of that day alone where no law is loaded yet."""
    found = Regime.objects.on(day).first()
    return found or Regime.objects.create(
        code="trinh-dien", name="Chế độ pháp luật trình diễn", valid_from=day, valid_to=day,
        basis="Luật Thi đua, khen thưởng số 06/2022/QH15", certainty="read",
    )  # fmt: skip


def _planned(council: Unit, by: User) -> CouncilSession:
    seats = {one.position: one.pk for one in Seat.objects.of_council(council)}
    day = localdate() + timedelta(days=1)
    return actions.plan_session(
        council.pk, by=by, title="Xét khen thưởng đợt thi đua chào mừng Ngày thành lập phường",
        planned_at=make_aware(datetime.combine(day, time(14))),
        place="Phòng họp số 2, UBND phường", chair_id=seats["chair"],
        secretary_id=seats["secretary"],
    )  # fmt: skip
