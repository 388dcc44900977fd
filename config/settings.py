"""Cấu hình: one file; what differs between places comes from the environment."""

from pathlib import Path

from config.env import env, env_bool, env_int, env_list, env_path
from config.services import cache_url, database_settings, redis_url

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env_path("VAR_DIR", BASE_DIR / "var")

# Demonstration mode: known accounts, a PKI of its own, never on a real installation.
# `make demo` leaves a mark beside its own data, so that commands run there afterwards see
# the demonstration as it does; a mark says nothing where an outside database is named.
DEMO = env_bool(
    "THIDUA_DEMO", not env("DATABASE_URL", "") and (VAR_DIR / "demo_mode").exists()
)
DEBUG = env_bool("DEBUG", False)
SECRET_KEY = env("SECRET_KEY", file=VAR_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS", [])
# Keys the digests of identifying numbers (units.identity). Lost, no number is recognised again.
IDENTITY_KEY = env("IDENTITY_KEY", file=VAR_DIR / "identity_key")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", [])
# The address printed in QR codes and letters; no trailing slash.
PUBLIC_URL = env("PUBLIC_URL", "http://localhost:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",  # FORM_RENDERER finds the widgets' own templates through it
    "crispy_forms",
    "django_htmx",
    "config",
    "units",
    "campaigns",
    "awards",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "units.middleware.PresenceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "units.middleware.SupportMiddleware",
    "units.middleware.FenceMiddleware",
    "units.middleware.SignInMiddleware",
    "units.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "units.context.shell",
            ],
            "builtins": ["units.templatetags.td"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["td5"]
CRISPY_TEMPLATE_PACK = "td5"

DATABASES = {"default": database_settings()}
# The role as which pages are read (units.fence): the owner's name tells it.
FENCED_ROLE = f"{DATABASES['default']['USER'] or 'thidua'}_fenced"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = redis_url()
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": cache_url(),
        "KEY_PREFIX": "thidua",
    }
}
SESSION_ENGINE = "units.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 10  # a working day
SESSION_COOKIE_HTTPONLY = True

AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = ["units.backends.AccountBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
CSRF_FAILURE_VIEW = "units.views.csrf_failure"
PASSWORD_HASHERS = [
    "units.passwords.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "units.passwords.LongEnough"},
    {"NAME": "units.passwords.NotGuessable"},
    {"NAME": "units.passwords.NotTheName"},
]

# Sign-on by OpenID Connect: OIDC_PROVIDERS=vneid and then OIDC_VNEID_ISSUER and so on.
OIDC_PROVIDERS = [
    {
        "slug": slug,
        "name": env(f"OIDC_{slug.upper()}_NAME", slug),
        "issuer": env(f"OIDC_{slug.upper()}_ISSUER"),
        "client_id": env(f"OIDC_{slug.upper()}_CLIENT_ID"),
        "client_secret": env(f"OIDC_{slug.upper()}_CLIENT_SECRET", ""),
        "scopes": env(f"OIDC_{slug.upper()}_SCOPES", "openid"),
    }
    for slug in env_list("OIDC_PROVIDERS", [])
]

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env_path("STATIC_ROOT", VAR_DIR / "static")
# The guide is read in the product too; its pictures are static files like any other.
STATICFILES_DIRS = [BASE_DIR / "static", ("huong-dan", BASE_DIR / "docs/images")]
STATICFILES_FINDERS = [
    "config.staticfiles.MadeFiles",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_MAX_AGE = 31_536_000
# Collecting takes a quarter of the time without what is never asked for.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("ttf", "woff2", "png", "webp", "zip", "gz", "br")
# Finished papers lie here, one file each, named by their hash.
PAPERS_DIR = env_path("PAPERS_DIR", VAR_DIR / "papers")
# Photos and files of progress reports, likewise; private, and apart from papers.
EVIDENCE_DIR = env_path("EVIDENCE_DIR", VAR_DIR / "evidence")
PREVIEWS_DIR = VAR_DIR / "previews"  # pages of drafts, made anew when they are gone
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # pasted plans
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a section of a long plan is one form

# What else a plan must pass before it is sent for approval: functions of its content that give
# faults with text and line, or None where nothing is known yet (campaigns.readiness).
PLAN_CHECKS = ["reports.draft_check.faults"]
FILE_SIGNATURES = "reports.incoming.signatures"

# Keys are reachable only where SIGN_KEYS_DIR (PKCS#12) or PKCS11_MODULE is set: the signing
# worker. The web process has neither.
SIGN_KEYS_DIR = env_path("SIGN_KEYS_DIR", None)
SIGN_KEYS_PASSPHRASE_FILE = env_path("SIGN_KEYS_PASSPHRASE_FILE", None)
PKCS11_MODULE = env_path("PKCS11_MODULE", None)
PKCS11_TOKEN_LABEL = env("PKCS11_TOKEN_LABEL", "")
PKCS11_PIN_FILE = env_path("PKCS11_PIN_FILE", None)
# A remote signing service (CSC API v2), likewise the signing worker's alone.
CSC_URL = env("CSC_URL", "")
CSC_OAUTH_URL = env("CSC_OAUTH_URL", "")
CSC_CLIENT_ID = env("CSC_CLIENT_ID", "")
CSC_CLIENT_SECRET_FILE = env_path("CSC_CLIENT_SECRET_FILE", None)
CSC_PINS_DIR = env_path("CSC_PINS_DIR", None)
SIGN_TIMEOUT = 10  # seconds for one request to a TSA or a revocation service
TSA_URL = env("TSA_URL", "")
# An archived paper gets its next time stamp this long before the last one's certificate ends.
ARCHIVE_RENEW_MONTHS = env_int("ARCHIVE_RENEW_MONTHS", 12)
# The only hosts (host or host:port) that signing may ask for OCSP answers and CRLs.
REVOCATION_HOSTS = env_list("REVOCATION_HOSTS", [])
TRUST_ROOTS_DIR = env_path("TRUST_ROOTS_DIR", None)
TRUST_CRLS_DIR = env_path("TRUST_CRLS_DIR", None)
# Where the signing worker fetches the lists of TRUST_CRLS_DIR from, once an hour.
TRUST_CRL_URLS = env_list("TRUST_CRL_URLS", [])
# The demonstration PKI, used only when DEMO.
PKI_DIR = env_path("PKI_DIR", VAR_DIR / "pki")

# Whoever shows it may read /metrics from another machine.
METRICS_TOKEN = env("METRICS_TOKEN", "")

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env("EMAIL_HOST", "localhost"),
            "port": int(env("EMAIL_PORT", "25")),
            "username": env("EMAIL_USER", ""),
            "password": env("EMAIL_PASSWORD", ""),
            "use_tls": env_bool("EMAIL_TLS", False),
            "timeout": 30,
        },
    }
}
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", "Thi đua <thidua@localhost>")
# Without a mail server invitations are printed, and nobody is offered a letter.
MAIL_IS_SENT = bool(env("EMAIL_HOST", ""))

SECURE_CSP = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'"],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if env_bool("HTTPS", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "WARNING")},
}
