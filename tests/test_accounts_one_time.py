"""Mã dùng một lần: the numbers of RFC 6238, once each; recovery codes; nothing in the clear."""

import base64

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import UserFactory
from units import actions, one_time
from units.models import AuthenticatorApp, RecoveryCode

RFC_SECRET = b"12345678901234567890"  # appendix B


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(moment, code):
    assert one_time.code_at(RFC_SECRET, moment // 30) == code
    assert one_time.matching_step(RFC_SECRET, code, moment=moment) == moment // 30


def test_a_clock_may_be_off_by_one_step_and_no_more():
    code = one_time.code_at(RFC_SECRET, 100)

    found = {
        step: one_time.matching_step(RFC_SECRET, code, moment=step * 30)
        for step in range(98, 103)
    }

    assert found == {98: None, 99: 100, 100: 100, 101: 100, 102: None}


def test_a_code_serves_once_also_inside_its_time(db, monkeypatch):
    user = UserFactory()
    AuthenticatorApp.objects.create(user=user, secret=one_time.seal(RFC_SECRET))
    monkeypatch.setattr(one_time.time, "time", lambda: 1111111109.0)

    assert actions.take_app_code(user, "081804")
    assert not actions.take_app_code(user, "081804")
    assert not actions.take_app_code(user, "000000")
    monkeypatch.setattr(one_time.time, "time", lambda: 1111111111.0)
    assert actions.take_app_code(user, "050471")
    # The one before is over, though a clock might still show it.
    assert not actions.take_app_code(user, "081804")


def test_nobody_elses_code(db):
    assert not actions.take_app_code(UserFactory(), "081804")


def test_the_database_holds_no_secret_and_no_code(db):
    user = UserFactory()
    AuthenticatorApp.objects.create(user=user, secret=one_time.seal(RFC_SECRET))
    codes = actions.renew_recovery_codes(user.pk, by=user)

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM units_authenticatorapp")
        ((secret,),) = cursor.fetchall()
        cursor.execute("SELECT digest FROM units_recoverycode")
        digests = [row[0] for row in cursor.fetchall()]
    for shown in (RFC_SECRET.decode(), base64.b32encode(RFC_SECRET).decode()):
        assert shown not in secret
    assert len(set(digests)) == len(codes) == 10
    assert not any(code in digest for code in codes for digest in digests)


def test_a_sealed_secret_outlives_a_change_of_the_key(settings):
    sealed = one_time.seal(RFC_SECRET)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "mot khoa khac"

    assert one_time.unseal(sealed) == RFC_SECRET


def test_a_recovery_code_serves_once_however_it_is_typed(db):
    user = UserFactory()
    AuthenticatorApp.objects.create(user=user, secret=one_time.seal(RFC_SECRET))
    first, second, *_ = actions.renew_recovery_codes(user.pk, by=user)

    assert actions.take_recovery_code(user, first.upper().replace("-", " "))
    assert not actions.take_recovery_code(user, first)
    assert not actions.take_recovery_code(UserFactory(), second)
    renewed = actions.renew_recovery_codes(user.pk, by=user)
    assert not actions.take_recovery_code(user, second)  # of the old ones
    assert actions.take_recovery_code(user, renewed[0])
    assert RecoveryCode.objects.filter(user=user, used_at=None).count() == 9


@given(st.binary(min_size=1, max_size=64))
def test_what_is_sealed_comes_out_as_it_went_in(secret):
    sealed = one_time.seal(secret)

    assert one_time.unseal(sealed) == secret
    assert one_time.seal(secret) != sealed


def test_the_address_says_all_that_an_app_needs():
    assert one_time.address(RFC_SECRET, "lan.ht") == (
        "otpauth://totp/Thi%20%C4%91ua%3Alan.ht"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Thi%20%C4%91ua"
    )
    assert one_time.shown(RFC_SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
