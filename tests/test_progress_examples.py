"""Điển hình, đôn đốc, giao ước: chosen and led on, adopted; nudged once a day; agreed by all."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from campaigns import actions, chronicle, mailing, tasks
from campaigns.models import (
    ExampleStep,
    Nudge,
    NudgeLetter,
    Pact,
    PactAgreement,
    Undertaking,
)
from tests.factories import (
    ClusterFactory,
    ClusterMemberFactory,
    ClusterOfficeFactory,
    ExampleStepFactory,
    MembershipFactory,
    NudgeFactory,
    NudgeLetterFactory,
    ParticipationFactory,
    Role,
    UndertakingFactory,
    UnitFactory,
)
from tests.test_progress_registering import WHOLE, Place, book
from units.errors import Refused
from units.models import AuditEntry

pytestmark = pytest.mark.django_db
TODAY = localdate()
DAY = timedelta(days=1)


@pytest.fixture
def place():
    return Place()


# ---- examples -----------------------------------------------------------------------------


def take_on(undertaking, by, stage, on=TODAY, note=""):
    return actions.take_example_on(undertaking.pk, by=by, stage=stage, on=on, note=note)


def test_an_example_goes_its_way_step_by_step(place):
    approved, by = place.approved(), place.ward.officer
    way = [
        ("found", TODAY - 9 * DAY), ("nurtured", TODAY - 5 * DAY), ("summed_up", TODAY - DAY),
        ("spread", TODAY),
    ]  # fmt: skip
    for stage, on in way:
        take_on(approved, by, stage, on, f"Bước {stage}")

    approved.refresh_from_db()
    assert approved.stage == "spread"
    assert approved.next_stage is None
    assert list(ExampleStep.objects.values_list("stage", "on", "note", "by")) == [
        (stage, on, f"Bước {stage}", by.pk) for stage, on in way
    ]
    assert book(approved)[-4:] == ["undertaking.example_moved"] * 4
    with pytest.raises(Refused, match="bước cuối"):
        take_on(approved, by, "spread")


@pytest.mark.parametrize(
    ("stage", "on", "words"),
    [
        ("summed_up", TODAY, "bước sau là “Bồi dưỡng”"),
        ("found", TODAY, "bước sau là “Bồi dưỡng”"),
        ("nurtured", TODAY + DAY, "ngày đã đến"),
        ("nurtured", TODAY - 6 * DAY, "trước ngày của bước trước"),
    ],
)
def test_no_step_is_left_out_or_dated_wrongly(place, stage, on, words):
    approved = place.approved()
    take_on(approved, place.ward.officer, "found", TODAY - 5 * DAY)
    with pytest.raises(Refused, match=words):
        take_on(approved, place.ward.officer, stage, on)


def test_only_what_is_approved_is_chosen_and_only_by_the_host(place):
    with pytest.raises(Refused, match="đã duyệt làm điển hình"):
        take_on(place.sent(), place.ward.officer, "found")
    approved = place.approved()
    for by in (place.by, place.ward.person(Role.SECRETARY)):
        with pytest.raises(PermissionDenied):
            take_on(approved, by, "found")


def test_an_approval_is_not_undone_under_an_example(place):
    approved, by = place.approved(), place.ward.officer
    take_on(approved, by, "found")
    with pytest.raises(Refused, match="Thôi chọn làm điển hình trước"):
        actions.undo_approval(approved.pk, by=by, reason="Sai")
    with pytest.raises(Refused, match="Ghi lý do thôi chọn"):
        actions.drop_example(approved.pk, by=by, reason=" ")
    step = actions.drop_example(approved.pk, by=by, reason="Không bền.")
    assert (step.stage, step.note, str(step)) == (
        "", "Không bền.", "Thôi chọn làm điển hình",
    )  # fmt: skip
    with pytest.raises(Refused, match="không phải là điển hình"):
        actions.drop_example(approved.pk, by=by, reason="Lại")
    assert actions.undo_approval(approved.pk, by=by, reason="Sai").status == "submitted"


def test_steps_are_never_changed():
    step = ExampleStepFactory()
    for change in (
        lambda: ExampleStep.objects.update(note="khác"),
        lambda: ExampleStep.objects.filter(pk=step.pk).delete(),
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change()


def test_another_unit_adopts_an_example_once(place):
    approved = place.approved(place="Hẻm 3")
    other = ParticipationFactory(campaign=place.campaign)
    by = MembershipFactory(unit=other.unit, role=Role.REPORTER).user
    with pytest.raises(Undertaking.DoesNotExist):
        actions.adopt_example(approved.pk, other.pk, by=by)
    take_on(approved, place.ward.officer, "found")

    adopted = actions.adopt_example(approved.pk, other.pk, by=by)
    assert (adopted.status, adopted.name, adopted.description, adopted.unit) == (
        "draft", approved.name, approved.description, other.unit,
    )  # fmt: skip
    assert (adopted.adopted_from, adopted.place) == (approved, "")
    with pytest.raises(Refused, match="đã học theo điển hình này"):
        actions.adopt_example(approved.pk, other.pk, by=by)
    with pytest.raises(Refused, match="chính đơn vị"):
        actions.adopt_example(approved.pk, place.taking.pk, by=place.by)
    with pytest.raises(PermissionDenied):
        actions.adopt_example(approved.pk, place.taking.pk, by=by)


# ---- nudges -------------------------------------------------------------------------------


def nudge(place, *takings, **more):
    return actions.nudge_units(
        place.campaign.pk, by=place.ward.officer,
        participation_ids=[one.pk for one in takings or [place.taking]], **more,
    )  # fmt: skip


def test_a_nudge_says_what_is_owed_to_the_people_of_the_unit(place):
    place.by.email = "bay@mau.vn"
    place.by.save(update_fields=["email"])
    leader = MembershipFactory(unit=place.unit, leader=True).user
    MembershipFactory(unit=place.unit, role=Role.CLERK)
    (sent,) = nudge(place, note="Gửi sớm giúp.")

    day = place.call.due_on
    assert sent.text == (
        f"Còn phải đăng ký 1 mô hình, hạn {day:%d/%m/%Y} (còn 4 ngày).\nGửi sớm giúp."
    )
    assert (sent.sent_by, sent.sent_on, sent.about) == (
        place.ward.officer, TODAY, "registration",
    )  # fmt: skip
    letters = NudgeLetter.objects.order_by("pk").values_list("user", "address")
    assert list(letters) == [(place.by.pk, "bay@mau.vn"), (leader.pk, leader.email)]
    assert book(sent) == ["nudge.added"]


def test_nobody_is_nudged_twice_a_day(place):
    nudge(place)
    with pytest.raises(Refused, match="hôm nay đã đôn"):
        nudge(place)
    with pytest.raises(IntegrityError), transaction.atomic():
        NudgeFactory(participation=place.taking)
    Nudge.objects.update(sent_on=TODAY - DAY)
    assert len(nudge(place)) == 1


def test_who_has_sent_enough_is_left_alone_and_a_return_is_told(place):
    sent = place.sent()
    with pytest.raises(Refused, match="Không còn đơn vị nào"):
        nudge(place)
    actions.return_undertaking(sent.pk, by=place.ward.officer, reason="Thiếu kinh phí")
    (told,) = nudge(place)
    assert told.text.splitlines()[1] == (
        f"“{WHOLE['name']}” bị trả lại, chờ sửa và gửi lại."
    )


def test_only_the_host_nudges(place):
    for by in (place.by, place.ward.reporter, place.ward.leader):
        with pytest.raises(PermissionDenied):
            actions.nudge_units(
                place.campaign.pk, by=by, participation_ids=[place.taking.pk]
            )
    other = ParticipationFactory()
    with pytest.raises(Refused, match="Không còn đơn vị nào"):
        nudge(place, other)


def test_the_letter_is_queued_and_sent_once(place, django_capture_on_commit_callbacks):
    place.by.email = "bay@mau.vn"
    place.by.save(update_fields=["email"])
    with django_capture_on_commit_callbacks() as queued:
        nudge(place)
    letter = NudgeLetter.objects.get()
    assert len(queued) == 1

    tasks.send_nudge(letter.pk)
    tasks.send_nudge(letter.pk)
    (message,) = mail.outbox
    assert message.to == ["bay@mau.vn"]
    assert message.subject == f"Đôn đốc đăng ký: {place.campaign}"
    assert "Còn phải đăng ký 1 mô hình" in message.body
    assert "/dang-ky/" in message.body
    letter.refresh_from_db()
    assert letter.mailed_at is not None
    assert mailing.owed(now() + DAY) == []


def test_letters_that_no_worker_sent_are_owed_until_they_are_old():
    letter = NudgeLetterFactory()
    NudgeLetterFactory(address="")
    assert mailing.owed(now() - DAY) == []
    assert mailing.owed(now() + timedelta(minutes=1)) == [letter.pk]
    assert mailing.owed(now() + 9 * DAY) == []
    letter.refresh_from_db()
    assert letter.failure == "Không gửi được trong bảy ngày."


# ---- pacts --------------------------------------------------------------------------------


class Cluster:
    """Cụm 1: East heads it, West and South are members."""

    def __init__(self):
        top = UnitFactory()
        self.cluster = ClusterFactory(parent=top)
        self.units = [UnitFactory(parent=top) for _ in range(3)]
        self.members = [
            ClusterMemberFactory(cluster=self.cluster, unit=unit) for unit in self.units
        ]
        ClusterOfficeFactory(cluster=self.cluster, unit=self.units[0])
        self.head, self.west, self.south = (
            MembershipFactory(unit=unit, role=Role.OFFICER).user for unit in self.units
        )

    def written(self, **more):
        facts = {
            "name": "Giao ước năm nay", "text": "Mỗi xã một công trình.",
            "starts_on": TODAY, "ends_on": TODAY + 99 * DAY,
        } | more  # fmt: skip
        return actions.begin_pact(self.cluster.pk, by=self.head, **facts)

    def agree(self, pact, place, version=1):
        by = (self.head, self.west, self.south)[place]
        return actions.agree_pact(pact.pk, self.units[place].pk, by=by, version=version)


@pytest.fixture
def cluster():
    return Cluster()


def test_a_pact_is_complete_when_the_last_member_agrees(cluster):
    pact = cluster.written()
    for place in range(3):
        pact.refresh_from_db()
        assert pact.status == "open"
        cluster.agree(pact, place)
    pact.refresh_from_db()

    assert pact.status == "complete"
    assert pact.completed_at is not None
    agreed = PactAgreement.objects.values_list(
        "unit", "agreed_by", "agreed_on", "version"
    )
    assert list(agreed) == [
        (unit.pk, by.pk, TODAY, 1)
        for unit, by in zip(
            cluster.units, (cluster.head, cluster.west, cluster.south), strict=True
        )
    ]
    assert book(pact) == ["pact.added", "pact.complete"]


def test_changed_words_ask_everybody_anew_with_the_reason(cluster):
    pact = cluster.written()
    for place in range(3):
        cluster.agree(pact, place)
    facts = {
        "name": pact.name, "text": "Mỗi xã hai công trình.", "starts_on": pact.starts_on,
        "ends_on": pact.ends_on,
    }  # fmt: skip
    with pytest.raises(Refused, match="3 thành viên đã đồng ý") as refused:
        actions.amend_pact(pact.pk, by=cluster.head, **facts)
    assert [at for at, _ in refused.value.parts] == ["reason"]
    amended = actions.amend_pact(pact.pk, by=cluster.head, reason="Thêm việc", **facts)

    assert (amended.status, amended.version, amended.completed_at) == ("open", 2, None)
    lapsed = PactAgreement.objects.values_list("lapsed_reason", flat=True)
    assert list(lapsed) == ["Sửa: Thêm việc"] * 3
    with pytest.raises(Refused, match="Đọc lại bản mới"):
        cluster.agree(pact, 1, version=1)
    assert cluster.agree(pact, 1, version=2).version == 2


def test_the_same_words_ask_nobody(cluster):
    pact = cluster.written()
    cluster.agree(pact, 0)
    actions.amend_pact(
        pact.pk, by=cluster.head, name=pact.name, text=pact.text,
        starts_on=pact.starts_on, ends_on=pact.ends_on,
    )  # fmt: skip
    assert PactAgreement.objects.living().count() == 1


def test_who_may_write_and_who_may_agree(cluster):
    pact = cluster.written()
    reporter = MembershipFactory(unit=cluster.units[1], role=Role.REPORTER).user
    for by in (cluster.west, reporter):
        with pytest.raises(PermissionDenied):
            actions.end_pact(pact.pk, by=by, reason="Thôi")
    for by in (cluster.head, reporter):
        with pytest.raises(PermissionDenied):
            actions.agree_pact(pact.pk, cluster.units[1].pk, by=by, version=1)
    stranger = MembershipFactory(role=Role.LEADER).user
    unit = stranger.memberships.get().unit
    with pytest.raises(Refused, match="không phải thành viên"):
        actions.agree_pact(pact.pk, unit.pk, by=stranger, version=1)
    cluster.agree(pact, 1)
    with pytest.raises(Refused, match="đã đồng ý giao ước này"):
        cluster.agree(pact, 1)


def test_an_agreement_is_taken_back_while_not_all_have_agreed(cluster):
    pact = cluster.written()
    agreement = cluster.agree(pact, 1)
    with pytest.raises(Refused, match="Ghi lý do rút lại"):
        actions.take_back_agreement(agreement.pk, by=cluster.west, reason="")
    back = actions.take_back_agreement(agreement.pk, by=cluster.west, reason="Xem lại")
    assert back.lapsed_reason == "Xem lại"
    for place in range(3):
        last = cluster.agree(pact, place)
    with pytest.raises(Refused, match="Mọi thành viên đã đồng ý"):
        actions.take_back_agreement(last.pk, by=cluster.south, reason="Thôi")


def test_who_leaves_is_waited_for_no_more(cluster):
    pact = cluster.written()
    cluster.agree(pact, 0)
    cluster.agree(pact, 1)
    with pytest.raises(Refused, match=f"Còn chờ {cluster.units[2]} đồng ý"):
        actions.complete_pact(pact.pk, by=cluster.head)
    cluster.members[2].valid_to = TODAY - DAY
    cluster.members[2].save()
    assert actions.complete_pact(pact.pk, by=cluster.head).status == "complete"


def test_an_ended_pact_stays_as_it_was(cluster):
    pact = cluster.written()
    with pytest.raises(Refused, match="Ghi lý do thôi giao ước"):
        actions.end_pact(pact.pk, by=cluster.head, reason="")
    actions.end_pact(pact.pk, by=cluster.head, reason="Sắp xếp lại cụm")
    with pytest.raises(Refused, match="đã thôi"):
        cluster.agree(pact, 0)
    with pytest.raises(Refused, match="không sửa được"):
        actions.end_pact(pact.pk, by=cluster.head, reason="Lại")
    assert Pact.objects.get().end_reason == "Sắp xếp lại cụm"


def test_the_book_of_the_campaign_tells_what_was_sent_and_no_drafts(place):
    draft = UndertakingFactory(participation=place.taking)
    AuditEntry.objects.create(
        action="undertaking.amended",
        subject="campaigns.Undertaking",
        subject_id=draft.pk,
    )
    sent = place.sent()

    told = chronicle.of_campaign(place.campaign).values_list("subject_id", "action")
    assert (sent.pk, "undertaking.submitted") in told
    assert draft.pk not in [pk for pk, _ in told]
