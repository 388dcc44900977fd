"""Nơi cấp danh tính thử: an OpenID provider of its own process, over real HTTP.

``python -m tests.oidc_provider`` prints its address and serves until it is ended. It knows
one client, demands PKCE with S256, gives each code out once and signs with RS256. Who comes
is typed on its page; some names make it misbehave (``TRICKS``), as a broken or hostile
provider would.
"""

import base64
import json
import secrets
import sys
import time
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jws, jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "thidua-thu", "bi-mat-thu"
KEY = RSAKey.generate_key(2048, parameters={"kid": "mot"}, private=True)
OTHER_KEY = RSAKey.generate_key(2048, parameters={"kid": "mot"}, private=True)
# What is wrong with the token of somebody who signs in under that name.
TRICKS = {
    "sai-khoa": {},
    "khong-ky": {},
    "sai-noi-cap": {"iss": "http://127.0.0.1:9/khac"},
    "sai-khach": {"aud": "mot-he-thong-khac"},
    "sai-nonce": {"nonce": "cua-lan-khac"},
    "het-han": {"exp": 1_000_000_000, "iat": 999_999_000},
    "khong-ten": {"sub": ""},
}
REFUSES, NO_TOKEN = "tu-choi", "khong-the"
_codes: dict[str, dict] = {}


class Provider(BaseHTTPRequestHandler):
    @property
    def issuer(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def do_GET(self):
        path, given = self._asked()
        if path == "/.well-known/openid-configuration":
            return self._json(200, self._metadata())
        if path == "/jwks":
            return self._json(200, {"keys": [KEY.as_dict(private=False)]})
        if path == "/authorize":
            return self._authorize(given)
        return self._json(404, {"error": "not_found"})

    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        form = parse_qs(self.rfile.read(length).decode())
        sent = {name: values[0] for name, values in form.items()}
        path, _ = self._asked()
        if path == "/authorize":
            return self._identified(sent)
        if path == "/token":
            return self._token(sent)
        return self._json(404, {"error": "not_found"})

    def _metadata(self):
        at = self.issuer
        return {
            "issuer": at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token",
            "jwks_uri": f"{at}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            # A careless provider that offers to sign nothing.
            "id_token_signing_alg_values_supported": ["none", "HS256", "RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def _authorize(self, given):
        if fault := self._fault(given):
            return self._json(400, {"error": "invalid_request", "why": fault})
        hidden = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
            for name, value in given.items()
        )
        return self._page(
            f'<h1>Nơi cấp danh tính thử</h1><form method="post">{hidden}'
            '<label>Mã định danh <input name="who"></label><button>Đồng ý</button></form>'
        )

    def _fault(self, given):
        if given.get("client_id") != CLIENT:
            return "client_id"
        if not given.get("redirect_uri", "").endswith("/dang-nhap/lien-thong/thu/ve/"):
            return "redirect_uri"
        if given.get("response_type") != "code":
            return "response_type"
        if given.get("code_challenge_method") != "S256":
            return "code_challenge_method"
        needed = ("code_challenge", "state", "nonce")
        return next((name for name in needed if not given.get(name)), "")

    def _identified(self, sent):
        if fault := self._fault(sent):
            return self._json(400, {"error": "invalid_request", "why": fault})
        answer = {"state": sent["state"]}
        if sent.get("who") == REFUSES:
            answer["error"] = "access_denied"
        else:
            code = secrets.token_urlsafe(24)
            _codes[code] = sent
            answer["code"] = code
        self.send_response(302)
        self.send_header("Location", f"{sent['redirect_uri']}?{urlencode(answer)}")
        self.end_headers()

    def _token(self, sent):
        expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {expected}":
            return self._json(401, {"error": "invalid_client"})
        asked = _codes.pop(sent.get("code", ""), None)
        if asked is None or sent.get("redirect_uri") != asked["redirect_uri"]:
            return self._json(400, {"error": "invalid_grant"})
        digest = sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != asked["code_challenge"]:
            return self._json(400, {"error": "invalid_grant"})
        token = {"access_token": secrets.token_urlsafe(), "token_type": "Bearer"}
        if asked["who"] != NO_TOKEN:
            token["id_token"] = self._id_token(asked)
        return self._json(200, token)

    def _id_token(self, asked):
        who, moment = asked["who"], int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": who,
            "aud": CLIENT,
            "iat": moment,
            "exp": moment + 300,
            "nonce": asked["nonce"],
        } | TRICKS.get(who, {})
        if who == "khong-ky":
            header = {"alg": "none"}
            registry = jws.JWSRegistry(algorithms=["none"])
            return jws.serialize_compact(
                header, json.dumps(claims).encode(), None, registry=registry
            )
        key = OTHER_KEY if who == "sai-khoa" else KEY
        return jwt.encode({"alg": "RS256", "kid": "mot"}, claims, key)

    def _asked(self):
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        return parts.path, {name: values[0] for name, values in query.items()}

    def _json(self, status, body):
        self._send(status, "application/json", json.dumps(body))

    def _page(self, body):
        self._send(200, "text/html; charset=utf-8", f"<!doctype html>{body}")

    def _send(self, status, kind, text):
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
