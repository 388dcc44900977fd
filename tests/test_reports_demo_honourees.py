"""Đối tượng khen thưởng trình diễn: each screen has something to show; set up once."""

from datetime import date

import pytest
from django.conf import settings as django_settings

from reports.demo import ha_linh, settling
from tests.demonstration import laid
from units import permissions
from units.models import (
    Honouree,
    HonoureeMerge,
    LikelyDouble,
    Position,
    RetentionDue,
    Unit,
    User,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module", autouse=True)
def _laid(django_db_setup, django_db_blocker, tmp_path_factory):
    with laid(django_db_blocker, tmp_path_factory.mktemp("var")):
        yield


def visible(username):
    return Honouree.objects.visible_to(User.objects.get(username=username))


def test_every_screen_of_the_ward_has_something_to_show():
    secretary = User.objects.get(username="thuky")
    people = visible("thuky").present()

    assert set(people.values_list("kind", flat=True)) == set(Honouree.Kind)
    assert people.with_status("active").count() == 23
    assert [str(one) for one in people.with_status("left")] == ["Châu Văn Quý"]
    assert set(visible("quantri")) == set(visible("thuky"))
    assert not visible("vanthu").exists()
    [pair] = LikelyDouble.objects.visible_to(secretary).open()
    assert str(pair) == "Khổng Thị Thảo – Khổng Thị Thảo"
    assert str(HonoureeMerge.objects.get()) == "Mai Thị Ánh → Mai Thị Ánh"
    [due] = RetentionDue.objects.visible_to(secretary).open()
    assert str(due) == "Châu Văn Quý: Ngày sinh, giới tính, số định danh"
    assert Honouree.objects.get(account__username="donvi").identity_tail == "518"
    assert Position.objects.filter(valid_from__gt=date.today()).count() == 1


def test_the_other_authorities_have_people_too():
    for top, names in (
        ("hanoi", {"Bạch Thị Lựu", "Kiều Đăng Khải", "Quản Thị Sen", "Tô Hữu Lương"}),
        ("laichau", {"Sùng A Vàng", "Lò Thị Pành"}),
        ("haiphong", {"Vi Thị Hằng", "Ninh Đức Toàn"}),
    ):
        assert {str(one) for one in visible(f"quantri.{top}")} == names

    # What the preview of merging Suối Ngọc with Đồi Chè has to hand over.
    units = Unit.objects.filter(code__in=[ha_linh.SUOI_NGOC, ha_linh.DOI_CHE])
    told = {
        unit.place: visible("quantri.halinh").in_branch_of(unit).count()
        for unit in units
    }

    assert told == {"Suối Ngọc": 5, "Đồi Chè": 4}
    assert visible("quantri.halinh").count() == 16
    assert visible("quantri.khemay").count() == 4

    # One account keeps what all trees share.
    caretaker = User.objects.get(username="quantri.chung")

    assert permissions.can_keep_kinds(caretaker)
    assert permissions.can_set_retention(caretaker)
    names = ["hanoi", "laichau", "kontum", "haiphong", "halinh"]
    for name in names:
        other = User.objects.get(username=f"quantri.{name}")
        assert not permissions.can_keep_kinds(other)
        assert other.check_password(settling.password()[0])
    guide = (django_settings.BASE_DIR / "docs/huong-dan/trinh-dien.md").read_text()
    for name in ["chung", *names]:
        assert f"`quantri.{name}`" in guide


def test_setting_up_again_adds_nobody_and_renews_a_lost_password():
    before = list(Honouree.objects.order_by("pk").values())
    word = settling.password_file().read_text()
    settling.password_file().unlink()

    settling.settle()

    assert list(Honouree.objects.order_by("pk").values()) == before
    assert HonoureeMerge.objects.count() == 1
    assert settling.password()[0] != word
    word, _ = settling.password()
    everybody = User.objects.filter(is_demonstration=True)
    assert [one for one in everybody if not one.check_password(word)] == []
