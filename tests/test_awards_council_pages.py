"""Trang của Hội đồng: what each sees, what is told, what it costs."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now

from awards import actions, council_inbox
from awards.council.record import record_of
from awards.models import (
    Attendance,
    AwardName,
    BallotTaken,
    CouncilSession,
    CouncilTerm,
    Proposal,
    Recusal,
)
from tests.council_scene import Sitting
from tests.factories import HonoureeFactory, MembershipFactory, Role, UnitFactory
from tests.factories.council import (
    CouncilFactory,
    CouncilTermFactory,
    ProposalFactory,
)
from tests.factories.people import SINCE
from tests.paper_files import words
from tests.rule_books import unlocked
from tests.test_matrix_fence import through_middleware

pytestmark = pytest.mark.django_db
TODAY = localdate()


SESSION = RUN = 14
BALLOT = 10
MINUTES, HOME, PICK = 12, 8, 5


def at(name, *args):
    return reverse(f"awards:{name}", args=args)


@pytest.fixture
def place():
    return Sitting(5)


def seen_by(client, user, url, **query):
    client.force_login(user)
    return client.get(url, query)


def sent_by(client, user, url, **data):
    client.force_login(user)
    return client.post(url, data)


# ---- the council -----------------------------------------------------------------------------


def test_from_nothing_to_members(client):
    ward = UnitFactory()
    council = CouncilFactory(parent=ward)
    secretary = MembershipFactory(unit=council, role=Role.SECRETARY).user
    client.force_login(secretary)
    page = words(client.get(at("council-home")))
    assert "Lập nhiệm kỳ theo quyết định thành lập" in page

    answer = client.post(
        at("term-lay", council.pk),
        {"reference": "", "decided_on": "31/2/2026", "valid_from": "1/1/2026"},
    )
    assert answer.status_code == 422
    assert "Không có ngày 31/02/2026." in words(answer)
    answer = client.post(
        at("term-lay", council.pk),
        {"reference": "5/QĐ-UBND", "decided_on": "1/1/2026", "valid_from": "1/1/2026"},
    )
    assert answer.status_code == 302
    term = CouncilTerm.objects.get()
    url = at("seat-add", term.pk)
    for data in (
        {"account": secretary.pk, "position": "secretary"},
        {
            "name": "Trần Văn Chủ",
            "position": "chair",
            "votes": "on",
            "title": "Chủ tịch UBND",
        },
    ):
        assert client.post(url, data).status_code == 302
    answer = client.post(url, {"name": "Bà Hai", "position": "chair", "votes": "on"})
    assert answer.status_code == 422
    assert "Hội đồng đã có Chủ tịch trong thời gian này." in words(answer)
    assert 'value="Bà Hai"' in answer.content.decode()
    page = words(client.get(at("council-home")))
    assert "Trần Văn Chủ" in page
    assert "5/QĐ-UBND" in page


def test_an_authority_without_a_council_is_told_what_to_do(client):
    officer = MembershipFactory(unit__short_name="UBND xã Xa", role=Role.OFFICER).user

    page = words(seen_by(client, officer, at("council-home")))
    assert "UBND xã Xa chưa có đơn vị loại “Hội đồng Thi đua - Khen thưởng”." in page


def test_the_door_is_for_who_sits_there(client, place):
    officer = MembershipFactory(unit=place.ward, role=Role.OFFICER).user
    for user, there in (
        (place.users[1], True),
        (place.secretary, True),
        (officer, False),
    ):
        page = seen_by(client, user, reverse("home")).content.decode()
        assert (f'href="{at("council-home")}"' in page) == there
        nav = page[page.index('class="td-nav"') :]
        assert nav[: nav.index("</nav>")].count("<a ") <= 6


def test_another_council_sees_nothing(client, place):
    other = Sitting(2)
    session = place.running()
    for user in (other.secretary, MembershipFactory(unit=place.ward).user):
        for url in (
            at("session", session.pk), at("ballot", session.pk),
            at("session-minutes", session.pk), at("session-run", session.pk),
        ):  # fmt: skip
            assert seen_by(client, user, url).status_code == 404


# ---- planned, invited ------------------------------------------------------------------------


def test_a_session_is_planned_and_its_proposals_are_picked(client, place):
    client.force_login(place.secretary)
    data = {
        "title": "Xét khen thưởng", "kind": "meeting",
        "planned_day": f"{TODAY:%d/%m/%Y}", "planned_time": "14h30", "place": "Phòng 2",
        "chair": place.seats[0].pk, "secretary": place.secretary_seat.pk,
    }  # fmt: skip
    url = at("session-plan", place.council.pk)
    answer = client.post(url, data | {"planned_time": "2 giờ chiều"})
    assert answer.status_code == 422
    assert "Giờ viết theo 24 giờ, ví dụ 14:00 hoặc 14h30." in words(answer)
    assert 'value="2 giờ chiều"' in answer.content.decode()
    answer = client.post(url, data)
    session = CouncilSession.objects.get()
    assert answer.url == at("session-pick", session.pk)
    assert f"{localtime(session.planned_at):%H:%M}" == "14:30"

    page = words(client.get(answer.url))
    assert str(place.proposals[0]) in page
    assert client.post(answer.url, {}).status_code == 422
    client.post(answer.url, {"de-nghi": place.proposals[0].pk})
    assert session.items.get().proposal == place.proposals[0]
    form = client.get(at("session-amend", session.pk)).content.decode()
    assert 'value="14:30"' in form
    client.post(at("session-invite", session.pk))
    assert session.attendances.count() == 6


def test_who_is_invited_finds_it_among_what_is_to_be_done(client, place):
    session = place.planned()
    actions.invite(session.pk, by=place.secretary)
    member = place.users[1]

    page = words(seen_by(client, member, reverse("home")))
    assert "Trả lời giấy mời: Phiên họp số 1" in page
    url = at("session-answer", session.pk)
    answer = sent_by(client, member, url, answer="absent")
    assert answer.status_code == 422
    assert "Ghi lý do vắng mặt." in words(answer)
    assert sent_by(client, member, url, answer="come").status_code == 302
    assert "giấy mời" not in words(seen_by(client, member, reverse("home")))
    assert "Sẽ dự họp" in words(
        seen_by(client, place.secretary, at("session-run", session.pk))
    )


def test_the_secretary_writes_down_what_was_said_by_telephone(client, place):
    session = place.planned()
    actions.invite(session.pk, by=place.secretary)
    row = session.attendances.get(seat=place.seats[3])
    url = at("attendance-answer", session.pk, row.pk)
    assert sent_by(client, place.users[1], url, answer="come").status_code == 403
    answer = sent_by(
        client, place.secretary, url, answer="absent", reason="Đi công tác"
    )
    assert answer.url == f"{at('session-run', session.pk)}#diem-danh"
    page = words(client.get(at("session-run", session.pk)))
    assert "Vắng mặt: Đi công tác" in page
    other = Sitting(1)
    elsewhere = other.planned()
    actions.invite(elsewhere.pk, by=other.secretary)
    theirs = elsewhere.attendances.first()
    client.force_login(place.secretary)
    url = at("attendance-answer", session.pk, theirs.pk)
    assert client.get(url).status_code == 404


# ---- voting ----------------------------------------------------------------------------------


def test_a_member_votes_and_gets_a_receipt(client, place):
    session = place.running()
    [round_] = place.opened(session)
    member = place.users[1]
    page = words(seen_by(client, member, reverse("home")))
    assert "Bỏ phiếu 1 đề nghị: Phiên họp số 1" in page
    url = at("ballot", session.pk)
    page = seen_by(client, member, url).content.decode()
    assert page.count('type="radio"') == 3
    assert "checked" not in page

    answer = client.post(url, {})
    assert answer.status_code == 422
    assert "Chọn đồng ý, không đồng ý hoặc phiếu trắng rồi bỏ phiếu." in words(answer)
    answer = client.post(url, {f"phieu-{round_.pk}": "agree"})
    assert answer.status_code == 200
    [code] = re.findall(
        r'class="td-code">([A-Z0-9]{5}-[A-Z0-9]{5})<', answer.content.decode()
    )
    again = client.post(url, {f"phieu-{round_.pk}": "against"})
    assert again.status_code == 422
    assert "đã được ghi nhận" in words(again)
    assert "Anh/chị đã bỏ phiếu" in words(client.get(url))

    place.cast(round_, "agree", "agree", "against", first=2)
    place.cast(round_, "agree")
    run = words(seen_by(client, place.secretary, at("session-run", session.pk)))
    assert "5/5" in run
    assert "agree" not in run
    place.closed(round_)
    client.force_login(member)
    page = client.post(at("round", round_.pk), {"ma": code.lower()})
    assert "Phiếu mang mã này có trong danh sách" in words(page)
    assert page.content.decode().count('class="td-own"') == 1
    page = client.post(at("round", round_.pk), {"ma": "22222-22222"})
    assert "Không có phiếu nào mang mã này ở lượt này." in words(page)


def test_the_bar_has_a_block_for_each_member_and_the_line(client, place):
    session = place.running()
    [round_] = place.opened(session)
    place.cast(round_, "agree", "agree", "against", "blank")
    place.closed(round_)

    page = seen_by(client, place.users[0], at("session", session.pk)).content.decode()
    [bar] = re.findall(r'<span class="td-votes".*?</span>', page)
    assert re.findall(r'class="td-votes__(\w+)( is-line)?"', bar) == [
        ("ok", ""), ("ok", ""), ("bad", ""), ("blank", " is-line"), ("none", ""),
    ]  # fmt: skip
    assert 'aria-label="2 đồng ý, 1 không đồng ý, 1 không hợp lệ; cần 4/5"' in bar
    assert "40%" in page


def test_the_quorum_and_the_bar_count_who_writes_where_the_rule_does(client):
    place = Sitting(6, denominator="present", threshold=50)
    session = place.planned("mixed")
    actions.invite(session.pk, by=place.secretary)
    for user in place.users[2:4]:
        actions.answer_invitation(session.pk, by=user, answer="writing")
    place.come(session, 2)
    actions.open_session(session.pk, by=place.secretary)

    page = seen_by(client, place.secretary, at("session-run", session.pk))
    assert page.context["has_quorum"] is True  # two there, two in writing, of six
    [row] = page.context["agenda"].weighed
    assert (row.bar.needed, len(row.bar.blocks)) == (2, 4)

    Attendance.objects.filter(answer="writing").update(answer="come")
    page = seen_by(client, place.secretary, at("session-run", session.pk))
    assert page.context["has_quorum"] is False


def test_a_written_session_reckons_on_all_who_may_write(client):
    place = Sitting(6, denominator="present", threshold=50)
    session = place.running(kind="written")

    page = seen_by(client, place.secretary, at("session-run", session.pk))
    [row] = page.context["agenda"].weighed
    assert (row.bar.needed, len(row.bar.blocks)) == (3, 6)


def test_only_what_is_written_has_a_last_hour(client, place):
    session = place.running()
    place.opened(session)
    CouncilSession.objects.update(opinions_due=now() + timedelta(days=3))

    [item] = council_inbox.items(place.users[1])
    assert (item.act, item.deadline) == ("Bỏ phiếu", None)
    CouncilSession.objects.update(kind="mixed")
    [item] = council_inbox.items(place.users[1])
    assert item.deadline == localdate(now() + timedelta(days=3))


def test_who_stands_aside_sees_neither_ballot_nor_result(client, place):
    session = place.running()
    [item] = place.items(session)
    member = place.users[4]
    answer = sent_by(
        client, member, at("recusal-declare", item.pk), reason="Vợ được đề nghị"
    )
    assert answer.url == at("session", session.pk)
    [round_] = place.opened(session)
    place.cast(round_, "agree", "agree", "agree", "against")
    place.closed(round_)

    client.force_login(member)
    page = words(client.get(at("session", session.pk)))
    assert "Lượt biểu quyết và kết quả hiện khi phiên họp bế mạc." in page
    assert "đồng ý" not in page
    assert client.get(at("round", round_.pk)).status_code == 404
    assert "Kết quả: " not in words(client.get(at("session-minutes", session.pk)))
    fenced = through_middleware(member, lambda: _everything(round_))
    assert fenced == (0, 0, 0)
    assert through_middleware(place.users[1], lambda: _everything(round_)) == (1, 4, 4)

    actions.conclude_item(item.pk, by=place.secretary, words="Chưa đủ phiếu.")
    actions.finish_session(session.pk, by=place.secretary)
    page = words(client.get(at("session-minutes", session.pk)))
    assert "Tỷ lệ 3/5 = 60%" in page
    assert client.get(at("round", round_.pk)).status_code == 200


def _everything(round_):
    """Without a filter, as a view would that forgot every one."""
    model = type(round_)
    return (
        model._base_manager.count(),
        BallotTaken._base_manager.count(),
        round_.slips.model._base_manager.count(),
    )


def test_nobody_who_reads_looks_into_a_box(place):
    from awards.models import BallotBox  # noqa: PLC0415 beside what it checks

    place.opened(place.running())
    assert BallotBox.objects.count() == 1
    assert through_middleware(place.secretary, BallotBox._base_manager.count) == 0


def test_standing_aside_is_suggested(client):
    place = Sitting(3, proposals=0)
    office = UnitFactory(parent=place.ward, quiet=True)
    MembershipFactory(unit=office, user=place.users[1])
    person = HonoureeFactory(unit=place.ward, account=place.users[2])
    place.proposals = [
        ProposalFactory(authority=place.ward, unit=office),
        ProposalFactory(
            authority=place.ward, collective=None, honouree=person, subject_name="Ông Ba",
            appraised_by=place.users[0], appraised_at=now(),
        ),
    ]  # fmt: skip
    session = place.running()

    page = words(seen_by(client, place.secretary, at("session-run", session.pk)))
    assert f"{place.users[1]} làm việc ở tập thể được đề nghị khen." in page
    assert f"{place.users[2]} là người được đề nghị khen." in page
    assert f"{place.users[0]} đã thẩm định đề nghị này." in page
    page = words(seen_by(client, place.users[1], at("session", session.pk)))
    assert (
        "Nên cân nhắc không tham gia xét: anh/chị làm việc ở tập thể được đề nghị khen."
        in page
    )
    item = place.items(session)[0]
    client.force_login(place.secretary)
    url = at("recusal-record", item.pk)
    client.post(url, {"seat": place.seats[1].pk, "reason": "cùng đơn vị"})
    assert Recusal.objects.get().seat == place.seats[1]
    page = words(client.get(at("session-run", session.pk)))
    assert "không tham gia xét: cùng đơn vị" in page


def test_two_tellers_do_not_see_each_other(client):
    place = Sitting(3, without_account=2)
    session = place.running()
    [round_] = place.opened(session)
    client.force_login(place.secretary)
    for seat in place.seats[3:]:
        client.post(at("paper-give", session.pk), {"ghe": seat.pk})
    assert BallotTaken.objects.filter(way="paper").count() == 2
    url = at("paper-count", round_.pk)
    client.post(url, {"agreed": 2, "against": 0, "blank": 0})
    assert "2 đồng ý, 0 không đồng ý" in words(client.get(url))

    teller = place.users[1]
    page = words(seen_by(client, teller, url))
    assert f"{place.secretary}: đã nhập" in page
    assert "2 đồng ý" not in page
    client.post(url, {"agreed": 1, "against": 1, "blank": 0})
    page = words(client.get(url))
    assert "Hai người nhập khác nhau." in page
    assert "2 đồng ý, 0 không đồng ý" in page
    client.post(url, {"agreed": 2, "against": 0, "blank": 0})
    assert "Hai người nhập khớp nhau." in words(client.get(url))


def test_hands_are_recorded_and_stand_under_their_names(client):
    place = Sitting(2, without_account=1, ballot="open", threshold=50)
    session = place.running()
    [round_] = place.opened(session)
    url = at("round-hands", round_.pk)
    client.force_login(place.secretary)
    answer = client.post(url, {})
    assert answer.status_code == 422
    data = {f"ghe-{seat.pk}": "agree" for seat in place.seats}
    assert client.post(url, data).status_code == 302
    assert "Mọi thành viên biểu quyết được đã có ý kiến" in words(client.get(url))
    client.post(at("round-close", round_.pk))
    page = words(client.get(at("round", round_.pk)))
    assert f"{place.seats[2].name}: Đồng ý" in page


def test_a_refusal_is_told_where_the_press_was(client, place):
    session = place.running(present=2)
    [item] = place.items(session)
    client.force_login(place.secretary)
    answer = client.post(at("rounds-open", session.pk), {"muc": item.pk}, follow=True)
    assert "Chưa đủ thành viên dự họp: có 2/5, cần ít nhất 4" in words(answer)
    answer = client.post(at("rounds-open", session.pk), {"muc": "x"}, follow=True)
    assert "Chọn ít nhất một đề nghị để biểu quyết." in words(answer)
    client.post(
        at("attendance", session.pk, session.attendances.get(seat=place.seats[2]).pk),
        {"presence": "present"},
    )
    page = client.get(at("session-run", session.pk)).content.decode()
    assert "3/5 thành viên có mặt, cần ít nhất 4" in page


def test_a_session_is_run_to_its_end_by_presses_alone(client, place):
    session = place.planned()
    client.force_login(place.secretary)
    client.post(at("session-invite", session.pk))
    for row in session.attendances.all():
        client.post(at("attendance", session.pk, row.pk), {"presence": "present"})
    client.post(at("session-open", session.pk))
    [item] = place.items(session)
    client.post(at("rounds-open", session.pk), {"muc": item.pk})
    round_ = item.rounds.get()
    place.cast(round_, *["agree"] * 5)
    client.force_login(place.users[0])  # the chair may, too
    client.post(at("round-close", round_.pk))
    client.post(at("conclude-passed", session.pk))
    client.force_login(place.secretary)
    client.post(at("session-finish", session.pk))
    client.post(at("session-close", session.pk))
    session.refresh_from_db()
    assert session.status == "closed"
    assert Proposal.objects.get().status == "passed"
    page = words(client.get(at("session-run", session.pk)))
    assert "Mở biểu quyết" not in page


# ---- the record ------------------------------------------------------------------------------


def test_the_record_tells_all_of_a_session():
    place = Sitting(6, proposals=2, without_account=1)
    session = place.planned()
    actions.invite(session.pk, by=place.secretary)
    actions.answer_invitation(
        session.pk, by=place.users[5], answer="absent", reason="Đi công tác"
    )
    place.come(session)
    place.mark(session, place.seats[5], "absent")
    actions.open_session(session.pk, by=place.secretary)
    first, second = place.items(session)
    actions.declare_recusal(first.pk, by=place.users[4], reason="cùng đơn vị")
    actions.add_topic(session.pk, by=place.secretary, topic="Thông qua kế hoạch")
    [round_] = place.opened(session, 0)
    place.cast(round_, "agree", "agree", "against", "agree")
    place.closed(round_)
    actions.conclude_item(first.pk, by=place.secretary, words="Chưa đạt tỷ lệ.")
    actions.defer_item(second.pk, by=place.secretary, words="Chờ hiệp y")
    actions.finish_session(session.pk, by=place.secretary)
    session.refresh_from_db()

    record = record_of(session)
    assert (record.number, record.year, record.place) == (
        1,
        TODAY.year,
        "Phòng họp số 2",
    )
    assert (record.chair, record.secretary) == (
        place.seats[0].name, place.secretary_seat.name,
    )  # fmt: skip
    assert len(record.voting) == 7
    assert [(one.name, one.absence) for one in record.absent] == [
        (place.secretary_seat.name, ""), (place.seats[5].name, "Đi công tác"),
    ] or {one.absence for one in record.absent} == {"", "Đi công tác"}  # fmt: skip
    item = record.items[0]
    assert item.aside == ((place.seats[4].name, "cùng đơn vị"),)
    last = item.last
    assert (
        last.members, last.present, last.recused, last.taken, last.agreed, last.against,
        last.base, last.base_words, last.needed, last.percent, last.passed,
    ) == (7, 6, 1, 4, 3, 1, 7, "tổng số thành viên Hội đồng", 6, "42,8%", False)  # fmt: skip
    assert record.rejected == [item]
    assert [one.conclusion for one in record.deferred] == ["Chờ hiệp y"]
    assert record.items[2].topic == "Thông qua kế hoạch"


def test_the_record_names_the_award_of_the_day_of_the_session():
    place = Sitting(3)
    session = place.running()
    begun = now() - timedelta(days=40)
    CouncilSession.objects.filter(pk=session.pk).update(opened_at=begun)
    award = place.proposals[0].award
    with unlocked(AwardName):
        AwardName.objects.filter(award=award).update(valid_to=TODAY - timedelta(days=9))
        AwardName.objects.create(
            award=award, name="Giấy khen đổi tên", basis="Luật mới",
            valid_from=TODAY - timedelta(days=8),
        )  # fmt: skip

    session.refresh_from_db()
    assert record_of(session).items[0].award == "Giấy khen mẫu"


# ---- what it costs ---------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts(client, django_assert_num_queries, count):
    place = Sitting(5, proposals=count)
    session = place.running()
    place.opened(session)
    for number in range(count):
        day = SINCE - timedelta(days=400 * (number + 1))
        CouncilTermFactory(
            unit=place.council, valid_from=day, valid_to=day + timedelta(days=99)
        )
    costs = {
        (place.users[1], at("session", session.pk)): SESSION,
        (place.secretary, at("session-run", session.pk)): RUN,
        (place.users[1], at("ballot", session.pk)): BALLOT,
        (place.secretary, at("session-minutes", session.pk)): MINUTES,
        (place.secretary, at("council-home")): HOME,
        (place.secretary, at("session-pick", session.pk)): PICK,
    }
    for (user, url), cost in costs.items():
        client.force_login(user)
        client.get(url)
        with django_assert_num_queries(cost):
            assert client.get(url).status_code == 200
