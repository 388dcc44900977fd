"""Tệp của cấp trên: its signatures are looked at before its data are believed."""

import io
from dataclasses import replace

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns import late_reading, revising, signatures
from campaigns.content import Letterhead
from campaigns.models import ImportDraft
from campaigns.signatures import Signatures, strange
from reports import incoming, verifying
from reports.verifying import VerifierBusy
from tests.factories import ImportDraftFactory, ward
from tests.paper_files import small_pdf
from tests.signing_kit import (
    AGENCY,
    LEADER,
    office,  # noqa: F401  fixtures
    paper,  # noqa: F401
    pictures,  # noqa: F401
    small_plan,
    stages,  # noqa: F401
)

# ruff: noqa: F811  arguments of tests are the fixtures imported above

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def believed(office, monkeypatch):
    """The installation believes the test office."""
    monkeypatch.setattr(
        verifying.Trust, "from_settings", classmethod(lambda cls: office.trust)
    )


@pytest.fixture
def read(db):
    def read(content, name="tinh.pdf"):
        draft = ImportDraftFactory(
            twin="", source=content, file_name=name, is_superior=True
        )
        late_reading.read(draft.pk)
        draft.refresh_from_db()
        return draft

    return read


def test_a_valid_file_is_proven_and_its_data_are_the_word_of_its_signers(
    believed, stages, read
):
    draft = read(stages.sealed.pdf)

    assert (draft.is_proven, draft.warning, draft.problem) == (True, "", "")
    assert LEADER in draft.signers
    assert AGENCY in draft.signers
    assert len(draft.sha256) == 64
    content = revising.load(draft).content
    assert content.letterhead.number == 5
    assert content.letterhead.issued_on.isoformat() == "2023-06-30"
    assert content.lines == small_plan().lines


def test_a_valid_file_of_strangers_is_not_believed(stages, read):
    """Nobody here trusts that root: the data are not used, the words are read."""
    draft = read(stages.sealed.pdf)

    assert draft.is_proven is False
    assert draft.signers == ""
    assert draft.warning.startswith("Chữ ký số không đủ tin cậy.")
    assert draft.twin


def test_an_altered_file_says_so_and_its_data_are_not_used(
    believed, stages, read, tmp_path
):
    """Another twin is put into a signed file: words and warning, never that twin."""
    other = tmp_path / "khac.pdf"
    with pikepdf.open(io.BytesIO(stages.sealed.pdf)) as pdf:
        name = next(iter(pdf.attachments))
        data = pdf.attachments[name].get_file().read_bytes()
        del pdf.attachments[name]
        pdf.attachments[name] = pikepdf.AttachedFileSpec(
            pdf, data.replace(b"Th\xe1\xbb\xad Nghi\xe1\xbb\x87m", b"KHAC"),
            filename=name,
        )  # fmt: skip
        pdf.save(other)

    draft = read(other.read_bytes())

    assert draft.is_proven is False
    assert draft.warning.split(".")[0] in {
        "Văn bản đã bị sửa đổi", "Văn bản bị thêm nội dung sau khi ký",
        "Văn bản chưa đủ chữ ký số",
    }  # fmt: skip
    assert "KHAC" not in draft.twin


def test_who_signs_in_the_name_of_another_is_not_believed(
    believed, stages, read, monkeypatch
):
    monkeypatch.setattr(
        signatures, "look_at",
        lambda content: replace(
            incoming.signatures(content), agencies=("Ủy ban nhân dân phường Khác",)
        ),
    )  # fmt: skip

    draft = read(stages.sealed.pdf)

    assert (draft.is_proven, draft.signers) == (False, "")
    assert draft.warning == (
        "Chữ ký số hợp lệ nhưng là của Ủy ban nhân dân phường Khác, không phải của cơ quan ghi "
        "trên văn bản (ỦY BAN NHÂN DÂN PHƯỜNG THỬ NGHIỆM)."
    )


@pytest.mark.parametrize(
    ("agency", "head", "is_strange"),
    [
        (
            "Ủy ban nhân dân tỉnh Mẫu",
            Letterhead(authority="ỦY BAN NHÂN DÂN\nTỈNH MẪU"),
            False,
        ),
        (
            "Ủy ban nhân dân quận Long Biên",
            Letterhead(
                parent_authority="UBND QUẬN LONG BIÊN", authority="HỘI ĐỒNG\nTHI ĐUA"
            ),
            False,
        ),
        (
            "Ủy ban nhân dân tỉnh Khác",
            Letterhead(authority="ỦY BAN NHÂN DÂN\nTỈNH MẪU"),
            True,
        ),
        ("Ủy ban nhân dân tỉnh Mẫu", Letterhead(), True),
    ],
)
def test_whose_seal_it_is(agency, head, is_strange):
    signed = Signatures(sha256="", is_signed=True, is_valid=True, agencies=(agency,))

    assert bool(strange(signed, head)) is is_strange


def test_an_unsigned_file_is_read_without_a_warning(read):
    draft = read(small_pdf("KE HOACH\nPhat dong phong trao thi dua nam 2026"))

    assert (draft.is_proven, draft.warning, draft.signers) == (False, "", "")


def test_a_busy_verifier_is_asked_again(db, monkeypatch):
    draft = ImportDraftFactory(twin="", source=b"%PDF-1.7", is_superior=True)

    def busy(content):
        raise VerifierBusy

    monkeypatch.setattr(verifying, "verify", busy)
    with pytest.raises(BlockingIOError):
        late_reading.read(draft.pk)

    draft.refresh_from_db()
    assert draft.is_waiting


def test_a_file_of_ones_own_choice_is_not_looked_at(db, monkeypatch):
    """An ordinary reading asks nothing of signatures."""
    monkeypatch.setattr(signatures, "look_at", lambda content: 1 / 0)
    draft = ImportDraftFactory(
        twin="", source="KẾ HOẠCH\nThi đua năm 2026".encode(), file_name="a.txt"
    )

    late_reading.read(draft.pk)

    draft.refresh_from_db()
    assert draft.twin
    assert not draft.is_superior


def test_the_upload_waits_for_a_worker(client, monkeypatch):
    place = ward()
    client.force_login(place.officer)
    told = []
    monkeypatch.setattr(
        "campaigns.tasks.read_import.delay_on_commit", lambda pk: told.append(pk)
    )
    file = SimpleUploadedFile("tinh.pdf", small_pdf("x"))

    response = client.post(reverse("campaigns:superior-upload"), {"ct-file": file})

    draft = ImportDraft.objects.get()
    assert response.headers["Location"] == reverse(
        "campaigns:import-review", args=[draft.pk]
    )
    assert (draft.is_superior, draft.is_waiting, told) == (True, True, [draft.pk])
    page = client.get(reverse("campaigns:import-answer", args=[draft.pk]))
    assert page.headers["Location"] == reverse(
        "campaigns:import-review", args=[draft.pk]
    )


def test_an_empty_upload_is_told_beside_the_field(client):
    client.force_login(ward().officer)

    response = client.post(reverse("campaigns:superior-upload"), {})

    assert response.status_code == 422
    assert "Chưa đọc được tệp" in response.content.decode()
