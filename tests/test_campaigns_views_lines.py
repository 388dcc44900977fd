"""Soạn các dòng: every button, with and without scripts, and two people at once."""

from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from campaigns import actions
from campaigns.actions import LineEdit
from campaigns.content import Line, PlanContent
from campaigns.fingerprint import fingerprint
from campaigns.models import PlanLine, Target
from campaigns.outline import LineKind
from campaigns.views import removals
from campaigns.views.desk import Desk
from tests.desk_forms import PageForm, texts, words_of
from tests.factories import Role, ready_content, ward

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


def url(plan, slug):
    return Desk(plan).url(slug)


def line(plan, start: str) -> PlanLine:
    return plan.lines.get(text__startswith=start)


def words(plan) -> list[str]:
    return list(plan.lines.order_by("position").values_list("text", flat=True))


def focus(response) -> dict[str, list[str]]:
    """The query of the address that a redirect leads to."""
    assert response.status_code == 302, response.content.decode()[:500]
    return parse_qs(urlsplit(response.headers["Location"]).query)


def path(response) -> str:
    return urlsplit(response.headers["Location"]).path


# ---- what the page shows --------------------------------------------------------------


def test_a_section_shows_its_lines_with_printed_numbers(office, plan):
    page = PageForm(office, url(plan, "muc-4")).page

    assert texts(page, "//*[contains(@class,'td-line__mark')]") == [
        "IV.",
        "1.",
        "-",
        "-",
    ]
    assert [area.text.strip() for area in page.xpath("//ol//textarea")] == words(plan)[
        9:
    ]
    kinds = page.xpath("//select[contains(@id,'-kind')]/option[@selected]/@value")
    assert kinds == ["section", "item", "dash", "dash"]


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(office, django_assert_num_queries, place, count):
    lines = [Line(kind=LineKind.SECTION, text="MỤC")]
    lines += [Line(kind=LineKind.DASH, text=f"Ý {n}") for n in range(count)]
    plan = place.draft(PlanContent(title="Kế hoạch", lines=tuple(lines)))
    address = url(plan, "muc-1")

    # user, roles, paths of own units, plan, lines, nine kinds of note, recipients, what was
    # found odd, the register of law; shell: memberships
    with django_assert_num_queries(19):
        response = office.get(address)

    assert response.content.decode().count('class="td-line__mark') == count + 1


def test_signs_under_a_line_say_what_was_understood(office, plan):
    page = PageForm(office, url(plan, "muc-2")).page

    assert texts(page, "//*[contains(@class,'td-annot--btn')]") == [
        "Chỉ tiêu không quá 0,39% · hạn 31/12/2023, sửa"
    ]


def test_a_figure_that_is_not_in_the_sentence_is_told(office, plan):
    Target.objects.update(value=30, shown="")

    page = PageForm(office, url(plan, "muc-2")).page

    assert texts(page, "//*[contains(@class,'td-line__slip')]") == [
        "giá trị 30 không có trong câu"
    ]
    assert texts(page, "//*[contains(@class,'td-gaps')]/li") == [
        "Nên xem: “Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,39%.”: "
        "giá trị 30 không có trong câu"
    ]


def test_the_outline_says_what_is_missing_where(office, place):
    _ = place.leader
    plan = actions.create_campaign(
        by=place.officer, host_id=place.unit.pk, name="Kế hoạch trống"
    )

    page = PageForm(office, url(plan, "muc-1")).page

    items = texts(page, "//*[contains(@class,'td-outline__i')]/span")
    assert items[:3] == [
        "Thông tin chungKH-UBND – đã điền",
        "Căn cứ, mở đầuchưa điền – chưa điền",
        "I. MỤC ĐÍCH, YÊU CẦUchưa điền – chưa điền",
    ]
    assert items[7:] == ["Nơi nhậnchưa điền – chưa điền", "Người kýChủ tịch – đã điền"]
    assert page.xpath("//*[@aria-current='step']")[0].get("href") == url(plan, "muc-1")


def test_an_empty_section_offers_its_first_line(office, place):
    plan = place.draft(PlanContent(title="Trống"))
    form = PageForm(office, url(plan, "can-cu"))

    answer = form.send("them-dau")

    added = plan.lines.get()
    assert (added.kind, added.text) == ("basis", "")
    assert focus(answer) == {"dong": [str(added.pk)]}


def test_a_table_without_words_is_a_text_to_paste_into(office, place):
    plan = place.draft(
        PlanContent(title="Bảng", lines=(Line(kind=LineKind.TABLE, text=""),))
    )

    page = PageForm(office, url(plan, "can-cu")).page

    assert page.xpath("//ol//table") == []
    assert "dán từ Excel" in page.text_content()


# ---- saving ---------------------------------------------------------------------------


def test_saving_writes_words_kind_marker_and_title(office, plan):
    first = line(plan, "Tập thể")
    form = PageForm(office, url(plan, "muc-1"))

    answer = form.send("luu", **{
        f"l{first.pk}__text": "Tập thể: 06 tổ dân phố.\r\nvà trường học",
        f"l{first.pk}__kind": "point",
        f"l{first.pk}__marker": " (1) ",
        f"l{first.pk}__title": "on",
    })  # fmt: skip

    assert path(answer) == url(plan, "muc-1")
    first.refresh_from_db()
    assert (first.text, first.kind, first.marker, first.is_title) == (
        "Tập thể: 06 tổ dân phố.\nvà trường học", "point", "(1)", True,
    )  # fmt: skip


def test_saving_nothing_new_changes_nothing(office, plan):
    form = PageForm(office, url(plan, "muc-1"))
    before = plan.version

    form.send("luu")

    plan.refresh_from_db()
    assert plan.version == before


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a\x00b\x07c", "abc"),
        ("Đợt thi đua", "Đợt thi đua"),
        ("một\thai", "một\thai"),
        ("x" * 400, "x" * 400),
    ],
)
def test_what_cannot_be_printed_is_left_out(office, plan, typed, stored):
    first = line(plan, "Tập thể")

    PageForm(office, url(plan, "muc-1")).send("luu", **{f"l{first.pk}__text": typed})

    first.refresh_from_db()
    assert first.text == stored


def test_an_unknown_kind_becomes_a_paragraph(office, plan):
    first = line(plan, "Tập thể")

    PageForm(office, url(plan, "muc-1")).send("luu", **{f"l{first.pk}__kind": "x"})

    first.refresh_from_db()
    assert first.kind == "paragraph"


@pytest.mark.parametrize(
    ("act", "slug", "goes_to"),
    [
        ("luu", "muc-1", "muc-1"),
        ("luu-tiep", "muc-1", "muc-2"),
        ("luu-tiep", "muc-4", "noi-nhan"),
        ("ve-truoc", "muc-1", "can-cu"),
        ("den:nguoi-ky", "muc-1", "nguoi-ky"),
        ("den:khong-co", "muc-1", "muc-1"),
        ("khong-co", "muc-1", "muc-1"),
    ],
)
def test_saving_and_going(office, plan, act, slug, goes_to):
    form = PageForm(office, url(plan, slug))

    assert path(form.send(act)) == url(plan, goes_to)


def test_saving_and_checking(office, plan):
    answer = PageForm(office, url(plan, "muc-1")).send("kiem-tra")

    assert path(answer) == f"/ke-hoach/{plan.pk}/kiem-tra/"


def test_lines_of_another_plan_are_not_written(office, place, plan):
    other = place.draft()
    theirs = line(other, "Tập thể")
    form = PageForm(office, url(plan, "muc-1"))

    answer = form.send("luu", **{
        f"l{theirs.pk}__text": "Bị ghi đè", f"l{theirs.pk}__kind": "dash",
        f"l{theirs.pk}__seen": fingerprint(theirs),
    })  # fmt: skip

    assert answer.status_code == 409
    theirs.refresh_from_db()
    assert theirs.text == "Tập thể: 05 tổ dân phố."


# ---- the buttons of a line ------------------------------------------------------------


def test_a_button_saves_first(office, plan):
    first, second = line(plan, "Tập thể"), line(plan, "Từ ngày")
    form = PageForm(office, url(plan, "muc-1"))

    answer = form.send(f"len:{second.pk}", **{f"l{first.pk}__text": "Đã sửa"})

    assert words(plan)[2:4] == ["Từ ngày 01/8/2023 đến hết ngày 15/12/2023.", "Đã sửa"]
    assert focus(answer) == {"dong": [str(second.pk)], "o": ["up"]}


def test_down(office, plan):
    first = line(plan, "Tập thể")

    answer = PageForm(office, url(plan, "muc-1")).send(f"xuong:{first.pk}")

    assert words(plan)[3] == "Tập thể: 05 tổ dân phố."
    assert focus(answer) == {"dong": [str(first.pk)], "o": ["down"]}


@pytest.mark.parametrize(
    ("above", "kind"),
    [("Tập thể", "dash"), ("ĐỐI TƯỢNG", "dash"), ("Các tổ dân phố", "dash")],
)
def test_add_a_line_below(office, plan, above, kind):
    above = line(plan, above)
    slug = Desk(plan).page_of(above.pk).slug

    answer = PageForm(office, url(plan, slug)).send(f"them:{above.pk}")

    added = plan.lines.get(text="")
    assert (added.position, added.kind) == (above.position + 1, kind)
    assert focus(answer) == {"dong": [str(added.pk)]}


def test_remove_and_undo(office, plan):
    gone = line(plan, "Tập thể")
    address = url(plan, "muc-1")
    form = PageForm(office, address)

    answer = form.send(f"xoa:{gone.pk}")

    assert not plan.lines.filter(pk=gone.pk).exists()
    assert focus(answer) == {
        "dong": [str(line(plan, "Từ ngày").pk)],
        "da-xoa": ["1"],
    }
    form.read(office.get(answer.headers["Location"]))
    assert texts(form.page, "//*[contains(@class,'td-undo')]/div") == [
        "Đã xóa dòng “Tập thể: 05 tổ dân phố.”."
    ]

    form.send("hoan-tac")

    back = line(plan, "Tập thể")
    assert back.position == gone.position
    assert back.subject_notes.get().name == "05 tổ dân phố"
    assert "td-undo" not in office.get(address).content.decode()


def test_each_removed_line_comes_back_in_turn(office, plan):
    before, address = words(plan), url(plan, "muc-1")
    for start in ("Tập thể", "Từ ngày", "Đợt 1"):
        PageForm(office, address).send(f"xoa:{line(plan, start).pk}")

    # The page was left meanwhile, and the next form is that of another section.
    form = PageForm(office, url(plan, "muc-4"))
    assert texts(form.page, "//*[contains(@class,'td-undo')]/div") == [
        "Đã xóa dòng “Đợt 1: từ ngày 01/8/2023 đến ngày 30/9/2023.”. Trước đó còn xóa 2 dòng."
    ]
    answer = form.send("hoan-tac")
    assert path(answer) == address
    form = PageForm(office, address)
    form.send("hoan-tac")
    form.send("hoan-tac")

    assert words(plan) == before
    assert "td-undo" not in office.get(address).content.decode()


def test_another_plans_window_takes_no_removed_line_away(office, place, plan):
    other = place.draft()
    PageForm(office, url(plan, "muc-1")).send(f"xoa:{line(plan, 'Tập thể').pk}")

    PageForm(office, url(other, "muc-1")).send("hoan-tac")
    assert words(other) == words(place.draft())
    PageForm(office, url(plan, "muc-1")).send("hoan-tac")

    assert line(plan, "Tập thể").position == 2


def test_a_refused_undo_keeps_the_line(office, place, plan):
    form = PageForm(office, url(plan, "muc-1"))
    form.send(f"xoa:{line(plan, 'Tập thể').pk}")
    form = PageForm(office, url(plan, "muc-1"))
    actions.submit_plan(plan.pk, by=place.officer)
    assert form.send("hoan-tac").status_code == 422
    actions.withdraw_plan(plan.pk, by=place.officer)

    form.send("hoan-tac")

    assert line(plan, "Tập thể").position == 2


def test_only_so_many_removed_lines_are_kept():
    session = {}
    for number in range(25):
        removals.keep(session, 7, {"text": str(number)})
    assert removals.count(session, 7) == 20
    removals.keep(session, 7, {"text": "x" * 300_000})
    assert removals.count(session, 7) == 1
    removals.drop(session, 7)
    assert (removals.newest(session, 7), session) == (None, {removals.KEY: {}})


def test_undo_of_nothing(office, plan):
    answer = PageForm(office, url(plan, "muc-1")).send("hoan-tac")

    assert "Không còn dòng nào vừa xóa để khôi phục." in words_of(
        office.get(answer.headers["Location"])
    )


def test_a_refused_act_says_why_and_keeps_what_was_typed(office, plan):
    title, other = line(plan, "ĐỐI TƯỢNG"), line(plan, "Tập thể")

    answer = PageForm(office, url(plan, "muc-1")).send(
        f"xoa:{title.pk}", **{f"l{other.pk}__text": "Vẫn được lưu"}
    )

    assert answer.status_code == 422
    assert "Mục này còn nội dung bên dưới." in words_of(answer)
    other.refresh_from_db()
    assert other.text == "Vẫn được lưu"


@pytest.mark.parametrize("act", ["len", "xuong", "them", "xoa", "tach"])
@pytest.mark.parametrize("key", ["", "999999", "abc"])
def test_a_button_of_a_line_that_is_gone(office, plan, act, key):
    answer = PageForm(office, url(plan, "muc-1")).send(f"{act}:{key}")

    assert answer.status_code == 422
    assert "Dòng này đã bị xóa trong lúc anh/chị soạn." in words_of(answer)


def test_split_by_rows_with_guessed_kinds(office, plan):
    first = line(plan, "Tập thể")
    typed = "- Tập thể gồm:\n\na) Cơ quan;\nb) Tổ dân phố.\nCá nhân"

    answer = PageForm(office, url(plan, "muc-1")).send(
        f"tach:{first.pk}", **{f"l{first.pk}__text": typed}
    )

    made = list(plan.lines.order_by("position").values_list("kind", "text")[2:6])
    assert made == [
        ("dash", "Tập thể gồm:"),
        ("point", "Cơ quan;"),
        ("point", "Tổ dân phố."),
        ("dash", "Cá nhân"),
    ]
    assert focus(answer) == {"dong": [str(line(plan, "Cơ quan").pk)]}
    assert line(plan, "Tập thể").subject_notes.count() == 1


def test_a_line_of_one_piece_is_not_split(office, plan):
    first = line(plan, "Tập thể")

    answer = PageForm(office, url(plan, "muc-1")).send(f"tach:{first.pk}")

    assert "Dòng này chỉ có một đoạn." in words_of(
        office.get(answer.headers["Location"])
    )
    assert plan.lines.count() == 13


def test_a_line_of_several_pieces_offers_to_split(office, plan):
    first = line(plan, "Tập thể")
    form = PageForm(office, url(plan, "muc-1"))
    form.send("luu", **{f"l{first.pk}__text": "Một\nHai\nBa"})

    page = PageForm(office, url(plan, "muc-1")).page

    assert "Tách thành 3 dòng" in texts(page, f"//li[@id='l{first.pk}']//button")


# ---- sections -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "kind", "position", "goes_to"),
    [
        ("muc-1", "section", 5, "muc-2"),
        ("muc-4", "section", 13, "muc-5"),
        ("muc-1", "part", 5, "muc-2"),
        ("muc-1", "annex", 13, "muc-5"),
        ("noi-nhan", "section", 13, "muc-5"),
    ],
)
def test_add_a_big_section(office, plan, slug, kind, position, goes_to):
    answer = PageForm(office, url(plan, slug)).send(f"muc-moi:{kind}")

    added = plan.lines.get(text="")
    assert (added.kind, added.position) == (kind, position)
    assert path(answer) == url(plan, goes_to)


def test_a_section_comes_before_the_closing_words(office, place):
    closing = Line(kind=LineKind.PARAGRAPH, text="Trên đây là Kế hoạch đợt thi đua.")
    plan = place.draft(ready_content(lines=(*ready_content().lines, closing)))

    PageForm(office, url(plan, "muc-4")).send("muc-moi:section")

    assert words(plan)[-2:] == ["", closing.text]


def test_a_line_below_a_title_takes_none_of_its_lines(office, plan):
    title = line(plan, "Các tổ dân phố")

    PageForm(office, url(plan, "muc-4")).send(f"them:{title.pk}")

    added = plan.lines.get(text="")
    assert (added.position, added.kind) == (title.position + 1, "dash")


def test_a_section_comes_before_the_annexes(office, plan):
    form = PageForm(office, url(plan, "muc-4"))
    form.send("muc-moi:annex")
    annex = plan.lines.get(kind="annex")

    PageForm(office, url(plan, "muc-5")).send("muc-moi:section")

    annex.refresh_from_db()
    assert annex.position == plan.lines.get(kind="section", text="").position + 1


def test_a_line_that_becomes_a_title_makes_a_page_of_its_own(office, plan):
    second = line(plan, "Từ ngày")

    answer = PageForm(office, url(plan, "muc-1")).send(
        f"loai:{second.pk}", **{f"l{second.pk}__kind": "section"}
    )

    assert path(answer) == url(plan, "muc-1")
    assert Desk(plan).page_of(second.pk).slug == "muc-2"


def test_a_moved_section_takes_its_address_along(office, plan):
    title = line(plan, "ĐỐI TƯỢNG")

    answer = PageForm(office, url(plan, "muc-1")).send(f"xuong:{title.pk}")

    assert path(answer) == url(plan, "muc-2")


def test_removing_the_last_line_of_a_section_leads_on(office, place):
    lines = (
        Line(kind=LineKind.SECTION, text="MỘT"),
        Line(kind=LineKind.SECTION, text="HAI"),
    )
    plan = place.draft(PlanContent(title="Hai mục", lines=lines))
    form = PageForm(office, url(plan, "muc-2"))

    answer = form.send(f"xoa:{line(plan, 'HAI').pk}")

    assert path(answer) == url(plan, "muc-1")


def test_a_section_that_is_gone(office, plan):
    answer = office.get(f"/ke-hoach/{plan.pk}/soan/muc-99/")

    assert answer.status_code == 200
    assert "Mục IV" in words_of(answer)
    assert office.get(f"/ke-hoach/{plan.pk}/soan/khong-co/").status_code == 404


def test_a_form_of_a_section_that_a_colleague_moved_is_saved_where_it_stands(
    office, place, plan
):
    form = PageForm(office, url(plan, "muc-1"))
    title, first = line(plan, "ĐỐI TƯỢNG"), line(plan, "Tập thể")
    actions.move_line(title.pk, by=place.person(Role.OFFICER), up=False)

    answer = form.send("luu", **{f"l{first.pk}__text": "Vẫn lưu được"})

    first.refresh_from_db()
    assert first.text == "Vẫn lưu được"
    assert path(answer) == url(plan, "muc-2")


# ---- two people at once ----------------------------------------------------------------


@pytest.fixture
def colleague(place):
    return place.person(Role.OFFICER)


def rewrite(plan, row, text, by):
    edit = LineEdit(pk=row.pk, kind=row.kind, text=text, seen=fingerprint(row))
    actions.save_lines(plan.pk, by=by, edits=[edit])


def test_a_conflict_shows_both_and_the_second_save_keeps_mine(office, plan, colleague):
    first, second = line(plan, "Tập thể"), line(plan, "Từ ngày")
    form = PageForm(office, url(plan, "muc-1"))
    rewrite(plan, first, "Bản của đồng nghiệp", colleague)

    answer = form.send("luu", **{
        f"l{first.pk}__text": "Bản của tôi", f"l{second.pk}__text": "Dòng khác của tôi",
    })  # fmt: skip

    assert answer.status_code == 409
    form.read(answer)
    assert form.fields[f"l{first.pk}-text"] == "Bản của tôi"
    assert form.fields[f"l{second.pk}-text"] == "Dòng khác của tôi"
    assert texts(form.page, "//*[contains(@class,'td-theirs')]") == [
        "Bản của đồng nghiệp"
    ]
    assert f"Bản của {colleague}, lúc " in words_of(answer)
    second.refresh_from_db()
    assert second.text.startswith("Từ ngày")

    form.send("luu")

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.text, second.text) == ("Bản của tôi", "Dòng khác của tôi")


def test_taking_the_colleagues_version(office, plan, colleague):
    first, second = line(plan, "Tập thể"), line(plan, "Từ ngày")
    form = PageForm(office, url(plan, "muc-1"))
    rewrite(plan, first, "Bản của đồng nghiệp", colleague)
    mine = {
        f"l{first.pk}__text": "Bản của tôi", f"l{second.pk}__text": "Dòng khác của tôi",
    }  # fmt: skip
    form.read(form.send("luu", **mine))

    form.send(f"lay:{first.pk}")

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.text, second.text) == ("Bản của đồng nghiệp", "Dòng khác của tôi")


def test_a_line_removed_by_a_colleague_comes_back_with_mine(office, plan, colleague):
    first = line(plan, "Tập thể")
    form = PageForm(office, url(plan, "muc-1"))
    actions.remove_line(first.pk, by=colleague)

    answer = form.send("luu", **{f"l{first.pk}__text": "Bản của tôi"})

    assert answer.status_code == 409
    assert "Người khác vừa xóa dòng này." in words_of(answer)
    form.read(answer).send("luu")
    assert words(plan)[1:4] == ["ĐỐI TƯỢNG, THỜI GIAN", "Bản của tôi", words(plan)[3]]
    assert words(plan)[3].startswith("Từ ngày")


def test_a_removed_line_may_stay_removed(office, plan, colleague):
    first, second = line(plan, "Tập thể"), line(plan, "Từ ngày")
    form = PageForm(office, url(plan, "muc-1"))
    actions.remove_line(first.pk, by=colleague)
    answer = form.send("luu", **{
        f"l{first.pk}__text": "Bản của tôi", f"l{second.pk}__text": "Dòng khác",
    })  # fmt: skip

    form.read(answer).send(f"bo:{first.pk}")

    assert words(plan)[1:3] == ["ĐỐI TƯỢNG, THỜI GIAN", "Dòng khác"]


def test_a_colleagues_other_lines_are_no_conflict(office, plan, colleague):
    first, second = line(plan, "Tập thể"), line(plan, "Từ ngày")
    form = PageForm(office, url(plan, "muc-1"))
    rewrite(plan, second, "Của đồng nghiệp", colleague)

    form.send("luu", **{f"l{first.pk}__text": "Của tôi"})

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.text, second.text) == ("Của tôi", "Của đồng nghiệp")


# ---- with htmx -------------------------------------------------------------------------


def test_htmx_gets_the_section_the_outline_and_the_save_state(office, plan):
    first = line(plan, "Tập thể")
    form = PageForm(office, url(plan, "muc-1"))

    answer = form.send(f"len:{first.pk}", htmx=True, **{f"l{first.pk}__text": "Đã sửa"})

    assert answer.status_code == 200
    page = html.fragment_fromstring(answer.content.decode(), create_parent="div")
    assert page.xpath("./div[@id='muc']")
    assert page.xpath("./nav[@id='muc-luc']/@hx-swap-oob") == ["true"]
    assert page.xpath("./span[@id='save-state']/@hx-swap-oob") == ["true"]
    assert page.xpath("./title")[0].text.startswith("Mục I – ")
    (focused,) = page.xpath("//*[@autofocus]")
    assert focused.get("value") == f"len:{first.pk}"
    assert answer.headers["HX-Trigger"] == "plan-saved"
    assert "HX-Push-Url" not in answer.headers


def test_htmx_is_told_of_another_address(office, plan):
    answer = PageForm(office, url(plan, "muc-1")).send("luu-tiep", htmx=True)

    assert answer.headers["HX-Push-Url"] == url(plan, "muc-2")
    assert "HX-Trigger" not in answer.headers
    assert "Mục II" in words_of(answer)


def test_htmx_conflict_is_409_with_the_section(office, plan, colleague):
    first = line(plan, "Tập thể")
    form = PageForm(office, url(plan, "muc-1"))
    rewrite(plan, first, "Bản của đồng nghiệp", colleague)

    answer = form.send("luu", htmx=True, **{f"l{first.pk}__text": "Bản của tôi"})

    assert answer.status_code == 409
    page = html.fragment_fromstring(answer.content.decode(), create_parent="div")
    assert page.xpath("//*[@autofocus]")[0].get("id") == f"l{first.pk}-text"
    assert page.xpath("./span[@id='save-state']/@data-state") == ["bad"]


def test_autosave_answers_with_the_state_alone(office, plan):
    first = line(plan, "Tập thể")
    form = PageForm(office, url(plan, "muc-1"))

    answer = form.send("tu-luu", htmx=True, **{f"l{first.pk}__text": "Đang gõ dở"})

    first.refresh_from_db()
    assert first.text == "Đang gõ dở"
    page = html.fragment_fromstring(answer.content.decode(), create_parent="div")
    assert texts(page, "./span[@id='save-state']")[0].startswith("Đã lưu nháp lúc ")
    assert not page.xpath("//textarea")
    seen = page.xpath(f"./input[@id='l{first.pk}-seen']")[0]
    assert (seen.get("value"), seen.get("hx-swap-oob")) == (fingerprint(first), "true")
    assert answer.headers["HX-Trigger"] == "plan-saved"


def test_autosave_does_not_pass_old_words_off_as_an_answer(office, plan, colleague):
    first, second = line(plan, "Tập thể"), line(plan, "Từ ngày")
    form = PageForm(office, url(plan, "muc-1"))
    rewrite(plan, second, "Của đồng nghiệp", colleague)

    answer = form.send("tu-luu", htmx=True, **{f"l{first.pk}__text": "Của tôi"})

    page = html.fragment_fromstring(answer.content.decode(), create_parent="div")
    renewed = dict(
        zip(page.xpath("./input/@name"), page.xpath("./input/@value"), strict=True)
    )
    assert f"l{first.pk}-seen" in renewed
    assert f"l{second.pk}-seen" not in renewed
    form.fields |= renewed
    form.send("luu", **{f"l{first.pk}__text": "Của tôi nữa"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.text, second.text) == ("Của tôi nữa", "Của đồng nghiệp")


def test_autosave_that_changes_nothing_draws_no_new_sheet(office, plan):
    answer = PageForm(office, url(plan, "muc-1")).send("tu-luu", htmx=True)

    assert "HX-Trigger" not in answer.headers


def test_autosave_of_a_conflict_leads_to_the_two_versions(office, plan, colleague):
    first = line(plan, "Tập thể")
    form = PageForm(office, url(plan, "muc-1"))
    rewrite(plan, first, "Bản của đồng nghiệp", colleague)

    answer = form.send("tu-luu", htmx=True, **{f"l{first.pk}__text": "Bản của tôi"})

    assert answer.status_code == 409
    assert "Chưa lưu: người khác vừa sửa cùng dòng Xem và sửa" in words_of(answer)
    first.refresh_from_db()
    assert first.text == "Bản của đồng nghiệp"


def test_leaving_for_the_check_with_htmx(office, plan):
    answer = PageForm(office, url(plan, "muc-1")).send("kiem-tra", htmx=True)

    assert answer.headers["HX-Redirect"] == f"/ke-hoach/{plan.pk}/kiem-tra/"


# ---- size ------------------------------------------------------------------------------


@pytest.mark.slow
def test_two_hundred_lines_are_one_light_page(office, place, django_assert_num_queries):
    lines = [Line(kind=LineKind.SECTION, text="NỘI DUNG")]
    lines += [
        Line(kind=LineKind.DASH, text=f"{n} " + "Phấn đấu hoàn thành chỉ tiêu " * 12)
        for n in range(200)
    ]
    plan = place.draft(PlanContent(title="Dài " * 100, lines=tuple(lines)))
    address = url(plan, "muc-1")

    with django_assert_num_queries(19):
        response = office.get(address, headers={"Accept-Encoding": "gzip"})

    assert response.headers["Content-Encoding"] == "gzip"
    assert len(response.content) < 40_000


def test_ones_own_second_window_is_not_called_a_colleague(office, place, plan):
    first, second = line(plan, "Tập thể"), line(plan, "Từ ngày")
    form = PageForm(office, url(plan, "muc-1"))
    rewrite(plan, first, "Bản ở thẻ kia", place.officer)
    actions.remove_line(second.pk, by=place.officer)
    typed = {f"l{first.pk}__text": "Bản của tôi", f"l{second.pk}__text": "Của tôi"}

    answer = form.send("tu-luu", htmx=True, **typed)
    assert "Chưa lưu: anh/chị vừa sửa cùng dòng ở một thẻ khác" in words_of(answer)

    answer = form.send("luu", **typed)
    said = words_of(answer)
    assert answer.status_code == 409
    assert "Anh/chị đã sửa cùng dòng ở một thẻ khác." in said
    assert "Bản của anh/chị ở thẻ khác, lúc " in said
    assert "Anh/chị vừa xóa dòng này ở một thẻ khác." in said
    assert "người khác" not in said.lower()


def test_a_button_of_another_sections_line_still_works(office, plan):
    """Only a request made by hand names one."""
    form = PageForm(office, url(plan, "muc-2"))
    other = line(plan, "Tập thể")

    answer = form.send(f"xoa:{other.pk}")

    assert answer.status_code == 302
    assert not plan.lines.filter(pk=other.pk).exists()
