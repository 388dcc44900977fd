"""Chữ là chữ: what people wrote is printed as text, never as markup, on any page.

The token of each visitor stands on ``<body>`` for htmx: one tag that a page lets through could
act as whoever opens the page.
"""

import re

import pytest
from django.apps import apps
from django.db import Error, models, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Left
from django.urls import reverse
from django.utils.timezone import localdate

from awards.rulebook import KINDS
from tests.factories import ward
from tests.matrix.addresses import ADDRESSES
from tests.matrix.scene import Scene, draw_preview, examine, quiet_workers
from tests.matrix.walking import HTMX, Knock
from tests.paper_files import words
from tests.rule_books import unlocked
from units import actions, audit
from units.access import What, looked_at
from units.errors import Refused

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
TAG = "\"'><zorg>"
# Who is sent, of those who may: the two that come first here.
VISITORS = (
    "province administrator", "administrator", "officer", "leader", "clerk", "reporter",
    "anonymous",
)  # fmt: skip
OURS = ("units.", "campaigns.", "awards.", "reports.")
# Columns that hold no words: addresses, digests, names of columns, keys.
NO_WORDS = {
    "action", "address", "archive", "code", "column", "digest", "email", "field", "fingerprint",
    "identity_digest", "identity_tail", "key", "level", "nonce", "password", "path", "query",
    "role", "rule", "secret", "send_to", "session_data", "session_key", "sha256", "subject",
    "table", "twin", "username", "work",
}  # fmt: skip
FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*? name="([^"]+)"')


@pytest.fixture
def scene(db, monkeypatch, tmp_path):
    draw_preview(tmp_path)
    quiet_workers(monkeypatch, tmp_path)
    place = Scene().fill()
    examine(place.issued, monkeypatch)
    return place


def write_everywhere() -> set[str]:
    """The tag before the words of every row; the columns that bear it now.

    Round the acts, which refuse it in names of units. A frozen row keeps its words.
    """
    marked = set()
    for model in apps.get_models():
        if not model.__module__.startswith(OURS):
            continue
        for field in model._meta.concrete_fields:
            if (
                not isinstance(field, models.CharField | models.TextField)
                or isinstance(field, models.GeneratedField)
                or field.choices
                or field.name in NO_WORDS
            ):
                continue
            words = Concat(Value(TAG), field.name, output_field=models.TextField())
            if field.max_length:
                words = Left(words, field.max_length)
            rows = model._base_manager.exclude(**{field.name: ""})
            try:
                with transaction.atomic():
                    if rows.update(**{field.name: words}):
                        marked.add(f"{model._meta.label}.{field.name}")
            except Error:  # append-only, frozen, or held to a shape
                continue
    return marked


def test_no_page_prints_a_tag_that_somebody_wrote(scene):
    with unlocked(*(kind.model for kind in KINDS.values())):  # rules that have begun
        marked = write_everywhere()
    assert {
        "units.Unit.name", "units.Unit.short_name", "units.UnitName.short_name",
        "units.User.full_name", "units.Membership.title", "units.Honouree.name",
        "units.HandoverItem.name", "units.SheetImport.file_name", "units.SheetRow.title",
        "campaigns.Campaign.name", "campaigns.Plan.title", "campaigns.PlanLine.text",
        "campaigns.PlanReturn.reason", "campaigns.ImportDraft.file_name",
        "reports.RegisterEntry.recipients", "awards.AwardName.name",
        "awards.Conferral.decided_by", "awards.Regime.transition",
    } <= marked, sorted(marked)  # fmt: skip
    by = scene.ward.administrator
    by.refresh_from_db()
    scene.subject.refresh_from_db()
    audit.write("user.amended", scene.subject, by=by, after={"full_name": TAG})
    looked_at(by, What.VIEWED, scene.subject)

    found, bore = [], 0
    for address in ADDRESSES:
        for visitor in [
            scene.visitors[name] for name in VISITORS if may(scene, name, address)
        ][:2]:
            for where, page in pages(scene, address, visitor):
                bore += "&lt;zorg" in page
                if "<zorg" in page:
                    at = page.index("<zorg")
                    around = page[max(at - 80, 0) : at + 20]
                    found.append(f"{visitor.name}: {where} … {around}")

    assert found == [], "\n".join(found)
    assert bore > 200


def may(scene, name, address) -> bool:
    """The address gives them a page, or does something for them."""
    ought = {Knock(post).ought(address, scene.visitors[name]) for post in (False, True)}
    return bool(ought & {200, 422}) or (name != "anonymous" and 302 in ought)


def pages(scene, address, visitor):
    """Every page and fragment of an address: as it stands, and with a tag in every field."""
    url = address.url(scene)
    ought = Knock().ought(address, visitor)
    fields = set()
    if ought == 200:
        for query in ("", "q=%22%3Czorg%3E&nguoi=%3Czorg%3E&tu=%3Czorg%3E"):
            for headers in ({}, HTMX) if not query else ({},):
                page = told(visitor.client, "get", f"{url}?{query}", headers=headers)
                fields |= set(FIELD.findall(page))
                yield f"GET {address.name} {query}", page
    if Knock(post=True).ought(address, visitor) in (200, 302, 422):
        yield (
            f"POST {address.name}",
            told(visitor.client, "post", url, address.data(scene), follow=True),
        )
        typed = dict.fromkeys(fields - {"csrfmiddlewaretoken"}, TAG)
        yield (
            f"POST {address.name} {sorted(typed)}",
            told(visitor.client, "post", url, typed | address.data(scene), follow=True),
        )


def told(client, method, url, *args, **more) -> str:
    """The page; "" for what is none. Whatever was done is undone."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = getattr(client, method)(url, *args, **more)
        transaction.set_rollback(True)
    client.cookies = cookies
    if response.streaming or not response.get("Content-Type", "").startswith("text/h"):
        return ""
    return response.content.decode()


def test_no_unit_takes_a_name_that_looks_like_markup(client):
    here = ward()
    said = "ên không có dấu < và dấu >."
    with pytest.raises(Refused, match=f"Tên gọn: t{said}"):
        actions.rename_unit(
            here.unit.pk, by=here.administrator, effective_on=localdate(),
            basis="Quyết định 1/QĐ-UBND", name=here.unit.name, short_name="P.<a>",
        )  # fmt: skip
    client.force_login(here.administrator)
    url = reverse("unit-rename", args=[here.unit.pk])
    typed = {"buoc": "xem", "name": "Ủy ban <b>", "short_name": "UBND > P"}
    page = client.post(url, typed)

    assert page.status_code == 422
    assert words(page).count(said) >= 2
