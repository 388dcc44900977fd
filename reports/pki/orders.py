"""Lệnh cấp chứng thư: what certomancer is told, as plain configuration."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reports.pki.records import Holder
from reports.trust import DEMO_NOTICE

ARCHITECTURE = "demo"
INFRASTRUCTURE = {
    # label: (issuer, serial, common name)
    "root": ("root", 1, "Thi đua – CA gốc trình diễn"),
    "ca": ("root", 2, "Thi đua – CA trình diễn"),
    "tsa": ("ca", 3, "Thi đua – Dấu thời gian trình diễn"),
    "ocsp-root": ("root", 4, "Thi đua – OCSP của CA gốc trình diễn"),
    "ocsp-ca": ("ca", 5, "Thi đua – OCSP của CA trình diễn"),
}


def configuration(record: dict[str, Any], directory: Path) -> dict[str, Any]:
    """The whole PKI in certomancer's terms, from what ``pki.json`` holds."""
    entities: dict[str, Any] = {}
    certs: dict[str, Any] = {}
    for label, (issuer, serial, name) in INFRASTRUCTURE.items():
        entities[label] = {
            "common-name": name,
            "organizational-unit-name": DEMO_NOTICE,
        }
        certs[label] = _order(directory, label, issuer, serial, record)
    certs["root"]["profiles"] = [_ca_profile(2, "root")]
    certs["ca"]["profiles"] = [_ca_profile(0, "ca")]
    certs["tsa"]["extensions"] = [
        _usage(["digital_signature"]),
        {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]},
    ]
    for label in ("ocsp-root", "ocsp-ca"):
        certs[label]["profiles"] = ["ocsp-responder"]
    for key, values in record["holders"].items():
        holder = Holder(**values)
        label = f"holder-{key}"
        entities[label] = subject_of(holder)
        certs[label] = _order(directory, label, "ca", holder.serial, values)
        certs[label]["extensions"] = [_usage(holder.usage)]
        if holder.revoked_since:
            certs[label]["revocation"] = {
                "revoked-since": holder.revoked_since,
                "reason": "key_compromise",
            }
    return {
        "external-url-prefix": record["address"],
        "keysets": {
            "demo": {
                "path-prefix": "keys",
                "keys": {label: {"path": f"{label}.pem"} for label in certs},
            }
        },
        "pki-architectures": {
            ARCHITECTURE: {
                "keyset": "demo",
                "entity-defaults": {"country-name": "VN"},
                "entities": entities,
                "certs": certs,
                "services": _services(),
            }
        },
    }


def _order(
    directory: Path, label: str, issuer: str, serial: int, period: dict[str, Any]
) -> dict[str, Any]:
    order = {
        "subject": label,
        "issuer": issuer,
        "serial": serial,
        "validity": {
            "valid-from": period["valid_from"],
            "valid-to": period["valid_to"],
        },
    }
    if (directory / "certs" / f"{label}.pem").exists():
        # The bytes once issued stay the certificate, whatever a later library would write.
        order["certificate-file"] = f"certs/{label}.pem"
    return order


def subject_of(holder: Holder) -> dict[str, str]:
    """The certificate's subject, in certomancer's names."""
    subject = {
        "common-name": holder.common_name,
        "organization-name": holder.organisation,
        "organizational-unit-name": DEMO_NOTICE,
    }
    if holder.post:
        subject["title"] = holder.post
    return subject


def _usage(bits: Sequence[str]) -> dict[str, Any]:
    return {
        "id": "key_usage",
        "critical": True,
        "smart-value": {"schema": "key-usage", "params": list(bits)},
    }


def _ca_profile(path_length: int, services: str) -> dict[str, Any]:
    return {
        "id": "simple-ca",
        "params": {
            "max-path-len": path_length,
            "crl-repo": services,
            "ocsp-service": services,
        },
    }


def _services() -> dict[str, Any]:
    return {
        "ocsp": {
            name: {"for-issuer": name, "responder-cert": f"ocsp-{name}"}
            for name in ("root", "ca")
        },
        "crl-repo": {
            name: {
                "for-issuer": name,
                "signing-key": name,
                "simulated-update-schedule": "P7D",
            }
            for name in ("root", "ca")
        },
        "time-stamping": {"tsa": {"signing-cert": "tsa", "certs-to-embed": ["ca"]}},
    }
