"""Signing with keys on a PKCS#11 token: SoftHSM, one of each kind of key."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from reports import signing
from reports.errors import SignerUnavailable, SigningRefused
from reports.signing import Level, SignerRef, keys
from reports.verifying import inspection
from tests.signing_kit import (
    LEADER,
    PERSON_OWNER,
    office,  # noqa: F401  fixtures
    paper,  # noqa: F401
    pictures,  # noqa: F401
    sign,
)

# ruff: noqa: F811  arguments of tests are the fixtures imported above

MODULE = next(
    (
        path
        for path in map(
            Path,
            (
                "/usr/lib/softhsm/libsofthsm2.so",
                "/usr/lib64/pkcs11/libsofthsm2.so",
                "/usr/local/lib/softhsm/libsofthsm2.so",
            ),
        )
        if path.exists()
    ),
    None,
)
PIN, LABEL = "1234", "thidua"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        MODULE is None or shutil.which("softhsm2-util") is None,
        reason="KHÔNG CÓ SOFTHSM: ký bằng token chưa được thử. apt-get install softhsm2",
    ),
]


@pytest.fixture(scope="module")
def token(office, tmp_path_factory):
    """A token with the leader's RSA key and an ECDSA key, and the settings to reach it."""
    directory = tmp_path_factory.mktemp("token")
    (directory / "tokens").mkdir()
    conf = directory / "softhsm2.conf"
    conf.write_text(
        f"directories.tokendir = {directory}/tokens\nobjectstore.backend = file\n"
    )
    os.environ["SOFTHSM2_CONF"] = str(conf)
    util(f"--init-token --free --label {LABEL} --so-pin 0000 --pin {PIN}")
    (directory / "pin").write_text(PIN + "\n")
    pki = office.authority.directory
    put(directory, "rsa", (pki / "keys" / "holder-chu-tich.pem").read_bytes(),
        (pki / "certs" / "holder-chu-tich.pem").read_bytes(), "01")  # fmt: skip
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    certificate = certify(office, key.public_key())
    put(directory, "ec", pem, certificate.public_bytes(Encoding.PEM), "02")
    config = replace(
        office.config,
        keys_dir=None,
        passphrase_file=None,
        pkcs11_module=MODULE,
        pkcs11_token=LABEL,
        pkcs11_pin_file=directory / "pin",
    )
    yield config
    keys.drop_token_session(config)
    del os.environ["SOFTHSM2_CONF"]


def util(arguments):
    subprocess.run(
        ["softhsm2-util", *arguments.split()], check=True, capture_output=True
    )


def put(directory, label, key, certificate, number):
    path = directory / f"{label}.pem"
    path.write_bytes(key)
    util(f"--import {path} --token {LABEL} --label {label} --id {number} --pin {PIN}")
    path.unlink()
    # In a process of its own: this one may log in once only.
    der = x509.load_pem_x509_certificate(certificate).public_bytes(Encoding.DER)
    words = [str(MODULE), LABEL, PIN, label, number]
    subprocess.run(
        [sys.executable, "-c", STORE_CERTIFICATE, *words], input=der, check=True
    )


STORE_CERTIFICATE = """
import sys
import pkcs11
from asn1crypto import x509
from pkcs11 import Attribute, CertificateType, ObjectClass
module, token, pin, label, number = sys.argv[1:]
der = sys.stdin.buffer.read()
with pkcs11.lib(module).get_token(token_label=token).open(rw=True, user_pin=pin) as session:
    session.create_object({
        Attribute.CLASS: ObjectClass.CERTIFICATE,
        Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
        Attribute.TOKEN: True,
        Attribute.LABEL: label,
        Attribute.ID: bytes.fromhex(number),
        Attribute.SUBJECT: x509.Certificate.load(der).subject.dump(),
        Attribute.VALUE: der,
    })
"""


def certify(office, public_key):
    """Serial 102 is known to the PKI: the certificate differs from it only in its key."""
    twin = office.ref("chu-tich-ec", LEADER, PERSON_OWNER, post="Chủ tịch")
    assert twin.fingerprint
    certs = office.authority.directory / "certs"
    original = x509.load_pem_x509_certificate(
        (certs / "holder-chu-tich-ec.pem").read_bytes()
    )
    ca = x509.load_pem_x509_certificate((certs / "ca.pem").read_bytes())
    builder = (
        x509.CertificateBuilder()
        .subject_name(original.subject)
        .issuer_name(ca.subject)
        .serial_number(original.serial_number)
        .not_valid_before(original.not_valid_before_utc)
        .not_valid_after(original.not_valid_after_utc)
        .public_key(public_key)
    )
    for extension in original.extensions:
        value = extension.value
        if isinstance(value, x509.SubjectKeyIdentifier):
            value = x509.SubjectKeyIdentifier.from_public_key(public_key)
        builder = builder.add_extension(value, critical=extension.critical)
    return builder.sign(office.authority._key("ca"), SHA256())


def reference(label, config):
    info = signing.describe_key(label, config=config)
    return SignerRef(
        key=label, owner=PERSON_OWNER, name=LEADER, fingerprint=info.fingerprint
    )


@pytest.mark.parametrize("label", ["rsa", "ec"])
def test_token_signs_to_the_same_level(token, office, paper, pictures, label):
    ref = reference(label, token)
    signed = sign(paper.prepared, office, pictures, config=token, ref=ref)
    assert signed.level == Level.B_LT
    report = inspection.inspect(signed.pdf, office.trust)
    assert [s.name for s in report.signers] == [LEADER]
    assert report.is_unaltered
    assert report.signers[0].is_trusted


def test_one_session_serves_many_signatures(token, office, paper, pictures):
    ref = reference("ec", token)
    first = keys.signer_for("ec", token)
    for _ in range(3):
        sign(paper.prepared, office, pictures, config=token, ref=ref)
    assert keys.signer_for("ec", token) is first


def test_a_lost_session_is_opened_again(token, office, paper, pictures):
    ref = reference("rsa", token)
    keys.signer_for("rsa", token).pkcs11_session.close()
    with pytest.raises(SignerUnavailable, match="Token ký số không trả lời"):
        sign(paper.prepared, office, pictures, config=token, ref=ref)
    assert sign(paper.prepared, office, pictures, config=token, ref=ref)


def test_unknown_label_and_unknown_token(token, office, paper, pictures):
    missing = replace(reference("rsa", token), key="khong-co")
    with pytest.raises(SigningRefused, match="Token không có chứng thư số"):
        sign(paper.prepared, office, pictures, config=token, ref=missing)
    elsewhere = replace(token, pkcs11_token="khac")
    with pytest.raises(SignerUnavailable, match="Không mở được token"):
        signing.describe_key("rsa", config=elsewhere)
