"""Gói hồ sơ trình cấp trên: signed tờ trình, list, minutes, reports and papers, in one file."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO

from awards.deciding.paper import in_order
from awards.models import (
    CouncilSession,
    DossierPaper,
    Petition,
    Proposal,
    Submission,
    SubmissionLine,
)
from awards.stores import DOSSIERS
from awards.submitting.paper import rows_of
from reports.exchange import paper_name
from reports.models import Document, PactPaper
from reports.rendering.naming import plain_ascii
from reports.store import read_stored
from units.wording import vn_date

ZIP_TYPE = "application/zip"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Heading and width, in characters, of each column of the list.
COLUMNS = (
    ("Số TT", 6), ("Đối tượng", 12), ("Họ và tên, tên tập thể", 28),
    ("Chức vụ, nơi công tác", 30), ("Danh hiệu, hình thức đề nghị", 30),
    ("Loại hình", 18), ("Thành tích", 60), ("Từ ngày", 12), ("Đến ngày", 12),
    ("Đơn vị đề nghị", 26),
)  # fmt: skip
_ENDINGS = {"photo": "jpg", "pdf": "pdf", "docx": "docx", "xlsx": "xlsx"}
_FONT = {"font_name": "Times New Roman", "font_size": 11}


def base_name(submission: Submission) -> str:
    """ "TTr-05-2026-UBND": letters that every system keeps."""
    document = _paper(submission)
    if document is None:
        return f"TTr-{submission.number or 'du-thao'}"
    return paper_name(document).removesuffix(".pdf")


def sheet(submission: Submission) -> bytes:
    """Danh sách trích ngang as an Excel file; text is never taken for a formula or a link."""
    import xlsxwriter  # noqa: PLC0415  a third of a second, only for who takes the file

    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        page = book.add_worksheet("Danh sách")
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        title = book.add_format(_FONT | {"bold": True})
        cell = book.add_format(
            _FONT | {"border": 1, "valign": "top", "text_wrap": True}
        )
        head = book.add_format(
            _FONT | {"border": 1, "bold": True, "align": "center", "text_wrap": True}
        )
        dated = f" ngày {vn_date(submission.issued_on)}" if submission.issued_on else ""
        page.write_string(0, 0, "DANH SÁCH TRÍCH NGANG ĐỀ NGHỊ KHEN THƯỞNG", title)
        about = f"Kèm theo Tờ trình số {submission.number_and_symbol}{dated} của "
        page.write_string(1, 0, about + submission.authority.name, title)
        for column, (name, width) in enumerate(COLUMNS):
            page.set_column(column, column, width)
            page.write_string(3, column, name, head)
        page.repeat_rows(3)
        for number, line in enumerate(in_order(rows_of(submission)), 1):
            for column, text in enumerate(_cells(number, line)):
                page.write_string(3 + number, column, text, cell)
    return kept.getvalue()


def package(submission: Submission) -> bytes:
    """One zip: mục lục first, then what it names; a file that is damaged is named as missing."""
    lines = in_order(rows_of(submission))
    parts: list[tuple[str, str, bytes | None]] = [
        *_papers(submission),
        ("02-danh-sach.xlsx", "Danh sách trích ngang (Excel)", sheet(submission)),
        *_minutes(lines),
    ]
    for number, line in enumerate(lines, 1):
        parts += _dossier(number, line)
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("00-muc-luc.txt", _contents(submission, parts))
        for name, _, content in parts:
            if content is not None:
                whole.writestr(name, content)
    return made.getvalue()


def _paper(submission: Submission) -> Document | None:
    return Document.objects.issued().of_submission(submission.pk).first()


def _papers(submission: Submission) -> Iterator[tuple[str, str, bytes | None]]:
    document = _paper(submission)
    if document is not None:
        told = f"Tờ trình số {submission.number_and_symbol} (bản ký số)"
        yield f"01-{paper_name(document)}", told, _read(document.official_file)


def _minutes(
    lines: Sequence[SubmissionLine],
) -> Iterator[tuple[str, str, bytes | None]]:
    """Biên bản của các phiên đã thông qua; signed on paper they are not here, and it says so."""
    sessions = CouncilSession.objects.that_passed([line.proposal_id for line in lines])
    for number, session in enumerate(sessions, 1):
        told = f"Biên bản {session}"
        paper = PactPaper.objects.of_session(session).complete().first()
        if paper is None or paper.newest is None:
            yield "", f"{told}: ký trên giấy, gửi kèm bản chụp", None
        else:
            name = f"03-bien-ban-{number}.pdf"
            yield name, f"{told} (bản ký số)", _read(paper.newest)


def _dossier(
    number: int, line: SubmissionLine
) -> Iterator[tuple[str, str, bytes | None]]:
    """Báo cáo thành tích as it was written, then the files of the dossier."""
    folder = f"{number:03d}-{_plain(line.subject_name)[:40]}"
    proposal = line.proposal
    yield (
        f"{folder}/bao-cao-thanh-tich.txt",
        f"Báo cáo thành tích: {line.subject_name}",
        _report(proposal).encode("utf-8-sig"),
    )
    petitions = Petition.objects.filter(proposals=proposal).values("pk")
    files = DossierPaper.objects.of_many([proposal.pk], petitions).order_by("pk")
    for at, file in enumerate(files, 1):
        name = f"{folder}/{at:02d}-{_plain(file.get_paper_display())}.{_ENDINGS[file.kind]}"
        yield name, f"{file.get_paper_display()}: {line.subject_name}", _held(file)


def _report(proposal: Proposal) -> str:
    parts = [
        "BÁO CÁO THÀNH TÍCH", str(proposal), proposal.subject_title, "",
        "Tóm tắt thành tích", proposal.summary,
    ]  # fmt: skip
    if proposal.report.strip():
        parts += ["", "Báo cáo", proposal.report]
    return "\r\n".join("\r\n".join(part.splitlines()) for part in parts) + "\r\n"


def _contents(submission, parts) -> bytes:
    dated = f" ngày {vn_date(submission.issued_on)}" if submission.issued_on else ""
    found = [
        "MỤC LỤC HỒ SƠ TRÌNH KHEN THƯỞNG",
        f"Tờ trình số {submission.number_and_symbol}{dated} của {submission.authority.name}",
        f"Kính gửi: {submission.superior_name}", "",
    ]  # fmt: skip
    for number, (name, told, content) in enumerate(parts, 1):
        if content is not None:
            found.append(f"{number}. {told}: {name}")
        elif name:
            found.append(f"{number}. {told}: KHÔNG ĐỌC ĐƯỢC TỆP, gửi bổ sung")
        else:
            found.append(f"{number}. {told}")
    return ("\r\n".join(found) + "\r\n").encode("utf-8-sig")


def _cells(number: int, line: SubmissionLine) -> list[str]:
    name = f"{line.subject_name} (truy tặng)" if line.posthumous else line.subject_name
    return [
        str(number), line.get_subject_display(), name, line.subject_title,
        line.award_name, line.get_merit_display(), line.achievement,
        vn_date(line.period_from) if line.period_from else "",
        vn_date(line.period_to) if line.period_to else "", str(line.proposal.unit),
    ]  # fmt: skip


def _read(file) -> bytes | None:
    try:
        return read_stored(file)
    except (OSError, ValueError):
        return None


def _held(file: DossierPaper) -> bytes | None:
    try:
        return DOSSIERS.read(file.sha256)
    except (OSError, ValueError):
        return None


def _plain(text: str) -> str:
    """Letters and figures that every system keeps, words joined by hyphens."""
    words = " ".join(text.split()).replace(" ", "-")
    return re.sub(r"-+", "-", plain_ascii(words)).strip("-").lower() or "tep"
