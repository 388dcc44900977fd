"""Phụ lục ở tệp riêng: chosen by the officer, rendered, sealed, issued; every step run twice."""

import re
from dataclasses import replace

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from campaigns import actions as campaign_actions
from campaigns.outline import LineKind
from campaigns.papers import paper_of
from campaigns.readiness import musts
from campaigns.twin import digest_of, from_twin, to_twin
from reports import actions, annexing, certifying, issuing, previews, signing, store
from reports.actions import locking
from reports.errors import SignerUnavailable
from reports.management.commands.verify_pdf import standing_of
from reports.models import AnnexFile, Certificate, CopiedAnnex, Document
from reports.rendering import (
    PaperMarks,
    extract_twin,
    page_texts,
    render_annexes,
    render_plan,
    render_preview,
)
from reports.verifying import verify
from tests import papers
from tests.amended import amending
from tests.factories import ward
from tests.paper_files import words
from tests.papers import with_annexes
from tests.superiors import issue
from units.errors import Refused

Status, Stage = Document.Status, AnnexFile.Stage
K = LineKind
LINE = r"Số: 0?\d+/KH-\w+; \d{2}/\d{2}/\d{4}; \d{2}:\d{2}:\d{2} \+07:00"


@pytest.fixture
def signed(signing_ward):
    place = signing_ward
    plan = place.checked(with_annexes())
    document = actions.approve_and_sign(plan.pk, by=place.leader)
    issuing.render(document.pk)
    issuing.sign(document.pk)
    document.refresh_from_db()
    assert document.status == Status.SIGNED, document.problem
    return document


@pytest.fixture
def numbered(signed, signing_ward):
    actions.issue_document(signed.pk, by=signing_ward.clerk, day=localdate())
    signed.refresh_from_db()
    return signed


def rows(document):
    files = AnnexFile.objects.of_document(document)
    return [*files.values_list("position", "marker", "title", "pages", "stage")]


# ---- the pages ----------------------------------------------------------------------------


def test_main_paper_and_annexes_are_the_pages_of_one_run():
    marks = PaperMarks(code="7KQ2M4XD", url="https://x.vn/x/7KQ2M4XD", year=2026)
    content = replace(papers.sample(), annexes_apart=True)
    in_one_file = render_plan(papers.sample(), marks=marks)

    main = render_plan(content, marks=marks)
    annexes = render_annexes(content, marks=marks)

    assert render_annexes(papers.sample(), marks=marks) == []
    assert render_annexes(content, marks=marks) == annexes
    assert [(a.marker, a.title, a.page_count) for a in annexes] == [
        ("Phụ lục I", "Nội dung đăng ký thi đua", 2),
        ("Phụ lục II", "Hướng dẫn ghi biểu", 1),
    ]
    texts = page_texts(in_one_file.pdf)
    assert page_texts(main.pdf) == texts[: main.page_count]
    assert page_texts(annexes[1].pdf)[0].startswith(texts[-1])
    assert page_texts(annexes[1].pdf)[0].endswith(
        "Mã tra cứu: 7KQ2-M4XD\nKiểm tra văn bản tại: https://x.vn/x/7KQ2M4XD"
    )
    # The signer's signature covers the words of the annexes: they are in the twin.
    assert from_twin(extract_twin(main.pdf)) == content
    assert extract_twin(annexes[0].pdf) is None
    # A draft breaks its pages where the files do.
    draft = page_texts(render_preview(content).pdf)
    files = [page for a in annexes for page in page_texts(a.pdf)]
    assert len(draft) == main.page_count + len(files)
    assert [page.split("\n")[0] for page in draft[main.page_count :]] == [
        page.split("\n")[0] for page in files
    ]


def test_without_the_choice_the_twin_is_what_it_was():
    assert b"annexes_apart" not in to_twin(papers.sample())
    assert digest_of(replace(papers.sample(), annexes_apart=True)) != digest_of(
        papers.sample()
    )


# ---- the way to issue ---------------------------------------------------------------------


@pytest.mark.slow
def test_the_leader_signs_the_main_paper_and_the_annexes_wait(signed):
    assert (signed.annex_count, signed.pages) == (2, 1)
    assert rows(signed) == [
        (1, "Phụ lục I", "Nội dung đăng ký thi đua", 1, "rendered"),
        (2, "Phụ lục II", "Hướng dẫn ghi biểu", 1, "rendered"),
    ]
    assert annexing.newest_of(signed) == []
    assert not annexing.are_sealed(signed)


@pytest.mark.slow
def test_every_annex_is_sealed_with_its_line_and_the_paper_issued(numbered):
    issuing.seal(numbered.pk)
    numbered.refresh_from_db()
    assert (numbered.status, numbered.problem) == ("issued", "")
    first = rows(numbered)
    issuing.seal(numbered.pk)  # another message, too late

    assert rows(numbered) == first
    assert [row[-1] for row in first] == ["rendered", "issued"] * 2
    for file in annexing.newest_of(numbered):
        content = store.read_stored(file)
        assert len(content) == file.size
        report = verify(content)
        assert (report.verdict, report.number) == (
            "HOP_LE", numbered.number_and_symbol,
        )  # fmt: skip
        assert [one.is_agency for one in report.signers] == [True]
        assert standing_of(report) == (
            True, f"{file} của {numbered}, đang có hiệu lực",
        )  # fmt: skip
        with pikepdf.open(annexing.store.path_of(file.sha256)) as pdf:
            fields = {str(one.T): one for one in pdf.Root.AcroForm.Fields}
            page = pdf.pages[0]
            line = fields["SoKyHieu"]
            assert re.fullmatch(LINE, str(line.V))
            assert str(line.V).startswith(f"Số: {numbered.number_and_symbol}; ")
            x1, y1, x2, y2 = map(float, line.Rect)
            width, height = map(float, page.mediabox[2:])
            assert abs(x2 - (width - 15 * signing.MM)) < 0.1
            assert height - y1 < 20 * signing.MM  # over the title
            assert str(line.DA).endswith(" 10 Tf 0 g")
            seal = fields["CoQuan"]
            assert seal.V is not None
            assert [float(edge) for edge in seal.Rect] == [x1, y1, x2, y2]
            said = str(line.V)
        assert page_texts(content)[0].split("\n")[0] == said


@pytest.mark.slow
def test_killed_half_way_the_next_worker_goes_on(numbered, monkeypatch):
    seal_annex, made = signing.seal_annex, []

    def dies_at_the_second(*args, **kwargs):
        if made:
            raise SignerUnavailable("Token không trả lời.")
        made.append(1)
        return seal_annex(*args, **kwargs)

    monkeypatch.setattr(signing, "seal_annex", dies_at_the_second)
    with pytest.raises(SignerUnavailable):
        issuing.seal(numbered.pk)
    numbered.refresh_from_db()
    assert numbered.status == Status.NUMBERED
    [kept] = annexing.newest_of(numbered)
    assert kept.position == 1
    assert (
        not AnnexFile.objects.of_issued().exists()
    )  # nothing is public before all are
    assert Document.objects.public(numbered.code) is None

    monkeypatch.setattr(signing, "seal_annex", seal_annex)
    issuing.seal(numbered.pk)

    numbered.refresh_from_db()
    assert numbered.status == Status.ISSUED
    again, second = annexing.newest_of(numbered)
    assert (again.pk, again.sha256) == (kept.pk, kept.sha256)
    assert second.position == 2
    assert AnnexFile.objects.of_issued().count() == 2


@pytest.mark.slow
def test_the_paper_is_not_issued_while_an_annex_is_not_sealed(numbered, monkeypatch):
    monkeypatch.setattr(annexing, "seal", lambda *args, **kwargs: None)

    issuing.seal(numbered.pk)

    numbered.refresh_from_db()
    assert numbered.status == Status.NUMBERED


@pytest.mark.slow
def test_what_the_database_keeps(numbered):
    issuing.seal(numbered.pk)
    sealed = AnnexFile.objects.official()
    for act in (lambda: sealed.update(title="x"), sealed.delete):
        with (
            pytest.raises(IntegrityError, match="a sealed annex is never replaced"),
            transaction.atomic(),
        ):
            act()
    twin = sealed.first()
    twin.pk = None
    with (
        pytest.raises(IntegrityError, match="one_file_per_annex_and_stage"),
        transaction.atomic(),
    ):
        AnnexFile.objects.bulk_create([twin])


@pytest.mark.slow
def test_a_certified_copy_takes_each_file(client, numbered, signing_ward, monkeypatch):
    place = signing_ward
    issuing.seal(numbered.pk)
    copy = actions.certify_copy(numbered.pk, by=place.clerk)
    seal_copy, made = signing.seal_copy, []

    def dies_at_the_third(*args, **kwargs):
        if len(made) == 2:
            raise SignerUnavailable("Token không trả lời.")
        made.append(1)
        return seal_copy(*args, **kwargs)

    monkeypatch.setattr(signing, "seal_copy", dies_at_the_third)
    with pytest.raises(SignerUnavailable):
        certifying.sign(copy.pk)
    first = [*copy.annexes.values_list("position", "marker", "sha256")]
    assert CopiedAnnex.objects.of_signed().count() == 0
    monkeypatch.setattr(signing, "seal_copy", seal_copy)
    certifying.sign(copy.pk)

    copy.refresh_from_db()
    assert (copy.status, copy.problem) == ("signed", "")
    assert [*copy.annexes.values_list("position", "marker", "sha256")] == first
    assert [(at, marker) for at, marker, _ in first] == [
        (1, "Phụ lục I"), (2, "Phụ lục II"),
    ]  # fmt: skip
    annex = copy.annexes.get(position=2)
    content = store.read_stored(annex)
    said = f"Phụ lục II, bản sao y số 01/{copy.symbol}"
    assert str(annex) == said
    report = verify(content)
    assert report.is_valid
    assert standing_of(report) == (True, f"{said} của {numbered}")
    with pikepdf.open(annexing.store.path_of(annex.sha256)) as pdf:
        fields = {str(one.T): one for one in pdf.Root.AcroForm.Fields}
        assert re.fullmatch(LINE, str(fields["SoKyHieu"].V))
        assert str(fields["SaoY"].V).startswith(f"SAO Y; {place.unit.name}; ")
        # One line under the other.
        assert fields["SaoY"].Rect[3] <= fields["SoKyHieu"].Rect[1]
    upload = SimpleUploadedFile("a.pdf", content, "application/pdf")
    told = words(client.post(reverse("reports:verify-upload"), {"tep": upload}))
    assert f"Tệp trùng từng byte với {said} do" in told
    assert f"Đây là phụ lục trong bản sao y của {numbered} " in told
    client.force_login(place.clerk)
    told = words(client.get(reverse("reports:document", args=[numbered.pk])))
    assert f"Tải {copy} · Phụ lục I của {copy} · Phụ lục II của {copy}" in told
    taken = client.get(reverse("reports:copy-annex", args=[copy.pk, 2]))
    assert taken.content == content
    assert f"{copy.file_name[:-4]}-PL2.pdf" in taken["Content-Disposition"]
    with (
        pytest.raises(IntegrityError, match="a copied annex never changes"),
        transaction.atomic(),
    ):
        copy.annexes.update(size=1)


# ---- who says so, and when not ------------------------------------------------------------


@pytest.mark.django_db
def test_the_officer_says_so_and_the_text_must_tell_of_the_annexes():
    place = ward()
    plan = place.draft(with_annexes(annexes_apart=False))
    assert not plan.annexes_apart

    campaign_actions.edit_plan(plan.pk, by=place.officer, annexes_apart=True)

    plan.refresh_from_db()
    assert previews.paper_of(plan).apart == [
        i for i, x in enumerate(with_annexes().lines) if x.kind is K.ANNEX
    ]
    told = with_annexes()
    mute = replace(told, lines=tuple(x for x in told.lines if "Biểu mẫu" not in x.text))
    said = "phụ lục ở tệp riêng mà nội dung chưa nhắc đến"
    assert not [gap for gap in musts(plan, told) if gap.text.startswith(said)]
    [gap] = [gap for gap in musts(plan, mute) if gap.text.startswith(said)]
    assert (gap.at, gap.blocks, gap.remedy) == ("annexes_apart", True, "Sửa")
    in_one_file = musts(plan, replace(mute, annexes_apart=False))
    assert not [gap for gap in in_one_file if gap.text.startswith(said)]


@pytest.mark.django_db
def test_the_agencys_own_device_does_not_seal_them():
    document = Document(annex_count=2)
    with pytest.raises(
        Refused,
        match=r"^Văn bản có 2 phụ lục ở tệp riêng: đóng dấu bằng máy ký của hệ thống, ký lần "
        r"lượt từng tệp\.$",
    ):
        locking.require_one_file(document)
    locking.require_one_file(Document())


def test_a_seal_on_the_agencys_own_device_cannot_take_them(signing_ward):
    place = signing_ward
    Certificate.objects.filter(unit=place.unit).update(held="outside", key="")
    plan = place.checked(with_annexes())

    with pytest.raises(Refused) as refusal:
        actions.approve_and_sign(plan.pk, by=place.leader)

    assert str(refusal.value) == (
        f"Con dấu của {place.unit} ở thiết bị riêng, chưa ký được phụ lục ở tệp riêng. Trả lại để "
        "cán bộ soạn thảo bỏ chọn “Phụ lục ban hành thành tệp riêng”."
    )
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_what_amends_such_a_plan_stays_one_file():
    here = ward()
    draft = amending(here, issue(here, with_annexes(), number=32))

    assert draft.annexes_apart
    assert not paper_of(draft).annexes_apart
    assert paper_of(draft).apart == []
