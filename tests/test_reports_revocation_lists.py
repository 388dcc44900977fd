"""Danh sách thu hồi: fetched by the clock from the operator's addresses, never lost."""

from reports import tasks
from reports.pki.authority import ARCHITECTURE


def test_lists_are_fetched_and_a_dead_address_keeps_the_old(
    settings, tmp_path, office, caplog
):
    settings.TRUST_CRLS_DIR = tmp_path / "crls"
    settings.TRUST_CRL_URLS = [
        f"{office.authority.address}/{ARCHITECTURE}/crls/ca/latest.crl",
        "http://127.0.0.1:9/gone.crl",
    ]

    tasks.refresh_revocation_lists()
    kept = {
        path.name: path.read_bytes() for path in settings.TRUST_CRLS_DIR.glob("*.crl")
    }
    tasks.refresh_revocation_lists()

    assert len(kept) == 1
    assert {path.name for path in settings.TRUST_CRLS_DIR.iterdir()} == set(kept)
    assert "http://127.0.0.1:9/gone.crl" in caplog.text


def test_nothing_is_fetched_where_nothing_is_set(settings, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks, "refresh_crls", lambda *given: asked.append(given) or [])
    settings.TRUST_CRLS_DIR, settings.TRUST_CRL_URLS = (
        None,
        ["http://127.0.0.1:9/x.crl"],
    )
    tasks.refresh_revocation_lists()
    assert asked == []
