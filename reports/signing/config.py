"""Cài đặt của việc ký, gathered from Django's settings in one place."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from reports.trust import Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningConfig:
    """Where the keys lie, who stamps the time, whom to ask about revocation.

    ``hosts``: the only host names (``host`` or ``host:port``) that signing may ask for
    OCSP answers and CRLs. ``timeout`` in seconds, for one request.
    """

    keys_dir: Path | None = None
    passphrase_file: Path | None = None
    pkcs11_module: Path | None = None
    pkcs11_token: str = ""
    pkcs11_pin_file: Path | None = None
    csc_url: str = ""
    csc_oauth_url: str = ""
    csc_client_id: str = ""
    csc_client_secret_file: Path | None = None
    csc_pins_dir: Path | None = None
    tsa_url: str = ""
    timeout: float = 10
    hosts: frozenset[str] = frozenset()
    trust: Trust = field(default_factory=lambda: Trust(roots=()))

    @classmethod
    def from_settings(cls) -> "SigningConfig":
        """A demonstration asks its own PKI without being told where it is."""
        hosts = set(getattr(settings, "REVOCATION_HOSTS", ()))
        tsa_url = settings.TSA_URL
        record = Path(settings.PKI_DIR) / "pki.json"
        if settings.DEMO and record.exists():
            services = json.loads(record.read_text(encoding="utf-8"))
            hosts.add(urlsplit(services["address"]).netloc)
            tsa_url = tsa_url or services["tsa_url"]
        return cls(
            keys_dir=settings.SIGN_KEYS_DIR,
            passphrase_file=settings.SIGN_KEYS_PASSPHRASE_FILE,
            pkcs11_module=settings.PKCS11_MODULE,
            pkcs11_token=settings.PKCS11_TOKEN_LABEL,
            pkcs11_pin_file=settings.PKCS11_PIN_FILE,
            csc_url=settings.CSC_URL.rstrip("/"),
            csc_oauth_url=settings.CSC_OAUTH_URL.rstrip("/"),
            csc_client_id=settings.CSC_CLIENT_ID,
            csc_client_secret_file=settings.CSC_CLIENT_SECRET_FILE,
            csc_pins_dir=settings.CSC_PINS_DIR,
            tsa_url=tsa_url,
            timeout=float(getattr(settings, "SIGN_TIMEOUT", 10)),
            hosts=frozenset(host.lower() for host in hosts),
            trust=Trust.from_settings(),
        )
