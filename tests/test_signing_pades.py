"""Two signatures, in their order, over what they must cover, at the level that was possible."""

import io
import subprocess
from dataclasses import replace

import pikepdf
import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.status import SignatureCoverageLevel

from reports import signing
from reports.errors import SignerUnavailable, SigningRefused
from reports.signing import Level, Lines, archiving, certificates
from tests.signing_kit import (
    AGENCY,
    DATE,
    LEADER,
    NUMBER,
    office,  # noqa: F401  fixtures
    paper,  # noqa: F401
    pictures,  # noqa: F401
    seal,
    sign,
    stages,  # noqa: F401
)
from units import likeness

# ruff: noqa: F811  arguments of tests are the fixtures imported above


def read(pdf):
    """With pyHanko's own reader and policy: what any other user of it would see."""
    reader = PdfFileReader(io.BytesIO(pdf))
    signatures = reader.embedded_signatures
    for signature in signatures:
        signature.compute_integrity_info()
    return signatures


def test_person_first_agency_over_the_whole_file(stages):
    person, agency = read(stages.sealed.pdf)
    assert (person.field_name, agency.field_name) == ("NguoiKy", "CoQuan")
    assert person.signer_cert.subject.native["common_name"] == LEADER
    assert agency.signer_cert.subject.native["common_name"] == AGENCY
    assert person.coverage == SignatureCoverageLevel.ENTIRE_REVISION
    assert agency.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert person.docmdp_level == MDPPerm.FILL_FORMS
    assert person.diff_result.modification_level == ModificationLevel.FORM_FILLING
    assert person.diff_result.changed_form_fields == {
        "SoKyHieu",
        "DiaDanhThoiGian",
        "CoQuan",
    }
    assert all(s.summarise_integrity_info()["docmdp_ok"] for s in (person, agency))


def test_each_step_only_appends(stages):
    assert stages.signed.pdf.startswith(stages.prepared)
    assert stages.sealed.pdf.startswith(stages.signed.pdf)
    assert stages.archived.startswith(stages.sealed.pdf)


def test_levels(stages):
    assert stages.signed.level == stages.sealed.level == Level.B_LT
    assert stages.signed.owed == stages.sealed.owed == ()
    person, agency, stamp = read(stages.archived)
    assert stamp.sig_object_type == "/DocTimeStamp"
    assert stamp.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert agency.diff_result.modification_level == ModificationLevel.LTA_UPDATES
    assert person.summarise_integrity_info()["docmdp_ok"]
    assert signing.is_archived(stages.archived)
    assert not signing.is_archived(stages.sealed.pdf)


def test_signatures_are_pades_with_sha256(stages):
    for signature in read(stages.sealed.pdf):
        assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
        assert signature.md_algorithm == "sha256"
        assert signature.signer_cert.public_key.bit_size >= 2048


def test_time_zone_and_capacity_are_told(stages):
    assert stages.signed.signed_at.utcoffset().total_seconds() == 7 * 3600
    person, _ = read(stages.sealed.pdf)
    assert person.sig_object["/Reason"] == "TM. Ủy ban nhân dân, Chủ tịch"
    assert person.sig_object["/Location"] == "Thử Nghiệm"
    assert person.sig_object["/Name"] == LEADER


def test_number_and_date_stand_in_the_sealed_paper(stages):
    with pikepdf.open(io.BytesIO(stages.sealed.pdf)) as pdf:
        fields = {str(f.T): f for f in pdf.Root.AcroForm.Fields}
        assert str(fields["SoKyHieu"].V) == NUMBER
        assert str(fields["DiaDanhThoiGian"].V) == DATE
        assert fields["SoKyHieu"].Ff == fields["DiaDanhThoiGian"].Ff == 1
    text = subprocess.run(
        ["pdftotext", "-l", "1", "-", "-"],
        input=stages.sealed.pdf,
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert NUMBER in text
    assert DATE in text


def test_poppler_agrees(stages, tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(stages.sealed.pdf)
    answer = subprocess.run(
        ["pdfsig", "-nocert", path], capture_output=True, check=False
    ).stdout.decode()
    assert answer.count("Signature is Valid") == 2
    first, second = answer.split("Signature #2")
    assert "Not total document signed" in first
    assert "- Total document signed" in second


def test_openssl_agrees(stages, office, tmp_path):
    for index, signature in enumerate(read(stages.sealed.pdf)):
        start, length, after, rest = map(int, signature.byte_range)
        pdf = stages.sealed.pdf
        (tmp_path / "signed").write_bytes(
            pdf[start : start + length] + pdf[after : after + rest]
        )
        (tmp_path / "cms").write_bytes(
            cms.ContentInfo.load(signature.pkcs7_content).dump()
        )
        root = office.authority.roots_dir / "demo-root.pem"
        done = subprocess.run(
            [
                *[
                    "openssl",
                    "cms",
                    "-verify",
                    "-binary",
                    "-inform",
                    "DER",
                    "-purpose",
                    "any",
                ],
                *("-in", tmp_path / "cms", "-content", tmp_path / "signed"),
                *("-CAfile", root, "-out", "/dev/null"),
            ],
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, (index, done.stderr)


def test_pictures_show_blue_and_red_ink_without_words(stages):
    for signature, ink in zip(
        read(stages.sealed.pdf), [(0x16, 0x3D, 0xA8), (0xD5, 0x1A, 0x1A)], strict=True
    ):
        form = signature.sig_field["/AP"]["/N"]
        assert b"Tj" not in form.data
        (picture,) = form["/Resources"]["/XObject"].values()
        image = picture.get_object()
        assert image["/SMask"]["/ColorSpace"] == "/DeviceGray"
        assert set(zip(*[iter(image.data)] * 3, strict=True)) == {ink}
        assert "/Font" not in form["/Resources"]


def test_paper_stays_pdfa_after_both_signatures(stages):
    with pikepdf.open(io.BytesIO(stages.archived)) as pdf:
        for obj in pdf.objects:
            if isinstance(obj, pikepdf.Dictionary) and "/FontDescriptor" in obj:
                assert "/FontFile2" in obj.FontDescriptor
                assert "Helvetica" not in str(obj.BaseFont)
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", []):
                assert int(annotation.F) & 4
        before = pikepdf.open(io.BytesIO(stages.prepared))
        assert pdf.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert pdf.Root.StructTreeRoot.K is not None


def test_an_annex_needs_no_signature_of_its_own(stages):
    assert (
        len(PdfFileReader(io.BytesIO(stages.archived)).embedded_regular_signatures) == 2
    )


def test_renewal_puts_a_stamp_on_top(stages, office):
    again = signing.upgrade(stages.archived, config=office.config)
    assert again.startswith(stages.archived)
    signatures = read(again)
    assert [s.sig_object_type for s in signatures[2:]] == ["/DocTimeStamp"] * 2
    assert all(
        s.diff_result.modification_level <= ModificationLevel.FORM_FILLING
        for s in signatures
    )


def test_archive_at_once(stages, office, pictures):
    done = seal(stages.signed.pdf, office, pictures, stages.lines, archive=True)
    assert done.level == Level.B_LTA
    assert signing.is_archived(done.pdf)


# -- order --------------------------------------------------------------------


def test_the_agency_does_not_sign_first(stages, office, pictures):
    with pytest.raises(
        SigningRefused, match="chưa có chữ ký số của người có thẩm quyền"
    ):
        seal(stages.prepared, office, pictures, stages.lines)


def test_nobody_signs_twice(stages, office, pictures):
    with pytest.raises(SigningRefused, match="đã có chữ ký số"):
        sign(stages.signed.pdf, office, pictures)
    with pytest.raises(SigningRefused, match="đã có chữ ký số của cơ quan"):
        seal(stages.sealed.pdf, office, pictures, stages.lines)


def test_the_agency_does_not_sign_what_was_touched(stages, office, pictures):
    pdf = stages.signed.pdf
    flipped = bytearray(pdf)
    flipped[pdf.index(b"stream", 3000) + 200] ^= 1
    in_the_signature = pdf.replace(b"Adobe.PPKLite", b"Adobe.PPKLitE")
    assert in_the_signature != pdf
    for touched in (bytes(flipped), in_the_signature, pdf + b"\n%", pdf[:-900]):
        with pytest.raises(SigningRefused, match="đã bị sửa"):
            seal(touched, office, pictures, stages.lines)


def test_a_paper_without_fields_is_not_signed(stages, office, pictures):
    with pytest.raises(SigningRefused, match="không có trường chữ ký NguoiKy"):
        sign(stages.rendered, office, pictures)


def test_a_number_too_long_for_its_place_is_refused(stages, office, pictures):
    lines = Lines(places=stages.places, number="Số: " + "9" * 90, date=DATE)
    with pytest.raises(SigningRefused, match="dài quá chỗ"):
        seal(stages.signed.pdf, office, pictures, lines)


# -- services that do not answer ----------------------------------------------


def without_tsa(office):
    return replace(office.config, tsa_url="http://127.0.0.1:9/demo/tsa/tsa", timeout=1)


def test_a_silent_tsa_holds_up_no_paper(paper, office, pictures):
    signed = sign(paper.prepared, office, pictures, config=without_tsa(office))
    assert (signed.level, signed.owed) == (Level.B_B, ("timestamp",))
    lines = Lines(places=paper.places, number=NUMBER, date=DATE)
    sealed = seal(signed.pdf, office, pictures, lines, config=without_tsa(office))
    assert (sealed.level, sealed.owed) == (Level.B_B, ("timestamp",))
    # Later, when it speaks again: one stamp over everything.
    assert signing.is_archived(signing.upgrade(sealed.pdf, config=office.config))


def test_without_a_tsa_nothing_is_owed(paper, office, pictures):
    signed = sign(
        paper.prepared, office, pictures, config=replace(office.config, tsa_url="")
    )
    assert (signed.level, signed.owed) == (Level.B_B, ())


def test_only_the_archive_stamp_fails(stages, office, pictures, monkeypatch):
    def fail(pdf, config):
        raise SignerUnavailable("Dịch vụ dấu thời gian không trả lời")

    monkeypatch.setattr(archiving, "upgrade", fail)
    done = seal(stages.signed.pdf, office, pictures, stages.lines, archive=True)
    assert (done.level, done.owed) == (Level.B_LT, ("archive",))


def test_revocation_services_silent_but_lists_are_kept(paper, office, pictures):
    certificates.forget_answers()
    cut_off = replace(office.config, hosts=frozenset(), tsa_url="")
    assert sign(paper.prepared, office, pictures, config=cut_off).level == Level.B_B


def test_nobody_can_say_whether_it_is_revoked(paper, office, pictures):
    certificates.forget_answers()
    blind = replace(
        office.config, hosts=frozenset(), trust=replace(office.trust, crls=())
    )
    with pytest.raises(SignerUnavailable, match="Không tra được chứng thư số"):
        sign(paper.prepared, office, pictures, config=blind)


def test_certificates_name_hosts_but_only_settings_allow_them(
    paper, office, pictures, caplog
):
    certificates.forget_answers()
    elsewhere = replace(
        office.config,
        hosts=frozenset({"ocsp.example.vn"}),
        trust=replace(office.trust, crls=()),
    )
    with pytest.raises(SignerUnavailable, match="not among the allowed hosts"):
        sign(paper.prepared, office, pictures, config=elsewhere)


def test_owner_of_the_keys_is_checked_by_name_in_any_spelling():
    assert likeness.same_name("Nguyễn Thị Hoà", "NGUYỄN  THỊ HÒA")
    assert not likeness.same_name("Nguyễn Thị Hoa", "Nguyễn Thị Hòa")
    assert not likeness.same_name("Nguyễn Thị Hòa", "Nguyễn Thị Hòa Bình")
