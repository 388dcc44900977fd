"""Ký ngoài, cái cân: a file that came back is ours plus one signature, or one sentence says why
not. Real keys, real time stamps; pyHanko plays the government's signing program."""

import io
from dataclasses import asdict, replace
from datetime import timedelta

import pikepdf
import pytest
from asn1crypto import pem
from django.utils.timezone import now
from pyhanko.sign import fields

from reports import pki, verifying
from reports.signing.network import Stamper
from reports.signing.values import FieldName
from reports.trust import Trust
from reports.verifying import MarkArea, addition, wording
from tests.own_device import (
    changed,
    fill_number,
    note_on_page,
    sign_on_device,
    stamp_whole,
)
from tests.signing_kit import LEADER, days

pytestmark = pytest.mark.slow
PERSON = FieldName.SIGNER.value


@pytest.fixture(scope="module")
def weigh(office, paper):
    area = _around(paper.places.signer)

    def weigh(data, base=paper.prepared, **options):
        options = {
            "trust": office.fresh_trust(), "area": area, "since": now() - timedelta(minutes=1)
        } | options  # fmt: skip
        trust = options.pop("trust")
        return addition.judge(base, data, trust, **options)

    return weigh


@pytest.fixture(scope="module")
def signed(office, paper):
    """Signed in the paper's own field, which every program may fill."""
    return sign_on_device(paper.prepared, office, office.leader.key, field=PERSON)


def _around(box):
    """With a little room: programs round to whole points."""
    grown = replace(
        box, x1=box.x1 - 5, y1=box.y1 - 5, x2=box.x2 + 5, y2=box.y2 + 5
    )  # fmt: skip
    return MarkArea(**asdict(grown))


def in_own_field(office, paper, key="", **options):
    key = key or office.leader.key
    return sign_on_device(
        paper.prepared, office, key, box=paper.places.signer, **options
    )


def test_the_papers_own_field_signed_is_taken(weigh, signed, office):
    added = weigh(signed)

    assert (added.problem, added.field, added.name, added.is_time_proven) == (
        "", PERSON, LEADER, False,
    )  # fmt: skip
    assert added.fingerprint == office.leader.fingerprint
    assert abs(added.signed_at - now()) < timedelta(minutes=1)


@pytest.mark.parametrize("subfilter", ["PADES", "ADOBE_PKCS7_DETACHED"])
def test_a_field_of_the_programs_own_is_taken(weigh, office, paper, subfilter):
    added = weigh(in_own_field(office, paper, subfilter=subfilter))

    assert (added.problem, added.field) == ("", "Signature1")


def test_time_stamps_and_proofs_may_come_along(weigh, office, paper):
    stamper = Stamper(office.config.tsa_url, 5)
    stamped = in_own_field(office, paper, stamper=stamper)

    assert (weigh(stamped).problem, weigh(stamped).is_time_proven) == ("", True)
    assert weigh(stamp_whole(stamped, office)).problem == ""


def test_the_child_process_says_the_same(signed, office, paper):
    since = now() - timedelta(minutes=1)
    area = _around(paper.places.signer)
    options = {"area": area, "since": since, "trust": office.fresh_trust()}

    found = verifying.weigh_addition(paper.prepared, signed, **options)
    again = verifying.weigh_addition(paper.prepared, paper.prepared, **options)

    assert (found.problem, found.name, found.fingerprint) == (
        "", LEADER, office.leader.fingerprint,
    )  # fmt: skip
    assert again.problem == wording.NOTHING_ADDED


# ---- nothing else is taken --------------------------------------------------------------


def test_an_unsigned_file_is_told(weigh, paper):
    assert weigh(paper.prepared).problem == wording.NOTHING_ADDED
    again = changed(paper.prepared, lambda writer: None)
    assert weigh(again).problem in (wording.NOTHING_ADDED, wording.NOT_OURS)


def test_another_file_or_one_written_anew_is_told(weigh, signed, paper):
    anew = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        pdf.save(anew)

    assert weigh(anew.getvalue()).problem == wording.NOT_OURS
    assert weigh(b"%PDF-1.7 khac").problem == wording.NOT_OURS
    flipped = bytearray(signed)
    flipped[200] ^= 1
    assert weigh(bytes(flipped)).problem == wording.NOT_OURS
    assert weigh(signed[:-1000]).problem != ""


def test_a_file_that_leads_readers_past_ours_is_told(weigh, signed, paper):
    """Our bytes in front, and behind them a paper of its own whose cross references skip them."""
    at = signed.rfind(b"startxref")
    number = int(signed[at + 9 :].split()[0]) + len(paper.prepared)
    moved = signed[:at] + b"startxref\n%d\n%%%%EOF\n" % number

    found = weigh(paper.prepared + moved)

    assert found.problem in (wording.NOT_OURS, wording.ADDITION_BROKEN)


@pytest.mark.parametrize("change", [note_on_page, fill_number])
def test_a_change_beside_the_signature_is_told(
    weigh, office, paper, signed, change
):  # fmt: skip
    before = sign_on_device(
        changed(paper.prepared, change), office, office.leader.key, field=PERSON
    )
    after = changed(signed, change)

    assert weigh(before).problem == wording.MORE_THAN_A_SIGNATURE
    assert weigh(after).problem == wording.MORE_THAN_A_SIGNATURE


def test_bytes_behind_the_end_are_told(weigh, signed):
    assert weigh(signed + b"abc").problem in (
        wording.MORE_THAN_A_SIGNATURE, wording.ADDITION_BROKEN,
    )  # fmt: skip


def test_two_signatures_are_told(weigh, office, signed, paper):
    twice = sign_on_device(signed, office, office.agency.key, box=paper.places.seal)

    assert weigh(twice).problem == wording.SEVERAL_ADDED.format(count=2)


def test_an_empty_field_left_for_later_is_told(weigh, office, signed, paper):
    def leave(writer):
        fields.append_signature_field(writer, fields.SigFieldSpec("MaiKy"))

    assert weigh(changed(signed, leave)).problem == wording.MORE_THAN_A_SIGNATURE


def test_a_signature_that_locks_the_paper_is_told(weigh, office, paper):
    locked = sign_on_device(
        paper.prepared, office, office.leader.key, field=PERSON, certify=True
    )
    assert weigh(locked).problem != ""


def test_a_broken_signature_is_told(weigh, signed, paper):
    at = signed.index(b"/Contents <", len(paper.prepared)) + 400
    broken = bytearray(signed)
    broken[at] = ord("0") if broken[at] != ord("0") else ord("1")

    assert weigh(bytes(broken)).problem == wording.ADDITION_BROKEN


def test_a_mark_elsewhere_or_none_is_told(weigh, office, paper):
    box = paper.places.signer
    high = replace(box, y1=box.y1 + 60, y2=box.y2 + 60)
    other_page = replace(box, page=0)
    key = office.leader.key
    where = wording.MARK_ELSEWHERE.format(page=box.page + 1)

    assert weigh(sign_on_device(paper.prepared, office, key, box=high)).problem == where
    moved = sign_on_device(paper.prepared, office, key, box=other_page)
    assert weigh(moved).problem == where
    unseen = sign_on_device(
        paper.prepared, office, key, box=replace(box, x2=box.x1, y2=box.y1)
    )
    assert weigh(unseen).problem == wording.INVISIBLE


@pytest.mark.parametrize(
    ("key", "order", "said"),
    [
        (
            "ngoai-het-han",
            {"valid_from": days(-90), "valid_to": days(-1)},
            "hết hạn ngày",
        ),
        (
            "ngoai-chua-den",
            {"valid_from": days(5), "valid_to": days(90)},
            "chưa có hiệu lực",
        ),
        ("ngoai-sai-muc-dich", {"usage": ["key_encipherment"]}, "không được cấp để ký"),
    ],
)
def test_a_certificate_that_may_not_sign_is_told(
    weigh, office, paper, key, order, said
):  # fmt: skip
    office.ref(key, LEADER, "user:1", **order)

    problem = weigh(in_own_field(office, paper, key)).problem

    assert said in problem
    assert problem.endswith(wording.OTHER_CERTIFICATE)


def test_a_revoked_certificate_is_told_where_a_list_knows(weigh, office, paper):
    office.ref("ngoai-thu-hoi", LEADER, "user:1")
    pki.revoke("ngoai-thu-hoi", directory=office.authority.directory)

    assert (
        "đã bị thu hồi" in weigh(in_own_field(office, paper, "ngoai-thu-hoi")).problem
    )


def test_a_certificate_of_nobody_we_trust_is_told(
    weigh, office, paper, signed, tmp_path
):
    pki.initialise(tmp_path, "http://127.0.0.1:0")
    roots = [pem.unarmor(p.read_bytes())[2] for p in (tmp_path / "roots").glob("*.pem")]

    problem = weigh(signed, trust=Trust.of(roots)).problem

    assert "không thuộc danh sách tin cậy" in problem


def test_without_a_list_the_revocation_stays_open(weigh, office, signed):
    bare = replace(office.fresh_trust(), crls=())

    assert weigh(signed, trust=bare).problem == ""


def test_a_time_that_cannot_be_is_told(weigh, signed):
    late = weigh(signed, since=now() + timedelta(hours=1)).problem
    early = weigh(signed, now=now() - timedelta(hours=1)).problem

    assert "không khớp với lúc hệ thống giao tệp" in late
    assert early != ""
