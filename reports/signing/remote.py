"""Dịch vụ ký số từ xa: a key held by a service of the Cloud Signature Consortium's API, v2.

What is spoken: service authorization by OAuth 2.0 client credentials; ``info``,
``credentials/list``, ``credentials/info``; ``credentials/authorize`` in explicit mode with
what the holder typed, bound to the very hash; ``signatures/signHash``, synchronous. pyHanko's
client speaks version 1; of it the credential's reading and the choice of mechanism are used.
"""

import base64
import json
import time
from typing import Any

import aiohttp
from asn1crypto import algos
from cryptography import x509 as pyca
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.sign.general import SigningError  # noqa: TID253  the signing worker's
from pyhanko.sign.signers.csc_signer import (  # noqa: TID253  likewise
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    base64_digest,
    fetch_certs_in_csc_credential,
)

from reports.errors import SignerUnavailable, SigningRefused
from reports.signing.config import SigningConfig
from reports.signing.values import Asks, KeysNotHere, Unlock

_SHA256 = algos.DigestAlgorithmId("sha256").dotted
_PLAIN_RSA = "1.2.840.113549.1.1.1"  # says nothing of the digest
_SILENT = "Dịch vụ ký số từ xa chưa trả lời."
_EARLY = 60  # seconds before its end in which a token is not used any more
_tokens: dict[tuple[str, str], tuple[str, float]] = {}


async def signer_of(
    credential: str, config: SigningConfig, unlock: Unlock | None
) -> "RemoteSigner":
    """The signer that has ``credential``; its certificate is as the service says today."""
    async with _session(config) as http:
        service = await _service(http, credential, config)
        details = await _details(http, service, config)
        _require_usable(details)
        info = await _read(http, service, config)
    return RemoteSigner(_Authorizing(service, info, config, unlock, details), config)


async def asks_of(
    credential: str, config: SigningConfig
) -> tuple[CSCCredentialInfo, Asks]:
    """The credential, and what its holder has to give at each signature.

    Refuses what cannot be signed with from here.
    """
    async with _session(config) as http:
        service = await _service(http, credential, config)
        details = await _details(http, service, config)
        _require_usable(details)
        info = await _read(http, service, config)
    return info, _asks(details)


async def credentials_of(user: str, config: SigningConfig) -> list[str]:
    """Names of the credentials that this system may use, of ``user`` where one is named."""
    async with _session(config) as http:
        service = await _service(http, "", config)
        about = await _post(http, service, "info", {}, config)
        if not str(about.get("specs", "")).startswith("2."):
            raise SigningRefused(
                f"Dịch vụ nói phiên bản {about.get('specs')} của CSC API; cần phiên bản 2."
            )
        order = {"userID": user} if user else {}
        found = await _post(http, service, "credentials/list", order, config)
    return [str(each) for each in found.get("credentialIDs", [])]


async def send_code(credential: str, asked: str, config: SigningConfig) -> None:
    """Gửi mã OTP: the service sends a challenge by its own way (SMS, mail, an app)."""
    async with _session(config) as http:
        service = await _service(http, credential, config)
        order = {"credentialID": credential, "authObjectID": asked}
        await _post(http, service, "credentials/getChallenge", order, config)


class _Authorizing(CSCAuthorizationManager):
    """credentials/authorize, once, for the one hash about to be signed."""

    def __init__(
        self, service: CSCServiceSessionInfo, info: CSCCredentialInfo, config: SigningConfig,
        unlock: Unlock | None, details: dict[str, Any],
    ) -> None:  # fmt: skip
        super().__init__(service, info)
        self._config, self._unlock, self._details = config, unlock, details

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        asks, credential = _asks(self._details), self.csc_session_info.credential_id
        given = dict(self._unlock.values) if self._unlock else {}
        pin = (
            self._config.csc_pins_dir
            and self._config.csc_pins_dir / f"{credential}.pin"
        )
        if asks.pin and asks.pin not in given and pin and pin.exists():
            given[asks.pin] = pin.read_text().strip()
        names = {asks.pin: "PIN", asks.otp: "mã OTP"}
        missing = [name for one, name in names.items() if one and one not in given]
        if missing:
            raise SigningRefused(
                f"Chưa có {' và '.join(missing)} để mở khóa ở dịch vụ ký số từ xa, hoặc đã quá "
                "hạn. Bấm Ký lại và nhập lại."
            )
        order = {
            "credentialID": credential,
            "numSignatures": len(hash_b64s),
            "hashes": hash_b64s,
            "hashAlgorithmOID": _SHA256,
            "authData": [
                {"id": one, "value": given[one]} for one in (asks.pin, asks.otp) if one
            ],
        }
        async with _session(self._config) as http:
            try:
                answer = await _post(
                    http,
                    self.csc_session_info,
                    "credentials/authorize",
                    order,
                    self._config,
                )
            except SigningRefused:
                self._spent()
                raise
        self._spent()
        if "SAD" not in answer:
            raise SigningRefused(
                "Dịch vụ ký số từ xa đòi xác nhận trên thiết bị khác; hệ thống chưa hỗ trợ cách "
                "mở khóa này."
            )
        return self.parse_csc_auth_response(answer)

    def _spent(self) -> None:
        """What was typed has served, well or badly: nothing keeps it any longer."""
        if self._unlock is not None:
            self._unlock.spent()


class RemoteSigner(CSCSigner):
    """pyHanko's signer with the words of version 2."""

    def __init__(self, manager: _Authorizing, config: SigningConfig) -> None:
        super().__init__(None, manager, embed_roots=False)  # type: ignore[arg-type]
        self._config = config

    def get_signature_mechanism_for_digest(self, digest_algorithm: str | None) -> Any:
        supported = self.auth_manager.credential_info.supported_mechanisms
        if "rsassa_pkcs1v15" in supported:  # of any digest: what we sign is one of them
            return algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"})
        return super().get_signature_mechanism_for_digest(digest_algorithm)

    async def format_csc_signing_req(
        self, tbs_hashes: list[str], digest_algorithm: str
    ) -> dict[str, Any]:
        old = await super().format_csc_signing_req(tbs_hashes, digest_algorithm)
        new = {name: old[name] for name in ("credentialID", "SAD", "signAlgo")}
        new["hashes"] = old["hash"]
        supported = self.auth_manager.credential_info.response_data["key"]["algo"]
        if new["signAlgo"] not in supported:
            new |= {"signAlgo": _PLAIN_RSA, "hashAlgorithmOID": _SHA256}
        return new

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if dry_run:
            return bytes(self.est_raw_signature_size)
        if digest_algorithm != "sha256":
            raise ValueError(f"signatures here use SHA-256, not {digest_algorithm}")
        hashes = [base64_digest(data, digest_algorithm)]
        order = await self.format_csc_signing_req(hashes, digest_algorithm)
        async with _session(self._config) as http:
            service = self.auth_manager.csc_session_info
            answer = await _post(
                http, service, "signatures/signHash", order, self._config
            )
        try:
            [signature] = [base64.b64decode(each) for each in answer["signatures"]]
        except (KeyError, TypeError, ValueError) as error:
            raise SigningRefused(
                "Dịch vụ ký số từ xa trả lời không đúng một chữ ký."
            ) from error
        _require_of(self.signing_cert, signature, data)
        return signature


def _require_of(certificate: Any, signature: bytes, data: bytes) -> None:
    """The service signed these bytes with the key of that certificate."""
    key = pyca.load_der_x509_certificate(certificate.dump()).public_key()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(SHA256()))
        else:
            key.verify(signature, data, padding.PKCS1v15(), SHA256())  # type: ignore
    except InvalidSignature as error:
        raise SigningRefused(
            "Dịch vụ ký số từ xa trả về chữ ký không khớp với chứng thư số."
        ) from error


# -- the service --------------------------------------------------------------


def _session(config: SigningConfig) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=config.timeout))


async def _service(
    http: aiohttp.ClientSession, credential: str, config: SigningConfig
) -> CSCServiceSessionInfo:
    if not config.csc_url:
        raise KeysNotHere(
            "Tiến trình này không nối dịch vụ ký số từ xa: CSC_URL chỉ đặt cho tiến trình ký."
        )
    return CSCServiceSessionInfo(
        service_url=config.csc_url,
        credential_id=credential,
        oauth_token=await _token(http, config),
        api_ver="v2",
    )


async def _token(http: aiohttp.ClientSession, config: SigningConfig) -> str:
    """Service scope by client credentials; kept in this process until shortly before its end."""
    kept = _tokens.get((config.csc_url, config.csc_client_id))
    if kept is not None and time.monotonic() < kept[1]:
        return kept[0]
    secret = config.csc_client_secret_file
    form = {
        "grant_type": "client_credentials",
        "scope": "service",
        "client_id": config.csc_client_id,
        "client_secret": secret.read_text().strip() if secret else "",
    }
    url = f"{config.csc_oauth_url or config.csc_url}/oauth2/token"
    status, answer = await _answered(http, url, data=form)
    if status != 200 or "access_token" not in answer:
        raise SigningRefused(
            "Dịch vụ ký số từ xa không nhận hệ thống này. Đề nghị quản trị hệ thống kiểm tra "
            "CSC_CLIENT_ID, CSC_CLIENT_SECRET_FILE."
        )
    life = float(answer.get("expires_in", 3600))
    token = str(answer["access_token"])
    until = time.monotonic() + max(life - _EARLY, 0)
    _tokens[config.csc_url, config.csc_client_id] = token, until
    return token


async def _details(
    http: aiohttp.ClientSession, service: CSCServiceSessionInfo, config: SigningConfig
) -> dict[str, Any]:
    order = {
        "credentialID": service.credential_id,
        "certificates": "none",
        "authInfo": True,
    }
    return await _post(http, service, "credentials/info", order, config)


async def _read(
    http: aiohttp.ClientSession, service: CSCServiceSessionInfo, config: SigningConfig
) -> CSCCredentialInfo:
    try:
        return await fetch_certs_in_csc_credential(
            http, service, int(config.timeout) or 1
        )
    except (SigningError, IndexError) as error:
        raise SigningRefused(
            "Dịch vụ ký số từ xa không đưa ra được chứng thư số."
        ) from error
    except TimeoutError as error:
        raise SignerUnavailable(_SILENT) from error


async def _post(
    http: aiohttp.ClientSession, service: CSCServiceSessionInfo, method: str,
    order: dict[str, Any], config: SigningConfig,
) -> dict[str, Any]:  # fmt: skip
    url = service.endpoint_url(method)
    status, answer = await _answered(
        http, url, json=order, headers=service.auth_headers
    )
    if status in (200, 202, 204):
        return answer
    if status == 401 or answer.get("error") in ("invalid_token", "expired_token"):
        _tokens.pop((config.csc_url, config.csc_client_id), None)
        raise SignerUnavailable("Dịch vụ ký số từ xa đòi đăng nhập lại.")
    raise SigningRefused(_said(answer))


async def _answered(
    http: aiohttp.ClientSession, url: str, **options: Any
) -> tuple[int, dict[str, Any]]:
    """Status and JSON object. Raises :class:`SignerUnavailable`; nothing sent is in its text."""
    try:
        async with http.post(url, allow_redirects=False, **options) as answer:
            status = answer.status
            body = await answer.read()
    except (aiohttp.ClientError, TimeoutError, OSError):
        raise SignerUnavailable(_SILENT) from None
    if status == 429 or status >= 500:
        raise SignerUnavailable("Dịch vụ ký số từ xa đang bận.")
    try:
        found = json.loads(body) if body else {}
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise SignerUnavailable("Dịch vụ ký số từ xa trả lời không đọc được.")
    return status, found


def _said(answer: dict[str, Any]) -> str:
    """The service's refusal as one sentence for who signs."""
    error = str(answer.get("error", ""))
    text = str(answer.get("error_description", ""))
    lower = text.lower()
    if error == "invalid_otp" or (
        error == "invalid_authentication_data" and "otp" in lower
    ):
        return "Mã OTP chưa đúng hoặc đã hết hạn. Xin mã mới, bấm Ký lại và nhập ngay."
    if error == "invalid_pin" or (
        error == "invalid_authentication_data" and "pin" in lower
    ):
        return "Mã PIN của chữ ký số từ xa chưa đúng. Bấm Ký lại và nhập lại."
    if error == "invalid_authentication_data":
        return "Mã PIN hoặc mã OTP chưa đúng. Bấm Ký lại, nhập lại cả hai."
    if "locked" in lower or "disabled" in lower or "suspended" in lower:
        return _SUSPENDED
    if "not authorized by the sad" in lower:
        return "Dịch vụ ký số từ xa chưa cho phép ký đúng tệp này. Bấm Ký lại."
    if "sad" in lower:
        return "Lượt mở khóa ở dịch vụ ký số từ xa đã hết hạn. Bấm Ký lại."
    if "credentialid" in lower:
        return (
            "Dịch vụ ký số từ xa không có chứng thư số đã đăng ký. Đề nghị quản trị đơn vị đăng "
            "ký lại."
        )
    kept = "".join(c for c in text or error if c.isprintable())[:200]
    return f"Dịch vụ ký số từ xa từ chối: {kept or 'không nêu lý do'}."


_SUSPENDED = (
    "Chứng thư số ở dịch vụ ký số từ xa đang bị khóa hoặc tạm dừng. Liên hệ nơi cấp, mở lại rồi "
    "bấm Ký lại."
)


def _require_usable(details: dict[str, Any]) -> None:
    key, certificate = details.get("key", {}), details.get("cert", {})
    if key.get("status") != "enabled" or certificate.get("status") == "suspended":
        raise SigningRefused(_SUSPENDED)
    if certificate.get("status") == "revoked":
        raise SigningRefused("Chứng thư số đã bị thu hồi.")


def _asks(details: dict[str, Any]) -> Asks:
    """PIN and OTP of the credential; any other way of unlocking is refused."""
    auth = details.get("auth", {})
    words = str(auth.get("expression", "")).replace("(", " ").replace(")", " ").split()
    objects = auth.get("objects") or []
    pin = otp = ""
    sends = False
    for one in objects:
        kind, name = str(one.get("type", "")), str(one.get("id", ""))
        is_code = kind == "ChallengeResponse" or one.get("generator") == "totp"
        if kind not in ("Password", "ChallengeResponse") or (otp if is_code else pin):
            raise SigningRefused(_UNSUPPORTED)
        if is_code:
            otp, sends = name, kind == "ChallengeResponse"
        else:
            pin = name
    if auth.get("mode") != "explicit" or {"OR", "XOR"} & {w.upper() for w in words}:
        raise SigningRefused(_UNSUPPORTED)
    return Asks(pin=pin, otp=otp, sends=sends)


_UNSUPPORTED = (
    "Chứng thư số này mở khóa bằng cách mà hệ thống chưa hỗ trợ. Chỉ hỗ trợ mã PIN, mã OTP nhập ở "
    "đây (chế độ explicit)."
)


def forget_tokens() -> None:
    """Log in anew from here on."""
    _tokens.clear()
