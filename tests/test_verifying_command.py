"""manage.py verify_pdf: what it prints and how it ends."""

import io
import json
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import OperationalError

from reports import queries
from reports.management.commands import verify_pdf
from tests.signing_kit import (
    office,  # noqa: F401  fixtures
    paper,  # noqa: F401
    pictures,  # noqa: F401
    stages,  # noqa: F401
)

# ruff: noqa: F811  arguments of tests are the fixtures imported above


@pytest.fixture
def demonstration(settings, office):
    settings.DEMO = True
    settings.PKI_DIR = office.authority.directory


@pytest.fixture
def run(tmp_path, demonstration, monkeypatch):
    """``run(pdf, standing)`` → exit code, what was printed."""

    def run(pdf, *words, standing=None):
        def look_up(sha256):
            assert len(sha256) == 64
            if isinstance(standing, Exception):
                raise standing
            return standing

        monkeypatch.setattr(queries, "standing_of", look_up)
        monkeypatch.setattr(queries, "anchor_paper_of", lambda sha256: None)
        path = tmp_path / "van-ban.pdf"
        path.write_bytes(pdf)
        out, code = io.StringIO(), 0
        try:
            call_command("verify_pdf", str(path), *words, stdout=out)
        except SystemExit as end:
            code = end.code
        return code, out.getvalue()

    return run


def standing(*, is_latest=True, in_force=True, status="Đã thu hồi"):
    document = SimpleNamespace(get_status_display=lambda: status)
    return queries.Standing(document=document, is_latest=is_latest, in_force=in_force)


def test_valid(run, stages):
    code, text = run(stages.archived, standing=standing(in_force=True))
    assert code == 0
    lines = text.splitlines()
    assert lines[0] == "Kết luận: Chữ ký số hợp lệ (HOP_LE)"
    assert "Số, ký hiệu: 05/KH-UBND" in lines
    assert "Ngày ban hành: 30/06/2023" in lines
    assert "Hiệu lực: đang có hiệu lực" in lines
    assert (
        "Chữ ký 1 (cá nhân): Phạm Thị Minh Thử, Chủ tịch, "
        "Ủy ban nhân dân phường Thử Nghiệm"
    ) in lines
    assert "  Tư cách ký: TM. Ủy ban nhân dân, Chủ tịch" in lines
    assert "Chữ ký 2 (cơ quan): Ủy ban nhân dân phường Thử Nghiệm" in lines
    scopes = [line for line in lines if line.startswith("  Mức: ")]
    assert scopes == ["  Mức: PAdES B-LTA; phạm vi: toàn bộ nội dung lúc ký"] * 2
    assert any("+07:00 (có dấu thời gian)" in line for line in lines)


def test_as_json(run, stages):
    code, text = run(stages.sealed.pdf, "--json", standing=None)
    answer = json.loads(text)
    assert code == 0
    assert answer["verdict"] == "HOP_LE"
    assert answer["number"] == "05/KH-UBND"
    assert answer["issued_on"] == "2023-06-30"
    assert answer["standing"] == verify_pdf.UNLISTED
    assert answer["in_force"] is None
    assert [s["level"] for s in answer["signers"]] == ["B-LT", "B-LT"]
    assert answer["signers"][0]["signed_at"].endswith("+07:00")


def test_a_seal_that_nothing_follows_covers_the_whole_file(run, stages):
    _, text = run(stages.sealed.pdf)
    assert [line for line in text.splitlines() if line.startswith("  Mức: ")] == [
        "  Mức: PAdES B-LT; phạm vi: toàn bộ nội dung lúc ký",
        "  Mức: PAdES B-LT; phạm vi: toàn bộ tệp",
    ]


def test_altered(run, stages):
    code, text = run(stages.sealed.pdf + b"x")
    assert code == 1
    assert "(SUA_SAU_KHI_KY)" in text


def test_only_the_person_signed(run, stages):
    code, text = run(stages.signed.pdf)
    assert code == 1
    assert "chưa có chữ ký số của cơ quan" in text


@pytest.mark.parametrize("data", [b"", b"khong phai pdf", b"%PDF-1.7 hong"])
def test_not_a_pdf(run, data):
    code, text = run(data)
    assert code == 2
    assert text.splitlines()[0].endswith("(KHONG_PHAI_PDF)")


def test_not_signed(run, stages):
    assert run(stages.rendered)[0] == 2


def test_no_such_file(tmp_path, capsys):
    with pytest.raises(SystemExit) as end:
        call_command("verify_pdf", str(tmp_path / "khong-co.pdf"))
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith("Không đọc được tệp")


def test_signatures_are_judged_without_a_database(run, stages):
    code, text = run(stages.sealed.pdf, standing=OperationalError("no server"))
    assert code == 0
    assert f"Hiệu lực: {verify_pdf.UNKNOWN_STANDING}" in text


def test_not_in_force_any_more(run, stages):
    code, text = run(stages.archived, "--json", standing=standing(in_force=False))
    answer = json.loads(text)
    assert code == 0  # the signatures are what they were
    assert (answer["in_force"], answer["standing"]) == (False, "đã thu hồi")


def test_an_earlier_stage_of_an_issued_paper(run, stages):
    found = standing(is_latest=False)
    answer = json.loads(run(stages.sealed.pdf, "--json", standing=found)[1])
    assert (answer["in_force"], answer["standing"]) == (False, verify_pdf.NOT_LATEST)


@pytest.mark.django_db
def test_a_file_that_the_register_does_not_know(stages, demonstration, tmp_path):
    path = tmp_path / "van-ban.pdf"
    path.write_bytes(stages.archived)
    out = io.StringIO()
    call_command("verify_pdf", str(path), stdout=out)
    assert f"Hiệu lực: {verify_pdf.UNLISTED}" in out.getvalue()
