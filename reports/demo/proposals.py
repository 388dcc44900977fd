"""Đề nghị khen thưởng trình diễn ở Phường Nguyễn Trãi: one in every state, made by the acts.

What a council and a decision do with those that are fit comes in files of their own.
"""

from datetime import timedelta
from functools import cache
from io import BytesIO
from typing import Any

from django.utils.timezone import localdate
from PIL import Image, ImageDraw

from awards.actions import (
    appraising,
    figures,
    opinions,
    papers,
    proposing,
    reviewing,
    sending,
)
from awards.dossier import checklist, missing_papers
from awards.models import Award, Proposal, Regime
from awards.models.rules import Paper
from awards.shelf import shelf_of
from campaigns.evidence import Looked, look_at
from campaigns.models import Allocation, Campaign
from reports.demo import nguyen_trai
from reports.demo.provinces import NGUYEN_TRAI
from units.models import Honouree, Unit, User

STREET = f"{NGUYEN_TRAI}.TDP5"
LAND = (
    "Vận động 42/42 hộ của hẻm 3 hiến 64 m² đất và góp 118 triệu đồng mở rộng hẻm từ 2 m lên "
    "3,5 m, xong trước kế hoạch 45 ngày. Cùng chi bộ lập tổ tự quản rác thải 12 người, mỗi tối "
    "thứ Bảy dọn một đoạn đường; rác để sai chỗ giảm còn 3 điểm. Giúp 4 hộ khó khăn vay vốn nuôi "
    "bò, 2 hộ đã thoát nghèo. Ba năm liền tổ không có đơn thư vượt cấp."
)
STORY = (
    "I. Sơ lược: sinh sống và tham gia công tác ở tổ dân phố từ năm 1998.\n"
    "II. Thành tích: vận động hiến đất mở hẻm, giữ vệ sinh, giúp hộ khó khăn; số liệu nêu ở phần "
    "tóm tắt, đã đọc trước cuộc họp tổ và được đa số nhất trí.\n"
    "III. Các hình thức đã được khen: chưa."
)


def put_forward() -> None:
    """What is there already stays as it is."""
    ward, street = (Unit.objects.get(code=code) for code in (NGUYEN_TRAI, STREET))
    mine = Proposal.objects.of_unit(street).filter(created_by=_account("donvi"))
    if mine.exists():
        return
    campaign = Campaign.objects.filter(host=ward, name=nguyen_trai.TITLE).first()
    _of_the_street(street, ward, campaign)
    _for_the_province(ward)
    if Regime.objects.on(localdate()).exists():
        _weighed(street, ward)


def _of_the_street(street: Unit, ward: Unit, campaign: Campaign | None) -> None:
    """Two that are being written, a meeting that voted on them, one that was sent."""
    writer = _account("donvi")
    told = _told(ward, "giay-khen-xa")
    if campaign is not None:
        told |= {
            "campaign_id": campaign.pk, "merit": "campaign",
            "period_from": campaign.starts_on, "period_to": campaign.ends_on,
        }  # fmt: skip
    written = proposing.begin_proposal(
        street.pk, by=writer, subject=_person("Hoàng Công Định"), **told
    )
    chip = Allocation.objects.filter(
        unit=street, campaign=campaign, result__isnull=False
    ).first()
    if chip is not None and campaign is not None:
        figures.insert_figure(written.pk, by=writer, allocation_id=chip.pk)
    sent = proposing.begin_proposal(
        street.pk, by=writer, subject=f"u{street.pk}", **told
    )
    proposing.begin_proposal(street.pk, by=writer, offer=told["offer"])
    reviewing.record_review(
        street.pk, by=writer, held_on=localdate() - timedelta(days=6),
        place="Nhà sinh hoạt Tổ dân phố 5", total=44, present=41,
        chair="Bà Y Ngân", secretary="Ông Hoàng Công Định",
        votes={written.pk: (39, 2), sent.pk: (39, 2)},
        remarks="Các hộ nhất trí số liệu nêu trong báo cáo.",
    )  # fmt: skip
    _send(sent, writer)


def _for_the_province(ward: Unit) -> None:
    """The ward's own, for a bằng khen: it waits for the chairman."""
    writer = _account("canbo")
    province = ward.parent
    assert province is not None, "the ward stands under its province"
    told = _told(province, "bang-khen-tinh")
    proposal = proposing.begin_proposal(
        ward.pk, by=writer, subject=_person("Mai Thị Ánh"), **told
    )
    _complete(proposal, writer)
    sending.send_proposals(
        [proposal.pk], by=writer, reference="18/TTr-UBND", dated=localdate()
    )


def _weighed(street: Unit, ward: Unit) -> None:
    """At the ward: asked about, returned, fit, unfit, withdrawn."""
    officer, writer = _account("canbo.theodoi"), _account("canbo")
    subjects = (
        "Thái Bá Ước", "Khổng Thị Thảo", "A Ngol", "Bế Thị Lượt", "Lục Văn Ơn", "Y Bup",
    )  # fmt: skip
    found = []
    for name in subjects:
        proposal = proposing.begin_proposal(
            ward.pk, by=writer, subject=_person(name), **_told(ward, "giay-khen-xa")
        )
        _complete(proposal, writer)
        sending.send_proposals([proposal.pk], by=writer)
        appraising.receive_proposal(proposal.pk, by=officer)
        found.append(proposal)
    asked, returned, fit, other, unfit, withdrawn = found
    opinions.ask_opinion(
        ward.pk, by=officer, proposal_ids=[asked.pk], purpose="concurrence",
        unit_id=Unit.objects.get(code=f"{NGUYEN_TRAI}.DV1").pk,
        question="Đề nghị cho biết việc chấp hành pháp luật của người được đề nghị.",
        due_on=localdate() + timedelta(days=10),
    )  # fmt: skip
    appraising.note_appraisal(
        asked.pk, by=officer, text="Đủ giấy tờ; chờ ý kiến Công an phường."
    )
    appraising.return_proposal(
        returned.pk, by=officer, parts=["summary", "papers"],
        reason="Ghi rõ số hộ, số tiền vận động được; gửi xác nhận của Hội Nông dân.",
        due_on=localdate() + timedelta(days=5),
    )  # fmt: skip
    for proposal in (fit, other):
        appraising.mark_ready(proposal.pk, by=officer)
    appraising.mark_unfit(
        unfit.pk, by=officer,
        reason="Thành tích này đã được tặng giấy khen trong đợt thi đua trước.",
    )  # fmt: skip
    sending.withdraw_proposal(
        withdrawn.pk, by=writer, reason="Đề nghị ở đợt tổng kết năm."
    )


def _told(authority: Unit, code: str) -> dict[str, Any]:
    today = localdate()
    award = Award.objects.get(code=code)
    return {
        "offer": f"{authority.pk}-{award.pk}", "merit": "service", "summary": LAND,
        "report": STORY, "period_from": today.replace(month=1, day=1),
        "period_to": today,
    }  # fmt: skip


def _send(proposal: Proposal, writer: User) -> None:
    _complete(proposal, writer)
    sending.send_proposals(
        [proposal.pk], by=writer, reference="05/TTr-TDP5", dated=localdate(),
        looked=_scan(),
    )  # fmt: skip


def _complete(proposal: Proposal, writer: User) -> None:
    """Whatever papers the catalogue asks for on this day."""
    fresh = Proposal.objects.for_page().get(pk=proposal.pk)
    items = checklist(fresh, shelf_of([fresh], writer.pk))
    missing = missing_papers(items, at_authority=False)
    for number, item in enumerate(missing, 1):
        if item.paper != Paper.PETITION:
            papers.add_paper(
                proposal.pk, by=writer, looked=_scan(number), paper=item.paper,
                name=item.name[:200],
            )  # fmt: skip


@cache
def _scan(number: int = 0) -> Looked:
    """A sheet with a few words, as if it had been photographed; each number is another file."""
    sheet = Image.new("RGB", (900, 1273), "white")
    pen = ImageDraw.Draw(sheet)
    pen.text((90, 90), "TO TRINH / BAN CHUP TRINH DIEN", fill="black")
    if number:
        pen.text((90, 120), f"TO SO {number}", fill="black")
    for line in range(18):
        pen.line((90, 200 + line * 50, 810, 200 + line * 50), fill="#888888", width=2)
    pen.ellipse((520, 1010, 700, 1190), outline="#b01020", width=8)
    buffer = BytesIO()
    sheet.save(buffer, "JPEG", quality=80)
    return look_at(buffer.getvalue(), "to-trinh-da-ky.jpg")


def _person(name: str) -> str:
    found = Honouree.objects.present().filter(
        name=name, kind=Honouree.Kind.INDIVIDUAL, unit__code__startswith=NGUYEN_TRAI
    )
    return f"h{found.order_by('pk')[0].pk}"


def _account(username: str) -> User:
    return User.objects.get(username=username)
