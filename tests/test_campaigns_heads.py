"""Đúng tên cơ quan: no paper goes out under another authority's head."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils.timezone import make_aware
from lxml import html

from campaigns import actions
from campaigns.content import Letterhead, PaperKind
from campaigns.heads import Foreign, alike, default_symbol, foreign
from campaigns.models import Plan
from campaigns.queries import content_of
from campaigns.readiness import foreign_head
from tests.desk_forms import PageForm, texts, words_of
from tests.factories import MembershipFactory, UnitFactory, ready_content, ward
from units.errors import Refused
from units.models import UnitName

OWN = Letterhead(
    authority="ỦY BAN NHÂN DÂN\nPHƯỜNG NGUYỄN TRÃI",
    symbol="KH-UBND",
    place="Nguyễn Trãi",
)
OTHER = Letterhead(
    parent_authority="THÀNH PHỐ HẢI DƯƠNG",
    authority="UBND PHƯỜNG CẨM THƯỢNG",
    symbol="KH-UBND",
    place="Cẩm Thượng",
)
COUNCIL = Letterhead(
    parent_authority="UBND PHƯỜNG NGUYỄN TRÃI",
    authority="HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG",
    symbol="KH-HĐTĐKT",
    place="Nguyễn Trãi",
)
TOLD = (
    "phần đầu không phải của UBND phường Nguyễn Trãi: cơ quan chủ quản ghi “THÀNH PHỐ HẢI "
    "DƯƠNG”, của cơ quan là “không ghi”; cơ quan ban hành ghi “UBND PHƯỜNG CẨM THƯỢNG”, của "
    "cơ quan là “ỦY BAN NHÂN DÂN PHƯỜNG NGUYỄN TRÃI”; địa danh ghi “Cẩm Thượng”, của cơ quan "
    "là “Nguyễn Trãi”"
)


def unit(**changes):
    return UnitFactory.build(
        short_name="UBND phường Nguyễn Trãi", letterhead=OWN.authority, place=OWN.place, **changes
    )  # fmt: skip


def council():
    return UnitFactory.build(
        letterhead_parent=COUNCIL.parent_authority, letterhead=COUNCIL.authority,
        symbol="HĐTĐKT", place=COUNCIL.place,
    )  # fmt: skip


@pytest.fixture
def here():
    place = ward()
    place.unit = UnitFactory(
        short_name="UBND phường Nguyễn Trãi", letterhead=OWN.authority, place=OWN.place
    )
    return place


# ---- comparing ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UBND PHƯỜNG NGUYỄN TRÃI", "Ủy ban nhân dân\nphường  Nguyễn Trãi"),
        ("UỶ BAN NHÂN DÂN XÃ HOÀ BÌNH", "ỦY BAN NHÂN DÂN\nXÃ HÒA BÌNH"),
        ("HỘI ĐỒNG THI ĐUA – KHEN THƯỞNG", "HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG"),
        ("TP. Hải Dương", "Thành phố Hải Dương"),
    ],
)
def test_the_same_name_however_it_is_set(one, other):
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UBND PHƯỜNG CẨM THƯỢNG", "UBND PHƯỜNG CẨM THỦY"),
        ("Hải Dương", "Hài Dương"),
        ("UBND PHƯỜNG NGUYỄN TRÃI", "PHƯỜNG NGUYỄN TRÃI"),
    ],
)
def test_another_name(one, other):
    assert not alike(one, other)


@pytest.mark.parametrize(
    ("last", "symbol"),
    [
        ("- Lưu: VT, VP.(10)", "UBND-VP"),
        ("Lưu: VT, VHXH, TĐ.05", "UBND-VHXH"),
        ("lưu : VT,ĐKT;", "UBND-ĐKT"),
        # The authority is not its own unit; words and signs are no letters of one.
        ("Lưu: VT, UBND", "UBND"),
        ("Lưu: VT, Văn phòng", "UBND"),
        ("Lưu: VT, VP-TĐKT", "UBND"),
        ("Lưu: VT.", "UBND"),
        ("Các tổ dân phố, VP", "UBND"),
    ],
)
def test_a_letter_bears_the_unit_that_drafted_it(last, symbol):
    unit = UnitFactory.build(symbol="UBND")

    assert default_symbol(PaperKind.LETTER, unit, ("Như trên", last)) == symbol
    assert default_symbol(PaperKind.PLAN, unit, ("Như trên", last)) == "KH-UBND"


def test_a_symbol_that_would_not_stand_in_its_line_is_the_authoritys_alone():
    unit = UnitFactory.build(symbol="HĐTĐKT-PHƯỜNG")

    assert (
        default_symbol(PaperKind.LETTER, unit, ("Lưu: VT, VP",)) == "HĐTĐKT-PHƯỜNG-VP"
    )
    assert (
        default_symbol(PaperKind.LETTER, unit, ("Lưu: VT, VHXHT",)) == "HĐTĐKT-PHƯỜNG"
    )


def test_the_units_own_heads_are_its_own():
    as_typed = replace(OWN, authority="Uỷ ban nhân dân phường Nguyễn Trãi")
    assert foreign(unit(), PaperKind.PLAN, as_typed) == []
    assert foreign(council(), PaperKind.PLAN, COUNCIL) == []
    letter = replace(OWN, symbol="UBND-VX")
    assert foreign(unit(), PaperKind.LETTER, letter) == []
    assert foreign(unit(), PaperKind.DIRECTIVE, replace(OWN, symbol="CT-UBND")) == []


def test_each_foreign_field_is_told():
    assert foreign(unit(), PaperKind.PLAN, OTHER) == [
        Foreign("parent_authority", "THÀNH PHỐ HẢI DƯƠNG", ""),
        Foreign("authority", "UBND PHƯỜNG CẨM THƯỢNG", OWN.authority),
        Foreign("place", "Cẩm Thượng", "Nguyễn Trãi"),
    ]
    assert [slip.field for slip in foreign(unit(), PaperKind.PLAN, COUNCIL)] == [
        "parent_authority", "authority", "symbol",
    ]  # fmt: skip
    nobody = replace(COUNCIL, parent_authority="")
    assert foreign(council(), PaperKind.PLAN, nobody) == [
        Foreign("parent_authority", "", "UBND PHƯỜNG NGUYỄN TRÃI")
    ]


def test_what_is_empty_is_missing_and_not_foreign():
    assert foreign(unit(), PaperKind.PLAN, Letterhead()) == []
    assert foreign(UnitFactory.build(quiet=True), PaperKind.PLAN, OTHER) == []


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("UBND phường", True),
        ("Uỷ ban nhân dân\nphường Nguyễn", True),
        ("UBND PHƯỜNG CẨM THƯỢNG", False),
        ("PHƯỜNG NGUYỄN TRÃI", False),
    ],
)
def test_a_name_not_written_to_the_end_is_told_from_anothers(written, short):
    (slip,) = foreign(unit(), PaperKind.PLAN, replace(OWN, authority=written))
    assert slip.is_short is short


@pytest.mark.django_db
def test_a_head_that_stops_short_is_called_so(here):
    plan = here.draft(ready_content(letterhead=replace(OWN, authority="UBND phường")))

    (gap,) = foreign_head(plan, content_of(plan))

    assert gap.text == (
        "phần đầu ghi chưa đủ tên cơ quan: cơ quan ban hành ghi “UBND phường”, của cơ quan là "
        "“ỦY BAN NHÂN DÂN PHƯỜNG NGUYỄN TRÃI”"
    )


# ---- sending and signing --------------------------------------------------------------------


@pytest.mark.django_db
def test_a_foreign_head_is_neither_sent_nor_signed(here):
    plan = here.draft(ready_content(letterhead=OTHER))

    with pytest.raises(Refused) as refused:
        actions.submit_plan(plan.pk, by=here.officer)
    assert TOLD in str(refused.value)

    sent = here.submitted()
    Plan.objects.filter(pk=sent.pk).update(place="Cẩm Thượng")
    with pytest.raises(Refused, match="Chưa ký được: phần đầu không phải của UBND"):
        actions.approve_plan(sent.pk, by=here.leader)
    assert Plan.objects.get(pk=sent.pk).status == "submitted"


@pytest.mark.django_db
def test_the_leader_sees_no_button_over_a_foreign_head(client, here):
    sent = here.submitted()
    Plan.objects.filter(pk=sent.pk).update(place="Cẩm Thượng")
    client.force_login(here.leader)

    answer = client.get(reverse("campaigns:plan-review", args=[sent.pk]))

    assert "Phần đầu không phải của UBND phường Nguyễn Trãi" in words_of(answer)
    assert "Duyệt và ký" not in words_of(answer)


@pytest.mark.django_db
def test_the_name_of_the_plans_day_counts_too(here):
    plan = here.draft(ready_content(letterhead=OWN))
    UnitName.objects.filter(unit=here.unit).update(valid_to=date(2026, 6, 30))
    renamed = {"letterhead": "ỦY BAN NHÂN DÂN\nPHƯỜNG MỚI", "place": "Mới"}
    last = UnitName.objects.get(unit=here.unit)
    last.pk, last.valid_from, last.valid_to = None, date(2026, 7, 1), None
    last.letterhead, last.place = renamed.values()
    last.save(force_insert=True)
    type(here.unit).objects.filter(pk=here.unit.pk).update(**renamed)

    def blocked(day):
        when = make_aware(datetime.combine(day, datetime.min.time()))
        Plan.objects.filter(pk=plan.pk).update(created_at=when)
        try:
            actions.submit_plan(plan.pk, by=here.officer)
        except Refused as refusal:
            return "PHƯỜNG MỚI" in str(refusal)
        return False

    assert blocked(date(2026, 7, 2)) is True
    assert blocked(date(2026, 6, 1)) is False


@pytest.mark.django_db
def test_one_click_takes_the_units_own_head(client, here):
    plan = here.draft(ready_content(letterhead=OTHER))
    client.force_login(here.officer)
    address = reverse("campaigns:plan-check", args=[plan.pk])

    page = html.fromstring(client.get(address).content.decode())
    (item,) = page.xpath("//li[@class='bad'][.//form]")
    assert texts(item, ".//button") == ["Dùng tên cơ quan mình"]
    assert item.xpath("./a/@href")[0].endswith("#id_kh-letterhead_parent")
    answer = client.post(item.xpath(".//form/@action")[0])

    assert answer.url == address
    plan.refresh_from_db()
    assert (plan.letterhead_parent, plan.letterhead, plan.symbol, plan.place) == (
        "", OWN.authority, "KH-UBND", "Nguyễn Trãi",
    )  # fmt: skip
    assert actions.submit_plan(plan.pk, by=here.officer).status == "submitted"


@pytest.mark.django_db
def test_the_editor_has_the_same_button(client, here):
    plan = here.draft(ready_content(letterhead=OTHER))
    client.force_login(here.officer)
    form = PageForm(
        client, reverse("campaigns:plan-section", args=[plan.pk, "thong-tin"])
    )

    (button,) = form.page.xpath("//*[@id='muc-tom-tat']//button")
    assert (button.get("value"), texts(button, ".")) == (
        "lay-dau", ["Dùng tên cơ quan mình"],
    )  # fmt: skip
    form.send("lay-dau", kh__title="Tên vừa gõ")

    plan.refresh_from_db()
    assert (plan.title, plan.place) == ("Tên vừa gõ", "Nguyễn Trãi")


# ---- reading in -----------------------------------------------------------------------------

TEXT = """THÀNH PHỐ HẢI DƯƠNG
UBND PHƯỜNG CẨM THƯỢNG

Số: 05/KH-UBND

Cẩm Thượng, ngày 02 tháng 4 năm 2023

KẾ HOẠCH
Phát động đợt thi đua mẫu năm 2023

I. MỤC ĐÍCH
- Tạo khí thế thi đua sôi nổi.

Nơi nhận:
- Đảng ủy phường;
- Lưu: VT.
"""


def read_in(client, text=TEXT) -> PageForm:
    answer = client.post(reverse("campaigns:import-upload"), {"chu-text": text})
    return PageForm(client, answer.url)


@pytest.mark.django_db
def test_the_review_says_whose_head_it_is_and_mends_it(client, here):
    client.force_login(here.officer)
    form = read_in(client)

    told = [
        text for text in texts(form.page, "//*[@class='td-warn']") if "Tệp ghi" in text
    ]
    assert told == [
        "Tệp ghi: Cẩm Thượng; cơ quan anh/chị: Nguyễn Trãi.",
        "Tệp ghi: THÀNH PHỐ HẢI DƯƠNG; cơ quan anh/chị: không ghi.",
        "Tệp ghi: UBND PHƯỜNG CẨM THƯỢNG; cơ quan anh/chị: ỦY BAN NHÂN DÂN PHƯỜNG NGUYỄN TRÃI.",
    ]
    assert texts(form.page, "//button[@value='lay-dau']") == ["Dùng tên cơ quan mình"]
    form.send("lay-dau")
    form = PageForm(client, form.url)

    assert "Tệp ghi" not in form.page.text_content()
    assert form.fields["dau-place"] == "Nguyễn Trãi"
    assert form.fields["dau-parent_authority"] == ""
    assert form.fields["dau-authority"].splitlines() == OWN.authority.splitlines()
    form.send("lap")
    assert Plan.objects.get().letterhead == OWN.authority


@pytest.mark.django_db
def test_the_host_is_the_one_whose_head_the_file_bears(client, here):
    other = UnitFactory(letterhead="UBND PHƯỜNG CẨM THƯỢNG", place="Cẩm Thượng")
    MembershipFactory(unit=other, user=here.officer)
    client.force_login(here.officer)

    form = read_in(client)

    chosen = form.page.xpath("//select[@name='host']/option[@selected]/@value")
    assert chosen == [str(other.pk)]
    form.send("lap", host=str(here.unit.pk))
    assert Plan.objects.get().issuer == here.unit
