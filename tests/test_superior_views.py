"""Trang trả lời cấp trên: choosing, the drift, the newer plan, who answers; what each costs."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns import actions, inbox
from campaigns.models import Campaign, Plan, PlanAnswer, SuperiorNote, Target
from campaigns.offering import Chosen
from campaigns.twin import to_twin
from tests.factories import ImportDraftFactory
from tests.superiors import TITLE, superior_content, tiers, with_target
from units.models import User
from units.wording import vn_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return tiers()


def url(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def words_of(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


def form_data(source, **changed):
    """All that is offered, as the page first shows it."""
    content = superior_content()
    data = {"title": "Thi đua của phường", "cited": "Kế hoạch số 15/KH-UBND"}
    for kind in ("citations", "periods", "phases", "targets", "registrations", "deadlines",
                 "assignments"):  # fmt: skip
        for number in range(len(getattr(content, kind))):
            data[f"chon-{kind}-{number}"] = "on"
    data |= {
        "gt-targets-0": "0,39", "han-targets-0": "31/12/2023",
        "gt-registrations-0": "1", "han-registrations-0": "15/08/2023",
        "han-deadlines-0": "20/12/2023",
    }  # fmt: skip
    data |= changed
    return {name: value for name, value in data.items() if value is not None}


def issue_answer(place, plan):
    when = plan.created_at
    Plan.objects.filter(pk=plan.pk).update(
        status="issued", submitted_by=place.ward.officer, submitted_at=when,
        approved_by=place.ward.leader, approved_at=when, source_number=3,
        source_date=date(2023, 7, 20),
    )  # fmt: skip


def test_it_is_offered_where_a_campaign_begins(place, client):
    source = place.issued()
    client.force_login(place.ward.officer)

    start = client.get(url("campaign-start"))
    listed = client.get(url("superior-list"))

    for page in (start, listed):
        assert url("plan-answer", source.pk) in page.content.decode()
        assert TITLE in words_of(page)
    assert "15/KH-UBND, ngày 05/07/2023 · UBND tỉnh Mẫu" in words_of(listed)


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("thi dua toan tinh", True), ("15 kh ubnd", True), ("15/KH-UBND", True),
        ("tinh mau", True), ("khong co", False), ("16 kh", False),
    ],
)  # fmt: skip
def test_it_is_found_without_diacritics_and_by_number(place, client, words, is_found):
    source = place.issued()
    client.force_login(place.ward.officer)

    page = client.get(url("superior-list"), {"q": words})

    assert (url("plan-answer", source.pk) in page.content.decode()) is is_found


def test_who_opens_the_choice(place, client):
    source = place.issued()
    theirs = place.ward.draft()
    for user, page, status in (
        (place.ward.officer, source, 200), (place.beside.officer, source, 200),
        (place.ward.leader, source, 403), (place.above.officer, source, 403),
        (place.ward.officer, theirs, 403), (place.beside.officer, theirs, 404),
    ):  # fmt: skip
        client.force_login(user)
        assert client.get(url("plan-answer", page.pk)).status_code == status


def test_the_choice_shows_each_thing_with_what_it_becomes(place, client):
    source = place.issued()
    client.force_login(place.ward.officer)

    page = client.get(url("plan-answer", source.pk))
    html = page.content.decode()

    assert 'value="0,39"' in html
    assert 'value="15/08/2023"' in html
    assert "không quá 0,39% · hạn 31/12/2023" in words_of(page)
    assert (
        "Kế hoạch số 15/KH-UBND ngày 05/07/2023 của Ủy ban nhân dân tỉnh Mẫu về phát động thi "
        "đua toàn tỉnh năm 2023"
    ) in words_of(page)
    assert html.count('type="checkbox"') == 7


def test_a_plan_is_made_of_the_choice(place, client):
    source = place.issued()
    _ = place.ward.leader
    client.force_login(place.ward.officer)

    response = client.post(
        url("plan-answer", source.pk),
        form_data(
            source,
            **{"chon-phases-0": None, "gt-targets-0": "0,5", "han-deadlines-0": "10/12/2023"},
        ),
    )  # fmt: skip

    plan = Plan.objects.get(issuer=place.ward.unit)
    assert response.headers["Location"] == url("plan-check", plan.pk)
    assert Target.objects.get(line__plan=plan).value == Decimal("0.5")
    check = words_of(client.get(response.headers["Location"]))
    assert "4 giữ nguyên · 2 điều chỉnh" not in check
    assert "3 giữ nguyên · 2 điều chỉnh · 1 chưa đưa vào · 0 thêm" in check
    assert (
        "“Tỷ lệ hộ nghèo”: cao hơn cấp trên giao: ghi không quá 0,5%, cấp trên giao không quá "
        "0,39%"
    ) in check
    assert "“Đợt 1” của kế hoạch cấp trên chưa có trong kế hoạch này" in check
    assert "sớm hơn" not in check  # no advice


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"han-deadlines-0": "30/12/2023"},
            "Hạn của mình không muộn hơn hạn cấp trên giao (20/12/2023). Đang nhập: 30/12/2023.",
        ),
        ({"gt-targets-0": "nhiều"}, "Đang nhập: nhiều"),
        ({"title": ""}, "Trích yếu"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    place, client, changed, sentence
):
    source = place.issued()
    client.force_login(place.ward.officer)

    page = client.post(
        url("plan-answer", source.pk),
        form_data(source, cited="Căn cứ đã sửa", **changed),
    )

    assert page.status_code == 422
    assert sentence in words_of(page)
    assert "Căn cứ đã sửa" in page.content.decode()
    for value in changed.values():
        assert value in page.content.decode()
    assert not Campaign.objects.filter(host=place.ward.unit).exists()


def test_nothing_chosen_is_refused_with_a_sentence(place, client):
    source = place.issued()
    client.force_login(place.ward.officer)

    page = client.post(
        url("plan-answer", source.pk), {"title": "Thi đua", "cited": "Kế hoạch"}
    )

    assert page.status_code == 422
    assert "Chọn ít nhất một chỉ tiêu" in words_of(page)


def test_the_page_of_the_drift(place, client):
    source = place.issued()
    plan = place.answered(
        source, "registrations", targets=Chosen("targets", 0, value=Decimal("0.3"))
    )
    client.force_login(place.ward.officer)
    page = client.get(url("plan-superior", plan.pk))
    words = words_of(page)
    item = SuperiorNote.objects.get(answer__plan=plan, kind="registrations")

    assert (
        "thấp hơn cấp trên giao: ghi không quá 0,3%, cấp trên giao không quá 0,39%"
    ).capitalize()[:20] in words
    assert "4 giữ nguyên · 1 điều chỉnh · 1 chưa đưa vào · 0 thêm" in words
    assert url("superior-note-take", item.pk) in page.content.decode()
    assert "Kế hoạch số 15/KH-UBND ngày 05/07/2023" in words

    taken = client.post(url("superior-note-take", item.pk))
    line = plan.lines.get(registration_notes__isnull=False)
    assert taken.headers["Location"].endswith(f"?dong={line.pk}")
    page = client.get(url("plan-superior", plan.pk))
    assert "5 giữ nguyên · 1 điều chỉnh · 0 chưa đưa vào" in words_of(page)
    assert "Không có chỗ nào thấp hơn, muộn hơn" in words_of(page)


def test_who_sees_the_drift(place, client):
    plan = place.answered(place.issued())
    plain = place.ward.draft()
    for user, page, status in (
        (place.ward.officer, plan, 200), (place.ward.leader, plan, 200),
        (place.above.officer, plan, 404), (place.beside.officer, plan, 404),
        (place.ward.officer, plain, 404),
    ):  # fmt: skip
        client.force_login(user)
        assert client.get(url("plan-superior", page.pk)).status_code == status
    client.force_login(place.ward.leader)
    assert "Theo cấp trên" not in words_of(client.get(url("plan-superior", plan.pk)))


def test_the_editor_marks_what_comes_from_above(place, client):
    plan = place.answered(place.issued())
    client.force_login(place.ward.officer)

    page = client.get(url("plan-section", plan.pk, "muc-3"))

    assert "hạn 31/12/2023 · theo cấp trên" in words_of(page)


def test_the_newer_plan_stands_in_the_inbox_until_it_is_seen(place, client):
    source = place.issued()
    plan = place.answered(source)
    assert [one.title for one in inbox.items(place.ward.officer)] == []
    later = place.newer(
        source, with_target(superior_content(), value=Decimal("0.3"), shown="0,3%"),
        number=4,
    )  # fmt: skip

    (item,) = inbox.items(place.ward.officer)
    assert item.title == "Xem thay đổi của kế hoạch cấp trên: Thi đua của phường"
    assert item.url == url("plan-superior", plan.pk)
    assert inbox.items(place.ward.leader) == []
    client.force_login(place.ward.officer)
    page = client.get(item.url)
    target = Target.objects.get(line__plan=plan)
    assert "ban hành lại kế hoạch ngày 05/07/2023, số 04/KH-UBND." in words_of(page)
    assert "Thấp hơn cấp trên giao: ghi không quá 0,3%" in words_of(page)
    assert f"?dong={target.line_id}" in page.content.decode()
    assert client.get(url("plan-superior", plan.pk)).status_code == 200

    done = client.post(
        url("plan-superior-seen", plan.pk), {"ban": later.pk}, follow=True
    )

    assert "Đã ghi là đã xem" in words_of(done)
    assert "1 điều chỉnh" in words_of(done)
    assert inbox.items(place.ward.officer) == []


def test_of_a_superior_that_one_left_nothing_new_is_told(place, client):
    source = place.issued()
    plan = place.answered(source)
    place.newer(source, superior_content())
    other = tiers().above.unit
    unit = place.ward.unit
    type(unit).objects.filter(pk=unit.pk).update(
        parent=other, path=f"{other.path}{unit.pk:09d}/"
    )
    client.force_login(place.ward.officer)

    page = client.get(url("plan-superior", plan.pk))

    assert page.status_code == 200
    assert "Cấp trên đã ban hành bản mới" not in words_of(page)
    officer = User.objects.get(pk=place.ward.officer.pk)
    assert inbox.items(officer) == []


def test_the_superior_sees_who_answers_and_how_far(place, client):
    source = place.issued()
    plan = place.answered(
        source, "registrations", targets=Chosen("targets", 0, value=Decimal("0.5"))
    )
    address = url("campaign-answers", source.campaign_id, "x")
    client.force_login(place.above.officer)
    assert "Chưa có đơn vị nào ban hành" in words_of(client.get(address))
    issue_answer(place, plan)

    page = words_of(client.get(address))

    assert "1 kế hoạch hưởng ứng đã ban hành" in page
    assert "UBND phường Mẫu 03/" in page
    assert "cao hơn cấp trên giao: ghi không quá 0,5%" in page
    assert "mô hình : chưa đưa vào" in page
    assert "chưa xem bản mới" not in page
    place.newer(source, superior_content())
    assert "chưa xem bản mới của kế hoạch này" in words_of(client.get(address))
    for user, status in ((place.ward.officer, 403), (place.beside.officer, 403)):
        client.force_login(user)
        assert client.get(address).status_code == status
    client.force_login(tiers().above.officer)
    assert client.get(address).status_code == 404


def test_a_proven_file_goes_straight_to_the_choice(place, client):
    officer = place.ward.officer
    draft = ImportDraftFactory(
        owner=officer, twin=to_twin(superior_content()).decode(), is_superior=True,
        is_proven=True, sha256="a" * 64, signers="Bùi Mẫu, Chủ tịch",
    )  # fmt: skip
    client.force_login(officer)

    review = client.get(url("import-review", draft.pk))
    page = client.get(review.headers["Location"])

    assert review.headers["Location"] == url("import-answer", draft.pk)
    assert "Chữ ký số của tệp hợp lệ. Người ký: Bùi Mẫu, Chủ tịch." in words_of(page)
    data = form_data(None)
    _ = place.ward.leader
    made = client.post(url("import-answer", draft.pk), data)
    plan = Plan.objects.get(issuer=place.ward.unit)
    assert made.headers["Location"] == url("plan-check", plan.pk)
    assert plan.answer.origin == "signed"
    again = client.get(url("import-answer", draft.pk))
    assert again.headers["Location"] == url("plan-check", plan.pk)


def test_a_file_that_may_not_be_believed_says_so_and_is_looked_through(place, client):
    officer = place.ward.officer
    draft = ImportDraftFactory(
        owner=officer, twin=to_twin(superior_content()).decode(), is_superior=True,
        sha256="a" * 64, warning="Văn bản đã bị sửa đổi.",
    )  # fmt: skip
    client.force_login(officer)

    review = words_of(client.get(url("import-review", draft.pk)))
    page = words_of(client.get(url("import-answer", draft.pk)))

    assert "Văn bản đã bị sửa đổi." in review
    assert "không được coi là lời của cấp trên" in review
    assert "Chọn cho kế hoạch của mình" in review
    assert "Lập phong trào →" not in review
    assert "Văn bản đã bị sửa đổi." in page
    assert "không có chữ ký bảo đảm" in page
    answer = actions.answer_reading(
        draft.pk, by=officer, host_id=place.ward.unit.pk, title="T", cited="K",
        chosen=[Chosen("targets", 0)],
    ).answer  # fmt: skip
    assert (answer.origin, answer.signers) == ("read", "")


@pytest.mark.parametrize("count", [1, 3])
def test_what_the_pages_cost(place, client, django_assert_num_queries, count):
    """However many things the superior gives, and however many answer."""
    content = superior_content()
    more = tuple(
        replace(content.targets[0], name=f"Chỉ tiêu {number}")
        for number in range(count)
    )
    source = place.issued(replace(content, targets=more))
    plan = place.answered(source)
    client.force_login(place.ward.officer)
    for address, queries in (
        (url("plan-answer", source.pk), 19), (url("plan-superior", plan.pk), 22),
        (url("superior-list"), 8),
    ):  # fmt: skip
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)


@pytest.mark.parametrize("count", [1, 3])
def test_what_the_list_of_answers_costs(
    place, client, django_assert_num_queries, count
):
    source = place.issued()
    for _ in range(count):
        issue_answer(place, place.answered(source))
    client.force_login(place.above.officer)
    address = url("campaign-answers", source.campaign_id, "x")
    client.get(address)

    with django_assert_num_queries(21):
        page = client.get(address)

    assert words_of(page).count("Chỗ chênh") == 0
    assert page.content.decode().count('<th scope="row">') == count


@pytest.mark.parametrize("count", [1, 3])
def test_what_the_list_of_superiors_costs(
    place, client, django_assert_num_queries, count
):
    for number in range(count):
        place.issued(superior_content(title=f"Kế hoạch {number}"))
    client.force_login(place.ward.officer)
    client.get(url("superior-list"))

    with django_assert_num_queries(8):
        page = client.get(url("superior-list"))

    assert f"{count} kế hoạch cấp trên" in words_of(page)
    assert vn_date(date(2023, 7, 5)) in words_of(page)
    assert PlanAnswer.objects.count() == 0
