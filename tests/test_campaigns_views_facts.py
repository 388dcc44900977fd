"""Thông tin chung, nơi nhận, người ký: saved field by field, told when two changed one."""

from datetime import date

import pytest
from lxml import html

from campaigns import actions
from campaigns.models import Period, Plan
from campaigns.views.desk import Desk
from tests.desk_forms import PageForm, texts, words_of
from tests.factories import Capacity, Role, other_ward, ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    return place.draft()


@pytest.fixture
def office(client, place):
    client.force_login(place.officer)
    return client


@pytest.fixture
def colleague(place):
    return place.person(Role.OFFICER)


def page_of(office, plan, slug) -> PageForm:
    return PageForm(office, Desk(plan).url(slug))


# ---- general ---------------------------------------------------------------------------


def test_general_information_is_saved(office, plan):
    form = page_of(office, plan, "thong-tin")

    answer = form.send(
        "luu-tiep", kh__title="Phát động   đợt thi đua mới", kh__kind="directive",
        kh__letterhead="ỦY BAN NHÂN DÂN\r\nPHƯỜNG MỚI", kh__symbol="CT-UBND",
        kh__place="Mới", kh__addressees="Các phòng\n\n  Các  tổ dân phố ",
        kh__drafter_mark="TĐ.(5)", kh__annexes_apart="on", pt__name="Thi đua mới",
        pt__slogan="Xanh, sạch, đẹp", pt__type="regular",
    )  # fmt: skip

    assert answer.headers["Location"] == Desk(plan).url("can-cu")
    plan = Plan.objects.select_related("campaign").get(pk=plan.pk)
    assert (plan.title, plan.kind, plan.letterhead, plan.symbol, plan.place) == (
        "Phát động đợt thi đua mới", "directive", "ỦY BAN NHÂN DÂN\nPHƯỜNG MỚI",
        "CT-UBND", "Mới",
    )  # fmt: skip
    assert plan.addressees == ["Các phòng", "Các tổ dân phố"]
    assert plan.drafter_mark == "TĐ.(5)"
    assert plan.annexes_apart
    assert (plan.campaign.name, plan.campaign.slogan, plan.campaign.type) == (
        "Thi đua mới", "Xanh, sạch, đẹp", "regular",
    )  # fmt: skip


def test_a_title_of_four_hundred_letters(office, plan):
    title = "Đợt thi đua chào mừng " * 18

    page_of(office, plan, "thong-tin").send("luu", kh__title=title)

    plan.refresh_from_db()
    assert plan.title == title.strip()


def test_what_is_valid_is_saved_although_another_field_is_not(office, plan):
    form = page_of(office, plan, "thong-tin")

    answer = form.send("luu", kh__title="x" * 501, kh__place="Nơi mới", pt__name="")

    assert answer.status_code == 422
    said = words_of(answer)
    assert "Trích yếu dài tối đa 500 ký tự. Đang nhập: 501 ký tự." in said
    assert "Nhập tên phong trào." in said
    form.read(answer)
    assert form.fields["kh-title"] == "x" * 501
    plan.refresh_from_db()
    assert plan.place == "Nơi mới"


def test_a_line_of_a_list_that_is_too_long_is_named(office, plan):
    answer = page_of(office, plan, "noi-nhan").send(
        "luu", nn__texts="Các phòng\n" + "Đảng ủy " * 50
    )

    assert answer.status_code == 422
    assert "Dòng 2 (“Đảng ủy Đảng ủy" in words_of(answer)
    assert "dài 399 ký tự; mỗi dòng tối đa 300 ký tự" in words_of(answer)


def test_dates_are_edited_where_the_plan_tells_them(office, plan):
    page = page_of(office, plan, "thong-tin").page

    assert not page.xpath("//*[@name='pt-starts_on']")
    (link,) = page.xpath("//a[contains(., 'Sửa ở dòng ghi thời gian')]/@href")
    period = Period.objects.get()
    assert link == f"{Desk(plan).url('muc-1')}?dong={period.line_id}"


def test_dates_are_edited_here_while_no_line_tells_them(office, place):
    plan = actions.create_campaign(by=place.officer, host_id=place.unit.pk, name="Mới")
    form = page_of(office, plan, "thong-tin")

    form.send("luu", pt__starts_on="1/8/2023", pt__ends_on="15/12/2023")

    plan.campaign.refresh_from_db()
    assert plan.campaign.starts_on == date(2023, 8, 1)
    form = page_of(office, plan, "thong-tin")
    answer = form.send("luu", pt__ends_on="01/07/2023")
    assert "Ngày kết thúc phong trào không được trước ngày bắt đầu." in words_of(answer)


def test_news_is_not_offered_as_a_kind(office, plan):
    page = page_of(office, plan, "thong-tin").page

    assert texts(page, "//select[@name='kh-kind']/option") == [
        "Kế hoạch", "Hướng dẫn", "Chỉ thị", "Công văn",
    ]  # fmt: skip


def test_a_field_changed_by_a_colleague(office, plan, colleague):
    form = page_of(office, plan, "thong-tin")
    actions.edit_plan(plan.pk, by=colleague, title="Của đồng nghiệp", place="Nơi khác")

    answer = form.send("luu", kh__title="Của tôi", kh__symbol="KH-MOI")

    assert answer.status_code == 422
    assert f"{colleague} đã ghi “Của đồng nghiệp”." in words_of(answer)
    form.read(answer)
    assert form.fields["kh-title"] == "Của tôi"
    plan.refresh_from_db()
    # What only one of us changed is kept as that one has it.
    assert (plan.title, plan.symbol, plan.place) == (
        "Của đồng nghiệp", "KH-MOI", "Nơi khác",
    )  # fmt: skip

    form.send("luu")

    plan.refresh_from_db()
    assert (plan.title, plan.place) == ("Của tôi", "Nơi khác")


def test_the_same_change_by_two_is_no_conflict(office, plan, colleague):
    form = page_of(office, plan, "thong-tin")
    actions.edit_plan(plan.pk, by=colleague, title="Tên chung")

    assert form.send("luu", kh__title="Tên chung").status_code == 302


def test_a_field_emptied_by_a_colleague(office, plan, colleague):
    form = page_of(office, plan, "thong-tin")
    actions.edit_plan(plan.pk, by=colleague, place="")

    answer = form.send("luu", kh__place="Nơi của tôi")

    assert f"{colleague} đã xóa nội dung ô này." in words_of(answer)


# ---- recipients ------------------------------------------------------------------------


def test_recipients_are_cleaned_and_shown_as_printed(office, plan):
    form = page_of(office, plan, "noi-nhan")
    assert form.fields["nn-texts"] == "Thường trực Đảng ủy\nCác tổ dân phố\nLưu: VT, VP"

    form.send(
        "luu", nn__texts="- Thường trực Đảng ủy;\r\n\r\n- Các tổ dân phố;\n- Lưu: VT."
    )

    page = page_of(office, plan, "noi-nhan").page
    assert texts(page, "//*[@class='td-printed']") == [
        "Nơi nhận:- Thường trực Đảng ủy;- Các tổ dân phố;- Lưu: VT."
    ]


def test_recipients_changed_by_a_colleague(office, plan, colleague):
    form = page_of(office, plan, "noi-nhan")
    actions.set_recipients(plan.pk, by=colleague, texts=["Ban chỉ huy", "Lưu: VT"])

    answer = form.send("luu", nn__texts="Của tôi\nLưu: VT")

    assert answer.status_code == 422
    assert f"{colleague} đã ghi “Ban chỉ huy; Lưu: VT”" in words_of(answer)
    form.read(answer).send("luu")
    assert list(plan.recipients.values_list("text", flat=True)) == [
        "Của tôi", "Lưu: VT",
    ]  # fmt: skip


def test_two_hundred_recipients(office, plan):
    wanted = [f"Nơi nhận {n}" for n in range(200)]

    page_of(office, plan, "noi-nhan").send("luu", nn__texts="\n".join(wanted))

    assert list(plan.recipients.values_list("text", flat=True)) == wanted


# ---- signer ----------------------------------------------------------------------------


@pytest.fixture
def deputy(place):
    return place.person(
        Role.LEADER, capacity=Capacity.DEPUTY, title="Phó Chủ tịch"
    ).memberships.get()


def test_signers_are_offered_with_the_block_as_it_will_print(
    office, place, plan, deputy
):
    page = page_of(office, plan, "nguoi-ky").page

    assert texts(page, "//*[contains(@class,'td-printed--sig')]") == [
        f"TM. ỦY BAN NHÂN DÂNCHỦ TỊCH{place.leader}",
        f"TM. ỦY BAN NHÂN DÂNKT. CHỦ TỊCHPHÓ CHỦ TỊCH{deputy.user}",
    ]
    assert page.xpath("//input[@name='nk-signer'][@checked]/@value") == [
        str(place.signer.pk)
    ]


def test_choose_a_signer(office, plan, deputy):
    answer = page_of(office, plan, "nguoi-ky").send(
        "kiem-tra", nk__signer=str(deputy.pk)
    )

    plan.refresh_from_db()
    assert plan.signer == deputy
    assert answer.headers["Location"] == f"/ke-hoach/{plan.pk}/kiem-tra/"


def test_keep_the_block_of_the_document(office, plan):
    form = page_of(office, plan, "nguoi-ky")

    form.send(
        "luu", nk__signer="goc", nk__authority_lines="TM. BAN CHỈ ĐẠO\nTRƯỞNG BAN",
        nk__title_below="CHỦ TỊCH", nk__signer_name="Nguyễn Văn Mẫu",
    )  # fmt: skip

    plan.refresh_from_db()
    assert plan.signer is None
    assert plan.authority_lines == ["TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN"]
    assert (plan.title_below, plan.signer_name) == ("CHỦ TỊCH", "Nguyễn Văn Mẫu")


def test_a_leader_of_another_authority_cannot_be_chosen(office, plan):
    stranger = other_ward()
    _ = stranger.leader

    answer = page_of(office, plan, "nguoi-ky").send(
        "luu", nk__signer=str(stranger.signer.pk)
    )

    assert answer.status_code == 422
    assert "mục đã chọn không còn trong danh sách. Chọn lại." in words_of(answer)


def test_an_authority_without_signers_is_told_what_to_do(client):
    place = ward()
    plan = actions.create_campaign(by=place.officer, host_id=place.unit.pk, name="Mới")
    client.force_login(place.officer)

    page = page_of(client, plan, "nguoi-ky").page

    assert "chưa có lãnh đạo nào được ghi tư cách ký" in page.text_content()


# ---- with htmx ---------------------------------------------------------------------------


def test_autosave_saves_and_renews_the_fingerprints(office, plan):
    form = page_of(office, plan, "thong-tin")

    answer = form.send("tu-luu", htmx=True, kh__place="Đang gõ")

    plan.refresh_from_db()
    assert plan.place == "Đang gõ"
    page = html.fragment_fromstring(answer.content.decode(), create_parent="div")
    (seen,) = page.xpath("./input[@name='kh-place-seen']/@value")
    assert seen != form.fields["kh-place-seen"]
    assert answer.headers["HX-Trigger"] == "plan-saved"


def test_autosave_renews_the_recipients_as_they_will_be_printed(office, plan):
    form = page_of(office, plan, "noi-nhan")

    answer = form.send("tu-luu", htmx=True, nn__texts="Các tổ dân phố\nLưu: VT, VHXH")

    page = html.fragment_fromstring(answer.content.decode(), create_parent="div")
    (printed,) = page.xpath("//*[@id='in-noi-nhan'][@hx-swap-oob='true']")
    assert " ".join(printed.text_content().split()) == (
        "In trên văn bản Nơi nhận:- Các tổ dân phố;- Lưu: VT, VHXH."
    )


def test_autosave_does_not_pass_an_old_value_off_as_an_answer(office, plan, colleague):
    form = page_of(office, plan, "thong-tin")
    actions.edit_plan(plan.pk, by=colleague, place="Nơi khác")

    answer = form.send("tu-luu", htmx=True, kh__title="Tên mới")

    page = html.fragment_fromstring(answer.content.decode(), create_parent="div")
    renewed = dict(
        zip(page.xpath("./input/@name"), page.xpath("./input/@value"), strict=True)
    )
    assert "kh-title-seen" in renewed
    assert "kh-place-seen" not in renewed
    form.fields |= renewed
    form.send("luu", kh__title="Tên mới nữa")
    plan.refresh_from_db()
    assert (plan.title, plan.place) == ("Tên mới nữa", "Nơi khác")


def test_autosave_of_something_wrong_says_so_and_touches_no_field(office, plan):
    form = page_of(office, plan, "thong-tin")

    answer = form.send("tu-luu", htmx=True, kh__title="x" * 501, kh__place="Vẫn lưu")

    assert answer.status_code == 422
    assert words_of(answer) == "Chưa lưu: còn ô cần sửa Xem và sửa"
    plan.refresh_from_db()
    assert plan.place == "Vẫn lưu"


def test_a_closed_plan_refuses_here_too(office, place, plan):
    form = page_of(office, plan, "thong-tin")
    actions.submit_plan(plan.pk, by=place.officer)

    answer = form.send("luu", kh__place="Muộn")

    assert answer.status_code == 422
    assert "nên không sửa được" in words_of(answer)
    assert form.read(answer).fields["kh-place"] == "Muộn"


def test_ones_own_second_window_is_not_called_a_colleague(office, place, plan):
    form, names = page_of(office, plan, "thong-tin"), page_of(office, plan, "noi-nhan")
    actions.edit_plan(plan.pk, by=place.officer, title="Ở thẻ kia")
    actions.edit_campaign(plan.pk, by=place.officer, name="Tên ở thẻ kia")
    actions.set_recipients(plan.pk, by=place.officer, texts=["Ban chỉ huy", "Lưu: VT"])

    said = words_of(form.send("luu", kh__title="Của tôi", pt__name="Tên của tôi"))
    assert "Ở một thẻ khác, anh/chị đã ghi “Ở thẻ kia”." in said
    assert "Ở một thẻ khác, anh/chị đã ghi “Tên ở thẻ kia”." in said
    said = words_of(names.send("luu", nn__texts="Của tôi\nLưu: VT"))
    assert "Ở một thẻ khác, anh/chị đã ghi “Ban chỉ huy; Lưu: VT”." in said


def test_the_title_is_taken_for_the_campaigns_name(office, plan):
    form = page_of(office, plan, "thong-tin")

    form.send("luu", kh__title="Thi đua chào mừng Đại hội năm 2026")
    form = page_of(office, plan, "thong-tin")
    (button,) = form.page.xpath("//ul[contains(@class,'td-gaps')]//button")
    assert (button.get("form"), button.get("value")) == ("f-muc", "lay-ten")
    form.send("lay-ten")

    plan.campaign.refresh_from_db()
    assert plan.campaign.name == "Thi đua chào mừng Đại hội năm 2026"
    assert not page_of(office, plan, "thong-tin").page.xpath(
        "//button[@value='lay-ten']"
    )
