"""Kho khóa: the only module that touches private keys.

A key lies in a PKCS#12 file (``SIGN_KEYS_DIR/<key>.p12``) or under its label on a PKCS#11
token. Files win where both are set up. Parsing a file costs 60 ms and one RSA check per
signature another 50 to 150, so a key is read once and kept for the life of the worker.
"""

import hashlib
import os
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from asn1crypto import x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.sign.signers import Signer  # noqa: TID253  loaded only by the signing worker
from pyhanko_certvalidator.registry import (  # noqa: TID253  likewise
    SimpleCertificateStore,
)

from reports.errors import SignerUnavailable, SigningRefused
from reports.signing.config import SigningConfig
from reports.signing.values import KeyInfo, KeysNotHere, SignerRef, Unlock

_FILE_KINDS = (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)


def signer_for(key: str, config: SigningConfig) -> Signer:
    """The signer that holds ``key``; kept in this process from then on."""
    if config.keys_dir is None and config.pkcs11_module is None:
        raise KeysNotHere(
            "Tiến trình này không giữ khóa ký: SIGN_KEYS_DIR và PKCS11_MODULE chỉ đặt "
            "cho tiến trình ký (worker)."
        )
    if not key or Path(key).name != key:
        raise SigningRefused(f"Tên khóa không hợp lệ: {key}")
    path = config.keys_dir / f"{key}.p12" if config.keys_dir else None
    if path is not None and path.exists():
        return _file_signer(path, path.stat().st_mtime_ns, config.passphrase_file)
    if config.pkcs11_module is not None:
        return _token(
            config.pkcs11_module, config.pkcs11_token, config.pkcs11_pin_file
        ).signer(key)
    raise SigningRefused(f"Kho khóa không có chứng thư số “{key}”.")


async def signer_named(
    ref: SignerRef, config: SigningConfig, unlock: Unlock | None
) -> Signer:
    """The signer of ``ref``, in the store, on the token or at the remote service."""
    if not ref.is_remote:
        return signer_for(ref.key, config)
    from reports.signing import remote  # noqa: PLC0415  loads aiohttp

    return await remote.signer_of(ref.key, config, unlock)


def describe(key: str, config: SigningConfig) -> KeyInfo:
    """The certificate that stands beside ``key``, to be shown and registered."""
    return key_info(key, certificate_of(signer_for(key, config)))


def describe_certificate(data: bytes) -> KeyInfo:
    """Of a certificate file; nothing here has its key."""
    load = (
        pyca.load_pem_x509_certificate
        if data.startswith(b"-----")
        else pyca.load_der_x509_certificate
    )
    return key_info("", _asn1(load(data)))


def key_info(key: str, certificate: x509.Certificate) -> KeyInfo:
    subject, issuer = certificate.subject.native, certificate.issuer.native
    return KeyInfo(
        key=key,
        fingerprint=fingerprint(certificate),
        common_name=subject.get("common_name", ""),
        organisation=subject.get("organization_name", ""),
        post=subject.get("title", ""),
        issuer=issuer.get("common_name", ""),
        valid_from=certificate.not_valid_before,
        valid_to=certificate.not_valid_after,
    )


def fingerprint(certificate: x509.Certificate) -> str:
    return hashlib.sha256(certificate.dump()).hexdigest()


def certificate_of(signer: Signer) -> x509.Certificate:
    certificate = signer.signing_cert
    assert certificate is not None  # both kinds of signer below carry one
    return certificate


# -- files --------------------------------------------------------------------


class KeptKeySigner(Signer):
    """Signs with a key that was parsed once. A dry run costs nothing and signs nothing."""

    def __init__(
        self,
        key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
        certificate: x509.Certificate,
        others: list[x509.Certificate],
    ) -> None:
        store = SimpleCertificateStore()
        store.register_multiple([certificate, *others])
        super().__init__(
            signing_cert=certificate, cert_registry=store, embed_roots=False
        )
        self._key = key

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if digest_algorithm != "sha256":
            raise ValueError(f"signatures here use SHA-256, not {digest_algorithm}")
        if dry_run:
            # DER of an ECDSA signature is at most 9 bytes longer than its two numbers.
            size = (self._key.key_size + 7) // 8
            return bytes(
                size if isinstance(self._key, rsa.RSAPrivateKey) else 2 * size + 9
            )
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), SHA256())
        return self._key.sign(data, ec.ECDSA(SHA256()))


@lru_cache(maxsize=256)
def _file_signer(path: Path, modified: int, passphrase_file: Path | None) -> Signer:
    # ``modified`` is part of the cache's key: a file that was replaced is read again.
    own = path.with_suffix(".pass")
    source = own if own.exists() else passphrase_file
    passphrase = source.read_bytes().strip() if source is not None else None
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(
            path.read_bytes(), passphrase
        )
    except ValueError as error:
        raise SigningRefused(
            f"Không mở được tệp khóa {path.name}: sai mật khẩu hoặc tệp hỏng."
        ) from error
    if certificate is None or not isinstance(key, _FILE_KINDS):
        raise SigningRefused(f"Tệp khóa {path.name} không có khóa RSA hoặc ECDSA.")
    return KeptKeySigner(key, _asn1(certificate), [_asn1(other) for other in others])


def _asn1(certificate: Any) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))


# -- token --------------------------------------------------------------------


class Token:
    """One session with the token, in one process, opened when first needed.

    PKCS#11 forbids to carry a session over a fork, and a second log-in of the same
    process is an error: so there is exactly one, remembered with its process id.
    """

    def __init__(self, module: Path, label: str, pin_file: Path | None) -> None:
        self._module, self._label, self._pin_file = module, label, pin_file
        self._lock = threading.Lock()
        self._session: Any = None
        self._pid = 0
        self._signers: dict[str, Signer] = {}

    def signer(self, label: str) -> Signer:
        from pkcs11.exceptions import PKCS11Error
        from pyhanko.config.errors import ConfigurationError
        from pyhanko.sign.general import SigningError
        from pyhanko.sign.pkcs11 import PKCS11Signer

        with self._lock:
            self._open()
            if label not in self._signers:
                signer = PKCS11Signer(
                    self._session,
                    cert_label=label,
                    key_label=label,
                    embed_roots=False,
                    # SoftHSM and many cards sign a hash but do not make one for ECDSA.
                    use_raw_mechanism=self._is_elliptic(label),
                )
                try:
                    certificate_of(signer)
                except (PKCS11Error, SigningError, ConfigurationError) as error:
                    raise SigningRefused(
                        f"Token không có chứng thư số “{label}”."
                    ) from error
                self._signers[label] = signer
            return self._signers[label]

    def drop(self) -> None:
        """Forget a session that failed; the next signature opens another."""
        with self._lock:
            self._session, self._signers = None, {}

    def _open(self) -> None:
        import pkcs11
        from pkcs11.exceptions import PKCS11Error

        if self._session is not None and self._pid == os.getpid():
            return
        pin = self._pin_file.read_text().strip() if self._pin_file else None
        try:
            library = pkcs11.lib(str(self._module))
            if self._pid or self._session is not None:
                library.reinitialize()
            token = library.get_token(token_label=self._label)
            self._session = token.open(user_pin=pin)
        except PKCS11Error as error:
            self._session = None
            raise SignerUnavailable(
                f"Không mở được token ký số “{self._label}”: {type(error).__name__}."
            ) from error
        self._pid, self._signers = os.getpid(), {}

    def _is_elliptic(self, label: str) -> bool:
        from pkcs11 import Attribute, KeyType, ObjectClass

        wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: label}
        return any(
            key[Attribute.KEY_TYPE] == KeyType.EC
            for key in self._session.get_objects(wanted)
        )


@lru_cache(maxsize=4)
def _token(module: Path, label: str, pin_file: Path | None) -> Token:
    return Token(module, label, pin_file)


def drop_token_session(config: SigningConfig) -> None:
    if config.pkcs11_module is not None:
        _token(config.pkcs11_module, config.pkcs11_token, config.pkcs11_pin_file).drop()
