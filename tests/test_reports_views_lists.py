"""Danh sách văn bản: who sees what, found how, at what cost."""

import re
from datetime import date

import pytest
from django.urls import reverse

from reports.models import Document
from tests.factories import CampaignFactory, other_ward, ward

pytestmark = pytest.mark.django_db
LIST = reverse("reports:document-list")


def rows(response) -> list[list[str]]:
    """The table's cells as plain text."""
    html = response.content.decode()
    found = []
    for row in re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", html, re.S):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        found.append(
            [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]
        )
    return found


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(client, django_assert_num_queries, count):
    place = ward()
    for _ in range(count):
        place.document()
    client.force_login(place.officer)

    # user, roles, paths of own units, years, count, papers; shell: memberships
    with django_assert_num_queries(8):
        response = client.get(LIST)

    assert len(rows(response)) == count


def test_a_row_says_number_title_issuer_signer_day_and_status(client):
    place = ward()
    document = place.document(
        issued=True, number=5, issued_on=date(2026, 3, 2), title="Thi đua quý I"
    )
    client.force_login(place.clerk)

    assert rows(client.get(LIST)) == [
        [
            "Kế hoạch số 05/KH-UBND Thi đua quý I",
            place.unit.short_name,
            f"{document.signer_name} Chủ tịch",
            "02/03/2026",
            "Đã ban hành",
        ]
    ]


def test_a_letter_stands_in_a_list_with_a_capital(client):
    place = ward()
    place.document(
        issued=True,
        kind="letter",
        symbol="UBND",
        title="thu hồi Kế hoạch số 32/KH-UBND",
    )
    client.force_login(place.clerk)

    [[name, *_]] = rows(client.get(LIST))
    assert name == "Công văn số 01/UBND Thu hồi Kế hoạch số 32/KH-UBND"


def test_others_see_nothing_of_it(client):
    ward().document()
    ward().document(issued=True)
    client.force_login(other_ward().officer)

    response = client.get(LIST)

    assert rows(response) == []
    assert "Chưa có văn bản nào" in response.content.decode()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("32/KH-HĐTĐKT", True),
        ("32 kh hdtdkt", True),
        ("32khhdtdkt", True),
        ("032/KH-HĐTĐKT", True),
        ("số 32", True),
        ("32", True),
        ("kh hdtdkt", True),
        ("2/KH-HĐTĐKT", False),
        ("132/KH-HĐTĐKT", False),
        ("32/QĐ-UBND", False),
        ("ki niem 20 nam", True),
        ("Kỉ niệm", True),
        ("KỶ NIỆM thành lập", True),
        ("thanh lap quan", True),
        ("long bien", False),
        ("dang minh khoa", True),
        ("100%", False),
    ],
)
def test_search(words, found):
    ward().document(
        issued=True,
        number=32,
        symbol="KH-HĐTĐKT",
        title="Kỷ niệm 20 năm ngày thành lập quận",
        signer_name="Đặng Minh Khoa",
    )

    assert Document.objects.sought(words=words).exists() is found


def test_filters_narrow_the_list_and_stay_in_the_form(client):
    place = ward()
    place.document(issued=True, number=1, issued_on=date(2025, 5, 5), title="Năm ngoái")
    place.document(issued=True, number=2, issued_on=date(2026, 5, 5), title="Năm nay")
    place.document(title="Đang ký")
    client.force_login(place.officer)

    response = client.get(LIST, {"tt": "issued", "nam": "2026", "loai": "plan"})

    assert [row[0] for row in rows(response)] == ["Kế hoạch số 02/KH-UBND Năm nay"]
    html = response.content.decode()
    assert '<option value="2026" selected>2026</option>' in html
    assert '<option value="issued" selected>Đã ban hành</option>' in html
    assert "<b>1 văn bản</b>" in html


def test_a_filter_that_is_no_choice_filters_nothing(client):
    place = ward()
    place.document()
    client.force_login(place.officer)

    response = client.get(LIST, {"tt": "mat-tich", "nam": "abc", "trang": "x"})

    assert len(rows(response)) == 1


def test_nothing_found_names_the_query_and_the_way_out(client):
    place = ward()
    place.document()
    client.force_login(place.officer)

    html = client.get(LIST, {"q": "không có <đâu>"}).content.decode()

    assert "Không có văn bản nào khớp" in html
    assert "“không có &lt;đâu&gt;”" in html
    assert "Bỏ lọc, xem tất cả" in html


def test_htmx_gets_the_results_alone_and_the_browser_keeps_them_apart(client):
    place = ward()
    place.document()
    client.force_login(place.officer)

    part = client.get(LIST, headers={"HX-Request": "true"})
    whole = client.get(
        LIST, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )

    assert part.content.decode().strip().startswith('<div id="results">')
    assert "<html" in whole.content.decode()
    assert "HX-Request" in part["Vary"]
    assert len(rows(part)) == 1


def test_pages_of_twenty_five(client):
    place = ward()
    for _ in range(26):
        place.document()
    client.force_login(place.officer)

    assert len(rows(client.get(LIST))) == 25
    assert len(rows(client.get(LIST, {"trang": 2}))) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_papers_of_a_campaign(client, django_assert_num_queries, count):
    place = ward()
    documents = [place.document() for _ in range(count)]
    campaign = documents[0].plan.campaign
    for document in documents[1:]:
        document.plan.campaign = campaign
        document.plan.save(update_fields=["campaign"])
    place.document(title="Của phong trào khác")
    client.force_login(place.officer)
    url = reverse("reports:of-campaign", args=[campaign.pk])

    # user, roles, paths of own units, campaign, papers
    with django_assert_num_queries(6):
        response = client.get(url, headers={"HX-Request": "true"})

    html = response.content.decode()
    assert html.count("td-rowlink") == count
    assert "Của phong trào khác" not in html
    assert "<html" not in html


def test_a_campaign_without_papers_says_so(client):
    place = ward()
    campaign = CampaignFactory(host=place.unit)
    client.force_login(place.officer)

    html = client.get(
        reverse("reports:of-campaign", args=[campaign.pk])
    ).content.decode()

    assert "Phong trào chưa có văn bản" in html
    assert "<html" in html
