"""Tiến độ: what is due on a day, and how a result stands against it, in which words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from campaigns.content import Comparator, Milestone
from campaigns.progress.measures import (
    Better,
    Goal,
    Measure,
    OverPeriods,
    Scale,
    wanted,
)
from campaigns.progress.pace import (
    Basis,
    Course,
    Standing,
    Thresholds,
    judge,
    level_words,
    required_on,
)

FIRST, LAST = date(2023, 1, 1), date(2023, 12, 31)
PERCENT = Scale(measure=Measure.PERCENT)
WORKS = Scale(unit="công trình")
RANK = Scale(measure=Measure.RANK, ranks=("Xuất sắc", "Tốt", "Khá", "Trung bình"))
RUNNING, SUM, LATEST, AVERAGE = OverPeriods
NEAR = "gần đạt khi thiếu không quá 10% mức ấy."


def d(number):
    return Decimal(str(number))


def up(level):
    return Goal(Better.UP, low=d(level))


def down(level):
    return Goal(Better.DOWN, high=d(level))


def course(goal, scale=PERCENT, **others):
    return Course(
        goal=goal, scale=scale, **{"starts_on": FIRST, "deadline": LAST, **others}
    )


# "6 tháng đầu năm đạt 70%, 10 tháng đầu năm hoàn thành 100%": the staircase of seed 000.
STAIRS = course(
    up(100),
    milestones=(
        Milestone(label="10 tháng", value=d(83), due_on=date(2023, 10, 20)),
        Milestone(label="6 tháng", value=d(70), due_on=date(2023, 6, 30)),
        Milestone(label="không ghi ngày", value=d(1)),
    ),
)
POVERTY = course(down("0.39"), over=LATEST, baseline=d("0.85"))


@pytest.mark.parametrize(
    ("day", "basis", "level", "by"),
    [
        (date(2023, 6, 29), Basis.NOT_YET, None, None),
        (date(2023, 6, 30), Basis.MILESTONE, 70, date(2023, 6, 30)),
        (date(2023, 10, 19), Basis.MILESTONE, 70, date(2023, 6, 30)),
        (date(2023, 10, 20), Basis.MILESTONE, 83, date(2023, 10, 20)),
        (date(2023, 12, 30), Basis.MILESTONE, 83, date(2023, 10, 20)),
        (LAST, Basis.DEADLINE, 100, LAST),
        (date(2024, 5, 1), Basis.DEADLINE, 100, LAST),
    ],
)
def test_milestones_are_a_staircase(day, basis, level, by):
    required = required_on(day, STAIRS)

    assert (required.basis, required.level, required.by) == (basis, level, by)


def test_a_milestone_after_the_deadline_is_no_step():
    late = Milestone(label="Tổng kết", value=d(99), due_on=date(2024, 3, 1))
    way = course(up(98), milestones=(late,))

    assert required_on(date(2023, 7, 2), way).level == 49
    assert required_on(date(2024, 3, 1), way).level == 98


def test_before_the_first_milestone_it_says_so():
    verdict = judge(d(40), required_on(date(2023, 3, 1), STAIRS))

    assert verdict.standing is Standing.NOT_DUE
    assert verdict.rule == "Chưa đến mốc đầu tiên “6 tháng”, 30/06/2023: 70%."
    assert verdict.gap is None


@pytest.mark.parametrize(
    ("value", "standing", "gap", "words", "rule"),
    [
        (80, Standing.NEAR, -3, "thiếu 3 điểm", NEAR),
        ("88.4", Standing.REACHED, "5.4", "vượt 5,4 điểm", NEAR),
        (83, Standing.REACHED, 0, "vừa đúng mức", NEAR),
        ("74.7", Standing.NEAR, "-8.3", "thiếu 8,3 điểm", NEAR),
        ("74.6", Standing.BEHIND, "-8.4", "thiếu 8,4 điểm", NEAR),
        ("62.25", Standing.BEHIND, "-20.75", "thiếu 20,75 điểm", NEAR),
        (
            62, Standing.BEHIND, -21, "thiếu 21 điểm",
            "gần đạt khi thiếu không quá 10%, chậm nhiều khi thiếu quá 25% mức ấy.",
        ),
        (0, Standing.BEHIND, -83, "thiếu 83 điểm",
            "gần đạt khi thiếu không quá 10%, chậm nhiều khi thiếu quá 25% mức ấy."),
        (None, Standing.BLANK, None, "", NEAR),
    ],
)  # fmt: skip
def test_a_verdict_carries_its_rule(value, standing, gap, words, rule):
    required = required_on(date(2023, 10, 25), STAIRS)

    verdict = judge(None if value is None else d(value), required)

    assert verdict.standing is standing
    assert verdict.gap == (None if gap is None else d(gap))
    assert verdict.words == words
    lead = "Mức phải đạt đến 20/10/2023 là 83% theo mốc “10 tháng”; "
    assert verdict.rule == lead + rule
    assert verdict.is_far is ("chậm nhiều" in rule)


def test_a_total_grows_on_a_straight_line():
    required = required_on(date(2023, 7, 2), course(up(98), over=RUNNING))

    assert (required.basis, required.level) == (Basis.LINE, 49)
    assert judge(d(45), required).rule == (
        "Mức phải đạt đến 02/07/2023 là 49%, tính theo ngày từ 0% (01/01/2023) đến 98% "
        f"(31/12/2023); {NEAR}"
    )


def test_the_line_begins_at_the_baseline():
    rising = course(up(98), over=RUNNING, baseline=d(70))

    assert required_on(date(2023, 7, 2), rising).level == 84


def test_a_percentage_is_asked_for_to_its_tenth():
    whole = course(up(100), over=RUNNING)

    assert required_on(date(2023, 2, 1), whole).level == d("8.5")


@pytest.mark.parametrize("goal", [up(60), down(80)])
def test_who_begins_on_the_good_side_must_stay_there(goal):
    required = required_on(date(2023, 7, 2), course(goal, baseline=d(70)))

    assert (required.basis, required.level) == (Basis.LEVEL, goal.level)


def test_half_a_work_is_not_asked_for():
    two = course(up(2), WORKS, over=SUM)

    early, late = (required_on(date(2023, month, 30), two) for month in (6, 11))

    assert (early.level, late.level) == (None, 1)
    verdict = judge(d(0), early)
    assert verdict.standing is Standing.NOT_DUE
    assert verdict.rule == (
        "Đến 30/06/2023 chưa phải có kết quả, tính theo ngày từ 0 công trình (01/01/2023) "
        "đến 2 công trình (31/12/2023)."
    )
    assert judge(d(0), late).words == "thiếu 1 công trình"


def test_before_the_campaign_and_without_a_deadline_nothing_is_due():
    early = judge(d(1), required_on(date(2022, 12, 31), course(up(98))))
    endless = judge(d(1), required_on(FIRST, course(up(98), deadline=None)))

    assert early.rule == "Phong trào bắt đầu ngày 01/01/2023."
    assert endless.rule == "Chỉ tiêu chưa ghi thời hạn nên chưa xét nhanh, chậm."
    assert early.standing is endless.standing is Standing.NOT_DUE


@pytest.mark.parametrize("over", [LATEST, AVERAGE])
def test_a_latest_figure_holds_from_the_first_period_on(over):
    held = course(up(98), over=over, first_period_ends=date(2023, 3, 31))

    early = judge(d(50), required_on(date(2023, 3, 30), held))
    later = judge(d(97), required_on(date(2023, 3, 31), held))

    assert early.rule == "Kỳ báo cáo đầu tiên kết thúc ngày 31/03/2023."
    assert later.rule == f"Mức phải đạt ở mọi kỳ là 98%; {NEAR}"
    assert later.standing is Standing.NEAR


def test_what_should_fall_goes_down_from_its_baseline():
    required = required_on(date(2023, 7, 2), POVERTY)

    assert (required.basis, required.level) == (Basis.LINE, d("0.62"))
    short = judge(d("0.82"), required)
    assert short.standing is Standing.BEHIND
    assert short.words == "còn phải giảm 0,2 điểm"
    assert short.rule == (
        "Mức phải đạt đến 02/07/2023 là không quá 0,62%, tính theo ngày từ 0,85% "
        "(01/01/2023) đến 0,39% (31/12/2023); gần đạt khi cao hơn không quá 10%, chậm nhiều "
        "khi cao hơn quá 25% mức ấy."
    )
    assert judge(d("0.52"), required).words == "thấp hơn 0,1 điểm"


def test_what_should_fall_from_nowhere_is_due_at_the_deadline():
    unknown = replace(POVERTY, baseline=None)

    before, after = required_on(date(2023, 7, 2), unknown), required_on(LAST, unknown)

    assert judge(d("0.8"), before).standing is Standing.NOT_DUE
    assert judge(d("0.8"), before).rule == (
        "Chỉ xét khi đến hạn 31/12/2023: không quá 0,39%."
    )
    assert judge(d("0.40"), after).standing is Standing.NEAR
    assert judge(d("0.8"), after).standing is Standing.BEHIND


def test_who_has_come_to_the_end_early_has_reached_it():
    before = required_on(date(2023, 7, 2), replace(POVERTY, baseline=None))

    verdict = judge(d("0.3"), before)

    assert verdict.standing is Standing.REACHED
    assert verdict.words == "đã đạt mức cuối"
    assert verdict.rule == (
        "Chỉ xét khi đến hạn 31/12/2023: không quá 0,39%; mức cuối (không quá 0,39%) đã đạt."
    )
    may_grow = replace(before, course=replace(before.course, over=RUNNING))
    assert judge(d("0.3"), may_grow).standing is Standing.NOT_DUE


def test_a_sum_may_never_exceed_what_it_may_not():
    fires = course(down(5), Scale(unit="vụ"), over=SUM)

    required = required_on(date(2023, 2, 1), fires)

    assert required.basis is Basis.LEVEL
    assert judge(d(5), required).standing is Standing.REACHED
    assert judge(d(6), required).words == "quá 1 vụ"
    assert judge(d(6), required).standing is Standing.BEHIND
    falling = required_on(date(2023, 7, 2), replace(fires, baseline=d(9)))
    assert (falling.basis, falling.level) == (Basis.LINE, 7)


def test_of_nothing_the_share_is_taken_of_the_baseline():
    none_left = course(down(0), over=LATEST, baseline=d(20))
    required = required_on(LAST, none_left)

    assert judge(d(2), required).standing is Standing.NEAR
    assert judge(d(3), required).standing is Standing.BEHIND
    assert judge(d(2), required).rule == (
        "Mức phải đạt đến hạn 31/12/2023 là không quá 0%; gần đạt khi cao hơn không quá 10% "
        "mức xuất phát."
    )
    bare = judge(d(1), required_on(LAST, replace(none_left, baseline=None)))
    assert bare.standing is Standing.BEHIND
    assert bare.rule == "Mức phải đạt đến hạn 31/12/2023 là không quá 0%."


def test_a_range_has_two_ends():
    between = course(Goal(Better.HOLD, low=d(1), high=d(2)), WORKS, over=RUNNING)
    required = required_on(LAST, between)

    told = [
        (judge(d(n), required).standing, judge(d(n), required).words) for n in range(4)
    ]

    assert told == [
        (Standing.BEHIND, "thiếu 1 công trình"),
        (Standing.REACHED, "trong khoảng"),
        (Standing.REACHED, "trong khoảng"),
        (Standing.BEHIND, "quá 1 công trình"),
    ]
    assert judge(d(1), required).rule == (
        "Mức phải đạt đến hạn 31/12/2023 là từ 1 đến 2 công trình; gần đạt khi lệch không "
        "quá 10% mức ấy."
    )


@pytest.mark.parametrize(
    ("place", "standing", "words"),
    [
        (1, Standing.REACHED, "hơn 1 bậc"),
        (2, Standing.REACHED, "vừa đúng mức"),
        (3, Standing.NEAR, "kém 1 bậc"),
        (4, Standing.BEHIND, "kém 2 bậc"),
    ],
)
def test_a_rank_is_judged_by_its_places_at_the_deadline(place, standing, words):
    good = course(wanted(Comparator.EQUAL, d(2), measure=Measure.RANK), RANK)

    verdict = judge(d(place), required_on(LAST, good))

    assert (verdict.standing, verdict.words) == (standing, words)
    assert verdict.rule == (
        "Mức phải đạt đến hạn 31/12/2023 là Tốt trở lên; gần đạt khi kém không quá 1 bậc."
    )
    before = judge(d(place), required_on(date(2023, 12, 30), good))
    assert before.standing in (Standing.NOT_DUE, Standing.REACHED)


@pytest.mark.parametrize(
    ("measure", "rule", "words"),
    [
        (
            Measure.YES_NO, "Phải thực hiện xong đến hạn 31/12/2023.",
            ("đã thực hiện", "chưa thực hiện"),
        ),
        (
            Measure.NARRATIVE, "Phải báo cáo đến hạn 31/12/2023.",
            ("đã báo cáo", "chưa báo cáo"),
        ),
    ],
)  # fmt: skip
def test_a_yes_and_a_text_are_due_at_the_deadline(measure, rule, words):
    asked = course(wanted(None, None, measure=measure), Scale(measure=measure))

    done, open_ = (judge(d(n), required_on(LAST, asked)) for n in (1, 0))

    assert (done.standing, open_.standing) == (Standing.REACHED, Standing.BEHIND)
    assert (done.words, open_.words) == words
    assert done.rule == open_.rule == rule
    early = judge(d(0), required_on(FIRST, asked))
    assert early.standing is Standing.NOT_DUE


def test_a_target_without_a_figure_is_never_late():
    assert required_on(LAST, course(None)) is None

    verdict = judge(d(5), None)

    assert verdict.standing is Standing.NOT_DUE
    assert verdict.rule == "Chỉ tiêu không giao con số nên không xét nhanh, chậm."


@pytest.mark.parametrize("value", [None, Decimal(0), Decimal(100)])
def test_who_is_exempt_is_not_judged(value):
    verdict = judge(value, required_on(LAST, STAIRS), is_exempt=True)

    assert verdict.standing is Standing.EXEMPT
    assert verdict.gap is None


def test_a_caller_may_bring_other_thresholds():
    required = required_on(LAST, STAIRS)
    strict = Thresholds(near=Decimal("0.05"), far=Decimal("0.5"))

    assert judge(d(92), required).standing is Standing.NEAR
    assert judge(d(92), required, thresholds=strict).standing is Standing.BEHIND
    assert judge(d(60), required, thresholds=strict).is_far is False
    assert judge(d(96), required, thresholds=strict).rule == (
        "Mức phải đạt đến hạn 31/12/2023 là 100%; gần đạt khi thiếu không quá 5% mức ấy."
    )


def test_every_standing_has_its_word():
    assert [standing.label for standing in Standing] == [
        "đạt", "gần đạt", "chậm", "chưa nộp", "được miễn", "chưa đến hạn",
    ]  # fmt: skip


def test_a_small_difference_is_not_rounded_to_none():
    required = required_on(LAST, course(up("33.333333")))

    assert judge(d("33.333332"), required).words == "thiếu 0,000001 điểm"
    assert judge(d("30.111111"), required).words == "thiếu 3,22 điểm"


@pytest.mark.parametrize(
    ("goal", "scale", "words"),
    [
        (up(83), PERCENT, "83%"),
        (down("0.39"), PERCENT, "không quá 0,39%"),
        (Goal(Better.HOLD, low=d(1), high=d(2)), WORKS, "từ 1 đến 2 công trình"),
        (down(2), RANK, "Tốt trở lên"),
    ],
)
def test_a_level_in_words(goal, scale, words):
    assert level_words(goal, scale) == words
