"""Mẫu kế hoạch: kept, shared, put aside; what is begun from one, and from those of the product."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from campaigns import actions, carrying
from campaigns.content import Letterhead, PlanContent
from campaigns.models import Plan, PlanTemplate
from campaigns.queries import content_of
from campaigns.samples import SAMPLES, YEAR
from campaigns.twin import from_own
from tests.desk_forms import words_of
from tests.factories import PlanTemplateFactory, UnitFactory, ready_content
from tests.factories.wards import Ward
from units.errors import Refused
from units.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    province = Ward(UnitFactory(short_name="UBND tỉnh Mẫu"))
    ward = Ward(UnitFactory(parent=province.unit, short_name="UBND phường Mẫu"))
    other = Ward(UnitFactory(short_name="UBND tỉnh Khác"))
    return province, ward, other


def kept(place: Ward, **more) -> PlanTemplate:
    plan = place.draft(ready_content())
    return actions.keep_template(plan.pk, by=place.officer, name="Mẫu năm", **more)


# ---- what is kept ----------------------------------------------------------------------------


def test_a_template_is_the_plan_as_it_stood(tree):
    _, ward, _ = tree
    plan = ward.draft(ready_content())
    before = content_of(plan)
    template = actions.keep_template(plan.pk, by=ward.officer, name="Mẫu năm")
    plan.lines.all().delete()

    content = from_own(template.twin)
    assert (content.lines, content.targets) == (before.lines, before.targets)
    assert content.letterhead == Letterhead(issued_on=before.letterhead.issued_on)
    assert AuditEntry.objects.filter(action="plantemplate.added").count() == 1


def test_an_empty_plan_is_no_template(tree):
    _, ward, _ = tree
    plan = ward.draft(PlanContent(title="Thi đua"))
    with pytest.raises(Refused, match="chưa có dòng nào"):
        actions.keep_template(plan.pk, by=ward.officer, name="Mẫu")
    kept(ward)
    with pytest.raises(Refused, match="Cơ quan đã có mẫu tên này"):
        kept(ward)


# ---- who sees it -----------------------------------------------------------------------------


@pytest.mark.parametrize("is_shared", [True, False])
def test_what_is_shared_is_seen_from_below_and_nowhere_else(tree, is_shared):
    province, ward, other = tree
    template = kept(province, is_shared=is_shared)

    def sees(place):
        found = PlanTemplate.objects.visible_to(place.officer)
        return found.filter(pk=template.pk).exists()

    assert [sees(place) for place in (province, ward, other)] == [
        True,
        is_shared,
        False,
    ]
    actions.amend_template(
        template.pk, by=province.officer, name="Mẫu", about="", is_shared=is_shared,
        is_offered=False,
    )  # fmt: skip
    assert [sees(place) for place in (province, ward, other)] == [True, False, False]


def test_only_officers_of_its_authority_keep_and_change_it(tree):
    province, ward, other = tree
    template = kept(province, is_shared=True)
    plan = province.draft(ready_content())
    for who in (ward.officer, other.officer, province.leader):
        with pytest.raises(PermissionDenied):
            actions.keep_template(plan.pk, by=who, name="Khác")
        with pytest.raises(PermissionDenied):
            actions.amend_template(
                template.pk, by=who, name="Khác", about="", is_shared=True,
                is_offered=True,
            )  # fmt: skip
    with pytest.raises(PermissionDenied):
        actions.begin_from_template(
            template.pk, by=other.officer, host_id=other.unit.pk, year=2030
        )
    assert PlanTemplate.objects.count() == 1


# ---- what is begun from it -------------------------------------------------------------------


def test_a_ward_begins_from_its_provinces_template(tree):
    province, ward, _ = tree
    template = kept(province, is_shared=True)
    base = carrying.year_of(from_own(template.twin))

    plan = actions.begin_from_template(
        template.pk, by=ward.officer, host_id=ward.unit.pk, year=base + 2
    )

    assert (plan.issuer, plan.status) == (ward.unit, Plan.Status.DRAFT)
    wanted = carrying.carry_on(from_own(template.twin), 2).content
    made = content_of(plan)
    assert (made.lines, made.title) == (wanted.lines, wanted.title)
    assert made.targets == wanted.targets
    assert plan.signer is None or plan.signer.unit_id == ward.unit.pk
    line = AuditEntry.objects.get(action="plan.begun_from_template")
    assert line.detail == {"template": template.pk}


def test_a_year_before_the_templates_own_is_refused(tree):
    _, ward, _ = tree
    template = kept(ward)
    base = carrying.year_of(from_own(template.twin))
    for year in (base - 1, base + 51):
        with pytest.raises(Refused) as refusal:
            actions.begin_from_template(
                template.pk, by=ward.officer, host_id=ward.unit.pk, year=year
            )
        sentence = f"Mẫu này của năm {base}: chọn năm từ {base} đến {base + 50}."
        assert refusal.value.parts == (("year", sentence),)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.slug)
def test_what_the_product_brings_is_whole(sample):
    content = sample.content
    assert carrying.year_of(content) == YEAR
    assert content.starts_on is not None
    assert content.ends_on is not None
    assert content.ends_on.year == YEAR
    assert len(content.targets) >= 3
    assert len(content.deadlines) >= 3
    assert len(content.assignments) >= 2
    assert content.title


@given(st.integers(min_value=YEAR, max_value=YEAR + 50), st.sampled_from(SAMPLES))
def test_every_day_of_a_sample_moves_to_the_chosen_year(year, sample):
    moved = carrying.carry_on(sample.content, year - YEAR).content
    days = [one.due_on for one in moved.deadlines if one.due_on]
    assert {day.year for day in [*days, moved.starts_on, moved.ends_on]} == {year}
    assert str(YEAR) not in "".join(
        line.text for line in moved.lines if line.kind.value != "basis"
    ) or year == YEAR  # fmt: skip


# ---- on the screen ---------------------------------------------------------------------------


def test_from_the_library_to_the_draft(tree, client):
    _, ward, _ = tree
    client.force_login(ward.officer)
    start = words_of(client.get(reverse("campaigns:campaign-start")))
    assert "Từ mẫu" in start
    library = client.get(reverse("campaigns:template-list"))
    for sample in SAMPLES:
        assert sample.name in words_of(library)

    page = reverse("campaigns:sample-begin", args=["chao-mung"])
    shown = words_of(client.post(page, {"year": "2028", "buoc": "xem"}))
    assert "Quốc khánh 02/9/2028" in shown
    assert Plan.objects.count() == 0

    answer = client.post(page, {"year": "2028", "buoc": "lap"}, follow=True)
    plan = Plan.objects.get()
    assert plan.campaign.starts_on == date(2028, 7, 1)
    assert "Đã lập bản nháp từ mẫu" in words_of(answer)


@pytest.mark.parametrize("year", ["", "hai nghìn", "26"])
def test_a_year_that_is_none_gets_one_sentence(tree, client, year):
    client.force_login(tree[1].officer)
    page = reverse("campaigns:sample-begin", args=["chao-mung"])
    answer = client.post(page, {"year": year, "buoc": "lap"})
    assert answer.status_code == 422
    assert "Nhập năm bằng bốn chữ số, ví dụ 2027." in words_of(answer)
    assert Plan.objects.count() == 0


def test_a_plan_is_kept_renamed_and_put_aside(tree, client):
    province, ward, _ = tree
    plan = province.draft(ready_content())
    client.force_login(province.officer)
    check = client.get(reverse("campaigns:plan-check", args=[plan.pk]))
    assert "Giữ làm mẫu cho lần sau" in words_of(check)

    page = reverse("campaigns:template-keep", args=[plan.pk])
    answer = client.post(page, {"name": "Đợt hè", "is_shared": "on"}, follow=True)
    template = PlanTemplate.objects.get()
    assert (template.name, template.is_shared) == ("Đợt hè", True)
    assert "Đã giữ mẫu “Đợt hè”." in words_of(answer)

    client.post(
        reverse("campaigns:template-amend", args=[template.pk]),
        {"name": "Đợt thu", "about": "Mùa thu", "seen": ""},
    )
    template.refresh_from_db()
    assert (template.name, template.is_shared, template.is_offered) == (
        "Đợt thu",
        False,
        False,
    )
    assert "đã cất" in words_of(client.get(reverse("campaigns:template-list")))
    begin = reverse("campaigns:template-begin", args=[template.pk])
    assert "Mẫu “Đợt thu” đã cất." in words_of(client.get(begin, follow=True))
    with pytest.raises(PermissionDenied):
        actions.begin_from_template(
            template.pk, by=province.officer, host_id=province.unit.pk, year=2030
        )
    client.force_login(ward.officer)
    assert "Đợt thu" not in words_of(client.get(reverse("campaigns:template-list")))
    begin = reverse("campaigns:template-begin", args=[template.pk])
    assert client.get(begin).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_library(client, tree, django_assert_num_queries, count):
    province, ward, _ = tree
    PlanTemplateFactory.create_batch(count, unit=province.unit, is_shared=True)
    client.force_login(ward.officer)
    page = reverse("campaigns:template-list")
    client.get(page)
    with django_assert_num_queries(6):
        answer = client.get(page)
    assert words_of(answer).count("chia sẻ cho đơn vị bên dưới") == count
