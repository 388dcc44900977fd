"""Mọi địa chỉ, mọi người: right status, no leak, nothing written, no difference in kind.

The table of addresses is ``tests/matrix/addresses.py``; who may what is ``units/powers/``.
"""

import time

import pytest
from django.db import transaction

from tests.matrix.addresses import ADDRESSES, SIGNED_IN
from tests.matrix.scene import Scene, draw_preview, examine, quiet_workers
from tests.matrix.walking import (
    KNOCKS,
    faults,
    knocks_on,
    names_of_addresses,
    tells,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
HOW = """
Mỗi địa chỉ phải nói ai mở được: thêm một dòng Address(…) vào tests/matrix/addresses.py.
  seen   dòng của units/powers/ mà người thuộc dòng ấy mới thấy vật (người khác: 404);
  power  dòng cho phép mở trang, làm việc (người chỉ thấy: 403);
  get, post  trạng thái cho người được phép, None nếu địa chỉ không nhận cách ấy.
Quyền chưa có trong units/powers/ thì thêm Power(…) ở đó trước, rồi chạy
manage.py who_may > docs/huong-dan/ai-duoc-lam-gi.md.
"""
AT_HOME = ["officer", "clerk", "administrator", "leader"]
NEAR = [
    "reporter", "secretary", "member", "province administrator", "office reporter",
    "council secretary", "council member",
]  # fmt: skip
FAR = [
    "other reporter", "other secretary", "other member", "province officer", "former",
    "future", "closed", "anonymous",
]  # fmt: skip
STRANGERS = [
    "other officer", "other administrator", "other leader", "other clerk", "nobody",
]  # fmt: skip
VISITORS = [*AT_HOME, *NEAR, *FAR, *STRANGERS]
# Whose fragments of lists are compared besides: they are drawn from what the page is.
COMPARED = ("other officer", "other administrator")


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker, tmp_path_factory):
    """One scene for all tests of this module, in a transaction that is rolled back."""
    directory = tmp_path_factory.mktemp("var")
    draw_preview(directory)
    began = time.monotonic()
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        quiet_workers(patch, directory)
        place = Scene().fill()
        examine(place.issued, patch)
        for name in STRANGERS:  # the first page of a session looks things up
            for address in ("/huong-dan/", "/viec/"):
                place.visitors[name].client.get(address)
        yield place
        transaction.set_rollback(True)
    print(f"\nma trận quyền: {time.monotonic() - began:.0f} s")


def test_every_address_has_its_row():
    """A page without a row is a page of which nobody has said who may open it."""
    known = {address.name for address in ADDRESSES}
    there = names_of_addresses() - {""}  # "/" only leads to home

    assert sorted(there - known) == [], HOW
    assert sorted(known - there) == [], (
        "Dòng của một địa chỉ không còn nữa: bỏ dòng ấy đi."
    )


def test_everybody_of_the_scene_is_sent_round(scene):
    assert sorted(scene.visitors) == sorted(VISITORS)


class Round:
    """What everybody is sent round for; a class for each process that runs the tests."""

    def test_who_opens_what(self, scene, name):
        send_round(scene, name)


class StrangersRound(Round):
    """Who has nothing to do with the scene: what is hidden is told from nothing besides."""

    def test_what_is_hidden_is_told_from_nothing(self, scene, name):
        """Same status, headers, words and number of queries as for what does not exist."""
        visitor = scene.visitors[name]
        told = []
        for address in ADDRESSES:
            nothing = address.missing(scene)
            hidden = address.url(scene)
            if nothing is None or KNOCKS[0].ought(address, visitor) != 404:
                continue
            for knock in knocks_on(address):
                data = address.data(scene)
                told_of_it = scene.told.get((name, knock, hidden))
                if told_of_it is None:  # this visitor was not sent round
                    told_of_it = tells(knock, hidden, visitor, data)
                if told_of_it != tells(knock, nothing, visitor, data):
                    told.append(f"{knock} {address.name}")

        assert told == [], "\n".join(told)


@pytest.mark.parametrize("name", STRANGERS[:2])
class TestOfficersOfOthers(StrangersRound):
    pass


@pytest.mark.parametrize("name", STRANGERS[2:])
class TestStrangers(StrangersRound):
    pass


@pytest.mark.parametrize("name", AT_HOME)
class TestAtHome(Round):
    pass


@pytest.mark.parametrize("name", NEAR)
class TestNear(Round):
    pass


@pytest.mark.parametrize("name", FAR)
class TestFar(Round):
    pass


def send_round(scene, name):
    """To every address, in every way: nothing is answered otherwise than the table says."""
    visitor = scene.visitors[name]
    found = [
        fault for address in ADDRESSES for fault in faults(scene, address, visitor)
    ]
    assert found == [], "\n".join([HOW, *found])


def test_what_others_have_changes_no_list(db, monkeypatch, tmp_path):
    """Words, counts and cost of every list stay as they were before the others had anything."""
    quiet_workers(monkeypatch, tmp_path)
    place = Scene()
    place.beside.draft()
    place.beside.submitted()
    strangers = [place.visitors[name] for name in STRANGERS]

    def lists():
        return {
            (visitor.name, str(knock), address.name, query): tells(
                knock, f"{address.url(place)}?{query}", visitor, {}
            )
            for visitor in strangers
            for address in ADDRESSES
            if address.get == 200 and address.seen == SIGNED_IN and not address.owner
            if not address.is_of_all
            for query in ("", *address.queries)
            for knock in KNOCKS[: 2 if visitor.name in COMPARED else 1]
        }

    for visitor in strangers:  # the first page of a session looks things up
        for address in ("/huong-dan/", "/viec/"):
            visitor.client.get(address)
    before = lists()
    place.fill()
    after = lists()

    changed = [key for key, told in before.items() if after[key] != told]
    assert changed == []
    assert any(status == 200 for status, *_ in before.values())
