"""Từ duyệt đến ban hành: real rendering, real keys, a real TSA; every step run twice."""

import subprocess
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from campaigns.content import Line
from campaigns.models import Plan
from campaigns.outline import LineKind
from campaigns.twin import from_twin, read_twin
from reports import actions, issuing, store
from reports.models import Certificate, Document, DocumentFile, RegisterEntry
from reports.rendering import extract_twin
from reports.verifying import verify
from tests.factories import ready_content
from tests.office import register_certificate
from units import audit

Status, Stage = Document.Status, DocumentFile.Stage


@pytest.fixture
def document(signing_ward):
    plan = signing_ward.checked()
    return actions.approve_and_sign(plan.pk, by=signing_ward.leader)


@pytest.fixture
def signed(document):
    issuing.render(document.pk)
    issuing.sign(document.pk)
    document.refresh_from_db()
    return document


@pytest.fixture
def issued(signed, signing_ward):
    actions.issue_document(signed.pk, by=signing_ward.clerk, day=localdate())
    issuing.seal(signed.pk)
    signed.refresh_from_db()
    return signed


def test_with_the_seal_it_goes_to_its_recipients(issued):
    """ "Các tổ dân phố" has no unit below the ward; sealed again it goes nowhere twice."""
    issuing.seal(issued.pk)

    content = from_twin(issued.twin.encode())
    rows = issued.deliveries.for_page().values_list("text", "way", "unit", "sent_at")
    assert list(rows) == [
        (text, "outside", None, None)
        for text in content.recipients
        if not text.startswith("Lưu")
    ]
    added = audit.AuditEntry.objects.filter(action="delivery.added")
    assert {line.actor for line in added} == {issued.numbered_by}
    assert len(added) == len(rows) > 0


def test_the_words_are_frozen_at_approval(document):
    frozen = from_twin(document.twin.encode())
    document.plan.lines.filter(kind=LineKind.DASH).update(text="Sửa sau khi duyệt.")

    assert document.status == Status.REQUESTED
    assert document.plan.status == Plan.Status.APPROVED
    assert frozen.title == "Phát động đợt thi đua mẫu năm 2023"
    assert "Sửa sau khi duyệt." not in {line.text for line in frozen.lines}


def test_person_signs_first(signed):
    assert (signed.status, signed.problem) == (Status.SIGNED, "")
    assert Plan.objects.get(pk=signed.plan_id).status == Plan.Status.SIGNED
    report = verify(issuing.read_file(signed, Stage.SIGNED))
    assert [s.name for s in report.signers] == [signed.signer_name]
    assert signed.findings.filter(level="error").count() == 0


def test_issued_paper_carries_two_signatures_and_its_number(issued, signing_ward):
    content = issuing.read_file(issued, Stage.ISSUED)
    report = verify(content)

    assert issued.status == Status.ISSUED
    assert issued.number_and_symbol == "01/KH-UBND"
    assert report.verdict == "HOP_LE"
    assert [s.name for s in report.signers] == [
        signing_ward.leader.full_name,
        signing_ward.unit.name,
    ]
    assert report.number == "01/KH-UBND"
    assert from_twin(extract_twin(content)) == from_twin(issued.twin.encode())
    assert read_twin(extract_twin(content))["extra"]["code"] == issued.code


def test_an_independent_verifier_agrees(issued, tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(issuing.read_file(issued, Stage.ISSUED))

    said = subprocess.run(
        ["pdfsig", "-nocert", file], capture_output=True, text=True, check=False
    ).stdout

    assert said.count("Signature is Valid.") == 2
    assert "Digest Mismatch" not in said


def test_issue_is_told_to_plan_register_and_audit(issued, signing_ward):
    plan = Plan.objects.get(pk=issued.plan_id)
    entry = RegisterEntry.objects.get(document=issued)
    acts = [line.action for line in audit.history(issued)]

    assert (plan.status, plan.source_number, plan.source_date) == (
        "issued",
        1,
        localdate(),
    )
    assert (entry.number, entry.symbol, entry.signer) == (
        1,
        "KH-UBND",
        signing_ward.leader.full_name,
    )
    assert acts == [
        "document.issued", "document.numbered", "document.signed", "document.rendered",
        "document.added",
    ]  # fmt: skip


def test_every_step_twice_changes_nothing(issued):
    files = list(issued.files.values_list("stage", "sha256"))
    for step in (issuing.render, issuing.sign, issuing.seal):
        step(issued.pk)

    assert list(issued.files.values_list("stage", "sha256")) == files
    assert [stage for stage, _ in files] == ["rendered", "signed", "issued"]


def test_without_a_certificate_nothing_is_signed(document, signing_ward):
    Certificate.objects.filter(user=signing_ward.leader).update(retired_at=now())
    issuing.render(document.pk)
    issuing.sign(document.pk)
    document.refresh_from_db()

    assert document.status == Status.STOPPED
    assert document.problem == (
        f"{signing_ward.leader.full_name} chưa đăng ký chứng thư số. "
        "Đề nghị quản trị đơn vị đăng ký."
    )
    assert not document.files.filter(stage=Stage.SIGNED).exists()


def test_a_paper_that_waited_until_its_signer_left_is_not_signed(
    document, signing_ward
):
    issuing.render(document.pk)
    signing_ward.leader.memberships.update(valid_to=localdate() - timedelta(days=1))

    issuing.sign(document.pk)

    document.refresh_from_db()
    assert (document.status, document.problem) == (
        Status.STOPPED,
        f"{signing_ward.leader.full_name} không còn giữ chức vụ ghi ở phần ký. "
        "Trả lại để cán bộ soạn thảo chọn lại người ký.",
    )
    assert not document.files.filter(stage=Stage.SIGNED).exists()


def test_an_expired_certificate_signs_nothing_and_a_new_one_does(
    document, signing_ward, office, pictures
):
    old = Certificate.objects.get(user=signing_ward.leader)
    Certificate.objects.filter(pk=old.pk).update(retired_at=now())
    register_certificate(
        office, name=signing_ward.leader.full_name, key=f"het-han-{document.pk}",
        picture=pictures[0], user=signing_ward.leader,
        valid_from=now() - timedelta(days=800), valid_to=now() - timedelta(days=1),
    )  # fmt: skip
    issuing.render(document.pk)
    issuing.sign(document.pk)
    document.refresh_from_db()
    assert document.status == Status.STOPPED
    assert "hết hạn" in document.problem

    Certificate.objects.filter(key=f"het-han-{document.pk}").update(retired_at=now())
    Certificate.objects.filter(pk=old.pk).update(retired_at=None)
    actions.retry_document(document.pk, by=signing_ward.leader)
    issuing.render(document.pk)
    issuing.sign(document.pk)
    document.refresh_from_db()
    assert document.status == Status.SIGNED


def test_a_paper_that_cannot_be_printed_stops_and_its_plan_reopens(signing_ward):
    content = ready_content()
    bad = Line(kind=LineKind.DASH, text="Biểu tượng 😀 không in được.")
    plan = signing_ward.checked(ready_content(lines=(*content.lines, bad)))
    document = actions.approve_and_sign(plan.pk, by=signing_ward.leader)
    issuing.render(document.pk)
    document.refresh_from_db()
    assert document.status == Status.STOPPED
    assert "😀" in document.problem

    actions.return_stopped(document.pk, by=signing_ward.leader, reason="Bỏ biểu tượng.")
    plan.refresh_from_db()
    assert plan.status == Plan.Status.RETURNED
    assert plan.returns.get(answered_at=None).reason == "Bỏ biểu tượng."


def test_number_stays_when_the_seal_is_refused(signed, signing_ward):
    Certificate.objects.filter(unit=signing_ward.unit).update(retired_at=now())
    actions.issue_document(signed.pk, by=signing_ward.clerk, day=localdate())
    issuing.seal(signed.pk)
    signed.refresh_from_db()
    assert (signed.status, signed.number) == (Status.NUMBERED, 1)
    assert "chưa đăng ký chứng thư số" in signed.problem

    Certificate.objects.filter(unit=signing_ward.unit).update(retired_at=None)
    issuing.seal(signed.pk)
    signed.refresh_from_db()
    assert (signed.status, signed.number, signed.problem) == (Status.ISSUED, 1, "")


def test_a_worker_killed_after_writing_leaves_one_file(
    document, settings, monkeypatch, tmp_path
):
    settings.PAPERS_DIR = tmp_path
    issuing.render(document.pk)

    class Killed(BaseException):
        pass

    def die(*_, **__):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(issuing, "move", die)
        with pytest.raises(Killed):
            issuing.sign(document.pk)
    document.refresh_from_db()
    assert document.status == Status.RENDERED
    assert len(list(tmp_path.rglob(f"{document.code}-signed-*.pdf"))) == 1

    issuing.sign(document.pk)
    issuing.read_file(document, Stage.SIGNED)
    issuing.read_file(document, Stage.RENDERED)
    kept = set(document.files.values_list("sha256", flat=True))
    assert {path.stem for path in tmp_path.rglob("*.pdf")} == kept
    assert len(kept) == 2


def test_two_workers_at_once_leave_each_other_alone(settings, tmp_path):
    settings.PAPERS_DIR = tmp_path
    # The first lost its database without knowing; the second commits in the meantime.
    store.write_aside("MA-signed", b"killed long ago")
    committed = store.write_aside("MA-signed", b"committed")
    late = store.write_aside("MA-signed", b"about to be committed")

    store.settle("MA-signed", committed)
    store.settle("MA-signed", committed)

    assert store.read("MA-signed", committed) == b"committed"
    assert store.read("MA-signed", late) == b"about to be committed"
    assert {path.stem for path in tmp_path.rglob("*.pdf")} == {committed, late}


def test_a_certificate_of_another_person_signs_nothing(
    document, signing_ward, office, pictures
):
    Certificate.objects.filter(user=signing_ward.leader).delete()
    stranger = "Người Ngoài Cuộc"
    register_certificate(
        office, name=stranger, key="nguoi-ngoai", picture=pictures[0],
        user=signing_ward.leader,
    )  # fmt: skip
    issuing.render(document.pk)

    issuing.sign(document.pk)

    document.refresh_from_db()
    assert document.status == Status.STOPPED
    assert document.problem == (
        f"Chứng thư số này của {stranger}, không phải của người ký."
    )


def test_waiting_finds_what_was_forgotten(document):
    assert list(issuing.waiting()) == []
    Document.objects.filter(pk=document.pk).update(
        requested_at=now() - timedelta(minutes=2)
    )
    assert list(issuing.waiting()) == [document]


def test_a_file_altered_on_disk_is_not_served(issued, settings):
    digest = issued.files.get(stage=Stage.ISSUED).sha256
    issuing.read_file(issued, Stage.ISSUED)
    path = store.path_of(digest)
    path.write_bytes(path.read_bytes() + b" ")

    with pytest.raises(ValueError, match="is not what was stored"):
        issuing.read_file(issued, Stage.ISSUED)


def test_a_surprise_stops_the_paper_and_says_so(document, monkeypatch):
    def burst(*_, **__):
        raise RuntimeError("out of the blue")

    with monkeypatch.context() as patch:
        patch.setattr(issuing, "render_plan", burst)
        with pytest.raises(RuntimeError):
            issuing.render(document.pk)
    document.refresh_from_db()

    assert document.status == Status.STOPPED
    assert document.problem.startswith("Hệ thống gặp lỗi khi làm văn bản này.")
    assert list(issuing.waiting()) == []


def test_an_outage_stops_nothing(document, monkeypatch):
    def silent(*_, **__):
        raise OSError("disk away")

    with monkeypatch.context() as patch:
        patch.setattr(issuing, "render_plan", silent)
        with pytest.raises(OSError, match="disk away"):
            issuing.render(document.pk)
    document.refresh_from_db()
    assert document.status == Status.REQUESTED
