"""Biên bản niêm kể ra: beside the anchors on the page of the seal, and read back from a file."""

from collections.abc import Sequence

from django.urls import reverse

from reports import permissions, queries
from reports.models import AnchorPaper, Attempt
from reports.rendering import anchors_in
from reports.verifying import verify
from units.anchor_papers import Kept, Paper, Told
from units.models import AuditAnchor, User
from units.wording import vn_datetime

WAITING = "Chờ ký trong giờ tới."


def tell(anchors: Sequence[AuditAnchor], user: User) -> Told:
    """What stands beside these anchors for ``user``, who sees the page."""
    papers = AnchorPaper.objects.visible_to(user).of(anchors)
    by_day = {paper.anchor_id: paper for paper in papers}
    given_up = _given_up(anchors, by_day)
    signer = queries.anchor_signer()
    may_choose = permissions.can_choose_anchor_signer(user)
    return Told(
        by_day={
            anchor.day: _paper(by_day.get(anchor.day), given_up, anchor)
            if signer.unit or _is_signed(by_day.get(anchor.day))
            else Paper(why_not="Chưa ký được.")
            for anchor in anchors
        },
        agency=str(signer.unit or ""),
        problem=signer.why_not,
        choose_url=reverse("reports:anchor-signer") if may_choose else "",
    )


def read(content: bytes) -> Kept:
    """The anchors of a record that was kept elsewhere, after its signature has been checked.

    Any signature counts that the public page would call valid; the sentence says whose it is,
    for a database that may have been tampered with is no witness to whose it ought to be.
    """
    report = verify(content)
    if not report.is_valid:
        raise ValueError(f"{report.headline}. {' '.join(report.messages)}")
    lines = anchors_in(content)
    if lines is None:
        raise ValueError("tệp PDF không phải biên bản niêm nhật ký")
    signers = "; ".join(
        f"{signer.name} ký {vn_datetime(signer.signed_at)}" for signer in report.signers
    )
    return Kept(
        lines, f"Biên bản có chữ ký số hợp lệ: {signers}. Số neo: {len(lines)}."
    )


def _is_signed(paper: AnchorPaper | None) -> bool:
    return paper is not None and paper.status == AnchorPaper.Status.SIGNED


def _paper(
    paper: AnchorPaper | None, given_up: dict[str, str], anchor: AuditAnchor
) -> Paper:
    if paper is not None and _is_signed(paper):
        return Paper(
            url=reverse("reports:anchor-file", args=[paper.pk]),
            signer=paper.signer_name,
            signed_at=paper.signed_at,
        )
    step = "anchor-sign" if paper else "anchor-render"
    if code := given_up.get(f"{step}:{anchor.day}"):
        return Paper(
            why_not="Máy chủ dừng đột ngột nhiều lần khi làm biên bản này nên không thử nữa. "
            f"Mã để báo quản trị hệ thống: {code}."
        )
    return Paper(why_not=(paper.problem if paper else "") or WAITING)


def _given_up(anchors, by_day) -> dict[str, str]:
    open_days = [a.day for a in anchors if not _is_signed(by_day.get(a.day))]
    if not open_days:
        return {}
    steps = ("anchor-render", "anchor-sign")
    works = [f"{step}:{day}" for day in open_days for step in steps]
    return Attempt.objects.codes_of(works)
