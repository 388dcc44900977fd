"""Dịch vụ im lặng: a service that takes the question and never answers."""

import socket
import threading
from contextlib import closing
from dataclasses import replace

import pytest

from reports.errors import SignerUnavailable
from reports.signing import Level, certificates, network, pades
from tests.signing_kit import office, paper, pictures, sign  # noqa: F401  fixtures

# ruff: noqa: F811  arguments of tests are the fixtures imported above


@pytest.fixture
def mute():
    """``(url, asked)``: a service that hears and is silent; the list grows with each call."""
    asked: list[socket.socket] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def hear():
            while True:
                try:
                    asked.append(listening.accept()[0])
                except OSError:
                    return

        threading.Thread(target=hear, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/tsa", asked
    for one in asked:
        one.close()


@pytest.fixture(autouse=True)
def nothing_remembered():
    network.forget_silence()
    yield
    network.forget_silence()


def ask(url):
    return network.ask(url, hosts=frozenset({"127.0.0.1"}), timeout=0.3)


def test_a_host_that_was_silent_is_not_waited_for_again_at_once(mute, monkeypatch):
    url, asked = mute
    with pytest.raises(network.NotReached, match="timed out"):
        ask(url)
    with pytest.raises(network.NotReached, match="gave no answer a moment ago"):
        ask(url)
    assert len(asked) == 1
    with pytest.raises(network.NotReached, match="timed out"):
        ask(url.replace("/tsa", "/list.crl"))  # of the same host: it may well answer
    assert len(asked) == 2

    later = network.time.monotonic() + network.SILENCE_HOLDS
    monkeypatch.setattr(network.time, "monotonic", lambda: later)
    with pytest.raises(network.NotReached, match="timed out"):
        ask(url)
    assert len(asked) == 3


def test_who_refuses_is_asked_again_at_once():
    """A refusal costs no time, and a service that starts up refuses for a moment."""
    for _ in range(2):
        with pytest.raises(network.NotReached, match="refused"):
            ask("http://127.0.0.1:9/")


def test_a_tsa_that_falls_silent_holds_up_one_attempt_only(
    mute, paper, office, pictures, monkeypatch
):
    """It answered within the hour, so it is counted on; the second attempt does not."""
    url, asked = mute
    certificates.forget_answers()
    pades._stamper.cache_clear()
    config = replace(office.config, timeout=2)
    assert sign(paper.prepared, office, pictures, config=config).level == Level.B_LT
    stamper = pades.stamper_for(config.tsa_url, config.timeout)
    monkeypatch.setattr(stamper, "_url", url)
    monkeypatch.setattr(stamper, "_hosts", frozenset({url.split("/")[2]}))
    monkeypatch.setattr(stamper, "_timeout", 0.3)

    with pytest.raises(SignerUnavailable, match="Dịch vụ dấu thời gian không trả lời"):
        sign(paper.prepared, office, pictures, config=config)
    silent = pades.stamper_for(config.tsa_url, config.timeout)
    assert silent is not stamper
    monkeypatch.setattr(silent, "_url", url)
    monkeypatch.setattr(silent, "_hosts", frozenset({url.split("/")[2]}))
    signed = sign(paper.prepared, office, pictures, config=config)

    assert (signed.level, signed.owed) == (Level.B_B, ("timestamp",))
    assert len(asked) == 2  # each attempt asks it
