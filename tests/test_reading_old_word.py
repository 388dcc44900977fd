"""Tệp Word cũ: the converter works in a place of its own, bounded, and leaves nothing behind."""

import fcntl
import os
import socket
import subprocess
import sys
import time
from ast import literal_eval
from pathlib import Path

import pytest

from campaigns.reading import (
    TakesLong,
    Unreadable,
    oldword,
    portable,
    read_file,
    wordchild,
)
from tests.reading_files import (
    OFFICE,
    SHORT,
    locked_pdf,
    old_word,
    picture_pdf,
    short_word,
    word,
)

RTF = b"{\\rtf1\\ansi KE HOACH\\par}"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
OLD = OLE + "WordDocument".encode("utf-16-le")


@pytest.fixture
def converter(monkeypatch, tmp_path):
    """``converter(script)``: that Python script stands in for LibreOffice; its folder is cwd."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(oldword.tempfile, "tempdir", str(place))

    def put(script):
        tool = tmp_path / "soffice"
        tool.write_text(f"#!{sys.executable} -I\n{script}")
        tool.chmod(0o755)
        monkeypatch.setattr(
            oldword.shutil,
            "which",
            lambda name: str(tool) if "soffice" in name else None,
        )
        return place

    return put


def converted(data=OLD):
    """What the stand-in left as in.docx."""
    return oldword._convert(
        [oldword.shutil.which("soffice"), *oldword._OFFICE], data, "doc", "in.docx"
    ).decode()


def test_the_converter_sees_its_file_and_a_home_of_its_own(converter):
    place = converter(
        "import os, sys\n"
        "home = os.environ['HOME']\n"
        "words = [sys.argv[-1], home, os.getcwd(), sorted(os.environ)]\n"
        "assert open(sys.argv[-1], 'rb').read().startswith(b'\\xd0\\xcf')\n"
        "settings = open(home + '/profile/user/registrymodifications.xcu').read()\n"
        "assert 'DisableMacrosExecution\"><value>true' in settings\n"
        "open('in.docx', 'w').write(repr(words))\n"
    )

    source, home, here, names = literal_eval(converted())

    assert Path(home).parent == place
    assert (Path(source).parent, here) == (Path(home), home)
    assert "DATABASE_URL" not in names
    assert "SECRET_KEY" not in names
    assert list(place.iterdir()) == []


def test_the_converter_has_no_network(converter):
    if not _name_spaces():
        pytest.skip("this system allows no name spaces")
    with socket.create_server(("127.0.0.1", 0)) as server:
        converter(
            "import socket\nsaid = 'reached'\n"
            f"try: socket.create_connection({server.getsockname()}, 5)\n"
            "except OSError as error: said = error.strerror\n"
            "open('in.docx', 'w').write(said)\n"
        )

        assert converted() == "Network is unreachable"


def _name_spaces() -> bool:
    done = subprocess.run(
        [sys.executable, "-c", "import os; os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)"],
        capture_output=True,
    )  # fmt: skip
    return done.returncode == 0


def test_without_name_spaces_it_runs_all_the_same(monkeypatch, tmp_path):
    def refused():
        raise PermissionError

    monkeypatch.setattr(wordchild, "_leave_the_network", refused)
    life, mine = os.pipe()
    command = ["/bin/sh", "-c", "echo $http_proxy"]

    assert wordchild._run(command, tmp_path, life, 10, (2**30, 10))

    os.close(life)
    os.close(mine)
    assert (tmp_path / "printed").read_text() == "http://127.0.0.1:9\n"


def test_memory_and_files_are_bounded(converter):
    converter(
        "import resource\n"
        "names = ('RLIMIT_AS', 'RLIMIT_CPU', 'RLIMIT_FSIZE', 'RLIMIT_CORE')\n"
        "limits = [resource.getrlimit(getattr(resource, name)) for name in names]\n"
        "open('in.docx', 'w').write(repr(limits))\n"
    )

    assert literal_eval(converted()) == [
        (oldword.CONVERTER_MEMORY,) * 2,
        (oldword.CONVERTER_PROCESSOR,) * 2,
        (wordchild.LARGEST_MADE,) * 2,
        (0, 0),
    ]


def test_a_converter_that_eats_memory_or_crashes_is_one_sentence(converter):
    for script in ("bytearray(8 * 2**30)", "import os; os.abort()"):
        place = converter(script)
        with pytest.raises(Unreadable, match="hỏng"):
            read_file("a.doc", OLD)
        assert list(place.iterdir()) == []


def test_a_product_that_is_a_link_is_not_followed(converter):
    converter("import os\nos.symlink('/etc/passwd', 'in.docx')\n")

    assert converted() == ""


def test_it_goes_with_whoever_asked(converter):
    """kill -9 of the asker: converter and folder go too."""
    place = converter("import time\ntime.sleep(60)\n")
    life, mine = os.pipe()
    command = [oldword.shutil.which("soffice"), "{source}"]
    arguments = [str(life), str(2**30), "10", "60", "doc", "in.docx", *command]
    with subprocess.Popen(
        [sys.executable, "-I", str(oldword._CHILD), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=[life],
    ) as child:
        os.close(life)
        child.stdin.write(OLD)
        child.stdin.close()
        _until(lambda: list(place.glob("*/printed")))
        os.close(mine)

        assert child.wait(10) == wordchild.TOO_LONG
    assert list(place.iterdir()) == []


def test_what_was_left_by_a_double_kill_is_cleared(monkeypatch, tmp_path):
    monkeypatch.setattr(oldword.tempfile, "tempdir", str(tmp_path))
    names = ("thi-dua-doc-left", "thi-dua-doc-held", "thi-dua-doc-young", "another")
    folders = [tmp_path / name for name in names]
    for folder in folders:
        folder.mkdir()
        (folder / "in.doc").write_bytes(OLD)
        if "young" not in folder.name:
            os.utime(folder, (time.time() - 60,) * 2)
    held = os.open(folders[1], os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)

    oldword.clear_leftovers()

    os.close(held)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names[1:])


def _until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


# ---- in a hurry ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.doc", OLD),
        ("a.doc", RTF),
        ("a.txt", (SHORT + "- Một việc.\n" * 1_100).encode()),
        ("a.html", b"<html><body>" + b"<p>x</p>" * 300_000),
        ("a.docx", word("<w:p/>" + "<!--" + " " * 2**21 + "-->")),
    ],
    ids=["doc", "rtf", "lines", "web page", "main part"],
)
def test_what_takes_long_is_not_read_in_a_hurry(name, data):
    with pytest.raises(TakesLong):
        read_file(name, data, hurry=True)


@pytest.mark.slow
def test_a_pdf_that_takes_long_is_not_read_in_a_hurry(monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text(
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]),) * 2)\n"
        "while True: pass\n"
    )
    monkeypatch.setattr(portable, "_CHILD", child)
    monkeypatch.setattr(portable, "QUICK_SECONDS", 1)
    monkeypatch.setattr(portable, "CHILD_SECONDS", 1)

    with pytest.raises(TakesLong):
        read_file("a.pdf", b"%PDF-1.7\n", hurry=True)
    with pytest.raises(Unreadable, match="PDF bị hỏng"):
        read_file("a.pdf", b"%PDF-1.7\n")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.doc", OLE + "Workbook".encode("utf-16-le"), "không phải văn bản Word"),
        ("a.doc", OLD + "Macros".encode("utf-16-le"), "macro"),
        ("a.doc", word("<w:p/>", {"word/vbaProject.bin": b"x"}), "macro"),
        ("a.doc", b"%PDF-1.7\n", "đuôi .doc nhưng nội dung là PDF"),
        ("a.doc", b"\x89PNG\r\n\x1a\n" + bytes(40), "ảnh"),
        ("a.doc", bytes(31 * 2**20), "quá lớn"),
        ("a.pdf", picture_pdf(), "không có lớp chữ"),
        ("a.pdf", locked_pdf(picture_pdf()), "in lại thành một tệp PDF mới"),
    ],
    ids=["sheet", "macros", "docm", "pdf", "picture", "large", "scan", "locked"],
)
def test_what_is_bad_is_refused_in_a_hurry(name, data, words):
    with pytest.raises(Unreadable, match=words):
        read_file(name, data, hurry=True)


def test_a_usual_file_is_read_in_a_hurry():
    assert read_file("a.docx", short_word(), hurry=True).content.title


@pytest.mark.slow
@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_a_doc_whole_and_cut_short(tmp_path):
    data = old_word(OFFICE, tmp_path)
    assert data.startswith(OLE[:8])

    assert read_file("a.doc", data).content.title == (
        "Tổ chức đợt thi đua làm thủ tục đúng hẹn"
    )
    with pytest.raises(Unreadable, match="hỏng hoặc tải chưa đủ"):
        read_file("a.doc", data[: len(data) // 3])
