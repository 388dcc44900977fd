"""Từ chối nói ở đúng ô: the field that a refusal names is there, and its form shows it there."""

import ast
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.forms import BaseForm
from lxml import html

import awards
import campaigns
import reports
import units
from campaigns import actions as campaign_actions
from campaigns.forms import ReturnForm
from campaigns.forms.routes import PLACES
from campaigns.models import Phase, Target
from campaigns.views.desk import Desk
from reports import actions as report_actions
from tests.desk_forms import PageForm, texts
from tests.factories import (
    PASSWORD,
    ClusterHandoverFactory,
    MembershipFactory,
    Role,
    UserFactory,
    ward,
)
from tests.slips import DAY, SLIPS, TODAY, at
from tests.test_clusters_views import Place as Clusters
from units import actions
from units.forms.tree import name_fields, paper_fields
from units.models import Membership, Unit
from units.wording import vn_date

APPS = (units, campaigns, awards, reports)


# ---- the fence --------------------------------------------------------------------------------


def named_fields() -> Iterator[tuple[str, str]]:
    """Where, and what: every ``at="…"`` that the code passes on or takes for granted."""
    for app in APPS:
        for path in sorted(Path(app.__path__[0]).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                for value in _values(node):
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        yield f"{app.__name__}/{path.name}:{value.lineno}", value.value


def _values(node):
    if isinstance(node, ast.Call):
        yield from (word.value for word in node.keywords if word.arg == "at")
    if isinstance(node, ast.arguments):
        for one, value in zip(node.kwonlyargs, node.kw_defaults, strict=True):
            if one.arg == "at":
                yield value


def form_fields() -> set[str]:
    """Names of all fields of all forms, those too that are added as a form is made."""
    for app in APPS:
        for found in pkgutil.walk_packages(app.__path__, f"{app.__name__}."):
            if ".forms" in found.name:
                import_module(found.name)
    names = {*name_fields(), *paper_fields(), *PLACES}
    waiting: list[type[BaseForm]] = [BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.partition(".")[0] in {app.__name__ for app in APPS}:
            names |= getattr(form, "base_fields", {}).keys()
    return names


def test_every_field_that_a_refusal_names_is_one_of_a_form():
    fields = form_fields()
    named = list(named_fields())

    assert len(named) > 80
    assert [one for one in named if one[1] and one[1] not in fields] == []


# ---- on the screen ----------------------------------------------------------------------------


def require_beside(response, field: str, says: str, **typed) -> None:
    """The sentence stands in the error of that field alone, and the form is as it was typed."""
    assert response.status_code == 422
    page = html.fromstring(response.content.decode())
    errors = {
        one.get("id"): texts(one, ".//*[contains(@class, 'td-err')]")
        for one in page.xpath("//*[substring(@id, string-length(@id) - 5) = '_error']")
    }
    assert list(errors.values()) == [[f"Lỗi: {says}"]]
    (error,) = errors
    boxes = page.xpath(
        f"//*[contains(concat(' ', @aria-describedby, ' '), ' {error} ')]"
        # A unit is chosen with the help of a box that is called after it.
        f"/descendant-or-self::*[@name='{field}' or @name='{field}_tim']"
    )
    assert boxes, error
    (form,) = {one.xpath("ancestor::form")[0] for one in boxes}
    kept: dict[str, list[str]] = {}
    for name, value in form.form_values():
        kept.setdefault(name, []).append(value.removeprefix("\n"))
    for name, value in typed.items():
        many = value if isinstance(value, list) else [value]
        assert kept.get(name, [""]) == [str(one) for one in many], name


@pytest.mark.django_db
@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.__name__)
def test_it_is_told_beside_its_box(client, slip):
    case = slip()
    client.force_login(case.by)

    answer = client.post(case.url, case.typed)

    kept = {name: value for name, value in case.typed.items() if name != "buoc"}
    require_beside(answer, case.field, case.says, **kept)


# ---- what the form itself does not let through: it happens between its look and the act --------


@pytest.fixture
def meanwhile(monkeypatch):
    """``meanwhile(module, "act", happens)``: the act comes too late."""

    def arrange(module, name, happens):
        act = getattr(module, name)

        def late(*args, **kwargs):
            happens()
            return act(*args, **kwargs)

        monkeypatch.setattr(module, name, late)

    return arrange


@pytest.fixture
def desk(client):
    """The officer before the draft of a ward."""
    here = ward()
    here.plan = here.draft()
    client.force_login(here.officer)
    return here


def sheet_of(client, plan, slug) -> PageForm:
    return PageForm(client, Desk(plan).url(slug))


@pytest.mark.django_db
def test_a_signer_who_has_just_left_is_told_among_the_signers(client, desk, meanwhile):
    deputy = desk.person(Role.LEADER).memberships.get()
    gone = Membership.objects.filter(pk=deputy.pk)
    meanwhile(campaign_actions, "edit_plan", lambda: gone.update(valid_to=TODAY - DAY))

    answer = sheet_of(client, desk.plan, "nguoi-ky").send(
        "luu", nk__signer=str(deputy.pk)
    )

    says = "Người ký phải là lãnh đạo đang có tư cách ký của cơ quan ban hành."
    typed = {"nk-signer": str(deputy.pk)}
    require_beside(answer, "nk-signer", says, **typed)


@pytest.mark.django_db
def test_a_phase_that_has_just_gone_is_told_at_the_target(client, desk, meanwhile):
    target = Target.objects.get(line__plan=desk.plan)
    phase = Phase.objects.get(line__plan=desk.plan)
    section = Desk(desk.plan).page_of(target.line_id).slug
    form = sheet_of(client, desk.plan, section)
    opened = form.send(f"sua-ghi-chu:chi-tieu:{target.pk}")
    form.read(client.get(opened.headers["Location"]))
    meanwhile(campaign_actions, "edit_note", phase.delete)

    answer = form.send(
        "luu-ghi-chu", n__phase=str(phase.pk), n__name="Tỷ lệ hộ nghèo mới"
    )

    says = "Đợt đã chọn không còn trong kế hoạch này. Chọn lại đợt của chỉ tiêu."
    require_beside(answer, "n-phase", says, **{"n-name": "Tỷ lệ hộ nghèo mới"})


@pytest.mark.django_db
def test_a_plan_is_not_returned_without_a_reason(client, monkeypatch):
    here = ward()
    plan = here.submitted()
    client.force_login(here.leader)
    monkeypatch.setattr(ReturnForm.base_fields["reason"], "required", False)

    answer = client.post(at("campaigns:plan-return", plan.pk), {"reason": " "})

    says = "Ghi lý do trả lại để người soạn biết cần sửa gì."
    require_beside(answer, "reason", says)


@pytest.mark.django_db
def test_a_new_password_that_has_just_become_the_old_one(client, meanwhile):
    user = UserFactory()
    word = "bon tu khong lien quan"
    client.force_login(user)

    def change():
        user.set_password(word)
        user.save(update_fields=["password"])

    meanwhile(actions, "change_password", change)

    answer = client.post(
        at("password-change"), {"old": PASSWORD, "new": word, "again": word}
    )

    require_beside(answer, "new", "Mật khẩu mới phải khác mật khẩu đang dùng.")


@pytest.mark.django_db
def test_a_series_that_has_just_closed_is_told_at_the_day(client, meanwhile):
    here = ward()
    unit = Unit.objects.filter(pk=here.unit.pk)
    client.force_login(here.clerk)
    typed = {
        "series": here.series.pk, "day": vn_date(TODAY), "symbol": "QĐ-UBND", "copies": "2",
        "kind_and_title": "Quyết định", "signer": "Trần Mẫu", "recipients": "Trạm y tế",
        "archive_unit": "Văn thư",
    }  # fmt: skip
    last = TODAY - DAY
    meanwhile(report_actions, "register_paper", lambda: unit.update(valid_to=last))

    answer = client.post(at("reports:register-paper"), typed)

    says = f"{here.unit} kết thúc ngày {vn_date(last)}, dãy số đóng từ ngày đó."
    require_beside(answer, "day", says, **typed)


@pytest.mark.django_db
def test_an_item_is_returned_with_a_reason(client):
    here = Clusters()
    handover = ClusterHandoverFactory(giver=here.south, term=here.term)
    giver, taker = (MembershipFactory(unit=one).user for one in (here.south, here.east))
    item = handover.items.get(name="Quy chế")
    actions.give_item(item.pk, by=giver)
    client.force_login(taker)

    answer = client.post(at("cluster-item-return", item.pk), {"note": " "})

    require_beside(answer, "note", "Ghi lý do trả lại.")
