"""Hiện trường suy tôn: a cluster of four communes; xã Đông heads it."""

from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localdate

from awards import actions
from awards.actions.acclaim import Asked
from awards.actions.acclaim_points import Said, Scored
from awards.models import ClusterEntry, ClusterRound
from tests.factories import (
    ClusterFactory,
    ClusterMemberFactory,
    ClusterOfficeFactory,
    MembershipFactory,
    Role,
    UnitFactory,
)

TODAY = localdate()
NAMES = ("Đông", "Tây", "Nam", "Bắc")
CRITERIA = (
    Asked("Kinh tế - xã hội", Decimal(60)),
    Asked("Phong trào thi đua", Decimal(30)),
    Asked("Mô hình mới", Decimal(10), "bonus"),
    Asked("Nộp báo cáo chậm", Decimal(5), "minus"),
)


class Cluster:
    def __init__(self, **parent):
        self.top = UnitFactory(short_name="UBND tỉnh Mẫu", **parent)
        self.cluster = ClusterFactory(
            parent=self.top, short_name="Cụm 1", name="Cụm thi đua số 1 tỉnh Mẫu"
        )
        self.units = {
            name: UnitFactory(
                parent=self.top, short_name=f"UBND xã {name}", name=f"Xã {name}"
            )
            for name in NAMES
        }
        self.people, self.leaders, self.members = {}, {}, {}
        for name, unit in self.units.items():
            self.members[name] = ClusterMemberFactory(cluster=self.cluster, unit=unit)
            self.people[name] = MembershipFactory(unit=unit, role=Role.OFFICER).user
            self.leaders[name] = MembershipFactory(unit=unit, role=Role.LEADER).user
        self.term = ClusterOfficeFactory(cluster=self.cluster, unit=self.units["Đông"])
        self.head = self.people["Đông"]

    def open(self, **more) -> ClusterRound:
        terms = {
            "year": TODAY.year, "scores_due": TODAY, "checks_due": TODAY + timedelta(days=3),
            "flag_places": 1, "certificate_places": 1, "basis": "Quyết định số 9/QĐ-UBND",
            "least_percent": 0, "self_vote": False, "ties_by_points": False,
        } | more  # fmt: skip
        criteria = terms.pop("criteria", CRITERIA)
        return actions.open_acclaim(
            self.cluster.pk, by=self.head, criteria=criteria, **terms
        )

    def score(self, round_, name, *values, send=True) -> ClusterEntry:
        points = {
            one.pk: Scored(Decimal(value), note="Đạt", evidence="Báo cáo số 1")
            for one, value in zip(round_.criteria.all(), values, strict=True)
        }
        return actions.save_scores(
            round_.pk, self.units[name].pk, by=self.people[name], points=points, send=send
        )  # fmt: skip

    def settle(self, entry, **other):
        """As it was claimed; ``other``: of the criterion at that position."""
        points = {
            one.pk: Said(one.claimed) for one in entry.points.all()
        } | {
            one.pk: Said(*other[f"p{one.criterion.position}"])
            for one in entry.points.select_related("criterion")
            if f"p{one.criterion.position}" in other
        }  # fmt: skip
        return actions.settle_points(entry.pk, by=self.head, points=points)

    def voting(self, *names, **more) -> tuple[ClusterRound, dict[str, ClusterEntry]]:
        """All have sent and are settled; the vote is open."""
        round_ = self.open(**more)
        entries = {
            name: self.score(round_, name, 50 - number, 20, 0, 0)
            for number, name in enumerate(names or NAMES)
        }
        for entry in entries.values():
            self.settle(entry)
        return actions.open_acclaim_vote(round_.pk, by=self.head), entries

    def vote(self, round_, name, *entries):
        return actions.cast_acclaim(
            round_.pk, self.units[name].pk, by=self.leaders[name],
            entries=[one.pk for one in entries],
        )  # fmt: skip

    def close(self, round_, **more):
        told = {"held_on": TODAY, "chair": "Bà Vũ Lan"} | more
        return actions.close_acclaim(round_.pk, by=self.head, **told)
