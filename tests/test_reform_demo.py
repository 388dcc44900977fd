"""Tỉnh trình diễn with the reform behind it: every kind, a lineage, people for each screen."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from awards.models import ClusterCheck, ClusterRound
from campaigns import inbox
from reports.demo import acclaimed, clusters, ha_linh, settling
from tests.demonstration import laid
from tests.desk_forms import words_of
from units.models import (
    ClusterHandover,
    ClusterMember,
    ClusterOffice,
    Membership,
    Succession,
    Unit,
    UnitPlace,
    User,
)
from units.queries.clusters import page_of_cluster

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(scope="module", autouse=True)
def _laid(django_db_setup, django_db_blocker, tmp_path_factory):
    with laid(django_db_blocker, tmp_path_factory.mktemp("var")):
        yield


def test_the_province_has_the_reform_behind_it():
    top = Unit.objects.get(code=ha_linh.CODE)

    def communes(day):
        placed = UnitPlace.objects.on(day).filter(unit__kind__code="ubnd-xa")
        mine = placed.filter(unit__path__startswith=top.path)
        return {(str(p.unit), str(p.parent)) for p in mine}

    assert communes(BEFORE) == {
        ("UBND xã Khe Mây Thượng", "UBND huyện Khe Mây"),
        ("UBND xã Khe Mây Hạ", "UBND huyện Khe Mây"),
        ("UBND xã Suối Ngọc", "UBND huyện Khe Mây"),
        ("UBND xã Đồi Chè", "UBND huyện Khe Mây"),
        ("UBND phường Bến Gốm", "UBND thị xã Cầu Tre"),
        ("UBND phường Chợ Lụa", "UBND thị xã Cầu Tre"),
    }
    assert communes(AFTER) == {
        ("UBND xã Khe Mây", "UBND tỉnh Hà Lĩnh"),
        ("UBND phường Cầu Tre", "UBND tỉnh Hà Lĩnh"),
        ("UBND xã Suối Ngọc", "UBND tỉnh Hà Lĩnh"),
        ("UBND xã Đồi Chè", "UBND tỉnh Hà Lĩnh"),
    }
    merged = Unit.objects.get(code=ha_linh.KHE_MAY)
    assert {str(s.predecessor) for s in Succession.objects.around(merged)} == {
        "UBND xã Khe Mây Thượng", "UBND xã Khe Mây Hạ", "UBND huyện Khe Mây",
    }  # fmt: skip
    old = Unit.objects.get(code=f"{ha_linh.CODE}.X1")
    assert (old.valid_to, old.heir) == (BEFORE, merged)
    hamlets = Unit.objects.on().filter(parent=merged, kind__code="thon")
    assert hamlets.count() == 4


def test_it_has_units_of_every_kind_and_people_who_work_today():
    top = Unit.objects.get(code=ha_linh.CODE)
    kinds = set(Unit.objects.under(top).values_list("kind__code", flat=True))
    assert kinds == {
        "ubnd-tinh", "ubnd-huyen", "ubnd-xa", "hoi-dong-tdkt", "hdnd", "so", "cong-an",
        "quan-su", "mat-tran-doan-the", "doanh-nghiep", "hop-tac-xa", "don-vi", "cum-khoi",
        "phong", "truong", "thon", "to-dan-pho",
    }  # fmt: skip
    held = Membership.objects.on().filter(unit__path__startswith=top.path)
    assert held.count() == 12
    assert {m.role for m in held.filter(unit__code=ha_linh.KHE_MAY)} == {
        "officer", "leader", "clerk", "administrator",
    }  # fmt: skip


def test_two_clusters_with_a_year_behind_them_and_a_hand_over_half_done():
    settling.settle()  # once however often
    today = localdate()
    communes = Unit.objects.get(code=f"{ha_linh.CODE}.KHOI")
    offices = Unit.objects.get(short_name=clusters.OFFICES)
    assert (communes.parent.code, offices.parent.code) == (ha_linh.CODE, ha_linh.CODE)
    assert ClusterMember.objects.count() == 8
    assert ClusterOffice.objects.count() == 10
    for cluster, before, now in (
        (communes, "UBND xã Khe Mây", "UBND xã Suối Ngọc"),
        (offices, "Sở Nội vụ tỉnh Hà Lĩnh", "Công an tỉnh Hà Lĩnh"),
    ):
        page = page_of_cluster(cluster, today)
        assert (str(page.before.unit), str(page.head.unit)) == (before, now)
    (handover,) = page_of_cluster(communes, today).handovers
    assert (handover.total, handover.given, handover.taken) == (8, 2, 2)

    def tasks(username):
        user = User.objects.get(username=username)
        return [(one.title, one.context) for one in inbox.items(user) if one.mine]

    title = "Cụm thi đua các xã vùng cao"
    assert tasks("canbo.suoingoc") == [
        (f"Bàn giao {title}", "cho UBND xã Đồi Chè · còn 4/8 mục chưa giao")
    ]
    assert tasks("canbo.doiche") == [
        (f"Nhận bàn giao {title}", "từ UBND xã Suối Ngọc · 2 mục chờ xác nhận")
    ]


@pytest.mark.parametrize(
    ("into", "day"),
    [
        (ha_linh.DOI_CHE, localdate() + timedelta(days=1)),
        (ha_linh.SUOI_NGOC, date(localdate().year + 1, 1, 2)),
    ],
)
def test_the_merger_that_the_guide_suggests_can_be_looked_at(client, into, day):
    settling.settle()
    client.force_login(User.objects.get(username="quantri.halinh"))
    answer = _look_at_merger(client, into, day)

    page = words_of(answer)
    assert answer.status_code == 200
    assert f" từ ngày {day:%d/%m/%Y}" in page
    assert "Việc dở dang" in page
    assert "đối tượng khen thưởng" in page


def test_where_the_guide_says_it_is_too_early_the_page_leads_to_the_hand_over(client):
    settling.settle()
    client.force_login(User.objects.get(username="quantri.halinh"))
    answer = _look_at_merger(
        client, ha_linh.SUOI_NGOC, date(localdate().year + 1, 1, 1)
    )

    assert answer.status_code == 422
    handover = ClusterHandover.objects.get(taker__code=ha_linh.DOI_CHE, closed_at=None)
    address = reverse("cluster-handover", args=[handover.pk])
    assert f'href="{address}">Xem lần bàn giao này</a>' in answer.content.decode()


def _look_at_merger(client, into, day):
    top = Unit.objects.get(code=ha_linh.CODE)
    two = Unit.objects.coded([ha_linh.SUOI_NGOC, ha_linh.DOI_CHE])
    sent = {
        "buoc": "xem", "units": [unit.pk for unit in two],
        "into": str(Unit.objects.get(code=into).pk),
        "effective_on": f"{day:%d/%m/%Y}", "basis": "Nghị quyết số 1",
    }  # fmt: skip
    return client.post(reverse("unit-merge", args=[top.pk]), sent)


def test_the_cluster_is_half_way_through_its_points():
    cluster = Unit.objects.get(code=f"{ha_linh.CODE}.KHOI")
    acclaimed.settle()  # once more changes nothing
    (round_,) = ClusterRound.objects.filter(cluster=cluster)
    assert (round_.status, round_.year) == ("scoring", localdate().year)
    assert set(round_.entries.values_list("unit_name", flat=True)) == {
        "Ủy ban nhân dân xã Suối Ngọc", "Ủy ban nhân dân xã Đồi Chè",
    }  # fmt: skip
    (check,) = ClusterCheck.objects.exclude(remark="")
    assert (check.checker_name, check.proposed) == ("Ủy ban nhân dân phường Cầu Tre", 3)
