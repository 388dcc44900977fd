"""Báo cáo, tóm tắt thành tích, tờ trình: what each prints, for whom, who may print it to sign."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.models import DossierRequirement, Honour
from awards.shelf import shelf_of
from reports import merits
from reports.rendering import PaperRefused, page_texts, render_sheet
from tests.factories import HonoureeFactory, MembershipFactory, Role, UnitFactory
from tests.factories.proposals import ProposalFigureFactory, ward_award
from tests.paper_files import small_pdf
from tests.proposal_scene import Place

pytestmark = pytest.mark.django_db

PETITION = 9  # queries
REPORT = "Năm 2026 bà vận động 42 hộ hiến đất.\n\nBà dự đủ các buổi lao động."


@pytest.fixture
def place():
    return Place()


def words(response):
    """The words of the pages, blanks and line ends alike."""
    assert response["Content-Type"] == "application/pdf"
    return " ".join(" ".join(page_texts(response.content)).split())


def get(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"reports:{name}", args=args), query)


def told(response):
    return [str(one) for one in response.wsgi_request._messages]


def test_a_report_tells_who_what_and_what_was_given_before(client, place):
    proposal = place.draft(report=REPORT, subject_title="Tổ viên tổ dân phố số 7")
    ProposalFigureFactory(proposal=proposal, until=date(2026, 9, 30))
    response = get(client, place.writer, "merit-report", proposal.pk)
    said = words(response)
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BÁO CÁO THÀNH TÍCH",
        "I. SƠ LƯỢC LÝ LỊCH", "Họ và tên: Bà Trần Thị Hoa.",
        "Thời gian lập thành tích: từ 01/01/2026 đến 31/10/2026.",
        "Năm 2026 bà vận động 42 hộ hiến đất.", "Gia đình văn hóa 97% Báo cáo đã duyệt",
        "kết quả đến 30/09/2026", "Chưa ghi nhận hình thức khen thưởng nào./.",
        "XÁC NHẬN CỦA THỦ TRƯỞNG ĐƠN VỊ", "NGƯỜI BÁO CÁO",
    ):  # fmt: skip
        assert part in said, part
    assert "du-thao" in response["Content-Disposition"]
    again = get(client, place.writer, "merit-report", proposal.pk)
    assert again.content == response.content


def test_what_was_given_before_stands_without_what_was_cancelled(client, place):
    proposal = place.draft(report=REPORT)
    given = {
        "honouree": place.resident, "award": ward_award(), "merit": "service",
        "decided_by": "Chủ tịch UBND phường Mẫu",
    }  # fmt: skip
    for year, name in ((2024, "Giấy khen lao động giỏi"), (2023, "Giấy khen hiếu học")):
        Honour.objects.create(
            **given,
            award_name=name,
            reference=f"{year}/QĐ",
            decided_on=date(year, 3, 1),
        )
    Honour.objects.create(
        **given, award_name="Giấy khen đã thu hồi", reference="9/QĐ",
        decided_on=date(2022, 3, 1), cancelled_on=date(2023, 1, 1), cancelled_because="Sai",
    )  # fmt: skip
    # Who keeps the record of people sees it; to others the sheet tells no more than they see.
    keeper = place.person(place.group, Role.OFFICER)
    said = words(get(client, keeper, "merit-report", proposal.pk))
    before, after = said.index("hiếu học"), said.index("lao động giỏi")
    assert before < after
    assert "2024/QĐ, 01/03/2024" in said
    assert "đã thu hồi" not in said


def test_the_number_of_the_form_is_that_of_the_rule(client, place):
    proposal = place.draft(report=REPORT)
    assert "Theo Mẫu" not in words(
        get(client, place.writer, "merit-report", proposal.pk)
    )
    DossierRequirement.objects.create(
        paper="report", name="Báo cáo thành tích", form_number="Mẫu số 99",
        basis="Quy định thử", certainty="check", valid_from=date(2020, 1, 1), position=1,
    )  # fmt: skip
    assert "(Theo Mẫu số 99)" in words(
        get(client, place.writer, "merit-report", proposal.pk)
    )


@pytest.mark.parametrize(
    ("kind", "posthumous", "heading", "signer"),
    [
        ("household", False, "SƠ LƯỢC VỀ HỘ GIA ĐÌNH", "ĐẠI DIỆN HỘ GIA ĐÌNH"),
        ("collective", False, "SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH", "ĐẠI DIỆN TẬP THỂ"),
        ("individual", True, "SƠ LƯỢC LÝ LỊCH", "NGƯỜI LẬP BÁO CÁO"),
    ],
)
def test_who_signs_follows_whom_it_is_for(
    client, place, kind, posthumous, heading, signer
):
    one = HonoureeFactory(unit=place.group, kind=kind, name="Đối tượng Mẫu")
    proposal = place.draft(honouree=one, posthumous=posthumous, report=REPORT)
    said = words(get(client, place.writer, "merit-report", proposal.pk))
    assert heading in said
    assert signer in said
    assert ("Đề nghị truy tặng" in said) is posthumous


def test_of_its_own_report_a_unit_signs_once(client, place):
    proposal = place.draft(honouree=None, collective=place.group, report=REPORT)
    said = words(get(client, place.writer, "merit-report", proposal.pk))
    assert "THỦ TRƯỞNG ĐƠN VỊ" in said
    assert "XÁC NHẬN" not in said


def test_what_is_to_be_signed_is_whole_and_for_who_writes(client, place):
    proposal = place.draft()
    response = get(client, place.writer, "merit-report", proposal.pk, ky=1)
    assert response.url == reverse("awards:proposal", args=[proposal.pk])
    assert told(response) == [merits.NO_REPORT]
    proposal = place.draft(report=REPORT)
    response = get(client, place.writer, "merit-report", proposal.pk, ky=1)
    assert "du-thao" not in response["Content-Disposition"]
    sent = place.draft(sent=True, report=REPORT)
    assert get(client, place.officer, "merit-report", sent.pk).status_code == 200
    assert get(client, place.officer, "merit-report", sent.pk, ky=1).status_code == 403
    assert get(client, place.officer, "merit-report", proposal.pk).status_code == 404


def test_a_summary_is_one_page(client, place):
    proposal = place.draft()
    response = get(client, place.writer, "merit-summary", proposal.pk, ky=1)
    assert len(page_texts(response.content)) == 1
    assert "Vận động 42 hộ hiến 64 m² đất mở rộng ngõ./." in words(response)
    proposal = place.draft(summary="Một dòng thành tích dài.\n" * 100)
    response = get(client, place.writer, "merit-summary", proposal.pk, ky=1)
    assert response.status_code == 302
    assert "nhiều hơn 1 trang" in told(response)[0]
    assert get(client, place.writer, "merit-summary", proposal.pk).status_code == 200


def test_a_petition_lists_what_is_about_to_be_sent(client, place):
    ids = [place.draft().pk, place.draft(subject_name="Bà Lê Thị Mai").pk]
    response = get(client, place.writer, "petition-sheet", ma=ids)
    said = words(response)
    for part in (
        "Số: /TTr", "TỜ TRÌNH", "Kính gửi: UBND phường Mẫu",
        "Tổ dân phố số 7 trình UBND phường Mẫu xem xét, khen thưởng 02 đề nghị, gồm:",
        "02 cá nhân.", "xem xét, quyết định./.", "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG",
        "Bà Lê Thị Mai", "THỦ TRƯỞNG ĐƠN VỊ",
    ):  # fmt: skip
        assert part in said, part
    assert "du-thao" not in response["Content-Disposition"]
    place.draft(summary="")
    lacking = place.draft(summary="").pk
    response = get(client, place.writer, "petition-sheet", ma=[*ids, lacking])
    assert "du-thao" in response["Content-Disposition"]


def test_a_petition_is_of_one_unit_and_of_what_is_not_sent(client, place):
    other = UnitFactory(parent=place.ward, quiet=True)
    MembershipFactory(user=place.writer, unit=other, role=Role.REPORTER)
    mine, others = place.draft(), place.draft(unit=other)
    response = get(client, place.writer, "petition-sheet", ma=[mine.pk, others.pk])
    assert response.url == reverse("awards:proposal-list")
    assert "của một đơn vị" in told(response)[0]
    sent = place.draft(sent=True)
    assert get(client, place.writer, "petition-sheet", ma=[sent.pk]).status_code == 302


@pytest.mark.parametrize("amount", [1, 3])
def test_what_a_petition_costs(client, place, amount, django_assert_num_queries):
    ids = [place.draft(award=ward_award()).pk for _ in range(amount)]
    client.force_login(place.writer)
    address = reverse("reports:petition-sheet")
    client.get(address, {"ma": ids})
    with django_assert_num_queries(PETITION):
        client.get(address, {"ma": ids})


def test_a_sign_no_font_has_is_named(place):
    proposal = place.draft(report="Thành tích 🏆")
    record = merits.report_of(proposal, shelf_of([proposal]), place.writer, draft=True)
    with pytest.raises(PaperRefused, match="THÀNH TÍCH ĐẠT ĐƯỢC"):
        render_sheet(record)


def test_the_signed_scan_of_a_summary_goes_into_the_dossier(client, place):
    DossierRequirement.objects.create(
        paper="summary", name="Tóm tắt thành tích", basis="Quy định thử",
        certainty="check", valid_from=date(2020, 1, 1), position=1,
    )  # fmt: skip
    proposal = place.draft()
    client.force_login(place.writer)
    address = reverse("awards:paper-add", args=[proposal.pk])
    scan = SimpleUploadedFile("tom-tat.pdf", small_pdf("Tom tat"), "application/pdf")
    client.post(address, {"paper": "summary", "file": scan})
    assert proposal.papers.get().paper == "summary"
    page = client.get(reverse("awards:proposal", args=[proposal.pk]))
    item = next(one for one in page.context["items"] if one.paper == "summary")
    assert [str(one) for one in item.files] == ["tom-tat.pdf"]
    assert page.context["signs"]
    assert "bao-cao-thanh-tich/?ky=1" in page.content.decode()
