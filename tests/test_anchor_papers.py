"""Biên bản niêm: one signed paper an anchor, whatever happens on the way."""

import subprocess
from datetime import timedelta
from io import BytesIO, StringIO

import pypdfium2
import pytest
from asn1crypto import x509
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.timezone import localdate, now
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from config.celery import app
from reports import anchor_telling, anchoring, queries, signing, steps, store, tasks
from reports.actions import choose_anchor_signer
from reports.errors import SignerUnavailable, SigningRefused
from reports.models import AnchorPaper, AnchorSigner, Attempt, Certificate
from reports.rendering import (
    AnchorRecord,
    DayAnchor,
    anchor_record,
    anchors_in,
    naming,
    page_texts,
)
from reports.verifying import verify
from tests.factories import UserFactory, other_ward
from tests.office import register_certificate
from tests.paper_files import report_on, small_pdf
from tests.test_units_sealing import without_triggers
from tests.test_whole_chain import at_work  # noqa: F401  a fixture
from tests.worker import wait_for
from units import audit, sealing
from units.errors import Refused
from units.models import AuditAnchor, AuditEntry
from units.wording import vn_number

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = localdate()


def write(count=1):
    user = UserFactory()
    for _ in range(count):
        audit.write("user.amended", user, by=user)


def anchors(count, lines=2):
    """Anchors of the last ``count`` days, today's the newest."""
    made = []
    for ago in reversed(range(count)):
        write(lines)
        sealing.seal(everything=True)
        last = sealing.newest()
        made.append(
            AuditAnchor.objects.create(
                day=TODAY - timedelta(days=ago),
                position=last.position,
                digest=last.digest,
            )
        )
    return made


def words(pdf):
    return " ".join(" ".join(page_texts(pdf)).split())


@pytest.fixture
def ward(signing_ward):
    """The only top of its tree, and its seal has a certificate."""
    return signing_ward


@pytest.fixture
def paper(ward):
    anchors(2)
    anchoring.render_owed()
    anchoring.sign_owed()
    return AnchorPaper.objects.get(anchor=TODAY)


def content(paper):
    return store.read_stored(paper)


def verified(**options):
    out = StringIO()
    try:
        call_command("verify_audit", stdout=out, **options)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


# ---- what the paper says --------------------------------------------------------------------


def record(**changes):
    first = DayAnchor(day=TODAY - timedelta(days=1), position=1_200, digest="0f" * 32)
    values = {
        "letterhead": anchoring.Letterhead(
            parent_authority="ỦY BAN NHÂN DÂN\nTỈNH MẪU",
            authority="ỦY BAN NHÂN DÂN\nPHƯỜNG MẪU",
            place="Mẫu",
            issued_on=TODAY,
        ),
        "agency": "Ủy ban nhân dân phường Mẫu",
        "site": "https://thidua.example.vn",
        "anchor": DayAnchor(day=TODAY, position=12_345, digest="12345678" * 8),
        "before": first,
        "lines": ("a", "b"),
    }
    return AnchorRecord(**values | changes)


def test_the_whole_text_of_a_paper():
    rendered = anchor_record.render_anchor_record(record())
    day, before = f"{TODAY:%d/%m/%Y}", f"{TODAY - timedelta(days=1):%d/%m/%Y}"
    said = naming.date_words(TODAY)
    site = "https://thidua.example.vn"

    assert rendered.page_count == 1
    assert words(rendered.pdf) == (
        "ỦY BAN NHÂN DÂN TỈNH MẪU ỦY BAN NHÂN DÂN PHƯỜNG MẪU "
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc "
        f"Mẫu, {said} BIÊN BẢN Niêm sổ nhật ký {said} "
        f"Phần mềm Thi đua tại {site}, do Ủy ban nhân dân phường Mẫu vận hành, đã niêm sổ "
        f"nhật ký đến neo của {said} và tự động lập biên bản này {said}. Mỗi dòng nhật ký "
        "được nối với dòng trước bằng một giá trị băm SHA-256; giá trị của mắt xích cuối là "
        "neo của ngày. "
        f"Nội dung Neo ngày {day} Neo liền trước ({before}) "
        "Số dòng đã niêm 12.345 1.200 Số dòng thêm từ neo liền trước 11.145 – "
        "Giá trị băm của mắt xích cuối, hệ mười sáu "
        + "1234 5678 1234 5678 " * 4
        + "0f0f 0f0f 0f0f 0f0f " * 4
        + f"Cách kiểm tra 1. Chữ ký số: gửi tệp PDF này tại {site}/tra-cuu/. Trang phải báo "
        "chữ ký số hợp lệ, cơ quan ký là Ủy ban nhân dân phường Mẫu. "
        "2. Sổ nhật ký: trên máy chủ, chạy lệnh manage.py verify_audit --kept với tên tệp "
        "này. Kết quả phải là “Nguyên vẹn”. Tệp neo.txt gắn trong biên bản ghi 2 neo, từ neo "
        "đầu tiên đến ngày này, để máy đối chiếu. "
        f"3. Trên màn hình: ở mục Quản trị, Nhật ký, Niêm, dòng ngày {day} phải ghi đến mắt "
        "xích 12.345 và giá trị băm bắt đầu bằng 1234 5678 1234 5678. "
        "Khác một chữ số, hoặc chuỗi không còn đủ 12.345 mắt xích, nghĩa là nhật ký đã bị "
        "sửa hoặc xóa sau khi niêm: giữ nguyên máy chủ, báo người có trách nhiệm. Biên bản "
        "cất ở nơi khác với máy chủ. "
        "Nơi nhận: - Nơi cất giữ ngoài máy chủ; - Lưu: hệ thống. "
        "CƠ QUAN LẬP BIÊN BẢN Ủy ban nhân dân phường Mẫu"
    )
    assert anchors_in(rendered.pdf) == ["a", "b"]


def test_the_first_paper_has_none_before_it():
    text = words(anchor_record.render_anchor_record(record(before=None)).pdf)

    assert (
        f"Neo ngày {TODAY:%d/%m/%Y} Neo liền trước Số dòng đã niêm 12.345 Không" in text
    )
    assert "Không có: neo đầu tiên Số dòng thêm từ neo liền trước 12.345 –" in text


def test_names_as_long_as_they_may_be_still_print():
    long = "Ủy ban nhân dân " + " ".join(["phường"] * 26)
    head = anchoring.Letterhead(
        parent_authority="\n".join(["ỦY BAN NHÂN DÂN TỈNH"] * 3),
        authority=long.upper(), place="Mẫu", issued_on=TODAY,
    )  # fmt: skip
    rendered = anchor_record.render_anchor_record(record(letterhead=head, agency=long))

    assert rendered.page_count <= 2
    assert rendered.anchors["seal"][0] == rendered.page_count - 1


def test_equal_facts_give_equal_bytes():
    one, two = (anchor_record.render_anchor_record(record()).pdf for _ in range(2))

    assert one == two


# ---- signed -----------------------------------------------------------------------------------


def test_a_paper_says_what_the_anchor_is_and_carries_all_of_them(paper, ward):
    pdf, anchor = content(paper), AuditAnchor.objects.get(day=TODAY)
    before = AuditAnchor.objects.before(TODAY)
    out = StringIO()
    call_command("verify_audit", anchors=True, stdout=out)

    text = words(pdf)
    assert f"{vn_number(anchor.position)} {vn_number(before.position)}" in text
    assert " ".join(anchor_record._fours(anchor.whole_digest)) in text
    assert ward.unit.name in text
    assert anchors_in(pdf) == out.getvalue().splitlines()
    assert len(anchors_in(pdf)) == 2
    first = AnchorPaper.objects.get(anchor=before.day)
    assert anchors_in(content(first)) == out.getvalue().splitlines()[:1]


def test_the_agencys_seal_alone_signs_and_everybody_calls_it_valid(
    paper, ward, office, tmp_path
):
    pdf = content(paper)
    report = verify(pdf)
    file = tmp_path / "bien-ban.pdf"
    file.write_bytes(pdf)
    said = subprocess.run(
        ["pdfsig", "-nocert", file], capture_output=True, text=True, check=False
    ).stdout
    reader = PdfFileReader(BytesIO(pdf))
    (embedded,) = reader.embedded_regular_signatures
    roots = [x509.Certificate.load(der) for der in office.fresh_trust().roots]
    trust = ValidationContext(allow_fetching=False, trust_roots=roots)
    status = validate_pdf_signature(embedded, trust, trust)

    assert report.verdict == "HOP_LE"
    [signer] = report.signers
    assert (signer.name, signer.is_agency, signer.field, signer.level, signer.capacity) == (
        ward.unit.name, True, "CoQuan", "B-LTA", "Niêm sổ nhật ký",
    )  # fmt: skip
    assert (paper.level, paper.signer_name, paper.size) == (
        "B-LTA", ward.unit.name, len(pdf),
    )  # fmt: skip
    assert (status.bottom_line, status.docmdp_ok) == (True, True)
    assert len(reader.embedded_timestamp_signatures) == 1
    assert said.count("Signature is Valid.") == 1
    assert "Digest Mismatch" not in said
    assert pypdfium2.PdfDocument(pdf)[0].get_size() == pytest.approx(
        (595.3, 841.9), abs=1
    )


def test_the_book_says_that_it_was_signed(paper):
    lines = audit.history(paper).values_list("action", "actor", "unit", "about")

    assert list(lines) == [
        ("anchorpaper.signed", None, paper.unit_id, str(paper)),
        ("anchorpaper.added", None, paper.unit_id, str(paper)),
    ]
    assert str(paper) == f"Biên bản niêm nhật ký ngày {TODAY:%d/%m/%Y}"


def test_a_signed_paper_never_changes(paper):
    for change in (
        lambda: AnchorPaper.objects.filter(pk=paper.pk).update(problem="x"),
        lambda: AnchorPaper.objects.filter(pk=paper.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            change()


def test_one_paper_a_day(paper, ward):
    with pytest.raises(IntegrityError), transaction.atomic():
        AnchorPaper.objects.create(anchor=paper.anchor, unit=ward.unit, draft=b"x")


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "signed", "sha256": "0" * 64, "draft": b""},
        {"status": "signed", "signed_at": now(), "size": 1, "draft": b""},
        {"draft": b""},
        {"draft": b"x", "sha256": "0" * 64},
        {"draft": b"x", "status": "other"},
    ],
)
def test_half_a_paper_is_none(ward, facts):
    (anchor,) = anchors(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        AnchorPaper.objects.create(anchor=anchor, unit=ward.unit, **facts)


# ---- again, and after a failure --------------------------------------------------------------


def kept():
    return list(AnchorPaper.objects.order_by("anchor_id").values("anchor", "sha256"))


def test_any_number_of_times_makes_one(paper):
    before = kept()
    for _ in range(2):
        assert anchoring.render_owed() is False
        assert anchoring.sign_owed() == 0

    assert kept() == before
    assert len(before) == 2


def test_nights_that_were_missed_are_made_up_for_in_order_and_by_turns(
    ward, monkeypatch
):
    days = [anchor.day for anchor in anchors(5, lines=1)]
    monkeypatch.setattr(anchoring, "A_RUN", 2)
    seen = []
    for _ in range(4):
        anchoring.render_owed()
        anchoring.sign_owed()
        signed = AnchorPaper.objects.signed().order_by("signed_at", "anchor_id")
        seen.append(list(signed.values_list("anchor", flat=True)))

    assert seen == [days[:2], days[:4], days, days]


def test_anchors_of_missed_nights_are_made_first(monkeypatch):
    monkeypatch.setattr(sealing, "NIGHTS", 3)
    write()
    assert sealing.anchor_due() == []  # nothing was sealed by yesterday
    AuditAnchor.objects.create(
        day=TODAY - timedelta(days=6), position=1, digest=bytes(32)
    )
    without_triggers("UPDATE units_auditseal SET sealed_at = now() - interval '9 days'")

    made = [anchor.day for anchor in sealing.anchor_due()]
    assert made == [TODAY - timedelta(days=ago) for ago in (5, 4, 3)]
    made = [anchor.day for anchor in sealing.anchor_due()]
    assert made == [TODAY - timedelta(days=ago) for ago in (2, 1)]
    assert sealing.anchor_due() == []


def test_a_worker_killed_before_its_commit_has_changed_nothing(ward, monkeypatch):
    anchors(1)
    anchoring.render_owed()

    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(steps, "move", die)
        with pytest.raises(Killed):
            anchoring.sign_owed()
    paper = AnchorPaper.objects.get()
    assert (paper.status, paper.sha256) == ("rendered", "")
    assert Attempt.objects.get().work == f"anchor-sign:{TODAY}"

    assert anchoring.sign_owed() == 1
    assert verify(content(AnchorPaper.objects.get())).is_valid
    assert not Attempt.objects.exists()


def test_a_worker_killed_after_its_commit_has_left_a_whole_paper(ward, monkeypatch):
    anchors(1)
    anchoring.render_owed()
    monkeypatch.setattr(store, "settle", lambda key, digest: None)
    anchoring.sign_owed()
    monkeypatch.undo()
    paper = AnchorPaper.objects.get()
    assert not store.path_of(paper.sha256).exists()

    assert verify(content(paper)).is_valid
    assert anchoring.sign_owed() == 0


def test_a_silent_time_stamp_is_waited_for(ward, settings):
    anchors(1)
    anchoring.render_owed()
    there, settings.TSA_URL = settings.TSA_URL, "http://127.0.0.1:9/tsa"

    with pytest.raises(SignerUnavailable):
        anchoring.sign_owed()
    paper = AnchorPaper.objects.get()
    assert (paper.status, paper.problem) == (
        "rendered",
        "Chưa ký được, hệ thống tự thử lại: Dịch vụ dấu thời gian chưa trả lời.",
    )

    settings.TSA_URL = there
    assert anchoring.sign_owed() == 1
    assert AnchorPaper.objects.get().problem == ""


def test_a_refusal_is_told_and_the_next_day_waits_for_its_turn(ward, monkeypatch):
    anchors(2)
    anchoring.render_owed()

    def refuse(*args, **kwargs):
        raise SigningRefused("Chứng thư số đã hết hạn.")

    monkeypatch.setattr(signing, "seal_record", refuse)

    assert anchoring.sign_owed() == 0
    problems = AnchorPaper.objects.order_by("anchor_id").values_list(
        "problem", flat=True
    )
    assert list(problems) == ["Chứng thư số đã hết hạn.", ""]


def test_an_unforeseen_error_is_told_by_a_code(ward, monkeypatch, caplog):
    anchors(1)
    anchoring.render_owed()
    monkeypatch.setattr(signing, "seal_record", lambda *a, **k: 1 / 0)

    assert anchoring.sign_owed() == 0
    problem = AnchorPaper.objects.get().problem
    assert problem.startswith("Hệ thống gặp lỗi khi ký. Mã để báo hỗ trợ: ")
    assert problem[-5:-1] in caplog.text


# ---- whose seal ----------------------------------------------------------------------------


def seal_of(place, office, pictures, key):
    return register_certificate(
        office, name=place.unit.name, key=key, picture=pictures[1], unit=place.unit
    )


def test_without_a_certificate_nothing_is_made(db):
    anchors(1)

    assert queries.anchor_signer().why_not == (
        "chưa cơ quan đứng đầu nào đăng ký chứng thư số của con dấu. Việc cần làm: đăng ký "
        "chứng thư số, hoặc chọn cơ quan ký trong các cơ quan đã có."
    )
    assert anchoring.render_owed() is False
    assert not AnchorPaper.objects.exists()


def test_with_several_heads_somebody_has_to_choose(ward, office, pictures):
    other = other_ward()
    seal_of(other, office, pictures, "dau-khac")
    anchors(1)

    assert queries.anchor_signer().why_not == (
        "nhiều cơ quan đứng đầu có chứng thư số của con dấu. Việc cần làm: chọn cơ quan ký "
        "biên bản."
    )
    assert anchoring.render_owed() is False

    choose_anchor_signer(other.unit.pk, by=None)
    assert queries.anchor_signer().unit == other.unit
    assert anchoring.render_owed() is True
    assert anchoring.sign_owed() == 1
    assert AnchorPaper.objects.get().signer_name == other.unit.name


def test_an_agency_that_can_sign_no_more_signs_nothing(ward, office, pictures):
    choose_anchor_signer(ward.unit.pk, by=None)
    anchors(1)
    assert anchoring.render_owed() is True
    Certificate.objects.filter(unit=ward.unit).update(retired_at=now())

    assert queries.anchor_signer().why_not == (
        f"con dấu của {ward.unit} chưa có chứng thư số đang dùng. Việc cần làm: đăng ký "
        "chứng thư số của con dấu, hoặc chọn cơ quan khác."
    )
    assert anchoring.sign_owed() == 0
    assert AnchorPaper.objects.get().problem.endswith(
        "Đề nghị quản trị đơn vị đăng ký."
    )

    # Another one is chosen: the paper that waited is made anew, in its name.
    other = other_ward()
    seal_of(other, office, pictures, "dau-thay")
    choose_anchor_signer(other.unit.pk, by=None)
    assert anchoring.render_owed() is True
    assert anchoring.sign_owed() == 1
    paper = AnchorPaper.objects.get()
    assert (paper.signer_name, paper.unit) == (other.unit.name, other.unit)
    assert other.unit.name in words(content(paper))

    other.unit.valid_to = TODAY - timedelta(days=1)
    other.unit.save(update_fields=["valid_to"])
    assert queries.anchor_signer().why_not == (
        f"{other.unit} được chọn ký biên bản đã kết thúc. Việc cần làm: chọn cơ quan khác."
    )


def test_who_cannot_sign_cannot_be_chosen(ward):
    other = other_ward()

    with pytest.raises(Refused, match="chưa có chứng thư số đang dùng"):
        choose_anchor_signer(other.unit.pk, by=None)
    choose_anchor_signer(ward.unit.pk, by=None)
    with pytest.raises(Refused, match="đang là cơ quan ký biên bản"):
        choose_anchor_signer(ward.unit.pk, by=None)
    assert AnchorSigner.objects.count() == 1


def test_the_choice_on_the_server(ward):
    def said(*arguments):
        out = StringIO()
        call_command("anchor_signer", *arguments, stdout=out)
        return out.getvalue()

    assert said() == f"{ward.unit}\n  {ward.unit.code}  {ward.unit}\n"
    assert said(ward.unit.code) == f"Từ nay {ward.unit} ký biên bản niêm nhật ký.\n"
    for code in ("khong-co", other_ward().unit.code):
        with pytest.raises(CommandError):
            said(code)


# ---- kept elsewhere, and held against the book ---------------------------------------------


@pytest.fixture
def kept_file(paper, tmp_path):
    file = tmp_path / "bien-ban.pdf"
    file.write_bytes(content(paper))
    return file


def test_a_kept_paper_finds_the_book_whole(kept_file, paper):
    code, text = verified(kept=kept_file)

    lines = text.splitlines()
    assert code == 0
    assert lines[0].startswith(f"Biên bản có chữ ký số hợp lệ: {paper.signer_name} ký ")
    assert lines[0].endswith(". Số neo: 2.")
    assert lines[1].startswith("Nguyên vẹn: 4 dòng đã niêm")


def test_a_kept_paper_tells_a_chain_and_anchors_that_were_forged(kept_file):
    position = AuditAnchor.objects.get(day=TODAY).position
    first = AuditEntry.objects.order_by("pk").first()
    without_triggers("DELETE FROM units_auditseal")
    without_triggers("UPDATE units_auditentry SET action = 'x' WHERE id = %s", first.pk)
    sealing.seal(everything=True)
    for anchor in AuditAnchor.objects.all():
        link = sealing.AuditSeal.objects.get(position=anchor.position)
        AuditAnchor.objects.filter(pk=anchor.pk).update(digest=link.digest)
    assert verified()[0] == 0  # the database alone knows of nothing

    code, text = verified(kept=kept_file)

    assert code == 1
    assert f"Mắt xích {position}," in text
    assert f"Không khớp neo ngày {TODAY:%d/%m/%Y}." in text
    assert "2 chỗ hỏng" in text


def test_a_paper_that_was_touched_is_no_witness(kept_file):
    pdf = kept_file.read_bytes()
    at = pdf.index(b"/Contents") - 200
    kept_file.write_bytes(pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :])

    with pytest.raises(CommandError, match="Không đọc được các neo"):
        verified(kept=kept_file)


def test_another_signed_paper_holds_no_anchors(monkeypatch, tmp_path):
    monkeypatch.setattr(anchor_telling, "verify", report_on)
    file = tmp_path / "ke-hoach.pdf"
    file.write_bytes(small_pdf())

    with pytest.raises(CommandError, match="không phải biên bản niêm"):
        verified(kept=file)


# ---- real workers ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("at_work")
def test_the_clocks_task_goes_through_both_queues():
    anchors(2)

    tasks.render_anchor_papers.delay()

    wait_for(lambda: AnchorPaper.objects.signed().count() == 2)
    assert verify(content(AnchorPaper.objects.get(anchor=TODAY))).is_valid


def test_the_keys_queue_alone_signs():
    routes = app.conf.task_routes
    assert routes["reports.render_anchor_papers"] == {"queue": "pdf"}
    assert routes["reports.sign_anchor_papers"] == {"queue": "sign"}
    nightly = app.conf.beat_schedule
    assert nightly["sign-anchors"]["task"] == "reports.render_anchor_papers"
    assert nightly["anchor-audit"]["task"] == "units.anchor_audit"
