"""Ai ký biên bản: the session's secretary and chair, and what keeps one of them from it."""

from awards.models import CouncilSession, Seat
from reports.models import Certificate
from units.models import Membership, User

Role = Membership.Role
SITTING = (Role.SECRETARY, Role.MEMBER, Role.LEADER)  # who may sign minutes at all
ON_PAPER = "In biên bản, ký trên bản giấy rồi kết thúc phiên họp."


def membership_of(seat: Seat) -> Membership | None:
    """The role that the person holds in the council today; None: none, or no account."""
    if seat.account_id is None:
        return None
    held = Membership.objects.on().filter(
        user=seat.account_id, unit=seat.unit_id, role__in=SITTING
    )
    living = User.objects.in_use().values("pk")
    return held.filter(user__in=living).order_by("pk").first()


def why_no_signer(session: CouncilSession) -> str:
    """One sentence where the minutes cannot be signed here; "": they can."""
    secretary, chair = session.secretary, session.chair
    if secretary is None or chair is None:
        return f"Phiên họp chưa ghi đủ thư ký, chủ trì. {ON_PAPER}"
    if secretary.account_id is not None and secretary.account_id == chair.account_id:
        return f"Thư ký và chủ trì phiên họp là một người. {ON_PAPER}"
    lacking = [one.name for one in (secretary, chair) if membership_of(one) is None]
    if lacking:
        return (
            f"{' và '.join(lacking)} không có tài khoản còn vai trò ở Hội đồng nên không ký số "
            f"được. {ON_PAPER}"
        )
    return ""


def without_certificate(session: CouncilSession) -> str:
    """One sentence that names who has no certificate here yet; "": both have."""
    seats = [
        one for one in (session.secretary, session.chair) if one and one.account_id
    ]
    accounts = [seat.account_id for seat in seats]
    having = Certificate.objects.current().filter(user__in=accounts)
    held = set(having.values_list("user", flat=True))
    names = [seat.name for seat in seats if seat.account_id not in held]
    if not names:
        return ""
    return (
        f"{' và '.join(names)} chưa đăng ký chứng thư số: đề nghị quản trị đơn vị đăng ký, hoặc "
        "ký bằng thiết bị của mình, hoặc in biên bản để ký trên bản giấy."
    )
