"""Cơ quan và người trình diễn: which units stand where, and who acts in them.

Units and the dates of their lives are real (the district level ended on 30 June 2025);
every person is invented. The ward of the demonstration, Phường Nguyễn Trãi, and its
province are kept as if they went on, so that one can work in them today.
"""

from dataclasses import dataclass, field
from datetime import date

from units.models import Membership

Role, Capacity = Membership.Role, Membership.Capacity

DISTRICTS_END = date(2025, 6, 30)
TWO_LEVELS_BEGIN = date(2025, 7, 1)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Một người: an account and one role in the unit that lists it."""

    username: str
    full_name: str
    role: str
    title: str
    capacity: str = ""
    title_below: str = ""
    signs: bool = False  # has a key of their own without signing for the unit: minutes


@dataclass(frozen=True, kw_only=True)
class Office:
    """Một đơn vị with its people and the units under it. ``code`` names it in this data too.

    ``seal``: words around and across its seal; empty where it has none of its own.
    """

    code: str
    kind: tuple[str, str]
    name: str
    short_name: str
    since: date
    until: date | None = None
    place: str = ""
    symbol: str = ""
    letterhead_parent: str = ""
    letterhead: str = ""
    collective: str = ""
    head_title: str = ""
    seal_of: str = ""
    seal: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    parts: "tuple[Office, ...]" = field(default=())


PROVINCE = ("ubnd-tinh", "Ủy ban nhân dân cấp tỉnh")
DISTRICT = ("ubnd-huyen", "Ủy ban nhân dân cấp huyện")
COMMUNE = ("ubnd-xa", "Ủy ban nhân dân cấp xã")
_LEVELS = {
    "tỉnh": PROVINCE, "thành phố": PROVINCE, "quận": DISTRICT, "huyện": DISTRICT,
    "thị xã": DISTRICT, "phường": COMMUNE, "xã": COMMUNE,
}  # fmt: skip
COUNCIL = ("hoi-dong-tdkt", "Hội đồng Thi đua - Khen thưởng")
DEPARTMENT = ("phong", "Phòng, văn phòng")
POST = ("chuc-danh", "Công chức chuyên môn")
FRONT = ("mat-tran-doan-the", "Mặt trận Tổ quốc, đoàn thể")
STATION = ("don-vi", "Đơn vị trên địa bàn")
NEIGHBOURHOOD = ("to-dan-pho", "Tổ dân phố")
HAMLET = ("thon", "Thôn, làng, bản, buôn")
SCHOOL = ("truong", "Trường học")
POLICE = ("cong-an", "Công an")
MILITARY = ("quan-su", "Quân sự")
SERVICE = ("so", "Sở, cơ quan có tư cách pháp nhân")
BUSINESS = ("doanh-nghiep", "Doanh nghiệp")
COOPERATIVE = ("hop-tac-xa", "Hợp tác xã")
PEOPLES_COUNCIL = ("hdnd", "Hội đồng nhân dân")
CLUSTER = ("cum-khoi", "Cụm, khối thi đua")


def committee(
    code: str, level: str, place: str, *, since: date, seal: str, **rest
) -> Office:
    """Ủy ban nhân dân of a place: "phường Ngọc Lâm", "Quận Ngô Quyền"."""
    return Office(
        code=code,
        kind=_LEVELS[level.lower()],
        name=f"Ủy ban nhân dân {level} {place}",
        short_name=f"UBND {level} {place}",
        since=since,
        place=f"{level} {place}" if level[0].isupper() else place,
        symbol="UBND",
        letterhead=f"ỦY BAN NHÂN DÂN\n{level.upper()} {place.upper()}",
        collective="Ủy ban nhân dân",
        head_title="Chủ tịch",
        seal=(seal, "Ủy ban nhân dân", level, place),
        **rest,
    )


def council(
    code: str, of: str, level: str, place: str, *, since: date, **rest
) -> Office:
    """Hội đồng Thi đua - Khen thưởng, which presses the seal of its committee (R64)."""
    return Office(
        code=code,
        kind=COUNCIL,
        name=f"Hội đồng Thi đua - Khen thưởng {level} {place}",
        short_name=f"Hội đồng TĐKT {level} {place}",
        since=since,
        place=f"{level} {place}" if level[0].isupper() else place,
        symbol="HĐTĐKT",
        letterhead_parent=f"UBND {level.upper()} {place.upper()}",
        letterhead="HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG",
        collective="Hội đồng",
        head_title="Chủ tịch",
        seal_of=of,
        **rest,
    )


def people(
    suffix: str, officer: str, leader: str, clerk: str, *, below: str = ""
) -> tuple[Person, ...]:
    """The three whom a plan needs: who writes it, who signs it, who issues it."""
    return (
        Person(
            username=f"canbo.{suffix}",
            full_name=officer,
            role=Role.OFFICER,
            title="Chuyên viên",
        ),
        Person(
            username=f"lanhdao.{suffix}",
            full_name=leader,
            role=Role.LEADER,
            title="Chủ tịch",
            capacity=Capacity.HEAD,
            title_below=below,
        ),
        Person(
            username=f"vanthu.{suffix}",
            full_name=clerk,
            role=Role.CLERK,
            title="Văn thư",
        ),
    )


def part(code: str, kind: tuple[str, str], name: str, *, since: date, **rest) -> Office:
    """A part of an authority that issues no papers of its own."""
    return Office(code=code, kind=kind, name=name, short_name=name, since=since, **rest)
