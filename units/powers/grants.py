"""Cách cho quyền: how far a role reaches, a row of the table, and what many rows share."""

from dataclasses import dataclass
from enum import StrEnum

from units.models import Membership

Role = Membership.Role
EVERY_ROLE = tuple(Role)


class Scope(StrEnum):
    """Phạm vi: how far a role reaches from the unit in which it is held."""

    HERE = "here"
    KEPT = "kept"
    BRANCH = "branch"
    FROM_ABOVE = "from_above"
    SERVED = "served"
    EVERY_TREE = "every_tree"
    BELOW = "below"
    MEMBER = "member"
    OWN = "own"
    EVERYBODY = "everybody"
    MACHINE = "machine"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Scope.HERE: "ở chính đơn vị giữ vai trò",
    Scope.BRANCH: "ở đơn vị giữ vai trò và mọi đơn vị bên dưới",
    Scope.KEPT: "ở chính đơn vị giữ vai trò, kể cả giấy tờ đơn vị ấy tiếp nhận",
    Scope.SERVED: "ở cơ quan mà Hội đồng giúp việc và mọi đơn vị bên dưới",
    Scope.EVERY_TREE: "giữ vai trò ở mọi đơn vị đứng đầu của hệ thống",
    Scope.FROM_ABOVE: "ở các đơn vị bên dưới; đơn vị đứng đầu cây thì ở chính nó",
    Scope.BELOW: "ở đơn vị giữ vai trò, mọi cơ quan cấp trên của nó và Hội đồng TĐKT của các "
    "cơ quan ấy",
    Scope.MEMBER: "ở đơn vị là thành viên của chính cụm, khối đó",
    Scope.OWN: "với việc, tài khoản của chính mình",
    Scope.EVERYBODY: "ai cũng làm được, không cần đăng nhập",
    Scope.MACHINE: "máy chủ làm, không ai làm thay được",
}


@dataclass(frozen=True)
class Grant:
    """Một ô của bảng: these roles reach so far."""

    roles: tuple[str, ...]
    scope: Scope


@dataclass(frozen=True)
class Power:
    """Một quyền: who may, how far, and with which acts (``app.function``)."""

    key: str
    area: str
    title: str
    grants: tuple[Grant, ...]
    acts: tuple[str, ...] = ()
    limit: str = ""
    two_steps: bool = False

    @property
    def conditions(self) -> str:
        """``limit`` and how one must have signed in, in words."""
        asked = "Xác thực hai bước, nơi cơ quan yêu cầu." if self.two_steps else ""
        return " ".join(filter(None, (self.limit, asked)))


def here(*roles):
    return (Grant(roles, Scope.HERE),)


ANY_KEPT = (Grant(EVERY_ROLE, Scope.KEPT),)
OFFICER = here(Role.OFFICER)
LEADER = here(Role.LEADER)
CLERK = here(Role.CLERK)
SECRETARY = (Grant((Role.SECRETARY,), Scope.SERVED),)
BRANCH = (Grant((Role.ADMINISTRATOR,), Scope.BRANCH),)
# Whoever does the work of a unit, also of one whose papers theirs keeps.
WORKING = (
    Grant((Role.OFFICER, Role.REPORTER, Role.SECRETARY, Role.LEADER), Scope.KEPT),
)
OWN = (Grant((), Scope.OWN),)
EVERYBODY = (Grant((), Scope.EVERYBODY),)
MACHINE = (Grant((), Scope.MACHINE),)

UNITS, HONOUREES = "Đơn vị, tài khoản", "Đối tượng khen thưởng"
CLUSTERS = "Cụm, khối thi đua"
PLANS = "Phong trào, kế hoạch"
PROGRESS = "Thực hiện phong trào"
AWARD_LAW, PROPOSALS = "Danh mục khen thưởng", "Đề nghị khen thưởng"
COUNCIL, DECISIONS = "Hội đồng Thi đua - Khen thưởng", "Quyết định khen thưởng"
PAPERS, REGISTER = "Văn bản", "Sổ đăng ký văn bản đi"
AREAS = (
    UNITS,
    HONOUREES,
    CLUSTERS,
    PLANS,
    PROGRESS,
    DECISIONS,
    AWARD_LAW,
    PROPOSALS,
    COUNCIL,
    PAPERS,
    REGISTER,
)
