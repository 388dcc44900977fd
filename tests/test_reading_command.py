"""manage.py import_plan: what it prints, what it writes, what it refuses."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError

from campaigns.models import Campaign, Plan
from campaigns.reading import read_file
from reports.management.commands import import_plan
from tests.factories import MembershipFactory, Role, UnitFactory
from tests.reading_files import SHORT, picture_pdf, short_word

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "ke-hoach.docx"
    path.write_bytes(short_word())
    return path


def test_json_is_the_reading_in_utf_8(plan, capsysbinary):
    call_command("import_plan", str(plan), "--json")
    printed = capsysbinary.readouterr().out
    assert json.loads(printed) == read_file(plan.name, plan.read_bytes()).as_json()
    assert "Tổ chức đợt thi đua".encode() in printed


@pytest.mark.slow
def test_pdf_and_docx_are_written_without_a_database(plan, tmp_path):
    pdf, word = tmp_path / "a.pdf", tmp_path / "a.docx"
    call_command("import_plan", str(plan), pdf=pdf, docx=word)
    wanted = read_file(plan.name, plan.read_bytes()).content
    # the PDF carries what was read; the Word file reads back the same outline
    assert read_file("a.pdf", pdf.read_bytes()).content == wanted
    again = read_file("a.docx", word.read_bytes()).content
    assert again.title == wanted.title
    # the paper ends each basis with the sign that the decree gives it
    assert [(x.kind, x.text.rstrip(";.")) for x in again.lines] == [
        (x.kind, x.text.rstrip(";.")) for x in wanted.lines
    ]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", short_word(), "đuôi .pdf"),
        ("a.docx", b"", "rỗng"),
        ("a.docm", short_word(), "macro"),
        ("a.pdf", picture_pdf(), "lớp chữ"),
    ],
)
def test_bad_input_is_refused_with_status_2(tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(CommandError, match=words) as told:
        call_command("import_plan", str(path), "--json")
    assert told.value.returncode == 2


def test_a_file_that_is_not_there_and_one_that_cannot_be_written(plan, tmp_path):
    with pytest.raises(CommandError, match="Không mở được tệp") as told:
        call_command("import_plan", str(tmp_path / "khong-co.docx"), "--json")
    assert told.value.returncode == 2
    with pytest.raises(CommandError, match="Không ghi được tệp") as told:
        call_command("import_plan", str(plan), docx=tmp_path / "khong" / "co.docx")
    assert told.value.returncode == 2


def test_a_huge_file_is_refused_by_its_size_without_being_read(tmp_path, monkeypatch):
    path = tmp_path / "to.docx"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("read"))
    with pytest.raises(CommandError, match="200 MB"):
        call_command("import_plan", str(path), "--json")


@pytest.mark.slow
def test_from_the_shell_one_line_on_standard_error_and_nothing_else(tmp_path):
    path = tmp_path / "rong.txt"
    path.write_bytes(b"")
    done = subprocess.run(
        [sys.executable, "manage.py", "import_plan", str(path), "--json"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "postgresql://127.0.0.1:1/none"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert "Tệp rỗng" in line


# ---- a campaign of it --------------------------------------------------------------------
@pytest.fixture
def officer(db):
    return MembershipFactory(role=Role.OFFICER)


def test_a_campaign_is_made_in_the_name_of_an_officer(plan, officer, capsys):
    call_command("import_plan", str(plan))
    made = Plan.objects.get()
    assert made.title == "Tổ chức đợt thi đua làm thủ tục đúng hẹn"
    assert made.campaign.created_by == officer.user
    assert [x.text for x in made.lines.order_by("position")] == [
        x.text for x in read_file("a.txt", SHORT.encode()).content.lines
    ]
    assert f"Đã lập phong trào số {made.campaign_id}" in capsys.readouterr().out


def test_the_agency_that_the_paper_names_gets_it(plan, officer, capsys):
    named = UnitFactory(name="Phòng Nội vụ", letterhead="PHÒNG NỘI VỤ")
    other = MembershipFactory(role=Role.OFFICER, unit=named)
    call_command("import_plan", str(plan))
    assert Campaign.objects.get().created_by == other.user


def test_whose_account_and_which_agency_may_be_named(plan, officer, capsys):
    other = MembershipFactory(role=Role.OFFICER, unit=UnitFactory(place="Khác"))
    call_command("import_plan", str(plan), by=other.user.username)
    call_command("import_plan", str(plan), host=officer.unit.code)
    assert [c.created_by for c in Campaign.objects.order_by("pk")] == [
        other.user,
        officer.user,
    ]


def test_without_an_officer_nothing_is_stored(plan, db):
    with pytest.raises(CommandError, match="cán bộ soạn thảo") as told:
        call_command("import_plan", str(plan))
    assert told.value.returncode == 2
    assert not Campaign.objects.exists()


def test_bad_input_stores_nothing(tmp_path, officer):
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(256)) * 10)
    with pytest.raises(CommandError):
        call_command("import_plan", str(path))
    assert not Campaign.objects.exists()


def test_a_database_that_is_not_there_is_told_in_one_sentence(plan, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(import_plan, "_officer", away)
    with pytest.raises(CommandError, match="Cơ sở dữ liệu chưa sẵn sàng") as told:
        call_command("import_plan", str(plan))
    assert told.value.returncode == 2
    assert "\n" not in str(told.value)
