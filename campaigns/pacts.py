"""Giao ước của cụm, khối: who heads the cluster, who has agreed and who has not."""

from dataclasses import dataclass

from django.utils.timezone import localdate

from campaigns.models import Pact, PactAgreement
from units.models import ClusterMember, ClusterOffice, Unit
from units.models.clusters import ClusterMemberQuerySet

# Its code among kinds of papers: who signs by delegation may, where the writing names no kinds.
PACT = "pact"


@dataclass(frozen=True)
class Side:
    """Một thành viên của giao ước: ``agreement`` None: it has yet to agree."""

    unit: Unit
    agreement: PactAgreement | None


def head_of(cluster: Unit) -> Unit | None:
    """Trưởng hôm nay; None: nobody heads it."""
    heads = ClusterOffice.objects.of_cluster(cluster).heads().on(localdate())
    office = heads.select_related("unit").first()
    return office.unit if office else None


def members_of(cluster: Unit) -> ClusterMemberQuerySet:
    """Thành viên hôm nay."""
    return ClusterMember.objects.of_cluster(cluster).on(localdate())


def missing(pact: Pact) -> list[ClusterMember]:
    """Who has yet to agree to the words as they stand."""
    agreed = pact.agreements.living().values("unit")
    return list(members_of(pact.cluster).exclude(unit__in=agreed).for_page())


def sides(pact: Pact) -> list[Side]:
    """Members of today, and who agreed and is a member no more: two queries."""
    rows = pact.agreements.living().select_related("unit", "agreed_by", "signer__user")
    agreed = {one.unit_id: one for one in rows}
    found = [
        Side(one.unit, agreed.pop(one.unit_id, None))
        for one in members_of(pact.cluster).for_page()
    ]
    return found + [Side(one.unit, one) for one in agreed.values()]
