"""Đối tượng khen thưởng trình diễn: people, collectives and households, all invented.

Enough to try every screen in the ward of the demonstration: somebody to find, a pair that may
be one, one already merged, one whose data has been kept long enough, a title to come; some in
each of the other authorities.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from reports.demo.ha_linh import CODE, DOI_CHE, KHE_MAY, SUOI_NGOC
from reports.demo.provinces import (
    LONG_BIEN,
    NGO_QUYEN,
    NGOC_LAM,
    NGUYEN_TRAI,
    TAM_DUONG,
)
from units import actions, retention
from units.models import Honouree, Membership, Unit, User

Kind = Honouree.Kind
SINCE = date(2025, 7, 1)
BEFORE = date(2024, 1, 2)  # the district level stood until 30 June 2025


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """Một đối tượng: what the act of registering asks for."""

    unit: str
    name: str
    title: str = ""
    kind: str = Kind.INDIVIDUAL
    born: int | None = None
    gender: str = ""
    number: str = ""
    since: date = SINCE
    members: tuple[tuple[str, str], ...] = ()


def _street(n: int) -> str:
    return f"{NGUYEN_TRAI}.TDP{n}"


def _woman(unit: str, name: str, born: int, title: str = "", **rest) -> Somebody:
    return Somebody(
        unit=unit, name=name, title=title, born=born, gender="female", **rest
    )


def _man(unit: str, name: str, born: int, title: str = "", **rest) -> Somebody:
    return Somebody(unit=unit, name=name, title=title, born=born, gender="male", **rest)


def _home(unit: str, head: str, address: str, *members: tuple[str, str]) -> Somebody:
    return Somebody(
        unit=unit, name=head, title=address, kind=Kind.HOUSEHOLD, members=members
    )


def _team(unit: str, name: str) -> Somebody:
    return Somebody(unit=unit, name=name, kind=Kind.COLLECTIVE)


OFFICE, CULTURE, CITY = (f"{NGUYEN_TRAI}.P{n}" for n in (1, 3, 2))
RISING = _woman(OFFICE, "Phùng Thị Hoài An", 1988, "Chuyên viên")
NURSE = _woman(f"{NGUYEN_TRAI}.DV3", "Mai Thị Ánh", 1982, "Trưởng trạm")
HEAD = _woman(_street(5), "Y Ngân", 1972, "Tổ trưởng", number="062172000518")
PEOPLE = (
    RISING, NURSE, HEAD,
    _man(OFFICE, "Lại Văn Cường", 1979, "Phó Chánh Văn phòng"),
    _woman(CULTURE, "Âu Thị Diễm", 1991, "Chuyên viên"),
    _man(CULTURE, "Nghiêm Xuân Bách", 1984, "Trưởng phòng"),
    _man(CITY, "Tống Gia Khiêm", 1990, "Chuyên viên"),
    _woman(f"{NGUYEN_TRAI}.DT2", "Đoàn Thị Ngát", 1976, "Chủ tịch Hội"),
    _man(f"{NGUYEN_TRAI}.DT3", "A Thuin", 1999, "Bí thư Đoàn"),
    _man(_street(5), "Hoàng Công Định", 1961, "Bí thư chi bộ"),
    _woman(_street(1), "Bế Thị Lượt", 1968, "Tổ trưởng"),
    _man(_street(1), "Lục Văn Ơn", 1957, "Hưu trí"),
    _woman(_street(2), "Khổng Thị Thảo", 1994, "Nông dân"),
    _man(_street(2), "A Ngol", 1986, "Nông dân"),
    _man(_street(3), "Thái Bá Ước", 1970, "Tổ trưởng"),
    _woman(_street(4), "Y Bup", 1989, "Tiểu thương"),
    _home(_street(1), "Lục Văn Ơn", "12 đường Mẫu", ("Bế Thị Na", "vợ"), ("Lục Minh", "con")),
    _home(_street(2), "A Ngol", "Nhà số 5", ("Y Xuân", "vợ")),
    _home(_street(5), "Hoàng Công Định", "Hẻm 3", ("Lê Thị Thơm", "vợ")),
    _team(f"{NGUYEN_TRAI}.DT2", "Câu lạc bộ Phụ nữ giúp nhau phát triển kinh tế"),
    _team(_street(3), "Đội dân phòng tổ 3"),
    _team(f"{NGUYEN_TRAI}.DT3", "Đội thanh niên tình nguyện hè"),
    _woman(LONG_BIEN, "Bạch Thị Lựu", 1980, "Chuyên viên", since=BEFORE),
    _man(LONG_BIEN, "Kiều Đăng Khải", 1974, "Ủy viên Hội đồng", since=BEFORE),
    _woman(NGOC_LAM, "Quản Thị Sen", 1985, "Cán bộ phường", since=BEFORE),
    _man(NGOC_LAM, "Tô Hữu Lương", 1966, "Tổ trưởng dân phố", since=BEFORE),
    _man(TAM_DUONG, "Sùng A Vàng", 1978, "Trưởng bản", since=BEFORE),
    _woman(TAM_DUONG, "Lò Thị Pành", 1990, "Chuyên viên", since=BEFORE),
    _woman(NGO_QUYEN, "Vi Thị Hằng", 1983, "Chuyên viên", since=BEFORE),
    _man(NGO_QUYEN, "Ninh Đức Toàn", 1971, "Phó Trưởng phòng", since=BEFORE),
    # Hà Lĩnh: the merged commune, and the two that are there to be merged.
    _woman(f"{KHE_MAY}.VHXH", "Ngân Thị Mừng", 1987, "Chuyên viên"),
    _man(f"{KHE_MAY}.VHXH", "Hà Công Bảy", 1979, "Trưởng phòng"),
    _woman(f"{CODE}.X1.K1", "Lường Thị Ín", 1969, "Trưởng thôn"),
    _home(f"{CODE}.X2.K1", "Hoàng Văn Chảo", "Thôn Đồng Cốm", ("Nông Thị Vui", "vợ")),
    _woman(f"{CODE}.P1.K1", "Thạch Thị Gấm", 1985, "Nghệ nhân gốm"),
    _man(f"{CODE}.P2.K1", "Ngụy Văn Tơ", 1960, "Tổ trưởng"),
    _woman(f"{SUOI_NGOC}.TR", "Lã Thị Thơm", 1990, "Giáo viên"),
    _man(f"{SUOI_NGOC}.VP", "Đèo Văn Hiến", 1982, "Chuyên viên"),
    _woman(f"{SUOI_NGOC}.K1", "Triệu Mùi Pham", 1973, "Trưởng thôn"),
    _home(f"{SUOI_NGOC}.K2", "Bàn Văn Tiến", "Thôn Vườn Cau", ("Đặng Mùi Nái", "vợ")),
    _team(f"{SUOI_NGOC}.K2", "Tổ hợp tác trồng cau"),
    _man(f"{DOI_CHE}.VP", "Quách Đình Thụ", 1976, "Phó Chánh Văn phòng"),
    _woman(f"{DOI_CHE}.K1", "Cam Thị Hợi", 1995, "Nông dân"),
    _home(f"{DOI_CHE}.K2", "Vi Văn Thông", "Thôn Rừng Thông", ("Lộc Thị Ngần", "vợ")),
    _team(f"{DOI_CHE}.TR", "Tổ chuyên môn lớp 4 và 5"),
    _team(f"{CODE}.HTX", "Đội thu hái chè số 2"),
)  # fmt: skip
# Written down once more by somebody else: a pair that may be one, and one that was.
AGAIN = _woman(_street(2), "Khổng Thị Thảo", 1994)
MERGED = _woman(CULTURE, "Mai Thị Anh", 1982, "Y sĩ", since=BEFORE)
GONE = _man(_street(4), "Châu Văn Quý", 1955, "Tổ trưởng")
LEFT_MONTHS_AGO = 30  # longer than dates of birth are kept


def settle() -> None:
    """Everybody who is missing, each by the administrator of the top of the tree."""
    for somebody in PEOPLE:
        _register(somebody)
    if _known(GONE) is None:
        _once_in_the_ward()
        retention.note_due()


def _once_in_the_ward():
    """A double, a merge, a leaving, a title to come, an account."""
    by, today = _administrator(NGUYEN_TRAI), localdate()
    nurse, other = _register(NURSE), _register(MERGED)
    actions.amend_honouree(
        other.pk, by=by, name="Mai Thị Ánh", birth_year=1982, gender="female"
    )
    actions.merge_honourees(nurse.pk, other.pk, by=by)
    _create(AGAIN, SINCE)
    gone = _create(GONE, retention.months_before(today, 2 * LEFT_MONTHS_AGO))
    left_on = retention.months_before(today, LEFT_MONTHS_AGO)
    actions.release_honouree(gone.pk, by=by, left_on=left_on, because="retired")
    account = User.objects.filter(username="donvi").first()
    if account is not None:
        actions.link_account(_register(HEAD).pk, by=by, account_id=account.pk)
    actions.place_honouree(
        _register(RISING).pk,
        by=by,
        unit_id=Unit.objects.get(code=OFFICE).pk,
        title="Phó Chánh Văn phòng",
        valid_from=today + timedelta(days=30),
    )


def _known(somebody: Somebody) -> Honouree | None:
    return Honouree.objects.filter(
        kind=somebody.kind, name=somebody.name, positions__unit__code=somebody.unit
    ).first()


def _register(somebody: Somebody) -> Honouree:
    return _known(somebody) or _create(somebody, somebody.since)


def _create(somebody: Somebody, since: date) -> Honouree:
    unit = Unit.objects.get(code=somebody.unit)
    return actions.create_honouree(
        by=_administrator(somebody.unit),
        unit_id=unit.pk,
        kind=somebody.kind,
        name=somebody.name,
        title=somebody.title,
        valid_from=max(since, unit.valid_from),
        birth_year=somebody.born,
        gender=somebody.gender,
        identity_number=somebody.number,
        members=somebody.members,
    )


def _administrator(code: str) -> User:
    top = Unit.objects.get(code=code).chain[0]
    role = Membership.objects.on().filter(unit=top, role=Membership.Role.ADMINISTRATOR)
    return role.select_related("user").earliest("pk").user
