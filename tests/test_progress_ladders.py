"""Bậc thang của một cơ quan: changed from tomorrow on, never without a step."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import localdate

from campaigns import actions, ladder
from campaigns.models import ReminderStep
from tests.factories import ReminderStepFactory, ward
from tests.paper_files import words
from units.errors import Refused
from units.models import AuditEntry
from units.wording import vn_date

pytestmark = pytest.mark.django_db
TODAY = localdate()
TOMORROW = TODAY + timedelta(1)
SHIPPED = [
    (-7, "reporter"), (-2, "reporter"), (0, "reporter"), (3, "reporter"), (3, "head"),
    (7, "reporter"), (7, "officer"), (14, "reporter"), (14, "chair"),
]  # fmt: skip


@pytest.fixture
def place():
    return ward()


def steps(place, day) -> list[tuple[int, str]]:
    found = ladder.by_days(ladder.of_authority(place.unit, day)[0])
    return [(one.days, one.reaches) for those in found.values() for one in those]


def add(place, days, reaches="reporter"):
    return actions.add_reminder_step(
        place.unit.pk, by=place.officer, days=days, reaches=reaches
    )


def drop(place, days, reaches="reporter"):
    return actions.drop_reminder_step(
        place.unit.pk, by=place.officer, days=days, reaches=reaches
    )


def test_the_common_ladder_holds_where_there_is_no_other(place):
    assert steps(place, TODAY) == SHIPPED


def test_the_first_change_takes_the_common_ladder_over_from_tomorrow_on(place):
    add(place, 5, "head")

    assert steps(place, TODAY) == SHIPPED
    assert steps(place, TOMORROW) == sorted(
        [*SHIPPED, (5, "head")], key=lambda one: one[0]
    )
    actions_told = AuditEntry.objects.filter(subject="campaigns.ReminderStep")
    assert {line.action for line in actions_told} == {"reminderstep.added"}
    assert actions_told.count() == 10


def test_what_never_held_is_taken_out_what_held_ends_today(place):
    held = ReminderStepFactory(unit=place.unit, days=-3)
    add(place, 1)
    drop(place, 1)
    add(place, 2)
    drop(place, -3)

    held.refresh_from_db()
    assert held.valid_to == TODAY
    own = ReminderStep.objects.of_unit(place.unit).for_list()
    assert [(one.days, one.valid_from) for one in own] == [
        (-3, held.valid_from), (2, TOMORROW)
    ]  # fmt: skip
    assert steps(place, TODAY) == [(-3, "reporter")]
    assert steps(place, TOMORROW) == [(2, "reporter")]


def test_back_to_the_common_ladder(place):
    add(place, 1)
    actions.use_common_ladder(place.unit.pk, by=place.officer)

    assert steps(place, TOMORROW) == SHIPPED
    assert not ReminderStep.objects.of_unit(place.unit).exists()
    with pytest.raises(Refused, match="Cơ quan đang dùng bậc thang chung rồi"):
        actions.use_common_ladder(place.unit.pk, by=place.officer)


@pytest.mark.parametrize(
    ("days", "reaches", "at", "sentence"),
    [
        (
            -2, "reporter", "days",
            "Bậc thang đã có bậc 2 ngày trước hạn, người báo cáo của đơn vị.",
        ),
        (
            0, "chair", "reaches",
            "Chỉ báo lên trên khi đã quá hạn. Chọn số ngày sau hạn, hoặc chọn người báo cáo.",
        ),
    ],
)  # fmt: skip
def test_a_step_that_is_refused(place, days, reaches, at, sentence):
    with pytest.raises(Refused) as refused:
        add(place, days, reaches)
    assert refused.value.parts == ((at, sentence),)
    assert not ReminderStep.objects.of_unit(place.unit).exists()


def test_the_last_step_stays_and_there_are_not_too_many(place):
    ReminderStepFactory(unit=place.unit, days=-1)
    with pytest.raises(Refused, match="phải còn ít nhất một bậc"):
        drop(place, -1)
    with pytest.raises(Refused, match="Bậc này đã được bỏ"):
        drop(place, -2)
    for day in range(19):
        add(place, day)
    with pytest.raises(Refused, match="nhiều nhất 20 bậc"):
        add(place, 40)


def test_only_officers_of_the_authority(place):
    for other in (place.leader, place.reporter, ward().officer):
        with pytest.raises(PermissionDenied):
            actions.add_reminder_step(
                place.unit.pk, by=other, days=5, reaches="reporter"
            )


def test_the_page(client, place):
    client.force_login(place.officer)
    url = reverse("campaigns:ladder", args=[place.unit.pk])
    assert "bậc thang chung, chưa sửa" in words(client.get(url))

    answer = client.post(
        url, {"days": "5", "side": "sau", "reaches": "head"}, follow=True
    )

    text = words(answer)
    assert "Đã thêm bậc, có hiệu lực từ ngày mai." in text
    assert "5 ngày sau hạn Người đứng đầu đơn vị Bỏ bậc 5 ngày sau hạn" in text
    assert (
        "Hôm nay còn theo bậc thang cũ: 7 ngày trước hạn (người báo cáo của đơn vị); 2 ngày"
        in text
    )
    assert f"Bậc thang ở dưới có hiệu lực từ ngày {vn_date(TOMORROW)}." in text

    drop_url = reverse("campaigns:ladder-drop", args=[place.unit.pk])
    gone = client.post(drop_url, {"days": "5", "reaches": "head"}, follow=True)
    assert "Đã bỏ bậc, thôi áp dụng từ ngày mai." in words(gone)
    nothing = client.post(drop_url, {"days": "x"}, follow=True)
    assert "Không rõ bỏ bậc nào. Bấm lại nút Bỏ của bậc ấy." in words(nothing)
    common = reverse("campaigns:ladder-common", args=[place.unit.pk])
    back = client.post(common, follow=True)
    assert "Từ ngày mai dùng lại bậc thang chung." in words(back)
    again = client.post(common, follow=True)
    assert "Cơ quan đang dùng bậc thang chung rồi." in words(again)


def test_what_was_typed_wrong_stays(client, place):
    client.force_login(place.officer)
    url = reverse("campaigns:ladder", args=[place.unit.pk])

    answer = client.post(url, {"days": "70", "side": "truoc", "reaches": "reporter"})

    assert answer.status_code == 422
    assert "Chỉ nhắc trong vòng 60 ngày trước hạn." in words(answer)
    assert 'value="70"' in answer.content.decode()
    up = client.post(url, {"days": "0", "side": "sau", "reaches": "chair"})
    assert (up.status_code, ReminderStep.objects.of_unit(place.unit).count()) == (
        422,
        0,
    )


@pytest.mark.parametrize("count", [1, 3])
def test_what_the_page_costs(client, place, django_assert_num_queries, count):
    for day in range(count):
        ReminderStepFactory(unit=place.unit, days=day)
    client.force_login(place.officer)
    with django_assert_num_queries(6):
        client.get(reverse("campaigns:ladder", args=[place.unit.pk]))
