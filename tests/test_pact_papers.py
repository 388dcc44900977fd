"""Bản giao ước: all members sign the same file, one after another, and none is lost."""

import subprocess
import threading
import time
from datetime import timedelta
from io import BytesIO

import pytest
from asn1crypto import x509
from django.core.exceptions import PermissionDenied
from django.db import (
    DatabaseError,
    IntegrityError,
    connection,
    transaction,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from campaigns import actions as campaign_actions
from campaigns.evidence import Kind, Looked
from campaigns.models import Pact
from config.celery import app
from reports import actions, pacting, signing, store, tasks, unlocking
from reports.errors import SignerUnavailable, SigningRefused
from reports.models import Attempt, Certificate, PactFile, PactPaper, PactSeat
from reports.rendering import page_texts
from reports.verifying import verify
from tests.factories import MembershipFactory, Role
from tests.office import take_keys
from tests.own_device import sign_on_device
from tests.pact_scene import TODAY, SigningCluster, again, content
from tests.paper_files import small_pdf
from units import audit
from units.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def cluster(db, settings, office, pictures):
    take_keys(settings, office)
    place = SigningCluster(office, pictures)
    place.keys()
    return place


@pytest.fixture
def paper(cluster):
    return cluster.laid()


def words(pdf):
    return " ".join(" ".join(page_texts(pdf)).split())


def scan(**more):
    body = small_pdf("Ban quet")
    return Looked(kind=Kind.PDF, name="quet.pdf", content=body, sha256="0" * 64, **more)


def book(thing):
    return list(audit.history(thing).values_list("action", "actor"))[::-1]


# ---- lập bản ký --------------------------------------------------------------------------


def test_the_paper_says_what_was_agreed_and_has_a_place_for_each(paper, cluster):
    said = words(content(paper))
    names = [unit.name for unit in cluster.units]

    assert (paper.status, paper.version, paper.pages) == ("signing", 1, 2)
    assert "CỤM THI ĐUA SỐ 1 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in said
    assert "GIAO ƯỚC THI ĐUA Năm 2027 của Cụm số 1" in said
    assert "1. Mỗi xã một công trình." in said
    for number, name in enumerate(names, 1):
        assert f"{number} {name} Làm {number} tuyến" in said
    for leader in cluster.leaders:
        assert leader.full_name in said
    form = PdfFileReader(BytesIO(content(paper))).root["/AcroForm"]["/Fields"]
    assert [str(one.get_object()["/T"]) for one in form] == [
        "ThanhVien1", "ThanhVien2", "ThanhVien3",
    ]  # fmt: skip
    assert [seat.unit_name for seat in paper.seats.all()] == names


def test_the_pact_is_being_signed_and_nothing_of_it_changes(paper, cluster):
    pact = paper.pact
    assert pact.status == Pact.Status.SIGNING
    agreement = pact.agreements.living().first()
    with pytest.raises(Refused, match="giữ nguyên người ký"):
        campaign_actions.name_pact_signer(
            agreement.pk, by=cluster.officers[0], undertakes="Khác"
        )
    with pytest.raises(Refused, match="“Đang ký” nên chưa lập"):
        actions.lay_pact_paper(pact.pk, by=cluster.head)


def test_what_is_missing_is_named_before_a_paper_is_made(cluster):
    pact = cluster.agreed()
    agreement = pact.agreements.get(unit=cluster.units[1])
    campaign_actions.name_pact_signer(agreement.pk, by=cluster.officers[1])
    with pytest.raises(Refused, match=f"Chưa cử người ký: {cluster.units[1].name}"):
        actions.lay_pact_paper(pact.pk, by=cluster.head)
    everybody = cluster.agreed(on_paper=(0, 1, 2))
    with pytest.raises(Refused, match="Chưa thành viên nào ký số"):
        actions.lay_pact_paper(everybody.pk, by=cluster.head)
    with pytest.raises(PermissionDenied):
        actions.lay_pact_paper(pact.pk, by=cluster.officers[1])


def test_a_signer_is_of_the_member_and_may_sign_there_today(cluster):
    pact = cluster.agreed()
    agreement = pact.agreements.get(unit=cluster.units[1])
    with pytest.raises(Refused, match="không có tư cách ký") as refused:
        campaign_actions.name_pact_signer(
            agreement.pk, by=cluster.officers[1], signer_id=cluster.roles[0].pk
        )
    assert [at for at, _ in refused.value.parts] == ["signer"]
    role = cluster.roles[1]
    role.valid_to = TODAY - timedelta(days=1)
    role.save(update_fields=["valid_to"])
    with pytest.raises(Refused, match="không còn tư cách ký của"):
        actions.lay_pact_paper(pact.pk, by=cluster.head)


def test_one_paper_under_way_and_one_signature_on_a_file(paper, cluster):
    with pytest.raises(IntegrityError), transaction.atomic():
        PactPaper.objects.create(
            pact=paper.pact, version=2, name="x", text="x", letterhead="x", place="x",
            starts_on=TODAY, ends_on=TODAY, laid_on=TODAY, laid_by=cluster.head,
        )  # fmt: skip
    signed = cluster.sign(paper, 0)
    first, second = signed.files.chain()
    with pytest.raises(IntegrityError), transaction.atomic():
        PactFile.objects.create(
            paper=paper, stage="signed", seat=cluster.seat(paper, 1), base=first,
            fingerprint="x", signed_at=second.signed_at, size=1, sha256="0" * 64,
        )  # fmt: skip


# ---- ký ----------------------------------------------------------------------------------


def test_every_member_signs_the_same_file_and_all_signatures_stay_valid(
    paper, cluster, office, tmp_path
):
    rendered = content(paper)
    done = cluster.sign(paper, 1, 0, 2)
    pdf = content(done)
    report = verify(pdf)
    file = tmp_path / "giao-uoc.pdf"
    file.write_bytes(pdf)
    said = subprocess.run(
        ["pdfsig", "-nocert", file], capture_output=True, text=True, check=False
    ).stdout
    reader = PdfFileReader(BytesIO(pdf))
    roots = [x509.Certificate.load(der) for der in office.fresh_trust().roots]
    trust = ValidationContext(allow_fetching=False, trust_roots=roots)
    found = [
        validate_pdf_signature(one, trust, trust)
        for one in reader.embedded_regular_signatures
    ]

    assert pdf.startswith(rendered)
    assert report.verdict == "HOP_LE"
    assert [(one.field, one.name, one.level) for one in report.signers] == [
        (f"ThanhVien{place + 1}", cluster.leaders[place].full_name, "B-LTA")
        for place in (1, 0, 2)
    ]
    assert [(one.bottom_line, one.docmdp_ok) for one in found] == [(True, True)] * 3
    assert len(reader.embedded_timestamp_signatures) == 1
    assert said.count("Signature is Valid.") == 3
    assert "Digest Mismatch" not in said
    assert (done.status, done.pact.status) == ("complete", "signed")
    assert done.completed_at is not None
    assert [file.stage for file in done.files.chain()] == [
        "rendered", "signed", "signed", "signed", "complete",
    ]  # fmt: skip


def test_the_book_says_who_did_what(paper, cluster):
    cluster.sign(paper, 0, 1, 2)
    head = cluster.head.pk

    assert book(paper) == [
        ("pactpaper.added", head), ("pactpaper.signing", head), ("pactpaper.complete", head),
    ]  # fmt: skip
    assert book(cluster.seat(paper, 1)) == [
        ("pactseat.added", head),
        ("pactseat.asked", cluster.leaders[1].pk),
        ("pactseat.signed", cluster.leaders[1].pk),
    ]
    assert audit.history(paper).first().unit_id == cluster.cluster.pk


def test_before_the_last_has_signed_the_file_is_not_called_whole(paper, cluster):
    cluster.sign(paper, 0, 1)
    report = verify(content(paper))

    assert report.verdict == "CHUA_KY"
    assert report.messages[0] == (
        "Giao ước còn 1 thành viên chưa ký, nên chưa phải bản đủ chữ ký."
    )
    assert (again(paper).status, len(report.signers)) == ("signing", 2)


def test_who_may_sign_and_who_may_not(paper, cluster):
    seat = cluster.seat(paper, 1)
    other_leader = MembershipFactory(unit=cluster.units[1], role=Role.LEADER).user
    for by in (cluster.leaders[0], cluster.officers[1], other_leader):
        with pytest.raises(PermissionDenied):
            actions.sign_pact(seat.pk, by=by)
        with pytest.raises(PermissionDenied):
            actions.refuse_pact(seat.pk, by=by, reason="Không")
    cluster.sign(paper, 1)
    with pytest.raises(Refused, match="đã ký giao ước này"):
        cluster.ask(paper, 1)
    with pytest.raises(Refused, match="đã ký giao ước này"):
        actions.refuse_pact(seat.pk, by=cluster.leaders[1], reason="Đổi ý")
    cluster.ask(paper, 0)
    with pytest.raises(Refused, match="Máy ký đang làm chữ ký này"):
        cluster.ask(paper, 0)


def test_who_no_longer_leads_signs_nothing(paper, cluster):
    cluster.ask(paper, 1)
    role = cluster.roles[1]
    role.valid_to = TODAY - timedelta(days=1)
    role.save(update_fields=["valid_to"])
    pacting.sign(paper.pk)

    seat = cluster.seat(paper, 1)
    assert seat.signature is None
    assert seat.problem.startswith(f"{cluster.leaders[1]} không còn giữ chức vụ ghi ở")
    assert seat.asked_at is None


def test_without_a_certificate_the_signer_is_told_and_asks_again(paper, cluster):
    certificate = Certificate.objects.get(user=cluster.leaders[1])
    Certificate.objects.filter(pk=certificate.pk).update(
        retired_at=certificate.valid_from
    )
    cluster.sign(paper, 1)
    assert cluster.seat(paper, 1).problem == (
        f"{cluster.leaders[1]} chưa đăng ký chứng thư số. Đề nghị quản trị đơn vị đăng ký."
    )
    Certificate.objects.filter(pk=certificate.pk).update(retired_at=None)
    cluster.sign(paper, 1)
    seat = cluster.seat(paper, 1)
    assert (seat.problem, seat.is_done) == ("", True)


def test_what_a_remote_key_asks_for_reaches_the_signing_room(
    paper, cluster, monkeypatch, django_capture_on_commit_callbacks
):
    """The PIN and the code go with the one signature for which they were typed."""
    certificate = Certificate.objects.filter(user=cluster.leaders[1])
    certificate.update(held="remote", asks_pin="PIN")
    monkeypatch.setattr(tasks.sign_pact, "delay", lambda pk: None)
    heard = []

    def room(pdf, ref, **more):
        heard.append((ref.is_remote, dict(more["unlock"].values)))
        raise SigningRefused("Mã PIN không đúng.")

    monkeypatch.setattr(signing, "sign_seat", room)
    with django_capture_on_commit_callbacks(execute=True):
        seat = cluster.ask(paper, 1, unlock={"PIN": "1234"})
    assert unlocking.of(pacting.unlock_name(seat)) is not None
    pacting.sign(paper.pk)

    assert heard == [(True, {"PIN": "1234"})]
    assert cluster.seat(paper, 1).problem == "Mã PIN không đúng."
    assert "1234" not in str(list(audit.history(seat).values()))


def test_a_service_that_is_silent_for_one_does_not_hold_up_the_others(
    paper, cluster, monkeypatch
):
    there = signing.sign_seat

    def silent(pdf, ref, **more):
        if more["field"] == "ThanhVien1":
            raise SignerUnavailable("Token không trả lời.")
        return there(pdf, ref, **more)

    monkeypatch.setattr(signing, "sign_seat", silent)
    cluster.ask(paper, 0)
    cluster.ask(paper, 1)
    with pytest.raises(SignerUnavailable):
        pacting.sign(paper.pk)

    assert cluster.seat(paper, 0).unanswered_at is not None
    assert [cluster.seat(paper, place).is_done for place in (0, 1)] == [False, True]
    monkeypatch.undo()
    pacting.sign(paper.pk)
    assert cluster.seat(paper, 0).is_done


def test_a_worker_killed_before_its_commit_has_changed_nothing(
    paper, cluster, monkeypatch
):
    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    cluster.ask(paper, 0)
    with monkeypatch.context() as patch:
        patch.setattr(pacting, "amend_as", die)
        with pytest.raises(Killed):
            pacting.sign(paper.pk)
    assert [file.stage for file in paper.files.chain()] == ["rendered"]
    assert Attempt.objects.get().work == f"pact-sign:{paper.pk}"

    pacting.sign(paper.pk)
    assert cluster.seat(paper, 0).is_done
    assert not Attempt.objects.exists()


def test_what_is_owed_is_found_by_the_clock(cluster, monkeypatch):
    asked = []
    for task in (tasks.render_pact, tasks.sign_pact):
        monkeypatch.setattr(
            task, "delay", lambda pk, name=task.name: asked.append((name, pk))
        )
    paper = actions.lay_pact_paper(cluster.agreed().pk, by=cluster.head)
    assert pacting.owed() == [(paper.pk, "requested")]
    pacting.render(paper.pk)
    assert pacting.owed() == []
    cluster.ask(paper, 0)
    assert pacting.owed() == [(paper.pk, "signing")]
    tasks.requeue_waiting_pacts()
    assert ("reports.sign_pact", paper.pk) in asked
    assert app.conf.beat_schedule["requeue-waiting-pacts"]["task"] == (
        "reports.requeue_waiting_pacts"
    )


def test_a_signature_upon_a_file_that_is_the_newest_no_more_is_dropped(
    paper, cluster, monkeypatch
):
    """The lock of the worker was lost: another has signed meanwhile."""
    there, overtaken = signing.sign_seat, []

    def slow(pdf, ref, **more):
        made = there(pdf, ref, **more)
        if more["field"] == "ThanhVien1" and not overtaken:
            overtaken.append(cluster.ask(paper, 1))
            pacting._sign(PactSeat.objects.for_act().get(pk=overtaken[0].pk))
        return made

    monkeypatch.setattr(signing, "sign_seat", slow)
    cluster.sign(paper, 0)
    assert [cluster.seat(paper, place).is_done for place in (0, 1)] == [False, True]
    assert pacting.owed() == [(paper.pk, "signing")]
    pacting.sign(paper.pk)
    done = cluster.sign(paper, 2)
    assert (done.status, len(verify(content(done)).signers)) == ("complete", 3)


# ---- trên giấy ---------------------------------------------------------------------------


def test_who_signs_on_paper_is_shown_as_such_and_no_signature_is_made(cluster):
    paper = cluster.laid(on_paper=(2,))
    said = words(content(paper))
    assert (
        "02 thành viên ký số vào cùng một bản điện tử này, 01 thành viên ký trên"
        in said
    )
    assert "(Ký trên bản giấy) Hoàng Văn Giấy" in said
    cluster.sign(paper, 0, 1)
    assert again(paper).status == "signing"
    seat = cluster.seat(paper, 2)
    with pytest.raises(PermissionDenied):
        actions.keep_pact_scan(
            seat.pk, by=cluster.officers[2], looked=scan(), signed_on=TODAY
        )
    with pytest.raises(Refused, match="Ngày ký từ"):
        actions.keep_pact_scan(
            seat.pk, by=cluster.head, looked=scan(), signed_on=TODAY + timedelta(days=1)
        )
    actions.keep_pact_scan(seat.pk, by=cluster.head, looked=scan(), signed_on=TODAY)
    pacting.sign(paper.pk)

    done = again(paper)
    report = verify(content(done))
    assert (done.status, report.verdict, len(report.signers)) == (
        "complete",
        "HOP_LE",
        2,
    )
    assert store.read_stored(cluster.seat(paper, 2)) == scan().content
    assert cluster.seat(paper, 2).signature is None
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        PactSeat.objects.filter(pk=seat.pk).update(scan_on=TODAY - timedelta(days=3))
    with pytest.raises(Refused):
        actions.keep_pact_scan(
            cluster.seat(paper, 0).pk, by=cluster.head, looked=scan(), signed_on=TODAY
        )


def test_a_scan_is_of_a_member_that_signs_on_paper(paper, cluster):
    with pytest.raises(Refused, match="ký số vào bản điện tử, không nhận bản quét"):
        actions.keep_pact_scan(
            cluster.seat(paper, 0).pk, by=cluster.head, looked=scan(), signed_on=TODAY
        )


# ---- không ký, bỏ, sửa -------------------------------------------------------------------


def test_who_refuses_says_why_and_another_paper_is_made(paper, cluster):
    cluster.sign(paper, 0)
    seat = cluster.seat(paper, 1)
    with pytest.raises(Refused, match="Ghi lý do không ký"):
        actions.refuse_pact(seat.pk, by=cluster.leaders[1], reason=" ")
    actions.refuse_pact(seat.pk, by=cluster.leaders[1], reason="Chỉ tiêu quá cao")

    refused = again(paper)
    assert (refused.status, refused.reason, refused.refused_by) == (
        "refused", "Chỉ tiêu quá cao", seat,
    )  # fmt: skip
    assert refused.pact.status == Pact.Status.COMPLETE
    assert refused.why_not_in_force == f"{seat} không ký: Chỉ tiêu quá cao"
    with pytest.raises(Refused, match="không ký: Chỉ tiêu quá cao"):
        cluster.ask(paper, 2)
    second = actions.lay_pact_paper(paper.pact_id, by=cluster.head)
    assert second.pk != paper.pk
    assert [one.status for one in PactPaper.objects.of_pact(paper.pact)] == [
        "requested", "refused",
    ]  # fmt: skip


def test_changed_words_take_the_force_of_what_was_signed(paper, cluster):
    done = cluster.sign(paper, 0, 1, 2)
    before = content(done)
    facts = {"name": done.name, "starts_on": TODAY, "ends_on": TODAY}
    campaign_actions.amend_pact(
        done.pact_id, by=cluster.head, text="Khác", reason="Thêm việc", **facts
    )

    old = again(paper)
    assert (old.status, old.is_in_force, content(old)) == ("complete", False, before)
    assert old.why_not_in_force == (
        "Nội dung giao ước đã sửa (nay là bản thứ 2), bản này không còn hiệu lực."
    )
    for place, unit in enumerate(cluster.units):
        agreement = campaign_actions.agree_pact(
            done.pact_id, unit.pk, by=cluster.officers[place], version=2
        )
        assert agreement.signer == cluster.roles[place]
        assert agreement.undertakes == f"Làm {place + 1} tuyến"
    second = actions.lay_pact_paper(done.pact_id, by=cluster.head)
    assert (second.version, again(second).is_in_force) == (2, True)


def test_a_signature_made_while_the_words_were_changed_is_dropped(
    paper, cluster, monkeypatch
):
    there = signing.sign_seat

    def slow(*args, **more):
        made = there(*args, **more)
        campaign_actions.amend_pact(
            paper.pact_id, by=cluster.head, name=paper.name, text="Khác", reason="Sửa",
            starts_on=TODAY, ends_on=TODAY,
        )  # fmt: skip
        return made

    monkeypatch.setattr(signing, "sign_seat", slow)
    cluster.sign(paper, 0)

    assert [file.stage for file in paper.files.chain()] == ["rendered"]
    assert not cluster.seat(paper, 0).is_done


def test_the_head_gives_a_paper_up_and_names_stay_to_be_mended(paper, cluster):
    with pytest.raises(PermissionDenied):
        actions.drop_pact_paper(paper.pk, by=cluster.officers[1], reason="Sai tên")
    with pytest.raises(Refused, match="Ghi lý do bỏ"):
        actions.drop_pact_paper(paper.pk, by=cluster.head, reason="")
    actions.drop_pact_paper(paper.pk, by=cluster.head, reason="Sai tên người ký")
    agreement = paper.pact.agreements.living().first()
    campaign_actions.name_pact_signer(
        agreement.pk,
        by=cluster.officers[0],
        paper_signer="Ai đó",
        paper_title="Chủ tịch",
    )
    assert again(paper).status == "dropped"
    with pytest.raises(Refused, match="“Đã bỏ” nên không bỏ được"):
        actions.drop_pact_paper(paper.pk, by=cluster.head, reason="Lại")


def test_a_complete_paper_never_changes(paper, cluster):
    done = cluster.sign(paper, 0, 1, 2)
    newest = done.newest
    for change in (
        lambda: PactPaper.objects.filter(pk=done.pk).update(problem="x"),
        lambda: PactFile.objects.filter(pk=newest.pk).update(size=1),
        lambda: PactFile.objects.filter(pk=newest.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            change()


def test_a_silent_archive_is_made_up_for_at_night(paper, cluster, settings):
    cluster.sign(paper, 0, 1)
    there, settings.TSA_URL = settings.TSA_URL, "http://127.0.0.1:9/tsa"
    done = cluster.sign(paper, 2)
    assert done.status == "complete"
    assert done.newest.owed != []
    assert pacting.owing_archive() == [paper.pk]

    settings.TSA_URL = there
    pacting.archive(paper.pk)
    last = again(paper).newest
    assert (last.stage, last.level, last.owed) == ("archived", "B-LTA", [])
    assert verify(content(paper)).is_valid
    assert pacting.owing_archive() == []


# ---- thiết bị của mình -------------------------------------------------------------------


def test_a_device_of_ones_own_signs_the_newest_file(paper, cluster, office):
    seat = cluster.ask(paper, 1, outside=True)
    assert seat.is_handed
    stale = content(paper)
    cluster.sign(paper, 0)
    key = f"giao-uoc-{cluster.leaders[1].pk}"
    late = sign_on_device(stale, office, key, field="ThanhVien2")
    with pytest.raises(Refused, match="Thành viên khác vừa ký"):
        actions.take_pact_signature(seat.pk, by=cluster.leaders[1], content=late)
    signed = sign_on_device(content(paper), office, key, field="ThanhVien2")
    Certificate.objects.filter(user=cluster.leaders[1]).delete()
    actions.take_pact_signature(seat.pk, by=cluster.leaders[1], content=signed)
    pacting.sign(paper.pk)
    done = cluster.sign(paper, 2)

    report = verify(content(done))
    assert (done.status, report.verdict) == ("complete", "HOP_LE")
    assert [one.field for one in report.signers] == [
        "ThanhVien1", "ThanhVien2", "ThanhVien3",
    ]  # fmt: skip


# ---- hai người cùng lúc ------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_leaders_at_once_and_no_signature_is_lost(
    settings, office, pictures, monkeypatch
):
    take_keys(settings, office)
    place = SigningCluster(office, pictures)
    place.keys()
    paper = place.laid()
    at_once, failed = threading.Barrier(3), []
    there = signing.sign_seat

    def slow(*args, **more):
        made = there(*args, **more)
        time.sleep(0.4)  # in which another worker would sign the same file
        return made

    monkeypatch.setattr(signing, "sign_seat", slow)

    def run(number):
        try:
            at_once.wait()
            place.ask(paper, number)
            pacting.sign(paper.pk)
        except Exception as error:  # told below, in the thread of the test
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Whoever found another worker at it left; that one looked again before it ended.
    done = again(paper)
    report = verify(content(done))

    assert failed == []
    assert (done.status, report.verdict) == ("complete", "HOP_LE")
    assert {one.name for one in report.signers} == {
        leader.full_name for leader in place.leaders
    }
    bases = list(done.files.chain().values_list("base", flat=True))
    assert len(set(bases)) == len(bases) == 5
