"""Ai mở được địa chỉ nào: every address of the app, by everybody, in one table."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from reports.models import Document
from reports.urls import urlpatterns
from tests.factories import (
    PASSWORD,
    MembershipFactory,
    NumberBookFactory,
    RegisterEntryFactory,
    Role,
    UnitFactory,
    other_ward,
    ward,
)
from tests.paper_files import file_of, issued_paper, small_pdf

pytestmark = pytest.mark.django_db

LOGIN = 302  # to the login page
WHO = (
    "officer", "reporter", "leader", "clerk", "administrator", "below", "stranger", "nobody",
)  # fmt: skip
OWN = ("officer", "reporter", "leader", "clerk", "administrator")


def table(own, below=404, stranger=404, nobody=LOGIN, **others):
    """Status by person: ``own`` for the people of the authority unless named."""
    return (
        dict.fromkeys(OWN, own)
        | {"below": below, "stranger": stranger, "nobody": nobody}
        | others
    )


EVERYBODY = dict.fromkeys(WHO, 200)
GET = {
    "document-list": dict.fromkeys(WHO, 200) | {"nobody": LOGIN},
    "document": table(200, below=200),
    "document-text": table(200, below=200),
    "document-watch": table(200, below=200),
    "document-file": table(200, below=200),
    "document-page": table(200, below=200),
    "document-strip": table(200, below=200),
    "document-issue": table(403, clerk=200),
    "document-retry": table(405, below=405, stranger=405),
    "document-return": table(405, below=405, stranger=405),
    "of-campaign": table(200, below=404),
    "plan-sign": table(403, leader=200),
    "plan-preview": table(200),
    "preview-page": table(404),
    "plan-format": table(302),
    "register": dict.fromkeys(WHO, 200) | {"nobody": LOGIN},
    "register-paper": table(403, below=403, stranger=403, clerk=200),
    "register-file": table(200),
    "record-dispatch": table(403, clerk=200),
    "void-number": table(403, clerk=200),
    "verify-home": EVERYBODY,
    "verify-upload": dict.fromkeys(WHO, 405),
    "verify": EVERYBODY,
    "verify-file": EVERYBODY,
    "verify-pages": EVERYBODY,
    "verify-page": EVERYBODY,
    "health-live": EVERYBODY,
    "health-ready": dict.fromkeys(WHO, 503),
    "metrics": EVERYBODY,  # from this machine
}
POST = {
    "document-issue": table(403, clerk=302),
    "document-retry": table(403, leader=302),
    "document-return": table(403, leader=302),
    "plan-sign": table(403, leader=302),
    "register-paper": table(403, below=403, stranger=403, clerk=422),
    "record-dispatch": table(403, clerk=302),
    "void-number": table(403, clerk=302),
    "verify-upload": EVERYBODY,
}


@pytest.fixture
def town(examine, asked, monkeypatch):
    """A ward with something under every address, and the people who knock."""
    monkeypatch.setattr("reports.monitoring._served_queues", lambda: "")
    place = ward()
    issued = issued_paper(place)
    examine(issued)
    signed = place.document(signed=True)
    stopped = place.document(stopped=True)
    plan = place.checked()
    entry = RegisterEntryFactory(book=NumberBookFactory(series=place.series))
    below = UnitFactory(parent=place.unit, quiet=True)
    people = {name: getattr(place, name) for name in OWN}
    people["below"] = MembershipFactory(unit=below, role=Role.REPORTER).user
    people["stranger"] = other_ward().clerk
    people["nobody"] = None
    digest = file_of(issued).sha256[:16]
    arguments = {
        "document": [issued.pk],
        "document-text": [issued.pk],
        "document-watch": [issued.pk],
        "document-file": [issued.pk, "issued"],
        "document-page": [issued.pk, digest, 1, 90],
        "document-strip": [issued.pk, digest],
        "document-issue": [signed.pk],
        "document-retry": [stopped.pk],
        "document-return": [stopped.pk],
        "of-campaign": [issued.plan.campaign_id],
        "plan-sign": [plan.pk],
        "plan-preview": [plan.pk],
        "preview-page": [plan.pk, "0" * 32, 1, 480],
        "plan-format": [plan.pk],
        "record-dispatch": [entry.pk],
        "void-number": [entry.pk],
        **{
            name: [issued.code]
            for name in ("verify", "verify-file", "verify-pages", "verify-page")
        },
    }
    arguments["verify-page"] += [1, 90]
    return people, {
        pattern.name: reverse(
            f"reports:{pattern.name}", args=arguments.get(pattern.name, [])
        )
        for pattern in urlpatterns
        if pattern.name in GET
    }


def knock(client, person, method, address, data=None):
    client.logout()
    if person:
        client.force_login(person)
    response = getattr(client, method)(address, data or {})
    if response.status_code == LOGIN and response.url.startswith(reverse("login")):
        return "login"
    if response.status_code == 401:  # a form is kept while its author signs in
        return "login"
    return response.status_code


def test_the_table_names_every_address():
    assert {pattern.name for pattern in urlpatterns} - {"home"} == set(GET)


def expected(statuses):
    return {
        who: "login" if status == LOGIN and who == "nobody" else status
        for who, status in statuses.items()
    }


@pytest.mark.slow
def test_reading(client, town):
    people, addresses = town

    found = {
        name: {
            who: knock(client, person, "get", addresses[name])
            for who, person in people.items()
        }
        for name in GET
    }

    assert found == {name: expected(statuses) for name, statuses in GET.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(POST))
def test_acting(client, town, name):
    people, addresses = town
    may = [
        who for who, status in POST[name].items() if status == 302 and who != "nobody"
    ]
    found = {}

    # Whoever may do it comes last, since after that it is done.
    for who in sorted(people, key=lambda who: who in may):
        data = {
            "mat_khau": PASSWORD,
            "reason": "Lý do.",
            "day": f"{localdate():%d/%m/%Y}",
            "copies": "1",
            "xac_nhan": "1",
            "tep": SimpleUploadedFile("a.pdf", small_pdf("a"), "application/pdf"),
        }
        before = sorted(Document.objects.values_list("pk", "status"))
        found[who] = knock(client, people[who], "post", addresses[name], data)
        if who not in may:
            assert sorted(Document.objects.values_list("pk", "status")) == before

    assert found == expected(POST[name])
