"""Ký số từ xa: whole signatures against a server written from the CSC API v2's own text."""

import logging
import threading

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.timezone import localdate

from reports import actions, issuing, signing, tasks, unlocking
from reports.errors import SignerUnavailable, SigningRefused
from reports.models import Certificate, Document, DocumentFile
from reports.signing import remote
from reports.verifying import verify
from tests.csc_service import CLIENT, RSA, SECRET, credential, open_service
from tests.factories import PASSWORD
from tests.paper_files import words
from units import audit

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
Status, Stage, Held = Document.Status, DocumentFile.Stage, Certificate.Held
PIN = "246810"


@pytest.fixture
def service(settings, tmp_path):
    with open_service() as service:
        secret = tmp_path / "secret"
        secret.write_text(f"{SECRET}\n")
        settings.CSC_URL, settings.CSC_CLIENT_ID = service.url, CLIENT
        settings.CSC_CLIENT_SECRET_FILE = secret
        settings.CSC_PINS_DIR = tmp_path
        remote.forget_tokens()
        cache.clear()
        yield service
    remote.forget_tokens()


@pytest.fixture
def place(signing_ward, service, office):
    """The leader's key is at the service, asked for with a PIN."""
    leader = signing_ward.leader
    service.credentials["LD-1"] = credential(office, f"lanh-dao-{leader.pk}")
    Certificate.objects.filter(user=leader).update(
        held=Held.REMOTE, key="LD-1", asks_pin="PIN"
    )
    return signing_ward


@pytest.fixture
def ask(place, django_capture_on_commit_callbacks, monkeypatch):
    """Approve with what was typed; rendered, not yet signed."""
    monkeypatch.setattr(tasks.render_document, "delay", lambda *_: None)

    def ask(unlock=None):
        plan = place.checked()
        with django_capture_on_commit_callbacks(execute=True):
            document = actions.approve_and_sign(
                plan.pk,
                by=place.leader,
                unlock={"PIN": PIN} if unlock is None else unlock,
            )
        issuing.render(document.pk)
        return document

    return ask


def sign(document):
    issuing.sign(document.pk)
    document.refresh_from_db()
    return document


def with_otp(service, sends=True):
    one = service.credentials["LD-1"]
    one.asks_otp, one.sends_otp = True, sends
    Certificate.objects.filter(key="LD-1").update(asks_otp="OTP", sends_otp=sends)
    return one


def test_from_pin_to_signed_paper(ask, service, place):
    document = sign(ask())

    assert (document.status, document.problem) == (Status.SIGNED, "")
    report = verify(issuing.read_file(document, Stage.SIGNED))
    assert [(s.name, s.level, s.is_trusted) for s in report.signers] == [
        (place.leader.full_name, "B-LT", True)
    ]
    assert [method for method, _ in service.calls] == [
        "oauth2/token", "credentials/info", "credentials/info", "credentials/authorize",
        "signatures/signHash",
    ]  # fmt: skip
    [authorized], [signed] = (
        service.named("credentials/authorize"), service.named("signatures/signHash"),
    )  # fmt: skip
    assert authorized["hashes"] == signed["hashes"]
    assert authorized["numSignatures"] == 1
    assert authorized["authData"] == [{"id": "PIN", "value": PIN}]
    assert [line.action for line in audit.history(document)] == [
        "document.signed", "document.rendered", "document.added",
    ]  # fmt: skip


def test_the_seal_signs_with_the_pin_that_the_worker_keeps(
    ask, service, place, office, tmp_path
):
    service.credentials["CQ"] = credential(
        office, f"co-quan-{place.unit.pk}", pin="1357"
    )
    Certificate.objects.filter(unit=place.unit).update(held=Held.REMOTE, key="CQ")
    (tmp_path / "CQ.pin").write_text("1357\n")
    document = sign(ask())

    actions.issue_document(document.pk, by=place.clerk, day=localdate())
    issuing.seal(document.pk)
    document.refresh_from_db()

    assert document.status == Status.ISSUED
    assert verify(issuing.read_file(document, Stage.ISSUED)).verdict == "HOP_LE"


def test_a_key_of_plain_rsa_is_told_the_digest(ask, service):
    service.credentials["LD-1"].algo = (RSA,)

    assert sign(ask()).status == Status.SIGNED
    assert service.named("signatures/signHash")[0]["signAlgo"] == RSA


def test_a_code_is_sent_and_taken_once(ask, service):
    one = with_otp(service)
    certificate = Certificate.objects.get(key="LD-1")
    tasks.send_code(certificate.pk)
    code, _ = one.otp

    assert sign(ask({"PIN": PIN, "OTP": code})).status == Status.SIGNED
    assert service.named("credentials/getChallenge") == [
        {"credentialID": "LD-1", "authObjectID": "OTP"}
    ]


# ---- what the service says no to ---------------------------------------------------------


def stopped(document, start):
    sign(document)
    assert document.status == Status.STOPPED
    assert document.problem.startswith(start), document.problem
    assert unlocking.of(document.pk) is None
    assert not document.files.filter(stage=Stage.SIGNED).exists()


def test_a_wrong_pin_stops_and_the_right_one_signs(
    ask, service, place, django_capture_on_commit_callbacks
):
    document = ask({"PIN": "000000"})
    stopped(document, "Mã PIN của chữ ký số từ xa chưa đúng.")
    assert service.signed == 0

    with django_capture_on_commit_callbacks(execute=True):
        actions.retry_document(document.pk, by=place.leader, unlock={"PIN": PIN})
    issuing.render(document.pk)
    assert sign(document).status == Status.SIGNED


def test_who_signs_again_on_the_page_is_asked_for_the_pin_and_it_is_used(
    client, ask, service, place, django_capture_on_commit_callbacks
):
    document = sign(ask({"PIN": "000000"}))
    client.force_login(place.leader)
    again = reverse("reports:document-retry", args=[document.pk])

    missing = client.post(again, {"mat_khau": PASSWORD})
    assert missing.status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        client.post(again, {"mat_khau": PASSWORD, "pin": PIN})
    issuing.render(document.pk)

    assert sign(document).status == Status.SIGNED


def test_a_pin_tried_too_often_locks(ask, service):
    service.credentials["LD-1"].wrong = 3
    stopped(ask(), "Chứng thư số ở dịch vụ ký số từ xa đang bị khóa hoặc tạm dừng.")


def test_a_code_that_is_old_is_told(ask, service):
    one = with_otp(service)
    one.otp = ("123456", 0)
    stopped(ask({"PIN": PIN, "OTP": "123456"}), "Mã OTP chưa đúng hoặc đã hết hạn.")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": "disabled"}, "Chứng thư số ở dịch vụ ký số từ xa đang bị khóa"),
        (
            {"cert_status": "suspended"},
            "Chứng thư số ở dịch vụ ký số từ xa đang bị khóa",
        ),
        ({"cert_status": "revoked"}, "Chứng thư số đã bị thu hồi."),
        ({"mode": "oauth2code"}, "Chứng thư số này mở khóa bằng cách mà hệ thống chưa"),
        (
            {"expression": "PIN OR OTP"},
            "Chứng thư số này mở khóa bằng cách mà hệ thống chưa",
        ),
    ],
)
def test_a_credential_that_cannot_sign_is_told(ask, service, change, said):
    for name, value in change.items():
        setattr(service.credentials["LD-1"], name, value)
    document = ask()
    sign(document)

    assert (document.status, document.problem[: len(said)]) == (Status.STOPPED, said)


def test_a_credential_that_is_gone_is_told(ask, service):
    document = ask()
    service.credentials.clear()
    sign(document)
    assert document.problem.startswith("Dịch vụ ký số từ xa không có chứng thư số đã")


def test_an_expired_sad_is_told(ask, service):
    service.sad_life = -1
    stopped(ask(), "Lượt mở khóa ở dịch vụ ký số từ xa đã hết hạn.")


def test_a_hash_that_was_not_authorized_is_told(ask, service, monkeypatch):
    plain = remote.RemoteSigner.format_csc_signing_req

    async def other(self, hashes, algorithm):
        order = await plain(self, hashes, algorithm)
        return order | {"hashes": ["A" * 43 + "="]}

    monkeypatch.setattr(remote.RemoteSigner, "format_csc_signing_req", other)
    stopped(ask(), "Dịch vụ ký số từ xa chưa cho phép ký đúng tệp này.")


def test_a_signature_of_another_key_is_not_taken(ask, service, office):
    office.ref("khoa-khac", "Người Khác", "")
    service.credentials["LD-1"].key = credential(office, "khoa-khac").key
    stopped(ask(), "Dịch vụ ký số từ xa trả về chữ ký không khớp với chứng thư số.")


def test_another_certificate_than_the_registered_one_signs_nothing(
    ask, service, office
):
    office.ref("khoa-moi", "Người Khác", "")
    service.credentials["LD-1"] = credential(office, "khoa-moi")
    document = sign(ask())
    assert document.problem.startswith("Chứng thư số này của Người Khác")
    assert service.named("credentials/authorize") == []


def test_a_wrong_secret_is_for_the_operator(ask, service, settings, tmp_path):
    (tmp_path / "secret").write_text("sai")
    document = sign(ask())
    assert "CSC_CLIENT_ID" in document.problem


def test_without_what_was_typed_it_is_asked_for_again(ask, service):
    document = ask({})
    sign(document)
    assert document.problem == (
        "Chưa có PIN để mở khóa ở dịch vụ ký số từ xa, hoặc đã quá hạn. Bấm Ký lại và nhập lại."
    )


# ---- silence, death, twice ---------------------------------------------------------------


def test_a_silent_service_is_asked_again_with_what_was_typed(ask, service, settings):
    document = ask()
    url, settings.CSC_URL = settings.CSC_URL, "http://127.0.0.1:9"
    with pytest.raises(SignerUnavailable, match="chưa trả lời"):
        issuing.sign(document.pk)
    document.refresh_from_db()
    assert (document.status, document.is_tried_again) == (Status.RENDERED, True)

    settings.CSC_URL = url
    assert sign(document).status == Status.SIGNED


def test_a_token_out_of_date_is_renewed(ask, service):
    document = ask()
    signing.remote_credentials()
    service.tokens.clear()
    with pytest.raises(SignerUnavailable):
        issuing.sign(document.pk)

    assert sign(document).status == Status.SIGNED


def test_a_service_that_dies_half_way_leaves_the_paper_to_be_signed(
    ask, service, place, settings, django_capture_on_commit_callbacks
):
    """After the unlocking, before the signature: what was typed is spent and asked for again."""
    document = ask()
    settings.SIGN_TIMEOUT = 1
    dead = threading.Event()

    def die(method):
        if method == "signatures/signHash":
            dead.wait(3)

    service.before = die
    with pytest.raises(SignerUnavailable):
        issuing.sign(document.pk)
    dead.set()
    document.refresh_from_db()
    assert document.status == Status.RENDERED
    assert unlocking.of(document.pk) is None
    service.before = lambda method: None
    sign(document)
    assert document.status == Status.STOPPED

    with django_capture_on_commit_callbacks(execute=True):
        actions.retry_document(document.pk, by=place.leader, unlock={"PIN": PIN})
    issuing.render(document.pk)
    assert sign(document).status == Status.SIGNED
    assert document.files.filter(stage=Stage.SIGNED).count() == 1


def test_the_same_task_twice_signs_once(ask, service):
    document = sign(ask())
    file = document.files.get(stage=Stage.SIGNED)

    issuing.sign(document.pk)

    assert service.signed == 1
    assert document.files.get(stage=Stage.SIGNED) == file


# ---- secrets -----------------------------------------------------------------------------


def test_what_was_typed_is_sealed_and_spent(ask, service, caplog):
    caplog.set_level(logging.DEBUG)
    document = ask()
    kept = cache.get(f"unlock:{document.pk}")
    assert PIN not in kept
    assert PIN not in repr(unlocking.of(document.pk))

    sign(document)

    assert cache.get(f"unlock:{document.pk}") is None
    said = " ".join(record.getMessage() for record in caplog.records)
    for secret in (PIN, SECRET, *service.sads, *service.tokens):
        assert secret not in said


def test_what_another_installation_sealed_opens_nothing(settings):
    unlocking.keep(7, {"PIN": PIN})
    assert unlocking.of(7).values == {"PIN": PIN}

    settings.SECRET_KEY = "khac-han-" * 8
    assert unlocking.of(7) is None


def test_only_the_signing_worker_reaches_the_service(settings):
    settings.CSC_URL = ""
    with pytest.raises(signing.KeysNotHere):
        signing.remote_credentials()


# ---- registering -------------------------------------------------------------------------


def test_a_credential_is_listed_and_registered(
    service, signing_ward, office, tmp_path, capsys
):
    leader = signing_ward.leader
    service.credentials["X 1"] = credential(
        office, f"lanh-dao-{leader.pk}", asks_otp=True
    )
    picture = tmp_path / "ky.png"
    picture.write_bytes(signing.draw_demo_signature("A"))
    call_command("remote_credentials")
    assert f"X 1\t{leader.full_name}" in capsys.readouterr().out

    options = {
        "unit": signing_ward.unit.code,
        "by": signing_ward.administrator.username,
    }
    call_command(
        "register_certificate",
        remote="X 1",
        user=leader.username,
        picture=picture,
        **options,
    )

    kept = Certificate.objects.current().get(user=leader)
    assert (kept.held, kept.key, kept.asks_pin, kept.asks_otp, kept.sends_otp) == (
        "remote", "X 1", "PIN", "OTP", True,
    )  # fmt: skip
    with pytest.raises(CommandError, match="không được hỏi mã OTP"):
        call_command("register_certificate", remote="X 1", picture=picture, **options)
    service.credentials["X 1"].mode = "oauth2code"
    with pytest.raises(CommandError, match="chưa hỗ trợ"):
        call_command("remote_credentials")


def test_the_refusal_of_an_unknown_kind_is_told_in_its_own_words():
    assert remote._said({"error": "access_denied", "error_description": "No\nway"}) == (
        "Dịch vụ ký số từ xa từ chối: Noway."
    )
    assert issubclass(SigningRefused, Exception)


# ---- pages -------------------------------------------------------------------------------


@pytest.fixture
def page(client, place):
    plan = place.checked()
    client.force_login(place.leader)
    return reverse("reports:plan-sign", args=[plan.pk])


def test_the_page_asks_for_pin_and_code(client, page, service, monkeypatch):
    one = with_otp(service)
    text = client.get(page).content.decode()
    assert 'name="pin"' in text
    assert 'name="otp"' in text
    assert "Gửi mã OTP" in text

    asked = []
    monkeypatch.setattr(tasks.send_code, "delay", asked.append)
    sent = client.post(page, {"cach": "otp"})
    assert (sent.status_code, asked) == (200, [Certificate.objects.get(key="LD-1").pk])
    assert "Đã nhờ dịch vụ ký số gửi mã OTP." in words(sent)
    assert one.otp == ("", 0)

    missing = client.post(page, {"mat_khau": PASSWORD, "pin": PIN})
    assert missing.status_code == 422
    assert "Nhập mã OTP." in words(missing)
    assert PIN not in missing.content.decode()
    assert not Document.objects.exists()


def test_the_page_hands_on_what_was_typed(
    client, page, service, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(tasks.render_document, "delay", lambda *_: None)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page, {"mat_khau": PASSWORD, "pin": PIN})

    document = Document.objects.get()
    issuing.render(document.pk)
    assert sign(document).status == Status.SIGNED


def test_who_signs_on_a_device_types_no_pin(client, page, service):
    client.post(page, {"mat_khau": PASSWORD, "cach": "ngoai"})
    assert Document.objects.get().person_way == "outside"


def test_codes_are_not_asked_for_without_end(client, page, service, monkeypatch):
    with_otp(service)
    asked = []
    monkeypatch.setattr(tasks.send_code, "delay", asked.append)
    for _ in range(6):
        last = client.post(page, {"cach": "otp"})
    assert len(asked) == 5
    assert "Đã xin 5 mã OTP trong 10 phút." in words(last)


def test_others_are_asked_for_their_password_alone(client, signing_ward):
    plan = signing_ward.checked()
    client.force_login(signing_ward.leader)
    text = client.get(reverse("reports:plan-sign", args=[plan.pk])).content.decode()
    assert 'name="pin"' not in text
