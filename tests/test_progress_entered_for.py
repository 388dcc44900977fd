"""Nhập thay: what comes back to whoever typed it in, and who may not receive it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns import report_inbox
from campaigns.actions.progress.receiving import return_report
from campaigns.actions.progress.reporting import (
    begin_report_for_unit,
    save_report,
    submit_report,
)
from campaigns.filling import Figure
from campaigns.models import ProgressReport
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
