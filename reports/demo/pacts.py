"""Giao ước trình diễn: one pact of the communes' cluster, signed by all its members."""

import time
from collections.abc import Callable
from datetime import date

from django.utils.timezone import localdate

from campaigns import actions as campaign_actions
from campaigns.models import Pact
from campaigns.pacts import PACT, head_of, members_of
from reports import actions, tasks
from reports.demo import ha_linh
from reports.demo.showing import ShowFailed, who
from reports.models import PactPaper, PactSeat
from units.models import Membership, Unit

_TEXT = """\
Thực hiện Luật Thi đua, khen thưởng, các thành viên Cụm thi đua các xã vùng cao tỉnh Hà Lĩnh \
thống nhất ký giao ước với các nội dung sau:
1. Mỗi đơn vị có ít nhất 01 mô hình “Dân vận khéo” được công nhận trong năm.
2. Mỗi đơn vị cứng hóa hoặc tu sửa ít nhất 02 km đường thôn, tổ dân phố.
3. Hồ sơ giải quyết đúng hạn từ 98% trở lên.
4. Mỗi quý, đơn vị trưởng tổ chức một buổi trao đổi cách làm hay giữa các thành viên."""
# Of each member in the order of the cluster.
_UNDERTAKEN = (
    "Cứng hóa 3 km đường thôn Nà Sim\n01 mô hình nuôi ong liên kết",
    "Tu sửa 2 km đường thôn Đá Bạc\n01 mô hình nhà văn hóa tự quản",
    "02 tuyến đường hoa\n01 mô hình chè sạch",
    "Chỉnh trang 04 hẻm phố\n01 mô hình chợ không rác",
)
Role = Membership.Role


def sign(tell: Callable[[str], None], wait: float) -> None:
    """Through the acts by everybody, then the workers; what is there stays as it is."""
    cluster = Unit.objects.get(code=f"{ha_linh.CODE}.KHOI")
    pact = Pact.objects.of_cluster(cluster).first() or _agreed(cluster)
    deadline = time.monotonic() + wait
    told = ""
    while True:
        paper = PactPaper.objects.of_pact(pact).for_page().first() or _laid(pact)
        if paper.status == PactPaper.Status.COMPLETE:
            count = paper.seats.count()
            tell(f"  {cluster}: {count} thành viên đã ký giao ước")
            return
        if paper.status == PactPaper.Status.SIGNING:
            _ask(paper)
        seats = PactSeat.objects.for_list().of_paper(paper)
        problems = [seat.problem for seat in seats if seat.problem]
        if paper.problem or problems:
            told = paper.problem or problems[0]
        if told or time.monotonic() > deadline:
            raise ShowFailed(
                told
                or f"Đã chờ {wait:.0f} giây mà worker chưa ký xong giao ước. Kiểm tra worker "
                "đang chạy và tệp nhật ký trong var/log."
            )
        time.sleep(0.3)


def _agreed(cluster: Unit) -> Pact:
    """Written by the head, agreed to by every member, each with its signer."""
    head = head_of(cluster)
    assert head is not None  # ``clusters.settle`` appointed one
    year = localdate().year
    pact = campaign_actions.begin_pact(
        cluster.pk, by=who(head, Role.OFFICER),
        name=f"Giao ước thi đua năm {year} của {cluster.name}", text=_TEXT,
        starts_on=date(year, 1, 1), ends_on=date(year, 12, 31),
    )  # fmt: skip
    members = members_of(cluster).for_page()
    for member, undertaken in zip(members, _UNDERTAKEN, strict=False):
        unit = member.unit
        by = who(unit, Role.OFFICER)
        agreement = campaign_actions.agree_pact(
            pact.pk, unit.pk, by=by, version=1, undertakes=undertaken
        )
        signer = Membership.objects.signers_of(unit, PACT)[0]
        campaign_actions.name_pact_signer(
            agreement.pk, by=by, undertakes=undertaken, signer_id=signer.pk
        )
    return pact


def _laid(pact: Pact) -> PactPaper:
    head = head_of(pact.cluster)
    assert head is not None  # as above
    actions.lay_pact_paper(pact.pk, by=who(head, Role.OFFICER))
    return PactPaper.objects.of_pact(pact).for_page()[0]


def _ask(paper: PactPaper) -> None:
    for seat in paper.seats.all():
        if seat.signature is None and seat.asked_at is None and not seat.problem:
            assert seat.signer is not None  # nobody signs on paper here
            actions.sign_pact(seat.pk, by=seat.signer.user)
    tasks.wake(tasks.sign_pact, paper.pk)
