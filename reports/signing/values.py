"""Giá trị của việc ký: what goes into a signature and what comes out of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

MM = 72 / 25.4  # points in a millimetre


class KeysNotHere(RuntimeError):
    """This process has no signing keys, by design: only the signing worker has."""


class Level(StrEnum):
    """Mức PAdES, weakest first."""

    B_B = "B-B"
    B_T = "B-T"  # with a time stamp
    B_LT = "B-LT"  # with the revocation data of that time
    B_LTA = "B-LTA"  # with a time stamp over all of it


class FieldName(StrEnum):
    """Tên trường in the PDF; they stay the same for ever, old papers carry them."""

    NUMBER = "SoKyHieu"
    DATE = "DiaDanhThoiGian"
    SIGNER = "NguoiKy"
    AGENCY = "CoQuan"
    COPY = "SaoY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Khung on a page: points from the lower left corner; ``page`` counts from 0."""

    page: int
    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def width(self) -> float:
        return self.x2 - self.x1

    @property
    def height(self) -> float:
        return self.y2 - self.y1


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Chỗ ký of one of several who sign the same paper: its field, and what a listener hears."""

    position: int
    box: Box
    who: str
    minutes: bool = False

    @property
    def field(self) -> str:
        return seat_field(self.position, minutes=self.minutes)


def seat_field(position: int, *, minutes: bool = False) -> str:
    """The name of that field in the PDF; like ``FieldName`` it stays the same for ever."""
    return f"{MINUTES_FIELD if minutes else SEAT_FIELD}{position}"


SEAT_FIELD = "ThanhVien"  # of a member of a pact
MINUTES_FIELD = "NguoiKy"  # of who signs minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePlace:
    """Chỗ của một dòng: ``text`` is what it shows until the clerk fills it.

    Points; the line is centred on ``centre_x`` and stands on ``baseline_y``. ``face`` is
    one of regular, bold, italic, bold-italic.
    """

    box: Box
    centre_x: float
    baseline_y: float
    font_size: float
    face: str
    text: str


class PaperPlaces(Protocol):
    """What a rendered paper tells: see ``reports.rendering`` (its value has this shape)."""

    @property
    def anchors(self) -> Mapping[str, tuple[int, float, float, float, float]]: ...
    @property
    def places(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Chỗ ký, số và ngày of one paper: R70, R71, R16, R18.

    ``signer`` is the room between post and name; ``seal`` the seal's square at its real
    size. ``number`` and ``date`` may be missing where the paper prints them itself.
    """

    signer: Box
    seal: Box
    number: LinePlace | None = None
    date: LinePlace | None = None

    @classmethod
    def from_paper(cls, paper: PaperPlaces) -> "Places":
        def box(name: str) -> Box:
            page, x1, y1, x2, y2 = paper.anchors[name]
            return Box(page=page, x1=x1, y1=y1, x2=x2, y2=y2)

        def line(name: str) -> LinePlace | None:
            place = paper.places.get(name)
            return (
                None
                if place is None
                else LinePlace(
                    box=box(name),
                    centre_x=place.centre_x,
                    baseline_y=place.baseline_y,
                    font_size=place.font_size,
                    face=place.face,
                    text=place.text,
                )
            )

        return cls(
            signer=box("signer"),
            seal=box("seal"),
            number=line("number"),
            date=line("date"),
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Places":
        def line(value: Mapping[str, Any] | None) -> LinePlace | None:
            return (
                None
                if value is None
                else LinePlace(**{**value, "box": Box(**value["box"])})
            )

        return cls(
            signer=Box(**data["signer"]),
            seal=Box(**data["seal"]),
            number=line(data["number"]),
            date=line(data["date"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Số và ngày as they must read, whole lines, and where the paper has room for them.

    "Số: 05/KH-UBND" and "Nguyễn Trãi, ngày 30 tháng 6 năm 2023".
    """

    places: Places
    number: str
    date: str


def seal_box(signature: Box, diameter_mm: float) -> Box:
    """Chỗ đóng dấu by R71: real size, over the left third of the signature's picture."""
    side = diameter_mm * MM
    right = signature.x1 + signature.width / 3
    middle = (signature.y1 + signature.y2) / 2
    return Box(
        page=signature.page,
        x1=right - side,
        y1=middle - side / 2,
        x2=right,
        y2=middle + side / 2,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerRef:
    """Chứng thư số đã đăng ký: which key, whose it is, what the certificate must be.

    ``owner`` is the holder as the caller names them ("user:17", "unit:3"); ``name`` must
    be the certificate's common name and ``fingerprint`` (SHA-256, hex) the certificate
    itself, so that another file put under the same name signs nothing.
    """

    key: str
    owner: str
    name: str
    fingerprint: str
    is_remote: bool = False  # ``key`` names a credential of the remote signing service


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """Điều phải nhập để mở khóa một lần ký ở dịch vụ từ xa: the service's names, or "".

    ``sends``: the one-time code is sent on request; else an app of the holder's shows it.
    """

    pin: str = ""
    otp: str = ""
    sends: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlock:
    """Điều đã nhập, by those names. ``spent`` is called once the service has heard it."""

    values: Mapping[str, str] = field(repr=False)
    spent: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyInfo:
    """Chứng thư số trong kho khóa, for whoever registers it."""

    key: str
    fingerprint: str
    common_name: str
    organisation: str
    post: str
    issuer: str
    valid_from: datetime
    valid_to: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Kết quả ký. ``owed`` names what a later ``upgrade`` must still add.

    ``signed_at`` is the time stamp's time where there is one, else this machine's.
    """

    pdf: bytes
    level: Level
    signed_at: datetime
    signer_name: str
    fingerprint: str
    owed: Sequence[str] = ()
