"""Chức vụ, đơn vị đã ghi: no longer than the unit was there, and not mended by two unawares."""

from datetime import date

import pytest

from tests.test_entry_positions import DAY, LATER, earlier, mend, place
from tests.test_units_honourees import SINCE, Commune, positions, refusal
from tests.test_units_views_honourees import at, text
from units import actions, audit
from units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client):
    place = Commune()
    Unit.objects.update(valid_from=date(2000, 1, 1))
    client.force_login(place.keeper)
    return place


# ---- units that have ended -----------------------------------------------------------------------

ENDED = date(2024, 6, 30)


def end(unit):
    Unit.objects.filter(pk=unit.pk).update(valid_to=ENDED)


def test_nobody_is_placed_for_good_where_all_is_over(client, here):
    honouree = here.register(unit=here.ward)
    end(here.street)
    said = (
        "Tổ dân phố 1 kết thúc sau ngày 30/06/2024. Ghi đơn vị đang ở; quãng ở Tổ dân phố 1 thì "
        "ghi sau, ở Chức vụ, đơn vị trước đây."
    )
    typed = {"unit": here.street.pk, "title": "Tổ phó", "valid_from": "1/4/2024"}

    answer = client.post(at("honouree-place", honouree), typed)

    assert (answer.status_code, said in text(answer)) == (422, True)
    assert refusal(here.register, "Vũ An") == said
    assert refusal(mend, here, honouree.positions.get(), unit_id=here.street.pk) == said
    assert positions(honouree) == [("UBND phường Đông", SINCE, None)]


def test_a_row_ends_with_its_unit_at_the_latest(client, here):
    honouree = here.register(unit=here.ward, valid_from=LATER)
    end(here.street)
    said = "Tổ dân phố 1 kết thúc sau ngày 30/06/2024; ngày cuối ở đó không được sau ngày ấy."
    typed = {"unit": here.street.pk, "title": "Tổ phó", "valid_from": "1/3/2024"}

    answer = client.post(at("position-earlier", honouree), typed | {"valid_to": ""})
    assert f"Đến hết ngày: {said}" in text(answer)
    assert refusal(earlier, here, honouree, SINCE, valid_to=ENDED + DAY) == said
    first = earlier(here, honouree, SINCE, "Tổ phó", valid_to=ENDED)
    second = earlier(here, honouree, ENDED + DAY, "Tổ trưởng", unit_id=here.ward.pk)
    assert refusal(mend, here, second, unit_id=here.street.pk).startswith(
        "Tổ dân phố 1 không tồn tại vào ngày 01/07/2024."
    )
    assert refusal(mend, here, second, valid_from=ENDED + 2 * DAY) == (
        "Tổ dân phố 1 kết thúc sau ngày 30/06/2024 nên dòng “Tổ phó, Tổ dân phố 1” không kéo dài "
        "thêm được; ngày đầu không được sau ngày 01/07/2024."
    )
    assert refusal(actions.drop_position, second.pk, by=here.keeper) == (
        "Tổ dân phố 1 kết thúc sau ngày 30/06/2024 nên dòng “Tổ phó, Tổ dân phố 1” không kéo dài "
        "thay dòng này được. Sửa dòng này cho đúng."
    )
    mend(here, first, title="Tổ viên", valid_from=SINCE - DAY)
    mend(here, second, valid_from=ENDED)
    assert [row[1:] for row in positions(honouree)] == [
        (LATER, None), (ENDED, LATER - DAY), (SINCE - DAY, ENDED - DAY),
    ]  # fmt: skip


# ---- two tabs ------------------------------------------------------------------------------------


def test_what_was_corrected_meanwhile_is_not_dropped(client, here):
    honouree = here.register(title="Tổ phó")
    position = place(here, honouree, LATER)
    address = at("position-drop", position)
    page = client.get(address).content.decode()
    seen = {"seen": audit.mark(position)}
    assert f'<input type="hidden" name="seen" value="{seen["seen"]}">' in page
    mend(here, position, by=here.secretary, title="Tổ viên")

    answer = client.post(address, seen, follow=True)

    assert f"{here.secretary} vừa sửa thông tin này lúc" in text(answer)
    assert "Dòng này chưa bỏ: xem bản mới ở đây, rồi bấm lần nữa" in text(answer)
    assert "Bỏ dòng “Tổ viên, Tổ dân phố 1”" in text(answer)
    assert len(positions(honouree)) == 2
    client.post(address, {"seen": audit.mark(position)})
    assert len(positions(honouree)) == 1


def test_what_was_dropped_meanwhile_leads_to_the_person(client, here):
    honouree = here.register(title="Tổ phó")
    position = place(here, honouree, LATER)
    ways = [at(name, position) for name in ("position-amend", "position-drop")]
    pk = position.pk
    actions.drop_position(pk, by=here.secretary)
    said = f"người bỏ: {here.secretary}."

    for who in (here.keeper, here.secretary):
        client.force_login(who)
        for way in ways:
            answer = client.post(way, {"title": "Tổ viên"}, follow=True)
            assert answer.redirect_chain == [(at("honouree", honouree), 302)]
            assert "Dòng chức vụ, đơn vị này đã được bỏ lúc" in text(answer)
            assert said in text(answer)
    assert refusal(actions.drop_position, pk, by=here.keeper) == (
        "Chức vụ, đơn vị này đã được bỏ hoặc chuyển sang bản ghi khác."
    )
    for who in (here.officer, here.neighbour):
        client.force_login(who)
        assert [client.get(way).status_code for way in ways] == [404, 404]
