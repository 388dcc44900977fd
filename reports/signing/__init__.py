"""Ký số: from a rendered paper to one that two signatures protect.

``prepare`` → ``sign_person`` → ``sign_agency`` with number and date (→ ``upgrade``). A record
that no person signs: ``prepare_seal`` → ``seal_record``.
Bytes in, bytes out; each step checks what the one before must have left. Only a process
that has ``SIGN_KEYS_DIR`` or ``PKCS11_MODULE`` can sign (:class:`KeysNotHere` elsewhere).

Refusals are ``reports.errors.SigningRefused`` with one Vietnamese sentence; what may pass
by itself (a token, OCSP, a TSA that does not answer) is ``SignerUnavailable``, worth
another try. Nothing of pyHanko or pikepdf is loaded before a function here is called.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reports.errors import SignerUnavailable
from reports.signing.config import SigningConfig
from reports.signing.values import (
    MM,
    Asks,
    Box,
    FieldName,
    KeyInfo,
    KeysNotHere,
    Level,
    LinePlace,
    Lines,
    Places,
    Seat,
    Signed,
    SignerRef,
    Unlock,
    seal_box,
    seat_field,
)

__all__ = [
    "MM",
    "Asks",
    "Box",
    "FieldName",
    "KeyInfo",
    "KeysNotHere",
    "Level",
    "LinePlace",
    "Lines",
    "Places",
    "Seat",
    "Signed",
    "SignerRef",
    "SigningConfig",
    "Unlock",
    "archive",
    "attest",
    "describe_certificate",
    "describe_key",
    "describe_remote",
    "draw_demo_seal",
    "draw_demo_signature",
    "is_archived",
    "prepare",
    "prepare_annex",
    "prepare_copy",
    "prepare_seal",
    "prepare_seats",
    "remote_credentials",
    "renew",
    "seal_annex",
    "seal_box",
    "seal_copy",
    "seal_picture",
    "seal_record",
    "seat_field",
    "send_code",
    "sign_agency",
    "sign_person",
    "sign_seat",
    "signature_picture",
    "signers_of",
    "stamp_until",
    "upgrade",
    "write_lines",
]


def prepare(pdf: bytes, places: Places) -> bytes:
    """Chuẩn bị tệp ký: put in every field before the first signature.

    Deterministic. Number and date show their blanks until the clerk fills them.
    """
    from reports.signing import preparation  # noqa: PLC0415  loads pikepdf

    return preparation.prepare(pdf, places)


def prepare_seal(pdf: bytes, seal: Box) -> bytes:
    """Chuẩn bị biên bản máy lập: the agency's field alone, for no person signs it."""
    from reports.signing import preparation  # noqa: PLC0415  loads pikepdf

    return preparation.prepare_seal(pdf, seal)


def prepare_seats(pdf: bytes, seats: Sequence[Seat]) -> bytes:
    """Chuẩn bị bản nhiều người cùng ký: a field for each, all of them before the first signature.

    Deterministic.
    """
    from reports.signing import preparation  # noqa: PLC0415  loads pikepdf

    return preparation.prepare_seats(pdf, seats)


def prepare_copy(pdf: bytes, line: str) -> bytes:
    """Chuẩn bị bản sao điện tử of a signed paper: its pages, ``line`` (R76), the agency's field.

    Deterministic. What the original's signatures proved is proved in the original alone.
    """
    from reports.signing import copying  # noqa: PLC0415  loads pikepdf

    return copying.prepare_copy(pdf, line)


def prepare_annex(pdf: bytes, line: str) -> bytes:
    """Chuẩn bị phụ lục ở tệp riêng: ``line`` (R75) over its title, the agency's field.

    Deterministic.
    """
    from reports.signing import preparation  # noqa: PLC0415  loads pikepdf

    return preparation.prepare_annex(pdf, line)


def sign_person(
    pdf: bytes,
    ref: SignerRef,
    *,
    owner: str,
    picture: bytes,
    capacity: str = "",
    place: str = "",
    certify: bool = True,
    unlock: Unlock | None = None,
    config: SigningConfig | None = None,
) -> Signed:
    """Người có thẩm quyền ký (R70): certifies the paper, later only fields may be filled.

    ``owner`` is who acts ("user:17") and must be the certificate's holder. ``picture`` is
    a PNG with alpha from :func:`signature_picture`. ``capacity`` ("KT. Chủ tịch, Phó Chủ
    tịch") and ``place`` are signed along with the paper. Level B-LT, less where a service
    is silent (see :class:`Signed`).
    """
    from reports.signing import pades  # noqa: PLC0415  loads pyHanko

    return pades.sign_person(
        pdf,
        ref,
        owner=owner,
        picture=picture,
        capacity=capacity,
        place=place,
        certify=certify,
        unlock=unlock,
        config=config or SigningConfig.from_settings(),
    )


def sign_seat(
    pdf: bytes,
    ref: SignerRef,
    *,
    field: str,
    before: int,
    owner: str,
    picture: bytes,
    capacity: str = "",
    place: str = "",
    unlock: Unlock | None = None,
    config: SigningConfig | None = None,
) -> Signed:
    """Một trong nhiều người cùng ký, in the field prepared for them; ``before`` have signed.

    Each signature covers the whole file as it finds it, the earlier signatures included; no
    one certifies, for all are equals. Otherwise as :func:`sign_person`.
    """
    from reports.signing import pades  # noqa: PLC0415  loads pyHanko

    return pades.sign_seat(
        pdf,
        ref,
        field=field,
        before=before,
        owner=owner,
        picture=picture,
        capacity=capacity,
        place=place,
        unlock=unlock,
        config=config or SigningConfig.from_settings(),
    )


def signers_of(pdf: bytes) -> list[str]:
    """Ai đã ký: fingerprints of the certificates, in the order of their signatures."""
    from reports.signing import outside  # noqa: PLC0415  loads pyHanko

    return outside.signers_of(pdf)


def sign_agency(
    pdf: bytes,
    ref: SignerRef,
    *,
    owner: str,
    picture: bytes,
    lines: Lines | None = None,
    capacity: str = "",
    place: str = "",
    archive: bool = True,
    config: SigningConfig | None = None,
) -> Signed:
    """Văn thư điền số, ngày và ký của cơ quan (R71, R72): over the whole file.

    Only after an intact personal signature with nothing behind it. Number and date are
    filled in the same revision and locked by the signature; ``lines`` is None only for a
    paper that prints them itself.

    Level B-LT; with ``archive`` and a TSA, a document time stamp follows (B-LTA). Should
    only that stamp fail, the B-LT paper is returned with ``owed=("archive",)``.
    """
    from reports.signing import archiving, pades  # noqa: PLC0415  loads pyHanko

    config = config or SigningConfig.from_settings()
    signed = pades.sign_agency(
        pdf,
        ref,
        owner=owner,
        picture=picture,
        lines=lines,
        capacity=capacity,
        place=place,
        config=config,
    )
    return archiving.archived(signed, config) if archive else signed


def attest(
    pdf: bytes, fingerprint: str, *, config: SigningConfig | None = None
) -> Signed:
    """Nhận chữ ký làm ngoài: its certificate may sign now, as the services say; or a refusal.

    Raises ``SignerUnavailable`` where nobody can say. The bytes stay as they are.
    """
    from reports.signing import outside  # noqa: PLC0415  loads pyHanko

    return outside.attest(pdf, fingerprint, config or SigningConfig.from_settings())


def write_lines(pdf: bytes, lines: Lines) -> bytes:
    """Điền số, ngày trước khi cơ quan ký bằng thiết bị của mình. Appends only."""
    from reports.signing import outside  # noqa: PLC0415  loads pyHanko

    return outside.write_lines(pdf, lines)


def archive(signed: Signed, *, config: SigningConfig | None = None) -> Signed:
    """Nâng lên B-LTA what was sealed outside; the stamp is owed where a service is silent."""
    from reports.signing import archiving  # noqa: PLC0415  loads pyHanko

    return archiving.archived(signed, config or SigningConfig.from_settings())


def seal_record(
    pdf: bytes,
    ref: SignerRef,
    *,
    owner: str,
    picture: bytes,
    reason: str = "",
    place: str = "",
    config: SigningConfig | None = None,
) -> Signed:
    """Ký của cơ quan lên biên bản máy lập: the only signature, and it certifies the paper.

    Level B-LTA where a TSA is set up. Nobody waits for such a paper, so a service that is
    silent is ``SignerUnavailable`` and nothing less is kept; without a TSA level B-B.
    """
    done = _sealed_alone(
        pdf,
        ref,
        owner=owner,
        picture=picture,
        reason=reason,
        place=place,
        config=config,
    )
    if done.owed:
        raise SignerUnavailable("Dịch vụ dấu thời gian chưa trả lời.")
    return done


def seal_copy(
    pdf: bytes,
    ref: SignerRef,
    *,
    owner: str,
    place: str = "",
    config: SigningConfig | None = None,
) -> Signed:
    """Ký của cơ quan lên bản sao, as ``seal_record`` but without a picture (R76)."""
    from reports.signing import copying  # noqa: PLC0415  loads Pillow

    return seal_record(
        pdf,
        ref,
        owner=owner,
        picture=copying.nothing_drawn(),
        reason="Sao y",
        place=place,
        config=config,
    )


def seal_annex(
    pdf: bytes,
    ref: SignerRef,
    *,
    owner: str,
    place: str = "",
    config: SigningConfig | None = None,
) -> Signed:
    """Ký của cơ quan lên phụ lục ở tệp riêng: the only signature, without a picture (R75).

    Level and what may stay owed: as ``sign_agency``, for the paper does not wait either.
    """
    from reports.signing import copying  # noqa: PLC0415  loads Pillow

    return _sealed_alone(
        pdf,
        ref,
        owner=owner,
        picture=copying.nothing_drawn(),
        reason="Phụ lục kèm theo văn bản",
        place=place,
        config=config,
    )


def _sealed_alone(
    pdf: bytes, ref: SignerRef, *, config: SigningConfig | None, **more: Any
) -> Signed:
    """With the agency's signature as the only one; the archive stamp may stay owed."""
    from reports.signing import archiving, pades  # noqa: PLC0415  loads pyHanko

    config = config or SigningConfig.from_settings()
    return archiving.archived(
        pades.seal_record(pdf, ref, config=config, **more), config
    )


def upgrade(pdf: bytes, *, config: SigningConfig | None = None) -> bytes:
    """Nâng lên B-LTA: append revocation data and a document time stamp.

    The result begins with ``pdf`` byte for byte.
    """
    from reports.signing import archiving  # noqa: PLC0415  loads pyHanko

    return archiving.upgrade(pdf, config or SigningConfig.from_settings())


def renew(pdf: bytes, *, config: SigningConfig | None = None) -> bytes | None:
    """Gia hạn B-LTA: as :func:`upgrade`, if a new stamp lasts markedly longer than the last.

    None: it does not, no TSA is set up, or ``pdf`` has no stamp to renew.
    """
    from reports.signing import archiving  # noqa: PLC0415  loads pyHanko

    return archiving.renew(pdf, config or SigningConfig.from_settings())


def stamp_until(pdf: bytes) -> datetime | None:
    """Dấu thời gian lưu trữ dùng đến: the end of the last stamp's certificate.

    None where the file's last signature is no document time stamp.
    """
    from reports.signing import archiving  # noqa: PLC0415  loads pyHanko

    return archiving.stamp_until(pdf)


def is_archived(pdf: bytes) -> bool:
    """Whether a document time stamp stands over all of the paper's signatures."""
    from reports.signing import archiving  # noqa: PLC0415  loads pyHanko

    return archiving.is_archived(pdf)


def describe_key(key: str, *, config: SigningConfig | None = None) -> KeyInfo:
    """Chứng thư số trong kho khóa, to register it for its holder."""
    from reports.signing import keys  # noqa: PLC0415  loads pyHanko

    return keys.describe(key, config or SigningConfig.from_settings())


def describe_remote(
    credential: str, *, config: SigningConfig | None = None
) -> tuple[KeyInfo, Asks]:
    """Chứng thư số ở dịch vụ ký số từ xa, and what its holder types at each signature."""
    import asyncio  # noqa: PLC0415  with the rest of it

    from reports.signing import keys, remote  # noqa: PLC0415  loads pyHanko

    found = remote.asks_of(credential, config or SigningConfig.from_settings())
    info, asks = asyncio.run(found)
    return keys.key_info(credential, info.signing_cert), asks


def remote_credentials(
    user: str = "", *, config: SigningConfig | None = None
) -> list[str]:
    """Tên các chứng thư số mà dịch vụ cho dùng."""
    import asyncio  # noqa: PLC0415  with the rest of it

    from reports.signing import remote  # noqa: PLC0415  loads pyHanko

    return asyncio.run(
        remote.credentials_of(user, config or SigningConfig.from_settings())
    )


def send_code(
    credential: str, asked: str, *, config: SigningConfig | None = None
) -> None:
    """Nhờ dịch vụ gửi mã OTP cho chủ chứng thư."""
    import asyncio  # noqa: PLC0415  with the rest of it

    from reports.signing import remote  # noqa: PLC0415  loads pyHanko

    config = config or SigningConfig.from_settings()
    asyncio.run(remote.send_code(credential, asked, config))


def describe_certificate(data: bytes) -> KeyInfo:
    """Chứng thư số từ tệp (PEM, DER), whose key is on a device of its holder's.

    Raises ValueError: it is no certificate.
    """
    from reports.signing import keys  # noqa: PLC0415  loads pyHanko

    return keys.describe_certificate(data)


def signature_picture(
    data: bytes, width_mm: float = 44, height_mm: float = 22
) -> bytes:
    """Chuẩn hóa ảnh chữ ký: PNG or JPEG in, blue 300-dpi PNG with alpha out (R70)."""
    from reports.signing import stamps  # noqa: PLC0415  loads Pillow

    return stamps.signature_picture(data, width_mm, height_mm)


def seal_picture(data: bytes, diameter_mm: float) -> bytes:
    """Chuẩn hóa ảnh dấu: red 300-dpi PNG with alpha at its actual size (R71)."""
    from reports.signing import stamps  # noqa: PLC0415  loads Pillow

    return stamps.seal_picture(data, diameter_mm)


def draw_demo_signature(name: str) -> bytes:
    """Chữ ký hư cấu for demonstrations: strokes made from the name, always the same."""
    from reports.signing import stamps  # noqa: PLC0415  loads Pillow

    return stamps.draw_demo_signature(name)


def draw_demo_seal(lines: tuple[str, ...], diameter_mm: float = 36) -> bytes:
    """Dấu trình diễn: it says so on its rim and bears no emblem."""
    from reports.signing import stamps  # noqa: PLC0415  loads Pillow

    return stamps.draw_demo_seal(lines, diameter_mm)
