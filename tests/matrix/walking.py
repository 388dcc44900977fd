"""Gõ cửa: what a visitor ought to get under an address, and what they got."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.urls import get_resolver

from tests.matrix.addresses import EVERYBODY, SIGNED_IN, Address
from tests.matrix.scene import (
    COUNCIL,
    DECIDED,
    DRAFT,
    GROUP,
    ISSUED,
    OWN,
    PERSON,
    UNIT,
    Scene,
    Visitor,
)

MARKS = (DRAFT, ISSUED, OWN, PERSON, GROUP, UNIT, COUNCIL, DECIDED)
HTMX = {"HX-Request": "true"}
BY_CACHE = re.compile('"units_session"|INTO "units_access"')
# Drawn anew with each page: against forged posts, and of forms that are sent only once.
TOKEN = re.compile(
    rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ?"|name="token" value=")[\w-]+'
)

THOROUGH = ("officer", "other officer", "other administrator", "nobody", "anonymous")


def names_of_addresses() -> set[str]:
    """The names of every address that the site answers, with their namespace."""
    return {":".join([*path, pattern.name or ""]) for path, pattern in _patterns()}


def _patterns(resolver=None, path=()):
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            space = (*path, pattern.namespace) if pattern.namespace else path
            yield from _patterns(pattern, space)
        else:
            yield path, pattern


@dataclass(frozen=True)
class Knock:
    """Một lần gõ: ``post`` or get, as a page or as a fragment."""

    post: bool = False
    htmx: bool = False

    def __str__(self):
        return ("POST" if self.post else "GET") + (" htmx" if self.htmx else "")

    def ought(self, address: Address, visitor: Visitor) -> int:
        """The right status, by the table alone."""
        public = address.seen == EVERYBODY
        if not visitor.signed_in and not public:
            return 401 if self.post or self.htmx else 302
        status = address.post if self.post else address.get
        if status is None:
            return 405
        if public:
            return (visitor.signed_in and address.if_signed_in) or status
        if address.is_room and not visitor.may("see-branch", ""):
            return 403
        seen = (address.seen, address.place)
        if address.seen != SIGNED_IN and not _may(visitor, seen, address.also_seen):
            return 404
        power = (address.power, address.power_place or address.place)
        if address.power and not _may(visitor, power, address.also_power):
            return 403
        more = address.post_power if self.post else ""
        if more and not visitor.may(more, address.place):
            return 403
        if address.owner and visitor.name != address.owner:
            return 404
        if self.htmx and not self.post and address.htmx:
            return address.htmx
        return status

    def on(self, url: str, visitor: Visitor, data: dict):
        """The answer; whatever was done is undone."""
        client, cookies = visitor.client, visitor.client.cookies.copy()
        headers = HTMX if self.htmx else {}
        with transaction.atomic():
            if self.post:
                response = client.post(url, data, headers=headers)
            else:
                response = client.get(url, headers=headers)
            transaction.set_rollback(True)
        client.cookies = cookies
        return response


def _may(visitor: Visitor, own: tuple[str, str], other: tuple[str, str] | None) -> bool:
    """By the row of the one side or of the other."""
    return visitor.may(*own) or (other is not None and visitor.may(*other))


KNOCKS = (Knock(), Knock(htmx=True), Knock(post=True), Knock(post=True, htmx=True))


def faults(scene: Scene, address: Address, visitor: Visitor) -> list[str]:
    """What is wrong under this address for this visitor.

    What hidden things tell a stranger is kept with the scene, to be compared with nothing.
    """
    found: list[str] = []
    written: int | None = None  # so far; None where something may have been since
    is_one_for_all = False  # a part of the page is not answered otherwise than the page
    for knock in knocks_on(address):
        ought = knock.ought(address, visitor)
        if not _is_tried(knock, ought, visitor):
            continue
        is_fragment = knock.htmx and not knock.post
        if is_fragment and is_one_for_all and visitor.name not in THOROUGH:
            continue
        plain = not knock.post and not knock.htmx and ought < 300
        more = (*address.queries, *address.about(scene)) if plain else ()
        for query in ("", *more):
            url = address.url(scene) + (f"?{query}" if query else "")
            is_refused = ought in (401, 403, 404, 405)
            if is_refused and written is None:
                written = rows_written()
            with questions() as asked:
                response = knock.on(url, visitor, address.data(scene))
            where = f"{visitor.name}: {knock} {address.name} {query}".rstrip()
            if plain:
                is_one_for_all = "HX-Request" not in response.get("Vary", "")
            if ought == 404 and visitor.is_stranger:
                key = (visitor.name, knock, url)
                scene.told[key] = _told(response, url, len(asked))
            got = response.status_code
            if knock.post and knock.htmx and got in (200, 204) and ought == 302:
                got = 302  # htmx is told where to go, or gets its part
            if got != ought:
                found.append(f"{where}: {response.status_code}, ought to be {ought}")
            before, written = written, rows_written() if is_refused else None
            if is_refused and written != before:
                found.append(f"{where}: refused, and yet something was written")
            shown = [
                mark
                for mark in MARKS
                if mark.lower().encode() in _body(response).lower()
            ]
            leaks = set(shown) - may_see(visitor)
            if visitor.may(address.shows_to, "ward"):
                leaks -= set(address.shows)
            if leaks:
                found.append(f"{where}: shows {sorted(leaks)}")
    return found


def knocks_on(address: Address) -> list[Knock]:
    """Page and fragment of whatever the address takes; once what it does not."""
    return [
        knock
        for knock in KNOCKS
        if not knock.htmx or (address.post if knock.post else address.get) is not None
    ]


def _is_tried(knock: Knock, ought: int, visitor: Visitor) -> bool:
    """Where a refusal does not hang on whom it meets, ``THOROUGH`` alone try it.

    The way of asking is refused (405) before anybody looks at the visitor; a fragment is
    refused where its page is, unless a view looks at htmx first.
    """
    is_fragment = knock.htmx and ought in (401, 403, 404)
    return visitor.name in THOROUGH or not (ought == 405 or is_fragment)


def may_see(visitor: Visitor) -> set[str]:
    """The marks that a visitor may find on a page."""
    seen = set()
    if visitor.may("see-drafts", "ward"):
        seen |= {DRAFT, ISSUED, PERSON}
    if visitor.may("see-issued", "ward"):
        seen |= {ISSUED}
    if visitor.may("see-branch", "ward") or visitor.may("keep-honourees", "ward"):
        seen |= {PERSON}
    if visitor.is_owner:
        seen |= {OWN}
    if visitor.may("see-council", "council"):
        seen |= {COUNCIL}
    if visitor.may("see-decisions", "ward"):
        seen |= {DECIDED}
    if visitor.may("see-clusters", "cluster"):
        seen |= {GROUP}
    if _may(visitor, ("see-progress", "ward"), ("see-own-progress", "office")):
        seen |= {UNIT}
    # Its people and groups stand in the book of the branch, its proposals with the council.
    if _may(visitor, ("keep-honourees", "ward"), ("see-council", "council")):
        seen |= {UNIT}
    return seen


def rows_written() -> int:
    """How many rows this transaction has put in, changed or taken out, sessions apart."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_xact_user_tables"
            " where relname <> 'django_session'"
        )
        return cursor.fetchone()[0]


@contextmanager
def questions() -> Iterator[list[str]]:
    """What the database is asked meanwhile.

    Without what hangs on the cache alone: the session, and the line that somebody looked.
    (Django's own log of queries holds the last 9,000 only, fewer than one walk asks.)
    """
    asked: list[str] = []

    def note(execute, sql, params, many, context):
        if not BY_CACHE.search(sql):
            asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def tells(knock: Knock, url: str, visitor: Visitor, data: dict) -> tuple:
    """All that an answer tells: its status, headers, words, and how much it cost to find."""
    with questions() as asked:
        response = knock.on(url, visitor, data)
    return _told(response, url, len(asked))


def _told(response, url: str, cost: int) -> tuple:
    path = url.partition("?")[0].encode()
    body = _body(response)
    if body.startswith(b"PK"):
        body = _unpacked(body)
    words = TOKEN.sub(rb"\1", body).replace(path, b"(address)")
    headers = {
        name: value.replace(url, "(address)")
        for name, value in response.items()
        if name not in ("Content-Length", "Set-Cookie", "Expires")
    }
    return response.status_code, headers, words, cost


def _unpacked(archive: bytes) -> bytes:
    """What a workbook says, without the second in which it was written."""
    with zipfile.ZipFile(io.BytesIO(archive)) as parts:
        names = sorted(set(parts.namelist()) - {"docProps/core.xml"})
        return b"".join(parts.read(name) for name in names)


def _body(response) -> bytes:
    if response.streaming:
        return b"".join(response.streaming_content)
    return response.content
