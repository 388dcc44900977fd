"""Image and compose file: what can be checked of them without a container engine."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from config.celery import app
from config.system import RUNNING

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = {"migrate", "web", "worker", "signer", "beat"}


def _pins(lock):
    return dict(
        re.findall(
            r"^([a-z0-9-]+)(?:\[[^]]*\])?==(\S+)", lock.read_text(), re.MULTILINE
        )
    )


def test_services_are_those_of_an_installation():
    assert set(SERVICES) == OURS | {"database", "queue", "proxy", "mail"}
    assert [name for name, service in SERVICES.items() if "profiles" in service] == [
        "mail"
    ]


def test_only_the_signer_sees_the_keys():
    with_keys = {
        name
        for name, service in SERVICES.items()
        if "keys" in str(service.get("volumes")) or "secrets" in service
    }
    named = {
        name
        for name, service in SERVICES.items()
        if any(
            "KEYS" in key or "PKCS11" in key for key in service.get("environment", {})
        )
    }

    assert with_keys == named == {"signer"}


def test_only_proxy_signer_and_mail_reach_outside():
    assert COMPOSE["networks"]["inside"]["internal"] is True
    outside = {
        name for name, service in SERVICES.items() if "outside" in service["networks"]
    }

    assert outside == {"proxy", "signer", "mail"}
    published = {name for name, service in SERVICES.items() if "ports" in service}
    assert published == {"proxy", "mail"}
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["mail"]["ports"])


def test_the_clock_is_one():
    clocks = [
        name
        for name, service in SERVICES.items()
        if "beat" in service.get("command", ())
    ]

    assert clocks == ["beat"]
    assert "deploy" not in SERVICES["beat"]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate", "mail"}))
def test_a_running_service_is_watched_and_restarted(name):
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_processes_have_no_rights_to_lose(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["init"] is True


def test_the_queue_forgets_nothing():
    command = SERVICES["queue"]["command"][-1]

    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command
    assert "--requirepass" in command


def test_workers_read_every_queue_once():
    queues = [
        queue
        for service in SERVICES.values()
        if "-Q" in (command := service.get("command", ()))
        for queue in command[command.index("-Q") + 1].split(",")
    ]

    assert sorted(queues) == ["default", "pdf", "sign"]


def test_what_is_mounted_lies_in_the_repository():
    mounted = [
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", ())
        if volume.startswith("./")
    ]

    assert mounted == ["./config/docker/database.sh", "./config/docker/Caddyfile"]
    assert all((ROOT / path).is_file() for path in mounted)


def test_every_value_asked_of_the_operator_is_explained():
    asked = set(
        re.findall(
            r"(?<!\$)\$\{([A-Z0-9_]+)", (ROOT / "docker-compose.yml").read_text()
        )
    )
    example = (ROOT / "docs/env.example").read_text()

    assert asked == set(re.findall(r"^#?([A-Z0-9_]+)=", example, re.MULTILINE))


def _read():
    """The files in which the application reads its environment."""
    return "".join(
        (ROOT / "config" / name).read_text()
        for name in ("settings.py", "services.py", "celery.py", "gunicorn.py")
    )


def test_every_variable_of_the_application_is_one_it_reads():
    read = _read()
    given = {key for name in OURS for key in SERVICES[name]["environment"]}

    assert {key for key in given if f'"{key}"' not in read} == set()


def _environment(service, **given):
    """What the service gets from Compose where the operator's .env says ``given``."""

    def value(found):
        name, default = found["name"], found["default"] or ""
        return given.get(name) or default

    pattern = r"(?<!\$)\$\{(?P<name>[A-Z0-9_]+)(?::(?:-(?P<default>[^}]*)|\?[^}]*))?\}"
    return {
        key: re.sub(pattern, value, str(said))
        for key, said in SERVICES[service]["environment"].items()
    }


NEEDED = {
    name: "x"
    for name in (
        "DATABASE_PASSWORD", "REDIS_PASSWORD", "SECRET_KEY", "IDENTITY_KEY", "SITE_HOST",
    )
}  # fmt: skip


def _settings(service, said, **given):
    """What the application makes of that environment: ``said``, printed."""
    code = f"from django.conf import settings as s; print(({said},))"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, check=True, capture_output=True, text=True,
        env={
            "PATH": "/usr/bin:/bin", "DJANGO_SETTINGS_MODULE": "config.settings",
            **_environment(service, **NEEDED, **given),
        },
    )  # fmt: skip
    return answer.stdout.strip()


@pytest.mark.parametrize("service", ["web", "worker"])
def test_letters_are_offered_only_where_a_server_sends_them(service):
    said = "s.MAIL_IS_SENT, s.MAILERS['default']['OPTIONS']['port']"

    assert _settings(service, said) == "(False, 25)"
    dev = {"EMAIL_HOST": "mail", "EMAIL_PORT": "1025"}
    assert _settings(service, said, **dev) == "(True, 1025)"


# Told to operators, and not given by Compose, each for its reason.
NOT_GIVEN = {
    "VAR_DIR": "set by the image",
    "STATIC_ROOT": "set by the image",
    "PAPERS_DIR": "stands in VAR_DIR, on the volume",
    "EVIDENCE_DIR": "stands in VAR_DIR, on the volume",
    "OIDC_PROVIDERS": "comes with variables named after each provider: an override file",
}


def test_compose_gives_every_setting_that_operators_are_told_of():
    told = set()
    for name in ("operations.md", "ky-so.md"):
        for row in re.findall(
            r"^\| (`.*?) \|", (ROOT / "docs" / name).read_text(), re.M
        ):
            told |= set(re.findall(r"`([A-Z][A-Z0-9_]+)(?:=1)?`", row))
    told -= {name for name in told if name.startswith("OIDC_VNEID_")}
    told |= {"SECRET_KEY_FALLBACKS", "VISIBILITY_TIMEOUT"}  # in the text
    told = {name for name in told if f'"{name}"' in _read()}
    given = {key for name in OURS for key in SERVICES[name]["environment"]}

    assert len(told) > 25
    assert told - given == set(NOT_GIVEN)


@pytest.mark.parametrize("service", sorted(OURS))
def test_what_the_operator_sets_reaches_every_service_that_reads_it(service):
    signs = service == "signer"
    given = {
        "SECRET_KEY_FALLBACKS": "old,older", "TRUST_CRL_URLS": "http://a.vn/1.crl",
        "LOG_LEVEL": "INFO", "PKCS11_MODULE": "/usr/lib/x.so",
        "PKCS11_TOKEN_LABEL": "con dấu", "PKCS11_PIN_FILE": "/etc/thi-dua/keys/pin",
    }  # fmt: skip
    said = (
        "s.SECRET_KEY_FALLBACKS, s.TRUST_CRL_URLS, str(s.TRUST_CRLS_DIR),"
        " s.LOGGING['root']['level'], str(s.PKCS11_MODULE), s.PKCS11_TOKEN_LABEL,"
        " str(s.PKCS11_PIN_FILE)"
    )

    token = ("/usr/lib/x.so", "con dấu", "/etc/thi-dua/keys/pin")
    assert _settings(service, said, **given) == str(
        (
            ["old", "older"], ["http://a.vn/1.crl"], "/var/lib/thi-dua/crls", "INFO",
            *(token if signs else ("None", "", "None")),
        )
    )  # fmt: skip
    assert _settings(service, said) == str(
        ([], [], "/var/lib/thi-dua/crls", "WARNING", "None", "", "None")
    )


def test_lists_of_revoked_certificates_are_fetched_where_they_can_be_kept():
    """By the service that may leave the machine, into a directory that all share."""
    queue = app.conf.task_routes["reports.refresh_revocation_lists"]["queue"]
    fetching = {
        name
        for name in OURS
        if queue in ",".join(SERVICES[name].get("command", [])).split(",")
    }

    assert fetching == {"signer"}
    assert "outside" in SERVICES["signer"]["networks"]
    for name in OURS:
        kept = Path(SERVICES[name]["environment"]["TRUST_CRLS_DIR"])
        assert "files:/var/lib/thi-dua" in SERVICES[name]["volumes"]
        assert kept.is_relative_to("/var/lib/thi-dua")


def test_the_image_has_the_libraries_that_the_application_looks_for():
    assert "USER 10001" in DOCKERFILE
    installed = set(DOCKERFILE.split())
    wanted = {package for need in RUNNING for package in need.apt.split()}

    assert wanted <= installed


def test_the_image_takes_only_what_runs():
    allowed = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }

    assert allowed == {
        "campaigns",
        "units",
        "awards",
        "reports",
        "config",
        "templates",
        "static",
        "docs/huong-dan",
        "docs/images",
        "manage.py",
        "requirements-prod.lock",
    }


def test_locks_agree_with_each_other_and_with_the_project():
    everything = _pins(ROOT / "requirements.lock")
    production = _pins(ROOT / "requirements-prod.lock")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())

    def names(requirements):
        return {re.match(r"[a-z0-9-]+", requirement)[0] for requirement in requirements}

    assert production.items() <= everything.items()
    assert names(project["project"]["dependencies"]) <= set(production)
    assert names(project["dependency-groups"]["dev"]) <= set(everything)
    assert not names(project["dependency-groups"]["dev"]) & set(production)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-prod.lock"])
def test_locks_hold_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text()

    assert text.count("==") <= text.count("--hash=sha256:")
    assert "://" not in text
    assert "--index-url" not in text


def test_the_proxy_names_no_certificate_and_hides_the_figures():
    caddyfile = (ROOT / "config/docker/Caddyfile").read_text()

    assert "reverse_proxy web:8000" in caddyfile
    assert "respond /metrics 404" in caddyfile
    assert caddyfile.count("{") == caddyfile.count("}")


def test_the_database_script_is_valid_shell():
    script = ROOT / "config/docker/database.sh"

    assert subprocess.run(["sh", "-n", script]).returncode == 0
    assert sys.platform != "linux" or script.stat().st_mode & 0o111
