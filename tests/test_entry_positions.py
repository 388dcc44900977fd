"""Chức vụ, đơn vị đã ghi: corrected, dropped, an earlier one put in its place in time."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import localdate

from tests.test_units_honourees import SINCE, Commune, book, positions, refusal
from tests.test_units_views_honourees import at, text
from units import actions, audit
from units.models import AuditEntry, Honouree, PersonalChange, Position, Unit

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = date(2025, 5, 1)


@pytest.fixture
def here(client):
    place = Commune()
    Unit.objects.update(valid_from=date(2000, 1, 1))
    client.force_login(place.keeper)
    return place


def place(here, honouree, day, title="Tổ trưởng", unit=None):
    return actions.place_honouree(
        honouree.pk, by=here.keeper, unit_id=(unit or here.street).pk, title=title,
        valid_from=day,
    )  # fmt: skip


def mend(here, position, by=None, **changes):
    facts = {
        "unit_id": position.unit_id, "title": position.title,
        "valid_from": position.valid_from,
    } | changes  # fmt: skip
    return actions.amend_position(position.pk, by=by or here.keeper, **facts)


def earlier(here, honouree, day, title="Đội viên", **more):
    facts = {"by": here.keeper, "unit_id": here.street.pk, "title": title}
    return actions.add_earlier_position(honouree.pk, valid_from=day, **facts | more)


# ---- the first day, the title, the unit ------------------------------------------------------


def test_a_registration_is_not_of_a_day_to_come(client, here):
    tomorrow = localdate() + DAY
    said = refusal(here.register, valid_from=tomorrow)
    answer = client.post(
        reverse("honouree-create"),
        {"name": "Lê Thị Hoa", "unit": here.street.pk, "valid_from": "01/01/2030",
         "buoc": "lam"},
    )  # fmt: skip

    assert said.startswith("Ngày này chưa tới. Ghi ngày đã bắt đầu ở đơn vị;")
    assert (answer.status_code, Honouree.objects.count()) == (422, 0)
    assert "Từ ngày: Ngày này chưa tới." in text(answer)
    assert here.register(valid_from=localdate()).status == "active"


def test_the_first_day_of_the_only_one_is_moved(here):
    honouree = here.register(title="Giáo viên", valid_from=localdate())
    position = honouree.positions.get()

    mend(here, position, by=here.secretary, valid_from=date(2010, 9, 1))

    assert positions(honouree) == [("Giáo viên, Tổ dân phố 1", date(2010, 9, 1), None)]
    entry = audit.history(position).first()
    assert (entry.action, entry.actor) == ("position.amended", here.secretary)
    assert entry.detail == {
        "before": {"valid_from": localdate().isoformat()},
        "after": {"valid_from": "2010-09-01"},
    }
    assert refusal(mend, here, position, valid_from=localdate() + DAY) == (
        "Ngày này chưa tới. Ghi ngày đã bắt đầu ở đơn vị."
    )


@pytest.mark.parametrize("day", [LATER - 30 * DAY, LATER + 30 * DAY])
def test_what_follows_takes_the_one_before_along(here, day):
    honouree = here.register(title="Tổ phó")
    position = place(here, honouree, LATER)

    mend(here, position, valid_from=day)

    assert positions(honouree) == [
        ("Tổ trưởng, Tổ dân phố 1", day, None),
        ("Tổ phó, Tổ dân phố 1", SINCE, day - DAY),
    ]


def test_a_gap_stays_as_long_as_it_is_one(here):
    honouree = here.register(title="Tổ phó")
    last = date(2024, 12, 31)
    actions.release_honouree(honouree.pk, by=here.keeper, left_on=last, because="moved")
    position = place(here, honouree, LATER)

    mend(here, position, valid_from=LATER + DAY)
    assert positions(honouree)[1] == ("Tổ phó, Tổ dân phố 1", SINCE, last)

    mend(here, position, valid_from=last)
    assert positions(honouree)[1] == ("Tổ phó, Tổ dân phố 1", SINCE, last - DAY)


def test_title_and_unit_show_at_once(here):
    honouree = here.register(title="Tổ phó")

    mend(here, honouree.positions.get(), title=" Chuyên viên ", unit_id=here.ward.pk)

    honouree.refresh_from_db()
    assert (honouree.unit, honouree.title) == (here.ward, "Chuyên viên")
    kept = PersonalChange.objects.get(field="title")
    assert (kept.before, kept.after) == ("Tổ phó", "Chuyên viên")


def test_of_whoever_has_left_the_last_one_shows(here):
    honouree = here.register(title="Tổ phó")
    actions.release_honouree(
        honouree.pk, by=here.keeper, left_on=LATER, because="moved"
    )
    position = honouree.positions.get()

    mend(here, position, title="Tổ trưởng")
    honouree.refresh_from_db()
    assert (honouree.status, honouree.title) == ("left", "Tổ trưởng")

    Honouree.objects.filter(pk=honouree.pk).update(unit=here.ward)  # an heir's by now
    mend(here, position, title="Tổ viên")
    honouree.refresh_from_db()
    assert (honouree.unit, honouree.title) == (here.ward, "Tổ trưởng")


def test_what_cannot_be_is_refused(here):
    honouree = here.register(title="Tổ phó")
    position = place(here, honouree, LATER)
    first = honouree.positions.get(title="Tổ phó")

    assert refusal(mend, here, position, valid_from=SINCE) == (
        "Đã ghi Tổ phó, Tổ dân phố 1 từ ngày 01/03/2024; ngày mới phải sau ngày đó."
    )
    assert refusal(mend, here, first, valid_from=LATER) == (
        "Chức vụ, đơn vị này hết ngày 30/04/2025; ngày đầu không được sau ngày đó."
    )
    seen = audit.mark(first)
    mend(here, first, title="Tổ viên", seen=seen)
    assert "vừa sửa thông tin này" in refusal(
        mend, here, first, title="Khác", seen=seen
    )


def test_only_who_places_may(here):
    honouree = here.register(title="Tổ phó")
    position = place(here, honouree, LATER)
    acts = [
        lambda who: mend(here, position, by=who, title="Khác"),
        lambda who: actions.drop_position(position.pk, by=who),
        lambda who: earlier(here, honouree, SINCE - DAY, by=who),
    ]
    before = positions(honouree)
    for act in acts:
        for who in (here.officer, here.neighbour):
            with pytest.raises(PermissionDenied):
                act(who)
    with pytest.raises(PermissionDenied):
        mend(here, position, unit_id=here.other.pk)
    with pytest.raises(PermissionDenied):
        earlier(here, honouree, SINCE - DAY, unit_id=here.other.pk)
    # What was held in another branch is theirs to correct.
    Position.objects.filter(title="Tổ phó").update(unit=here.other)
    elsewhere = honouree.positions.get(title="Tổ phó")
    with pytest.raises(PermissionDenied):
        mend(here, elsewhere, title="Khác", unit_id=here.street.pk)
    with pytest.raises(PermissionDenied):
        actions.drop_position(elsewhere.pk, by=here.keeper)
    assert [row[1:] for row in positions(honouree)] == [row[1:] for row in before]


def test_the_row_of_another_branch_is_changed_by_no_other_row(client, here):
    honouree = here.register(title="Tổ phó")
    position = place(here, honouree, LATER)
    first = Position.objects.filter(title="Tổ phó")
    first.update(unit=here.other)
    before = positions(honouree)
    said = (
        "Việc này đổi cả dòng “Tổ phó, UBND phường Tây” (01/03/2024 – 30/04/2025), "
        "là dòng của UBND phường Tây, ngoài phạm vi anh/chị trông. Đề nghị quản trị cấp trên của "
        "cả hai đơn vị ghi."
    )

    for day in (LATER - 30 * DAY, LATER + 30 * DAY):
        assert refusal(mend, here, position, valid_from=day) == said
    assert refusal(actions.drop_position, position.pk, by=here.keeper) == said
    assert refusal(earlier, here, honouree, LATER - 30 * DAY) == said
    typed = {"unit": here.street.pk, "title": "Khác", "valid_from": "1/6/2025"}
    answer = client.post(at("position-amend", position), typed)
    assert (answer.status_code, f"Từ ngày: {said}" in text(answer)) == (422, True)
    assert positions(honouree) == before

    mend(here, position, title="Tổ viên")
    first.update(valid_to=LATER - 10 * DAY)  # a gap is nobody's
    mend(here, position, valid_from=LATER - 5 * DAY)
    assert refusal(mend, here, position, valid_from=LATER - 10 * DAY).startswith(
        "Việc này đổi cả dòng"
    )
    mend(here, position, by=here.above, valid_from=LATER - 20 * DAY)
    assert [row[1:] for row in positions(honouree)] == [
        (LATER - 20 * DAY, None), (SINCE, LATER - 21 * DAY),
    ]  # fmt: skip


def test_what_another_branch_has_written_is_changed_by_no_new_row(here):
    """They have written where the person goes next: a new row would overwrite or end theirs."""
    honouree = here.register()
    coming = localdate() + 30 * DAY
    written = [here.other.pk, "Chuyên viên"]
    actions.place_honouree(
        honouree.pk,
        by=here.above,
        unit_id=written[0],
        title=written[1],
        valid_from=coming,
    )
    before = positions(honouree)
    said = (
        "Việc này đổi cả dòng “Chuyên viên, UBND phường Tây” (từ "
        f"{coming:%d/%m/%Y}), là dòng của UBND phường Tây, ngoài phạm vi anh/chị trông. Đề nghị "
        "quản trị cấp trên của cả hai đơn vị ghi."
    )

    for day in (coming, coming + DAY):
        assert refusal(place, here, honouree, day) == said
    assert positions(honouree) == before


# ---- dropped -----------------------------------------------------------------------------------


def test_what_is_dropped_gives_way_to_the_one_before(here):
    honouree = here.register(title="Tổ phó")
    position = place(here, honouree, LATER)
    pk = position.pk

    actions.drop_position(pk, by=here.keeper)

    assert positions(honouree) == [("Tổ phó, Tổ dân phố 1", SINCE, None)]
    honouree.refresh_from_db()
    assert honouree.title == "Tổ phó"
    entry = AuditEntry.objects.get(action="position.removed", subject_id=pk)
    assert entry.detail["before"] == {
        "unit": here.street.pk, "title": "…", "valid_from": "2025-05-01",
        "valid_to": None,
    }  # fmt: skip
    assert "Tổ trưởng" not in str(entry.detail)
    assert PersonalChange.objects.get(entry=entry).before == "Tổ trưởng"
    assert book(Position.objects.get())[0] == ("position.amended", here.keeper)


def test_the_history_of_the_person_tells_of_it(client, here):
    honouree = here.register(title="Tổ phó")
    position = place(here, honouree, LATER)
    actions.drop_position(position.pk, by=here.keeper)

    page = text(client.get(at("honouree", honouree)))

    assert "Xóa chức vụ, đơn vị đã ghi" in page
    assert "chức vụ: Tổ trưởng → (trống)" in page


def test_what_cannot_be_dropped(here):
    honouree = here.register(title="Tổ phó")
    only = honouree.positions.get()
    assert refusal(actions.drop_position, only.pk, by=here.keeper) == (
        "Lê Thị Hoa chỉ có một chức vụ, đơn vị này nên không bỏ được; sửa cho đúng."
    )
    actions.release_honouree(
        honouree.pk, by=here.keeper, left_on=date(2024, 12, 31), because="moved"
    )
    back = place(here, honouree, LATER)

    assert refusal(actions.drop_position, back.pk, by=here.keeper) == (
        "Bỏ dòng này thì Lê Thị Hoa không còn ở đơn vị nào. Sửa cho đúng, hoặc ghi thôi "
        "theo dõi."
    )
    actions.drop_position(only.pk, by=here.keeper)
    assert positions(honouree) == [("Tổ trưởng, Tổ dân phố 1", LATER, None)]


# ---- an earlier one ----------------------------------------------------------------------------


def test_an_earlier_one_lasts_to_the_eve_of_the_next(here):
    honouree = here.register(title="Tổ trưởng")

    earlier(here, honouree, date(2010, 9, 1))

    assert positions(honouree) == [
        ("Tổ trưởng, Tổ dân phố 1", SINCE, None),
        ("Đội viên, Tổ dân phố 1", date(2010, 9, 1), SINCE - DAY),
    ]
    earlier(here, honouree, date(2015, 1, 1), "Tổ phó")
    earlier(here, honouree, date(2005, 1, 1), "Học sinh", valid_to=date(2009, 5, 31))
    assert positions(honouree) == [
        ("Tổ trưởng, Tổ dân phố 1", SINCE, None),
        ("Tổ phó, Tổ dân phố 1", date(2015, 1, 1), SINCE - DAY),
        ("Đội viên, Tổ dân phố 1", date(2010, 9, 1), date(2014, 12, 31)),
        ("Học sinh, Tổ dân phố 1", date(2005, 1, 1), date(2009, 5, 31)),
    ]
    honouree.refresh_from_db()
    assert honouree.title == "Tổ trưởng"


def test_an_earlier_one_that_cannot_be(here):
    honouree = here.register(title="Tổ trưởng")
    earlier(here, honouree, date(2010, 9, 1))

    def said(day, title="Khác", **more):
        return refusal(earlier, here, honouree, day, title, **more)

    assert said(SINCE) == "Đã ghi Tổ trưởng, Tổ dân phố 1 từ đúng ngày 01/03/2024."
    assert said(LATER) == "Sau ngày này không còn chức vụ, đơn vị nào khác."
    assert said(date(2009, 1, 1), "Đội viên") == (
        "Đội viên, Tổ dân phố 1 đã ghi từ ngày 01/09/2010. Muốn sớm hơn thì sửa ngày đầu của "
        "dòng ấy."
    )
    assert said(date(2009, 1, 1), valid_to=date(2008, 1, 1)) == (
        "Ngày cuối không được trước ngày đầu."
    )
    assert said(date(2009, 1, 1), valid_to=date(2010, 9, 1)) == (
        "Đã ghi Đội viên, Tổ dân phố 1 từ ngày 01/09/2010; ngày cuối phải trước ngày đó."
    )
    assert said(date(2012, 1, 1), valid_to=date(2013, 1, 1)) == (
        "Đến ngày này đang ghi Đội viên, Tổ dân phố 1. Để trống ô này thì dòng mới thay phần "
        "sau của dòng ấy."
    )
    assert len(positions(honouree)) == 2


def test_of_whoever_has_left_too(here):
    honouree = here.register(title="Tổ phó")
    actions.release_honouree(
        honouree.pk, by=here.keeper, left_on=LATER, because="moved"
    )

    earlier(here, honouree, date(2024, 9, 1), "Tổ trưởng")

    assert positions(honouree)[0] == (
        "Tổ trưởng, Tổ dân phố 1", date(2024, 9, 1), LATER,
    )  # fmt: skip
    honouree.refresh_from_db()
    assert (honouree.status, honouree.title) == ("left", "Tổ trưởng")


# ---- on screen -----------------------------------------------------------------------------------


def test_each_line_leads_to_its_form(client, here):
    honouree = here.register(title="Giáo viên", valid_from=localdate())
    position = honouree.positions.get()
    address = at("position-amend", position)
    assert f'href="{address}"' in client.get(at("honouree", honouree)).content.decode()
    form = client.get(address)
    assert 'value="Giáo viên"' in form.content.decode()

    done = client.post(
        address,
        {"unit": here.street.pk, "title": "Giáo viên", "valid_from": "1/9/2010"},
    )

    assert done["Location"] == at("honouree", honouree)
    assert "01/09/2010 – nay" in text(client.get(done["Location"]))
    wrong = client.post(
        address, {"unit": here.street.pk, "title": "Khác", "valid_from": "1/1/2100"}
    )
    assert (wrong.status_code, 'value="Khác"' in wrong.content.decode()) == (422, True)
    assert "Từ ngày: Ngày này chưa tới." in text(wrong)


def test_an_old_day_leads_to_the_form_for_it(client, here):
    honouree = here.register(title="Tổ trưởng")
    facts = {"unit": here.street.pk, "title": "Đội viên", "valid_from": "1/9/2010"}

    refused = client.post(at("honouree-place", honouree), facts | {"buoc": "lam"})
    way = at("position-earlier", honouree)
    done = client.post(way, facts | {"valid_to": ""}, follow=True)

    assert f'href="{way}"' in refused.content.decode()
    assert "Lê Thị Hoa: Đội viên, Tổ dân phố 1, 01/09/2010 – 29/02/2024." in text(done)


def test_dropped_after_a_second_look(client, here):
    honouree = here.register(title="Tổ phó")
    position = place(here, honouree, LATER)
    address = at("position-drop", position)
    assert "Bỏ dòng “Tổ trưởng, Tổ dân phố 1” của Lê Thị Hoa?" in text(
        client.get(address)
    )

    done = client.post(address, follow=True)

    assert "Đã bỏ: Tổ trưởng, Tổ dân phố 1." in text(done)
    last = client.post(at("position-drop", honouree.positions.get()), follow=True)
    assert "chỉ có một chức vụ, đơn vị này" in text(last)


def test_an_officer_corrects_nothing(client, here):
    honouree = here.register(unit=here.ward)
    client.force_login(here.officer)

    assert "Sửa" not in text(client.get(at("honouree", honouree)))
    for name in ("position-amend", "position-drop"):
        assert client.get(at(name, honouree.positions.get())).status_code == 403
