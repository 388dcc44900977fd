"""Tên gọi, người quyết định, chế độ pháp luật, danh hiệu mới: kept on the catalogue's pages."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from awards import actions
from awards.models import Award, AwardName, Conferral, Regime
from awards.naming import name_on
from awards.offers import offers_to
from awards.rulings import regime_on
from tests.award_law import award, confer, lay_law
from tests.factories import (
    HonoureeFactory,
    MembershipFactory,
    Role,
    UnitFactory,
    UserFactory,
)
from tests.paper_files import words
from units.errors import Refused
from units.models import AuditEntry, Unit, UnitKind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = localdate()
KNOWN = {"basis": "Nghị định 9/2026/NĐ-CP, Điều 3", "certainty": "read"}
ADD = reverse("awards:award-add")


@pytest.fixture(autouse=True)
def law():
    lay_law()


@pytest.fixture
def ward():
    return UnitFactory(
        kind=UnitKind.objects.get(code="ubnd-xa"), short_name="UBND phường Đông"
    )


@pytest.fixture
def keeper(ward):
    """Who administers every tree there is."""
    user = UserFactory(home=ward)
    for top in Unit.objects.filter(parent=None):
        MembershipFactory(user=user, unit=top, role=Role.ADMINISTRATOR)
    return user


@pytest.fixture
def officer(ward):
    return MembershipFactory(unit=ward, role=Role.OFFICER).user


def decided_at(unit, day):
    """Codes of what may be proposed to be decided there, not passed on to a superior."""
    return {one.award.code for one in offers_to(unit, day) if not one.goes_up}


def lay(slug, **more):
    return reverse("awards:rule-lay", args=[slug]) + "".join(
        f"?{name}={value}" for name, value in more.items()
    )


def common(**more):
    return {
        "authority": "0", "valid_from": f"{TODAY:%d/%m/%Y}", "basis": "Luật 9/2026/QH16",
        "certainty": "read",
    } | more  # fmt: skip


# ---- names --------------------------------------------------------------------------------------


def test_a_new_name_holds_from_its_day_and_past_papers_keep_the_old(
    client, keeper, ward
):
    title = award("thon-van-hoa")
    person = HonoureeFactory(unit=ward)
    old = confer(person, "thon-van-hoa", 2025, award_name="Thôn, tổ dân phố văn hóa")
    client.force_login(keeper)
    day = TODAY + 30 * DAY

    response = client.post(
        lay("ten-goi", dh="thon-van-hoa"),
        common(
            award=title.pk, name="Thôn, khu phố văn hóa", valid_from=f"{day:%d/%m/%Y}"
        ),
    )

    assert response.status_code == 302
    assert response["Location"].endswith("/thon-van-hoa/#qd-ten-goi")
    assert name_on(title, day - DAY) == "Thôn, tổ dân phố văn hóa"
    assert name_on(title, day) == "Thôn, khu phố văn hóa"
    old.refresh_from_db()
    assert old.award_name == "Thôn, tổ dân phố văn hóa"
    told = words(client.get(reverse("awards:award", args=["thon-van-hoa"])))
    assert f"Thôn, khu phố văn hóa Chưa đến ngày từ {day:%d/%m/%Y}" in told
    assert list(
        AuditEntry.objects.filter(action__startswith="awardname.")
        .order_by("pk").values_list("action", flat=True)
    ) == ["awardname.followed", "awardname.added"]  # fmt: skip


def test_a_name_not_yet_used_is_taken_back_and_the_old_goes_on(keeper):
    title = award("thon-van-hoa")
    said = {"award": title, "name": "Thôn, khu phố văn hóa"}
    new = actions.lay_common_rule(
        "ten-goi", by=keeper, said=said, valid_from=TODAY + DAY, **KNOWN
    )
    actions.withdraw_common_rule("ten-goi", new.pk, by=keeper)
    assert AwardName.objects.get(award=title, valid_to=None).name == (
        "Thôn, tổ dân phố văn hóa"
    )


def test_a_name_is_compared_with_the_text(client, keeper):
    row = AwardName.objects.get(award__code="ldtt")
    client.force_login(keeper)
    client.post(
        reverse("awards:rule-confirm", args=["ten-goi", row.pk]),
        {"certainty": "read", "source": "Công báo 571 + 572, trang 12"},
    )
    row.refresh_from_db()
    assert (row.certainty, row.confirmed_by, row.confirmed_on) == (
        "read",
        keeper,
        TODAY,
    )


@pytest.mark.parametrize("table", [AwardName, Conferral, Regime])
def test_what_has_begun_stands_still_whoever_writes(table):
    row = table.objects.on(TODAY).first()
    for change in ({"basis": "khác"}, {"valid_from": date(2020, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            table.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


# ---- who confers --------------------------------------------------------------------------------


def test_a_power_given_from_today_is_offered_and_its_end_takes_it_away(
    client, keeper, ward
):
    title, kind = award("co-tinh"), ward.kind
    client.force_login(keeper)
    client.post(
        lay("tham-quyen", dh="co-tinh"),
        common(
            award=title.pk, kind=kind.pk, decided_by="Chủ tịch Ủy ban nhân dân cấp xã"
        ),
    )
    row = Conferral.objects.get(award=title, kind=kind)
    assert "co-tinh" in decided_at(ward, TODAY)
    assert "co-tinh" not in decided_at(ward, TODAY - DAY)
    told = words(client.get(reverse("awards:unit-authority", args=[ward.pk])))
    assert "Cờ thi đua của Bộ, ban, ngành, tỉnh" in told
    client.post(
        reverse("awards:rule-end", args=["tham-quyen", row.pk]),
        {"valid_to": f"{TODAY:%d/%m/%Y}"},
    )
    assert "co-tinh" not in decided_at(ward, TODAY + DAY)


def test_two_who_confer_one_award_stand_side_by_side(keeper, ward):
    title = award("ldtt")
    said = {"award": title, "kind": ward.kind, "decided_by": "Thủ trưởng đơn vị"}
    before = Conferral.objects.filter(award=title, valid_to=None).count()
    actions.lay_common_rule(
        "tham-quyen", by=keeper, said=said, valid_from=TODAY, **KNOWN
    )
    assert Conferral.objects.filter(award=title, valid_to=None).count() == before + 1


def test_rows_of_the_country_are_no_ones_own(client, keeper, ward):
    secretary = MembershipFactory(unit=ward, role=Role.ADMINISTRATOR).user
    UnitFactory()  # another tree, which they do not administer
    said = {"award": award("ldtt"), "name": "Tên riêng"}
    with pytest.raises(Refused) as refused:
        actions.lay_rule(
            "ten-goi", ward.pk, by=secretary, said=said, valid_from=TODAY, **KNOWN
        )
    assert str(refused.value) == "Tên gọi là của cả nước. Chọn “Chung cho mọi cơ quan”."
    client.force_login(secretary)
    assert client.get(lay("ten-goi", dh="ldtt")).status_code == 403


# ---- bodies of law ------------------------------------------------------------------------------


def test_a_new_body_of_law_follows_the_old_and_says_whom_it_favours(client, keeper):
    client.force_login(keeper)
    day = TODAY + 60 * DAY
    client.post(
        lay("che-do"),
        common(
            name="Nghị định mới năm 2027", transition="Hồ sơ nhận trước theo quy định cũ.",
            valid_from=f"{day:%d/%m/%Y}",
        ),
    )  # fmt: skip
    old, new = regime_on(day - DAY), regime_on(day)
    assert (old.code, old.valid_to) == ("luat-2026", day - DAY)
    assert (new.name, new.favours) == ("Nghị định mới năm 2027", False)
    assert new.code.startswith("che-do-")
    told = words(client.get(reverse("awards:common-rules")))
    assert (
        "Nghị định mới năm 2027 Chưa đến ngày Hồ sơ nhận trước theo quy định cũ" in told
    )
    # Of the law of October 2026 alone.
    favour = "Điều kiện mới có lợi hơn thì áp dụng cho cả hồ sơ tiếp nhận trước"
    assert told.count(favour) == 1
    assert f"đối chiếu trước khi dùng. {favour}" in told


# ---- a new award --------------------------------------------------------------------------------


def new_award(**more):
    return {
        "family": "title", "name": "Đặc khu tiêu biểu", "subjects": ["collective"],
        "decided_above": "", "valid_from": f"{TODAY:%d/%m/%Y}",
        "basis": "Luật 06/2026/QH16, Điều 29", "certainty": "second", "source": "",
    } | more  # fmt: skip


def test_a_new_award_stands_last_and_its_rules_are_laid_on_its_page(client, keeper):
    client.force_login(keeper)
    last = Award.objects.last().position
    response = client.post(ADD, new_award(), follow=True)
    added = Award.objects.get(code="dac-khu-tieu-bieu")
    assert (added.position, added.subjects, added.family) == (
        last + 1, ["collective"], "title",
    )  # fmt: skip
    told = words(response)
    assert "Đã thêm vào danh mục. Ghi tiếp người quyết định" in told
    assert "Không ai quyết định vào ngày này." in told
    assert "Đặc khu tiêu biểu" in words(client.get(reverse("awards:catalogue")))


def test_the_code_of_a_second_of_the_same_letters_gets_a_number(keeper):
    for name in ("Đặc khu tiêu biểu", "Đặc khu, tiêu biểu"):
        actions.add_award(
            by=keeper, family="title", subjects=["collective"], name=name, valid_from=TODAY,
            **KNOWN,
        )  # fmt: skip
    added = Award.objects.filter(code__startswith="dac-khu").order_by("position")
    assert [one.code for one in added] == ["dac-khu-tieu-bieu", "dac-khu-tieu-bieu-2"]


@pytest.mark.parametrize(
    "name", ["Lao động tiên tiến", "LAO ĐỘNG TIÊN TIẾN", "Lao đo\u0323̂ng tiên tiến"]
)
def test_a_name_that_is_there_already_is_refused_with_what_was_typed(
    client, keeper, name
):
    client.force_login(keeper)
    response = client.post(ADD, new_award(name=name))
    assert response.status_code == 422
    assert "Ghi tên khác, hoặc mở mục đã có." in words(response)
    assert "Luật 06/2026/QH16, Điều 29" in response.content.decode()
    assert not Award.objects.filter(code__startswith="lao-dong").exists()


def test_nobody_else_adds_an_award(client, officer):
    client.force_login(officer)
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, new_award()).status_code == 403
    assert ADD not in client.get(reverse("awards:catalogue")).content.decode()
    client.logout()
    assert client.get(ADD).status_code == 302


def test_the_page_of_an_award_costs_the_same_at_one_name_and_three(
    client, officer, keeper
):
    client.force_login(officer)
    page = reverse("awards:award", args=["xa-tieu-bieu"])
    client.get(page)
    counts = []
    for names in (0, 2):
        for n in range(names):
            said = {"award": award("xa-tieu-bieu"), "name": f"Xã tiêu biểu {n}"}
            actions.lay_common_rule(
                "ten-goi",
                by=keeper,
                said=said,
                valid_from=TODAY + (n + 1) * DAY,
                **KNOWN,
            )
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]
