"""Một số định danh là của một người; what was said to be two, and what a merge lays aside."""

import threading
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from tests.test_units_doubles import pairs, share_number
from tests.test_units_honourees import NUMBER, SINCE, Commune, positions, refusal
from tests.test_units_views_honourees import at, text
from units import actions, audit, identity
from units.errors import Refused
from units.models import Honouree, HonoureeMerge, LikelyDouble

pytestmark = pytest.mark.django_db
OTHER = "036085009999"
ELSEWHERE = (
    "Số định danh này đã ghi ở một đơn vị ngoài phạm vi anh/chị trông. Xem lại số; nếu đúng, đề "
    "nghị quản trị cấp trên chuyển bản ghi ấy về đây, hoặc để trống ô này."
)


@pytest.fixture
def here(client):
    place = Commune()
    client.force_login(place.keeper)
    return place


# ---- one number, one person ------------------------------------------------------------------


def test_a_number_that_somebody_has_is_refused(here):
    known = here.register("Lê Thị Hoa", identity_number=NUMBER)
    other = here.register("Vũ An", identity_number=OTHER)
    said = (
        "Số định danh này đã ghi cho Lê Thị Hoa, Tổ dân phố 1. Mỗi số là của một người: dùng "
        "bản ghi ấy, hoặc xem lại số."
    )

    assert refusal(here.register, "Trần Bình", identity_number=NUMBER) == said
    assert refusal(
        actions.amend_honouree, other.pk, by=here.keeper, name="Vũ An",
        identity_number=NUMBER,
    ) == said  # fmt: skip
    actions.amend_honouree(
        known.pk, by=here.keeper, name="Lê Thị Hoà", identity_number=NUMBER
    )
    assert Honouree.objects.count() == 2


def test_of_a_record_elsewhere_nothing_is_told(client, here):
    here.register(
        "Lê Bí Mật", unit=here.other, by=here.neighbour, identity_number=NUMBER
    )

    assert refusal(here.register, "Lê Bí Mật", identity_number=NUMBER) == ELSEWHERE
    answer = client.post(
        reverse("honouree-create"),
        {"name": "Vũ An", "identity_number": NUMBER, "unit": here.street.pk,
         "valid_from": "1/1/2026", "buoc": "lam"},
    )  # fmt: skip
    assert ELSEWHERE in text(answer)
    for secret in ("Bí Mật", "phường Tây"):
        assert secret not in text(answer)


def test_the_form_names_it_with_the_way_there_before_it_asks(client, here):
    known = here.register("Lê Thị Hoa", identity_number=NUMBER)
    form = {
        "name": "Lê Thị Hoa", "identity_number": NUMBER, "unit": here.street.pk,
        "valid_from": "1/1/2026", "another": "on", "buoc": "lam",
    }  # fmt: skip

    answer = client.post(reverse("honouree-create"), form)

    assert (answer.status_code, Honouree.objects.count()) == (422, 1)
    page = answer.content.decode()
    assert f'<a href="{at("honouree", known)}">Mở bản ghi số {known.pk}</a>' in page
    assert 'value="Lê Thị Hoa"' in page
    assert "Số định danh này đã ghi cho Lê Thị Hoa" in text(answer)


def test_what_was_merged_or_erased_bears_none(here):
    kept = here.register("Lê Thị Hoa", valid_from=date(2025, 1, 1))
    other = here.register("Lê Thị Hoà", identity_number=NUMBER)
    merge = actions.merge_honourees(kept.pk, other.pk, by=here.keeper)
    kept.refresh_from_db()
    assert kept.identity_digest == identity.digest(NUMBER.replace(" ", ""))

    actions.amend_honouree(
        kept.pk, by=here.keeper, name="Lê Thị Hoa", identity_number=""
    )
    new = here.register("Vũ An", identity_number=NUMBER)
    assert refusal(actions.undo_merge, merge.pk, by=here.keeper).startswith(
        "Số định danh này đã ghi cho Vũ An"
    )

    actions.erase_honouree(new.pk, by=here.keeper, reason="yêu cầu", basis="đơn")
    actions.undo_merge(merge.pk, by=here.keeper)
    assert Honouree.objects.get(pk=other.pk).identity_tail == "234"


def test_the_database_holds_it(here):
    known = here.register("Lê Thị Hoa", identity_number=NUMBER)
    other = here.register("Vũ An")
    facts = {"identity_digest": known.identity_digest, "identity_tail": "234"}

    with (
        pytest.raises(IntegrityError, match="another record has this number"),
        transaction.atomic(),
    ):
        Honouree.objects.filter(pk=other.pk).update(**facts)
    share_number(known, other)  # those of before stay, and can be corrected
    actions.amend_honouree(other.pk, by=here.keeper, name="Vũ Văn An")
    assert Honouree.objects.get(pk=other.pk).name == "Vũ Văn An"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_write_one_number_at_once_write_it_once():
    here = Commune()
    answers = []
    start = threading.Barrier(2)

    def register(name):
        try:
            start.wait()
            here.register(name, identity_number=NUMBER)
            answers.append("ghi")
        except Refused as refused:
            answers.append(str(refused)[:24])
        finally:
            connection.close()

    threads = [threading.Thread(target=register, args=[n]) for n in ("Lê A", "Lê B")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(answers) == ["Số định danh này đã ghi ", "ghi"]


# ---- said to be two ----------------------------------------------------------------------------


def test_two_of_one_number_are_not_said_to_be_two(client, here):
    one = here.register("Lê Thị Hoa", identity_number=NUMBER)
    share_number(one, here.register("Vũ An"))
    pair = LikelyDouble.objects.get()

    assert "Không trùng, là hai" not in text(client.get(at("double", pair)))
    assert refusal(actions.tell_apart, pair.pk, by=here.keeper) == (
        "Hai bản ghi cùng một số định danh nên là một người. Gộp lại, hoặc sửa số ở bản ghi "
        "ghi nhầm."
    )


def test_what_was_said_to_be_two_stays_in_reach_of_both(client, here):
    one, other = here.register("Lê Thị Hoa"), here.register("Lê Thị Hoa")
    pair = LikelyDouble.objects.get()
    client.post(at("double", pair), {"viec": "khac"})

    for record in (one, other):
        page = client.get(at("honouree", record))
        assert "Đã ghi là không trùng" in text(page)
        assert f'href="{at("double", pair)}"' in page.content.decode()
    assert "Bỏ ghi không trùng" in text(client.get(at("double", pair)))

    back = client.post(at("double", pair), {"viec": "lai"}, follow=True)

    assert "Hai Lê Thị Hoa lại được coi là có thể trùng." in text(back)
    assert len(pairs(here.keeper)) == 1
    assert "Đã ghi là không trùng" not in text(client.get(at("honouree", one)))
    entry = audit.history(pair).first()
    assert (entry.action, entry.actor) == ("likelydouble.doubted", here.keeper)
    twice = client.post(at("double", pair), {"viec": "lai"})
    assert "Cặp này đang được coi là có thể trùng." in text(twice)


def test_who_keeps_not_both_takes_nothing_back(here):
    here.register("Lê Thị Hoa"), here.register("Lê Thị Hoa")
    pair = LikelyDouble.objects.get()
    actions.tell_apart(pair.pk, by=here.keeper)

    for who in (here.officer, here.neighbour):
        with pytest.raises(PermissionDenied):
            actions.pair_again(pair.pk, by=who)


# ---- what a merge lays aside -------------------------------------------------------------------


def test_what_meets_is_told_before_and_shown_after(client, here):
    kept = here.register("Lê Thị Hoa", title="Tổ phó")
    other = here.register(
        "Lê Thị Hoa", title="Chi hội trưởng", valid_from=date(2025, 1, 1)
    )
    actions.add_earlier_position(
        other.pk, by=here.keeper, unit_id=here.street.pk, title="Đội viên",
        valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1),
    )  # fmt: skip
    pair = LikelyDouble.objects.get()
    before = text(client.get(at("double", pair)))

    assert (
        "Giữ bản ghi này thì những dòng sau của bản ghi kia không chuyển sang, vì trùng thời "
        "gian; trang của bản ghi được giữ vẫn nêu, theo bản ghi đã gộp: Chi hội trưởng, Tổ dân "
        "phố 1, 01/01/2025 – nay Giữ bản ghi này"
    ) in before
    assert "Tổ phó, Tổ dân phố 1, 01/03/2024 – nay Giữ bản ghi này" in before

    client.post(at("double", pair), {"viec": "gop", "giu": kept.pk})

    assert positions(kept) == [
        ("Tổ phó, Tổ dân phố 1", SINCE, None),
        ("Đội viên, Tổ dân phố 1", date(2020, 1, 1), date(2021, 1, 1)),
    ]
    page = text(client.get(at("honouree", kept)))
    aside = f"Chi hội trưởng · 01/01/2025 – nay · bản ghi số {other.pk}"
    assert "Theo bản ghi đã gộp, trùng thời gian với trên" in page
    assert aside in page
    third = here.register("Lê Thị Hoa", title="Thủ quỹ")
    actions.merge_honourees(third.pk, kept.pk, by=here.keeper)
    chain = text(client.get(at("honouree", third)))
    assert aside in chain
    assert "Tổ phó · 01/03/2024 – nay" in chain


def test_an_undone_merge_is_called_so(client, here):
    kept = here.register("Lê Thị Hoa", valid_from=date(2025, 1, 1))
    other = here.register("Lê Thị Hoà", birth_year=1985)
    merge = actions.merge_honourees(kept.pk, other.pk, by=here.keeper)
    actions.undo_merge(merge.pk, by=here.keeper)

    assert [entry.action for entry in audit.history(merge)] == [
        "honoureemerge.undone", "honoureemerge.amended", "honoureemerge.added",
    ]  # fmt: skip
    page = text(client.get(at("honouree", kept)))
    assert "Gỡ gộp" in page
    assert "Ghi thêm về lần gộp" not in page
    # Lines of before, which called it an amendment, are told by what they hold.
    old = HonoureeMerge.objects.get()
    audit.write(
        "honoureemerge.amended", old, by=here.keeper, before={"undone_at": None},
        after={"undone_at": "2026-11-26T00:00:00+00:00"},
    )  # fmt: skip
    assert text(client.get(at("honouree", kept))).count("Gỡ gộp") == 2
