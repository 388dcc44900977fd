"""Dấu thời gian ngắn hạn: a time stamp service whose certificate ends soon."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.signing_kit import open_office

DAYS_LEFT = {"tsa-short": 60, "tsa-middle": 200}  # the usual one runs ten years


class Stampers:
    """A TSA that can be given another certificate: ``use("tsa-short")``."""

    def __init__(self, monkeypatch):
        from reports.pki import authority as pki_authority  # noqa: PLC0415 slow, few use it

        self.name = "tsa-short"
        ordered = pki_authority.configuration
        monkeypatch.setattr(
            pki_authority,
            "INFRASTRUCTURE",
            pki_authority.INFRASTRUCTURE | dict.fromkeys(DAYS_LEFT),
        )

        def configuration(record, directory):
            return self._with_more(ordered(record, directory))

        monkeypatch.setattr(pki_authority, "configuration", configuration)

    def use(self, name, office):
        self.name = name
        office.authority.record_path.touch()  # the services read it again

    def _with_more(self, config):
        [architecture] = config["pki-architectures"].values()
        for serial, (name, left) in enumerate(DAYS_LEFT.items(), 60):
            config["keysets"]["demo"]["keys"][name] = {"path": f"{name}.pem"}
            architecture["entities"][name] = {"common-name": f"Thử – {name}"}
            usual = architecture["certs"]["tsa"]
            architecture["certs"][name] = {
                "subject": name,
                "issuer": "ca",
                "serial": serial,
                "validity": {
                    "valid-from": (datetime.now(UTC) - timedelta(1)).isoformat(),
                    "valid-to": (datetime.now(UTC) + timedelta(left)).isoformat(),
                },
                "extensions": usual["extensions"],
            }
        architecture["services"]["time-stamping"]["tsa"]["signing-cert"] = self.name
        return config


@pytest.fixture
def stampers(monkeypatch):
    return Stampers(monkeypatch)


@pytest.fixture
def brief_office(stampers, tmp_path):
    with open_office(tmp_path) as office:
        yield office
