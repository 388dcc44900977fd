"""Hiện trường đề nghị: a ward, a group below it, and the people of both."""

from django.utils.timezone import now

from awards.models import DossierRequirement, Proposal
from campaigns.evidence import Kind, Looked
from tests.factories import HonoureeFactory, MembershipFactory, Role, UnitFactory, Ward
from tests.factories.proposals import ProposalFactory, WardFactory, ward_award
from tests.paper_files import small_pdf
from tests.rule_books import cleared
from units.filestore import digest_of


def a_paper(words: str = "Tờ trình") -> Looked:
    """A file that was looked at."""
    content = small_pdf(words)
    return Looked(
        kind=Kind.PDF, name="to-trinh.pdf", content=content, sha256=digest_of(content)
    )


class Place:
    """Phường Mẫu and the tổ dân phố below it, each with its people."""

    def __init__(self):
        # Which papers are asked for each test says itself.
        cleared(DossierRequirement)
        self.ward = WardFactory(short_name="UBND phường Mẫu")
        self.group = UnitFactory(
            parent=self.ward, quiet=True, short_name="Tổ dân phố số 7"
        )
        self.writer = self.person(self.group, Role.REPORTER)
        self.head = self.person(self.group, Role.LEADER, title="Tổ trưởng")
        self.officer = Ward(self.ward).officer
        self.second = self.person(self.ward, Role.OFFICER)
        self.resident = HonoureeFactory(unit=self.group, name="Bà Trần Thị Hoa")

    def person(self, unit, role, **more):
        return MembershipFactory(unit=unit, role=role, **more).user

    @property
    def offer(self):
        return f"{self.ward.pk}-{ward_award().pk}"

    def draft(self, **more) -> Proposal:
        given = {
            "unit": self.group, "authority": self.ward, "honouree": self.resident,
            "created_by": self.writer,
        }  # fmt: skip
        if more.get("appraising") or more.get("sent"):
            given |= {"confirmed_by": self.head, "confirmed_at": now()}
        return ProposalFactory(**given | more)
