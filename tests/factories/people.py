"""Đơn vị và con người."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from units import calendar
from units.models import TWO_STEP_ROLES, Membership, Passkey, Unit, UnitKind, User

Role = Membership.Role
Capacity = Membership.Capacity
SINCE = date(2020, 1, 1)
PASSWORD = "mat-khau-thu-nghiem"


class UnitKindFactory(DjangoModelFactory):
    class Meta:
        model = UnitKind
        django_get_or_create = ["code"]

    code = "ubnd"
    name = "Ủy ban nhân dân"


class UnitFactory(DjangoModelFactory):
    """A People's Committee that issues papers; ``quiet=True``: a part of one that does not."""

    class Meta:
        model = Unit

    class Params:
        quiet = factory.Trait(symbol="", letterhead="", collective="", head_title="")

    kind = factory.SubFactory(UnitKindFactory)
    code = factory.Sequence(lambda n: f"H29.{n}")
    name = factory.Sequence(lambda n: f"Ủy ban nhân dân phường Mẫu {n}")
    short_name = factory.Sequence(lambda n: f"UBND phường Mẫu {n}")
    place = factory.Sequence(lambda n: f"Mẫu {n}")
    symbol = "UBND"
    letterhead = factory.Sequence(lambda n: f"ỦY BAN NHÂN DÂN\nPHƯỜNG MẪU {n}")
    collective = "Ủy ban nhân dân"
    head_title = "Chủ tịch"
    valid_from = SINCE

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        unit = model_class(*args, **kwargs)
        unit.take_place()
        unit.save(force_insert=True)
        calendar.begin(unit)
        return unit


class PasskeyFactory(DjangoModelFactory):
    """A second factor that nobody can use: enough for whom the rules ask to have one."""

    class Meta:
        model = Passkey

    name = "Khóa của thử nghiệm"
    credential_id = factory.Sequence(lambda n: f"khoa-{n}".encode())
    credential = b""


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"nguoi{n}")
    full_name = factory.Sequence(lambda n: f"Nguyễn Văn Mẫu {n}")
    password = factory.django.Password(PASSWORD)


class MembershipFactory(DjangoModelFactory):
    """An officer; ``leader=True``: the head, who may sign.

    Whoever signs, issues or votes has a second factor, as on a real site; tests of what
    happens without one say ``second_factor=False``.
    """

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    class Params:
        leader = factory.Trait(
            role=Role.LEADER, capacity=Capacity.HEAD, title="Chủ tịch"
        )

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)
    role = Role.OFFICER
    valid_from = SINCE

    @factory.post_generation
    def second_factor(membership, create, wanted, **kwargs):
        if not create or wanted is False or membership.role not in TWO_STEP_ROLES:
            return
        if not membership.user.passkeys.exists():
            PasskeyFactory(user=membership.user)
