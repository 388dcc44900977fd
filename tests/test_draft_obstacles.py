"""Vì sao chưa ký được: one answer for the review, for the page of signing and for the act."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from campaigns import actions as campaign_actions
from campaigns.gap import Gap
from campaigns.readiness import UNDRAWN, Obstacles
from reports import actions
from reports.capacity import why_not_sign
from tests.drawn import drawn
from tests.factories import ward
from tests.paper_files import words
from units.entry import HELD, _kept
from units.errors import Refused
from units.models import Unit

HEAD = Gap("phần đầu không phải của cơ quan", "chung", True)
PAGE = Gap("thể thức, trang 1: sai lề.", "chung", True)
END = Gap("cơ quan đã kết thúc", "chung", True)


@pytest.mark.parametrize(
    ("ended", "head", "printed", "sentence"),
    [
        ([], [], [], ""),
        ([], [], None, UNDRAWN),
        ([END], [HEAD], [PAGE], "Chưa ký được: cơ quan đã kết thúc."),
        (
            [], [HEAD], None,
            "Chưa ký được: phần đầu không phải của cơ quan. Trả lại để cán bộ soạn thảo sửa "
            "phần đầu.",
        ),
        (
            [], [], [PAGE],
            "Chưa ký được: thể thức, trang 1: sai lề. Trả lại để cán bộ soạn thảo sửa.",
        ),
    ],
)  # fmt: skip
def test_the_weightiest_is_said(ended, head, printed, sentence):
    found = Obstacles(ended, head, printed)
    assert found.sentence == sentence
    assert found.gaps == [*ended, *head, *(printed or [])]
    assert found.is_drawn is (printed is not None)


@pytest.mark.django_db
def test_two_pages_and_the_act_say_the_same_of_an_agency_that_is_no_more(
    client, settings, tmp_path
):
    settings.PREVIEWS_DIR = tmp_path
    here = ward()
    plan = here.submitted()
    drawn(plan)
    units = Unit.objects.filter(pk=here.unit.pk)
    units.update(valid_to=localdate() - timedelta(days=1))
    client.force_login(here.leader)

    with pytest.raises(Refused) as refused:
        campaign_actions.approve_plan(plan.pk, by=here.leader)

    said = f"{here.unit} đã kết thúc ngày"
    assert str(refused.value).startswith(f"Chưa ký được: {said}")
    for name in ("campaigns:plan-review", "reports:plan-sign"):
        assert said in words(client.get(reverse(name, args=[plan.pk])))


@pytest.mark.django_db
def test_nobody_signs_by_an_account_that_is_closed(settings, tmp_path):
    settings.PREVIEWS_DIR = tmp_path
    here = ward()
    plan = here.submitted()
    drawn(plan)
    document = actions.approve_and_sign(plan.pk, by=here.leader)
    assert why_not_sign(document) == ""

    type(here.leader).objects.filter(pk=here.leader.pk).update(is_active=False)

    # Also where the person was read before the account was closed.
    assert document.signer.user.is_active
    assert why_not_sign(document) == (
        f"Tài khoản của {here.leader} đã ngừng dùng. Trả lại để cán bộ soạn thảo chọn lại "
        "người ký."
    )


class Session:
    def __init__(self, kept):
        self.session = {HELD: kept} if kept is not None else {}


WHOLE = {"user": 1, "hash": "x", "at": 1.0, "next": "", "way": "mat-khau", "wrong": 0}


@pytest.mark.parametrize(
    ("kept", "is_taken"),
    [
        (WHOLE, True),
        (None, False),
        ({}, False),
        ("x", False),
        ({key: WHOLE[key] for key in WHOLE if key != "way"}, False),
        (WHOLE | {"more": 1}, False),
    ],
)
def test_what_waits_for_its_second_step_has_one_shape(kept, is_taken):
    assert (_kept(Session(kept)) is not None) is is_taken
