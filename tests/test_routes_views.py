"""Quy trình duyệt trên màn hình: made without code, shown as a map, gone step by step."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from campaigns import actions
from campaigns.inbox import items
from campaigns.models import Route, RouteParty, Routing, StandIn
from tests.desk_forms import texts, words_of
from tests.factories import (
    CommentFactory,
    Role,
    RouteFactory,
    RoutePartyFactory,
    RouteStepFactory,
    StandInFactory,
    UnitFactory,
    holder,
    route_asking,
    ward,
)
from tests.test_routes_passing import LINE, agree, step
from units.errors import Refused
from units.models import Membership, Unit
from units.wording import vn_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def culture(place):
    office = UnitFactory(parent=place.unit, quiet=True, short_name="Phòng Văn hóa")
    return holder(office, Role.LEADER, "Trưởng phòng")


@pytest.fixture
def secretary(place):
    return holder(place.unit, Role.OFFICER, "Chánh Văn phòng")


@pytest.fixture
def admin(client, place):
    client.force_login(place.administrator)
    return client


def key(held):
    return f"{held.unit_id}:{held.role}:{held.title}"


def url(name, pk):
    return reverse(f"campaigns:{name}", args=[pk])


def map_of(response):
    from lxml import html  # noqa: PLC0415

    page = html.fromstring(response.content.decode())
    return texts(page, "//section[@id='duong-duyet']//li")


# ---- made by who administers ---------------------------------------------------------------


def test_a_route_is_made_ordered_and_put_in_force(admin, place, culture, secretary):
    made = admin.post(url("route-begin", place.unit.pk), {"kind": "plan"})
    route = Route.objects.get()
    assert made["Location"] == url("route", route.pk)
    for name, held, days in (("Thẩm tra", secretary, 1), ("Xem xét", culture, 3)):
        given = {"name": name, "first": key(held), "mode": "all", "days": days}
        admin.post(url("route-step-add", route.pk), given)
    second = route.steps.last()

    admin.post(url("route-step-move", second.pk), {"huong": "len"})

    page = admin.get(url("route", route.pk))
    assert map_of(page) == [
        f"1. Xem xét Trưởng phòng, Phòng Văn hóa: {culture.user} 3 ngày làm việc",
        f"2. Thẩm tra Chánh Văn phòng, {place.unit}: {secretary.user} 1 ngày làm việc",
        "Ký người ký chọn trong kế hoạch",
    ]
    today = vn_date(localdate())
    admin.post(url("route-apply", route.pk), {"valid_from": today})
    route.refresh_from_db()
    assert (route.status, route.valid_from) == ("set", localdate())
    listed = words_of(admin.get(url("unit-routes", place.unit.pk)))
    assert "Kế hoạch Đang áp dụng Xem xét → Thẩm tra" in listed


def test_a_wrong_step_stays_as_typed(admin, place, culture):
    route = RouteFactory(unit=place.unit, draft=True)
    given = {"name": "Xem xét", "first": key(culture), "mode": "all", "days": "chín"}

    page = admin.post(url("route-step-add", route.pk), given)

    assert page.status_code == 422
    text = page.content.decode()
    assert "Số ngày làm việc là một số, ví dụ 2." in text
    assert 'value="chín"' in text
    assert f'value="{key(culture)}" selected' in text
    assert not route.steps.exists()


def test_the_same_role_twice_in_a_step_is_one(admin, place, culture):
    route = RouteFactory(unit=place.unit, draft=True)
    given = {
        "name": "Xem xét", "first": key(culture), "second": key(culture), "mode": "any",
        "days": "2",
    }  # fmt: skip

    admin.post(url("route-step-add", route.pk), given)

    assert RouteParty.objects.get().title == "Trưởng phòng"


def test_a_step_is_changed_and_dropped(admin, place, culture, secretary):
    route = RouteFactory(unit=place.unit, draft=True)
    one = RouteStepFactory(route=route)
    RoutePartyFactory(step=one, unit=culture.unit, title="Trưởng phòng")
    given = {"name": "Duyệt", "first": key(secretary), "mode": "all", "days": "5"}

    admin.post(url("route-step-amend", one.pk), given)

    one.refresh_from_db()
    assert (one.name, one.days) == ("Duyệt", 5)
    assert [str(p) for p in one.parties.all()] == [f"Chánh Văn phòng, {place.unit}"]
    admin.post(url("route-step-remove", one.pk))
    assert not route.steps.exists()
    admin.post(url("route-drop", route.pk))
    assert not Route.objects.exists()


@pytest.mark.parametrize(
    ("break_it", "sentence"),
    [
        (lambda route: route.steps.all().delete(), "Quy trình chưa có bước nào."),
        (
            lambda route: Membership.objects.filter(title="Trưởng phòng").update(
                valid_to=date(2020, 1, 1)
            ),
            "Bước 1 “Bước 1”: hôm nay chưa ai giữ vai trò Trưởng phòng, Phòng Văn hóa.",
        ),
        (
            lambda route: RoutePartyFactory(
                step=RouteStepFactory(route=route, name="Bước 2"),
                unit=route.steps.get(position=1).parties.get().unit,
            ),
            "Bước 1 “Bước 1” và Bước 2 “Bước 2” đều chỉ có",
        ),
    ],
)
def test_what_cannot_be_gone_is_not_put_in_force(
    admin, place, culture, break_it, sentence
):
    route = route_asking(place.unit, culture, draft=True)
    break_it(route)

    page = admin.post(
        url("route-apply", route.pk), {"valid_from": vn_date(localdate())}
    )

    assert page.status_code == 422
    assert sentence in words_of(page)
    route.refresh_from_db()
    assert route.status == "draft"


def test_a_new_route_ends_the_old_one_the_day_before(place, culture, secretary):
    old = route_asking(place.unit, culture)
    new = actions.begin_route(
        place.unit.pk, by=place.administrator, kind="plan", copy_of=old.pk
    )
    assert [s.name for s in new.steps.all()] == ["Bước 1"]
    day = localdate() + timedelta(days=7)

    actions.put_in_force(new.pk, by=place.administrator, valid_from=day)

    old.refresh_from_db()
    assert old.valid_to == day - timedelta(days=1)
    actions.end_route(new.pk, by=place.administrator, valid_to=localdate())
    assert list(Route.objects.all()) == [old]  # it had not begun


def test_one_by_which_papers_went_does_not_vanish(place, culture):
    route = route_asking(place.unit, culture, valid_from=localdate())
    place.submitted()
    new = actions.begin_route(
        place.unit.pk, by=place.administrator, kind="plan", copy_of=route.pk
    )

    with pytest.raises(Refused, match="Đã có văn bản trình theo quy trình"):
        actions.put_in_force(new.pk, by=place.administrator, valid_from=localdate())


def test_of_one_in_force_no_step_is_changed(place, culture):
    route = route_asking(place.unit, culture)
    only = route.steps.get()

    for act in (
        lambda by: actions.remove_step(only.pk, by=by),
        lambda by: actions.move_step(only.pk, by=by, up=True),
        lambda by: actions.drop_route(route.pk, by=by),
    ):
        with pytest.raises(Refused, match="Lập bản mới từ quy trình này"):
            act(place.administrator)


def test_whom_a_step_asks_works_in_the_branch(place):
    route = RouteFactory(unit=place.unit, draft=True)
    other = UnitFactory()

    with pytest.raises(Refused, match="hoặc đơn vị trực thuộc"):
        actions.add_step(
            route.pk,
            by=place.administrator,
            name="x",
            positions=[(other.pk, "leader", "")],
        )


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_routes(
    admin, django_assert_num_queries, place, culture, count
):
    for number in range(count):
        end = localdate() - timedelta(days=100 * number + 1)
        route_asking(
            place.unit, culture, [culture], valid_to=end,
            valid_from=end - timedelta(days=9),
        )  # fmt: skip
        StandInFactory(unit=place.unit)

    # user, roles, unit and paths (2), routes, steps, parties, stand-ins, crumbs; shell
    with django_assert_num_queries(10):
        page = admin.get(url("unit-routes", place.unit.pk))

    assert page.content.decode().count("Đã kết thúc") == count


# ---- standing in ---------------------------------------------------------------------------


def test_somebody_stands_in_and_no_more(admin, place, culture, secretary):
    office, today = culture.unit, localdate()
    deputy = holder(office, Role.OFFICER, "Chuyên viên").user
    given = {
        "absent_id": culture.user_id, "deputy_id": deputy.pk,
        "valid_from": vn_date(today), "valid_to": vn_date(today + timedelta(days=5)),
    }  # fmt: skip

    admin.post(url("stand-in-name", office.pk), given)
    row = StandIn.objects.get()
    assert (row.absent, row.deputy) == (culture.user, deputy)
    again = admin.post(url("stand-in-name", office.pk), given)
    assert "Người này đã có người thay trong thời gian đó." in words_of(again)

    admin.post(url("stand-in-end", row.pk))
    assert not StandIn.objects.exists()


def test_who_stands_in_is_of_the_branch_and_the_days_in_order(
    admin, place, culture, secretary
):
    office, today = culture.unit, localdate()
    deputy = holder(office, Role.OFFICER, "Chuyên viên").user
    above = UnitFactory(short_name="UBND tỉnh Mẫu")
    Unit.objects.filter(pk=place.unit.pk).update(parent=above)
    stranger = holder(above, Role.OFFICER, "Chuyên viên").user
    given = {
        "absent_id": culture.user_id, "deputy_id": deputy.pk,
        "valid_from": vn_date(today), "valid_to": vn_date(today - timedelta(days=2)),
    }  # fmt: skip

    page = admin.post(url("stand-in-name", office.pk), given)

    assert page.status_code == 422
    assert "Ngày cuối không được trước ngày đầu." in words_of(page)
    assert str(stranger) not in words_of(page)
    assert not StandIn.objects.exists()


# ---- on its way ----------------------------------------------------------------------------


def test_the_author_sees_the_way_before_and_after(client, place, culture, secretary):
    route_asking(place.unit, culture, secretary)
    plan = place.draft()
    client.force_login(place.officer)

    page = client.get(url("plan-check", plan.pk))
    assert map_of(page)[0] == (
        f"1. Bước 1 Trưởng phòng, Phòng Văn hóa: {culture.user} 2 ngày làm việc"
    )
    actions.submit_plan(plan.pk, by=place.officer)
    agree(plan, culture, remark="Được.")
    page = client.get(url("plan-check", plan.pk))

    first, second, last = map_of(page)
    assert first.startswith(f"1. Bước 1 xong {culture.user}, Trưởng phòng: đồng ý lúc ")
    assert first.endswith(f", {vn_date(localdate())} – “Được.”")
    due = step(plan).due_on
    assert second == (
        f"2. Bước 2 đang chờ Chánh Văn phòng, {place.unit}: {secretary.user} "
        f"từ {vn_date(localdate())}, hạn {vn_date(due)}"
    )
    assert last == f"Ký {place.leader}"
    assert f"chờ {secretary.user}" in words_of(page)
    (task,) = [one for one in items(place.officer) if not one.mine]
    assert task.context.startswith(f"Bước 2 “Bước 2”: chờ {secretary.user}")


def test_whoever_reads_the_draft_sees_the_way(client, place, culture):
    route_asking(place.unit, culture)
    plan = place.submitted()
    client.force_login(place.clerk)

    page = client.get(url("campaign", plan.campaign_id), follow=True)

    assert map_of(page)[0].startswith(
        f"1. Bước 1 đang chờ Trưởng phòng, Phòng Văn hóa: {culture.user} từ"
    )


def test_whom_the_step_asks_finds_it_among_what_is_to_do(client, place, culture):
    route_asking(place.unit, culture)
    plan = place.submitted()
    (task,) = items(culture.user)
    assert (task.title, task.url) == (
        f"Xem xét: {plan.title}", url("plan-review", plan.pk),
    )  # fmt: skip
    client.force_login(culture.user)
    page = client.get(task.url)
    assert "Đồng ý, chuyển tiếp" in words_of(page)
    assert "Duyệt và ký" not in words_of(page)

    given = {"buoc": step(plan).pk, "remark": "Nên làm."}
    done = client.post(url("plan-agree", plan.pk), given)

    assert done["Location"] == reverse("home")
    assert Routing.objects.get().status == "done"
    assert items(culture.user) == []


def test_refused_the_remark_stays_as_typed(client, place, culture):
    route_asking(place.unit, culture)
    plan = place.submitted()
    seen = step(plan).pk
    client.force_login(culture.user)
    agree(plan, culture)

    page = client.post(url("plan-agree", plan.pk), {"buoc": seen, "remark": "Lần hai."})

    assert page.status_code == 422
    assert "Anh/chị đã đồng ý ở bước “Bước 1”" in words_of(page)
    assert "Lần hai." in page.content.decode()


def test_sent_back_from_the_step(client, place, culture, secretary):
    route_asking(place.unit, culture)
    plan = place.submitted()
    CommentFactory(line=plan.lines.get(text=LINE), author=culture.user)
    client.force_login(culture.user)
    page = client.get(url("plan-step-return", plan.pk))
    assert f"Góp ý của anh/chị còn mở ở: “{LINE}”" in words_of(page)
    given = {"buoc": step(plan).pk, "scope": "places"}

    bare = client.post(url("plan-step-return", plan.pk), given)
    assert bare.status_code == 422
    assert f'name="buoc" value="{step(plan).pk}"' in bare.content.decode()
    client.post(url("plan-step-return", plan.pk), given | {"reason": "Sửa."})

    plan.refresh_from_db()
    assert (plan.status, plan.returns.get().step) == ("returned", step(plan))


def test_the_signer_sees_that_it_is_not_their_turn(client, place, culture):
    route_asking(place.unit, culture)
    plan = place.submitted()
    client.force_login(place.leader)

    page = words_of(client.get(url("plan-review", plan.pk)))

    assert f"Kế hoạch đang ở bước 1 “Bước 1”, chờ {culture.user}." in page
    assert "Ký được khi các bước đã xong." in page
    assert items(place.leader) == []


def test_others_are_not_asked(client, place, culture, secretary):
    route_asking(place.unit, culture)
    plan = place.submitted()
    client.force_login(secretary.user)

    assert client.get(url("plan-agree", plan.pk)).status_code == 403
    assert client.get(url("plan-review", plan.pk)).status_code == 403
    stranger = holder(UnitFactory(), Role.LEADER, "Trưởng phòng").user
    client.force_login(stranger)
    assert client.get(url("plan-review", plan.pk)).status_code == 404
