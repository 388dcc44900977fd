"""Ký ngoài, cả đường: tải về, ký bằng thiết bị của mình, gửi lại; for the leader and for the seal.

Real rendering, real keys of the test CA in the part of the token, a real TSA.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.timezone import localdate, now

from reports import actions, inbox, issuing, pki, signing, verifying
from reports.errors import SignerUnavailable
from reports.models import Certificate, Document, DocumentFile
from reports.pki.__main__ import main as pki_main
from reports.signing import certificates
from reports.signing.values import Places
from reports.verifying import VerifierBusy, verify, wording
from reports.views.signs import sign_of
from tests.factories import PASSWORD, other_ward
from tests.office import register_certificate
from tests.own_device import changed, note_on_page, sign_on_device
from tests.paper_files import words
from units import audit
from units.errors import Refused

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
Status, Stage, Held = Document.Status, DocumentFile.Stage, Certificate.Held


@pytest.fixture
def place(signing_ward, office):
    """The leader has a token, known to nobody yet; the seal is with the machine."""
    leader = signing_ward.leader
    office.ref(f"token-{leader.pk}", leader.full_name, "")
    return signing_ward


@pytest.fixture
def waiting(place):
    """Rendered, in the hands of its signer."""
    plan = place.checked()
    document = actions.approve_and_sign(plan.pk, by=place.leader, outside=True)
    issuing.render(document.pk)
    issuing.sign(document.pk)  # the worker leaves it alone
    document.refresh_from_db()
    return document


def places_of(document):
    return Places.from_json(document.files.get(stage=Stage.RENDERED).places)


def by_token(document, place, office, *, own_field=True, key=""):
    """The handed out file, signed by the leader's token."""
    pdf = issuing.read_file(document, Stage.RENDERED)
    key = key or f"token-{place.leader.pk}"
    if own_field:
        box = places_of(document).signer
        return sign_on_device(pdf, office, key, box=box)
    return sign_on_device(pdf, office, key, field="NguoiKy")


def take(document, place, content):
    actions.take_person_signature(document.pk, by=place.leader, content=content)
    issuing.sign(document.pk)
    document.refresh_from_db()


def numbered_outside(document, place):
    actions.issue_document(document.pk, by=place.clerk, day=localdate(), outside=True)
    issuing.seal(document.pk)
    document.refresh_from_db()


def by_seal_token(document, place, office, *, field="", key=""):
    pdf = issuing.read_file(document, Stage.NUMBERED)
    box = None if field else places_of(document).seal
    key = key or f"co-quan-{place.unit.pk}"
    return sign_on_device(pdf, office, key, box=box, field=field or "Signature2")


# ---- the leader -------------------------------------------------------------------------


def test_the_paper_waits_for_its_signer_and_no_worker_is_owed(waiting, place):
    assert (waiting.status, waiting.waits_for_person_file) == (Status.RENDERED, True)
    assert sign_of(waiting) == {"kind": "gold", "text": "Chờ ký bằng thiết bị"}
    Document.objects.update(requested_at=now() - timedelta(hours=1))
    assert list(issuing.waiting()) == []
    [item] = [i for i in inbox.items(place.leader) if i.act == "Ký"]
    assert item.title == f"Ký bằng thiết bị: {waiting.title}"


@pytest.mark.parametrize("own_field", [True, False])
def test_from_token_to_issued_paper(waiting, place, office, own_field):
    content = by_token(waiting, place, office, own_field=own_field)
    take(waiting, place, content)

    assert (waiting.status, waiting.problem, waiting.offered_at) == (
        Status.SIGNED,
        "",
        None,
    )
    assert waiting.signed_at is not None
    assert issuing.read_file(waiting, Stage.SIGNED) == content
    assert waiting.plan.documents.get().plan.status == "signed"

    actions.issue_document(waiting.pk, by=place.clerk, day=localdate())
    issuing.seal(waiting.pk)
    waiting.refresh_from_db()
    report = verify(issuing.read_file(waiting, Stage.ISSUED))

    assert (waiting.status, report.verdict, report.number) == (
        Status.ISSUED, "HOP_LE", "01/KH-UBND",
    )  # fmt: skip
    assert [(s.name, s.is_agency, s.level) for s in report.signers] == [
        (place.leader.full_name, False, "B-LTA"),
        (place.unit.name, True, "B-LTA"),
    ]
    assert [line.action for line in audit.history(waiting)] == [
        "document.issued", "document.numbered", "document.signed", "document.offered",
        "document.rendered", "document.added",
    ]  # fmt: skip


def test_the_upload_registers_the_token_once(waiting, place, office):
    take(waiting, place, by_token(waiting, place, office))

    kept = Certificate.objects.current().get(user=place.leader, held=Held.OUTSIDE)
    assert (kept.key, kept.common_name, bytes(kept.picture)) == (
        "", place.leader.full_name, b"",
    )  # fmt: skip
    # The key that the machine keeps for the same person stays in use beside it.
    assert Certificate.objects.by_machine().filter(user=place.leader).count() == 1


def test_of_two_tokens_the_last_one_used_stays(waiting, place, office):
    register_certificate(
        office, name=place.leader.full_name, key=f"token-cu-{waiting.pk}",
        picture=b"", user=place.leader, held=Held.OUTSIDE,
    )  # fmt: skip

    take(waiting, place, by_token(waiting, place, office))

    current = Certificate.objects.outside().get(user=place.leader)
    assert waiting.status == Status.SIGNED
    assert (
        current.fingerprint
        != Certificate.objects.get(retired_at__isnull=False).fingerprint
    )


def test_somebody_elses_token_signs_nothing(waiting, place, office):
    office.ref("token-nguoi-khac", "Nguyễn Văn Khác", "")
    content = by_token(waiting, place, office, key="token-nguoi-khac")

    with pytest.raises(Refused) as refused:
        take(waiting, place, content)

    assert str(refused.value) == (
        f"Chữ ký này của Nguyễn Văn Khác, không phải của {place.leader.full_name}. Ký lại bằng "
        "thiết bị của chính người ký văn bản."
    )
    assert not waiting.files.filter(stage=Stage.OFFERED).exists()
    assert not Certificate.objects.outside().exists()


def test_a_namesakes_token_signs_nothing(waiting, place, office):
    """Same name, another person: the certificate is known as theirs."""
    other = other_ward()
    key = f"token-{place.leader.pk}"
    register_certificate(
        office, name=place.leader.full_name, key=key, picture=b"", user=other.leader,
        held=Held.OUTSIDE,
    )  # fmt: skip

    with pytest.raises(Refused, match="đã đăng ký cho người hoặc cơ quan khác"):
        take(waiting, place, by_token(waiting, place, office))


def test_a_certificate_out_of_use_signs_nothing(waiting, place, office):
    register_certificate(
        office, name=place.leader.full_name, key=f"token-{place.leader.pk}", picture=b"",
        user=place.leader, held=Held.OUTSIDE,
    )  # fmt: skip
    Certificate.objects.outside().update(retired_at=now())

    with pytest.raises(Refused, match="đã thôi dùng ở hệ thống"):
        take(waiting, place, by_token(waiting, place, office))


def test_a_changed_file_is_refused_in_a_sentence(waiting, place, office):
    content = changed(by_token(waiting, place, office), note_on_page)

    with pytest.raises(Refused) as refused:
        take(waiting, place, content)

    assert refused.value.parts == (("tep", wording.MORE_THAN_A_SIGNATURE),)


def test_revoked_only_the_service_knows(waiting, place, office):
    """The kept lists are old; the worker asks the CA and the paper stops."""
    content = by_token(waiting, place, office)
    actions.take_person_signature(waiting.pk, by=place.leader, content=content)
    pki.revoke(
        f"token-{place.leader.pk}", directory=office.authority.directory,
        since=now() - timedelta(days=1),
    )  # fmt: skip
    certificates.forget_answers()
    issuing.sign(waiting.pk)
    waiting.refresh_from_db()

    assert waiting.status == Status.STOPPED
    assert waiting.problem.startswith("Chứng thư số đã bị thu hồi lúc ")
    assert {f.stage for f in waiting.files.all()} == {Stage.RENDERED}


def test_a_silent_service_is_asked_again(waiting, place, office, monkeypatch):
    content = by_token(waiting, place, office)
    actions.take_person_signature(waiting.pk, by=place.leader, content=content)

    def silent(*_):
        raise SignerUnavailable("OCSP không trả lời.")

    with monkeypatch.context() as patch:
        patch.setattr(certificates, "gather", silent)
        with pytest.raises(SignerUnavailable):
            issuing.sign(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.is_tried_again) == (Status.RENDERED, True)
    assert waiting in Document.objects.owed()

    issuing.sign(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.status == Status.SIGNED


def test_the_second_of_two_uploads_is_told(waiting, place, office):
    content = by_token(waiting, place, office)
    take(waiting, place, content)

    with pytest.raises(Refused, match="không còn chờ tệp ký ngoài"):
        actions.take_person_signature(waiting.pk, by=place.leader, content=content)


def test_a_paper_drawn_anew_meanwhile_does_not_take_the_old_file(
    waiting, place, office, monkeypatch
):
    """It was returned or asked for anew while the file was being judged."""
    content = by_token(waiting, place, office)
    weigh = verifying.weigh_addition

    def meanwhile(*arguments, **options):
        found = weigh(*arguments, **options)
        actions.retry_document(waiting.pk, by=place.leader, outside=True)
        issuing.render(waiting.pk)
        return found

    monkeypatch.setattr(verifying, "weigh_addition", meanwhile)
    with pytest.raises(Refused, match="không còn chờ tệp ký ngoài"):
        actions.take_person_signature(waiting.pk, by=place.leader, content=content)


def test_only_the_signer_may(waiting, place, office):
    content = by_token(waiting, place, office)
    deputy = place.person("leader")
    for user in (place.officer, place.clerk, deputy, other_ward().leader):
        with pytest.raises(PermissionDenied):
            actions.take_person_signature(waiting.pk, by=user, content=content)


def test_who_left_office_signs_no_more(waiting, place, office):
    content = by_token(waiting, place, office)
    actions.take_person_signature(waiting.pk, by=place.leader, content=content)
    place.leader.memberships.update(valid_to=localdate() - timedelta(days=1))

    issuing.sign(waiting.pk)

    waiting.refresh_from_db()
    assert waiting.status == Status.STOPPED
    assert "không còn giữ chức vụ" in waiting.problem


def test_the_signer_may_let_the_machine_sign_or_return_the_plan(waiting, place):
    actions.retry_document(waiting.pk, by=place.leader)
    issuing.render(waiting.pk)
    issuing.sign(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.person_way) == (Status.SIGNED, "machine")


def test_a_waiting_paper_can_be_given_back(waiting, place):
    actions.return_stopped(waiting.pk, by=place.leader, reason="Sửa câu chữ.")
    waiting.refresh_from_db()
    assert (waiting.status, waiting.plan.status) == (Status.DROPPED, "returned")


def test_while_the_machine_signs_no_other_way_is_taken(place):
    document = actions.approve_and_sign(place.checked().pk, by=place.leader)
    issuing.render(document.pk)

    with pytest.raises(Refused, match="Máy ký đang làm văn bản này"):
        actions.retry_document(document.pk, by=place.leader, outside=True)


# ---- the seal ---------------------------------------------------------------------------


@pytest.fixture
def seal_outside(signing_ward):
    """The agency's key is on a token of its own and nowhere else."""
    Certificate.objects.filter(unit=signing_ward.unit).update(
        held=Held.OUTSIDE, key="", picture=b""
    )
    return signing_ward


@pytest.fixture
def signed(seal_outside):
    document = actions.approve_and_sign(
        seal_outside.checked().pk, by=seal_outside.leader
    )
    issuing.render(document.pk)
    issuing.sign(document.pk)
    document.refresh_from_db()
    return document


@pytest.mark.parametrize("field", ["", "CoQuan"])
def test_the_agencys_device_seals(signed, seal_outside, office, field):
    numbered_outside(signed, seal_outside)
    assert (signed.status, signed.waits_for_seal_file) == (Status.NUMBERED, True)
    content = by_seal_token(signed, seal_outside, office, field=field)

    actions.take_agency_signature(signed.pk, by=seal_outside.clerk, content=content)
    issuing.seal(signed.pk)
    signed.refresh_from_db()
    issued = issuing.read_file(signed, Stage.ISSUED)
    report = verify(issued)

    assert (signed.status, signed.number_and_symbol) == (Status.ISSUED, "01/KH-UBND")
    assert issued.startswith(content)
    assert (report.verdict, report.number) == ("HOP_LE", "01/KH-UBND")
    assert [(s.name, s.is_agency, s.level) for s in report.signers] == [
        (seal_outside.leader.full_name, False, "B-LTA"),
        (seal_outside.unit.name, True, "B-LTA"),
    ]
    assert signed.plan.documents.get().plan.status == "issued"


def test_both_signatures_from_outside(seal_outside, office):
    leader = seal_outside.leader
    office.ref(f"token-{leader.pk}", leader.full_name, "")
    plan = seal_outside.checked()
    document = actions.approve_and_sign(plan.pk, by=leader, outside=True)
    issuing.render(document.pk)
    document.refresh_from_db()
    take(document, seal_outside, by_token(document, seal_outside, office))
    numbered_outside(document, seal_outside)

    content = by_seal_token(document, seal_outside, office)
    actions.take_agency_signature(document.pk, by=seal_outside.clerk, content=content)
    issuing.seal(document.pk)
    document.refresh_from_db()

    assert document.status == Status.ISSUED
    assert verify(issuing.read_file(document, Stage.ISSUED)).verdict == "HOP_LE"


def test_a_persons_token_is_no_seal(signed, seal_outside, office):
    numbered_outside(signed, seal_outside)
    key = f"lanh-dao-{seal_outside.leader.pk}"
    content = by_seal_token(signed, seal_outside, office, key=key)

    with pytest.raises(
        Refused, match=r"không phải của Ủy ban .* Ký lại bằng thiết bị của cơ quan"
    ):
        actions.take_agency_signature(signed.pk, by=seal_outside.clerk, content=content)


def test_the_clerk_may_go_back_to_the_machine(signed, seal_outside, office):
    numbered_outside(signed, seal_outside)
    Certificate.objects.filter(unit=seal_outside.unit).update(
        held=Held.STORE, key=f"co-quan-{seal_outside.unit.pk}", picture=_seal_picture()
    )

    actions.choose_seal_way(signed.pk, by=seal_outside.clerk, outside=False)
    issuing.seal(signed.pk)
    signed.refresh_from_db()

    assert (signed.status, signed.number) == (Status.ISSUED, 1)
    assert not signed.files.filter(stage=Stage.NUMBERED).exists()


def test_a_refused_seal_may_be_sent_again(signed, seal_outside, office):
    numbered_outside(signed, seal_outside)
    content = by_seal_token(signed, seal_outside, office)
    actions.take_agency_signature(signed.pk, by=seal_outside.clerk, content=content)
    pki.revoke(f"co-quan-{seal_outside.unit.pk}", directory=office.authority.directory)
    certificates.forget_answers()
    issuing.seal(signed.pk)
    signed.refresh_from_db()

    assert (signed.status, signed.waits_for_seal_file) == (Status.NUMBERED, True)
    assert "đã bị thu hồi" in signed.problem
    assert not signed.files.filter(stage=Stage.OFFERED).exists()


def _seal_picture():
    return signing.seal_picture(signing.draw_demo_seal(("Phường", "Thử")), 36)


# ---- pages ------------------------------------------------------------------------------


def url(document, name="document"):
    return reverse(f"reports:{name}", args=[document.pk])


def send(client, document, content, name="document-signed"):
    file = SimpleUploadedFile("ky.pdf", content, "application/pdf")
    return client.post(url(document, name), {"tep": file})


def test_the_leader_chooses_their_own_device(client, place):
    plan = place.checked()
    client.force_login(place.leader)
    data = {"mat_khau": PASSWORD, "cach": "ngoai"}
    assert "Ký bằng thiết bị của tôi" in words(
        client.get(reverse("reports:plan-sign", args=[plan.pk]))
    )

    client.post(reverse("reports:plan-sign", args=[plan.pk]), data)

    assert Document.objects.get().person_way == "outside"


def test_the_page_hands_out_and_takes_back(client, waiting, place, office):
    client.force_login(place.leader)
    text = words(client.get(url(waiting)))
    assert "Ký bằng thiết bị của anh/chị" in text
    assert "Đang ký số" not in text
    handed = client.get(reverse("reports:document-file", args=[waiting.pk, "rendered"]))
    assert handed.content == issuing.read_file(waiting, Stage.RENDERED)

    wrong = send(client, waiting, handed.content)
    assert wrong.status_code == 422
    assert wording.NOTHING_ADDED in words(wrong)
    assert client.get(url(waiting, "document-signed")).url == url(waiting)

    right = send(client, waiting, by_token(waiting, place, office))
    assert (right.status_code, right.url) == (302, url(waiting))
    assert "Đang nhận bản đã ký" in words(client.get(url(waiting)))


def test_a_file_that_comes_after_another_way_was_taken_is_told_so(
    client, waiting, place, office
):
    content = by_token(waiting, place, office)
    actions.retry_document(waiting.pk, by=place.leader)
    client.force_login(place.leader)

    late = send(client, waiting, content)

    assert late.url == url(waiting)
    assert "Văn bản không còn chờ tệp ký ngoài" in words(client.get(late.url))


def test_a_busy_verifier_is_told(client, waiting, place, monkeypatch):
    def busy(*_, **__):
        raise VerifierBusy

    monkeypatch.setattr(verifying, "weigh_addition", busy)
    client.force_login(place.leader)

    response = send(client, waiting, b"%PDF-1.7")

    assert response.status_code == 422
    assert "Nhiều người đang kiểm tra tệp cùng lúc." in words(response)


def test_colleagues_see_that_it_waits_and_cannot_send(client, waiting, place):
    client.force_login(place.officer)
    response = client.get(url(waiting))

    assert "Chờ ký bằng thiết bị" in words(response)
    assert "Gửi tệp đã ký" not in words(response)
    assert send(client, waiting, b"%PDF-1.7").status_code == 403


def test_the_clerk_is_proposed_the_device_where_the_seal_is_on_one(
    client, signed, seal_outside, office
):
    client.force_login(seal_outside.clerk)
    page = client.get(url(signed)).content.decode()
    assert 'name="outside"' in page
    assert "checked" in page[page.index('name="outside"') - 200 :][:400]

    client.post(
        url(signed, "document-issue"),
        {
            "day": f"{localdate():%d/%m/%Y}", "copies": "1", "archive_unit": "VT",
            "outside": "True", "xac_nhan": "1",
        },
    )  # fmt: skip
    issuing.seal(signed.pk)
    signed.refresh_from_db()
    text = words(client.get(url(signed)))
    assert "Đóng dấu bằng thiết bị của cơ quan" in text
    assert "Để máy ký của hệ thống đóng dấu" in text

    content = by_seal_token(signed, seal_outside, office)
    assert send(client, signed, content, "document-sealed").status_code == 302
    issuing.seal(signed.pk)
    signed.refresh_from_db()
    assert signed.status == Status.ISSUED


def test_where_no_device_is_known_nothing_is_asked(client, place, waiting, office):
    take(waiting, place, by_token(waiting, place, office))
    client.force_login(place.clerk)

    assert 'name="outside"' not in client.get(url(waiting)).content.decode()


# ---- commands ---------------------------------------------------------------------------


def test_the_demonstration_plays_the_device(waiting, place, office, tmp_path, capsys):
    source, target = tmp_path / "a.pdf", tmp_path / "b.pdf"
    source.write_bytes(issuing.read_file(waiting, Stage.RENDERED))
    order = ["--dir", str(office.authority.directory), "sign"]

    assert pki_main([*order, f"token-{place.leader.pk}", str(source), str(target)]) == 0
    assert pki_main([*order, "khong-co", str(source), str(target)]) == 1
    assert "Không có chứng thư nào mang tên khóa khong-co." in capsys.readouterr().err
    take(waiting, place, target.read_bytes())
    assert waiting.status == Status.SIGNED


def test_a_token_is_registered_from_its_certificate(place, office, tmp_path):
    key = f"token-{place.leader.pk}"
    path = office.authority.directory / "certs" / f"holder-{key}.pem"
    options = {
        "unit": place.unit.code, "user": place.leader.username,
        "by": place.administrator.username, "outside": path,
    }  # fmt: skip

    call_command("register_certificate", **options)

    kept = Certificate.objects.outside().get(user=place.leader)
    assert (kept.held, kept.key, kept.common_name) == (
        "outside", "", place.leader.full_name,
    )  # fmt: skip
    with pytest.raises(
        CommandError, match=r"Cần TÊN-KHÓA và --picture, .* hoặc chỉ --outside"
    ):
        call_command("register_certificate", "khoa", **options)
    (tmp_path / "x.cer").write_bytes(b"x")
    with pytest.raises(CommandError, match="không phải chứng thư số"):
        call_command(
            "register_certificate", **options | {"outside": tmp_path / "x.cer"}
        )


def test_enter_in_the_password_field_means_the_machine(client, place):
    """The first button of a form is the one that the key presses."""
    plan = place.checked()
    client.force_login(place.leader)
    page = client.get(reverse("reports:plan-sign", args=[plan.pk])).content.decode()
    form = page[page.index("phien_ban") :]

    assert form.index("Duyệt và ký</button>") < form.index('value="ngoai"')
