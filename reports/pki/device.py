"""Thiết bị của người ký, trình diễn: signs a file as a signing program with a token would.

It appends one signature in the first empty signature field, as PDF readers do.
"""

import io
from pathlib import Path

from reports.pki.authority import Authority
from reports.pki.records import PkiError


def sign(authority: Authority, key: str, source: Path) -> bytes:
    """``source`` with the signature of ``key`` behind it."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    path = authority.keystore_dir / f"{key}.p12"
    if not path.exists():
        raise PkiError(f"Không có chứng thư nào mang tên khóa {key}.")
    signer = signers.SimpleSigner.load_pkcs12(path, passphrase=authority.passphrase)
    writer = IncrementalPdfFileWriter(io.BytesIO(source.read_bytes()))
    empty = list(fields.enumerate_sig_fields(writer, filled_status=False))
    if signer is None or not empty:
        raise PkiError(f"{source}: không còn trường chữ ký trống.")
    metadata = signers.PdfSignatureMetadata(
        field_name=empty[0][0],
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    signed = signers.sign_pdf(writer, metadata, signer, existing_fields_only=True)
    return bytes(signed.getvalue())
