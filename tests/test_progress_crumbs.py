"""Vị trí: each page of reports and registrations leads to the page above it, for its reader."""

import pytest
from django.urls import reverse
from lxml import html

from campaigns.actions.progress.reporting import begin_report
from campaigns.models import RegistrationCall
from campaigns.views.shared import campaign_url
from tests.factories import (
    RaisedItemFactory,
    RegistrationCallFactory,
    Role,
    UndertakingFactory,
)
from tests.running import Running

pytestmark = pytest.mark.django_db
LONG = "Phong trào thi đua chung tay xây dựng tuyến đường, tuyến hẻm sáng, xanh, sạch, đẹp, an toàn"


class Places(Running):
    """What both sides of a campaign with a long name come to."""

    def __init__(self) -> None:
        super().__init__()
        self.campaign.name = LONG
        self.campaign.save()
        self.by = self.reporter(self.one)
        self.draft = begin_report(self.one.pk, self.periods[2].pk, by=self.by)
        self.report = self.sent(self.one, period=1, value=12)
        self.item = RaisedItemFactory(report=self.report, text="Thiếu xe")
        self.call: RegistrationCall = RegistrationCallFactory(campaign=self.campaign)
        self.work = UndertakingFactory(
            participation=self.one, name="Hẻm hoa", call=self.call, status="submitted",
            submitted_by=self.by, submitted_at=self.report.submitted_at,
        )  # fmt: skip
        self.written = UndertakingFactory(participation=self.one, name="Hẻm xanh")
        self.board = campaign_url(self.campaign, "campaign-reports")
        self.registrations = campaign_url(self.campaign, "campaign-registrations")
        self.name = (
            "Phong trào thi đua chung tay xây dựng tuyến đường, tuyến hẻm sáng, xanh, sạch…",
            campaign_url(self.campaign),
        )


@pytest.fixture
def places() -> Places:
    return Places()


def crumbs(client, url) -> list[tuple[str, str]]:
    """As they stand on the page; each leads somewhere."""
    page = html.fromstring(client.get(url).content.decode())
    links = page.xpath("//nav[contains(@class, 'td-crumb')]//a")
    found = [(" ".join(one.text_content().split()), one.get("href")) for one in links]
    for _, address in found:
        assert client.get(address).status_code == 200, address
    return found


def at(name: str, *args: int) -> str:
    return reverse(f"campaigns:{name}", args=args)


def test_in_the_unit_one_comes_from_its_own_list(places, client):
    client.force_login(places.by)
    reports = [("Báo cáo", at("report-list"))]
    draft = at("report", places.draft.pk)
    period = places.periods[0]
    assert crumbs(client, draft) == reports
    assert crumbs(client, at("report", places.report.pk)) == reports
    assert crumbs(client, at("report-begin", places.one.pk, period.pk)) == reports
    below = [*reports, ("Kỳ 3", draft)]
    assert crumbs(client, at("report-check", places.draft.pk)) == below
    assert crumbs(client, at("evidence", places.draft.pk)) == below
    home = [("Đăng ký", at("registration-home"))]
    assert crumbs(client, at("registration-begin", places.one.pk)) == home
    for work in (places.work, places.written):
        assert crumbs(client, at("undertaking", work.pk)) == home
    assert crumbs(client, at("undertaking-edit", places.written.pk)) == [
        *home, ("Hẻm xanh", at("undertaking", places.written.pk)),
    ]  # fmt: skip


def test_in_the_authority_one_comes_from_its_campaign(places, client):
    client.force_login(places.host.officer)
    board = [places.name, ("Báo cáo", f"{places.board}?ky={places.periods[1].pk}")]
    page = at("report", places.report.pk)
    assert crumbs(client, page) == board
    unit = places.one.unit
    below = [*board, (f"Kỳ 2, {unit}", page)]
    assert crumbs(client, at("report-return", places.report.pk)) == below
    first = places.periods[0].pk
    begins = [places.name, ("Báo cáo", f"{places.board}?ky={first}")]
    assert crumbs(client, at("report-begin", places.one.pk, first)) == begins
    assert crumbs(client, at("report-exempt", places.one.pk, first)) == begins
    calls = [places.name, ("Đăng ký", f"{places.registrations}?yc={places.call.pk}")]
    work = at("undertaking", places.work.pk)
    assert crumbs(client, work) == calls
    back = at("undertaking-return", places.work.pk)
    assert crumbs(client, back) == [*calls, ("Hẻm hoa", work)]
    late = at("registration-late", places.one.pk, places.call.pk)
    assert crumbs(client, late) == calls
    typed = at("registration-for-unit", places.one.pk)
    assert crumbs(client, typed) == [places.name, ("Đăng ký", places.registrations)]
    item = at("raised", places.item.pk)
    raised = [("Kiến nghị", campaign_url(places.campaign, "campaign-raised"))]
    assert crumbs(client, item) == raised
    assert crumbs(client, at("raised-answer", places.item.pk)) == [
        *raised, (f"Khó khăn, vướng mắc của {unit}", item),
    ]  # fmt: skip


def test_a_receipt_is_taken_back_from_the_report(places, client):
    other = places.received(places.two, value=12)
    client.force_login(places.host.person(Role.OFFICER))
    [*_, last] = crumbs(client, at("report-undo", other.pk))
    assert last == (f"Kỳ 3, {places.two.unit}", at("report", other.pk))


def test_an_example_of_others_stands_among_examples(places, client):
    work = UndertakingFactory(
        participation=places.one, name="Hẻm hoa", approved=True, stage="found"
    )
    client.force_login(places.reporter(places.two))
    examples = [("Điển hình", at("example-list"))]
    page = at("undertaking", work.pk)
    assert crumbs(client, page) == examples
    adopt = at("example-adopt", work.pk)
    assert crumbs(client, adopt) == [*examples, ("Hẻm hoa", page)]
