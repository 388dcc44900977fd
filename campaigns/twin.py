"""Bản dữ liệu: a plan's content as JSON that travels inside its PDF and is kept beside drafts.

The shape is ``schemas/plan-1.schema.json`` (described in docs/twin/). What has its default
value is left out, so equal contents have equal bytes and small ones stay small.
"""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cattrs import BaseValidationError, Converter
from jsonschema import Draft202012Validator

from campaigns.content import PlanContent

VERSION = 1
SCHEMA_ID = "urn:thi-dua:plan:1"
SCHEMA_PATH = Path(__file__).resolve().parent / "schemas" / "plan-1.schema.json"


class TwinRefused(ValueError):
    """Bản dữ liệu không đọc được; one Vietnamese sentence."""


def to_twin(content: PlanContent, extra: Mapping[str, str] | None = None) -> bytes:
    """UTF-8 JSON with sorted keys. ``extra``: what the paper knows besides (code, url)."""
    twin: dict[str, Any] = {
        "schema": SCHEMA_ID,
        "version": VERSION,
        "content": _converter().unstructure(content),
    }
    if extra:
        twin["extra"] = dict(extra)
    return json.dumps(
        twin, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def digest_of(content: PlanContent) -> str:
    """Dấu vân tay của nội dung: SHA-256 of its twin."""
    return sha256(to_twin(content)).hexdigest()


def from_own(twin: str) -> PlanContent:
    """The content of a twin that this installation wrote and kept, whatever a draft held."""
    content: PlanContent = _converter().structure(
        json.loads(twin)["content"], PlanContent
    )
    return content


def from_twin(twin: bytes) -> PlanContent:
    """The content again. Raises TwinRefused for anything that the schema does not allow."""
    data = read_twin(twin)
    try:
        return _converter().structure(data["content"], PlanContent)
    except (BaseValidationError, ValueError, InvalidOperation) as error:
        raise TwinRefused(
            "Dữ liệu kèm theo văn bản có giá trị không hợp lệ."
        ) from error


def read_twin(twin: bytes) -> dict[str, Any]:
    """The twin as checked JSON: schema, version, content and perhaps extra."""
    try:
        data = json.loads(twin)
    except (ValueError, RecursionError) as error:
        raise TwinRefused("Dữ liệu kèm theo văn bản không phải JSON.") from error
    if (
        isinstance(data, dict)
        and isinstance(data.get("version"), int)
        and data["version"] > VERSION
    ):
        raise TwinRefused(
            f"Dữ liệu kèm theo văn bản thuộc phiên bản {data['version']}, mới hơn bản đọc được."
        )
    problem = next(iter(_validator().iter_errors(data)), None)
    if problem is not None:
        where = "/".join(map(str, problem.absolute_path)) or "gốc"
        raise TwinRefused(f"Dữ liệu kèm theo văn bản sai cấu trúc tại “{where}”.")
    return data


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA_PATH.read_text()))


@cache
def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, omit_if_default=True)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    return converter
