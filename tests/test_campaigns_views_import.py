"""Nhập kế hoạch: read, looked through, corrected, made into a campaign."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from lxml import html

from campaigns import actions, revising
from campaigns.content import Comparator, Direction
from campaigns.models import Campaign, ImportDraft, Plan
from campaigns.reading import limits
from tests.desk_forms import PageForm, texts, words_of
from tests.factories import MembershipFactory, UnitFactory, UserFactory, ward

pytestmark = pytest.mark.django_db
UPLOAD = reverse("campaigns:import-upload")
TEXT = """ỦY BAN NHÂN DÂN
PHƯỜNG MẪU

Số: 05/KH-UBND

Mẫu, ngày 02 tháng 4 năm 2023

KẾ HOẠCH
Phát động đợt thi đua mẫu năm 2023

Căn cứ Kế hoạch số 07/KH-UBND ngày 20/3/2023 của Ủy ban nhân dân thành phố.

I. MỤC ĐÍCH
- Tạo khí thế thi đua sôi nổi.
II. CHỈ TIÊU
1. Phần đầu tỷ lệ hộ nghèo còn dưới 0,39%.
2. Hoàn thành 02 công trình trước ngày 15/8/2023.

Nơi nhận:
- Đảng ủy phường;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
"""


@pytest.fixture
def place():
    """The authority whose head the text bears."""
    found = ward()
    found.unit = UnitFactory(letterhead="ỦY BAN NHÂN DÂN\nPHƯỜNG MẪU", place="Mẫu")
    return found


@pytest.fixture
def office(client, place):
    client.force_login(place.officer)
    return client


def upload(client, name, content):
    return client.post(UPLOAD, {"tep-file": SimpleUploadedFile(name, content)})


def review(draft):
    return reverse("campaigns:import-review", args=[draft.pk])


@pytest.fixture
def draft(office):
    office.post(UPLOAD, {"chu-text": TEXT})
    return ImportDraft.objects.get()


def content(draft):
    draft.refresh_from_db()
    return revising.load(draft).content


def line_id(draft, start):
    draft.refresh_from_db()
    revision = revising.load(draft)
    place = next(
        i
        for i, line in enumerate(revision.content.lines)
        if line.text.startswith(start)
    )
    return revision.ids[place]


# ---- in -----------------------------------------------------------------------------------


def test_the_ways_to_begin(office):
    page = html.fromstring(
        office.get(reverse("campaigns:campaign-start")).content.decode()
    )

    assert texts(page, "//h2") == [
        "Từ kế hoạch của cấp trên", "Từ tệp có sẵn", "Dán chữ", "Từ mẫu", "Trang trắng",
    ]  # fmt: skip
    assert page.xpath("//input[@type='file']/@accept") == [
        ".docx,.doc,.pdf,.txt,.html,.htm"
    ]
    assert page.xpath("//*[@data-max-mb]/@data-max-mb")[0] == "30"


def test_a_blank_page(office, place):
    answer = office.post(
        reverse("campaigns:campaign-start"), {"trang-name": "Thi đua mùa xuân"}
    )

    plan = Plan.objects.get()
    assert plan.campaign.name == "Thi đua mùa xuân"
    assert plan.issuer == place.unit
    assert answer.headers["Location"] == f"/ke-hoach/{plan.pk}/soan/"


def test_a_blank_page_needs_a_name(office):
    answer = office.post(reverse("campaigns:campaign-start"), {"trang-name": " "})

    assert answer.status_code == 422
    assert "Nhập tên phong trào." in words_of(answer)
    assert "Lỗi: Lập phong trào" in answer.content.decode()
    assert Campaign.objects.count() == 0


def test_an_officer_of_two_authorities_chooses_one(office, place):
    second = UnitFactory(short_name="Hội đồng TĐKT phường")
    MembershipFactory(user=place.officer, unit=second)
    start = reverse("campaigns:campaign-start")

    page = html.fromstring(office.get(start).content.decode())
    assert texts(page, "//select[@name='trang-host']/option") == [
        str(place.unit), "Hội đồng TĐKT phường",
    ]  # fmt: skip
    office.post(start, {"trang-name": "Của hội đồng", "trang-host": second.pk})

    assert Campaign.objects.get().host == second


def test_pasted_text_is_kept_for_review_and_nothing_else_is_made(office):
    answer = office.post(UPLOAD, {"chu-text": TEXT})

    draft = ImportDraft.objects.get()
    assert answer.headers["Location"] == review(draft)
    assert draft.file_name == "Phần chữ dán vào"
    assert Campaign.objects.count() == 0


def test_a_file_is_kept_for_review(office, place):
    upload(office, "Kế hoạch 05.txt", TEXT.encode())

    draft = ImportDraft.objects.get()
    assert (draft.owner, draft.file_name) == (place.officer, "Kế hoạch 05.txt")
    assert content(draft).title == "Phát động đợt thi đua mẫu năm 2023"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("rong.txt", b"", "Tệp được chọn không có nội dung."),
        ("anh.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 60, None),
        ("hong.docx", b"PK\x03\x04 hong", None),
        ("hong.pdf", b"%PDF-1.7 hong", None),
    ],
)
def test_a_bad_file_is_one_sentence_beside_the_field(office, name, data, sentence):
    answer = upload(office, name, data)

    assert answer.status_code == 422
    page = html.fromstring(answer.content.decode())
    said = texts(page, "//*[@id='id_tep-file_error']//*[@class='td-err']")
    assert len(said) == 1
    assert said[0].endswith((".", ")"))
    if sentence:
        assert said[0] == f"Lỗi: {sentence}"
    assert texts(page, "//*[@class='td-errsum']/h2") == ["Chưa đọc được tệp"]
    assert ImportDraft.objects.count() == 0


def test_no_file_at_all(office):
    answer = office.post(UPLOAD, {})

    assert "Chọn tệp cho mục “Tệp kế hoạch”." in words_of(answer)


def test_empty_text_opens_its_box(office):
    answer = office.post(UPLOAD, {"chu-text": " \n "})

    page = html.fromstring(answer.content.decode())
    assert texts(page, "//details[@open]//*[@class='td-err']") == [
        "Lỗi: Nhập nội dung kế hoạch."
    ]
    assert texts(page, "//*[@class='td-errsum']/h2") == ["Chưa đọc được nội dung"]


@pytest.mark.slow
def test_a_file_over_the_limit_is_let_go(office, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "campaigns.views.importing.reading.read_file", lambda *a: seen.append(a)
    )

    answer = upload(office, "lon.pdf", b"%PDF" + b"0" * (limits.LARGEST_FILE + 200_000))

    assert answer.status_code == 422
    assert "Tệp lớn hơn 30 MB nên chưa đọc." in words_of(answer)
    assert (seen, ImportDraft.objects.count()) == ([], 0)


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_text_that_is_too_long_for_any_plan(office):
    answer = office.post(UPLOAD, {"chu-text": "dài " * 1000})

    assert answer.status_code == 422
    assert "Phần dán vào quá dài cho một kế hoạch." in words_of(answer)


def test_the_token_is_asked_for(place):
    from django.test import Client  # noqa: PLC0415 only here is the check switched on

    client = Client(enforce_csrf_checks=True)
    client.force_login(place.officer)

    assert client.post(UPLOAD, {"chu-text": TEXT}).status_code == 403
    assert ImportDraft.objects.count() == 0


def test_readings_left_undone_are_offered_again(office, draft):
    page = office.get(reverse("campaigns:campaign-start")).content.decode()

    assert review(draft) in page


# ---- review -------------------------------------------------------------------------------


def test_the_review_shows_what_was_understood_and_how_sure(office, draft):
    page = PageForm(office, review(draft)).page

    head = PageForm(office, review(draft)).fields
    assert (head["dau-symbol"], head["dau-number"], head["dau-issued_on"]) == (
        "KH-UBND", "5", "02/04/2023",
    )  # fmt: skip
    assert texts(page, "//*[contains(@class,'td-line__mark')]") == [
        "", "I.", "-", "II.", "1.", "2.",
    ]  # fmt: skip
    signs = texts(page, "//*[contains(@class,'td-annot--btn')]")
    assert any(
        sign.startswith("Căn cứ viện dẫn 07/KH-UBND · 20/03/2023") for sign in signs
    )
    assert any("0,39%" in sign for sign in signs)
    counted = dict(
        line.rsplit(" ", 1) if " " in line else (line, "")
        for line in texts(page, "//*[contains(@class,'td-counts')]/li")
    )
    assert page.xpath("//textarea[@name='cuoi-recipients']")[0].text.strip() == (
        "Đảng ủy phường\nLưu: VT"
    )
    assert head["cuoi-signer"] == "Nguyễn Văn Mẫu"
    assert counted


def test_an_unsure_guess_has_a_word_and_a_shape(office, draft):
    revision = revising.load(draft)
    unsure = dict(revision.note_sure) | {
        "targets": (0.5,) * len(revision.content.targets)
    }
    from dataclasses import replace  # noqa: PLC0415 one test

    draft.twin, draft.reading = revising.dump(replace(revision, note_sure=unsure))
    draft.save(update_fields=["twin", "reading"])

    page = PageForm(office, review(draft)).page

    signs = texts(page, "//*[contains(@class,'td-annot--unsure')]")
    assert len(signs) == len(revision.content.targets)
    assert all(sign.startswith("Chỉ tiêu?") for sign in signs)
    assert all("nên xem lại" in sign for sign in signs)


def test_a_scanning_fault_is_shown_and_accepted(office, draft):
    form = PageForm(office, review(draft))
    assert "“Phần đầu” có lẽ là “Phấn đấu”" in form.page.text_content()

    form.send("sua:0")

    assert content(draft).lines[4].text.startswith("Phấn đấu tỷ lệ hộ nghèo")
    assert "có lẽ là" not in words_of(office.get(review(draft)))


def test_all_faults_at_once(office):
    office.post(
        UPLOAD, {"chu-text": TEXT.replace("Hoàn thành 02", "Phần đầu hoàn thành 02")}
    )
    draft = ImportDraft.objects.get()
    form = PageForm(office, review(draft))
    assert "Sửa cả 2 chỗ" in form.page.text_content()

    form.send("sua-het")

    assert [line.text[:8] for line in content(draft).lines[4:]] == ["Phấn đấu"] * 2


def test_corrections_are_kept(office, draft):
    first, second = line_id(draft, "Tạo khí thế"), line_id(draft, "MỤC ĐÍCH")
    form = PageForm(office, review(draft))

    answer = form.send("luu", **{
        "dau__title": "Tên đã sửa", "dau__place": "Nơi mới", "dau__number": "",
        "dau__issued_on": "3-4-2023", "dau__authority": "ỦY BAN NHÂN DÂN\nPHƯỜNG MỚI",
        f"l{first}__text": "Lời đã sửa", f"l{first}__kind": "paragraph",
        f"l{second}__text": "MỤC ĐÍCH, YÊU CẦU",
        "cuoi__recipients": "- Thường trực Đảng ủy;\nLưu: VT.",
        "cuoi__signer": "Người Khác",
    })  # fmt: skip

    assert answer.status_code == 302
    kept = content(draft)
    assert (kept.title, kept.letterhead.place, kept.letterhead.number) == (
        "Tên đã sửa", "Nơi mới", None,
    )  # fmt: skip
    assert kept.letterhead.issued_on == date(2023, 4, 3)
    assert kept.letterhead.authority == "ỦY BAN NHÂN DÂN\nPHƯỜNG MỚI"
    assert [(line.kind, line.text) for line in kept.lines[1:3]] == [
        ("section", "MỤC ĐÍCH, YÊU CẦU"), ("paragraph", "Lời đã sửa"),
    ]  # fmt: skip
    assert kept.recipients == ("Thường trực Đảng ủy", "Lưu: VT")
    assert kept.signature.signer == "Người Khác"
    assert PageForm(office, review(draft)).fields["dau-title"] == "Tên đã sửa"


def test_a_wrong_date_is_told_and_the_rest_is_kept(office, draft):
    form = PageForm(office, review(draft))

    answer = form.send("luu", dau__issued_on="31/02/2023", dau__place="Nơi mới")

    assert answer.status_code == 422
    assert "Không có ngày 31/02/2023." in words_of(answer)
    assert form.read(answer).fields["dau-issued_on"] == "31/02/2023"
    kept = content(draft)
    assert (kept.letterhead.place, kept.letterhead.issued_on) == (
        "Nơi mới", date(2023, 4, 2),
    )  # fmt: skip


def test_nothing_is_made_while_a_field_is_wrong(office, draft):
    answer = PageForm(office, review(draft)).send("lap", dau__number="năm")

    assert answer.status_code == 422
    assert Campaign.objects.count() == 0


def test_lines_are_joined_split_added_and_removed(office, draft):
    first = line_id(draft, "Tạo khí thế")
    form = PageForm(office, review(draft))

    form.send(f"tach:{first}", **{f"l{first}__text": "Một\nHai"})
    form = PageForm(office, review(draft))
    second = line_id(draft, "Hai")
    form.send(f"gop:{second}")
    form = PageForm(office, review(draft))
    form.send(f"them:{first}")
    form = PageForm(office, review(draft))
    form.send(f"xoa:{line_id(draft, 'MỤC ĐÍCH')}")

    assert [line.text for line in content(draft).lines[1:3]] == ["Một Hai", ""]


def test_notes_are_corrected_added_and_removed(office, draft):
    form = PageForm(office, review(draft))
    targets = content(draft).targets
    place = next(i for i, note in enumerate(targets) if note.value == Decimal("0.39"))

    form.read(form.send(f"sua-ghi-chu:chi-tieu:{place}"))
    assert form.fields["n-value"] == "0,39"
    form.read(form.send("them-moc"))
    form.send(
        "luu-ghi-chu", n__value="0,5", n__direction="down", n__comparator="<=",
        m__0__label="6 tháng", m__0__value="0,7", m__0__due_on="30/06/2023",
    )  # fmt: skip

    note = content(draft).targets[place]
    assert (note.value, note.direction, note.comparator) == (
        Decimal("0.5"), Direction.DOWN, Comparator.AT_MOST,
    )  # fmt: skip
    assert [(m.label, m.value, m.due_on) for m in note.milestones] == [
        ("6 tháng", Decimal("0.7"), date(2023, 6, 30))
    ]

    row = line_id(draft, "Tạo khí thế")
    form = PageForm(office, review(draft))
    form.read(form.send(f"ghi-chu:doi-tuong:{row}"))
    form.send("luu-ghi-chu", n__side="individual", n__name="Đảng viên")
    assert [s.name for s in content(draft).subjects] == ["Đảng viên"]

    form = PageForm(office, review(draft))
    form.read(form.send("sua-ghi-chu:doi-tuong:0"))
    form.send("bo-ghi-chu:doi-tuong:0")
    assert content(draft).subjects == ()


def test_a_corrected_target_stays_in_its_phase(office):
    text = (
        "KẾ HOẠCH\nThi đua\nI. NỘI DUNG, CHỈ TIÊU\n"
        "1. Đợt 1: từ 01/3/2024 đến 30/6/2024\n- Phấn đấu giảm 15 hộ nghèo.\n"
        "2. Đợt 2: từ 01/7/2024 đến 15/12/2024\n"
    )
    office.post(UPLOAD, {"chu-text": text})
    draft = ImportDraft.objects.get()
    form = PageForm(office, review(draft))
    form.read(form.send("sua-ghi-chu:chi-tieu:0"))
    form.send("luu-ghi-chu", n__value="16")

    target = content(draft).targets[0]
    assert (target.value, target.phase) == (Decimal(16), "Đợt 1")


def test_a_note_is_moved_to_its_line(office, draft):
    targets = content(draft).targets
    place = next(i for i, note in enumerate(targets) if note.value == Decimal("0.39"))
    form = PageForm(office, review(draft))
    form.read(form.send(f"sua-ghi-chu:chi-tieu:{place}"))
    offered = texts(form.page, "//select[@name='note-to']/option")
    assert offered[1:3] == ["I. MỤC ĐÍCH", "- Tạo khí thế thi đua sôi nổi."]

    form.send("luu-ghi-chu", note__to=str(line_id(draft, "Tạo khí thế")))

    moved = next(n for n in content(draft).targets if n.value == Decimal("0.39"))
    assert moved.line == 2


def test_a_field_of_the_head_that_was_read_unsurely_says_so(office, draft):
    draft.reading["sure"]["letterhead.place"] = 0.4
    draft.save(update_fields=["reading"])
    form = PageForm(office, review(draft))
    assert texts(form.page, "//*[@id='id_dau-place_helptext']") == ["? Nên xem lại"]

    form.send("luu", dau__place="MẪU")

    page = PageForm(office, review(draft)).page
    assert page.xpath("//*[@id='id_dau-place_helptext']") == []


@pytest.mark.parametrize(
    "act",
    ["bo-ghi-chu:doi-tuong:9", "bo-ghi-chu:la:0", "bo-ghi-chu:", "sua-ghi-chu:chi-tieu:99",
     "xoa:999", "them:abc", "gop:1", "tach:", "sua:77", "sua:-1", "ghi-chu:dot:999"],
)  # fmt: skip
def test_a_button_of_something_that_is_gone_changes_nothing(office, draft, act):
    before = content(draft)

    answer = PageForm(office, review(draft)).send(act)

    assert answer.status_code in (200, 302, 422)
    assert content(draft) == before


def test_what_another_window_changed_is_not_undone(office, draft):
    first, second = line_id(draft, "Tạo khí thế"), line_id(draft, "MỤC ĐÍCH")
    here = PageForm(office, review(draft))
    PageForm(office, review(draft)).send("luu", **{f"l{first}__text": "Cửa sổ kia"})

    here.send("luu", **{f"l{second}__text": "CỬA SỔ NÀY"})

    assert [line.text for line in content(draft).lines[1:3]] == [
        "CỬA SỔ NÀY", "Cửa sổ kia",
    ]  # fmt: skip


def test_autosave_keeps_and_answers_with_the_state_alone(office, draft):
    first = line_id(draft, "Tạo khí thế")
    form = PageForm(office, review(draft))

    answer = form.send("tu-luu", htmx=True, **{f"l{first}__text": "Đang gõ"})

    assert content(draft).lines[2].text == "Đang gõ"
    page = html.fragment_fromstring(answer.content.decode(), create_parent="div")
    assert texts(page, "./span")[0].startswith("Đã giữ lúc ")
    assert not page.xpath("//textarea")
    assert f"l{first}-seen" in page.xpath("./input/@name")


def test_make_the_campaign(office, place, draft):
    first = line_id(draft, "Tạo khí thế")

    answer = PageForm(office, review(draft)).send(
        "lap", **{f"l{first}__text": "Cuối cùng"}
    )

    plan = Plan.objects.get()
    assert answer.headers["Location"] == f"/ke-hoach/{plan.pk}/kiem-tra/"
    assert plan.issuer == place.unit
    assert plan.title == "Phát động đợt thi đua mẫu năm 2023"
    assert plan.lines.get(position=2).text == "Cuối cùng"
    assert ImportDraft.objects.count() == 0
    # With the back button one comes to a reading that has become this plan.
    back = office.get(review(draft))
    assert (back.status_code, back["Location"]) == (302, answer["Location"])
    MembershipFactory(user=(another := UserFactory()), unit=place.unit)
    office.force_login(another)
    assert office.get(review(draft)).status_code == 404


def test_make_it_for_the_chosen_authority(office, place, draft):
    second = UnitFactory()
    MembershipFactory(user=place.officer, unit=second)

    PageForm(office, review(draft)).send("lap", host=str(second.pk))

    assert Campaign.objects.get().host == second


def test_make_it_twice_makes_one(office, draft):
    form = PageForm(office, review(draft))
    once = form.send("lap")

    assert form.send("lap")["Location"] == once["Location"]
    plan = Plan.objects.get()
    again = actions.create_from_import(
        draft.pk, by=plan.created_by, host_id=plan.issuer_id
    )
    assert again == plan
    assert Campaign.objects.count() == 1


def test_drop_it_after_asking(office, draft):
    drop = reverse("campaigns:import-drop", args=[draft.pk])
    assert "Bỏ bản đọc “Phần chữ dán vào”?" in words_of(office.get(drop))

    answer = office.post(drop)

    assert answer.headers["Location"] == reverse("campaigns:campaign-start")
    assert ImportDraft.objects.count() == 0


@pytest.mark.slow
def test_a_long_plan_is_looked_through_in_parts(office):
    body = "\n".join(f"- Việc thứ {n} phải làm." for n in range(450))
    office.post(
        UPLOAD, {"chu-text": TEXT.replace("- Tạo khí thế thi đua sôi nổi.", body)}
    )
    draft = ImportDraft.objects.get()
    form = PageForm(office, review(draft))
    assert "Nội dung, phần 1/3" in form.page.text_content()
    assert "cuoi-recipients" not in form.fields
    first = line_id(draft, "Việc thứ 0 ")

    answer = form.send("den:3", **{f"l{first}__text": "Việc đã sửa"})

    assert answer.headers["Location"] == f"{review(draft)}?trang=3&dong="
    last = PageForm(office, answer.headers["Location"])
    assert "dau-title" not in last.fields
    assert last.fields["cuoi-recipients"] == "Đảng ủy phường\nLưu: VT"
    kept = content(draft)
    assert kept.lines[2].text == "Việc đã sửa"
    assert kept.recipients == ("Đảng ủy phường", "Lưu: VT")
