"""Cơ quan chứng thực trình diễn: keys and certificates on disk, services from certomancer.

Layout of the directory (0700): ``pki.json`` (what was ordered), ``keys/`` and
``keystore/`` (0600), ``certs/``, ``roots/`` (root and issuing CA), ``crls/``, ``passphrase``.
"""

import fcntl
import hashlib
import json
import os
import secrets
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from certomancer.registry import CertLabel, CertomancerConfig, PKIArchitecture
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)

from reports.pki import own_keys
from reports.pki.orders import ARCHITECTURE, INFRASTRUCTURE, configuration, subject_of
from reports.pki.records import Capacity, Holder, Issued, PkiError

_CRL_DAYS = 7


class Authority:
    """One demonstration PKI in one directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory.resolve()

    # -- places ---------------------------------------------------------------

    @property
    def record_path(self) -> Path:
        return self.directory / "pki.json"

    @property
    def roots_dir(self) -> Path:
        return self.directory / "roots"

    @property
    def crls_dir(self) -> Path:
        return self.directory / "crls"

    @property
    def keystore_dir(self) -> Path:
        return self.directory / "keystore"

    @property
    def passphrase_path(self) -> Path:
        return self.directory / "passphrase"

    @property
    def address(self) -> str:
        return str(self._record["address"])

    @property
    def tsa_url(self) -> str:
        return str(self._record["tsa_url"])

    @property
    def crl_urls(self) -> list[str]:
        return [
            f"{self.address}/{ARCHITECTURE}/crls/{name}/latest.crl"
            for name in ("root", "ca")
        ]

    # -- making ---------------------------------------------------------------

    @classmethod
    def create(cls, directory: Path, address: str) -> "Authority":
        """Make what is missing. Safe to call again, and by several processes at once."""
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        authority = cls(directory)
        with authority._locked():
            for name in ("keys", "keystore", "certs", "roots", "crls"):
                (authority.directory / name).mkdir(mode=0o700, exist_ok=True)
            if not authority.passphrase_path.exists():
                _write_secret(
                    authority.passphrase_path, secrets.token_urlsafe(24).encode()
                )
            for label in INFRASTRUCTURE:
                authority._make_key(label)
            if not authority.record_path.exists():
                start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
                authority._save(
                    {
                        "address": (free := _free_address(address)),
                        "tsa_url": f"{free}/{ARCHITECTURE}/tsa/tsa",
                        "valid_from": start.isoformat(),
                        "valid_to": (start + timedelta(days=3650)).isoformat(),
                        "holders": {},
                    }
                )
            authority._publish(*INFRASTRUCTURE)
            for label in ("root", "ca"):
                _replace(
                    authority.roots_dir / f"demo-{label}.pem",
                    authority._cert_pem(label),
                )
            authority.write_crls()
        return authority

    @classmethod
    def open(cls, directory: Path) -> "Authority":
        authority = cls(directory)
        if not authority.record_path.exists():
            raise PkiError(
                f"Chưa có hạ tầng chứng thư trình diễn ở {directory}. "
                "Hãy chạy: python -m reports.pki init"
            )
        return authority

    def issue(
        self,
        common_name: str,
        *,
        key: str,
        organisation: str,
        capacity: Capacity,
        post: str = "",
        usage: Sequence[str] = ("digital_signature", "non_repudiation"),
        valid_from: datetime | None = None,
        valid_to: datetime | None = None,
    ) -> Issued:
        """See :func:`reports.pki.issue`."""
        if not key.replace("-", "").replace("_", "").isalnum() or not key.isascii():
            raise PkiError(
                f"Tên khóa chỉ gồm chữ không dấu, số và gạch nối. Đang nhập: {key}"
            )
        with self._locked():
            record = self._record
            start = (valid_from or datetime.now(UTC) - timedelta(days=1)).replace(
                microsecond=0
            )
            holder = Holder(
                common_name=common_name,
                organisation=organisation,
                capacity=capacity.value,
                post=post,
                usage=sorted(usage),
                serial=100 + len(record["holders"]),
                valid_from=start.isoformat(),
                valid_to=(valid_to or start + timedelta(days=3 * 365)).isoformat(),
            )
            old = record["holders"].get(key)
            if old is None:
                self._make_key(f"holder-{key}")
                record["holders"][key] = asdict(holder)
                self._save(record)
            elif subject_of(Holder(**old)) != subject_of(holder):
                raise PkiError(f"Khóa {key} đã cấp cho {old['common_name']}.")
            label = f"holder-{key}"
            self._publish(label)
            path = self.keystore_dir / f"{key}.p12"
            if not path.exists():
                _write_secret(path, self._pkcs12(label))
            return self._issued(key)

    def revoke(self, key: str, *, since: datetime | None = None) -> None:
        """Thu hồi from ``since`` (default now)."""
        with self._locked():
            record = self._record
            if key not in record["holders"]:
                raise PkiError(f"Không có chứng thư nào mang tên khóa {key}.")
            moment = (since or datetime.now(UTC)).replace(microsecond=0)
            holder = replace(
                Holder(**record["holders"][key]), revoked_since=moment.isoformat()
            )
            record["holders"][key] = asdict(holder)
            self._save(record)
            self.write_crls()

    def write_crls(self) -> None:
        """Danh sách thu hồi as files, for verification that never asks the network."""
        for name in ("root", "ca"):
            _replace(self.crls_dir / f"{name}.crl", self.crl(name))

    def crl(self, name: str) -> bytes:
        """The revocation list of ``root`` or ``ca`` as of this minute, DER.

        Not certomancer's: its lists keep to a timetable and would leave out what was
        revoked since the last date on it.
        """
        issuer = x509.load_pem_x509_certificate(self._cert_pem(name))
        now = datetime.now(UTC).replace(microsecond=0)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer.subject)
            .last_update(now - timedelta(minutes=1))
            .next_update(now + timedelta(days=_CRL_DAYS))
            .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(
                    issuer.extensions.get_extension_for_class(
                        x509.SubjectKeyIdentifier
                    ).value
                ),
                critical=False,
            )
        )
        for values in self._record["holders"].values() if name == "ca" else ():
            holder = Holder(**values)
            if holder.revoked_since:
                builder = builder.add_revoked_certificate(
                    x509.RevokedCertificateBuilder()
                    .serial_number(holder.serial)
                    .revocation_date(datetime.fromisoformat(holder.revoked_since))
                    .add_extension(
                        x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False
                    )
                    .build()
                )
        return builder.sign(self._key(name), SHA256()).public_bytes(Encoding.DER)

    def issued(self) -> list[Issued]:
        return [self._issued(key) for key in self._record["holders"]]

    # -- certomancer ----------------------------------------------------------

    def architecture(self, *labels: str) -> PKIArchitecture:
        """The PKI as certomancer sees it at this moment: whole, or with the holders named by
        their ``labels`` alone, which is all that a certificate is made of.
        """
        record = self._record
        if labels:
            record["holders"] = {
                key: holder
                for key, holder in record["holders"].items()
                if f"holder-{key}" in labels
            }
        own_keys.use()
        config = CertomancerConfig(
            configuration(record, self.directory),
            key_search_dir=str(self.directory),
            config_search_dir=str(self.directory),
            lazy_load_keys=True,
        )
        return config.pki_archs[ARCHITECTURE]

    # -- files ----------------------------------------------------------------

    @property
    def _record(self) -> dict[str, Any]:
        record: dict[str, Any] = json.loads(
            self.record_path.read_text(encoding="utf-8")
        )
        return record

    def _save(self, record: dict[str, Any]) -> None:
        text = json.dumps(record, ensure_ascii=False, indent=1)
        _replace(self.record_path, text.encode())

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.directory / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_key(self, label: str) -> None:
        path = self.directory / "keys" / f"{label}.pem"
        if path.exists():
            return
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write_secret(path, pem)

    def _publish(self, *labels: str) -> None:
        paths = {label: self.directory / "certs" / f"{label}.pem" for label in labels}
        missing = [label for label, path in paths.items() if not path.exists()]
        architecture = self.architecture(*missing) if missing else None
        for label in missing:
            assert architecture is not None
            der = architecture.get_cert(CertLabel(label)).dump()
            pem = x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)
            _replace(paths[label], pem)

    def _key(self, label: str) -> rsa.RSAPrivateKey:
        # Our own file, made by us: the check of its numbers would take 50 ms.
        key = load_pem_private_key(
            (self.directory / "keys" / f"{label}.pem").read_bytes(),
            None,
            unsafe_skip_rsa_key_validation=True,
        )
        assert isinstance(key, rsa.RSAPrivateKey)
        return key

    def _cert_pem(self, label: str) -> bytes:
        return (self.directory / "certs" / f"{label}.pem").read_bytes()

    def _pkcs12(self, label: str) -> bytes:
        return pkcs12.serialize_key_and_certificates(
            label.encode(),
            self._key(label),
            x509.load_pem_x509_certificate(self._cert_pem(label)),
            [x509.load_pem_x509_certificate(self._cert_pem("ca"))],
            BestAvailableEncryption(self.passphrase),
        )

    @cached_property
    def passphrase(self) -> bytes:
        return self.passphrase_path.read_bytes().strip()

    def _issued(self, key: str) -> Issued:
        cert = x509.load_pem_x509_certificate(self._cert_pem(f"holder-{key}"))
        return Issued(
            key=key,
            path=self.keystore_dir / f"{key}.p12",
            fingerprint=hashlib.sha256(cert.public_bytes(Encoding.DER)).hexdigest(),
            common_name=self._record["holders"][key]["common_name"],
            valid_from=cert.not_valid_before_utc,
            valid_to=cert.not_valid_after_utc,
        )


def _free_address(address: str) -> str:
    """``address``, or the same host with a free port where that one is taken."""
    parts = urlsplit(address)
    host = parts.hostname or "127.0.0.1"
    for port in (parts.port or 0, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return f"http://{host}:{probe.getsockname()[1]}"
    raise PkiError(
        f"Không mở được cổng nào trên {host} cho dịch vụ chứng thư trình diễn."
    )


def _write_secret(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def _replace(path: Path, data: bytes) -> None:
    """Write so that a reader sees the old bytes or the new, never half of them."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(data)
    temporary.replace(path)
