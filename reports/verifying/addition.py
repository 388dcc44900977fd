"""Tệp của ta cộng đúng một chữ ký: judges what came back from somebody's own device.

Runs in the child process, offline. The earlier part must be our file byte for byte, cross
references included; what follows may be one signature with its field and picture, proofs
(DSS) and document time stamps, and nothing else. Whose the signature must be is not asked
here: the caller knows its people.
"""

import asyncio
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from asn1crypto import x509
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from pyhanko.sign.diff_analysis import (  # noqa: TID253  loaded only in the child process
    DiffPolicy,
    DiffResult,
    FormUpdatingRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
)
from pyhanko.sign.validation.pdf_embedded import (  # noqa: TID253  likewise
    EmbeddedPdfSignature,
)
from pyhanko.sign.validation.status import (  # noqa: TID253  likewise
    SignatureCoverageLevel,
)

from reports.steady_reader import SteadyReader
from reports.trust import Trust
from reports.verifying import containers, proof, wording
from reports.verifying.added import Added, MarkArea
from reports.verifying.aftermath import GLOBAL_RULES
from reports.verifying.identity import issuer_of, subject_of
from reports.verifying.inspection import problem_of
from reports.verifying.proof import Evidence, Trouble, Weighed

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_ODD_CLOCKS = timedelta(minutes=10)

# No rule for other fields: whoever signs fills in nothing and changes nothing.
_ONE_SIGNATURE: DiffPolicy = StandardDiffPolicy(
    global_rules=GLOBAL_RULES,
    form_rule=FormUpdatingRule(
        field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]
    ),
)


class _Wrong(Exception):
    """The sentence for whoever sent the file."""


def judge(
    base: bytes,
    data: bytes,
    trust: Trust,
    *,
    area: MarkArea | None,
    since: datetime,
    now: datetime | None = None,
) -> Added:
    """Compare ``data`` with ``base``. Never raises on account of what the bytes are.

    ``area``: where the signature's picture may stand; ``since``: when ``base`` was made.
    """
    if data == base:
        return Added(problem=wording.NOTHING_ADDED)
    if not data.startswith(base):
        return Added(problem=wording.NOT_OURS)
    try:
        return _judged(base, data, trust, area, since, now or datetime.now(UTC))
    except _Wrong as wrong:
        return Added(problem=str(wrong))
    except MemoryError:
        raise
    except Exception:
        # As in ``inspection``: broken files show themselves in a dozen kinds of error.
        return Added(problem=wording.ADDITION_BROKEN)


def _judged(
    base: bytes, data: bytes, trust: Trust, area: MarkArea | None, since: datetime,
    now: datetime,
) -> Added:  # fmt: skip
    ours, reader = SteadyReader(io.BytesIO(base)), SteadyReader(io.BytesIO(data))
    last_of_ours = ours.xrefs.total_revisions - 1
    for revision in range(last_of_ours + 1):
        # The same bytes are not enough: the new part may lead readers past them.
        if ours.xrefs.get_startxref_for_revision(
            revision
        ) != reader.xrefs.get_startxref_for_revision(revision):
            raise _Wrong(wording.NOT_OURS)
    signature = _the_new_one(reader, len(ours.embedded_regular_signatures))
    for each in reader.embedded_signatures:
        each.compute_integrity_info(skip_diff=True)
    _require_covered(signature, last_of_ours)
    found = _ONE_SIGNATURE.review_file(reader, last_of_ours)
    if not isinstance(found, DiffResult) or _new_fields(ours, reader) - {
        each.field_name for each in reader.embedded_signatures
    }:
        raise _Wrong(wording.MORE_THAN_A_SIGNATURE)
    tail = data[data.rfind(b"%%EOF") + 5 :]
    if tail.strip():
        raise _Wrong(wording.MORE_THAN_A_SIGNATURE)
    certificate = signature.signer_cert
    name = subject_of(certificate).name
    if not ours.embedded_regular_signatures and (
        signature.docmdp_level is not None or signature.fieldmdp is not None
    ):
        raise _Wrong(wording.LOCKED_BY_PERSON)
    evidence = Evidence.of(reader, trust)
    weight = asyncio.run(_weigh(reader, signature, evidence, now))
    every = reader.embedded_signatures
    pool = [*evidence.roots, *evidence.certificates]
    if (
        not weight.is_intact
        or weight.is_stamp_broken
        or not all(containers.is_well_formed(each, data) for each in every)
    ):
        raise _Wrong(wording.ADDITION_BROKEN)
    if weight.trouble not in (None, Trouble.UNKNOWN_REVOCATION):
        problem = problem_of(name, signature, weight)
        raise _Wrong(f"{problem} {wording.OTHER_CERTIFICATE}")
    if not all(containers.has_true_certificates(each, pool) for each in every):
        raise _Wrong(wording.ADDITION_BROKEN)
    signed_at = (
        weight.moment if weight.is_time_proven else signature.self_reported_timestamp
    )
    _require_plausible(signed_at, since, now)
    if area is not None:
        _require_mark(reader, signature, area)
    digest = Hash(SHA256())
    digest.update(certificate.dump())
    return Added(
        field=signature.field_name,
        name=name,
        organisation=subject_of(certificate).organisation,
        fingerprint=digest.finalize().hex(),
        issuer=issuer_of(certificate),
        signed_at=signed_at and signed_at.astimezone(HANOI),
        is_time_proven=weight.is_time_proven,
        valid_from=_valid(certificate, "not_valid_before"),
        valid_to=_valid(certificate, "not_valid_after"),
    )


def _the_new_one(reader: SteadyReader, before: int) -> EmbeddedPdfSignature:
    added = reader.embedded_regular_signatures[before:]
    if not added:
        raise _Wrong(wording.NOTHING_ADDED)
    if len(added) > 1:
        raise _Wrong(wording.SEVERAL_ADDED.format(count=len(added)))
    return added[0]


def _require_covered(signature: EmbeddedPdfSignature, last_of_ours: int) -> None:
    """Over every byte of its own revision, and that revision is one of the new ones."""
    if (
        signature.coverage is None
        or signature.coverage < SignatureCoverageLevel.ENTIRE_REVISION
        or signature.signed_revision <= last_of_ours
    ):
        raise _Wrong(wording.NOT_COVERED)


def _new_fields(ours: Any, reader: Any) -> set[str]:
    return set(_names(reader)) - set(_names(ours))


def _names(handler: Any) -> Iterator[str]:
    try:
        fields = handler.root["/AcroForm"]["/Fields"]
    except KeyError:
        return
    for each in fields:
        yield str(each.get_object().get("/T", ""))


async def _weigh(
    reader: SteadyReader, signature: EmbeddedPdfSignature, evidence: Evidence, now: datetime
) -> Weighed:  # fmt: skip
    stamps = reader.embedded_timestamp_signatures
    standing, _ = await proof.standing_stamps(stamps, evidence, now)
    return await proof.weigh(signature, standing, evidence, now)


def _require_plausible(
    signed_at: datetime | None, since: datetime, now: datetime
) -> None:
    if signed_at is None:
        raise _Wrong(wording.NO_TIME)
    if not since - _ODD_CLOCKS <= signed_at <= now + _ODD_CLOCKS:
        when = f"{signed_at.astimezone(HANOI):%H:%M, %d/%m/%Y}"
        raise _Wrong(wording.ODD_TIME.format(when=when))


def _require_mark(
    reader: SteadyReader, signature: EmbeddedPdfSignature, area: MarkArea
) -> None:
    """The signature shows itself, where a reader looks for it and over nothing else."""
    page, rect = _widget(reader, signature)
    if page is None or rect[2] - rect[0] < 1 or rect[3] - rect[1] < 1:
        raise _Wrong(wording.INVISIBLE)
    inside = (
        page == area.page
        and area.x1 <= rect[0]
        and area.y1 <= rect[1]
        and rect[2] <= area.x2
        and rect[3] <= area.y2
    )
    if not inside:
        raise _Wrong(wording.MARK_ELSEWHERE.format(page=area.page + 1))


def _widget(
    reader: SteadyReader, signature: EmbeddedPdfSignature
) -> tuple[int | None, tuple[float, float, float, float]]:
    """On which page the field's only widget stands, and its corners in order."""
    field = signature.sig_field
    kids = field.get("/Kids")
    widget = field if not kids else kids[0].get_object()
    if (kids and len(kids) > 1) or "/Rect" not in widget or "/AP" not in widget:
        return None, (0, 0, 0, 0)
    x1, y1, x2, y2 = (float(number) for number in widget["/Rect"])
    corners = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    own = widget.container_ref
    for number in range(int(reader.root["/Pages"]["/Count"])):
        page = reader.find_page_for_modification(number)[0].get_object()
        for each in page.get("/Annots", ()):
            if each.get_object().container_ref == own:
                return number, corners
    return None, corners


def _valid(certificate: x509.Certificate, name: str) -> datetime:
    moment: datetime = getattr(certificate, name)
    return moment.astimezone(HANOI)
