"""Thông báo kết quả xét: every unit is told what the council said, in its words, and once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from awards import actions, result_inbox
from awards.models import ResultLine, ResultNotice
from tests.council_scene import Sitting
from tests.factories import (
    DecisionFactory,
    DecisionLineFactory,
    MembershipFactory,
    Role,
    UserFactory,
)
from tests.factories.council import ProposalFactory
from tests.factories.proposals import ResultLineFactory, ResultNoticeFactory
from tests.test_awards_proposals_at_once import both
from tests.test_matrix_fence import through_middleware
from units.models import AuditEntry

pytestmark = pytest.mark.django_db
WHY_NOT = "Báo cáo chưa có số liệu so sánh với năm trước."
WHY_LATER = "Chờ ý kiến hiệp y của Công an phường."
LIST, LETTER = 6, 7  # questions of the two pages


class Told(Sitting):
    """A council of three that passes the first proposal, not the second, puts off the third;
    the first three are of one unit, the fourth is of another.
    """

    def __init__(self):
        super().__init__(3, proposals=1, ballot="open", threshold=50)
        first = self.proposals[0]
        self.unit = first.unit
        self.proposals += [
            ProposalFactory(authority=self.ward, unit=self.unit) for _ in range(2)
        ]
        self.proposals.append(ProposalFactory(authority=self.ward))
        # An agenda goes by names, and of numbers 10 comes before 9.
        for letter, one in zip("ABCD", self.proposals, strict=True):
            one.subject_name = f"Tổ dân phố {letter}"
            one.save()
        self.other = self.proposals[3].unit
        self.leader = MembershipFactory(unit=self.unit, role=Role.LEADER).user
        self.writer = MembershipFactory(unit=self.unit, role=Role.REPORTER).user
        self.stranger = MembershipFactory(unit=self.other, role=Role.REPORTER).user

    def finished(self):
        session = self.running()
        rounds = self.opened(session, 0, 1, 3)
        for one, choice in zip(rounds, ("agree", "against", "agree"), strict=True):
            for user in self.users:
                actions.cast(session.pk, by=user, choices={one.pk: choice})
            self.closed(one)
        items = self.items(session)
        actions.conclude_passed(session.pk, by=self.secretary)
        actions.conclude_item(items[1].pk, by=self.secretary, words=WHY_NOT)
        actions.defer_item(items[2].pk, by=self.secretary, words=WHY_LATER)
        actions.finish_session(session.pk, by=self.secretary)
        return session

    def closed_session(self):
        session = self.finished()
        actions.close_session(session.pk, by=self.secretary)
        return session

    @property
    def notice(self):
        return ResultNotice.objects.get(unit=self.unit)


@pytest.fixture
def told():
    place = Told()
    place.session = place.closed_session()
    return place


def page(client, user, notice):
    client.force_login(user)
    return client.get(reverse("awards:result-notice", args=[notice.pk]))


# ---- Kết thúc phiên họp -------------------------------------------------------------------


def test_each_unit_is_told_of_its_own_when_the_session_is_closed(told):
    notices = ResultNotice.objects.order_by("pk")
    assert [(one.unit, one.lines.count()) for one in notices] == [
        (told.unit, 3), (told.other, 1),
    ]  # fmt: skip
    notice = told.notice
    assert (notice.council, notice.authority, notice.number, notice.held_on) == (
        told.council, told.ward, told.session.number, localdate(),
    )  # fmt: skip
    assert notice.secretary == told.secretary.full_name
    lines = ResultLine.objects.of_notice(notice)
    assert [(one.proposal, one.outcome, one.words) for one in lines] == [
        (told.proposals[0], "passed", ""),
        (told.proposals[1], "rejected", WHY_NOT),
        (told.proposals[2], "deferred", WHY_LATER),
    ]
    assert {one.award_name for one in lines} == {"Giấy khen mẫu"}


def test_nobody_is_told_before(told):
    other = Told()
    other.finished()

    assert not ResultNotice.objects.filter(unit__in=[other.unit, other.other]).exists()


def test_the_book_says_so_without_a_name(told):
    entry = AuditEntry.objects.get(
        action="resultnotice.added", subject_id=told.notice.pk
    )
    assert (entry.actor, entry.about) == (
        told.secretary, f"Kết quả phiên họp số {told.session.number}/{told.session.year}",
    )  # fmt: skip
    line = AuditEntry.objects.filter(action="resultline.added").first()
    assert (line.about, line.detail) == ("", {})


def test_what_was_put_off_and_taken_up_again_is_told_once():
    place = Told()
    session = place.running()
    late = place.proposals[0]
    first = place.items(session)
    for item in first:
        actions.defer_item(item.pk, by=place.secretary, words=WHY_LATER)
    actions.add_proposals(session.pk, by=place.secretary, proposal_ids=[late.pk])
    again = place.items(session)[-1]
    [round_] = actions.open_rounds(session.pk, by=place.secretary, item_ids=[again.pk])
    place.cast(round_, "agree", "agree", "agree")
    place.closed(round_)
    actions.conclude_item(again.pk, by=place.secretary)
    actions.finish_session(session.pk, by=place.secretary)
    actions.close_session(session.pk, by=place.secretary)

    lines = ResultLine.objects.filter(notice=place.notice, proposal=late)
    assert [(one.outcome, one.words) for one in lines] == [("passed", "")]


def test_a_session_without_proposals_tells_nobody():
    place = Sitting(3, proposals=0, ballot="open")
    session = place.running()
    actions.finish_session(session.pk, by=place.secretary)
    actions.close_session(session.pk, by=place.secretary)

    assert not ResultNotice.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_closed_by_two_at_once_each_unit_is_told_once():
    place = Told()
    session = place.finished()

    came = both(
        *[lambda: actions.close_session(session.pk, by=place.secretary)] * 2,
    )

    assert sorted(came) == [
        "Không thể chuyển từ “Đã kết thúc” sang “Đã kết thúc”.", "done",
    ]  # fmt: skip
    assert ResultNotice.objects.count() == 2


def test_the_database_keeps_it(told):
    notice = told.notice
    twice = pytest.raises(IntegrityError, match="a_unit_is_told_once_of_a_session")
    with twice, transaction.atomic():
        ResultNoticeFactory(session=told.session, unit=told.unit)
    bare = pytest.raises(IntegrityError, match="no_refusal_is_told_without_words")
    with bare, transaction.atomic():
        ResultLineFactory(outcome="rejected", words="")
    for rows, change in (
        (notice.lines.all(), {"words": "Khác"}),
        (ResultNotice.objects.all(), {"held_on": localdate() - timedelta(days=1)}),
    ):
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        notice.lines.all().delete()
    actions.open_result_notice(notice.pk, by=told.writer)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        ResultNotice.objects.update(opened_at=None, opened_by=None)


# ---- Việc cần làm, mở ---------------------------------------------------------------------


def test_the_unit_is_told_until_somebody_of_it_opens(told, client):
    [item] = result_inbox.items(told.leader)
    assert (item.title, item.act) == (
        "Xem kết quả xét đề nghị khen thưởng: "
        f"Phiên họp số {told.session.number}/{told.session.year}",
        "Xem kết quả",
    )  # fmt: skip
    assert item.context.startswith(f"{told.council} gửi {told.unit} · họp ngày ")
    assert len(result_inbox.items(told.writer)) == 1
    assert b"Xem k\xe1\xba\xbft qu\xe1\xba\xa3 x\xc3\xa9t" in _home(client, told.leader)

    client.force_login(told.writer)
    assert client.get(item.url).status_code == 200

    assert result_inbox.items(told.leader) == []
    notice = told.notice
    assert notice.opened_by == told.writer
    entry = AuditEntry.objects.get(action="resultnotice.opened")
    assert (entry.actor, entry.subject_id) == (told.writer, notice.pk)
    page(client, told.leader, notice)
    assert told.notice.opened_by == told.writer


def _home(client, user):
    client.force_login(user)
    return client.get(reverse("home")).content


def test_who_reads_without_working_there_opens_nothing(told, client):
    auditor = MembershipFactory(unit=told.unit, role=Role.ADMINISTRATOR).user
    for user in (auditor, told.secretary):
        assert page(client, user, told.notice).status_code == 200
        assert result_inbox.items(user) == []
    client.force_login(told.writer)
    client.head(reverse("awards:result-notice", args=[told.notice.pk]))

    assert told.notice.opened_at is None
    with pytest.raises(PermissionDenied):
        actions.open_result_notice(told.notice.pk, by=told.secretary)


def test_another_unit_and_who_left_see_nothing(told, client):
    former = MembershipFactory(
        unit=told.unit, role=Role.LEADER, valid_to=localdate() - timedelta(days=1)
    ).user
    for user in (told.stranger, former, UserFactory()):
        assert page(client, user, told.notice).status_code == 404
        assert told.notice not in ResultNotice.objects.visible_to(user)
    assert [one.url for one in result_inbox.items(former)] == []


# ---- Trang thông báo ----------------------------------------------------------------------


def test_the_letter_tells_the_words_and_never_the_votes(told, client):
    answer = page(client, told.leader, told.notice)
    text = answer.content.decode()

    assert f"Kính gửi: {told.unit.name}" in text
    for group in (
        "Được thông qua: 1 đề nghị", "Chưa được thông qua: 1 đề nghị",
        "Để xét ở phiên sau: 1 đề nghị",
    ):  # fmt: skip
        assert group in text
    assert WHY_NOT in text
    assert WHY_LATER in text
    assert "Kết luận của Hội đồng chưa phải là quyết định" in text
    assert told.secretary.full_name in text
    assert told.proposals[3].subject_name not in text
    for told_nowhere in ("phiếu", "không đạt", "Tỷ lệ", *_names(told)):
        assert told_nowhere not in text


def _names(told):
    return [seat.name for seat in told.seats]


def test_a_decision_that_names_a_proposal_is_told_with_its_number(told, client):
    notice, first = told.notice, told.proposals[0]
    signer = MembershipFactory(unit=told.ward, role=Role.LEADER)
    given = {"authority": told.ward, "created_by": told.secretary, "signer": signer}
    draft = DecisionFactory(**given)
    line = DecisionLineFactory(
        decision=draft, proposal=first, honouree=None, collective=told.unit
    )
    assert (
        "Chờ quyết định khen thưởng"
        in page(client, told.leader, notice).content.decode()
    )

    issued = DecisionFactory(issued=True, **given)
    type(line).objects.filter(pk=line.pk).update(decision=issued)
    text = page(client, told.leader, notice).content.decode()
    assert issued.number_and_symbol in text
    assert reverse("reports:verify", args=[issued.code]) in text
    assert "Chờ quyết định khen thưởng" not in text
    assert "Đã hủy bỏ" not in text

    cancel = DecisionFactory(
        issued=True, kind="cancel", target=issued, target_code=issued.code,
        reason="Khai sai thành tích.", **given,
    )  # fmt: skip
    DecisionLineFactory(
        decision=cancel, cancels=line, honouree=None, collective=told.unit
    )
    text = page(client, told.leader, notice).content.decode()
    assert "Đã hủy bỏ" in text
    assert reverse("reports:verify", args=[cancel.code]) in text


def test_the_page_of_the_proposal_leads_to_it(told, client):
    client.force_login(told.writer)
    rejected = told.proposals[1]
    text = client.get(reverse("awards:proposal", args=[rejected.pk])).content.decode()

    assert reverse("awards:result-notice", args=[told.notice.pk]) in text
    assert "Chưa được Hội đồng thông qua tại phiên họp số" in text
    assert WHY_NOT in text


@pytest.mark.parametrize("amount", [1, 3])
def test_what_the_pages_cost(amount, client, django_assert_num_queries):
    notice = ResultNoticeFactory()
    user = MembershipFactory(unit=notice.unit, role=Role.REPORTER).user
    for number in range(amount):
        ResultLineFactory(notice=notice, position=number)
        more = ResultNoticeFactory(unit=notice.unit) if number else notice
        if number:
            ResultLineFactory(notice=more)
    client.force_login(user)
    client.get(reverse("awards:result-notice", args=[notice.pk]))
    _ = user.roles

    with django_assert_num_queries(1):
        assert len(result_inbox.items(user)) == amount - 1
    with django_assert_num_queries(LIST):
        client.get(reverse("awards:result-list"))
    with django_assert_num_queries(LETTER):
        client.get(reverse("awards:result-notice", args=[notice.pk]))


def test_the_list_tells_what_is_there_and_what_is_not(told, client):
    client.force_login(told.writer)
    text = client.get(reverse("awards:result-list")).content.decode()
    assert "1 được thông qua, 1 chưa được thông qua, 1 để phiên sau" in text
    assert "Chưa mở" in text
    assert text.count("td-rowlink") == 1

    client.force_login(UserFactory())
    assert (
        "td-rowlink" not in client.get(reverse("awards:result-list")).content.decode()
    )
    client.force_login(MembershipFactory(role=Role.REPORTER).user)
    text = client.get(reverse("awards:result-list")).content.decode()
    assert "Chưa có thông báo kết quả nào" in text


def test_behind_the_fence_a_page_sees_its_own_alone(told):
    def look():
        return set(ResultNotice._base_manager.values_list("unit", flat=True)), (
            ResultLine._base_manager.count()
        )

    assert through_middleware(told.leader, look) == ({told.unit.pk}, 3)
    assert through_middleware(told.stranger, look) == ({told.other.pk}, 1)
