"""Một tỉnh hư cấu with units of every kind, before and after the reform of 1 July 2025.

Nothing here exists: the province, its places, its people. It is laid as it stood on 30 June
2025 and then reformed through the acts, so that its pages tell a lineage; two communes were
only moved and are there to try a merger on.
"""

from datetime import date
from typing import Any

from reports.demo.offices import (
    BUSINESS,
    CLUSTER,
    COOPERATIVE,
    DEPARTMENT,
    FRONT,
    HAMLET,
    MILITARY,
    NEIGHBOURHOOD,
    PEOPLES_COUNCIL,
    POLICE,
    SCHOOL,
    SERVICE,
    STATION,
    TWO_LEVELS_BEGIN,
    Capacity,
    Office,
    Person,
    Role,
    committee,
    council,
    part,
    people,
)
from units import actions
from units.models import Unit, User

CODE = "TD.HL"
SINCE = date(2005, 1, 1)
BASIS = "Nghị quyết sắp xếp đơn vị hành chính của tỉnh Hà Lĩnh (trình diễn)"
SEAL = "Tỉnh Hà Lĩnh"
KHE_MAY, CAU_TRE = f"{CODE}.KM", f"{CODE}.CT"
SUOI_NGOC, DOI_CHE = f"{CODE}.SN", f"{CODE}.DC"


def _commune(code: str, level: str, name: str, parts: tuple[str, ...]) -> Office:
    kind = HAMLET if level == "xã" else NEIGHBOURHOOD
    below = [
        part(f"{code}.K{n}", kind, each, since=SINCE) for n, each in enumerate(parts, 1)
    ]
    return committee(
        code, level, name, since=SINCE, seal=SEAL,
        parts=(
            council(f"{code}.HD", code, level, name, since=SINCE),
            part(f"{code}.VP", DEPARTMENT, f"Văn phòng UBND {level} {name}", since=SINCE),
            part(f"{code}.TR", SCHOOL, f"Trường Tiểu học {name}", since=SINCE),
            *below,
        ),
    )  # fmt: skip


def before() -> Office:
    """The province on 30 June 2025."""
    mountain = committee(
        f"{CODE}.H1", "huyện", "Khe Mây", since=SINCE, seal=SEAL,
        parts=(
            _commune(f"{CODE}.X1", "xã", "Khe Mây Thượng", ("Thôn Nà Sim", "Thôn Bản Lau")),
            _commune(f"{CODE}.X2", "xã", "Khe Mây Hạ", ("Thôn Đồng Cốm", "Thôn Gò Mít")),
            _commune(SUOI_NGOC, "xã", "Suối Ngọc", ("Thôn Đá Bạc", "Thôn Vườn Cau")),
            _commune(DOI_CHE, "xã", "Đồi Chè", ("Thôn Ao Sen", "Thôn Rừng Thông")),
        ),
    )  # fmt: skip
    town = committee(
        f"{CODE}.H2", "thị xã", "Cầu Tre", since=SINCE, seal=SEAL,
        parts=(
            _commune(f"{CODE}.P1", "phường", "Bến Gốm", ("Tổ dân phố Lò Chum",)),
            _commune(f"{CODE}.P2", "phường", "Chợ Lụa", ("Tổ dân phố Hàng Tơ",)),
        ),
    )  # fmt: skip
    return committee(
        CODE, "tỉnh", "Hà Lĩnh", since=SINCE, seal=SEAL,
        parts=(
            council(f"{CODE}.HD", CODE, "tỉnh", "Hà Lĩnh", since=SINCE),
            part(f"{CODE}.HDND", PEOPLES_COUNCIL, "Hội đồng nhân dân tỉnh Hà Lĩnh", since=SINCE),
            part(f"{CODE}.SNV", SERVICE, "Sở Nội vụ tỉnh Hà Lĩnh", since=SINCE),
            part(f"{CODE}.CA", POLICE, "Công an tỉnh Hà Lĩnh", since=SINCE),
            part(f"{CODE}.QS", MILITARY, "Bộ Chỉ huy Quân sự tỉnh Hà Lĩnh", since=SINCE),
            part(f"{CODE}.MT", FRONT, "Ủy ban MTTQ Việt Nam tỉnh Hà Lĩnh", since=SINCE),
            part(f"{CODE}.DN", BUSINESS, "Công ty cổ phần Gốm Bến Gốm", since=SINCE),
            part(f"{CODE}.HTX", COOPERATIVE, "Hợp tác xã Chè Đồi Chè", since=SINCE),
            part(f"{CODE}.YT", STATION, "Trung tâm Y tế Khe Mây", since=SINCE),
            part(f"{CODE}.KHOI", CLUSTER, "Cụm thi đua các xã vùng cao", since=SINCE),
            mountain, town,
        ),
    )  # fmt: skip


def reform(administrator: User) -> None:
    """1 July 2025: four communes become two, two are moved, the districts are no more."""
    if Unit.objects.filter(code=KHE_MAY).exists():
        return
    unit = {one.code: one for one in Unit.objects.filter(code__startswith=CODE)}
    by_law: dict[str, Any] = {
        "by": administrator,
        "effective_on": TWO_LEVELS_BEGIN,
        "basis": BASIS,
    }
    for code, level, name, gone in (
        (KHE_MAY, "xã", "Khe Mây", ("X1", "X2")),
        (CAU_TRE, "phường", "Cầu Tre", ("P1", "P2")),
    ):
        actions.merge_units(
            [unit[f"{CODE}.{old}"].pk for old in gone],
            **by_law,
            under_id=unit[CODE].pk,
            code=code,
            name=f"Ủy ban nhân dân {level} {name}",
            short_name=f"UBND {level} {name}",
            place=name,
            letterhead=f"ỦY BAN NHÂN DÂN\n{level.upper()} {name.upper()}",
        )
    for code in (SUOI_NGOC, DOI_CHE):
        actions.move_unit(unit[code].pk, parent_id=unit[CODE].pk, **by_law)
    for old, heir in (("H1", KHE_MAY), ("H2", CAU_TRE)):
        successor = Unit.objects.get(code=heir)
        actions.dissolve_unit(
            unit[f"{CODE}.{old}"].pk, successor_ids=[successor.pk], **by_law
        )


def after() -> tuple[Office, ...]:
    """Who works there since: in the merged commune everybody, in the others a few."""
    merged = committee(
        KHE_MAY, "xã", "Khe Mây", since=TWO_LEVELS_BEGIN, seal=SEAL,
        people=(
            *people("khemay", "Bế Thị Lưu", "Ma Văn Thực", "Hứa Thị Nhung"),
            Person(
                username="quantri.khemay", full_name="Nịnh Văn Khoát",
                role=Role.ADMINISTRATOR, title="Quản trị đơn vị",
            ),
        ),
        parts=(
            council(f"{KHE_MAY}.HD", KHE_MAY, "xã", "Khe Mây", since=TWO_LEVELS_BEGIN),
            part(f"{KHE_MAY}.VHXH", DEPARTMENT, "Phòng Văn hóa - Xã hội", since=TWO_LEVELS_BEGIN),
        ),
    )  # fmt: skip
    others = (
        (CAU_TRE, "phường", "Cầu Tre", "cautre", "Lỗ Thị Hiên", "Tô Vĩnh Sáng"),
        (SUOI_NGOC, "xã", "Suối Ngọc", "suoingoc", "Lục Thị Xoan", "Phan Đình Cẩn"),
        (DOI_CHE, "xã", "Đồi Chè", "doiche", "Âu Thị Thắm", "Khổng Văn Hoạch"),
    )
    return (
        merged,
        *[
            committee(
                code, level, name, since=SINCE, seal=SEAL,
                people=(
                    Person(
                        username=f"canbo.{suffix}", full_name=officer, role=Role.OFFICER,
                        title="Chuyên viên",
                    ),
                    Person(
                        username=f"phochutich.{suffix}", full_name=deputy, role=Role.LEADER,
                        title="Phó Chủ tịch", capacity=Capacity.DEPUTY,
                    ),
                ),
            )
            for code, level, name, suffix, officer, deputy in others
        ],
    )  # fmt: skip
