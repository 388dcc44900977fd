"""Công khai danh sách đề nghị: who opens it, what is kept, what citizens read and until when."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from awards import actions
from awards.models import (
    CouncilSession,
    Proposal,
    Publicity,
    PublicityRow,
    PublicityRule,
)
from tests.factories import HonoureeFactory, MembershipFactory, Role, other_ward, ward
from tests.factories.council import (
    AgendaItemFactory,
    CouncilFactory,
    CouncilSessionFactory,
    ProposalFactory,
)
from tests.factories.publicity import PublicityRuleFactory
from tests.paper_files import words
from tests.test_matrix_fence import through_middleware
from units.errors import Refused
from units.models import AuditEntry

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LISTED = "Danh sách đề nghị khen thưởng, lấy ý kiến"


class Seated:
    """A ward, its council with a secretary and a member, a rule of five days."""

    def __init__(self):
        self.ward = ward()
        self.unit = self.ward.unit
        self.council = CouncilFactory(parent=self.unit)
        self.secretary = self.person(Role.SECRETARY)
        self.member = self.person(Role.MEMBER)
        self.rule = PublicityRuleFactory(authority=self.unit)

    def person(self, role):
        return MembershipFactory(unit=self.council, role=role).user

    def proposed(self, name="Trần Thị Thu Hoa", **more):
        person = HonoureeFactory(unit=self.unit, name=name)
        given = {
            "authority": self.unit, "collective": None, "honouree": person,
            "subject_name": name, "subject_title": "Công chức, số nhà 12",
            "summary": f"{name} hiến 64 m² đất.",
        }  # fmt: skip
        return ProposalFactory(**given | more)

    def opened(self, *proposals, by=None):
        return actions.open_publicity(
            self.council.pk, by=by or self.secretary,
            proposal_ids=[one.pk for one in proposals],
        )  # fmt: skip

    @property
    def page(self):
        return reverse("awards:council-publicity", args=[self.council.pk])

    @property
    def board(self):
        return reverse("reports:public-awards", args=[self.unit.code])


@pytest.fixture
def seated():
    return Seated()


def test_the_list_is_kept_as_it_is_shown(seated):
    one, group = seated.proposed(), ProposalFactory(authority=seated.unit)

    made = seated.opened(one, group)

    today = localdate()
    assert (made.unit, made.authority, made.created_by) == (
        seated.council, seated.unit, seated.secretary,
    )  # fmt: skip
    assert (made.first_day, made.last_day) == (today, today + 5 * DAY)
    assert (made.basis, made.masked) == (seated.rule.basis, seated.rule.more)
    row = PublicityRow.objects.get(proposal=one)
    assert (row.subject, row.name, row.title, row.achievement) == (
        "person", "Trần T. T. Hoa", "", "Trần T. T. Hoa hiến 64 m² đất.",
    )  # fmt: skip
    assert row.proposed_by == ""  # of a person it is the place that the rule masks
    assert PublicityRow.objects.get(proposal=group).name == group.subject_name
    lines = AuditEntry.objects.filter(action__startswith="publicity")
    assert sorted(lines.values_list("action", flat=True)) == [
        "publicity.added", "publicityrow.added", "publicityrow.added",
    ]  # fmt: skip
    kept = " ".join(f"{line.about} {line.detail}" for line in lines)
    assert "Hoa" not in kept


def test_only_the_secretary_of_this_council_opens_it(seated):
    one = seated.proposed()
    beside = MembershipFactory(
        unit=CouncilFactory(parent=other_ward().unit), role=Role.SECRETARY
    ).user
    gone = MembershipFactory(
        unit=seated.council, role=Role.SECRETARY, valid_to=localdate() - DAY
    ).user
    for by in (
        seated.member, seated.ward.officer, seated.ward.leader, seated.ward.administrator,
        beside, gone,
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            seated.opened(one, by=by)
    assert not Publicity.objects.exists()


def test_when_not(seated):
    one = seated.proposed()
    with pytest.raises(Refused, match="Chọn ít nhất một đề nghị"):
        seated.opened()
    early = seated.proposed(status="appraising")
    elsewhere = ProposalFactory()
    for wrong in (early, elsewhere):
        with pytest.raises(Refused, match="không còn đủ điều kiện trình"):
            seated.opened(one, wrong)
    seated.opened(one)
    with pytest.raises(Refused, match="vừa được công khai"):
        seated.opened(one)
    assert Publicity.objects.count() == 1


def test_without_a_rule_nothing_is_opened(seated):
    bare = Seated()
    type(bare.rule).objects.filter(pk=bare.rule.pk).update(valid_to=localdate() - DAY)
    with pytest.raises(Refused, match="chưa có quy định công khai danh sách đề nghị"):
        bare.opened(bare.proposed())
    PublicityRuleFactory(authority=bare.unit, valid_from=localdate(), days_before=0)
    with pytest.raises(Refused, match="chưa có quy định công khai danh sách đề nghị"):
        bare.opened(bare.proposed())


def test_what_was_shown_stands(seated):
    made = seated.opened(seated.proposed())
    for rows, change in (
        (Publicity.objects, {"last_day": localdate() + 30 * DAY}),
        (PublicityRow.objects, {"name": "Trần Thị Thu Hoa"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicityRow.objects.filter(publicity=made).delete()


def test_citizens_read_it_until_its_last_day(client, seated, monkeypatch):
    one, back = seated.proposed(), seated.proposed("Lê Văn Tám")
    made = seated.opened(one, back)
    Proposal.objects.filter(pk=back.pk).update(status="appraising")

    response = client.get(seated.board)
    text, shown = words(response), response.content.decode()

    assert LISTED in text
    assert f"đến hết {made.last_day:%d/%m/%Y}" in text
    assert f"trực tiếp tới {seated.unit.name} trong thời gian này" in text
    assert "Trần T. T. Hoa cá nhân" in text.replace("Cá nhân", "cá nhân")
    for hidden in ("Thu Hoa", "số nhà 12", "Tám"):
        assert hidden not in shown
    other = Seated()
    assert LISTED not in words(client.get(other.board))

    at = "reports.views.public_awards.localdate"
    monkeypatch.setattr(at, lambda: made.last_day)
    assert LISTED in words(client.get(seated.board))
    monkeypatch.setattr(at, lambda: made.last_day + DAY)
    assert LISTED not in words(client.get(seated.board))


def test_a_list_of_which_nothing_is_weighed_is_no_list(client, seated):
    one = seated.proposed()
    seated.opened(one)
    Proposal.objects.filter(pk=one.pk).update(status="appraising")
    assert LISTED not in words(client.get(seated.board))


def test_the_page_of_the_council(client, seated):
    one = seated.proposed()
    client.force_login(seated.secretary)
    asked = client.get(seated.page)
    assert "Đề nghị đủ điều kiện trình, hiện không công khai Trần Thị Thu Hoa" in words(
        asked
    )
    assert "Chưa có đợt công khai nào" in words(asked)

    wrong = client.post(seated.page, {})
    assert wrong.status_code == 422
    assert "Chọn ít nhất một đề nghị" in words(wrong)

    done = client.post(seated.page, {"de-nghi": [one.pk]}, follow=True)
    last = localdate() + 5 * DAY
    assert f"Đã công khai danh sách đến hết {last:%d/%m/%Y}." in words(done)
    assert "Không có đề nghị nào chờ công khai" in words(done)
    assert "Đang công khai" in words(done)
    assert seated.board in done.content.decode()

    client.force_login(seated.member)
    read = words(client.get(seated.page))
    assert "Đang công khai" in read
    assert "chờ công khai" not in read
    assert client.post(seated.page, {"de-nghi": [one.pk]}).status_code == 403
    client.force_login(other_ward().officer)
    assert client.get(seated.page).status_code == 404


def test_without_a_rule_the_page_says_where_to_lay_one(client):
    seated = Seated()
    type(seated.rule).objects.filter(pk=seated.rule.pk).update(
        valid_to=localdate() - DAY
    )
    seated.proposed()
    client.force_login(seated.secretary)
    asked = client.get(seated.page)
    assert "Chưa có quy định thì chưa công khai được" in words(asked)
    assert "#qd-cong-khai" in asked.content.decode()


def test_behind_the_fence_only_the_council_reads_the_lists(seated):
    seated.opened(seated.proposed())

    def look():
        return Publicity.objects.count(), PublicityRow.objects.count()

    assert through_middleware(seated.secretary, look) == (1, 1)
    assert through_middleware(seated.member, look) == (1, 1)
    assert through_middleware(other_ward().officer, look) == (0, 0)


def test_the_session_says_whether_it_has_ended(client, seated):
    shown, new = seated.proposed(), seated.proposed("Lê Văn Tám")
    made = seated.opened(shown)
    after = now() + 6 * DAY
    session = CouncilSessionFactory(unit=seated.council, planned_at=after)
    AgendaItemFactory(session=session, proposal=shown)
    client.force_login(seated.secretary)
    pages = [
        reverse(f"awards:{name}", args=[session.pk])
        for name in ("session", "session-run")
    ]

    def told():
        return [words(client.get(page)) for page in pages]

    assert all("Đã hết thời gian công khai của mọi đề nghị" in text for text in told())
    AgendaItemFactory(session=session, proposal=new)
    CouncilSession.objects.update(planned_at=now())
    last = f"{made.last_day:%d/%m/%Y}"
    assert all(
        "1 đề nghị chưa công khai theo quy định của cơ quan. "
        f"1 đề nghị còn công khai đến hết ngày {last}." in text
        for text in told()
    )
    PublicityRule.objects.update(valid_to=localdate() - DAY)
    assert not any("công khai đến hết" in text for text in told())
    assert not any("chưa công khai" in text for text in told())


@pytest.mark.parametrize("amount", [1, 3])
def test_cost_of_the_page(client, seated, amount, django_assert_num_queries):
    for _ in range(amount):
        seated.opened(seated.proposed())
        seated.proposed("Lê Văn Tám")
    client.force_login(seated.secretary)
    client.get(seated.page)
    # Session, person, roles, council, rule, proposals, lists.
    with django_assert_num_queries(7):
        client.get(seated.page)


@pytest.mark.parametrize("amount", [1, 3])
def test_cost_of_the_board(client, seated, amount, django_assert_num_queries):
    for _ in range(amount):
        seated.opened(seated.proposed())
    # Unit, rule, the role that the fence has, lists, their rows, how many decisions.
    with django_assert_num_queries(6):
        client.get(seated.board)
