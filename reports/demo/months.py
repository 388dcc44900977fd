"""Nhiều tháng đã qua: two campaigns whose units have registered and reported, by the acts.

Phường Nguyễn Trãi, 2023 (month by month) and quận Long Biên, 2021 - 2023 (half year by half
year): received, waiting, returned, late, exempt reports, one whose receipt was taken back, a
model that went from one tổ dân phố to another. The days on which things were sent are moved
to their time afterwards; the audit book tells when they were really typed.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

from django.utils.timezone import localdate, make_aware
from PIL import Image, ImageDraw

from campaigns import actions
from campaigns.actions.progress import raising, receiving, reporting
from campaigns.actions.progress.assigned import Told
from campaigns.evidence.looking import look_at
from campaigns.filling import Figure, Line, sheet_of
from campaigns.models import (
    Campaign,
    Participation,
    ProgressReport,
    ReportingPeriod,
    Undertaking,
    UnitTask,
)
from campaigns.progress.measures import Measure
from campaigns.progress.terms import DueRule, Rhythm
from campaigns.scheduling import Asked
from reports.demo import long_bien, nguyen_trai
from reports.demo.provinces import LONG_BIEN, NGUYEN_TRAI
from units.models import Membership, Unit, User

Role = Membership.Role
BEFORE_NOON = time(9, 20)
_OWN = "donvi"  # the account of Tổ dân phố 5, which reports itself
_PAPER = "Báo cáo số {number:02d}/BC của {unit}, bản giấy có chữ ký"
_CAUSE = "Việc dồn vào cuối kỳ; đã phân công lại, hoàn thành trong kỳ sau."
_TOLD = (
    "Đã họp dân, phân công từng nhóm hộ; việc đúng lịch.",
    "Làm xong phần chính, còn nghiệm thu.",
    "Duy trì đều, có thêm hộ tham gia.",
)


@dataclass(frozen=True)
class Months:
    """Một phong trào đã chạy: which units besides those of the plan, how often they report."""

    host: str
    title: str
    rhythm: Rhythm
    besides: tuple[str, ...]


MONTHS = (
    Months(
        NGUYEN_TRAI, nguyen_trai.TITLE, Rhythm.MONTHLY,
        tuple(f"{NGUYEN_TRAI}.DT{number}" for number in (1, 2, 3)),
    ),
    Months(
        LONG_BIEN, long_bien.TITLE, Rhythm.HALF_YEARLY,
        ("TD.HN.LB.1", "TD.HN.LB.3", "TD.HN.LB.4"),
    ),
)  # fmt: skip


def pass_by() -> None:
    """What is there already stays as it is."""
    for months in MONTHS:
        host = Unit.objects.get(code=months.host)
        campaign = Campaign.objects.filter(host=host, name=months.title).first()
        if (
            campaign is None
            or ProgressReport.objects.filter(campaign=campaign).exists()
        ):
            continue
        if not campaign.indicators.exists():  # issued before there were frames
            continue
        _Run(campaign, months).go()
    _models()
    _tasks()


def _tasks() -> None:
    """Nhiệm vụ của tổ dân phố có tài khoản: one done, one under way, the others still to do."""
    by = User.objects.get(username=_OWN)
    living = UnitTask.objects.of_units_of(by).living()
    if living.exclude(status=UnitTask.Status.TODO).exists():
        return
    told = (
        Told(
            status=UnitTask.Status.DONE, done_on=localdate(), owner="Y Ngân",
            result="Đã họp tổ, 38/42 hộ dự; biên bản gửi văn phòng.",
        ),
        Told(status=UnitTask.Status.DOING, owner="Y Ngân", result="Xong 2 hẻm, còn 1 hẻm."),
    )  # fmt: skip
    for task, said in zip(living.for_person(), told, strict=False):
        actions.report_task(task.pk, by=by, told=said)


class _Run:
    def __init__(self, campaign: Campaign, months: Months) -> None:
        self.campaign, self.months = campaign, months
        self.officer, self.other = officers(campaign.host)

    def go(self) -> None:
        assert self.campaign.starts_on
        assert self.campaign.ends_on
        there = set(self.campaign.participations.values_list("unit__code", flat=True))
        for code in self.months.besides:
            if code in there:
                continue
            unit = Unit.objects.get(code=code)
            actions.add_participation(
                self.campaign.pk, by=self.officer, unit_id=unit.pk
            )
        actions.lay_periods(
            self.campaign.pk, by=self.officer,
            asked=Asked(
                rhythm=self.months.rhythm, starts_on=self.campaign.starts_on,
                ends_on=self.campaign.ends_on, due=DueRule(days_after=5),
            ),
        )  # fmt: skip
        units = list(self.campaign.participations.active().for_list())
        periods = list(ReportingPeriod.objects.of(self.campaign))
        for number, period in enumerate(periods):
            for place, taking in enumerate(units):
                self._report(taking, place, period, number, periods)

    def _report(
        self, taking: Participation, place: int, period: ReportingPeriod, number: int,
        periods: list[ReportingPeriod],
    ) -> None:  # fmt: skip
        is_last = number == len(periods) - 1
        if is_last and place % 5 == 3:
            return  # still owed
        if number == 1 and place == 5:
            receiving.exempt_report(
                taking.pk, period.pk, by=self.other,
                reason="Tháng tổ chức đại hội chi hội, gộp vào kỳ sau.",
            )  # fmt: skip
            return
        report, by = self._begun(taking, period, number)
        share = Decimal(number + 1) / len(periods)
        lines = sheet_of(report).lines
        figures = {line.pk: _figure(line, place, share) for line in lines}
        reporting.save_report(
            report.pk, by=by, figures=figures, narrative=_TOLD[(place + number) % 3]
        )
        behind = {
            line.pk: Figure(**(vars(figures[line.pk]) | {"cause": _CAUSE}))
            for line in sheet_of(report).lines
            if line.wants_cause
        }
        reporting.save_report(report.pk, by=by, figures=behind)
        if place == 0 and number % 2:
            _photograph(report, by, number)
        if is_last and place % 5 == 4:
            return  # being written
        if number and place == 1:
            reporting.save_report(
                report.pk, by=by, figures={},
                raised=[
                    raising.Raised(
                        "difficulty", "Thiếu xe thu gom vào cuối tuần, rác ứ ở đầu hẻm."
                    )
                ],
            )  # fmt: skip
        reporting.submit_report(report.pk, by=by)
        late = place == 2 and number == 1
        self._received(report, place, is_last)
        self._in_its_time(report, period, 4 if late else -1 - place % 3)

    def _begun(self, taking, period, number) -> tuple[ProgressReport, User]:
        own = Membership.objects.on().filter(
            unit=taking.unit, role=Role.REPORTER, user__is_demonstration=True
        )
        if (role := own.select_related("user").first()) is not None:
            return reporting.begin_report(taking.pk, period.pk, by=role.user), role.user
        paper = _PAPER.format(number=number + 1, unit=taking.unit)
        report = reporting.begin_report_for_unit(
            taking.pk, period.pk, by=self.officer, provenance=paper
        )
        return report, self.officer

    def _received(self, report, place, is_last) -> None:
        if is_last and place % 5 == 1:
            return  # waits
        if is_last and place % 5 == 2:
            first = sheet_of(report).lines[0]
            receiving.return_report(
                report.pk, by=self.other, reason="Bổ sung cách tính và danh sách kèm theo.",
                lines={first.pk: "Kèm danh sách"},
            )  # fmt: skip
            return
        receiving.receive_report(report.pk, by=self.other)
        if is_last and place == 5:
            receiving.undo_receipt(
                report.pk,
                by=self.other,
                reason="Số liệu gửi lại theo biên bản rà soát.",
            )

    def _in_its_time(self, report, period, days: int) -> None:
        sent = _at(period.due_on + timedelta(days=days))
        row = ProgressReport.objects.filter(pk=report.pk)
        row.update(submitted_at=sent, changed_at=sent, created_at=sent)
        later = sent + timedelta(days=2)
        row.filter(status="approved").update(approved_at=later)
        row.filter(status="returned").update(returned_at=later)


def officers(host: Unit) -> tuple[User, User]:
    """Who types in and who receives: two people of the host."""
    held = Membership.objects.on().filter(
        unit=host, role=Role.OFFICER, user__is_demonstration=True
    )
    second, first = (one.user for one in held.select_related("user").order_by("pk")[:2])
    return first, second


def _figure(line: Line, place: int, share: Decimal) -> Figure:
    """A plausible figure: most units keep pace, every third is somewhat behind."""
    if line.scale.measure is Measure.NARRATIVE:
        return Figure(value=Decimal(1), text=_TOLD[place % 3])
    goal = line.allocation.value or line.indicator.value or Decimal(1)
    pace = Decimal("0.88") if place % 3 == 1 else Decimal("1.06")
    if line.indicator.comparator == "<=":
        value = goal * (Decimal("1.9") - share * (Decimal("0.98") if place % 3 else 1))
        return Figure(value=round(value, 2))
    if line.scale.measure is Measure.PERCENT:
        return Figure(value=min(Decimal(100), round(goal * share * pace, 1)))
    if goal < 1:
        return Figure(value=round(goal * share * pace, 3))
    return Figure(value=Decimal(round(goal * share * pace + Decimal("0.3"))))


def _photograph(report: ProgressReport, by: User, number: int) -> None:
    looked = look_at(_drawn(number), f"hem-{number + 1}.jpg")
    actions.add_evidence(report.pk, by=by, looked=looked)


def _drawn(number: int) -> bytes:
    """Một con hẻm vẽ bằng máy: no photograph of a real place."""
    picture = Image.new("RGB", (960, 640), (186, 214, 235))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 400, 960, 640), fill=(150, 146, 140))
    for left in range(0, 960, 160):
        pen.rectangle(
            (left + 8, 180, left + 132, 400), fill=(214, 180 - 9 * number, 150)
        )
        pen.ellipse((left + 96, 350, left + 176, 430), fill=(72, 140 + 12 * number, 84))
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=85)
    return kept.getvalue()


def _models() -> None:
    """Mô hình của Phường Nguyễn Trãi: registered, carried out, learned from."""
    ward = Unit.objects.get(code=NGUYEN_TRAI)
    campaign = Campaign.objects.filter(host=ward, name=nguyen_trai.TITLE).first()
    if campaign is None or Undertaking.objects.filter(campaign=campaign).exists():
        return
    taking = {str(one.unit): one for one in campaign.participations.active().for_list()}
    if "Tổ dân phố 1" not in taking:
        return
    officer, other = officers(ward)
    flowers = _registered(
        taking["Tổ dân phố 1"], officer, other, kind="model", name="Hẻm 12 nở hoa",
        person_in_charge="Trần Thị Mỹ Lệ",
        description="Mỗi nhà một chậu hoa trước cửa, sáng thứ Bảy cùng quét hẻm.",
        place="Hẻm 12 Nguyễn Huệ", cost=Decimal(18_000_000),
        funding="Các hộ góp 12 triệu đồng, phường hỗ trợ 6 triệu đồng",
        starts_on=date(2023, 8, 10), ends_on=date(2023, 10, 20),
    )  # fmt: skip
    actions.approve_undertaking(flowers.pk, by=other)
    actions.record_carrying_out(
        flowers.pk, by=officer, begun_on=date(2023, 8, 12), finished_on=date(2023, 10, 15),
        inaugurated_on=date(2023, 10, 18), plaque_on=date(2023, 12, 8),
        actual_cost=Decimal(17_200_000), outcome="42/42 hộ tham gia, hẻm sạch quanh tuần.",
    )  # fmt: skip
    for stage, day in (
        ("found", date(2023, 9, 15)), ("nurtured", date(2023, 10, 1)),
        ("summed_up", date(2023, 11, 20)), ("spread", date(2023, 12, 1)),
    ):  # fmt: skip
        actions.take_example_on(flowers.pk, by=other, stage=stage, on=day)
    follower = User.objects.get(username=_OWN)
    adopted = actions.adopt_example(flowers.pk, taking["Tổ dân phố 5"].pk, by=follower)
    actions.save_undertaking(
        adopted.pk, by=follower, name="Hẻm 45 nở hoa, học Tổ dân phố 1",
        place="Hẻm 45 Trần Phú", starts_on=date(2023, 12, 2), ends_on=date(2023, 12, 15),
        person_in_charge="Y Ngân",
    )  # fmt: skip
    actions.submit_undertaking(adopted.pk, by=follower)
    lamps = _registered(
        taking["Tổ dân phố 3"], officer, other, kind="work", name="Tuyến hẻm thắp sáng 300 m",
        person_in_charge="A Thắng",
        description="12 bóng đèn năng lượng mặt trời, tổ tự quản trông coi.",
        place="Hẻm 7 Lê Lợi", cost=Decimal(36_000_000), funding="Xã hội hóa",
        starts_on=date(2023, 9, 1), ends_on=date(2023, 11, 30),
    )  # fmt: skip
    actions.return_undertaking(
        lamps.pk, by=other, reason="Ghi rõ nguồn kinh phí và người trông coi."
    )


def _registered(taking, by, other, **facts) -> Undertaking:
    """In answer to the plan's call; afterwards moved to the days of the call."""
    paper = _PAPER.format(number=1, unit=taking.unit)
    call = taking.campaign.registration_calls.filter(ended_at=None).first()
    if call is not None:
        actions.permit_late(
            taking.pk, call.pk, by=other, until=localdate() + timedelta(days=1),
            reason="Đã gửi bản giấy đúng hạn, nay nhập vào phần mềm",
        )  # fmt: skip
        facts["call_id"] = call.pk
    made = actions.register_for_unit(taking.pk, by=by, provenance=paper, **facts)
    actions.submit_undertaking(made.pk, by=by)
    sent = _at(date(2023, 8, 14))
    Undertaking.objects.filter(pk=made.pk).update(submitted_at=sent, late_permitted="")
    return made


def _at(day: date) -> datetime:
    return make_aware(datetime.combine(day, BEFORE_NOON))
