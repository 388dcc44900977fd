"""Một cơ quan ký được mà không cần mạng: keys, certificates and kept lists of revocation."""

from dataclasses import replace
from pathlib import Path

from reports import pki, signing
from reports.pki.authority import Authority
from reports.signing import SigningConfig
from reports.trust import Trust
from tests.signing_kit import AGENCY, LEADER, Office, der_of


def pictures() -> tuple[bytes, bytes]:
    """Signature and seal."""
    return (
        signing.signature_picture(signing.draw_demo_signature(LEADER)),
        signing.seal_picture(signing.draw_demo_seal((AGENCY, "Phường")), 36),
    )


def office_without_network(directory: Path) -> Office:
    pki.initialise(directory, "http://127.0.0.1:0")
    authority = Authority.open(directory)
    config = SigningConfig(
        keys_dir=authority.keystore_dir, passphrase_file=authority.passphrase_path
    )
    nobody = signing.SignerRef(key="", owner="", name="", fingerprint="")
    office = Office(authority=authority, config=config, leader=nobody, agency=nobody)
    office.leader = office.ref("chu-tich", LEADER, "user:17", post="Chủ tịch")
    office.agency = office.ref("ubnd", AGENCY, "unit:3", capacity=pki.Capacity.AGENCY)
    trust = Trust.of(
        [der_of(path) for path in authority.roots_dir.glob("*.pem")],
        [path.read_bytes() for path in authority.crls_dir.glob("*.crl")],
    )
    office.config = replace(config, trust=trust)
    return office
