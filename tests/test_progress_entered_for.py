"""Nhập thay: what comes back to whoever typed it in, and who may not receive it."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from campaigns import report_inbox
from campaigns.actions.progress.evidence import (
    add_evidence,
    describe_evidence,
    remove_evidence,
)
from campaigns.actions.progress.raising import Raised
from campaigns.actions.progress.receiving import (
    receive_report,
    return_report,
    undo_receipt,
)
from campaigns.actions.progress.reporting import (
    begin_report_for_unit,
    save_report,
    submit_report,
)
from campaigns.evidence.looking import look_at
from campaigns.filling import Figure
from campaigns.models import ProgressReport
from tests.evidence_files import photo
from tests.factories import Role, other_ward
from tests.running import Running

pytestmark = pytest.mark.django_db


class Entered(Running):
    """An officer of the host has typed in the paper of the first unit, and sent it."""

    def __init__(self, period: int = 2) -> None:
        super().__init__()
        self.officer = self.host.officer
        self.other = self.host.person(Role.OFFICER)
        self.report: ProgressReport = begin_report_for_unit(
            self.one.pk, self.periods[period].pk, by=self.officer,
            provenance="Báo cáo số 12/BC-TDP, bà Tư gửi",
        )  # fmt: skip
        self.write(self.officer)

    def write(self, by) -> None:
        figures = {self.line(self.one): Figure(value=Decimal(12))}
        save_report(self.report.pk, by=by, figures=figures)

    def sent(self) -> ProgressReport:
        return submit_report(self.report.pk, by=self.officer)


@pytest.fixture
def entered() -> Entered:
    return Entered()


def told(user) -> list[str]:
    return [
        item.title for item in report_inbox.items(user) if "nhập thay" in item.title
    ]


def test_what_came_back_waits_for_whoever_typed_it_in(entered, client):
    entered.sent()
    assert told(entered.officer) == []
    return_report(entered.report.pk, by=entered.other, reason="Thiếu ảnh")

    [item] = [one for one in report_inbox.items(entered.officer) if one.kind == "warn"
              and one.icon == "arrow-return-left"]  # fmt: skip
    assert (item.title, item.context, item.act, item.url) == (
        f"Bổ sung báo cáo kỳ 3 nhập thay {entered.one.unit}",
        f"{entered.campaign.name} · “Thiếu ảnh”",
        "Bổ sung",
        reverse("campaigns:report", args=[entered.report.pk]),
    )
    client.force_login(entered.officer)
    page = client.get(reverse("home")).content.decode()
    assert f"Bổ sung báo cáo kỳ 3 nhập thay {entered.one.unit}" in page
    assert "Xem lại và nộp" in client.get(item.url).content.decode()
    # Not for who sent it back, who may not write it, or the unit, which cannot.
    for user in (
        entered.other, entered.host.person(Role.SECRETARY), other_ward().officer,
        entered.reporter(entered.one),
    ):  # fmt: skip
        assert told(user) == []
    submit_report(entered.report.pk, by=entered.officer)
    assert told(entered.officer) == []


def test_a_colleague_of_who_typed_it_in_is_told_too(entered):
    entered.sent()
    return_report(
        entered.report.pk, by=entered.host.person(Role.SECRETARY), reason="Thiếu ảnh"
    )
    assert len(told(entered.other)) == 1


@pytest.mark.parametrize("amount", [1, 3])
def test_the_inbox_costs_the_same_for_one_and_for_three(
    entered, django_assert_num_queries, amount
):
    entered.sent()
    return_report(entered.report.pk, by=entered.other, reason="Thiếu ảnh")
    for number in range(amount - 1):
        report = begin_report_for_unit(
            entered.two.pk, entered.periods[number].pk, by=entered.officer,
            provenance="Báo cáo giấy",
        )  # fmt: skip
        line = entered.line(entered.two)
        figures = {line: Figure(value=Decimal(12))}
        save_report(report.pk, by=entered.officer, figures=figures)
        submit_report(report.pk, by=entered.officer)
        return_report(report.pk, by=entered.other, reason="Thiếu ảnh")
    assert entered.officer.roles
    with django_assert_num_queries(1):
        assert len(report_inbox._entered(entered.officer)) == amount


# ---- not one's own -------------------------------------------------------------------------


def test_who_has_ever_typed_in_a_report_does_not_receive_it(entered):
    """One begins and sends; another had a hand in the figures between."""
    entered.write(entered.officer)
    third = entered.host.person(Role.OFFICER)
    save_report(entered.report.pk, by=entered.other, figures={}, narrative="Đã làm")
    save_report(
        entered.report.pk, by=third, figures={},
        raised=[Raised("difficulty", "Thiếu xe")],
    )  # fmt: skip
    report = entered.sent()
    assert report.written_by == [entered.officer.pk, entered.other.pk, third.pk]

    fourth = entered.host.person(Role.OFFICER)
    for user in (entered.officer, entered.other, third):
        assert not ProgressReport.objects.to_receive(user).exists()
        for act in (
            lambda user=user: receive_report(report.pk, by=user),
            lambda user=user: return_report(report.pk, by=user, reason="Thiếu"),
        ):
            with pytest.raises(PermissionDenied):
                act()
    assert list(ProgressReport.objects.to_receive(fourth)) == [report]
    receive_report(report.pk, by=fourth)
    with pytest.raises(PermissionDenied):
        undo_receipt(report.pk, by=entered.other, reason="Nhầm")


def test_to_look_and_save_nothing_new_is_not_to_write(entered):
    entered.write(entered.other)
    assert ProgressReport.objects.get().written_by == [entered.officer.pk]


def test_who_brings_a_file_has_a_hand_in_it(entered):
    looked = look_at(photo(), "anh.jpg")
    made = add_evidence(entered.report.pk, by=entered.other, looked=looked)
    report = ProgressReport.objects.get()
    assert report.written_by == [entered.officer.pk, entered.other.pk]
    third = entered.host.person(Role.OFFICER)
    describe_evidence(made.pk, by=third, caption="Hẻm 3", allocation_id=None)
    remove_evidence(made.pk, by=entered.officer)
    report.refresh_from_db()
    assert report.written_by[-1] == third.pk


def test_who_wrote_in_it_reads_why_somebody_else_receives_it(entered, client):
    save_report(entered.report.pk, by=entered.other, figures={}, narrative="Đã làm")
    report = entered.sent()
    url = reverse("campaigns:report", args=[report.pk])
    said = "Anh/chị đã nhập hoặc nộp báo cáo này nên người khác tiếp nhận."
    for user, is_told in (
        (entered.other, True),
        (entered.host.person(Role.OFFICER), False),
        (entered.reporter(entered.one), False),
    ):
        client.force_login(user)
        assert (said in client.get(url).content.decode()) is is_told


def test_of_older_reports_the_book_tells_whose_hand_was_in_them(entered):
    save_report(entered.report.pk, by=entered.other, figures={}, narrative="Đã làm")
    third, fourth = entered.host.person(Role.OFFICER), entered.host.person(Role.OFFICER)
    raised = [Raised("difficulty", "Thiếu xe")]
    save_report(entered.report.pk, by=third, figures={}, raised=raised)
    report = entered.sent()
    lines = {entered.line(entered.one): "Số nào?"}
    return_report(report.pk, by=fourth, reason="Thiếu", lines=lines)
    ProgressReport.objects.update(written_by=[])

    module = import_module("campaigns.migrations.0035_who_wrote_in_a_report")
    with connection.cursor() as cursor:
        cursor.execute(module.FROM_THE_BOOK)

    report.refresh_from_db()
    assert report.written_by == sorted([entered.officer.pk, entered.other.pk, third.pk])
