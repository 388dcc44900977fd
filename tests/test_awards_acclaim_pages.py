"""Suy tôn trên màn hình: a whole year by the pages, what lists cost, who sees nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from awards import actions
from awards.models import ClusterEntry, ClusterRound, Proposal
from tests.acclaim_scene import TODAY, Cluster
from tests.factories import MembershipFactory, Role, UnitFactory
from tests.factories.acclaim import ClusterRoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client):
    place = Cluster()
    client.force_login(place.head)
    return place


def at(name, *args):
    return reverse(f"awards:{name}", args=args)


def sent(client, user, url, data=None):
    client.force_login(user)
    response = client.post(url, data or {})
    assert response.status_code == 302, response.content.decode()
    return response


def test_a_whole_year_by_the_pages(client, here):
    day = f"{TODAY + timedelta(days=3):%d/%m/%Y}"
    terms = {
        "year": TODAY.year, "scores_due": f"{TODAY:%d/%m/%Y}", "checks_due": day,
        "criteria": "Kinh tế - xã hội; 60\nMô hình mới; 10; thưởng\nBáo cáo chậm; 5; trừ",
        "flag_places": 1, "certificate_places": 1, "basis": "Quyết định 9",
        "least_percent": 0,
    }  # fmt: skip
    assert client.get(at("acclaim-open", here.cluster.pk)).status_code == 200
    sent(client, here.head, at("acclaim-open", here.cluster.pk), terms)
    round_ = ClusterRound.objects.get()
    first, second, third = (one.pk for one in round_.criteria.all())
    for name, points in (("Tây", "55,5"), ("Nam", "50")):
        url = at("acclaim-score", round_.pk, here.units[name].pk)
        client.force_login(here.people[name])
        assert client.get(url).status_code == 200
        part = client.post(url, {f"diem-{first}": points, "gui": "1"})
        assert part.status_code == 422
        assert "rồi mới gửi được" in part.content.decode()
        whole = {f"diem-{first}": points, f"diem-{second}": "10", f"diem-{third}": "1"}
        sent(client, here.people[name], url, whole | {"gui": "1"})
    for entry in ClusterEntry.objects.all():
        mine = list(entry.points.all())
        check = at("acclaim-check", entry.pk, here.units["Bắc"].pk)
        same = {f"diem-{one.pk}": str(one.claimed) for one in mine}
        other = same | {f"diem-{mine[0].pk}": "40"}
        client.force_login(here.people["Bắc"])
        assert client.post(check, other).status_code == 422
        sent(
            client,
            here.people["Bắc"],
            check,
            other | {f"vi-{mine[0].pk}": "Thiếu số liệu"},
        )
        sent(client, here.head, at("acclaim-settle", entry.pk), same)
        page = client.get(at("acclaim-entry", entry.pk)).content.decode()
        assert "Thiếu số liệu" in page
    sent(client, here.head, at("acclaim-vote-open", round_.pk))
    chosen = ClusterEntry.objects.get(unit=here.units["Tây"])
    vote = {"unit": here.units["Bắc"].pk, "entries": [chosen.pk]}
    sent(client, here.leaders["Bắc"], at("acclaim-vote", round_.pk), vote)
    client.force_login(here.head)
    assert "Kết quả tạm tính" in client.get(at("acclaim", round_.pk)).content.decode()
    told = {
        "held_on": f"{TODAY:%d/%m/%Y}",
        "chair": "Bà Vũ Lan",
        "secretary": "Ông Lê Nam",
    }
    sent(client, here.head, at("acclaim-close", round_.pk), told)
    page = client.get(at("acclaim", round_.pk)).content.decode()
    assert "Xã Bắc suy tôn" in page
    assert "64,5" in page

    paper = client.get(reverse("reports:acclaim-minutes", args=[round_.pk]))
    assert paper.content.startswith(b"%PDF")
    sent(client, here.head, reverse("reports:acclaim-propose", args=[round_.pk]))
    [draft] = Proposal.objects.all()
    assert (draft.unit, draft.papers.get().paper) == (here.units["Tây"], "review")


def test_a_stranger_sees_nothing_and_a_member_does_not_lead(client, here):
    round_ = here.open()
    stranger = MembershipFactory(unit=UnitFactory(), role=Role.OFFICER).user
    client.force_login(stranger)
    assert client.get(at("acclaim", round_.pk)).status_code == 404
    assert client.get(at("acclaim-list", here.cluster.pk)).status_code == 404
    client.force_login(here.people["Nam"])
    assert client.get(at("acclaim", round_.pk)).status_code == 200
    assert client.get(at("acclaim-amend", round_.pk)).status_code == 403
    assert (
        client.get(at("acclaim-score", round_.pk, here.units["Tây"].pk)).status_code
        == 403
    )
    above = MembershipFactory(unit=here.top, role=Role.OFFICER).user
    client.force_login(above)
    assert client.get(at("acclaim", round_.pk)).status_code == 200


def test_wrong_criteria_are_told_by_their_line(client, here):
    page = client.post(at("acclaim-open", here.cluster.pk), {"criteria": "Kinh tế\n"})

    assert page.status_code == 422
    assert (
        "Dòng 1 ghi tên tiêu chí, dấu chấm phẩy, điểm tối đa" in page.content.decode()
    )


def test_equals_are_asked_for_by_the_form(client, here):
    round_, entries = here.voting()
    here.vote(round_, "Đông", entries["Tây"], entries["Nam"])
    client.force_login(here.head)

    page = client.get(at("acclaim-close", round_.pk)).content.decode()

    assert "Thứ tự của Xã Tây" in page
    assert "Thứ tự của Xã Nam" in page
    assert "Chưa bỏ phiếu: UBND xã Bắc" in page


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_list(client, here, django_assert_num_queries, count):
    for number in range(count):
        ClusterRoundFactory(cluster=here.cluster, year=2020 + number)
    client.get(at("acclaim-list", here.cluster.pk))
    with django_assert_num_queries(7):
        client.get(at("acclaim-list", here.cluster.pk))


@pytest.mark.parametrize("names", [("Tây", "Nam"), ("Tây", "Nam", "Bắc", "Đông")])
def test_query_count_of_the_page(client, here, django_assert_num_queries, names):
    round_, entries = here.voting(*names)
    here.vote(round_, "Đông", entries["Tây"])
    client.force_login(here.head)
    client.get(at("acclaim", round_.pk))
    with django_assert_num_queries(15):
        client.get(at("acclaim", round_.pk))


def test_given_up_it_is_read_with_its_reason(client, here):
    round_ = here.open()
    actions.cancel_acclaim(round_.pk, by=here.head, reason="Cụm chia lại")

    assert "Cụm chia lại" in client.get(at("acclaim", round_.pk)).content.decode()
