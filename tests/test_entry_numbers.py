"""Một số định danh là của một người; what was said to be two, and what a merge lays aside."""

import threading
import time
from datetime import date
from importlib import import_module

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
from units.models.honourees import ONE_NUMBER

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
    rows = Honouree.objects.filter(pk=other.pk)
    facts = {"identity_digest": known.identity_digest, "identity_tail": "234"}

    with pytest.raises(IntegrityError, match=ONE_NUMBER), transaction.atomic():
        rows.update(**facts)
    with (
        pytest.raises(IntegrityError, match="who_shares_a_number_bears_one"),
        transaction.atomic(),
    ):
        rows.update(shares_number=True)
    rows.update(**facts, shares_number=True)


# ---- shared from before ------------------------------------------------------------------------


def bearers():
    rows = Honouree.objects.present().of_digest(identity.digest("036085001234"))
    return dict(rows.values_list("name", "shares_number"))


def test_those_that_share_one_from_before_are_marked(here):
    migration = import_module("units.migrations.0050_a_number_is_of_one_person")
    known = here.register("Lê A", identity_number=NUMBER)
    facts = {"identity_digest": known.identity_digest, "identity_tail": "234"}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {ONE_NUMBER}")
        for name in ("Lê B", "Lê C", "Lê D"):
            pk = here.register(name).pk
            Honouree.objects.filter(pk=pk).update(**facts)
        actions.merge_honourees(known.pk, pk, by=here.keeper)
        here.register("Vũ An", identity_number=OTHER)
        cursor.execute(migration.SHARED)

    assert bearers() == {"Lê A": False, "Lê B": True, "Lê C": True}
    assert Honouree.objects.filter(shares_number=True).count() == 2


def test_they_can_be_corrected_and_merged(here):
    known = here.register("Lê A", identity_number=NUMBER)
    other, third = here.register("Lê B"), here.register("Lê C")
    share_number(known, other)
    share_number(known, third)
    assert bearers() == {"Lê A": False, "Lê B": True, "Lê C": True}

    actions.amend_honouree(
        other.pk, by=here.keeper, name="Lê Bê", identity_number=NUMBER
    )
    assert refusal(here.register, "Vũ An", identity_number=NUMBER).startswith(
        "Số định danh này đã ghi cho Lê"
    )
    actions.amend_honouree(known.pk, by=here.keeper, name="Lê A", identity_number=OTHER)
    assert bearers() == {"Lê Bê": False, "Lê C": True}
    merge = actions.merge_honourees(third.pk, other.pk, by=here.keeper)
    assert bearers() == {"Lê C": False}
    actions.undo_merge(merge.pk, by=here.keeper)
    assert bearers() == {"Lê Bê": True, "Lê C": False}
    actions.erase_honouree(third.pk, by=here.keeper, reason="yêu cầu", basis="đơn")
    assert bearers() == {"Lê Bê": False}


def test_a_merge_carries_no_number_of_another(client, here):
    known = here.register("Vũ An", identity_number=NUMBER)
    kept, other = here.register("Lê Thị Hoa"), here.register("Lê Thị Hoa")
    share_number(known, other)
    pair = LikelyDouble.objects.of(kept).get()
    said = "Số định danh này đã ghi cho Vũ An, Tổ dân phố 1."

    answer = client.post(at("double", pair), {"viec": "gop", "giu": kept.pk})

    assert (answer.status_code, said in text(answer)) == (422, True)
    Honouree.objects.filter(pk=known.pk).update(unit=here.other)
    assert refusal(
        actions.merge_honourees, kept.pk, other.pk, by=here.keeper
    ) == ELSEWHERE  # fmt: skip
    actions.merge_honourees(other.pk, kept.pk, by=here.keeper)
    assert bearers() == {"Vũ An": False, "Lê Thị Hoa": True}


# ---- two at once -------------------------------------------------------------------------------


def at_once(first, then):
    """``first`` has written when ``then`` begins, and is kept once that waits for it."""
    written, answers = threading.Event(), {}

    def write():
        with transaction.atomic():
            first()
            written.set()
            for _ in range(100):
                with connection.cursor() as cursor:
                    cursor.execute("SELECT FROM pg_locks WHERE NOT granted")
                    if cursor.rowcount:
                        return
                time.sleep(0.1)

    def follow():
        assert written.wait(20)
        then()

    def tell(name, act):
        try:
            act()
            answers[name] = "ghi"
        except Refused as refused:
            answers[name] = str(refused)[:39]
        finally:
            connection.close()

    threads = [
        threading.Thread(target=tell, args=facts)
        for facts in (("first", write), ("then", follow))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(40)
    return answers


TWICE = {"first": "ghi", "then": "Số định danh này đã ghi cho Lê A, Tổ dâ"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_write_one_number_at_once_write_it_once():
    here = Commune()

    assert at_once(
        lambda: here.register("Lê A", identity_number=NUMBER),
        lambda: here.register("Lê B", identity_number=NUMBER),
    ) == TWICE  # fmt: skip
    assert bearers() == {"Lê A": False}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_number_written_while_its_record_comes_back():
    here = Commune()
    kept = here.register("Lê Thị Hoa")
    other = here.register("Lê Thị Hoa", identity_number=NUMBER)
    merge = actions.merge_honourees(kept.pk, other.pk, by=here.keeper)
    actions.amend_honouree(
        kept.pk, by=here.keeper, name="Lê Thị Hoa", identity_number=""
    )

    assert at_once(
        lambda: here.register("Lê A", identity_number=NUMBER),
        lambda: actions.undo_merge(merge.pk, by=here.keeper),
    ) == TWICE  # fmt: skip
    assert bearers() == {"Lê A": False}


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
