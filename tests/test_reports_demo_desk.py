"""Bàn lãnh đạo trình diễn: what waits there, and one plan on its way."""

import pytest
from django.utils.timezone import localdate

from campaigns.models import Plan, Route
from campaigns.way import way_of
from reports.demo import desk, settling, showing
from reports.demo.provinces import NGUYEN_TRAI
from units.models import Unit, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    settings.PKI_DIR = tmp_path / "pki"


@pytest.mark.slow
def test_two_wait_and_one_is_on_its_way_however_often(demonstration, monkeypatch):
    monkeypatch.setattr(desk.tasks, "wake", lambda *given: True)
    settling.settle()

    desk.leave()
    desk.leave()

    ward = Unit.objects.get(code=NGUYEN_TRAI)
    assert Route.objects.filter(unit=ward).count() == 1
    leader = User.objects.get(username="lanhdao")
    assert [plan.title for plan in Plan.objects.to_sign(leader)] == [
        desk.plan_of(localdate().year + 1, *about).title for about in desk.WAITING
    ]
    on_the_way = Plan.objects.get(title__contains=desk.ON_THE_WAY[0])
    step = way_of(on_the_way).open_step
    assert (step.position, way_of(on_the_way).names(step)) == (2, "Lý Thu Hạnh")
    showing._pass_steps(on_the_way)
    assert Plan.objects.to_sign(leader).count() == 3
