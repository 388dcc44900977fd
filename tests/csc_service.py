"""Dịch vụ ký số từ xa, theo văn bản của CSC API v2.0: a strict server, with a key of the test CA.

Written from the specification: every call names its required parameters and their types, the
errors are those of its tables. It knows one client and the credentials that a test gives it.
"""

import base64
import json
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from asn1crypto import algos
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

CLIENT, SECRET = "thi-dua", "bi-mat-cua-he-thong"
SHA256_OID = algos.DigestAlgorithmId("sha256").dotted
RSA, SHA256_RSA = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11"


class Fault(Exception):
    def __init__(self, text: str, error: str = "invalid_request", status: int = 400):
        super().__init__(text)
        self.answer = {"error": error, "error_description": text}
        self.status = status


@dataclass
class Credential:
    """Một chứng thư số ở dịch vụ. ``objects``: what its holder must give."""

    key: object
    certificates: list[bytes]
    pin: str = "246810"
    asks_otp: bool = False
    sends_otp: bool = True
    status: str = "enabled"
    cert_status: str = "valid"
    algo: tuple[str, ...] = (SHA256_RSA,)
    mode: str = "explicit"
    expression: str = ""
    otp: tuple[str, float] = ("", 0)
    wrong: int = 0

    @property
    def objects(self) -> list[dict]:
        found = [{"type": "Password", "id": "PIN", "format": "N", "label": "PIN"}]
        if self.asks_otp:
            kind = {"type": "ChallengeResponse"}
            if not self.sends_otp:
                kind = {"type": "Password", "generator": "totp"}
            found.append({**kind, "id": "OTP", "format": "N", "label": "OTP"})
        return found


@dataclass
class Service:
    """The server's state; ``calls`` are the methods it was asked, with their parameters."""

    credentials: dict[str, Credential] = field(default_factory=dict)
    tokens: dict[str, float] = field(default_factory=dict)
    sads: dict[str, dict] = field(default_factory=dict)
    calls: list[tuple[str, dict]] = field(default_factory=list)
    sad_life: float = 300
    before: Callable[[str], None] = lambda method: None
    url: str = ""
    signed: int = 0

    def named(self, method: str) -> list[dict]:
        return [order for name, order in self.calls if name == method]

    # -- OAuth 2.0 (8.4.4) ------------------------------------------------------

    def token(self, form: dict[str, str]) -> dict:
        if form.get("grant_type") != "client_credentials":
            raise Fault("Invalid parameter grant_type")
        if "client_id" not in form:
            raise Fault("Missing parameter client_id")
        if form["client_id"] != CLIENT:
            raise Fault("Invalid parameter client_id")
        if form.get("client_secret") != SECRET:
            raise Fault("Invalid parameter client_secret")
        if form.get("scope", "service") != "service":
            raise Fault("Invalid scope", "invalid_scope")
        token = secrets.token_urlsafe(24)
        self.tokens[token] = time.monotonic() + 3600
        return {"access_token": token, "token_type": "Bearer", "expires_in": 3600}

    # -- methods (11) -----------------------------------------------------------

    def info(self, order: dict) -> dict:
        return {
            "specs": "2.0.0.0", "name": "Thử", "logo": "http://127.0.0.1/l.png",
            "region": "VN", "lang": "vi", "description": "Thử",
            "authType": ["oauth2client"], "oauth2": self.url,
            "methods": ["credentials/list"],
            "signAlgorithms": {"algos": [SHA256_RSA, RSA]},
            "signature_formats": {"formats": ["P"], "envelope_properties": [["Revision"]]},
            "conformance_levels": ["Ades-B-B"],
        }  # fmt: skip

    def credentials_list(self, order: dict) -> dict:
        return {"credentialIDs": list(self.credentials)}

    def credentials_info(self, order: dict) -> dict:
        one = self._credential(order)
        wanted = order.get("certificates", "single")
        if wanted not in ("none", "single", "chain"):
            raise Fault("Invalid parameter certificates")
        certificates = {"none": [], "single": one.certificates[:1]}
        chain = certificates.get(wanted, one.certificates)
        found = {
            "key": {"status": one.status, "algo": list(one.algo), "len": 2048},
            "cert": {"status": one.cert_status},
            "SCAL": "2",
            "multisign": 1,
        }
        if chain:
            encoded = [base64.b64encode(der).decode() for der in chain]
            found["cert"]["certificates"] = encoded
        found["auth"] = {"mode": one.mode}
        if order.get("authInfo"):
            found["auth"] |= {
                "objects": one.objects,
                "expression": one.expression
                or " AND ".join(o["id"] for o in one.objects),
            }
        return found

    def credentials_getchallenge(self, order: dict) -> None:
        one = self._credential(order)
        asked = _string(order, "authObjectID")
        if not (one.asks_otp and one.sends_otp and asked == "OTP"):
            raise Fault("Invalid parameter authObjectID")
        one.otp = (f"{secrets.randbelow(10**6):06d}", time.monotonic() + 120)

    def credentials_authorize(self, order: dict) -> dict:
        one = self._credential(order)
        if one.status == "disabled":
            raise Fault("The credential identified by credentialID is disabled")
        count = order.get("numSignatures")
        if not isinstance(count, int) or isinstance(count, bool):
            raise Fault("Missing (or invalid type) integer parameter numSignatures")
        if count < 1:
            raise Fault("Invalid value for parameter numSignatures")
        if count > 1:
            raise Fault("Numbers of signatures is too high")
        hashes = _hashes(order)
        if len(hashes) != count:
            raise Fault("Invalid parameter hashes")
        if order.get("hashAlgorithmOID") != SHA256_OID:
            raise Fault("Invalid parameter hashAlgorithmOID")
        if one.wrong >= 3:
            raise Fault("Credential locked")
        self._authenticate(one, order.get("authData"))
        sad = secrets.token_urlsafe(24)
        self.sads[sad] = {
            "credential": order["credentialID"], "hashes": hashes, "left": count,
            "until": time.monotonic() + self.sad_life,
        }  # fmt: skip
        return {"SAD": sad, "expiresIn": int(self.sad_life)}

    def _authenticate(self, one: Credential, given: object) -> None:
        if not isinstance(given, list):
            raise Fault("Missing (or invalid type) array parameter authData")
        values = {each.get("id"): each.get("value") for each in given}
        if set(values) != {each["id"] for each in one.objects}:
            raise Fault(
                "The authentication data is invalid", "invalid_authentication_data"
            )
        if values["PIN"] != one.pin:
            one.wrong += 1
            raise Fault("The PIN is invalid", "invalid_authentication_data")
        if one.asks_otp:
            code, until = one.otp
            one.otp = ("", 0)  # used once
            if not code or values["OTP"] != code or time.monotonic() > until:
                raise Fault("The OTP is invalid", "invalid_authentication_data")
        one.wrong = 0

    def signatures_signhash(self, order: dict) -> dict:
        one = self._credential(order)
        sad = self.sads.get(_string(order, "SAD"))
        if sad is None or sad["credential"] != order["credentialID"]:
            raise Fault("Invalid parameter SAD")
        if time.monotonic() > sad["until"]:
            raise Fault("SAD expired")
        hashes = _hashes(order)
        if set(hashes) - set(sad["hashes"]) or len(hashes) > sad["left"]:
            raise Fault("Hash is not authorized by the SAD")
        algo = _string(order, "signAlgo")
        if algo not in one.algo:
            raise Fault("Invalid parameter signAlgo")
        if algo == RSA and order.get("hashAlgorithmOID") != SHA256_OID:
            raise Fault("Missing (or invalid type) string parameter hashAlgorithmOID")
        sad["left"] -= len(hashes)
        self.signed += len(hashes)
        made = [
            one.key.sign(
                base64.b64decode(each), padding.PKCS1v15(), Prehashed(SHA256())
            )
            for each in hashes
        ]
        return {"signatures": [base64.b64encode(each).decode() for each in made]}

    def _credential(self, order: dict) -> Credential:
        name = _string(order, "credentialID")
        if name not in self.credentials:
            raise Fault("Invalid parameter credentialID")
        return self.credentials[name]


def _string(order: dict, name: str) -> str:
    if not isinstance(order.get(name), str):
        raise Fault(f"Missing (or invalid type) string parameter {name}")
    return order[name]


def _hashes(order: dict) -> list[str]:
    if not isinstance(order.get("hashes"), list):
        raise Fault("Missing (or invalid type) array parameter hashes")
    if not order["hashes"]:
        raise Fault("Empty hash array")
    for each in order["hashes"]:
        try:
            digest = base64.b64decode(each, validate=True)
        except (ValueError, TypeError):
            raise Fault("Invalid Base64 hash string parameter") from None
        if len(digest) != 32:
            raise Fault("Invalid digest value length")
    return order["hashes"]


def credential(office, key: str, **options) -> Credential:
    """With the key and the chain of ``key`` in the store of the test CA."""
    path = office.authority.keystore_dir / f"{key}.p12"
    own, certificate, others = pkcs12.load_key_and_certificates(
        path.read_bytes(), office.authority.passphrase
    )
    chain = [certificate, *others]
    ders = [each.public_bytes(Encoding.DER) for each in chain]
    return Credential(key=own, certificates=ders, **options)


class _Handler(BaseHTTPRequestHandler):
    service: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            answer = self._answer(body)
            status = 204 if answer is None else 200
        except Fault as fault:
            answer, status = fault.answer, fault.status
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        data = b"" if answer is None else json.dumps(answer).encode()
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _answer(self, body: bytes) -> dict | None:
        service = self.service
        if self.path == "/oauth2/token":
            if "x-www-form-urlencoded" not in self.headers.get("Content-Type", ""):
                raise Fault("Parameters SHALL be passed in the request entity-body")
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            service.calls.append(("oauth2/token", form))
            return service.token(form)
        if not self.path.startswith("/csc/v2/"):
            raise Fault("Not implemented", "invalid_request", 501)
        method = self.path.removeprefix("/csc/v2/")
        if "application/json" not in self.headers.get("Content-Type", ""):
            raise Fault("Invalid content type")
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if method != "info" and time.monotonic() > service.tokens.get(token, 0):
            raise Fault("The access token is not valid", "invalid_token", 401)
        order = json.loads(body)
        service.calls.append((method, order))
        service.before(method)
        return getattr(service, method.replace("/", "_").lower())(order)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def open_service():
    service = Service()
    handler = type("Handler", (_Handler,), {"service": service})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        service.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield service
        server.shutdown()
        thread.join()
