"""Dữ liệu cá nhân: how long it is kept, what is noted, what is erased and what stays."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from reports.models import Document, DocumentFile, RegisterEntry
from tests.factories import (
    HonoureeFactory,
    MembershipFactory,
    RegisterEntryFactory,
    Role,
    UserFactory,
)
from tests.factories.wards import Ward
from tests.paper_files import content_of, keep_file, small_pdf
from tests.test_units_honourees import NUMBER, Commune, refusal
from units import actions, audit, retention
from units.models import (
    AuditEntry,
    Honouree,
    HouseholdMember,
    LikelyDouble,
    PersonalChange,
    PersonalDataClass,
    Position,
    RetentionDue,
)
from units.tasks import note_personal_data_due

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BASIS = "Đơn đề nghị ngày 02/3/2026"
Code = PersonalDataClass.Code


@pytest.fixture
def here():
    return Commune()


def left(here, left_on, name="Lê Thị Hoa", **facts):
    honouree = here.register(name, title="Tổ phó", valid_from=date(2020, 1, 1), **facts)
    return actions.release_honouree(
        honouree.pk, by=here.keeper, left_on=left_on, because="retired"
    )


def dues():
    return {
        (str(due.honouree), due.code, due.due_on) for due in RetentionDue.objects.open()
    }


# ---- the catalogue ----


def test_every_class_has_its_rule_with_bounds_and_basis(here):
    rules = PersonalDataClass.objects.by_code(date(2026, 1, 1))

    assert {
        code: (rule.least_months, rule.keep_months, rule.most_months)
        for code, rule in rules.items()
    } == {
        "name": (60, 240, 600), "details": (6, 24, 120), "career": (24, 120, 240),
        "members": (6, 24, 120), "changes": (12, 60, 120),
    }  # fmt: skip
    assert set(rules) == set(Code)
    assert all("91/2025/QH15" in rule.basis for rule in rules.values())
    assert PersonalDataClass.objects.by_code(date(2025, 12, 31)) == {}


def test_a_term_is_set_from_a_day_on_within_its_bounds(here):
    day = date(2027, 1, 1)
    rule = actions.set_retention(
        "details", by=here.above, keep_months=36, valid_from=day,
        decided_by="Quyết định số 12/QĐ-UBND",
    )  # fmt: skip

    old = PersonalDataClass.objects.get(code="details", keep_months=24)
    assert (old.valid_to, rule.valid_from, rule.valid_to) == (day - DAY, day, None)
    assert (rule.least_months, rule.most_months, rule.basis) == (6, 120, old.basis)
    assert audit.history(rule).get().actor == here.above

    def again(**changes):
        values = {
            "keep_months": 24, "valid_from": date(2028, 1, 1), "decided_by": "QĐ",
        } | changes  # fmt: skip
        return refusal(actions.set_retention, "details", by=here.above, **values)

    assert again(keep_months=121) == (
        "Thời hạn phải từ 6 đến 120 tháng. Đang nhập: 121."
    )
    assert again(valid_from=day) == (
        "Thời hạn đang ghi áp dụng từ 01/01/2027; ngày mới phải sau ngày đó."
    )
    assert again(decided_by=" ") == "Ghi văn bản ấn định thời hạn."
    with pytest.raises(IntegrityError, match="retention_is_within_its_bounds"):
        PersonalDataClass.objects.filter(pk=rule.pk).update(keep_months=5)


def test_a_term_of_all_is_set_by_who_administers_all(here):
    facts = {"keep_months": 36, "valid_from": date(2027, 1, 1), "decided_by": "QĐ"}
    for who in (here.keeper, here.secretary, here.officer, UserFactory()):
        with pytest.raises(PermissionDenied):
            actions.set_retention("details", by=who, **facts)
    MembershipFactory(role=Role.ADMINISTRATOR)  # a second tree, of somebody else
    with pytest.raises(PermissionDenied):
        actions.set_retention("details", by=here.above, **facts)


@given(day=st.dates(date(1950, 1, 1), date(2100, 12, 31)), months=st.integers(0, 600))
def test_months_there_and_back(day, months):
    before = retention.months_before(day, months)

    assert (day.year - before.year) * 12 + day.month - before.month == months
    assert before.day == day.day or (before + DAY).day == 1


# ---- noted by the clock ----


def test_what_has_run_out_is_noted_and_nothing_else_happens(here):
    today = date(2026, 11, 30)
    on_the_day = retention.months_before(today, 24)
    left(here, on_the_day - DAY, "Lê Quá Hạn", birth_year=1960, gender="male")
    left(here, on_the_day, "Lê Đúng Hạn", gender="male")
    left(here, on_the_day - DAY, "Lê Không Chi Tiết")
    here.register("Lê Đang Làm", gender="male")
    before = list(Honouree.objects.order_by("pk").values())
    lines = AuditEntry.objects.count()

    assert retention.note_due(today) == 1
    assert retention.note_due(today) == 0

    assert dues() == {("Lê Quá Hạn", "details", date(2026, 11, 29))}
    assert retention.note_due(today + DAY) == 1
    assert list(Honouree.objects.order_by("pk").values()) == before
    assert AuditEntry.objects.count() == lines


def test_each_class_has_its_own_end(here):
    person = left(here, date(2021, 1, 31), identity_number=NUMBER)
    actions.amend_honouree(
        person.pk, by=here.keeper, name="Lê Thị Hoà", identity_number=NUMBER
    )
    home = left(
        here, date(2021, 1, 31), "Lê Văn Hòa", kind="household",
        members=[("Lê Minh", "con")],
    )  # fmt: skip

    retention.note_due(date(2041, 2, 1))

    assert dues() == {
        ("Lê Thị Hoà", "details", date(2023, 1, 31)),
        ("Lê Thị Hoà", "changes", date(2026, 1, 31)),
        ("Lê Thị Hoà", "career", date(2031, 1, 31)),
        ("Lê Thị Hoà", "name", date(2041, 1, 31)),
        ("Lê Văn Hòa", "members", date(2023, 1, 31)),
        ("Lê Văn Hòa", "career", date(2031, 1, 31)),
        ("Lê Văn Hòa", "name", date(2041, 1, 31)),
    }
    assert {str(rule.code): last for rule, last in retention.terms(home)} == {
        "name": date(2041, 1, 31), "details": date(2023, 1, 31),
        "career": date(2031, 1, 31), "members": date(2023, 1, 31),
        "changes": date(2026, 1, 31),
    }  # fmt: skip


def test_a_note_falls_away_when_somebody_comes_back(here):
    honouree = left(here, date(2021, 1, 31), gender="male")
    note_personal_data_due()
    assert ("Lê Thị Hoa", "details", date(2023, 1, 31)) in dues()

    actions.place_honouree(
        honouree.pk, by=here.keeper, unit_id=here.street.pk, title="",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    note_personal_data_due()

    assert dues() == set()


# ---- carried out by people ----


def test_only_the_noted_class_is_taken_away(here):
    honouree = left(
        here, localdate() - 800 * DAY, birth_date=date(1960, 2, 3), gender="female",
        identity_number=NUMBER,
    )  # fmt: skip
    actions.amend_honouree(
        honouree.pk, by=here.keeper, name="Lê Thị Hoà", birth_date=date(1960, 2, 4),
        gender="female",
    )  # fmt: skip
    note_personal_data_due()
    [due] = RetentionDue.objects.all()

    assert actions.carry_out_retention([due.pk], by=here.keeper) == 1

    honouree.refresh_from_db()
    assert (honouree.name, honouree.birth_year, honouree.status) == (
        "Lê Thị Hoà", 1960, "left",
    )  # fmt: skip
    assert (honouree.birth_date, honouree.gender) == (None, "")
    assert (honouree.identity_digest, honouree.identity_tail) == ("", "")
    assert {x.field for x in PersonalChange.objects.all()} == {"name"}
    due.refresh_from_db()
    assert due.done_by == here.keeper
    line = audit.history(honouree).filter(action="honouree.reduced").get()
    assert line.detail == {
        "reason": "Hết thời hạn giữ", "classes": ["details"],
        "basis": PersonalDataClass.objects.get(code="details").basis,
    }  # fmt: skip
    note_personal_data_due()
    assert dues() == set()
    assert actions.carry_out_retention([due.pk], by=here.keeper) == 0


def test_a_note_that_holds_no_more_is_left_alone(here):
    honouree = left(here, localdate() - 800 * DAY, gender="female")
    note_personal_data_due()
    [due] = RetentionDue.objects.all()
    PersonalDataClass.objects.filter(code="details").update(keep_months=60)

    assert actions.carry_out_retention([due.pk], by=here.keeper) == 0

    honouree.refresh_from_db()
    assert honouree.gender == "female"
    with pytest.raises(PermissionDenied):
        actions.carry_out_retention([due.pk], by=here.secretary)


# ---- erased on request ----


def everything_of(honouree):
    """All text that the tables of this room and the audit book hold about one record."""
    return "\n".join(
        str(list(rows.values()))
        for rows in (
            Honouree.objects.filter(pk=honouree.pk),
            Position.objects.filter(honouree=honouree),
            HouseholdMember.objects.filter(household=honouree),
            PersonalChange.objects.filter(honouree=honouree),
            AuditEntry.objects.all(),
        )
    )


def test_erasing_leaves_no_word_of_the_person(here):
    account = UserFactory(home=here.ward, full_name="Tài Khoản Riêng")
    honouree = here.register(
        "Lê Thị Hoa", title="Tổ phó xanh", birth_date=date(1985, 2, 28), gender="female",
        identity_number=NUMBER,
    )  # fmt: skip
    actions.link_account(honouree.pk, by=here.keeper, account_id=account.pk)
    actions.amend_honouree(
        honouree.pk, by=here.keeper, name="Lê Thị Hoà", birth_date=date(1985, 2, 27)
    )
    double = here.register("Lê Thị Hoà", title="Tổ phó đỏ")
    actions.merge_honourees(honouree.pk, double.pk, by=here.keeper)
    here.register("Lê thị hoà", birth_year=1985)
    assert LikelyDouble.objects.visible_to(here.keeper).count() == 1

    actions.erase_honouree(
        honouree.pk, by=here.keeper, reason="Theo yêu cầu", basis=BASIS
    )

    for record in (honouree, double):
        record.refresh_from_db()
        assert (record.status, record.name, record.unit) == (
            "erased", "Đã xóa dữ liệu cá nhân", here.street,
        )  # fmt: skip
        left_over = everything_of(record)
        for word in (
            "Hoa'", "Hoà", "1985", "female", "234'", "Tổ phó", "Tài Khoản",
        ):  # fmt: skip
            assert word not in left_over, word
    assert honouree.account is None
    assert not LikelyDouble.objects.exists()
    line = audit.history(honouree).filter(action="honouree.reduced").get()
    assert (line.actor, line.detail) == (
        here.keeper,
        {"reason": "Theo yêu cầu", "basis": BASIS, "classes": sorted(Code)},
    )
    assert refusal(
        actions.amend_honouree, honouree.pk, by=here.keeper, name="Lại"
    ) == "Dữ liệu của đối tượng này đã xóa."  # fmt: skip


def test_the_words_searched_for_would_have_been_there(here):
    """The test above can fail: before erasing, each of its words is found."""
    honouree = here.register(
        "Lê Thị Hoa", title="Tổ phó xanh", birth_date=date(1985, 2, 28), gender="female",
        identity_number=NUMBER,
    )  # fmt: skip
    found = everything_of(honouree)

    assert all(word in found for word in ("Hoa'", "1985", "female", "234'", "Tổ phó"))


def test_what_is_issued_is_not_touched(here):
    """The paper and its line in the register say what they said, to the byte."""
    ward = Ward(here.ward)
    paper = ward.document(issued=True, pages=2, title="Tặng Giấy khen bà Lê Thị Hoa")
    content = small_pdf("Tặng Giấy khen bà Lê Thị Hoa", "Trang hai")
    keep_file(paper, DocumentFile.Stage.ISSUED, content)
    RegisterEntryFactory(
        document=paper, kind_and_title="Quyết định tặng Giấy khen bà Lê Thị Hoa"
    )
    rows = [Document.objects.values(), RegisterEntry.objects.values()]
    before = [list(row.all()) for row in rows]
    honouree = here.register("Lê Thị Hoa")

    actions.erase_honouree(
        honouree.pk, by=here.keeper, reason="Theo yêu cầu", basis=BASIS
    )

    assert content_of(paper) == content
    assert [list(row.all()) for row in rows] == before
    assert "Lê Thị Hoa" in str(before)


def test_erasing_asks_for_reason_basis_and_an_administrator(here):
    honouree = here.register()
    facts = {"reason": "Theo yêu cầu", "basis": BASIS}

    assert refusal(
        actions.erase_honouree, honouree.pk, by=here.keeper, **facts | {"reason": " "}
    ) == "Ghi lý do xóa dữ liệu."  # fmt: skip
    assert refusal(
        actions.erase_honouree, honouree.pk, by=here.keeper, **facts | {"basis": ""}
    ) == "Ghi căn cứ: văn bản hoặc yêu cầu, ngày nhận."  # fmt: skip
    for words in ("Bà Lê Thị Hoa yêu cầu", "do THỊ HOA, tổ 5, gửi", "chị thi hoa xin"):
        assert refusal(
            actions.erase_honouree, honouree.pk, by=here.keeper, **facts | {"reason": words}
        ) == (
            "Lý do và căn cứ ở lại trong nhật ký nên không ghi tên người được xóa dữ liệu. Ghi "
            "“người có dữ liệu”, “chủ hộ” thay cho tên."
        ), words  # fmt: skip
    for who in (here.secretary, here.officer, here.neighbour):
        with pytest.raises(PermissionDenied):
            actions.erase_honouree(honouree.pk, by=who, **facts)
    assert Honouree.objects.get().name == "Lê Thị Hoa"


def test_a_record_named_by_nobody_is_no_longer_listed_nor_found():
    honouree = HonoureeFactory()
    assert honouree in Honouree.objects.present()
    Honouree.objects.filter(pk=honouree.pk).update(status="erased")
    assert honouree not in Honouree.objects.present()
