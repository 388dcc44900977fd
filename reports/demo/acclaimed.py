"""Suy tôn trình diễn: a cluster half way through its points, so that each has something to do."""

from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localdate

from awards import actions
from awards.actions.acclaim import Asked
from awards.actions.acclaim_points import Said, Scored
from awards.models import ClusterRound
from awards.models.cluster_rounds import CriterionKind
from reports.demo import ha_linh
from units.models import Unit, User

BASIS = "Quy chế tổ chức thi đua của cụm (trình diễn)"
_CRITERIA = (
    Asked("Phát triển kinh tế - xã hội, quốc phòng, an ninh", Decimal(60)),
    Asked("Xây dựng Đảng, hệ thống chính trị", Decimal(20)),
    Asked("Tổ chức phong trào thi đua, công tác khen thưởng", Decimal(20)),
    Asked("Mô hình mới được cấp tỉnh công nhận", Decimal(5), CriterionKind.BONUS),
    Asked("Báo cáo chậm", Decimal(5), CriterionKind.MINUS),
)
# By the account that writes: its unit, the points that it claims.
_CLAIMED = {
    "canbo.suoingoc": (ha_linh.SUOI_NGOC, ("56,5", "19", "18,5", "3", "0")),
    "canbo.doiche": (ha_linh.DOI_CHE, ("57", "18,5", "19", "5", "1")),
}
_NOTE = (
    "Thu ngân sách vượt 6,2% dự toán; hai tuyến đường liên thôn hoàn thành trước hạn."
)


def settle() -> None:
    """Once: two members have sent their points, one of them was checked with a difference."""
    cluster = Unit.objects.get(code=f"{ha_linh.CODE}.KHOI")
    if ClusterRound.objects.filter(cluster=cluster).exists():
        return
    day = localdate()
    round_ = actions.open_acclaim(
        cluster.pk, by=_account("canbo.suoingoc"), criteria=_CRITERIA, year=day.year,
        scores_due=day + timedelta(days=7), checks_due=day + timedelta(days=14),
        flag_places=1, certificate_places=1, basis=BASIS, least_percent=50,
    )  # fmt: skip
    criteria = list(round_.criteria.order_by("position"))
    entries = {}
    for name, (code, claimed) in _CLAIMED.items():
        points = {
            one.pk: Scored(Decimal(value.replace(",", ".")), _NOTE if at == 0 else "")
            for at, (one, value) in enumerate(zip(criteria, claimed, strict=True))
        }
        entries[name] = actions.save_scores(
            round_.pk, Unit.objects.get(code=code).pk, by=_account(name), points=points,
            send=True,
        )  # fmt: skip
    _check(entries["canbo.doiche"])


def _check(entry) -> None:
    """By the next town: agreed but for the model, whose decision is not there yet."""
    said = {one.pk: Said(one.claimed) for one in entry.points.all()}
    model = entry.points.get(criterion__kind=CriterionKind.BONUS)
    said[model.pk] = Said(
        Decimal(3), "Mô hình thứ hai chưa có quyết định công nhận của tỉnh."
    )
    checker = Unit.objects.get(code=ha_linh.CAU_TRE)
    actions.cross_check(entry.pk, checker.pk, by=_account("canbo.cautre"), points=said)


def _account(name: str) -> User:
    return User.objects.get(username=name)
