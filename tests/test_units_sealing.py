"""Niêm nhật ký: nothing in the book is changed without the chain telling."""

import threading
from datetime import datetime, timedelta
from hashlib import sha256
from importlib import import_module
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.timezone import localdate

from tests.factories import UserFactory, ward
from units import audit, permissions, presence, sealing
from units.models import AuditAnchor, AuditEntry, AuditSeal

pytestmark = pytest.mark.django_db


def write(count=1):
    user = UserFactory()
    return [
        audit.write("user.amended", user, by=user, before={"số": n}, after={"số": -n})
        for n in range(count)
    ]


def without_triggers(sql, *arguments):
    """What the owner of the tables could do."""
    tables = ("units_auditentry", "units_auditseal")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, arguments)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def told():
    return [(f.position, f.entry_id, f.sentence) for f in sealing.faults()]


def verified(**options):
    out = StringIO()
    try:
        call_command("verify_audit", stdout=out, **options)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_lines_are_linked_once_and_in_order():
    entries = write(3)
    assert sealing.seal() == 3
    assert sealing.seal() == 0
    entries += write(2)
    assert sealing.seal() == 2

    links = list(AuditSeal.objects.order_by("position"))
    assert [(s.position, s.entry_id) for s in links] == [
        (n, entry.pk) for n, entry in enumerate(entries, 1)
    ]
    digest = sealing.START
    for one, entry in zip(links, AuditEntry.objects.order_by("pk"), strict=True):
        digest = sealing.link(digest, entry)
        assert bytes(one.digest) == digest
    assert verified() == (
        0,
        "Nguyên vẹn: 5 dòng đã niêm, 0 dòng chờ niêm trong phút tới.\n",
    )


def test_old_lines_find_the_unit_that_they_are_about_or_where_their_writer_works():
    here, writer = ward(), UserFactory()
    here.unit.memberships.create(user=writer, role="clerk", valid_from="2020-01-01")
    person = UserFactory(home=here.unit)

    def old(subject, subject_id, actor=None):
        return AuditEntry.objects.create(
            action="x.y", subject=subject, subject_id=subject_id, actor=actor, form=1
        )

    lines = [
        old("units.Unit", here.unit.pk),
        old("units.Membership", here.clerk.memberships.get().pk),
        old("units.User", person.pk),
        old("campaigns.Plan", 1, actor=writer),
        old("campaigns.Plan", 1),
        old("units.Unit", 10**9),
    ]
    sealing.seal()
    place = import_module("units.migrations.0015_old_lines_find_their_unit").PLACE
    with connection.cursor() as cursor:
        cursor.execute(place)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    found = AuditEntry.objects.in_bulk([line.pk for line in lines])
    assert [found[line.pk].unit for line in lines] == [here.unit] * 4 + [None] * 2
    assert told() == []
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.update(unit=None)


@pytest.mark.parametrize(
    ("form", "rest"), [(1, ""), (2, ',2,"clerk",4,"192.0.2.7",6,"Đỗ Ái"')]
)
def test_the_digest_of_a_line_is_the_same_everywhere(form, rest):
    """Whoever checks the book in ten years, in any language, comes to these bytes."""
    entry = AuditEntry(
        pk=7,
        at=datetime(2026, 1, 2, 10, 4, 5, 6, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
        actor_id=3,
        action="user.amended",
        subject="units.User",
        subject_id=5,
        detail={"sau": {"tên": "Đỗ Ái"}, "a": [1, None, True]},
        role="clerk",
        held_in_id=4,
        address="192.0.2.7",
        unit_id=6,
        about="Đỗ Ái",
        form=form,
    )
    text = (
        '[7,"2026-01-02T03:04:05.000006+00:00",3,"user.amended","units.User",5,'
        '{"a":[1,null,true],"sau":{"tên":"Đỗ Ái"}}' + rest + "]"
    )
    assert sealing.link(bytes(32), entry) == sha256(bytes(32) + text.encode()).digest()


@pytest.mark.parametrize(
    "change",
    ["role = 'leader'", "held_in_id = NULL", "address = '192.0.2.8'", "unit_id = NULL",
     "about = 'khác'", "form = 1"],
)  # fmt: skip
def test_capacity_address_unit_and_name_are_sealed_too(change):
    here = ward()
    presence.begin("192.0.2.7")
    assert permissions.holds(here.clerk, "clerk", here.unit)
    audit.write("unit.seen", here.unit, by=here.clerk)
    presence.end()
    sealing.seal()
    assert told() == []

    without_triggers(f"UPDATE units_auditentry SET {change}")

    assert [place for place, _, _ in told()] == [1]


def test_a_line_older_than_the_columns_stays_verifiable():
    """Its unit was found later (a migration); its seal does not cover that."""
    old = AuditEntry.objects.create(
        action="unit.seen", subject="units.Unit", subject_id=1, form=1
    )
    sealing.seal()

    without_triggers(
        "UPDATE units_auditentry SET unit_id = %s WHERE id = %s", ward().unit.pk, old.pk
    )

    assert told() == []


def test_a_changed_line_is_found():
    entries = write(4)
    sealing.seal()
    without_triggers(
        "UPDATE units_auditentry SET detail = '{}' WHERE id = %s", entries[1].pk
    )
    assert told() == [
        (2, entries[1].pk, "Dòng nhật ký, hoặc mắt xích trước nó, đã bị sửa.")
    ]
    code, text = verified()
    assert code == 1
    assert text.endswith("1 chỗ hỏng trong 4 mắt xích.\n")


def test_a_removed_line_is_found():
    entries = write(3)
    sealing.seal()
    without_triggers("DELETE FROM units_auditentry WHERE id = %s", entries[2].pk)
    assert told() == [(3, entries[2].pk, "Dòng nhật ký đã bị xóa.")]


def test_a_removed_link_is_found():
    entries = write(4)
    sealing.seal()
    without_triggers("DELETE FROM units_auditseal WHERE position IN (2, 3)")
    assert told() == [
        (2, None, "Thiếu mắt xích 2 đến 3."),
        (4, entries[3].pk, "Dòng nhật ký, hoặc mắt xích trước nó, đã bị sửa."),
    ]


def test_a_chain_that_was_forged_whole_does_not_match_its_anchor():
    entries = write(2)
    today = localdate()
    sealing.anchor(today)
    without_triggers("DELETE FROM units_auditseal")
    without_triggers(
        "UPDATE units_auditentry SET action = 'x' WHERE id = %s", entries[0].pk
    )
    sealing.seal()
    assert told() == [(2, entries[1].pk, f"Không khớp neo ngày {today:%d/%m/%Y}.")]


def test_a_chain_cut_short_misses_its_anchor():
    entries = write(3)
    today = localdate()
    sealing.anchor(today)
    without_triggers("DELETE FROM units_auditseal WHERE position = 3")
    without_triggers("DELETE FROM units_auditentry WHERE id = %s", entries[2].pk)
    assert told() == [
        (3, None, f"Chuỗi không còn mắt xích của neo ngày {today:%d/%m/%Y}.")
    ]


def test_anchors_that_were_kept_outside_tell_a_forgery_of_chain_and_anchors(tmp_path):
    entries = write(2)
    sealing.anchor(localdate())
    out = StringIO()
    call_command("verify_audit", anchors=True, stdout=out)
    kept = tmp_path / "anchors.txt"
    kept.write_text(f"\n2026-11-25 INFO audit anchor {out.getvalue()}\n")
    without_triggers("DELETE FROM units_auditseal")
    without_triggers("DELETE FROM units_auditanchor")
    without_triggers("DELETE FROM units_auditentry WHERE id = %s", entries[0].pk)
    sealing.anchor(localdate())

    assert verified() == (
        0, "Nguyên vẹn: 1 dòng đã niêm, 0 dòng chờ niêm trong phút tới.\n",
    )  # fmt: skip
    code, text = verified(kept=kept)
    assert (code, text) == (
        1,
        f"Mắt xích 2: Chuỗi không còn mắt xích của neo ngày {localdate():%d/%m/%Y}.\n"
        "1 chỗ hỏng trong 1 mắt xích.\n",
    )
    kept.write_text("hôm nay")
    with pytest.raises(CommandError, match="Không đọc được các neo"):
        verified(kept=kept)


def test_an_anchor_is_made_once_a_day():
    assert sealing.anchor() is None
    write(2)
    today = localdate()
    first = sealing.anchor(today)
    write(1)
    assert sealing.anchor(today).position == first.position == 2
    assert sealing.anchor(today + timedelta(days=1)).position == 3
    assert AuditAnchor.objects.count() == 2


@pytest.mark.parametrize(
    "statement",
    ["UPDATE units_auditseal SET entry_id = 0", "DELETE FROM units_auditseal"],
)
def test_the_database_refuses_to_touch_a_link(statement):
    write()
    sealing.seal()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_line_is_linked_once():
    (entry,) = write()
    sealing.seal()
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditSeal.objects.create(position=2, entry_id=entry.pk, digest=b"0" * 32)


def test_a_line_that_comes_late_is_linked_after_the_later_ones():
    first, second = write(2)
    without_triggers("DELETE FROM units_auditentry WHERE id = %s", first.pk)
    sealing.seal()
    first.save(force_insert=True)

    assert sealing.seal() == 1
    assert list(AuditSeal.objects.values_list("entry_id", flat=True)) == [
        second.pk, first.pk,
    ]  # fmt: skip
    assert told() == []


def test_a_line_that_comes_very_late_is_linked_by_night(monkeypatch):
    monkeypatch.setattr(sealing, "LATE", 0)
    first, _ = write(2)
    without_triggers("DELETE FROM units_auditentry WHERE id = %s", first.pk)
    sealing.seal()
    first.save(force_insert=True)

    assert sealing.seal() == 0
    sealing.anchor(localdate())
    assert AuditSeal.objects.count() == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_chain():
    write(40)
    errors = []

    def work():
        try:
            sealing.seal()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert told() == []
    assert AuditSeal.objects.count() == 40
