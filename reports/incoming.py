"""Tệp đến: the signatures of a file that a superior sent, for who begins a plan with it.

``settings.FILE_SIGNATURES`` names ``signatures``.
"""

import re

from campaigns.signatures import Signatures
from reports import verifying
from reports.verifying.report import SignerReport, VerifierBusy
from units.wording import vn_datetime


def signatures(content: bytes) -> Signatures:
    """Who signed it, and whether that may be believed; judged in the verifier's own process."""
    try:
        report = verifying.verify(content)
    except VerifierBusy as busy:
        raise BlockingIOError("the verifier is busy") from busy
    number = re.match(r"\d+", report.number)
    return Signatures(
        sha256=report.sha256,
        is_signed=report.is_signed_pdf,
        is_valid=report.is_valid,
        sentence=""
        if report.is_valid
        else " ".join([f"{report.headline}.", *report.messages[:1]]),
        signers="; ".join(map(_signer, report.signers))[:1000]
        if report.is_valid
        else "",
        agencies=tuple(
            dict.fromkeys(
                signer.organisation or signer.name
                for signer in report.signers
                if signer.is_agency
            )
        ),
        number=int(number[0]) if number else None,
        issued_on=report.issued_on,
    )


def _signer(signer: SignerReport) -> str:
    post = signer.capacity or signer.post
    whom = signer.organisation if signer.organisation != signer.name else ""
    told = ", ".join(filter(None, [signer.name, post, whom]))
    return f"{told} ({vn_datetime(signer.signed_at)})" if signer.signed_at else told
