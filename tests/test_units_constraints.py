"""Ràng buộc của một bảng, hỏi một lần: as Django finds them one by one."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint

from tests.factories import ward
from units import constraints, workflow
from units.errors import Refused

OURS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in {"units", "campaigns", "awards", "reports"}
]
CHECKS = [
    pytest.param(model, one, id=one.name)
    for model in OURS
    for one in model._meta.constraints
    if isinstance(one, CheckConstraint)
]


@pytest.mark.parametrize(("model", "check"), CHECKS)
def test_what_a_check_looks_at_is_known(model, check):
    seen = constraints.looked_at(model, check)

    assert seen
    assert seen <= {field.name for field in model._meta.concrete_fields}


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_all_checks_at_once_say_what_they_say_one_by_one(model):
    """Of a row with nothing in it: some are broken, some not; a check that cannot be asked with
    the others would let everything through."""
    whole = constraints._whole(model)
    checks = [
        one for one in model._meta.constraints if isinstance(one, CheckConstraint)
    ]

    assert (whole is None) is (checks == [])
    assert whole is None or bool(_broken(model, [whole])) is bool(
        _broken(model, checks)
    )


def _broken(model, checks):
    told = []
    for check in checks:
        try:
            check.validate(model, model())
        except ValidationError:
            told.append(check.name)
    return told


@pytest.mark.django_db
def test_a_change_asks_once_about_what_it_may_break(django_assert_num_queries):
    plan = ward().draft()
    line = plan.lines.first()
    # Its place is no other line's; one question for the checks, between two savepoints; the line;
    # the book.
    with django_assert_num_queries(6):
        workflow.amend(line, by=plan.created_by, kind="paragraph")


@pytest.mark.django_db
def test_a_broken_check_is_told_by_its_field_or_sentence():
    plan = ward().draft()
    note = plan.lines.first().phase_notes.create(name="Đợt 1")

    with pytest.raises(Refused, match="không được trước ngày bắt đầu"):
        workflow.amend(
            note,
            by=plan.created_by,
            starts_on=date(2026, 5, 2),
            ends_on=date(2026, 5, 1),
        )
