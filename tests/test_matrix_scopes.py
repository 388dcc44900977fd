"""Thiếu phạm vi là không có gì: ways of reading that are named for a person, without one."""

import inspect
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.utils.timezone import localdate, now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import MembershipFactory, Role, UserFactory
from tests.matrix.scene import Scene
from units.models import Unit
from units.models.managers import EYES

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOW = """
{name} đọc theo một người nhưng thiếu @scoped (units.models.managers): thiếu người thì phải
không có dòng nào. Tham số là người đọc gọi là “user” hoặc “seen_by”.
"""
# Methods that take a person as a thing to look for, not as the eyes to read with.
SOUGHT = {"AuditEntry.by_person", "Comment.at_lines_by", "Comment.open_by_plan"}
PEOPLE = ("User", "AbstractBaseUser")


def ways():
    """Model and name of every queryset method that takes a person."""
    for model in apps.get_models():
        for name, method in inspect.getmembers(type(model._default_manager.all())):
            if name.startswith("_") or not inspect.isfunction(method):
                continue
            if not inspect.unwrap(method).__module__.startswith(
                ("units.", "campaigns.", "awards.", "reports.")
            ):
                continue
            parameters = inspect.signature(method).parameters
            persons = [
                key for key, one in parameters.items()
                if key in EYES or getattr(one.annotation, "__name__", "") in PEOPLE
            ]  # fmt: skip
            if persons and f"{model.__name__}.{name}" not in SOUGHT:
                yield model, name


WAYS = sorted(ways(), key=lambda way: (way[0].__name__, way[1]))


def test_the_ways_that_are_known_are_found():
    found = {f"{model.__name__}.{name}" for model, name in WAYS}

    assert {
        "Campaign.visible_to", "Plan.waiting_for", "ImportDraft.of", "Document.visible_to",
        "RegisterEntry.visible_to", "User.reached_by", "User.holding_none",
        "Membership.elsewhere_than", "Unit.administered_by",
    } <= found  # fmt: skip


@pytest.mark.parametrize(
    ("model", "name"), WAYS, ids=lambda one: getattr(one, "__name__", one)
)
def test_each_refuses_by_itself(model, name):
    method = getattr(type(model._default_manager.all()), name)

    assert hasattr(method, "__wrapped__"), HOW.format(name=f"{model.__name__}.{name}")


@pytest.fixture
def scene(db):
    return Scene().fill()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_without_a_role_in_force_there_is_nothing(scene, data):
    """Whatever else the account has: roles that ended, roles to come, a closed account."""
    day = timedelta(days=1)
    user = UserFactory(home=data.draw(st.sampled_from([None, scene.unit, scene.other])))
    closed = data.draw(st.booleans())
    kinds = ["ended", "to come", *(["in force"] if closed else [])]
    dates = {
        "ended": {"valid_to": localdate() - day},
        "to come": {"valid_from": localdate() + day},
        "in force": {},
    }
    drawn = data.draw(
        st.lists(
            st.tuples(st.sampled_from(list(Role)), st.sampled_from(kinds)),
            max_size=4, unique_by=lambda pair: pair[0],
        )
    )  # fmt: skip
    for role, kind in drawn:
        MembershipFactory(user=user, unit=scene.unit, role=role, **dates[kind])
    user.is_active = not closed
    person = data.draw(st.sampled_from([user, None, AnonymousUser()]))

    assert {way: rows for way, rows in read_by(person).items() if rows} == {}


def test_somebody_with_roles_does_read(scene):
    """The same readings are not simply empty."""
    UserFactory(home=scene.unit)  # nobody has given a role yet
    officer = read_by(scene.ward.officer)
    administrator = read_by(scene.ward.administrator)

    assert officer["Plan.visible_to"] >= 4
    assert officer["ImportDraft.of"] == 2
    assert administrator["User.reached_by"] >= 7
    assert administrator["User.holding_none"] >= 1


def read_by(person):
    found = {}
    for model, name in WAYS:
        method = getattr(model._default_manager.all(), name)
        parameters = inspect.signature(method).parameters
        given = {
            key: person if key in EYES else _sought(one.annotation)
            for key, one in parameters.items()
            if key in EYES
            or (one.default is one.empty and one.kind is not one.VAR_POSITIONAL)
        }
        found[f"{model.__name__}.{name}"] = method(**given).count()
    return found


def _sought(kind):
    """What such a method looks for besides."""
    if kind is Unit:
        return Unit.objects.filter(parent__isnull=False).first()
    if kind is datetime:
        return now()
    return 1 if kind is int else "officer"
