"""Đã khen thưởng: a session of the ward that was held, and the decision that followed it.

Everything goes by the acts: ballots on paper counted by two, a conclusion for each, minutes that
secretary and chair sign, the decision drafted, sent, signed by the chairman, numbered and sealed
by the worker.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from django.utils.timezone import localdate, now

from awards import actions as awards
from awards import rulings
from awards.models import AgendaItem, CouncilSession, Decision, Proposal, Seat
from reports import actions
from reports.demo import minutes
from reports.demo.councils import ready_proposal
from reports.demo.provinces import NGUYEN_TRAI
from reports.demo.showing import ShowFailed
from reports.models import Document
from units.models import Membership, Unit, User

# Unit, the person of it or nobody (the unit itself), achievement; how many are against.
_PUT = (
    (f"{NGUYEN_TRAI}.TDP1", "",
     "Vận động hiến 118 m² đất, hoàn thành hai tuyến hẻm văn minh; 100% hộ phân loại rác.", 0),
    (f"{NGUYEN_TRAI}.P2", "Tống Gia Khiêm",
     "Giải quyết đúng hạn 99,6% hồ sơ; đề xuất rút ngắn một nửa thời gian chứng thực.", 0),
    (f"{NGUYEN_TRAI}.DT1", "",
     "Xây mới 3 nhà đại đoàn kết, vận động quỹ Vì người nghèo đạt 128% chỉ tiêu.", 1),
    (f"{NGUYEN_TRAI}.TDP5", "",
     "Duy trì tổ tự quản an ninh trật tự; chưa nêu được số liệu so với năm trước.", 4),
)  # fmt: skip
_PERIOD = (timedelta(days=200), timedelta(days=21))
_WHY_NOT = (
    "Hội đồng ghi nhận cố gắng của tổ dân phố; báo cáo chưa có số liệu so sánh với năm trước nên "
    "chưa đủ căn cứ xét tặng đợt này, đề nghị bổ sung và trình vào đợt tổng kết năm."
)
FUND = "Quỹ thi đua, khen thưởng của phường"


def decide(tell: Callable[[str], None], wait: float) -> None:
    """Once: what is there already is left alone, and gone on with where it stopped."""
    ward = Unit.objects.get(code=NGUYEN_TRAI)
    publish(ward)
    made = Decision.objects.living().filter(authority=ward).first()
    if made is None:
        session = _held(ward)
        minutes.sign(session, _account("thuky"), tell, wait)
        made = _drafted(ward, _passed(session))
    _issue(made, tell, wait)


def publish(ward: Unit) -> None:
    """Once: how long the ward shows nominees and decisions, what it masks; and its nominees."""
    if rulings.publicity_rule_on(ward, localdate()) is not None:
        return
    awards.lay_rule(
        "cong-khai", ward.pk, by=_account("thuky"), valid_from=localdate(),
        said={
            "days_before": 5, "days_after": 90, "masks_names": True, "masks_post": True,
            "child_age": 16,
        },
        basis="Quy chế công khai khen thưởng của UBND phường (trình diễn)",
        certainty="check",
        remark="Chưa tìm thấy văn bản nào định số ngày công khai giấy khen của xã, phường.",
    )  # fmt: skip
    council = Unit.objects.get(code=f"{NGUYEN_TRAI}.HDTDKT")
    waiting = [one.pk for one in Proposal.objects.to_publish(ward.pk, localdate())]
    if waiting:
        awards.open_publicity(council.pk, by=_account("thuky"), proposal_ids=waiting)


def _held(ward: Unit) -> CouncilSession:
    """To its end; the minutes are still to be signed."""
    council = Unit.objects.get(code=f"{NGUYEN_TRAI}.HDTDKT")
    by, second = _account("thuky"), _account("uyvien")
    proposals = {
        ready_proposal(
            ward, *put[:3], received=localdate() - timedelta(days=20), period=_PERIOD
        ).pk: put
        for put in _PUT
    }
    seats = {one.position: one.pk for one in Seat.objects.of_council(council)}
    session = awards.plan_session(
        council.pk, by=by, title="Xét khen thưởng thành tích xuất sắc sáu tháng",
        planned_at=now() + timedelta(minutes=1), place="Phòng họp số 1, UBND phường",
        chair_id=seats["chair"], secretary_id=seats["secretary"],
    )  # fmt: skip
    awards.add_proposals(session.pk, by=by, proposal_ids=list(proposals))
    awards.invite(session.pk, by=by)
    rows = list(session.attendances.select_related("seat"))
    for row in rows:
        awards.mark_attendance(session.pk, row.pk, by=by, presence="present")
    awards.open_session(session.pk, by=by)
    items = list(AgendaItem.objects.filter(session=session).order_by("position"))
    rounds = awards.open_rounds(session.pk, by=by, item_ids=[item.pk for item in items])
    voting = [row for row in rows if row.seat.votes]
    for row in voting:
        awards.give_paper(
            session.pk, row.seat_id, by=by, round_ids=[one.pk for one in rounds]
        )
    for one in rounds:
        put = proposals.get(one.item.proposal_id or 0)
        against = put[3] if put else 0
        for counter in (by, second):
            awards.count_paper(
                one.pk,
                by=counter,
                agreed=len(voting) - against,
                against=against,
                blank=0,
            )
        awards.close_round(one.pk, by=by)
    awards.conclude_passed(session.pk, by=by)
    for item in items:
        item.refresh_from_db()
        if item.outcome == AgendaItem.Outcome.WAITING:
            awards.conclude_item(item.pk, by=by, words=_WHY_NOT)
    return awards.finish_session(session.pk, by=by)


def _passed(session: CouncilSession) -> list[int]:
    weighed = AgendaItem.objects.filter(session=session).values("proposal")
    passed = Proposal.objects.filter(pk__in=weighed, status="passed")
    return list(passed.order_by("pk").values_list("pk", flat=True))


def _drafted(ward: Unit, proposals: list[int]) -> Decision:
    by = _account("thuky")
    signer = Membership.objects.on().get(
        user=_account("lanhdao"), unit=ward, role=Membership.Role.LEADER
    )
    made = awards.draft_decision(ward.pk, by=by, proposals=proposals)
    awards.amend_decision(
        made.pk, by=by, version=made.version, changes={"signer": signer, "fund": FUND}
    )
    awards.reword_decision(made.pk, by=by)
    return awards.submit_decision(made.pk, by=by)


def _issue(made: Decision, tell: Callable[[str], None], wait: float) -> None:
    """Signed by the worker, numbered by the clerk, sealed by the worker."""
    end = time.monotonic() + wait
    while made.status != Decision.Status.ISSUED:
        made = Decision.objects.for_page().get(pk=made.pk)
        document = made.documents.exclude(status=Document.Status.DROPPED).first()
        if made.status == Decision.Status.SUBMITTED:
            actions.sign_decision(made.pk, by=_account("lanhdao"))
        elif document and document.status == Document.Status.SIGNED:
            actions.issue_document(document.pk, by=_account("vanthu"), day=localdate())
        elif document and document.problem:
            raise ShowFailed(f"Quyết định khen thưởng: {document.problem}")
        elif time.monotonic() > end:
            raise ShowFailed(
                f"Đã chờ {wait:.0f} giây mà quyết định khen thưởng chưa ban hành xong."
            )
        time.sleep(0.3)
    tell(f"  {made.authority} {made.number_and_symbol}: {made.title}")


def _account(username: str) -> User:
    return User.objects.get(username=username)
