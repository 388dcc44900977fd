"""Whom a verification believes, at what time, and what it says when it does not."""

import io
from dataclasses import replace

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from reports import pki, signing
from reports.signing.keys import signer_for
from reports.trust import Trust, refresh_crls
from reports.verifying import Coverage, Report, Verdict, inspection, wording
from tests.signing_kit import (
    AGENCY,
    LEADER,
    PERSON_OWNER,
    days,
    office,  # noqa: F401  fixtures
    paper,  # noqa: F401
    pictures,  # noqa: F401
    seal,
    sign,
    stages,  # noqa: F401
)

# ruff: noqa: F811  arguments of tests are the fixtures imported above


@pytest.fixture(scope="module")
def judge(office):
    def judge(pdf, trust=None, now=None):
        return inspection.inspect(pdf, trust or office.trust, now)

    return judge


def one_signature(paper, office, key) -> bytes:
    """Signed with nothing checked and nothing stamped, in a file of one field."""
    metadata = signers.PdfSignatureMetadata(
        field_name="Sig1", md_algorithm="sha256", signer_key_usage=set()
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(paper.rendered))
    return (
        signers.PdfSigner(metadata, signer_for(key, office.config))
        .sign_pdf(writer)
        .getvalue()
    )


def test_who_in_what_capacity_when_and_how_far(stages, judge):
    report = judge(stages.archived)
    assert report.verdict == Verdict.VALID
    assert report.headline == "Chữ ký số hợp lệ"
    assert report.is_unaltered
    person, agency = report.signers
    assert (person.name, person.post, person.organisation) == (
        LEADER,
        "Chủ tịch",
        AGENCY,
    )
    assert person.capacity == "TM. Ủy ban nhân dân, Chủ tịch"
    assert person.place == "Thử Nghiệm"
    assert (person.is_agency, agency.is_agency) == (False, True)
    assert agency.name == AGENCY
    assert person.signed_at.utcoffset().total_seconds() == 7 * 3600
    assert person.signed_at <= agency.signed_at
    assert person.is_time_proven
    assert agency.is_time_proven
    assert (person.level, agency.level) == ("B-LTA", "B-LTA")
    assert (person.coverage, agency.coverage) == (
        Coverage.REVISION,
        Coverage.REVISION,  # the archive's time stamp follows
    )
    assert report.issued_on.isoformat() == "2023-06-30"
    assert report.number == "05/KH-UBND"
    assert report.pages == 2
    assert report.is_demonstration


def test_levels_as_signed(stages, judge):
    assert [s.level for s in judge(stages.sealed.pdf).signers] == ["B-LT", "B-LT"]


def test_report_survives_storage(stages, judge):
    report = judge(stages.archived)
    assert Report.from_json(report.to_json()) == report
    assert report.to_json()["verdict"] == "HOP_LE"


# -- trust --------------------------------------------------------------------


def test_demonstration_papers_are_not_believed_outside_it(stages, judge, settings):
    settings.DEMO = False
    settings.TRUST_ROOTS_DIR = None
    report = judge(stages.archived, trust=Trust.from_settings())
    assert report.verdict == Verdict.UNTRUSTED
    assert report.messages[0] == wording.NO_CHAIN.format(
        name=LEADER, issuer="Thi đua – CA trình diễn"
    )
    assert wording.DEMONSTRATION in report.messages
    assert all(s.is_intact and not s.is_trusted for s in report.signers)


def test_a_certificate_for_another_use(paper, office, judge):
    office.ref("sai-muc-dich", LEADER, PERSON_OWNER, usage=("key_encipherment",))
    report = judge(one_signature(paper, office, "sai-muc-dich"))
    assert report.verdict == Verdict.UNTRUSTED
    assert report.messages[0] == wording.WRONG_USE.format(name=LEADER)


def test_expired_before_it_signed(paper, office, judge):
    office.ref("qua-han", LEADER, PERSON_OWNER, valid_from=days(-90), valid_to=days(-9))
    report = judge(one_signature(paper, office, "qua-han"))
    assert report.verdict == Verdict.UNTRUSTED
    assert "hết hạn ngày" in report.messages[0]
    assert not report.signers[0].is_time_proven


def test_not_yet_valid_when_it_signed(paper, office, judge):
    office.ref("som", LEADER, PERSON_OWNER, valid_from=days(9), valid_to=days(90))
    report = judge(one_signature(paper, office, "som"))
    assert report.messages[0] == wording.NOT_YET.format(name=LEADER)


def test_revoked_before_it_signed(paper, office, pictures, judge):
    office.ref("lo-khoa", LEADER, PERSON_OWNER)
    pdf = one_signature(paper, office, "lo-khoa")
    assert judge(pdf).verdict == Verdict.VALID
    pki.revoke("lo-khoa", directory=office.authority.directory, since=days(-1))
    report = judge(pdf, trust=office.fresh_trust())
    assert report.verdict == Verdict.REVOKED
    assert "đã bị thu hồi từ" in report.messages[0]
    assert report.signers[0].revoked_at is not None


def test_revoked_after_a_stamped_signature_changes_nothing(
    paper, office, pictures, judge
):
    ref = office.ref("nghi-huu", LEADER, PERSON_OWNER, post="Chủ tịch")
    signed = sign(paper.prepared, office, pictures, ref=ref)
    lines = signing.Lines(places=paper.places, number="Số: 06/KH-UBND", date="x")
    sealed = seal(signed.pdf, office, pictures, lines).pdf
    pki.revoke("nghi-huu", directory=office.authority.directory, since=days(30))
    assert judge(sealed, trust=office.fresh_trust()).signers[0].revoked_at is None
    report = judge(sealed, trust=office.fresh_trust(), now=days(60))
    assert report.verdict == Verdict.VALID
    assert report.signers[0].revoked_at > report.signers[0].signed_at
    assert report.number == "06/KH-UBND"
    # The same list, but the revocation reaches back before the signature.
    pki.revoke("nghi-huu", directory=office.authority.directory, since=days(-1))
    assert judge(sealed, trust=office.fresh_trust()).verdict == Verdict.REVOKED


def test_lists_of_revocation_are_fetched_from_the_operators_addresses_only(
    office, tmp_path
):
    urls = office.authority.crl_urls
    assert refresh_crls(urls, tmp_path) == []
    kept = sorted(tmp_path.iterdir())
    assert [path.suffix for path in kept] == [".crl", ".crl"]
    before = [path.read_bytes() for path in kept]
    wrong = [
        f"file://{kept[0]}",
        urls[0].replace("latest.crl", "none.crl"),
        office.authority.address + "/",
        "http://127.0.0.1:9/x.crl",
    ]
    assert len(refresh_crls(wrong, tmp_path, timeout=2)) == 4
    assert sorted(tmp_path.iterdir()) == kept
    assert [path.read_bytes() for path in kept] == before


# -- time ---------------------------------------------------------------------


def test_stamped_signatures_outlive_their_certificates(stages, judge, office):
    no_lists = replace(office.trust, crls=())
    for pdf in (stages.sealed.pdf, stages.archived):
        for now in (None, days(40), days(4 * 365)):  # certificates run three years
            assert judge(pdf, trust=no_lists, now=now).verdict == Verdict.VALID


def test_when_the_last_stamp_has_run_out(stages, judge):
    report = judge(stages.archived, now=days(11 * 365))  # the TSA's runs ten
    assert report.verdict == Verdict.UNTRUSTED
    assert "không có dấu thời gian nào còn giá trị" in report.messages[0]
    assert report.archived_until is None


def test_archive_says_until_when(stages, judge):
    assert judge(stages.sealed.pdf).archived_until is None
    assert judge(stages.archived).archived_until > days(9 * 365)


def test_without_stamp_the_present_counts(paper, office, pictures, judge):
    config = replace(office.config, tsa_url="")
    signed = sign(paper.prepared, office, pictures, config=config)
    lines = signing.Lines(places=paper.places, number="Số: 07/KH-UBND", date="x")
    pdf = seal(signed.pdf, office, pictures, lines, config=config).pdf
    report = judge(pdf)
    assert report.verdict == Verdict.VALID
    assert [s.level for s in report.signers] == ["B-B", "B-B"]
    # A day later the answers in the file are stale and the lists have to say.
    assert judge(pdf, now=days(1)).verdict == Verdict.VALID
    blind = judge(pdf, now=days(1), trust=replace(office.trust, crls=()))
    assert blind.verdict == Verdict.UNTRUSTED
    assert blind.messages[0] == wording.UNKNOWN_REVOCATION.format(name=LEADER)
    assert "hết hạn ngày" in judge(pdf, now=days(4 * 365)).messages[0]


# -- what is not a signed paper -----------------------------------------------


def test_without_signature(stages, judge):
    report = judge(stages.rendered)
    assert report.verdict == Verdict.UNSIGNED
    assert report.messages == ("Tệp không có chữ ký số nào.",)
    assert not report.is_signed_pdf


def test_agency_without_person(paper, office, judge):
    writer = IncrementalPdfFileWriter(io.BytesIO(paper.prepared))
    metadata = signers.PdfSignatureMetadata(field_name="CoQuan", md_algorithm="sha256")
    signer = signers.PdfSigner(metadata, signer_for("ubnd", office.config))
    report = judge(signer.sign_pdf(writer).getvalue())
    assert report.verdict == Verdict.UNSIGNED
    assert report.messages[0] == wording.NO_PERSON


def test_encrypted(stages, judge):
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(stages.rendered)) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert judge(buffer.getvalue()).verdict == Verdict.ENCRYPTED


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"%PDF-1.7\n%%EOF\n", b"<html>" * 99]
)
def test_not_a_pdf(judge, data):
    report = judge(data)
    assert report.verdict == Verdict.NOT_PDF
    assert not report.is_signed_pdf


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("Số: 32/KH-HĐTĐKT", "32/KH-HĐTĐKT", None),
        ("Số: 04 /KH-UBND", "04/KH-UBND", None),
        ("Số:        /KH-UBND", "", None),
        ("Số: 12/UBND-VX", "12/UBND-VX", None),
        ("Long Biên, ngày 30 tháng 6 năm 2021", "", "2021-06-30"),
        ("ngày 31 tháng 02 năm 2021", "", None),
    ],
)
def test_number_and_date_in_words(text, number, day):
    assert wording.number_in(text) == number
    assert str(wording.date_in(text)) == str(day)
