"""Bản dữ liệu: round trip, schema, what is refused."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from campaigns import content as values
from campaigns.content import PlanContent
from campaigns.twin import SCHEMA_PATH, TwinRefused, from_twin, read_twin, to_twin
from tests import papers
from tests.plans_made_up import any_contents

PUBLISHED = (
    Path(__file__).resolve().parent.parent / "docs" / "twin" / "plan-1.schema.json"
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_contents())
def test_any_content_comes_back_as_it_was(content):
    twin = to_twin(content)
    assert from_twin(twin) == content
    assert to_twin(from_twin(twin)) == twin


def test_the_twin_is_sorted_compact_and_plain():
    twin = to_twin(papers.letter(), {"url": "https://x.vn/x/A", "code": "A"})
    data = json.loads(twin)
    again = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert twin == again.encode()
    assert list(data) == ["content", "extra", "schema", "version"]
    assert (data["schema"], data["version"]) == ("urn:thi-dua:plan:1", 1)
    assert data["extra"] == {"code": "A", "url": "https://x.vn/x/A"}
    assert data["content"]["letterhead"] == {
        "addressees": ["Các phòng, đơn vị thuộc phường", "12 tổ dân phố"],
        "authority": "ỦY BAN NHÂN DÂN\nPHƯỜNG NGUYỄN TRÃI",
        "issued_on": "2026-07-30",
        "number": 5,
        "place": "Nguyễn Trãi",
        "symbol": "UBND-VHXH",
    }


def test_an_empty_content_is_an_empty_object():
    assert (
        to_twin(PlanContent())
        == b'{"content":{},"schema":"urn:thi-dua:plan:1","version":1}'
    )


def test_the_published_schema_is_the_one_that_is_used():
    assert PUBLISHED.read_bytes() == SCHEMA_PATH.read_bytes()
    Draft202012Validator.check_schema(json.loads(PUBLISHED.read_text()))


def test_the_schema_knows_every_field():
    schema = json.loads(SCHEMA_PATH.read_text())
    kinds = {
        "line": values.Line, "letterhead": values.Letterhead, "signature": values.SignatureBlock,
        "citation": values.CitationNote, "period": values.PeriodNote, "phase": values.PhaseNote,
        "milestone": values.Milestone, "target": values.TargetNote,
        "assignment": values.AssignmentNote, "registration": values.RegistrationNote,
        "deadline": values.DeadlineNote, "award_form": values.AwardFormNote,
        "subject": values.SubjectNote,
    }  # fmt: skip
    for name, kind in kinds.items():
        assert set(schema["$defs"][name]["properties"]) == {
            f.name for f in fields(kind)
        }
    content = schema["properties"]["content"]["properties"]
    assert set(content) == {f.name for f in fields(PlanContent)}


@pytest.mark.parametrize(
    ("twin", "message"),
    [
        (b"\xff", "Dữ liệu kèm theo văn bản không phải JSON."),
        (b"[" * 100_000, "Dữ liệu kèm theo văn bản không phải JSON."),
        (b"[]", "Dữ liệu kèm theo văn bản sai cấu trúc tại “gốc”."),
        (b'{"schema":"urn:thi-dua:plan:2","version":2,"content":{}}',
         "Dữ liệu kèm theo văn bản thuộc phiên bản 2, mới hơn bản đọc được."),
        (b'{"schema":"urn:thi-dua:plan:1","version":1,"content":{"title":5}}',
         "Dữ liệu kèm theo văn bản sai cấu trúc tại “content/title”."),
        (b'{"schema":"urn:thi-dua:plan:1","version":1,"content":{"secret":""}}',
         "Dữ liệu kèm theo văn bản sai cấu trúc tại “content”."),
        (b'{"schema":"urn:thi-dua:plan:1","version":1,"content":{"lines":[{"kind":"song",'
         b'"text":""}]}}', "Dữ liệu kèm theo văn bản sai cấu trúc tại “content/lines/0/kind”."),
        (b'{"schema":"urn:thi-dua:plan:1","version":1,"content":{"letterhead":'
         b'{"issued_on":"2026-02-30"}}}', "Dữ liệu kèm theo văn bản có giá trị không hợp lệ."),
    ],
)  # fmt: skip
def test_a_wrong_twin_is_refused(twin, message):
    with pytest.raises(TwinRefused) as refusal:
        from_twin(twin)
    assert str(refusal.value) == message


def test_extra_is_kept_for_readers():
    twin = to_twin(PlanContent(), {"code": "7F3K-9QXM"})
    assert read_twin(twin)["extra"] == {"code": "7F3K-9QXM"}
