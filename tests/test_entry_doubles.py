"""Trùng: who was told apart is not asked about again; old addresses of pairs lead on."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.test_units_doubles import pairs
from tests.test_units_honourees import Commune, refusal
from tests.test_units_views_honourees import at, text
from units import actions
from units.errors import Refused
from units.models import Honouree, LikelyDouble
from units.queries.honourees import final

pytestmark = pytest.mark.django_db
CREATE = reverse("honouree-create")
ALIKE = reverse("honouree-alike")


@pytest.fixture
def here(client):
    place = Commune()
    client.force_login(place.keeper)
    return place


def dismiss(one, other, by):
    first, second = sorted([one.pk, other.pk])
    pair = LikelyDouble.objects.get(first=first, second=second)
    return actions.tell_apart(pair.pk, by=by)


# ---- told apart once ---------------------------------------------------------------------------


def form(here, **more):
    return {
        "name": "Lê Thị Hoà", "birth": "", "gender": "", "title": "",
        "unit": here.street.pk, "valid_from": "01/01/2026", "buoc": "lam",
    } | more  # fmt: skip


def test_whoever_was_said_to_be_another_when_registered_is_not_asked_about(
    client, here
):
    known = here.register("Lê Thị Hoa")
    asked = client.post(CREATE, form(here))
    assert asked.status_code == 422
    assert f'name="giong" value="{known.pk}"' in asked.content.decode()

    client.post(CREATE, form(here, another="on", giong=[known.pk]))

    new = Honouree.objects.latest("pk")
    pair = LikelyDouble.objects.get()
    assert (pair.first, pair.second, pair.dismissed_by) == (known, new, here.keeper)
    assert pairs(here.keeper) == set()
    actions.amend_honouree(new.pk, by=here.keeper, name="Lê Thị Hoà", gender="female")
    assert pairs(here.keeper) == set()


def test_whom_the_page_did_not_show_is_asked_about(client, here):
    known, unseen = here.register("Lê Thị Hoa"), here.register("Lê Thị Hoa")

    typed = form(here, another="on", giong=[known.pk, "x", "9" * 30])
    client.post(CREATE, typed)

    new = Honouree.objects.latest("pk")
    assert {(one.pk, other.pk) for one, other, _ in pairs(here.keeper)} == {
        (known.pk, unseen.pk), (unseen.pk, new.pk),
    }  # fmt: skip


def test_what_stood_on_the_page_counts_only_with_the_box(client, here):
    known = here.register("Lê Thị Hoa")

    again = client.post(CREATE, form(here, giong=[known.pk]))

    assert again.status_code == 422
    assert Honouree.objects.count() == 1


def test_the_live_list_carries_what_it_shows(client, here):
    known = here.register("Lê Thị Hoa")
    typed = {"name": "lê thị hoa", "unit": here.street.pk}

    page = client.post(f"{ALIKE}?loai=individual", typed).content.decode()

    assert f'<input type="hidden" name="giong" value="{known.pk}">' in page


def test_of_whom_one_does_not_look_after_nothing_is_decided(here):
    theirs = here.register(
        "Lê Thị Hoa", unit=here.other, by=here.neighbour, birth_year=1985
    )

    here.register("Lê Thị Hoa", birth_year=1985, apart_from=[theirs.pk])

    assert LikelyDouble.objects.get().dismissed_by is None
    with pytest.raises(PermissionDenied):
        actions.tell_apart(LikelyDouble.objects.get().pk, by=here.keeper)


def test_told_apart_from_one_is_told_apart_from_what_it_was_merged_into(here):
    one, two, three = (here.register("Lê Thị Hoa") for _ in range(3))
    dismiss(one, two, here.keeper)

    merge = actions.merge_honourees(three.pk, two.pk, by=here.keeper)

    assert pairs(here.keeper) == set()
    for record in (one, three):  # an edit that has nothing to do with it
        actions.amend_honouree(
            record.pk, by=here.keeper, name="Lê Thị Hoa", gender="male"
        )
        assert pairs(here.keeper) == set()
    actions.undo_merge(merge.pk, by=here.keeper)
    assert {(x.pk, y.pk) for x, y, _ in pairs(here.keeper)} == {
        (one.pk, three.pk), (two.pk, three.pk),
    }  # fmt: skip


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["amend", "dismiss", "merge", "undo"]),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=12,
)


@pytest.mark.slow
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(moves=MOVES)
def test_whatever_is_done_nobody_is_asked_twice(db, moves):
    """Of records that people told apart, no two that these ended in are asked about."""
    with transaction.atomic():
        here = Commune()
        people = [here.register("Lê Thị Hoa") for _ in range(4)]
        merges, apart = [], set()
        for move, i, j in moves:
            one, other = people[i], people[j]
            try:
                with transaction.atomic():
                    if move == "amend":
                        actions.amend_honouree(
                            one.pk, by=here.keeper, name="Lê Thị Hoà", gender="male"
                        )
                    elif move == "merge":
                        merges.append(
                            actions.merge_honourees(one.pk, other.pk, by=here.keeper).pk
                        )
                    elif move == "undo" and merges:
                        actions.undo_merge(merges[-1], by=here.keeper)
                        merges.pop()
                    elif move == "dismiss" and i != j:
                        dismiss(one, other, here.keeper)
                        apart.add((one.pk, other.pk))
            except (Refused, LikelyDouble.DoesNotExist):
                continue
        ends = {one.pk: final(Honouree.objects.get(pk=one.pk)).pk for one in people}
        asked = {frozenset((x.pk, y.pk)) for x, y, _ in pairs(here.keeper)}
        settled = {frozenset((ends[x], ends[y])) for x, y in apart}
        assert not asked & settled
        transaction.set_rollback(True)


# ---- the way back ------------------------------------------------------------------------------


def test_back_after_a_merge_leads_to_the_record_that_was_kept(client, here):
    one, other = here.register("Lê Thị Hoa"), here.register("Lê Thị Hoa")
    pair = LikelyDouble.objects.get()
    client.post(at("double", pair), {"viec": "gop", "giu": other.pk})

    back = client.get(at("double", pair), follow=True)
    again = client.post(
        at("double", pair), {"viec": "gop", "giu": other.pk}, follow=True
    )
    apart = client.post(at("double", pair), {"viec": "khac"}, follow=True)

    for answer in (back, again, apart):
        assert answer.redirect_chain[-1] == (at("honouree", other), 302)
        said = f"Bản ghi số {one.pk} đã gộp vào bản ghi này, số {other.pk}."
        assert said in text(answer)
    assert LikelyDouble.objects.get().dismissed_by is None
    assert "Không có cặp nào" in text(client.get(reverse("double-list")))
    assert refusal(actions.tell_apart, pair.pk, by=here.keeper) == (
        "Một trong hai bản ghi đã gộp vào bản ghi khác."
    )


def test_it_leads_to_the_end_of_a_chain(client, here):
    one, two, three = (here.register("Lê Thị Hoa") for _ in range(3))
    pair = LikelyDouble.objects.get(first=one, second=two)
    actions.merge_honourees(two.pk, one.pk, by=here.keeper)
    actions.merge_honourees(three.pk, two.pk, by=here.keeper)

    back = client.get(at("double", pair), follow=True)

    assert back.redirect_chain[-1] == (at("honouree", three), 302)


def test_the_address_of_a_pair_leads_nobody_else_on(client, here):
    one, other = here.register("Lê Thị Hoa"), here.register("Lê Thị Hoa")
    pair = LikelyDouble.objects.get()
    actions.merge_honourees(other.pk, one.pk, by=here.keeper)
    address = at("double", pair)

    for who in (here.officer, here.neighbour):
        client.force_login(who)
        assert client.get(address).status_code == 404
        assert client.post(address, {"viec": "khac"}).status_code == 404
    assert Client().get(address).status_code == 302
    client.force_login(here.keeper)
    assert client.get(reverse("double", args=[pair.pk + 99])).status_code == 404


def test_a_pair_that_was_parted_is_asked_about_at_its_old_address(client, here):
    one, other = here.register("Lê Thị Hoa"), here.register("Lê Thị Hoa")
    pair = LikelyDouble.objects.get()
    merge = actions.merge_honourees(other.pk, one.pk, by=here.keeper)
    actions.undo_merge(merge.pk, by=here.keeper)

    page = client.get(at("double", pair))

    assert page.status_code == 200
    assert "Không trùng, là hai đối tượng" in text(page)


def test_back_after_telling_apart_says_what_was_said(client, here):
    one, other = here.register("Lê Thị Hoa"), here.register("Lê Thị Hoa")
    pair = LikelyDouble.objects.get()
    client.post(at("double", pair), {"viec": "khac"})

    page = client.get(at("double", pair))

    assert f"{here.keeper} đã ghi: không trùng, là hai đối tượng." in text(page)
    assert 'value="khac"' not in page.content.decode()
    merged = client.post(at("double", pair), {"viec": "gop", "giu": one.pk})
    assert merged["Location"] == at("honouree", one)
    assert other != one
