"""A certificate that may not sign signs nothing, and the sentence says why."""

import io
import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from PIL import Image

from reports import pki, signing
from reports.errors import SignerUnavailable, SigningRefused
from reports.signing import KeysNotHere, SigningConfig, certificates
from reports.trust import DEMO_NOTICE, Trust
from tests.signing_kit import (
    LEADER,
    PERSON_OWNER,
    days,
    der_of,
    office,  # noqa: F401  fixtures
    paper,  # noqa: F401
    pictures,  # noqa: F401
    sign,
)

# ruff: noqa: F811  arguments of tests are the fixtures imported above


def refusal(paper, office, pictures, **changes) -> str:
    with pytest.raises(SigningRefused) as refused:
        sign(paper.prepared, office, pictures, **changes)
    return str(refused.value)


def test_the_same_paper_is_signed_with_a_good_certificate(paper, office, pictures):
    assert sign(paper.prepared, office, pictures).pdf.startswith(paper.prepared)


def test_expired(paper, office, pictures):
    ref = office.ref(
        "het-han", LEADER, PERSON_OWNER, valid_from=days(-400), valid_to=days(-35)
    )
    assert re.fullmatch(
        r"Chứng thư số đã hết hạn ngày \d\d/\d\d/\d{4}\.",
        refusal(paper, office, pictures, ref=ref),
    )


def test_not_yet_valid(paper, office, pictures):
    ref = office.ref(
        "chua-toi", LEADER, PERSON_OWNER, valid_from=days(5), valid_to=days(50)
    )
    assert "chưa có hiệu lực trước ngày" in refusal(paper, office, pictures, ref=ref)


def test_revoked(paper, office, pictures):
    ref = office.ref("thu-hoi", LEADER, PERSON_OWNER)
    assert sign(paper.prepared, office, pictures, ref=ref)
    pki.revoke("thu-hoi", directory=office.authority.directory)
    certificates.forget_answers()
    assert re.fullmatch(
        r"Chứng thư số đã bị thu hồi lúc \d\d:\d\d, \d\d/\d\d/\d{4}\.",
        refusal(paper, office, pictures, ref=ref),
    )


def test_revoked_according_to_the_kept_list_alone(paper, office, pictures):
    ref = office.ref("thu-hoi-2", LEADER, PERSON_OWNER)
    pki.revoke("thu-hoi-2", directory=office.authority.directory)
    certificates.forget_answers()
    offline = replace(
        office.config, hosts=frozenset(), tsa_url="", trust=office.fresh_trust()
    )
    assert "đã bị thu hồi" in refusal(paper, office, pictures, ref=ref, config=offline)


def test_wrong_key_usage(paper, office, pictures):
    ref = office.ref("ma-hoa", LEADER, PERSON_OWNER, usage=("key_encipherment",))
    assert refusal(paper, office, pictures, ref=ref) == (
        "Chứng thư số không được cấp để ký: sai mục đích sử dụng."
    )


def test_untrusted_issuer(paper, office, pictures):
    elsewhere = replace(office.config, trust=Trust(roots=()))
    assert refusal(paper, office, pictures, config=elsewhere) == (
        "Chứng thư số do “Thi đua – CA trình diễn” cấp, không thuộc danh sách tin cậy."
    )


def test_another_persons_certificate(paper, office, pictures):
    message = f"Chứng thư số này của {LEADER}, không phải của người ký."
    assert refusal(paper, office, pictures, owner="user:18") == message
    named = replace(office.leader, name="Trần Văn Khác")
    assert refusal(paper, office, pictures, ref=named) == message


def test_another_certificate_under_the_registered_name(paper, office, pictures):
    other = replace(office.leader, fingerprint="0" * 64)
    assert "không phải chứng thư đã đăng ký" in refusal(
        paper, office, pictures, ref=other
    )


def test_unknown_key_and_wrong_passphrase(paper, office, pictures, tmp_path):
    missing = replace(office.leader, key="khong-co")
    assert "Kho khóa không có" in refusal(paper, office, pictures, ref=missing)
    outside = replace(office.leader, key="../keystore/chu-tich")
    assert "Tên khóa không hợp lệ" in refusal(paper, office, pictures, ref=outside)
    (tmp_path / "passphrase").write_text("sai")
    wrong = replace(office.config, passphrase_file=tmp_path / "passphrase")
    assert "sai mật khẩu" in refusal(paper, office, pictures, config=wrong)


def test_a_process_without_keys_says_so(paper, office, pictures):
    web = replace(office.config, keys_dir=None)
    with pytest.raises(KeysNotHere, match="không giữ khóa ký"):
        sign(paper.prepared, office, pictures, config=web)


def test_settings_of_the_web_process_reach_no_key(settings):
    settings.SIGN_KEYS_DIR = settings.PKCS11_MODULE = None
    with pytest.raises(KeysNotHere):
        signing.describe_key("chu-tich", config=SigningConfig.from_settings())


def test_registration_reads_the_certificate(office):
    info = signing.describe_key("chu-tich", config=office.config)
    assert (info.common_name, info.post) == (LEADER, "Chủ tịch")
    assert info.fingerprint == office.leader.fingerprint
    assert info.issuer == "Thi đua – CA trình diễn"


# -- demonstration PKI --------------------------------------------------------


def test_demonstration_says_what_it_is(office):
    paths = list((office.authority.directory / "certs").glob("*.pem"))
    assert len(paths) >= 7
    for path in paths:
        assert DEMO_NOTICE.encode() in der_of(path), path.name


def test_demonstration_roots_count_only_in_demonstration(office, settings, tmp_path):
    settings.PKI_DIR = office.authority.directory
    settings.TRUST_ROOTS_DIR = None
    settings.DEMO = True
    assert len(Trust.from_settings().roots) == 1
    assert SigningConfig.from_settings().tsa_url == office.authority.tsa_url
    settings.DEMO = False
    assert Trust.from_settings() == Trust(roots=())
    assert SigningConfig.from_settings().tsa_url == ""
    # Not even where someone puts the root among the trusted ones.
    for path in office.authority.roots_dir.glob("*.pem"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    settings.TRUST_ROOTS_DIR = tmp_path
    assert Trust.from_settings() == Trust(roots=())


def test_keys_and_passphrase_are_their_owners_alone(office):
    directory = office.authority.directory
    secret = [
        directory / "passphrase",
        *(directory / "keys").iterdir(),
        *(directory / "keystore").iterdir(),
    ]
    assert len(secret) > 6
    assert {path.stat().st_mode & 0o777 for path in secret} == {0o600}
    assert directory.stat().st_mode & 0o777 == 0o700


def test_initialising_again_keeps_everything(office):
    def state():
        return {
            path: path.read_bytes()
            for path in office.authority.directory.rglob("*")
            if path.is_file() and path.suffix != ".crl"
        }

    before = state()
    pki.initialise(office.authority.directory)
    assert state() == before


def test_issuing_again_returns_the_same_and_another_name_is_refused(office):
    order = {
        "directory": office.authority.directory,
        "key": "chu-tich",
        "organisation": "Ủy ban nhân dân phường Thử Nghiệm",
        "post": "Chủ tịch",
    }
    assert pki.issue(LEADER, **order).fingerprint == office.leader.fingerprint
    with pytest.raises(pki.PkiError, match="đã cấp cho Phạm Thị Minh Thử"):
        pki.issue("Người Khác", **order)


@pytest.mark.slow
def test_command_line_from_nothing(tmp_path):
    def run(*words):
        return subprocess.run(
            [sys.executable, "-m", "reports.pki", "--dir", tmp_path / "pki", *words],
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": os.defpath},
        )

    early = run("list")
    assert early.returncode == 1
    assert "python -m reports.pki init" in early.stderr
    assert run("init", "--address", "http://127.0.0.1:0").returncode == 0
    issued = run("issue", "thu", "Người Thử", "--organisation", "Cơ quan Thử")
    assert issued.returncode == 0
    assert "thu\tNgười Thử" in run("list").stdout


def test_services_refuse_to_leave_this_machine(tmp_path):
    from reports.pki.authority import Authority  # noqa: PLC0415  slow to import
    from reports.pki.serving import make  # noqa: PLC0415  slow to import

    pki.initialise(tmp_path / "pki", "http://127.0.0.1:0")
    record = tmp_path / "pki" / "pki.json"
    record.write_text(re.sub(r"127\.0\.0\.1", "192.0.2.1", record.read_text()))
    with pytest.raises(pki.PkiError, match="chỉ chạy trên máy này"):
        make(Authority.open(tmp_path / "pki"))


# -- pictures -----------------------------------------------------------------


def picture(data):
    return Image.open(io.BytesIO(data))


def test_signature_picture_is_blue_with_alpha(pictures):
    image = picture(pictures[0])
    assert image.mode == "RGBA"
    assert image.width <= round(44 / 25.4 * 300)
    assert {pixel[:3] for pixel in image.get_flattened_data()} == {(0x16, 0x3D, 0xA8)}
    assert image.getchannel("A").getextrema() == (0, 255)


def test_seal_picture_has_its_actual_size(pictures):
    image = picture(pictures[1])
    assert image.size == (425, 425)  # 36 mm at 300 dpi
    assert {pixel[:3] for pixel in image.get_flattened_data()} == {(0xD5, 0x1A, 0x1A)}
    box = image.getchannel("A").point(lambda a: 255 if a > 8 else 0).getbbox()
    assert box[0] <= 1
    assert box[2] >= 424


def test_a_scan_on_white_paper_becomes_ink(tmp_path):
    scan = Image.new("RGB", (900, 400), "white")
    scan.paste((20, 20, 20), (300, 150, 600, 200))
    buffer = io.BytesIO()
    scan.save(buffer, "JPEG", quality=95)
    image = picture(signing.signature_picture(buffer.getvalue()))
    assert image.width / image.height == pytest.approx(
        6, rel=0.1
    )  # trimmed to the stroke
    assert image.getpixel((image.width // 2, image.height // 2))[3] > 240


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\nxx"])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(SigningRefused, match="PNG, JPEG"):
        signing.signature_picture(data)


def test_an_empty_picture_is_refused():
    buffer = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(buffer, "PNG")
    with pytest.raises(SigningRefused, match="trống"):
        signing.signature_picture(buffer.getvalue())


def test_demonstration_pictures_are_always_the_same_and_differ_by_name():
    assert signing.draw_demo_signature("A B") == signing.draw_demo_signature("A B")
    assert signing.draw_demo_signature("A B") != signing.draw_demo_signature("A C")
    lines = ("Ủy ban nhân dân phường Thử", "Phường")
    assert signing.draw_demo_seal(lines) == signing.draw_demo_seal(lines)


def test_unavailable_is_not_a_refusal():
    assert not issubclass(SignerUnavailable, SigningRefused)
