"""Đăng nhập liên thông (OpenID Connect): whom a provider says that somebody is.

Authorization code with PKCE; the identity token is checked for its signature, issuer,
audience, time and nonce by ``authlib``. A provider opens accounts that exist and were
linked by their own person; it makes none and gives no role.
"""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.auth import load_backend
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from units import identity
from units.models import Identity, User

TIMEOUT = 10  # seconds for one request to a provider
# Only with public keys: no shared secret and, above all, not "none".
ALGORITHMS = {
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
}  # fmt: skip
PURPOSE = "lien_thong"
SIGN_IN, LINK = "vao", "lien-ket"


class NotSaid(Exception):
    """The provider did not say who it is; the text is a sentence for the person."""


@dataclass(frozen=True)
class Provider:
    """Nơi cấp danh tính, from the environment (``OIDC_…``)."""

    slug: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    scopes: str


@dataclass(frozen=True)
class Said:
    """What a provider said, and for which purpose it was asked.

    ``subject`` is a keyed digest: what a provider calls somebody may be a citizen's number.
    """

    issuer: str
    subject: str
    purpose: str
    user_id: int | None


def providers() -> list[Provider]:
    return [Provider(**facts) for facts in settings.OIDC_PROVIDERS]


def provider(slug: str) -> Provider | None:
    return next((one for one in providers() if one.slug == slug), None)


def name_of(issuer: str) -> str:
    """The provider's name, or its address where it is no longer set up."""
    return next((one.name for one in providers() if one.issuer == issuer), issuer)


def may_enter(user: User) -> bool:
    """Whom signing in with a password would let in (``units.backends``)."""
    backend = load_backend(settings.AUTHENTICATION_BACKENDS[0])
    return backend.user_can_authenticate(user)  # type: ignore[attr-defined]


def subject_digest(issuer: str, subject: str) -> str:
    return identity.digest(f"{issuer} {subject}")


def account_of(said: Said) -> Identity | None:
    rows = Identity.objects.select_related("user")
    return rows.filter(issuer=said.issuer, subject=said.subject).first()


def ask(request: HttpRequest, one: Provider, purpose: str) -> HttpResponse:
    """Đưa tới nơi cấp. Raises NotSaid when it is away."""
    request.session[PURPOSE] = {"purpose": purpose, "user": request.user.pk}
    return _guarded(
        one, lambda client: client.authorize_redirect(request, _return_to(request, one))
    )


def heard(request: HttpRequest, one: Provider) -> Said:
    """Nghe câu trả lời: who it is. Raises NotSaid."""
    asked = request.session.pop(PURPOSE, None)
    if asked is None:
        raise NotSaid("Đã chờ quá lâu. Bấm nút liên thông lần nữa.")
    token = _guarded(one, lambda client: client.authorize_access_token(request))
    claims = token.get("userinfo") or {}
    subject = str(claims.get("sub") or "")
    if not subject or claims.get("iss") != one.issuer:
        raise NotSaid(f"{one.name} không cho biết anh/chị là ai.")
    digest = subject_digest(one.issuer, subject)
    return Said(one.issuer, digest, asked["purpose"], asked["user"])


def _guarded(one: Provider, do):
    """What can go wrong with another machine, in one sentence each."""
    from authlib.common.errors import (  # noqa: PLC0415 slow, few requests need it
        AuthlibBaseError,
    )
    from joserfc.errors import JoseError  # noqa: PLC0415 likewise
    from requests import RequestException  # noqa: PLC0415 likewise

    try:
        return do(_client(one))
    except RequestException as error:
        raise NotSaid(
            f"Chưa kết nối được với {one.name}. Thử lại sau, hoặc đăng nhập bằng mật khẩu."
        ) from error
    except AuthlibBaseError as error:
        if error.error == "access_denied":
            raise NotSaid(f"Anh/chị đã từ chối ở {one.name}.") from error
        raise NotSaid(
            f"Câu trả lời của {one.name} không dùng được ({error.error}). Thử lại từ đầu."
        ) from error
    except (JoseError, ValueError, KeyError, RuntimeError) as error:
        raise NotSaid(
            f"Câu trả lời của {one.name} không kiểm tra được. Báo quản trị đơn vị."
        ) from error


@cache
def _registered(one: Provider):
    """Its client, which keeps what it learned of the provider; one a process."""
    from authlib.integrations.django_client import (  # noqa: PLC0415 slow, few need it
        OAuth,
    )

    return OAuth().register(
        one.slug,
        client_id=one.client_id,
        client_secret=one.client_secret or None,
        server_metadata_url=f"{one.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": one.scopes,
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT,
            **({} if one.client_secret else {"token_endpoint_auth_method": "none"}),
        },
    )


def _client(one: Provider):
    client = _registered(one)
    facts = client.load_server_metadata()
    if facts.get("issuer") != one.issuer:
        client.server_metadata.pop("_loaded_at", None)
        raise ValueError("another issuer answers at this address")
    offered = facts.get("id_token_signing_alg_values_supported") or ["RS256"]
    facts["id_token_signing_alg_values_supported"] = sorted(ALGORITHMS & {*offered})
    return client


def _return_to(request, one: Provider) -> str:
    return request.build_absolute_uri(reverse("sign-on-return", args=[one.slug]))
