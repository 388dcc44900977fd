"""Kiểm tra một tệp: everything that is done to untrusted bytes. Runs in a child process.

Offline by design: certificates in an uploaded file name addresses of their maker's
choosing, and none of them is ever asked.
"""

import asyncio
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pyhanko.pdf_utils import generic  # noqa: TID253  loaded only in the child process
from pyhanko.sign.diff_analysis import (  # noqa: TID253  likewise
    DiffResult,
    ModificationLevel,
)
from pyhanko.sign.fields import enumerate_sig_fields  # noqa: TID253  likewise
from pyhanko.sign.validation.pdf_embedded import (  # noqa: TID253  likewise
    EmbeddedPdfSignature,
)
from pyhanko.sign.validation.status import (  # noqa: TID253  likewise
    SignatureCoverageLevel,
)

from reports.steady_reader import SteadyReader
from reports.trust import Trust, is_demonstration
from reports.verifying import aftermath, containers, proof, wording
from reports.verifying.identity import issuer_of, subject_of
from reports.verifying.proof import Evidence, Stamp, Trouble, Weighed
from reports.verifying.report import Coverage, Report, SignerReport, Verdict

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MAX_SIGNATURES = 20
# Our own papers' fields: such a paper is whole with both signatures only (R72, R73).
_PERSON, _AGENCY = "NguoiKy", "CoQuan"
# Of a paper that several sign, a field for each: how their names begin, what is said of one empty.
_SEATS = (("ThanhVien", wording.NO_MEMBERS), ("NguoiKy", wording.NO_SIGNERS))
_NUMBER, _DATE = "SoKyHieu", "DiaDanhThoiGian"
_ENDS_TRIED = 3
_END = re.compile(rb"startxref\s+\d+\s+%%EOF(\r\n|\r|\n)?")
# How an update begins that was to follow: the file was cut inside it.
_OBJECT = re.compile(rb"\s*\d+ \d+ obj\b")
_GRAVEST = (
    Verdict.ALTERED,
    Verdict.APPENDED,
    Verdict.REVOKED,
    Verdict.UNTRUSTED,
    Verdict.UNSIGNED,
)


def inspect(data: bytes, trust: Trust, now: datetime | None = None) -> Report:
    """Judge ``data``. Never raises on account of what the bytes are."""
    now = now or datetime.now(UTC)
    blank = Report(
        verdict=Verdict.NOT_PDF,
        messages=(wording.NOT_PDF,),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        checked_at=now.astimezone(HANOI),
    )
    if not data.startswith(b"%PDF-"):
        return blank
    if b"/ByteRange" in data:
        blank = replace(blank, messages=(wording.NOT_AS_SIGNED,))
    try:
        return _judged(data, trust, now, blank)
    except MemoryError:
        raise
    except Exception:
        # pyHanko meets broken files with errors of a dozen kinds; to the reader of the
        # report they are one: this is not a PDF that can be relied on.
        return _without_its_tail(data, trust, now, blank) or _unsigned(data, blank)


def _without_its_tail(
    data: bytes, trust: Trust, now: datetime, blank: Report
) -> Report | None:
    """A signed paper with something behind its end that no reader expects there.

    Not where the rest bears a signature: then it is no tail, and the paper is a broken one.
    """
    ends = [found.end() for found in _END.finditer(data)]
    for end in reversed(ends[-_ENDS_TRIED:]):
        if end == len(data):
            continue
        if b"/ByteRange" in data[end:]:
            return None
        try:
            report = _judged(data[:end], trust, now, blank)
        except MemoryError:
            raise
        except Exception:
            continue
        return _with_a_tail(report, data[end:]) if report.signers else None
    return None


def _with_a_tail(report: Report, tail: bytes) -> Report:
    """``report`` on a paper, told of what lies behind its end."""
    graver = report.verdict in (Verdict.ALTERED, Verdict.APPENDED)
    said = [text for text in report.messages if text != wording.UNCHANGED]
    found = _said_of(tail)
    return replace(
        report,
        verdict=report.verdict if graver else Verdict.APPENDED,
        messages=tuple([*said, found] if graver else [found, *said]),
    )


def _unsigned(data: bytes, blank: Report) -> Report:
    """What other programs open, though it breaks a rule of the format, may still be unsigned."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            form = pdf.Root.get("/AcroForm")
            has_fields = form is not None and len(form.get("/Fields", pikepdf.Array()))
            if b"/ByteRange" not in data and not has_fields:
                pages = len(pdf.pages)
                return _with(blank, Verdict.UNSIGNED, wording.UNSIGNED, pages=pages)
    except (pikepdf.PdfError, AttributeError, TypeError, ValueError):
        return blank
    return blank


def _judged(data: bytes, trust: Trust, now: datetime, blank: Report) -> Report:
    reader = SteadyReader(io.BytesIO(data))
    if "/Encrypt" in reader.trailer:
        return _with(blank, Verdict.ENCRYPTED, wording.ENCRYPTED)
    pages = int(reader.root["/Pages"]["/Count"])
    filled = list(enumerate_sig_fields(reader, filled_status=True))
    if not filled:
        return _with(blank, Verdict.UNSIGNED, wording.UNSIGNED, pages=pages)
    if len(filled) > MAX_SIGNATURES:
        return _with(blank, Verdict.NOT_PDF, wording.TOO_MANY)
    try:
        return _weighed(
            data, reader, len(filled), trust, now, replace(blank, pages=pages)
        )
    except MemoryError:
        raise
    except Exception:
        # The pages can be read, the signatures cannot.
        return _with(blank, Verdict.ALTERED, wording.BROKEN_CONTAINER, pages=pages)


def _weighed(
    data: bytes,
    reader: SteadyReader,
    filled: int,
    trust: Trust,
    now: datetime,
    blank: Report,
) -> Report:
    signatures = reader.embedded_regular_signatures
    stamps = reader.embedded_timestamp_signatures
    if len(signatures) + len(stamps) != filled or not signatures:
        return _with(blank, Verdict.UNTRUSTED, wording.UNKNOWN_KIND)
    last = max(signature.signed_revision for signature in signatures)
    for signature in reader.embedded_signatures:
        is_last = signature.signed_revision >= last
        signature.compute_integrity_info(aftermath.POLICY if is_last else None)
    evidence = Evidence.of(reader, trust)
    standing, is_broken, weighed = asyncio.run(
        _weigh_all(signatures, stamps, evidence, now)
    )
    signers = tuple(
        _signer(signature, weight, standing)
        for signature, weight in zip(signatures, weighed, strict=True)
    )
    faults = list(_faults(data, reader, signatures, signers, weighed))
    pool = [*evidence.roots, *evidence.certificates]
    every = reader.embedded_signatures
    if (
        is_broken
        or not all(containers.is_well_formed(each, data) for each in every)
        or not (faults or all(containers.has_true_certificates(e, pool) for e in every))
    ):
        faults.append((Verdict.ALTERED, wording.BROKEN_CONTAINER))
    verdict = next(
        (grave for grave in _GRAVEST if any(kind == grave for kind, _ in faults)),
        Verdict.VALID,
    )
    messages = [text for grave in _GRAVEST for kind, text in faults if kind == grave]
    if verdict == Verdict.VALID:
        messages.append(wording.UNCHANGED)
    if any(signer.is_demonstration for signer in signers):
        messages.append(wording.DEMONSTRATION)
    report = _with(
        blank,
        verdict,
        *dict.fromkeys(messages),
        signers=signers,
        archived_until=standing[-1].expires.astimezone(HANOI) if standing else None,
    )
    return report.with_texts(*_field_lines(reader, last))


def _with(blank: Report, verdict: Verdict, *messages: str, **values: Any) -> Report:
    return replace(blank, verdict=verdict, messages=messages, **values)


async def _weigh_all(
    signatures: Sequence[EmbeddedPdfSignature],
    stamps: Sequence[EmbeddedPdfSignature],
    evidence: Evidence,
    now: datetime,
) -> tuple[list[Stamp], bool, list[Weighed]]:
    """Stamps that hold, whether a stamp is broken, and each signature's weight."""
    whole = [s for s in stamps if s.coverage >= SignatureCoverageLevel.ENTIRE_REVISION]
    standing, is_broken = await proof.standing_stamps(whole, evidence, now)
    weighed = [
        await proof.weigh(signature, standing, evidence, now)
        for signature in signatures
    ]
    is_broken = (
        is_broken
        or len(whole) < len(stamps)
        or any(weight.is_stamp_broken for weight in weighed)
    )
    return standing, is_broken, weighed


def _signer(
    signature: EmbeddedPdfSignature,
    weight: Weighed,
    standing: Sequence[Stamp],
) -> SignerReport:
    certificate = signature.signer_cert
    subject = subject_of(certificate)
    archived = any(stamp.revision > signature.signed_revision for stamp in standing)
    claimed = signature.self_reported_timestamp
    moment = weight.moment if weight.is_time_proven else claimed
    return SignerReport(
        field=signature.field_name,
        is_agency=subject.is_agency or signature.field_name == _AGENCY,
        name=subject.name,
        post=subject.post,
        organisation=subject.organisation,
        capacity=_string(signature, "/Reason"),
        place=_string(signature, "/Location"),
        signed_at=moment and moment.astimezone(HANOI),
        is_time_proven=weight.is_time_proven,
        level=_level(weight, archived=archived),
        coverage=_coverage(signature),
        is_intact=weight.is_intact,
        is_trusted=weight.trouble is None,
        issuer=issuer_of(certificate),
        valid_from=certificate.not_valid_before.astimezone(HANOI),
        valid_to=certificate.not_valid_after.astimezone(HANOI),
        revoked_at=weight.revoked_at and weight.revoked_at.astimezone(HANOI),
        is_demonstration=is_demonstration(certificate.dump()),
        problem=problem_of(subject.name, signature, weight),
    )


def _level(weight: Weighed, *, archived: bool) -> str:
    if not weight.is_time_proven:
        return "B-B"
    if not weight.is_self_contained:
        return "B-T"
    return "B-LTA" if archived else "B-LT"


def _coverage(signature: EmbeddedPdfSignature) -> Coverage:
    if signature.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return Coverage.WHOLE_FILE
    if signature.coverage == SignatureCoverageLevel.ENTIRE_REVISION:
        return Coverage.REVISION
    return Coverage.PART


def _modification(signature: EmbeddedPdfSignature) -> ModificationLevel:
    result = signature.diff_result
    if isinstance(result, DiffResult):
        return result.modification_level
    return ModificationLevel.OTHER


def problem_of(name: str, signature: EmbeddedPdfSignature, weight: Weighed) -> str:
    """One sentence about a signature, "" where all is well with it."""
    if not weight.is_intact:
        return wording.ALTERED.format(name=name)
    certificate = signature.signer_cert
    match weight.trouble:
        case None:
            return ""
        case Trouble.REVOKED:
            at = weight.revoked_at
            when = f"{at.astimezone(HANOI):%H:%M, %d/%m/%Y}" if at else "trước lúc ký"
            return wording.REVOKED.format(name=name, when=when)
        case Trouble.NO_CHAIN:
            return wording.NO_CHAIN.format(name=name, issuer=issuer_of(certificate))
        case Trouble.EXPIRED:
            until = f"{certificate.not_valid_after.astimezone(HANOI):%d/%m/%Y}"
            return wording.EXPIRED.format(name=name, until=until)
        case Trouble.NOT_YET:
            return wording.NOT_YET.format(name=name)
        case Trouble.WRONG_USE:
            return wording.WRONG_USE.format(name=name)
        case Trouble.WEAK:
            return wording.WEAK.format(name=name)
        case Trouble.UNKNOWN_REVOCATION:
            return wording.UNKNOWN_REVOCATION.format(name=name)
    return wording.BROKEN_TRUST.format(name=name)


def _faults(
    data: bytes,
    reader: SteadyReader,
    signatures: Sequence[EmbeddedPdfSignature],
    signers: Sequence[SignerReport],
    weighed: Sequence[Weighed],
) -> Any:
    """Everything that stands against the file, as (verdict, sentence)."""
    last = max(signature.signed_revision for signature in signatures)
    for signature, signer, weight in zip(signatures, signers, weighed, strict=True):
        if not weight.is_intact or signer.coverage == Coverage.PART:
            yield Verdict.ALTERED, wording.ALTERED.format(name=signer.name)
            continue
        level, is_last = _modification(signature), signature.signed_revision == last
        if not signature.summarise_integrity_info()["docmdp_ok"]:
            yield Verdict.APPENDED, wording.CHANGED_AFTER.format(name=signer.name)
        elif is_last and level > ModificationLevel.LTA_UPDATES:
            # A form may be filled until the last signature and not by anyone after it.
            yield Verdict.APPENDED, wording.APPENDED
        if weight.trouble is not None:
            kind = (
                Verdict.REVOKED
                if weight.trouble == Trouble.REVOKED
                else Verdict.UNTRUSTED
            )
            yield kind, signer.problem
    tail = data[data.rfind(b"%%EOF") + 5 :]  # no library looks there
    if tail not in (b"", b"\n", b"\r", b"\r\n"):
        yield Verdict.APPENDED, _said_of(tail)
    for begins, sentence in _SEATS:
        seats = sum(name.startswith(begins) for name in _field_names(reader))
        if missing := max(0, seats - len(signers)):
            # Counted, not named: a member's own device may sign in a field of its own making.
            yield Verdict.UNSIGNED, sentence.format(count=missing)
    if {_PERSON, _AGENCY} <= _field_names(reader):
        # Somebody's own device may have signed in a field of its own making.
        if not any(s.field == _PERSON or not s.is_agency for s in signers):
            yield Verdict.UNSIGNED, wording.NO_PERSON
        elif not any(s.is_agency and s.field != _PERSON for s in signers):
            yield Verdict.UNSIGNED, wording.NO_AGENCY


def _said_of(tail: bytes) -> str:
    is_cut = _OBJECT.match(tail) and b"%%EOF" not in tail
    return wording.UNFINISHED if is_cut else wording.TRAILING


def _field_names(handler: Any) -> set[str]:
    try:
        fields = handler.root["/AcroForm"]["/Fields"]
    except KeyError:
        return set()
    return {str(each.get_object().get("/T", "")) for each in fields}


def _field_lines(reader: SteadyReader, revision: int) -> tuple[str, str]:
    """Number and date as the revision of the last signature holds them."""
    signed = reader.get_historical_resolver(revision)
    lines = {_NUMBER: "", _DATE: ""}
    try:
        fields = signed.root["/AcroForm"]["/Fields"]
    except KeyError:
        return "", ""
    for each in fields:
        entry = each.get_object()
        name, value = str(entry.get("/T", "")), entry.get("/V")
        if name in lines and isinstance(value, generic.TextStringObject):
            lines[name] = str(value)[:300]
    return lines[_NUMBER], lines[_DATE]


def _string(signature: EmbeddedPdfSignature, key: str) -> str:
    value = signature.sig_object.get(key, "")
    text = str(value) if isinstance(value, generic.TextStringObject) else ""
    return "".join(c for c in text if c.isprintable())[:300]


def first_page_lines(data: bytes) -> tuple[str, str]:
    """Number and date from the text of page 1, for papers without our fields.

    pdfium gives up by ending the process when memory runs short: call it last.
    """
    import pypdfium2  # noqa: PLC0415  only for papers of other systems

    document = pypdfium2.PdfDocument(data)
    return wording.lines_of(document[0].get_textpage().get_text_range())
