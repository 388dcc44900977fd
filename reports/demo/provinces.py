"""Năm tỉnh, thành phố của trang trình diễn, each with the authorities whose plans are shown.

Those authorities stand as when such plans were written, or nobody could issue them any more;
Hà Lĩnh is the province that has the reform of 1/7/2025 behind it.
"""

from datetime import date

from reports.demo import ha_linh
from reports.demo.offices import (
    DEPARTMENT,
    DISTRICTS_END,
    FRONT,
    NEIGHBOURHOOD,
    POST,
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

# Unit codes of the authorities whose campaigns are seeded.
NGOC_LAM = "TD.HN.LB.NL.HDTDKT"
LONG_BIEN = "TD.HN.LB.HDTDKT"
TAM_DUONG = "TD.LC.TD"
NGUYEN_TRAI = "TD.KT.NT"
NGO_QUYEN = "TD.HP.NQ"
# The head of a tree whose seal signs what the installation itself records.
KEEPER = "TD.KT"

_LB = date(2003, 11, 6)
_NT = date(2004, 1, 8)


def _ha_noi() -> Office:
    ngoc_lam = committee(
        "TD.HN.LB.NL", "phường", "Ngọc Lâm", since=_LB,
        seal="Quận Long Biên - TP Hà Nội",
        parts=(
            council(
                NGOC_LAM, "TD.HN.LB.NL", "phường", "Ngọc Lâm", since=_LB,
                people=people(
                    "ngoclam", "Lưu Thị Tuyết Mai", "Vương Đình Quảng", "Khúc Thu Trang",
                    below="Chủ tịch UBND phường",
                ),
            ),
        ),
    )  # fmt: skip
    long_bien = committee(
        "TD.HN.LB", "quận", "Long Biên", since=_LB,
        seal="Thành phố Hà Nội",
        parts=(
            council(
                LONG_BIEN, "TD.HN.LB", "quận", "Long Biên", since=_LB,
                people=(
                    *people(
                        "longbien", "Đinh Lan Phương", "Nghiêm Hữu Phát", "Bạch Kim Oanh",
                        below="Chủ tịch UBND quận",
                    ),
                    Person(
                        username="theodoi.longbien", full_name="Tống Diệu Hiền",
                        role=Role.OFFICER, title="Chuyên viên theo dõi thi đua",
                    ),
                ),
            ),
            *(
                part(f"TD.HN.LB.{n}", DEPARTMENT, name, since=_LB)
                for n, name in enumerate(
                    (
                        "Phòng Nội vụ",
                        "Văn phòng HĐND và UBND quận",
                        "Phòng Văn hóa - Thông tin",
                        "Phòng Tài nguyên và Môi trường",
                        "Ban Quản lý dự án đầu tư xây dựng",
                        "Trung tâm Phát triển quỹ đất",
                    ),
                    1,
                )
            ),
            ngoc_lam,
        ),
    )  # fmt: skip
    return committee(
        "TD.HN", "thành phố", "Hà Nội", since=date(1954, 10, 10),
        seal="Thành phố Hà Nội", parts=(long_bien,),
    )  # fmt: skip


def _lai_chau() -> Office:
    tam_duong = committee(
        TAM_DUONG, "huyện", "Tam Đường", since=date(2002, 1, 14),
        seal="Tỉnh Lai Châu",
        people=people("tamduong", "Giàng Thị Súa", "Lò Minh Đạt", "Tao Thị Yến"),
    )  # fmt: skip
    return committee(
        "TD.LC", "tỉnh", "Lai Châu", since=date(2004, 1, 1), seal="Tỉnh Lai Châu",
        parts=(tam_duong,),
    )  # fmt: skip


def _hai_phong() -> Office:
    ngo_quyen = committee(
        NGO_QUYEN, "Quận", "Ngô Quyền", since=date(1961, 1, 1),
        seal="Thành phố Hải Phòng",
        people=people("ngoquyen", "Ngô Thúy Vy", "Quách Trung Hậu", "Phí Thanh Nga"),
    )  # fmt: skip
    return committee(
        "TD.HP", "thành phố", "Hải Phòng", since=date(1955, 5, 13),
        seal="Thành phố Hải Phòng", parts=(ngo_quyen,),
    )  # fmt: skip


def _kon_tum() -> Office:
    return committee(
        "TD.KT", "tỉnh", "Kon Tum", since=date(1991, 10, 1), seal="Tỉnh Kon Tum",
        people=people("kontum", "Rơ Châm H’Lan", "Bùi Khắc Tường", "Mai Thị Thảo Vy"),
        parts=(
            committee(
                "TD.KT.TP", "thành phố", "Kon Tum", since=date(2009, 4, 10),
                until=DISTRICTS_END, seal="Tỉnh Kon Tum",
            ),
            _nguyen_trai(),
        ),
    )  # fmt: skip


def _nguyen_trai() -> Office:
    return committee(
        NGUYEN_TRAI, "Phường", "Nguyễn Trãi", since=_NT, seal="Tỉnh Kon Tum",
        people=(
            Person(
                username="canbo", full_name="Phùng Thị Hoài An", role=Role.OFFICER,
                title="Công chức Văn phòng",
            ),
            Person(
                username="canbo.theodoi", full_name="Khương Thảo Nhi", role=Role.OFFICER,
                title="Công chức theo dõi thi đua",
            ),
            Person(
                username="lanhdao", full_name="Đỗ Minh Khuê", role=Role.LEADER,
                title="Chủ tịch", capacity=Capacity.HEAD,
            ),
            Person(
                username="phochutich", full_name="Lý Thu Hạnh", role=Role.LEADER,
                title="Phó Chủ tịch", capacity=Capacity.DEPUTY,
            ),
            Person(
                username="vanthu", full_name="Tạ Bích Liên", role=Role.CLERK, title="Văn thư",
            ),
            Person(
                username="quantri", full_name="Mạc Quốc Vinh", role=Role.ADMINISTRATOR,
                title="Quản trị đơn vị",
            ),
        ),
        parts=(
            council(
                f"{NGUYEN_TRAI}.HDTDKT", NGUYEN_TRAI, "Phường", "Nguyễn Trãi", since=_NT,
                people=(
                    Person(
                        username="thuky", full_name="Hà Ngọc Diệp", role=Role.SECRETARY,
                        title="Thư ký Hội đồng", signs=True,
                    ),
                    Person(
                        username="uyvien", full_name="Cao Văn Tiến", role=Role.MEMBER,
                        title="Ủy viên Hội đồng",
                    ),
                    Person(
                        username="lanhdao", full_name="Đỗ Minh Khuê", role=Role.LEADER,
                        title="Chủ tịch", capacity=Capacity.HEAD,
                        title_below="Chủ tịch UBND phường",
                    ),
                    Person(
                        username="vanthu", full_name="Tạ Bích Liên", role=Role.CLERK,
                        title="Văn thư",
                    ),
                ),
            ),
            *_nguyen_trai_parts(),
        ),
    )  # fmt: skip


def _nguyen_trai_parts() -> list[Office]:
    def parts(letters, kind, names, **dates):
        return [
            part(f"{NGUYEN_TRAI}.{letters}{n}", kind, name, **dates)
            for n, name in enumerate(names, 1)
        ]

    old = {"since": _NT, "until": DISTRICTS_END}
    return [
        *parts("CC", POST, ("Công chức Văn phòng - Thống kê", "Công chức Văn hóa - Xã hội"), **old),
        *parts(
            "P", DEPARTMENT,
            (
                "Văn phòng HĐND và UBND phường",
                "Phòng Kinh tế, Hạ tầng và Đô thị",
                "Phòng Văn hóa - Xã hội",
                "Trung tâm Phục vụ hành chính công phường",
            ),
            since=TWO_LEVELS_BEGIN,
        ),
        *parts(
            "DT", FRONT,
            (
                "Ủy ban Mặt trận Tổ quốc Việt Nam phường",
                "Hội Liên hiệp Phụ nữ phường",
                "Đoàn thanh niên phường",
                "Hội Cựu chiến binh phường",
                "Hội Nông dân phường",
            ),
            since=_NT,
        ),
        *parts(
            "DV", STATION,
            ("Công an phường", "Ban Chỉ huy Quân sự phường", "Trạm Y tế phường"),
            since=_NT,
        ),
        *parts(
            "TDP", NEIGHBOURHOOD,
            ("Tổ dân phố 1", "Tổ dân phố 2", "Tổ dân phố 3", "Tổ dân phố 4"),
            since=_NT,
        ),
        part(
            f"{NGUYEN_TRAI}.TDP5", NEIGHBOURHOOD, "Tổ dân phố 5", since=_NT,
            people=(
                Person(
                    username="donvi", full_name="Y Ngân", role=Role.REPORTER,
                    title="Tổ trưởng tổ dân phố",
                ),
            ),
        ),
    ]  # fmt: skip


# The top of each tree with its administrator: (office, username, full name).
PROVINCES = (
    (_ha_noi(), "quantri.hanoi", "Trịnh Bảo Long"),
    (_lai_chau(), "quantri.laichau", "Vàng Thị Mỷ"),
    (_kon_tum(), "quantri.kontum", "Đàm Quốc Huân"),
    (_hai_phong(), "quantri.haiphong", "Doãn Thị Hồng"),
    (ha_linh.before(), "quantri.halinh", "Trương Bá Lực"),
)
# Administers all of them: the kinds of units, the retention of personal data.
CARETAKER = Person(
    username="quantri.chung", full_name="Giáp Thị Vân Sơ", role=Role.ADMINISTRATOR,
    title="Quản trị chung",
)  # fmt: skip
