"""Duyệt và ký, cấp số, ký lại, trả lại, chứng thư: who may, when not, what the book says."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from campaigns.actions import submit_plan
from campaigns.content import Letterhead, PaperKind, PlanContent
from campaigns.models import Plan
from campaigns.queries import content_of
from campaigns.twin import from_twin, to_twin
from reports import actions
from reports.actions import capacity_in_words
from reports.models import Certificate, Document, DocumentFile, RegisterEntry
from tests.factories import (
    Capacity,
    DocumentFactory,
    DocumentFileFactory,
    DocumentFindingFactory,
    MembershipFactory,
    PasskeyFactory,
    PlanRecipientFactory,
    Role,
    UnitFactory,
    UserFactory,
    other_ward,
    ward,
)
from units import audit, workflow
from units.actions import delegate_signing
from units.errors import Refused
from units.likeness import same_agency
from units.models import User

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
Status = Document.Status


@pytest.fixture
def here():
    return ward()


@pytest.fixture
def queued(django_capture_on_commit_callbacks):
    """``queued(act, …)``: what the act gives, and the tasks it hands to the workers."""

    def queued(act, *args, **kwargs):
        with django_capture_on_commit_callbacks() as callbacks:
            result = act(*args, **kwargs)
        return result, [(call.func.__self__.name, call.args) for call in callbacks]

    return queued


def last_entry(record):
    entry = audit.history(record).first()
    return entry.action, entry.actor, entry.detail


# Duyệt và ký


def test_approve_and_sign(here, queued):
    plan = here.checked()

    document, tasks = queued(actions.approve_and_sign, plan.pk, by=here.leader)

    plan = Plan.objects.get(pk=plan.pk)
    assert (plan.status, plan.approved_by) == ("approved", here.leader)
    document = Document.objects.get(pk=document.pk)
    assert (
        document.status, document.kind, document.plan, document.issuer, document.title,
        document.symbol, document.place, document.signer, document.signer_name,
        document.signer_title, document.requested_by, document.number,
    ) == (
        "requested", "plan", plan, here.unit, plan.title, "KH-UBND", here.unit.place, here.signer,
        here.leader.full_name, "TM. Ủy ban nhân dân, Chủ tịch", here.leader, None,
    )  # fmt: skip
    assert tasks == [("reports.render_document", (document.pk,))]
    action, by, detail = last_entry(document)
    assert (action, by) == ("document.added", here.leader)
    assert detail["after"]["title"] == plan.title
    assert "twin" not in detail["after"]


def test_what_is_signed_is_what_stood_at_approval(here):
    plan = here.checked()

    document = actions.approve_and_sign(plan.pk, by=here.leader)
    content = content_of(Plan.objects.get(pk=plan.pk))
    plan.lines.update(text="sửa sau")

    assert from_twin(document.twin.encode()) == content


def test_only_the_named_signer_signs(here):
    plan = here.checked()
    deputy = here.person(Role.LEADER, capacity=Capacity.DEPUTY, title="Phó Chủ tịch")
    others = [here.person(role) for role in Role if role != Role.LEADER]
    for user in [deputy, *others, other_ward().leader, here.officer]:
        with pytest.raises(PermissionDenied):
            actions.approve_and_sign(plan.pk, by=user)
    assert not Document.objects.exists()


def test_nobody_signs_what_they_sent(here):
    plan = here.checked()
    Plan.objects.filter(pk=plan.pk).update(submitted_by=here.leader)

    with pytest.raises(PermissionDenied):
        actions.approve_and_sign(plan.pk, by=here.leader)


@pytest.mark.parametrize(
    "status", ["draft", "returned", "approved", "signed", "issued"]
)
def test_only_what_waits_is_signed(here, status):
    plan = here.checked()
    approver = {"approved_by": here.leader, "approved_at": now()}
    sender = {"submitted_by": None, "submitted_at": None}
    values = {"draft": sender, "returned": {}}.get(status, approver)
    Plan.objects.filter(pk=plan.pk).update(status=status, **values)

    with pytest.raises(Refused, match="Chỉ duyệt được kế hoạch đang chờ duyệt"):
        actions.approve_and_sign(plan.pk, by=here.leader)
    assert not Document.objects.exists()


def test_a_post_that_has_ended_signs_nothing(here):
    """The same person, leader again in another post: the block would print the old one."""
    plan = here.checked()
    today = localdate()
    here.leader.memberships.update(valid_to=today - DAY)
    MembershipFactory(
        user=here.leader, unit=here.unit, role=Role.LEADER, capacity=Capacity.DEPUTY,
        title="Phó Chủ tịch", valid_from=today,
    )  # fmt: skip

    with pytest.raises(Refused, match="không còn giữ chức vụ ghi ở phần ký"):
        actions.approve_and_sign(plan.pk, by=here.leader)
    plan.refresh_from_db()
    assert plan.status == "submitted"


def test_a_post_that_has_ended_signs_nothing_again(here, queued):
    document = here.document(stopped=True)
    here.leader.memberships.update(valid_to=localdate() - DAY)
    MembershipFactory(
        user=here.leader, unit=here.unit, role=Role.LEADER, capacity=Capacity.DEPUTY,
        title="Phó Chủ tịch", valid_from=localdate(),
    )  # fmt: skip

    with pytest.raises(Refused) as refusal:
        queued(actions.retry_document, document.pk, by=here.leader)

    assert str(refusal.value) == (
        f"{here.leader} không còn giữ chức vụ ghi ở phần ký. "
        "Trả lại để cán bộ soạn thảo chọn lại người ký."
    )
    document.refresh_from_db()
    assert (document.status, document.problem) == (
        "stopped",
        "Chứng thư số đã hết hạn.",
    )


@pytest.mark.parametrize(
    ("kinds", "giver_left", "status"),
    [
        ([], False, "requested"),
        (["plan"], False, "requested"),
        (["letter"], False, "stopped"),
        ([], True, "stopped"),
    ],
)
def test_a_delegated_signature_is_tried_again_while_its_writing_holds(
    here, kinds, giver_left, status
):
    until = localdate() + 30 * DAY
    delegate = delegate_signing(
        by=here.administrator, unit_id=here.signer.unit_id,
        user_id=PasskeyFactory(user=UserFactory()).user_id,
        title="Trưởng phòng Nội vụ", number="12/UQ-UBND", signed_on=localdate(),
        valid_from=localdate(), valid_to=until, kinds=kinds,
    ).membership  # fmt: skip
    document = DocumentFactory(plan__issuer=here.unit, signer=delegate, stopped=True)
    if giver_left:
        here.leader.memberships.update(valid_to=localdate() - DAY)

    signer = User.objects.get(pk=delegate.user_id)  # with the roles of now
    said = ""
    try:
        actions.retry_document(document.pk, by=signer)
    except Refused as refusal:
        said = str(refusal)

    document.refresh_from_db()
    lapsed = (
        f"Ủy quyền ký của {signer} không còn hiệu lực. "
        "Trả lại để cán bộ soạn thảo chọn lại người ký."
    )
    assert (document.status, said) == (status, lapsed if status == "stopped" else "")


def test_a_leader_who_left_signs_nothing(here):
    plan = here.checked()
    here.leader.memberships.update(valid_to=localdate() - DAY)

    with pytest.raises(PermissionDenied):
        actions.approve_and_sign(plan.pk, by=here.leader)


def test_capacity_in_words():
    membership = MembershipFactory.build(
        unit=UnitFactory.build(), capacity=Capacity.DEPUTY, title="Phó Chủ tịch"
    )

    assert capacity_in_words(membership) == (
        "TM. Ủy ban nhân dân, KT. Chủ tịch, Phó Chủ tịch"
    )


# Cấp số, ban hành


def issue(here, document, **changes):
    values = {"by": here.clerk, "day": localdate()}
    return actions.issue_document(document.pk, **(values | changes))


def test_issue(here, queued):
    document, _ = here.document(signed=True), here.series

    issued, tasks = queued(issue, here, document, copies=8, archive_unit="Văn phòng")

    document.refresh_from_db()
    assert issued == document
    assert (document.status, document.number, document.issued_on, document.numbered_by) == (
        "numbered", 1, localdate(), here.clerk,
    )  # fmt: skip
    entry = document.register_entry
    assert (
        entry.number, entry.symbol, entry.issued_on, entry.kind_and_title, entry.signer,
        entry.recipients, entry.archive_unit, entry.copies,
    ) == (
        1, "KH-UBND", localdate(), f"Kế hoạch: {document.title}", document.signer_name,
        "Lưu: VT", "Văn phòng", 8,
    )  # fmt: skip
    assert tasks == [("reports.seal_document", (document.pk,))]
    assert last_entry(document) == (
        "document.numbered",
        here.clerk,
        {"before": "signed"},
    )
    assert last_entry(entry)[:2] == ("registerentry.added", here.clerk)


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        (["Đảng ủy;", "- Các tổ dân phố;", "Lưu: VT, VP."], "Đảng ủy; Các tổ dân phố"),
        (["Đảng ủy", "LƯU : VT"], "Đảng ủy"),
        (["Phòng Lưu trữ", "Lưu: VT"], "Phòng Lưu trữ"),
        (["Lưu: VT"], "Lưu: VT"),
    ],
)
def test_the_register_names_who_gets_the_paper(here, printed, written):
    document, _ = here.document(signed=True), here.series
    document.plan.recipients.all().delete()
    for position, text in enumerate(printed):
        PlanRecipientFactory(plan=document.plan, text=text, position=position)

    assert issue(here, document).register_entry.recipients == written


def test_the_register_names_whom_a_letter_is_to(here):
    letter = PlanContent(
        kind=PaperKind.LETTER, title="thu hồi Kế hoạch số 32/KH-UBND",
        letterhead=Letterhead(addressees=("- Thường trực Đảng ủy;", "Các tổ dân phố.")),
        recipients=("Như trên", "Lưu trữ lịch sử tỉnh", "Lưu: VT"),
    )  # fmt: skip
    _ = here.series
    document = here.document(
        signed=True, kind="letter", title=letter.title, twin=to_twin(letter).decode()
    )

    entry = issue(here, document).register_entry

    assert (entry.kind_and_title, entry.recipients) == (
        "Công văn: Thu hồi Kế hoạch số 32/KH-UBND",
        "Thường trực Đảng ủy; Các tổ dân phố; Lưu trữ lịch sử tỉnh",
    )


def test_the_archive_copy_stays_with_the_clerk_unless_said(here):
    _ = here.series

    document = issue(here, here.document(signed=True))

    assert document.register_entry.archive_unit == "Văn thư"


@pytest.mark.parametrize("state", ["requested", "stopped", "numbered", "issued"])
def test_only_a_signed_paper_gets_a_number(here, state):
    _ = here.series
    document = here.document(**({} if state == "requested" else {state: True}))

    with pytest.raises(Refused, match="Văn bản đang ở trạng thái"):
        issue(here, document)
    assert not RegisterEntry.objects.exists()


def test_a_paper_is_not_dated_before_it_was_signed(here):
    _ = here.series
    document = here.document(signed=True)

    with pytest.raises(Refused, match="không được trước ngày ký"):
        issue(here, document, day=localdate() - DAY)
    with pytest.raises(Refused, match="không được sau hôm nay"):
        issue(here, document, day=localdate() + DAY)
    assert not RegisterEntry.objects.exists()


def test_a_paper_signed_yesterday_may_be_dated_yesterday_or_today(here):
    _ = here.series
    for day in (localdate() - DAY, localdate()):
        document = here.document(signed=True, signed_at=now() - DAY)

        assert issue(here, document, day=day).issued_on == day


def test_an_authority_without_a_series(here):
    document = here.document(signed=True)

    with pytest.raises(Refused, match="chưa có dãy số cho loại văn bản này"):
        issue(here, document)


def test_only_the_clerk_issues_and_never_what_they_signed(here):
    _ = here.series
    document = here.document(signed=True)
    others = [here.person(role) for role in Role if role != Role.CLERK]
    for user in [*others, other_ward().clerk]:
        with pytest.raises(PermissionDenied):
            issue(here, document, by=user)
    MembershipFactory(user=here.leader, unit=here.unit, role=Role.CLERK)
    with pytest.raises(PermissionDenied):
        issue(here, document, by=here.leader)

    assert issue(here, document).number == 1


def test_what_waits_for_the_clerk(here):
    waiting = here.document(signed=True)
    for traits in ({}, {"stopped": True}, {"numbered": True}, {"issued": True}):
        here.document(**traits)

    assert list(Document.objects.waiting_for_clerk(here.clerk)) == [waiting]
    for user in (here.leader, here.officer, other_ward().clerk):
        assert not Document.objects.waiting_for_clerk(user).exists()


# Chưa ký được: ký lại, trả lại


def test_retry(here, queued):
    document = here.document(stopped=True)
    DocumentFileFactory(document=document)
    DocumentFindingFactory(document=document)

    _, tasks = queued(actions.retry_document, document.pk, by=here.leader)

    document.refresh_from_db()
    assert (document.status, document.problem) == ("requested", "")
    assert not document.files.exists()
    assert not document.findings.exists()
    assert tasks == [("reports.render_document", (document.pk,))]
    assert last_entry(document) == (
        "document.requested",
        here.leader,
        {"before": "stopped"},
    )


def test_give_up_reopens_the_plan(here):
    document = here.document(stopped=True)

    actions.return_stopped(document.pk, by=here.leader, reason="Sửa thể thức")

    document.refresh_from_db()
    plan = Plan.objects.get(pk=document.plan_id)
    assert (document.status, plan.status, plan.approved_by) == (
        "dropped",
        "returned",
        None,
    )
    assert plan.returns.get().reason == "Sửa thể thức"


def test_a_plan_given_up_may_be_signed_anew(here):
    plan = here.checked()
    first = actions.approve_and_sign(plan.pk, by=here.leader)
    workflow.move(first, Status.STOPPED, by=None, problem="Hết hạn")
    actions.return_stopped(first.pk, by=here.leader, reason="Sửa")
    submit_plan(plan.pk, by=here.officer)

    second = actions.approve_and_sign(plan.pk, by=here.leader)

    assert [d.status for d in plan.documents.order_by("pk")] == ["dropped", "requested"]
    assert second.code != first.code


def test_another_leader_gives_up_what_a_leader_who_left_could_not_sign(here):
    document = here.document(stopped=True)
    here.leader.memberships.update(valid_to=localdate() - DAY)
    successor = here.person(Role.LEADER)

    with pytest.raises(PermissionDenied):
        actions.retry_document(document.pk, by=successor)  # nobody signs for another
    actions.return_stopped(document.pk, by=successor, reason="Đổi người ký")

    document.refresh_from_db()
    assert document.status == "dropped"


@pytest.mark.parametrize("state", ["requested", "signed", "numbered", "issued"])
def test_only_what_was_stopped_is_retried_or_given_up(here, state):
    document = here.document(**({} if state == "requested" else {state: True}))

    with pytest.raises((Refused, IntegrityError)), transaction.atomic():
        actions.retry_document(document.pk, by=here.leader)
    with pytest.raises((Refused, IntegrityError)), transaction.atomic():
        actions.return_stopped(document.pk, by=here.leader, reason="Sửa")
    document.refresh_from_db()
    assert document.status == state


def test_who_may_retry_and_give_up(here):
    document = here.document(stopped=True)
    others = [here.person(role) for role in Role if role != Role.LEADER]
    for user in [*others, other_ward().leader, here.officer]:
        with pytest.raises(PermissionDenied):
            actions.retry_document(document.pk, by=user)
        with pytest.raises(PermissionDenied):
            actions.return_stopped(document.pk, by=user, reason="Sửa")


# Chứng thư số


FACTS = {
    "key": "lanh-dao",
    "fingerprint": "ab" * 32,
    "valid_from": datetime(2026, 1, 1, tzinfo=UTC),
    "valid_to": datetime(2029, 1, 1, tzinfo=UTC),
    "picture": b"png",
}


def register(here, user=None, **changes):
    values = {"by": here.administrator, "user_id": user and user.pk} | FACTS
    values["common_name"] = user.full_name if user else here.unit.name
    return actions.register_certificate(here.unit.pk, **(values | changes))


def test_register_a_persons_certificate(here):
    certificate = register(here, here.leader)

    certificate.refresh_from_db()
    assert (certificate.user, certificate.unit, certificate.key) == (
        here.leader, None, "lanh-dao",
    )  # fmt: skip
    assert certificate.common_name == here.leader.full_name
    assert bytes(certificate.picture) == b"png"
    action, by, detail = last_entry(certificate)
    assert (action, by) == ("certificate.added", here.administrator)
    assert (detail["after"]["user"], detail["after"]["key"]) == (
        here.leader.pk,
        "lanh-dao",
    )


@pytest.mark.parametrize("reason", ["", "Chứng thư ghi tên cũ của phường."])
def test_register_a_seal(here, reason):
    certificate = register(here, name_reason=reason)

    assert (certificate.user, certificate.unit) == (None, here.unit)
    assert certificate.name_reason == ""  # nothing to excuse


def test_a_seals_certificate_names_its_agency(here):
    name = "Ủy ban nhân dân phường Khác"
    for reason in ("", "  "):
        with pytest.raises(Refused) as refusal:
            register(here, common_name=name, name_reason=reason)
        assert str(refusal.value) == (
            f"Chứng thư số này cấp cho {name}, không phải {here.unit.name}. Nếu đúng là của "
            "cơ quan mà ghi tên khác thì đăng ký kèm lý do."
        )
    assert not Certificate.objects.exists()

    certificate = register(here, common_name=name, name_reason=" Phường mới đổi tên. ")
    assert certificate.common_name == name
    assert certificate.name_reason == "Phường mới đổi tên."


def test_a_persons_certificate_names_that_person_whatever_the_reason(here):
    with pytest.raises(Refused, match="cấp cho Người Khác, không phải"):
        register(here, here.leader, common_name="Người Khác", name_reason="Tên cũ.")


@pytest.mark.parametrize(
    ("certified", "same"),
    [
        ("Ủy ban nhân dân phường Thử Hòa", True),
        ("UỶ BAN NHÂN DÂN PHƯỜNG THỬ HOÀ", True),
        ("UBND P. Thử Hòa", True),
        ("UBND phường Thử-Hòa", True),
        ("UBND phường Thử Hoa", False),
        ("UBND xã Thử Hòa", False),
        ("UBND phường Thử Hòa 2", False),
        ("UBND phường Thử Hòa, Văn phòng", False),
        ("", False),
    ],
)
def test_how_certificates_write_an_agency(certified, same):
    assert same_agency(certified, "Ủy ban nhân dân phường Thử Hòa") is same


def test_the_certificate_before_is_retired(here):
    first, second = (register(here, here.leader) for _ in range(2))

    first.refresh_from_db()
    assert first.retired_at is not None
    assert list(Certificate.objects.current()) == [second]
    assert last_entry(first)[0] == "certificate.amended"


def test_a_certificate_is_of_somebody_who_works_there(here):
    with pytest.raises(Refused, match="không giữ vai trò nào"):
        register(here, UserFactory())


def test_only_the_administrator_registers_certificates(here):
    others = [here.person(role) for role in Role if role != Role.ADMINISTRATOR]
    for user in [*others, other_ward().administrator]:
        with pytest.raises(PermissionDenied):
            register(here, by=user)
    assert not Certificate.objects.exists()


# Bảng chuyển trạng thái


ALLOWED = {
    ("requested", "rendered"),
    ("requested", "stopped"),
    ("requested", "dropped"),
    ("rendered", "signed"),
    ("rendered", "stopped"),
    ("rendered", "dropped"),
    ("rendered", "requested"),  # asked for anew: the signer took another way
    ("stopped", "requested"),
    ("stopped", "dropped"),
    ("signed", "numbered"),
    ("signed", "dropped"),
    ("numbered", "issued"),
}


@pytest.mark.parametrize(("before", "after"), list(product(Status, Status)))
def test_moves(before, after):
    document = _at(before)
    values = {}
    if after == "stopped":
        values["problem"] = "Vướng"
    if after in ("signed", "numbered", "issued"):
        values["signed_at"] = now()
    if after == "dropped":
        values["signed_at"] = None
    if after in ("numbered", "issued") and document.number is None:
        values |= {
            "number": 1, "issued_on": localdate(), "numbered_by": UserFactory(),
            "numbered_at": now(),
        }  # fmt: skip
    if after == "issued":
        values["sealed_at"] = now()

    if (before, after) in ALLOWED:
        workflow.move(document, after, by=None, **values)
    else:
        with pytest.raises(Refused, match="Không thể chuyển từ"):
            workflow.move(document, after, by=None, **values)
    document.refresh_from_db()
    assert document.status == (after if (before, after) in ALLOWED else before)


def _at(status):
    traits = {
        "requested": {},
        "rendered": {"status": "rendered"},
        "dropped": {"status": "dropped"},
    }
    return DocumentFactory(**traits.get(status, {status: True}))


# What the database itself keeps


@pytest.mark.parametrize(
    ("traits", "changes", "message"),
    [
        ({}, {"status": "lost"}, "document_status_is_known"),
        ({}, {"status": "stopped"}, "a_stopped_document_says_why"),
        ({}, {"status": "signed"}, "document_signature_has_its_time"),
        ({"signed": True}, {"signed_at": None}, "document_signature_has_its_time"),
        ({"signed": True}, {"status": "numbered"}, "document_number_is_whole"),
        ({"signed": True}, {"number": 5}, "document_number_is_whole"),
        ({"numbered": True}, {"numbered_by": None}, "document_number_is_whole"),
        ({"numbered": True}, {"status": "issued"}, "document_seal_has_its_time"),
        (
            {"numbered": True},
            {"sealed_at": "2026-01-01T00:00Z"},
            "document_seal_has_its_time",
        ),
        ({"numbered": True}, {"number": 2}, "a number once given stays"),
        ({"numbered": True}, {"issued_on": "2020-01-01"}, "a number once given stays"),
        ({}, {"twin": "{...}"}, "words of a document are fixed"),
        ({}, {"title": "khác"}, "words of a document are fixed"),
        ({}, {"symbol": "KH-X"}, "words of a document are fixed"),
        ({}, {"code": "ABCD2345"}, "words of a document are fixed"),
        ({}, {"signer_name": "khác"}, "words of a document are fixed"),
        ({"issued": True}, {"status": "dropped"}, "an issued document never changes"),
        ({"issued": True}, {"problem": "x"}, "an issued document never changes"),
    ],
)
def test_the_database_refuses(traits, changes, message):
    document = DocumentFactory(**traits)

    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**changes)


def test_an_issued_document_is_not_deleted():
    document = DocumentFactory(issued=True)

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        document.delete()
    assert Document.objects.get() == document


def test_one_living_document_per_plan():
    first = DocumentFactory(status="dropped")
    same = {"plan": first.plan, "signer": first.signer}
    DocumentFactory(**same)

    with (
        pytest.raises(IntegrityError, match="one_living_document_per_plan"),
        transaction.atomic(),
    ):
        DocumentFactory(**same)


@pytest.mark.parametrize("stage", ["signed", "issued"])
def test_a_signed_file_is_frozen(stage):
    file = DocumentFileFactory(stage=stage)

    with pytest.raises(IntegrityError, match="never replaced"), transaction.atomic():
        DocumentFile.objects.update(sha256="0" * 64)
    with pytest.raises(IntegrityError, match="never replaced"), transaction.atomic():
        file.delete()


def test_a_rendered_file_may_be_made_anew():
    file = DocumentFileFactory(stage="rendered")

    file.delete()

    assert not DocumentFile.objects.exists()


def test_one_file_a_stage_and_only_known_stages():
    file = DocumentFileFactory(stage="rendered")
    with (
        pytest.raises(IntegrityError, match="one_file_per_document_and_stage"),
        transaction.atomic(),
    ):
        DocumentFileFactory(document=file.document, stage="rendered")
    with (
        pytest.raises(IntegrityError, match="file_stage_is_known"),
        transaction.atomic(),
    ):
        DocumentFileFactory(document=file.document, stage="burnt")


def test_a_certificate_has_one_owner():
    values = {name: FACTS[name] for name in FACTS}
    for owner in ({}, {"user": UserFactory(), "unit": UnitFactory()}):
        with pytest.raises(IntegrityError, match="has_one_owner"), transaction.atomic():
            Certificate.objects.create(**owner, **values)


@pytest.mark.parametrize("status", Status)
def test_who_sees_a_paper(status):
    document = _at(status)
    unit = document.issuer
    below = UnitFactory(parent=unit, quiet=True)
    own = MembershipFactory(unit=unit, role=Role.REPORTER).user
    under = MembershipFactory(unit=below, role=Role.REPORTER).user
    stranger = MembershipFactory().user

    seen = [
        Document.objects.visible_to(u).filter(pk=document.pk).exists()
        for u in (own, under, stranger)
    ]

    assert seen == [True, status == "issued", False]


@pytest.mark.parametrize(
    ("number", "text"),
    [(None, "…/KH-UBND"), (5, "05/KH-UBND"), (353, "353/KH-UBND")],
)
def test_number_and_symbol(number, text):
    document = Document(kind="plan", number=number, symbol="KH-UBND")

    assert document.number_and_symbol == text
    assert str(document) == f"Kế hoạch số {text}"
