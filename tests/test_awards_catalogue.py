"""Danh mục trên màn hình: the list, an award, its rules laid, confirmed, ended and withdrawn."""

import re
import threading
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from awards import actions, catalogue
from awards.models import (
    BaseSalary,
    CouncilRule,
    DossierRequirement,
    EligibilityRule,
    Multiplier,
)
from awards.rewards import reward_of
from tests.award_law import award, lay_law
from tests.factories import (
    MembershipFactory,
    Role,
    UnitFactory,
    UnitKindFactory,
    UserFactory,
    Ward,
)
from units.errors import Refused
from units.models import AuditEntry, Unit, UnitKind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LIST = reverse("awards:catalogue")


@pytest.fixture(autouse=True)
def law():
    lay_law()


@pytest.fixture
def province():
    return UnitFactory(
        kind=UnitKind.objects.get(code="ubnd-tinh"), short_name="UBND tỉnh"
    )


@pytest.fixture
def here(province):
    return Ward(
        UnitFactory(
            kind=UnitKind.objects.get(code="ubnd-xa"), parent=province,
            short_name="UBND phường Đông",
        )
    )  # fmt: skip


@pytest.fixture
def keeper(province):
    """Who administers every tree there is."""
    user = UserFactory(home=province)
    for top in Unit.objects.filter(parent=None):
        MembershipFactory(user=user, unit=top, role=Role.ADMINISTRATOR)
    return user


@pytest.fixture
def secretary(here):
    council = UnitFactory(
        kind=UnitKindFactory(code="hoi-dong-tdkt", name="Hội đồng"), parent=here.unit,
        quiet=True,
    )  # fmt: skip
    return MembershipFactory(unit=council, role=Role.SECRETARY).user


def text(response) -> str:
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(page).split())


def page(code):
    return reverse("awards:award", args=[code])


def lay(code="he-so", **more):
    return reverse("awards:rule-lay", args=[code]) + "".join(
        f"?{name}={value}" for name, value in more.items()
    )


def multiplier(unit=0, **more):
    return {
        "authority": unit, "award": award("giay-khen-xa").pk, "subject": "person",
        "value": "0,5", "valid_from": f"{localdate():%d/%m/%Y}",
        "basis": "Nghị quyết 9/2026/NQ-HĐND", "certainty": "read",
    } | more  # fmt: skip


def given(**more):
    return {
        "said": {"award": award("giay-khen-xa"), "subject": "person", "value": 1},
        "valid_from": localdate(), "basis": "Nghị quyết 9", "certainty": "read",
    } | more  # fmt: skip


# ---- the list -----------------------------------------------------------------------------------


def test_the_list_of_a_day(client, here):
    client.force_login(here.officer)
    now = text(client.get(LIST, {"ngay": "27/11/2026"}))
    before = text(client.get(LIST, {"ngay": "30/06/2025"}))

    assert (
        "24 danh hiệu, hình thức vào ngày 27/11/2026, áp dụng cho UBND phường Đông"
        in now
    )
    assert (
        "Giấy khen của Chủ tịch UBND cấp xã cá nhân, tập thể, hộ gia đình Chủ tịch Ủy ban nhân dân "
        "cấp xã 760.000 đ cá nhân 1.520.000 đ tập thể 1.140.000 đ hộ gia đình trên 50% số thành "
        "viên dự họp, cho ý kiến Cần đối chiếu 3 loại giấy tờ bắt buộc" in now
    )
    assert "Thủ tướng Chính phủ quyết định" in now
    assert "Xã, phường, đặc khu tiêu biểu" in now
    assert "Xã, phường, thị trấn tiêu biểu" in before
    assert "360.000 đ cá nhân 710.000 đ tập thể 530.000 đ hộ gia đình" in before


def test_a_day_that_is_none_is_said_and_kept(client, here):
    client.force_login(here.officer)
    for address in (LIST, page("ldtt")):
        response = client.get(address, {"ngay": "31/06/2025"})
        assert response.status_code == 200
        assert 'value="31/06/2025"' in response.content.decode()
        assert "Không có ngày 31/06/2025." in text(response)


def test_with_htmx_only_the_list_is_sent(client, here):
    client.force_login(here.officer)
    answer = client.get(LIST, headers={"HX-Request": "true"})
    assert answer.content.decode().strip().startswith('<div id="kq">')


def test_what_the_list_costs(here):
    for count in (1, 3):
        for _ in range(count):
            CouncilRule.objects.create(
                authority=UnitFactory(parent=here.unit, quiet=True), threshold=60,
                operator="at_least", denominator="members", ballot="open",
                valid_from=date(2026, 1, 1), basis="Quy chế", certainty="read",
            )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            rows = catalogue.entries(localdate(), here.unit)
        assert (len(rows), len(asked)) == (24, 9)


def test_what_the_page_of_an_award_costs(client, here):
    """However many rules there are."""
    client.force_login(here.officer)
    costs = set()
    for count in (1, 3):
        for number in range(count):
            DossierRequirement.objects.create(
                authority=here.unit, award=award("ldtt"), paper="other",
                name=f"Giấy {count} {number}", valid_from=date(2026, 1, 1), basis="Quy chế",
                certainty="read",
            )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page("ldtt")).status_code == 200
        costs.add(len(asked))
    assert len(costs) == 1


def test_an_award_explains_its_money_and_has_its_history(client, here):
    client.force_login(here.officer)
    told = text(client.get(page("giay-khen-xa"), {"ngay": "01/12/2025"}))

    assert (
        "Cá nhân: 710.000 đồng 0,3 × 2.340.000 = 702.000 đồng, làm tròn lên 710.000 đồng. Lương cơ "
        "sở: Nghị định 73/2024/NĐ-CP." in told
    )
    assert "Họp khi có mặt ít nhất 2/3 số thành viên; biểu quyết công khai" in told
    assert "Cá nhân: 0,3 lần mức lương cơ sở Theo nguồn dẫn lại từ 01/07/2025" in told
    assert (
        "Đã hết hiệu lực (2) Cá nhân: 0,15 lần mức lương cơ sở Theo nguồn dẫn lại từ 01/01/2024 "
        "đến hết 30/06/2025" in told
    )
    assert "Quy định mới" not in told
    assert "Đối chiếu" not in told.replace("Cần đối chiếu", "")


def test_an_award_that_is_none_is_no_page(client, here):
    client.force_login(here.officer)
    assert client.get(page("khong-co")).status_code == 404
    assert client.get(reverse("awards:rule-lay", args=["khong-co"])).status_code == 403


def test_common_rules_are_one_page(client, here):
    client.force_login(here.officer)
    told = text(client.get(reverse("awards:common-rules")))
    for words in (
        "2.530.000 đồng Theo nguồn dẫn lại từ 01/07/2026",
        "Mức 1.600.000 đồng dự kiến từ 01/7/2020 được hoãn, chưa bao giờ áp dụng.",
        "Làm tròn lên đến 10.000 đồng, một lần, sau khi nhân",
        "Hình thức khen thưởng, tập thể: gấp 2 lần cá nhân",
        "Hồ sơ đủ giấy tờ Chưa đạt: phải bổ sung mới nộp được",
    ):
        assert words in told


# ---- a new rule -------------------------------------------------------------------------------


def test_a_new_rule_closes_the_one_before_it_and_changes_no_past_day(
    client, keeper, here
):
    client.force_login(keeper)
    gk, yesterday = award("giay-khen-xa"), localdate() - DAY
    before = reward_of(gk, "person", yesterday, here.unit)

    response = client.post(lay(dh="giay-khen-xa"), multiplier())

    assert (response.status_code, response.url) == (
        302,
        f"{page('giay-khen-xa')}#qd-he-so",
    )
    now = Multiplier.objects.get(award=gk, valid_to=None)
    old = Multiplier.objects.get(award=gk, valid_to=yesterday)
    assert (str(now.value), now.valid_from, now.authority) == (
        "0.500",
        localdate(),
        None,
    )
    assert reward_of(gk, "person", yesterday, here.unit) == before
    assert reward_of(gk, "person", localdate(), here.unit).factors[0].value == now.value
    lines = AuditEntry.objects.filter(subject="awards.Multiplier").order_by("pk")
    assert [(line.action, line.subject_id) for line in lines] == [
        ("multiplier.followed", old.pk), ("multiplier.added", now.pk),
    ]  # fmt: skip
    assert lines[0].detail == {
        "before": {"valid_to": None}, "after": {"valid_to": yesterday.isoformat()},
    }  # fmt: skip


def test_a_rule_of_ones_own_leaves_the_common_one(client, here, secretary):
    client.force_login(secretary)
    assert client.post(lay(), multiplier(here.unit.pk)).status_code == 302

    own = Multiplier.objects.get(authority=here.unit)
    common = Multiplier.objects.get(award=own.award, authority=None, valid_to=None)
    assert (
        reward_of(own.award, "person", localdate(), here.unit).factors[0].value
        == own.value
    )
    assert common.valid_to is None
    told = text(client.get(page("giay-khen-xa")))
    assert "Quy định riêng của UBND phường Đông" in told


def test_what_was_typed_stays_and_what_is_wrong_stands_beside_its_box(client, keeper):
    client.force_login(keeper)
    for change, words in (
        (
            {"valid_from": f"{localdate() - DAY:%d/%m/%Y}"},
            "Quy định bắt đầu từ hôm nay trở đi",
        ),
        ({"value": "0"}, "Hệ số phải lớn hơn 0 và không quá 100."),
        ({"basis": ""}, "Văn bản căn cứ"),
        ({"award": ""}, "Danh hiệu, hình thức"),
        ({"valid_to": "01/01/2026"}, "Ngày cuối không được trước ngày bắt đầu."),
    ):
        response = client.post(lay(), multiplier(remark="Ghi chú dài") | change)
        assert response.status_code == 422, change
        assert words in text(response)
        assert "Ghi chú dài" in response.content.decode()
    assert not AuditEntry.objects.exists()


def test_the_form_begins_with_the_words_of_what_it_takes_the_place_of(client, keeper):
    client.force_login(keeper)
    rule = CouncilRule.objects.get(award__code="cstd-tinh")
    shown = client.get(lay("bo-phieu", thay=rule.pk)).content.decode()
    assert 'value="90"' in shown
    assert re.search(rf'value="{rule.award_id}"\s+selected', shown)
    assert rule.basis not in shown


@pytest.mark.parametrize(
    "slug", ["he-so", "bo-phieu", "ho-so", "dieu-kien", "thoi-han", "hien-vat", "lam-tron",
             "he-so-doi-tuong", "luong-co-so"],
)  # fmt: skip
def test_every_kind_has_its_form_and_can_be_laid_as_it_stands(client, keeper, slug):
    """What is in force, laid again with its own words, is taken."""
    client.force_login(keeper)
    kind = catalogue.KINDS[slug]
    rule = (
        kind.model.objects.filter(authority=None, valid_to=None).order_by("pk").last()
    )
    response = client.get(lay(slug, thay=rule.pk))
    form = response.context["form"]
    data = {
        name: value
        for name in form.fields
        if (value := form[name].value()) not in (None, False)
    } | {"basis": "Nghị định mới"}

    response = client.post(lay(slug), data)

    assert response.status_code == 302, text(response)
    new = kind.model.objects.get(basis="Nghị định mới")
    rule.refresh_from_db()
    assert (new.valid_from, rule.valid_to) == (localdate(), localdate() - DAY)
    assert [getattr(new, name) for name in kind.fields] == [
        getattr(rule, name) for name in kind.fields
    ]


def test_another_that_is_to_come_is_in_the_way(keeper):
    actions.lay_common_rule(
        "he-so", by=keeper, **given(valid_from=localdate() + 9 * DAY)
    )
    with pytest.raises(Refused, match="Đã có quy định về cùng việc bắt đầu từ ngày"):
        actions.lay_common_rule("he-so", by=keeper, **given())
    # One that ends before it is not.
    actions.lay_common_rule("he-so", by=keeper, **given(valid_to=localdate() + 8 * DAY))
    assert Multiplier.objects.filter(award__code="giay-khen-xa").count() == 5


def test_a_base_salary_is_of_no_authority(keeper, here, client):
    values = {
        "said": {"amount": 2_600_000}, "valid_from": localdate(), "basis": "Nghị định",
        "certainty": "read",
    }  # fmt: skip
    with pytest.raises(Refused, match="của cả nước"):
        actions.lay_rule("luong-co-so", here.unit.pk, by=keeper, **values)
    actions.lay_common_rule("luong-co-so", by=keeper, **values)
    assert BaseSalary.objects.filter(valid_to=localdate() - DAY).exists()
    client.force_login(here.administrator)
    assert client.get(lay("luong-co-so")).status_code == 403


def test_a_new_rule_is_offered_where_it_can_be_laid(client, here, secretary, keeper):
    """No link leads to a page that refuses."""
    kinds = {kind.slug for kind in catalogue.KINDS.values() if not kind.needs_award}
    addresses = (reverse("awards:common-rules"), page("giay-khen-xa"))
    for user, missing in (
        (here.officer, kinds),
        (secretary, {"luong-co-so", "che-do", "noi-trinh"}),
        (keeper, set()),
    ):
        client.force_login(user)
        told = client.get(addresses[0]).content.decode()
        assert {slug for slug in kinds if lay(slug) not in told} == missing
        for address in addresses:
            shown = client.get(address).content.decode()
            for link in re.findall(
                r'href="(/khen-thuong/quy-dinh/[^"]+/moi/[^"]*)"', shown
            ):
                assert client.get(unescape(link)).status_code == 200, (user, link)


def test_the_catalogue_lies_behind_one_door(client, here):
    """To who administers it is a part of that room, to all others of Khen thưởng."""
    addresses = [LIST, reverse("awards:common-rules"), page("giay-khen-xa")]
    for user, door in ((here.administrator, "Quản trị"), (here.officer, "Khen thưởng")):
        client.force_login(user)
        for address in addresses:
            shown = client.get(address).content.decode()
            bar = shown.split('<nav class="td-nav"')[1].split("</nav>")[0]
            assert re.findall(r'aria-current="page">([^<]+)<', bar) == [door]


# ---- confirmed, ended, withdrawn -----------------------------------------------------------------


def test_a_rule_is_confirmed_after_it_was_compared(client, keeper):
    client.force_login(keeper)
    rule = CouncilRule.objects.get(award__code="cstd-tinh")
    address = reverse("awards:rule-confirm", args=["bo-phieu", rule.pk])
    assert "Căn cứ: Nghị định 98/2023" in text(client.get(address))

    missing = client.post(address, {"certainty": "read", "source": ""})
    done = client.post(address, {"certainty": "read", "source": "Công báo số 9"})

    assert (missing.status_code, done.status_code) == (422, 302)
    rule.refresh_from_db()
    assert (rule.certainty, rule.source, rule.confirmed_by, rule.confirmed_on) == (
        "read", "Công báo số 9", keeper, localdate(),
    )  # fmt: skip
    told = text(client.get(page("cstd-tinh")))
    assert (
        f"Đã đối chiếu ngày {localdate():%d/%m/%Y} , {keeper.full_name}: Công báo số 9"
        in told
    )
    assert AuditEntry.objects.latest("pk").action == "councilrule.confirmed"


def test_a_rule_of_ones_own_ends_and_the_common_one_holds_again(client, here):
    rule = actions.lay_rule("he-so", here.unit.pk, by=here.administrator, **given())
    client.force_login(here.administrator)
    address = reverse("awards:rule-end", args=["he-so", rule.pk])

    early = client.post(address, {"valid_to": f"{localdate() - DAY:%d/%m/%Y}"})
    done = client.post(address, {"valid_to": f"{localdate():%d/%m/%Y}"})

    assert (early.status_code, done.status_code) == (422, 302)
    assert "Ngày cuối không được trước hôm nay." in text(early)
    gk = award("giay-khen-xa")
    values = [
        reward_of(gk, "person", day, here.unit).factors[0].value
        for day in (localdate(), localdate() + DAY)
    ]
    assert [str(one) for one in values] == ["1.000", "0.300"]


def test_what_has_not_begun_is_withdrawn_and_the_one_before_goes_on(client, keeper):
    client.force_login(keeper)
    gk = award("giay-khen-xa")
    old = Multiplier.objects.get(award=gk, valid_to=None)
    new = actions.lay_common_rule(
        "he-so", by=keeper, **given(valid_from=localdate() + DAY)
    )
    withdraw = reverse("awards:rule-withdraw", args=["he-so", new.pk])
    assert withdraw in client.get(page("giay-khen-xa")).content.decode()

    assert client.post(withdraw).status_code == 302

    old.refresh_from_db()
    assert old.valid_to is None
    assert not Multiplier.objects.filter(pk=new.pk).exists()
    assert [
        line.action for line in AuditEntry.objects.order_by("-pk")[:2]
    ] == ["multiplier.reopened", "multiplier.removed"]  # fmt: skip


def test_the_one_before_goes_on_to_the_last_day_that_it_had(keeper):
    gk = award("giay-khen-xa")
    old = Multiplier.objects.get(award=gk, valid_to=None)
    last = localdate() + 90 * DAY
    actions.end_common_rule("he-so", old.pk, by=keeper, valid_to=last)
    new = actions.lay_common_rule(
        "he-so", by=keeper, **given(valid_from=localdate() + 30 * DAY)
    )
    old.refresh_from_db()
    assert old.valid_to == localdate() + 29 * DAY

    actions.withdraw_common_rule("he-so", new.pk, by=keeper)

    old.refresh_from_db()
    assert old.valid_to == last


def test_what_a_person_ended_stays_ended_when_the_rule_of_the_next_day_is_withdrawn(
    keeper,
):
    gk = award("giay-khen-xa")
    old = Multiplier.objects.get(award=gk, valid_to=None)
    actions.end_common_rule("he-so", old.pk, by=keeper, valid_to=localdate())
    new = actions.lay_common_rule(
        "he-so", by=keeper, **given(valid_from=localdate() + DAY)
    )

    actions.withdraw_common_rule("he-so", new.pk, by=keeper)

    old.refresh_from_db()
    assert old.valid_to == localdate()


def test_what_has_begun_is_not_withdrawn(client, keeper):
    client.force_login(keeper)
    rule = Multiplier.objects.get(award__code="giay-khen-xa", valid_to=None)
    response = client.post(
        reverse("awards:rule-withdraw", args=["he-so", rule.pk]), follow=True
    )
    assert "Quy định đã áp dụng từ ngày 01/07/2025, không bỏ được." in text(response)
    assert Multiplier.objects.filter(pk=rule.pk).exists()


def test_who_may_not(client, here, secretary, keeper):
    other = Ward(UnitFactory(parent=here.unit.parent))
    common = Multiplier.objects.filter(authority=None).first()
    own = actions.lay_rule("he-so", here.unit.pk, by=secretary, **given())
    for user, rule, status in (
        (here.officer, own, 403), (other.administrator, own, 403), (secretary, common, 403),
        (secretary, own, 200), (here.administrator, own, 200), (keeper, own, 200),
        (keeper, common, 200),
    ):  # fmt: skip
        client.force_login(user)
        for name in ("rule-confirm", "rule-end"):
            address = reverse(f"awards:{name}", args=["he-so", rule.pk])
            assert client.get(address).status_code == status, (user, name)
    client.force_login(here.officer)
    assert client.get(lay()).status_code == 403


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_lay_a_rule_at_once_leave_one_chain(keeper):
    """The second waits for the first and then finds its rule in the way; neither is lost."""
    outcomes = []
    ready = threading.Barrier(2)

    def work(value):
        try:
            ready.wait()
            with transaction.atomic():
                actions.lay_common_rule(
                    "he-so", by=keeper,
                    **given(
                        said={
                            "award": award("giay-khen-xa"), "subject": "person", "value": value
                        }
                    ),
                )  # fmt: skip
            outcomes.append("laid")
        except Refused as refusal:
            outcomes.append(str(refusal)[:27])
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(value,)) for value in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["laid", "Đã có quy định về cùng việc"]
    assert Multiplier.objects.filter(valid_from=localdate()).count() == 1
    assert EligibilityRule.objects.exists()
