"""Luật trong danh mục, for tests: as the migrations lay it, also after a test that emptied all."""

from datetime import date
from importlib import import_module

from django.apps import apps

from awards.eligibility.weighing import weigh
from awards.models import (
    Award,
    Discipline,
    EligibilityRule,
    Honour,
    Multiplier,
    Proposal,
)
from tests.factories import HonoureeFactory, UserFactory

NOW = date(2026, 11, 27)
FILES = (
    ("units", "0020_kinds_of_the_levels"),
    ("awards", "0002_law_as_known_in_november_2026"),
    ("awards", "0012_numbers_as_known_in_november_2026"),
    ("awards", "0050_submissions"),
)


def lay_law() -> None:
    if Multiplier.objects.exists():
        return
    for app, name in FILES:
        import_module(f"{app}.migrations.{name}").fill(apps, None)


def award(code: str) -> Award:
    return Award.objects.get(code=code)


def propose(unit, code="giay-khen-xa", **more) -> Proposal:
    """A dossier that was sent, of a person of that unit, for the year 2026."""
    if "collective" not in more and "honouree" not in more:
        more["honouree"] = HonoureeFactory(unit=unit)
    whom = more.get("honouree") or more.get("collective")
    return Proposal.objects.create(
        **{
            "unit": unit, "authority": unit.parent or unit, "award": award(code),
            "merit": "service", "status": "sent", "created_by": UserFactory(),
            "subject_name": str(whom), "period_from": date(2026, 1, 1),
            "period_to": date(2026, 10, 31), "report": "Báo cáo", "summary": "Tóm tắt",
        } | more,
    )  # fmt: skip


def confer(whom, code="cstd-co-so", year=2025, **more) -> Honour:
    """What was conferred on an honouree, for one whole year."""
    return Honour.objects.create(
        **{
            "honouree": whom, "award": award(code), "award_name": code, "merit": "service",
            "decided_by": "Chủ tịch", "reference": f"{year}/QĐ-UBND",
            "decided_on": date(year + 1, 1, 15), "period_from": date(year, 1, 1),
            "period_to": date(year, 12, 31),
        } | more,
    )  # fmt: skip


def rule(kind, **more) -> EligibilityRule:
    """A condition laid down by an authority (``authority``), since 2024."""
    return EligibilityRule.objects.create(
        **{
            "kind": kind, "valid_from": date(2024, 1, 1), "basis": "Quy chế của phường",
            "certainty": "read",
        } | more,
    )  # fmt: skip


def case(authority, **more) -> Discipline:
    return Discipline.objects.create(
        **{
            "authority": authority, "begun_on": date(2026, 9, 1), "basis": "Đơn ngày 01/9",
            "recorded_by": UserFactory(),
        } | more,
    )  # fmt: skip


def line(proposal, kind, today: date = NOW):
    """The lines of one kind: outcome and what is said."""
    found = [one for one in weigh([proposal], today)[proposal.pk] if one.rule == kind]
    return [(one.outcome, one.says) for one in found]


def only(proposal, kind, today: date = NOW):
    (found,) = line(proposal, kind, today)
    return found
