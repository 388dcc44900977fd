"""Sổ văn bản pháp luật: what a plan cites, what is over, what is written in its place."""

import unicodedata
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from campaigns import actions
from campaigns.actions.citing import CITATION
from campaigns.content import Line, PlanContent
from campaigns.models import Citation, LegalText
from campaigns.outline import LineKind as K
from campaigns.statutes import Register, basis_of
from tests.desk_forms import words_of
from tests.factories import other_ward, ward
from units.errors import Refused
from units.models import AuditEntry, Unit

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 26)
ANYWHERE = Unit(path="/0/")  # where no place has written anything
OLD = (
    "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ quy định chi "
    "tiết thi hành một số điều của Luật Thi đua, khen thưởng;"
)
NEW = (
    "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ quy định về "
    "phân cấp, phân quyền trong lĩnh vực thi đua, khen thưởng; quy định chi tiết và hướng dẫn "
    "thi hành một số điều của Luật Thi đua, khen thưởng;"
)


def of(*rows) -> PlanContent:
    """A plan of these căn cứ, and of a body line for each that begins with "-"."""
    lines = [Line(kind=K.BASIS, text=row) for row in rows if not row.startswith("-")]
    lines.append(Line(kind=K.SECTION, text="NỘI DUNG"))
    lines += [
        Line(kind=K.DASH, text=row.lstrip("- ")) for row in rows if row.startswith("-")
    ]
    return PlanContent(title="Thi đua", lines=tuple(lines))


def cited(*rows) -> list[tuple[str, bool]]:
    found = Register.load(ANYWHERE).mentions(of(*rows))
    return [(mention.text.code, mention.is_whole) for mention in found]


def looks(*rows, day=DAY):
    return [
        (gap.text, gap.act, gap.act_words)
        for gap in Register.load(ANYWHERE).looks(of(*rows), day)
    ]


# ---- the rows --------------------------------------------------------------------------------


def test_every_text_is_found_again_in_the_basis_that_it_writes():
    register = Register.load(ANYWHERE)
    texts = list(LegalText.objects.all())
    assert len(texts) == 21
    for text in texts:
        mentions = register.mentions(of(basis_of(text)))
        assert [(m.text, m.is_whole) for m in mentions] == [(text, True)], text


def test_a_decree_is_cited_whole_and_a_law_by_name_and_day():
    """R46: a law without number and issuer."""
    rows = LegalText.objects.in_bulk(field_name="code")
    assert basis_of(rows["nd-152-2025"]) == NEW
    assert basis_of(rows["luat-tdkt-2022"]) == (
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;"
    )
    assert basis_of(rows["luat-luu-tru-2024"]) == (
        "Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;"
    )


def test_every_text_that_was_replaced_leads_to_one_in_force():
    register = Register.load(ANYWHERE)
    for text in LegalText.objects.exclude(replaced_by=None):
        heir = register.successor(text, DAY)
        assert heir is not None, text
        assert heir.holds_on(DAY), text


@pytest.mark.parametrize(
    "values", [{"valid_to": None}, {"kind": "letters"}, {"certainty": "sure"},
               {"valid_from": date(2030, 1, 1)}],
)  # fmt: skip
def test_the_database_keeps_the_rows_whole(values):
    """A replaced text has its last day, which is not before its first."""
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalText.objects.filter(code="nd-98-2023").update(**values)


# ---- what a plan cites -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (OLD, "nd-98-2023"),
        (unicodedata.normalize("NFD", OLD), "nd-98-2023"),
        ("Căn cứ Nghị định số 98 / 2023/NĐ – CP của Chính phủ;", "nd-98-2023"),
        ("Căn cứ nghị định 98/2023/nđ-cp", "nd-98-2023"),
        ("Căn cứ Thông tư số 1/2024/TT-BNV ngày 24/02/2024;", "tt-01-2024-bnv"),
        ("Căn cứ Luật Thi đua, khen thưởng ngày 26/11/2003;", "luat-tdkt-2003"),
        ("Căn cứ Luật Thi đua, khen thưởng năm 2003;", "luat-tdkt-2003"),
        ("Căn cứ Luật Thi đua khen thưởng số 06/2022/QH15;", "luat-tdkt-2022"),
        ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
         "luat-tccqdp-2015"),
    ],
)  # fmt: skip
def test_however_it_is_written_it_is_the_same_text(row, code):
    assert cited(row) == [(code, True)]


@pytest.mark.parametrize(
    "row",
    [
        "Căn cứ Luật Thi đua, khen thưởng;",  # of which year?
        "Căn cứ Luật Thi đua, khen thưởng ngày 27 tháng 11 năm 2003;",
        "Căn cứ Nghị định số 198/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ;",
        "Căn cứ Kế hoạch số 98/KH-UBND ngày 31 tháng 12 năm 2023 của UBND tỉnh;",
    ],
)
def test_in_doubt_nothing_is_recognised(row):
    assert cited(row) == []


def test_a_text_named_in_the_title_of_another_is_not_cited():
    circular = LegalText.objects.get(code="tt-15-2025-bnv")
    assert cited(basis_of(circular)) == [("tt-15-2025-bnv", True)]


@given(st.integers(1, 98), st.sampled_from(["", "0", "00"]))
def test_a_number_is_a_number_however_many_noughts(number, noughts):
    register = Register(
        [LegalText(pk=1, code="x", kind="decree", number=f"{number}/2020/NĐ-CP")]
    )
    row = f"Căn cứ Nghị định số {noughts}{number}/2020/NĐ-CP ngày 01/02/2020;"
    assert [m.text.code for m in register.mentions(of(row))] == ["x"]
    other = f"Căn cứ Nghị định số {number + 1}/2020/NĐ-CP ngày 01/02/2020;"
    assert register.mentions(of(other)) == []


# ---- what is over ----------------------------------------------------------------------------


def test_what_is_over_is_told_with_what_took_over():
    assert looks(OLD) == [
        (
            "Nghị định số 98/2023/NĐ-CP hết hiệu lực từ ngày 01/07/2025, thay bằng Nghị định "
            "số 152/2025/NĐ-CP",
            "thay-can-cu:nd-98-2023",
            "Thay bằng Nghị định số 152/2025/NĐ-CP",
        )
    ]


def test_on_its_last_day_it_still_holds_and_on_the_next_it_does_not():
    last = date(2025, 6, 30)
    assert looks(OLD, day=last) == []
    assert len(looks(OLD, day=last + timedelta(days=1))) == 1
    assert looks(NEW, day=last) == [
        ("Nghị định số 152/2025/NĐ-CP chỉ có hiệu lực từ ngày 01/07/2025", "", "")
    ]


def test_what_was_replaced_twice_leads_to_the_last_and_says_how_sure_it_is():
    row = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;"
    heir = "Luật Tổ chức chính quyền địa phương số 72/2025/QH15"
    assert looks(row) == [
        (
            "Luật Tổ chức chính quyền địa phương số 77/2015/QH13 hết hiệu lực từ ngày "
            f"01/03/2025, thay bằng {heir} (theo sổ, cần đối chiếu văn bản)",
            "thay-can-cu:luat-tccqdp-2015",
            f"Thay bằng {heir}",
        )
    ]


def test_beside_its_successor_the_old_one_is_only_to_go():
    assert looks(OLD, NEW) == [
        (
            "Nghị định số 98/2023/NĐ-CP hết hiệu lực từ ngày 01/07/2025, thay bằng Nghị định "
            "số 152/2025/NĐ-CP mà kế hoạch đã căn cứ: bỏ dòng này",
            "",
            "",
        )
    ]


def test_in_the_body_it_is_told_once_and_its_words_are_left_to_the_writer():
    body = "- Xét tặng theo Nghị định 98/2023/NĐ-CP và hướng dẫn của tỉnh."
    ((text, act, words),) = looks(body, body)
    assert text.startswith("Nghị định số 98/2023/NĐ-CP hết hiệu lực")
    assert (act, words) == ("", "")


def test_what_the_body_names_is_not_among_the_bases():
    body = "- Theo Nghị định số 152/2025/NĐ-CP."
    register = Register.load(ANYWHERE)
    offered = [text.code for text in register.offered(of(body), DAY)]
    assert "nd-152-2025" in offered
    assert "nd-98-2023" not in offered
    assert "nd-152-2025" not in [one.code for one in register.offered(of(NEW), DAY)]
    assert looks(OLD, body)[0][1] == "thay-can-cu:nd-98-2023"


def test_nothing_is_said_of_what_holds():
    assert (
        looks(NEW, "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;") == []
    )


# ---- cited from the register -----------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        "; thực hiện ý kiến chỉ đạo của Thường trực Đảng ủy phường ngày 05/01/2026;",
        " và Nghị quyết của Hội đồng nhân dân phường về nhiệm vụ năm 2026;",
        "; Công văn của Sở Nội vụ tỉnh ngày 05/01/2026;",
        " và Kế hoạch số 5/KH-UBND ngày 05/01/2026 của UBND tỉnh;",
    ],
)
def test_a_line_that_says_more_is_left_to_the_writer(more):
    row = "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ" + more
    ((text, act, words),) = looks(row)
    assert text.endswith("thay bằng Nghị định số 152/2025/NĐ-CP")
    assert (act, words) == ("", "")
    assert "bỏ dòng này" not in looks(row, NEW)[0][0]


@pytest.mark.parametrize(
    "row",
    [
        "Căn cứ Nghị định số 98/2023/NĐ-CP của Chính phủ về thi đua, khen thưởng",
        "Thực hiện Nghị định 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ;",
    ],
)
def test_a_line_that_says_it_shortly_may_be_replaced(row):
    assert looks(row)[0][1] == "thay-can-cu:nd-98-2023"


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    plan = place.draft()
    plan.lines.filter(kind=K.BASIS.value).delete()
    return plan


def bases(plan) -> list[str]:
    return list(
        plan.lines.filter(kind=K.BASIS.value)
        .order_by("position")
        .values_list("text", flat=True)
    )


def test_a_basis_is_added_behind_the_others_with_its_note(plan, place):
    actions.insert_line(
        plan.pk, by=place.officer, after=None, kind=K.BASIS.value, text="Căn cứ một;"
    )
    version = type(plan).objects.get(pk=plan.pk).version

    line = actions.cite(plan.pk, by=place.officer, code="nd-152-2025")
    again = actions.cite(plan.pk, by=place.officer, code="nd-152-2025")

    assert again == line
    assert bases(plan) == ["Căn cứ một;", NEW]
    note = Citation.objects.get(line=line)
    assert (note.text, note.number, note.issued_on, note.issuer) == (
        "Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025",
        "152/2025/NĐ-CP",
        date(2025, 6, 14),
        "Chính phủ",
    )
    assert type(plan).objects.get(pk=plan.pk).version > version


def test_a_law_stands_before_the_decree_and_the_older_before_the_newer(plan, place):
    order = ["nd-152-2025", "luat-tdkt-2026", "tt-15-2025-bnv", "luat-tdkt-2022"]
    for code in order:
        actions.cite(plan.pk, by=place.officer, code=code)
    wanted = ["luat-tdkt-2022", "luat-tdkt-2026", "nd-152-2025", "tt-15-2025-bnv"]
    texts = LegalText.objects.in_bulk(field_name="code")
    assert bases(plan) == [basis_of(texts[code]) for code in wanted]
    offered = Register.load(ANYWHERE).offered(of(), DAY)
    assert [text.kind for text in offered] == ["law"] * 5 + ["decree"] * 5 + [
        "circular"
    ]


def test_what_is_over_or_unknown_is_not_cited(plan, place):
    for code in ("nd-98-2023", "khong-co", ""):
        with pytest.raises(Refused, match="không có trong sổ hoặc không còn hiệu lực"):
            actions.cite(plan.pk, by=place.officer, code=code)
    assert bases(plan) == []


def old_line(plan, place):
    line = actions.insert_line(
        plan.pk, by=place.officer, after=None, kind=K.BASIS.value, text=OLD
    )
    actions.add_note(
        line.pk, CITATION, by=place.officer, text="Nghị định 98", number="98/2023"
    )
    return line


def test_the_old_gives_way_with_its_note_and_the_book_keeps_both(plan, place):
    line = old_line(plan, place)

    actions.cite_anew(plan.pk, by=place.officer, code="nd-98-2023")

    assert bases(plan) == [NEW]
    assert [note.number for note in Citation.objects.filter(line=line)] == [
        "152/2025/NĐ-CP"
    ]
    entry = AuditEntry.objects.filter(action="planline.amended").latest("pk")
    assert (entry.detail["before"]["text"], entry.detail["after"]["text"]) == (OLD, NEW)


def test_a_second_tab_finds_it_done(plan, place):
    old_line(plan, place)
    actions.cite_anew(plan.pk, by=place.officer, code="nd-98-2023")
    with pytest.raises(Refused, match="không còn trong kế hoạch như lúc kiểm tra"):
        actions.cite_anew(plan.pk, by=place.officer, code="nd-98-2023")
    assert bases(plan) == [NEW]


def test_two_that_one_text_replaced_leave_one_basis(plan, place):
    old_line(plan, place)
    older = LegalText.objects.get(code="nd-91-2017")
    actions.insert_line(
        plan.pk, by=place.officer, after=None, kind=K.BASIS.value, text=basis_of(older)
    )
    actions.cite_anew(plan.pk, by=place.officer, code="nd-98-2023")
    with pytest.raises(Refused, match="không còn trong kế hoạch như lúc kiểm tra"):
        actions.cite_anew(plan.pk, by=place.officer, code="nd-91-2017")
    assert bases(plan) == [basis_of(older), NEW]


def test_who_may_not_write_the_plan_may_not_cite(plan, place):
    old_line(plan, place)
    for who in (place.leader, place.clerk, other_ward().officer):
        with pytest.raises(PermissionDenied):
            actions.cite(plan.pk, by=who, code="nd-152-2025")
        with pytest.raises(PermissionDenied):
            actions.cite_anew(plan.pk, by=who, code="nd-98-2023")
    assert bases(plan) == [OLD]


# ---- on the screen ---------------------------------------------------------------------------


def test_the_check_offers_to_put_the_successor_in_its_place(plan, place, client):
    line = old_line(plan, place)
    client.force_login(place.officer)
    check = reverse("campaigns:plan-check", args=[plan.pk])
    assert "Thay bằng Nghị định số 152/2025/NĐ-CP" in words_of(client.get(check))

    answer = client.post(
        reverse("campaigns:plan-cite-anew", args=[plan.pk]),
        {"van-ban": "nd-98-2023"},
        follow=True,
    )

    line.refresh_from_db()
    assert line.text == NEW
    assert f"Đã thay: {NEW}" in words_of(answer)
    assert "hết hiệu lực" not in words_of(answer)


def test_the_page_of_the_bases_offers_what_is_in_force_and_not_cited(
    plan, place, client
):
    client.force_login(place.officer)
    page = reverse("campaigns:plan-section", args=[plan.pk, "can-cu"])
    before = words_of(client.get(page))
    assert "Thêm căn cứ từ sổ văn bản pháp luật" in before
    assert "Nghị định số 98/2023/NĐ-CP" not in before

    answer = client.post(page, {"act": "can-cu:nd-152-2025"})

    line = plan.lines.get(text=NEW)
    assert answer.url == f"{page}?dong={line.pk}"
    assert 'value="can-cu:nd-152-2025"' not in client.get(page).content.decode()
    other = reverse("campaigns:plan-section", args=[plan.pk, "muc-1"])
    assert "Thêm căn cứ từ sổ" not in words_of(client.get(other))


def test_the_register_says_what_holds_what_is_over_and_how_sure_it_is(client, place):
    client.force_login(place.leader)
    page = reverse("campaigns:law-register")
    shown = words_of(client.get(page))
    assert "21 văn bản" in shown
    assert "Được thay bằng Nghị định số 152/2025/NĐ-CP" in shown
    assert "Sửa đổi, bổ sung cho Luật Thi đua, khen thưởng số 06/2022/QH15" in shown
    assert "Cần đối chiếu văn bản" in shown

    found = words_of(client.get(page, {"q": "van thu"}))
    assert "1 văn bản" in found
    assert "Nghị định số 30/2020/NĐ-CP" in found
    assert "2 văn bản" in words_of(client.get(page, {"q": "152/2025"}))
    over = words_of(client.get(page, {"tt": "het"}))
    assert "Nghị định số 98/2023/NĐ-CP" in over
    assert "Nghị định số 30/2020/NĐ-CP" not in over
    assert "Không có văn bản nào khớp" in words_of(client.get(page, {"q": "zzz"}))


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_register(client, place, django_assert_num_queries, count):
    kept = LegalText.objects.filter(replaced_by=None, amends=None)[:count]
    LegalText.objects.update(replaced_by=None, amends=None)
    LegalText.objects.exclude(pk__in=[text.pk for text in kept]).delete()
    client.force_login(place.officer)
    page = reverse("campaigns:law-register")
    client.get(page)
    with django_assert_num_queries(6):
        answer = client.get(page)
    assert f"{count} văn bản" in words_of(answer)
