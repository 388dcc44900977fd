"""Đã ban hành: a decision with its list, from which diplomas are made by the real machine."""

from django.utils.timezone import localdate

from reports import actions, diplomas, issuing, printing
from reports.models import Diploma, DiplomaBatch, Document
from tests.deciding import Deciding, passed


class Giving:
    """A ward that signs; ``names``: persons of one decision that is issued."""

    def __init__(self, place, *names: str, **fields) -> None:
        self.place = place
        self.deciding = Deciding(place)
        chosen = [passed(place, subject_name=name, **fields) for name in names]
        sent = self.deciding.submitted(*chosen)
        document = actions.sign_decision(sent.pk, by=place.leader, seen=sent.version)
        issuing.render(document.pk)
        issuing.sign(document.pk)
        actions.issue_document(document.pk, by=place.clerk, day=localdate())
        issuing.seal(document.pk)
        self.document = Document.objects.get(pk=document.pk)
        assert self.document.problem == ""
        self.decision = self.document.decision

    def begun(self, merit="Đã có thành tích xuất sắc") -> DiplomaBatch:
        """Read through, and set going."""
        batch = actions.begin_diplomas(
            self.decision.pk, by=self.place.officer, merit=merit
        )
        return actions.resume_diplomas(batch.pk, by=self.place.officer)

    def made(self, **words) -> DiplomaBatch:
        """Begun, set and sealed, as the two workers do it."""
        batch = self.begun(**words)
        diplomas.render(batch.pk)
        diplomas.seal(batch.pk)
        return batch

    def items(self) -> list[Diploma]:
        return list(
            Diploma.objects.filter(batch__decision=self.decision).order_by("number")
        )

    def printed(self, batch, *numbers, **how):
        made = actions.print_diplomas(
            batch.pk, by=self.place.officer, numbers=numbers, **how
        )
        printing.make(made.pk)
        made.refresh_from_db()
        return made
