"""Đọc văn bản mẫu: twenty documents of our own wording, whole and in every detail."""

import importlib.util
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from campaigns.content import NOTE_FIELDS, PlanContent
from campaigns.reading import Reading, read_file, read_text
from campaigns.twin import from_twin, to_twin
from tests.reading_files import SHORT, documents, expected

DOCUMENTS = documents()
_PHASE = ("name", "start", "end")
CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"

# What stands in fields of its own or is printed by the paper itself.
_FORM = """
    cộng hòa hoà xã hội chủ nghĩa việt nam độc lập tự do hạnh phúc đảng sản
    số ngày tháng năm kính gửi nơi nhận v kế hoạch hướng dẫn chỉ thị
    đã ký tên đóng dấu đoàn tncs hồ chí minh
"""
_OF_THE_FORM = set(_FORM.split())
# A page number; a date line that is not complete.
_FIGURES = {"01_side_by_side_wrapped": {"2"}, "09_pipe_cells_annex": {"7", "2025"}}
# A page's headline and the time it was put there; a decision that issues a plan.
_WITH_A_FRAME = {"07_news_page", "12_web_paste", "16_decision_with_plan"}


def read(path: Path) -> Reading:
    return read_file(path.name, path.read_bytes())


def test_there_are_documents_of_every_layout():
    assert len(DOCUMENTS) == 20
    kinds = Counter(expected(path)["kind"] for path in DOCUMENTS)
    assert kinds == {"plan": 14, "letter": 2, "guidance": 2, "directive": 1, "news": 1}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_reads_what_the_document_says(path):
    wanted = expected(path)
    found = read(path).as_json()
    found["phases"] = [{k: phase[k] for k in _PHASE} for phase in found["phases"]]
    assert {name: found[name] for name in wanted} == wanted


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_reading_twice_gives_the_same(path):
    assert read(path) == read(path)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_every_note_points_at_a_line_and_the_twin_can_carry_it(path):
    content = read(path).content
    for name in NOTE_FIELDS:
        assert all(0 <= n.line < len(content.lines) for n in getattr(content, name))
    assert from_twin(to_twin(content)) == content


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_how_sure_it_is_stands_beside_things_that_are_there(path):
    reading = read(path)
    for where, sure in reading.sure.items():
        assert 0 <= sure <= 1, where
        assert follow(reading.content, where) not in (None, ""), where


def follow(content: PlanContent, where: str) -> object:
    value: object = content
    for step in where.split("."):
        value = value[int(step)] if step.isdigit() else getattr(value, step)
    return value


@pytest.mark.parametrize(
    "path", [p for p in DOCUMENTS if p.stem not in _WITH_A_FRAME], ids=lambda p: p.stem
)
def test_no_word_is_lost_and_none_is_made(path):
    content = read(path).content
    source = words(path.read_text())
    kept = words(everything(content))
    day = content.letterhead.issued_on
    dated = {str(day.day), str(day.month), str(day.year)} if day else set()
    lost = source - kept
    assert set(lost) <= _OF_THE_FORM | dated | _FIGURES.get(path.stem, set()), lost
    # an authority may be found in the sentence that announces the plan
    announced = words(content.letterhead.authority) + words(
        content.letterhead.parent_authority
    )
    assert kept - source <= announced


def words(text: str) -> Counter[str]:
    found = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower())
    return Counter(word.lstrip("0") for word in found)


def everything(content: PlanContent) -> str:
    head, end = content.letterhead, content.signature
    return "\n".join(
        (
            head.authority, head.parent_authority, str(head.number or ""), head.symbol,
            head.place, content.title, *head.addressees, *content.recipients,
            content.drafter_mark, *end.authority_lines, end.title_below, end.signer,
            *(f"{m} {x.text}" for x, m in zip(content.lines, content.markers, strict=True)),
        )
    )  # fmt: skip


def test_pasted_text_reads_as_the_file_does():
    assert read_text(SHORT) == read_file("a.txt", SHORT.encode())


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not beside the checkout")
def test_the_corpus_scores_high_and_little_is_invented():
    spec = importlib.util.spec_from_file_location("score", CORPUS / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    marks, invented = [], 0
    for file in sorted((CORPUS / "truth").glob("*.json")):
        truth = json.loads(file.read_text())
        places = (CORPUS / "plans", CORPUS.parent / "seeds")
        plan = next(
            d / truth["source"] for d in places if (d / truth["source"]).exists()
        )
        rows = score.evaluate(truth, read(plan).as_json())
        marks.append(score.score(rows))
        invented += sum(row[3] for row in rows.values())
    assert len(marks) >= 15
    assert sum(marks) / len(marks) >= 0.98
    assert invented <= 2
