"""Trang sửa đổi, bản hợp nhất, hiệu lực: what each shows to whom, and what it costs."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import now

from campaigns import actions, tidying
from campaigns.content import Letterhead
from campaigns.models import Campaign, Plan, PlanEffect
from campaigns.twin import read_twin
from reports.models import Document
from reports.origins import origin_of
from reports.queries import standing_of
from reports.rendering import PaperMarks, extract_twin, render_plan
from tests.amended import NEW, OLD, REASON, amending, issued, reword, settle
from tests.factories import Ward, ready_content, ward
from tests.paper_files import file_of, issued_paper
from tests.superiors import tiers

pytestmark = pytest.mark.django_db
HEAD = Letterhead(authority="ỦY BAN NHÂN DÂN", symbol="KH-UBND", place="Mẫu")


@pytest.fixture
def here():
    return ward()


def url(name, plan, *more):
    return reverse(f"campaigns:{name}", args=[plan.pk, *more])


def words_of(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split()).replace(" ,", ",")


def overview(client, plan):
    return client.get(url("campaign-detail", plan.campaign, "x"))


# Bắt đầu


def test_an_officer_begins_from_the_issued_plan(here, client):
    plan = issued(here)
    client.force_login(here.officer)
    page = overview(client, plan)
    assert f'href="{url("plan-change", plan)}"' in page.content.decode()

    response = client.post(
        url("plan-change", plan), {"kind": "amend", "reason": REASON}
    )

    draft = Plan.objects.newest_open(plan.campaign)
    assert response.headers["Location"] == url("plan-edit", draft)
    page = client.get(response.headers["Location"], follow=True)
    assert f"Sửa đổi, bổ sung {draft.effect.cited} Anh/chị sửa kế hoạch" in words_of(
        page
    )
    told = words_of(overview(client, plan))
    assert "Đang soạn: sửa đổi, bổ sung (bản nháp). Mở bản đang soạn" in told


def test_nothing_typed_is_lost(here, client):
    plan = issued(here)
    client.force_login(here.officer)

    response = client.post(url("plan-change", plan), {"kind": "recall", "reason": ""})
    assert (response.status_code, "Ghi lý do." in words_of(response)) == (422, True)

    amending(here, plan)
    response = client.post(
        url("plan-change", plan), {"kind": "recall", "reason": "Vì nhầm."}
    )
    text = words_of(response)
    assert response.status_code == 422
    assert "Kế hoạch này đang có một bản “sửa đổi, bổ sung” chưa ban hành." in text
    assert "Vì nhầm.</textarea>" in response.content.decode()


def test_a_leader_sees_no_way_to_begin(here, client):
    plan = issued(here)
    client.force_login(here.leader)

    assert url("plan-change", plan) not in overview(client, plan).content.decode()
    assert client.get(url("plan-change", plan)).status_code == 403


def test_a_paper_that_amends_is_only_recalled(here, client):
    later = settle(here, amending(here, issued(here)), 40)
    client.force_login(here.officer)

    text = client.get(url("plan-change", later)).content.decode()
    assert re.findall(r'name="kind" value="(\w+)"', text) == ["recall"]


# Hợp nhất


def test_the_consolidated_plan_names_the_source_of_each_change(here, client):
    plan = issued(here)
    draft = amending(here, plan)
    actions.remove_line(draft.lines.get(origin=12).pk, by=here.officer)
    settle(here, draft, 40)
    client.force_login(here.reporter)

    response = client.get(url("plan-consolidated", plan))
    text = words_of(response)
    assert f"Sửa đổi nguồn [1] - {NEW} Trước khi sửa Đến khi có [1]: {OLD}" in text
    assert "Bãi bỏ nguồn [1] Báo cáo kết quả trước ngày 20/12/2023." in text
    assert (
        "<del>Báo cáo kết quả trước ngày 20/12/2023.</del>" in response.content.decode()
    )
    assert (
        f"[1] Sửa đổi, bổ sung theo Kế hoạch số 40/KH-UBND ngày 01 tháng 9 năm 2023 của "
        f"{here.unit.name} Từ ngày 01/09/2023. {REASON}" in text
    )
    assert "không phải văn bản đã ký" in text
    assert reverse("reports:verify", args=["CODE0040"]) in response.content.decode()

    text = words_of(client.get(url("plan-consolidated", plan) + "?ngay=2023-08-31"))
    assert f"- {OLD}" in text
    assert NEW not in text
    assert "Đến ngày này chưa có văn bản nào sửa đổi, đính chính kế hoạch." in text
    text = words_of(client.get(url("plan-consolidated", plan) + "?ngay=2020-01-01"))
    assert "Ngày này kế hoạch chưa ban hành." in text
    bad = client.get(url("plan-consolidated", plan) + "?ngay=mai")
    said = "Đọc vào ngày phải ghi dạng ngày/tháng/năm, ví dụ 01/09/2026. Đang nhập: mai"
    assert (bad.status_code, said in words_of(bad)) == (422, True)
    assert 'value="mai"' in bad.text
    text = words_of(client.get(url("plan-consolidated", plan) + "?ngay=31/8/2023"))
    assert "Đến ngày này chưa có văn bản nào sửa đổi, đính chính kế hoạch." in text


def test_an_amendment_leads_to_the_plan_that_it_is_of(here, client):
    plan = issued(here)
    later = settle(here, amending(here, plan), 40)
    client.force_login(here.officer)

    response = client.get(url("plan-consolidated", later))
    assert response.headers["Location"] == url("plan-consolidated", plan)
    assert client.get(url("plan-consolidated", here.draft())).status_code == 404


@pytest.mark.parametrize("times", [1, 3])
def test_what_a_consolidated_page_costs(here, client, times, django_assert_num_queries):
    plan = issued(here)
    old = OLD
    for number in range(times):
        new = OLD.replace("0,39", f"0,3{number}")
        settle(here, amending(here, plan, old, new), 40 + number)
        old = new
    client.force_login(here.officer)
    client.get(url("plan-consolidated", plan))

    with django_assert_num_queries(19):
        client.get(url("plan-consolidated", plan))


# Hiệu lực


def test_the_campaign_tells_how_its_plan_stands(here, client):
    plan = issued(here)
    later = settle(here, amending(here, plan), 40)
    client.force_login(here.officer)

    text = words_of(overview(client, plan))
    assert "Kế hoạch 32/KH-UBND ngày 05/07/2023 · đã sửa đổi 1 lần" in text
    assert "Còn hiệu lực · đã sửa đổi 1 lần" in text
    assert "Được sửa đổi, bổ sung bởi Kế hoạch số 40/KH-UBND" in text
    # Its figures are those of the newest text; the list knows it by its own number.
    listed = words_of(
        client.get(reverse("campaigns:campaign-list"), {"q": "32/KH-UBND"})
    )
    assert "32/KH-UBND" in listed

    settle(
        here,
        actions.begin_recall(plan.pk, by=here.officer, reason="Ban hành nhầm."),
        5, date(2023, 9, 9),
    )  # fmt: skip
    text = words_of(overview(client, plan))
    assert (
        "Đã thu hồi từ ngày 09/09/2023 theo Công văn số 05/UBND-VP ngày 09 tháng 9"
        in text
    )
    assert url("plan-change", plan) not in overview(client, plan).content.decode()
    assert later.campaign == plan.campaign


def test_below_the_amended_plan_is_read(client):
    place = tiers()
    plan = place.issued()
    Plan.objects.filter(pk=plan.pk).update(letterhead=place.above.unit.letterhead)
    Plan.objects.filter(pk=plan.pk).update(place=place.above.unit.place)
    draft = actions.begin_amendment(plan.pk, by=place.above.officer, reason=REASON)
    reword(draft, OLD, NEW)
    client.force_login(place.ward.officer)
    # Of what is still being written nobody below learns.
    text = words_of(overview(client, plan))
    assert "Đang soạn" not in text
    assert client.get(url("plan-check", draft)).status_code == 404
    settle(place.above, draft, 40)

    assert "Còn hiệu lực · đã sửa đổi 1 lần" in words_of(overview(client, plan))
    assert NEW in words_of(client.get(url("plan-consolidated", plan)))


# Xác thực


def papers(here: Ward) -> tuple[Document, Document]:
    """Văn bản của kế hoạch và của lần thu hồi, both issued."""
    plan_paper = issued_paper(
        here, number=5, issued_on=date(2026, 6, 1), code="7KQ2M4XD"
    )
    plan = plan_paper.plan
    Plan.objects.filter(pk=plan.pk).update(
        status="issued", source_number=5, source_date=date(2026, 6, 1)
    )
    letter = issued_paper(here, number=6, issued_on=date(2026, 6, 9), code="8KQ2M4XD")
    Plan.objects.filter(pk=letter.plan_id).update(
        status="issued", campaign=plan.campaign
    )
    PlanEffect.objects.create(
        plan=letter.plan, kind="recall", target=plan, root=plan, reason="Nhầm.",
        cited="Kế hoạch số 05/KH-UBND", target_code="7KQ2M4XD", paper_code="8KQ2M4XD",
        paper_cited="Công văn số 06/UBND", from_day=date(2026, 6, 9),
    )  # fmt: skip
    return plan_paper, letter


def test_anybody_learns_that_a_paper_was_recalled(here, client, examine):
    plan_paper, letter = papers(here)
    examine(plan_paper)
    examine(letter)

    response = client.get(reverse("reports:verify", args=["7KQ2M4XD"]))
    text = words_of(response)
    assert "Tình trạng Đã thu hồi" in text
    assert "Đang có hiệu lực" not in text
    assert "Đã thu hồi từ ngày 09/06/2026 theo Công văn số 06/UBND." in text
    link = reverse("reports:verify", args=["8KQ2M4XD"])
    assert f'Bị thu hồi bởi <a href="{link}">' in response.content.decode()
    assert "chưa ghi nhận văn bản thay thế" not in text
    # Its file stays for the record.
    assert "Tải bản gốc" in text

    other = client.get(link)
    assert "Thu hồi Kế hoạch số 05/KH-UBND Từ ngày 09/06/2026" in words_of(other)
    assert "Đang có hiệu lực" in words_of(other)
    assert standing_of(file_of(plan_paper).sha256).in_force is False
    assert standing_of(file_of(letter).sha256).in_force is True


def test_the_page_of_the_paper_says_so_too(here, client, examine):
    plan_paper, _ = papers(here)
    examine(plan_paper)
    client.force_login(here.clerk)

    text = words_of(client.get(reverse("reports:document", args=[plan_paper.pk])))
    assert "Đã thu hồi từ ngày 09/06/2026" in text
    assert "Bị thu hồi bởi Công văn số 06/UBND" in text
    assert "05/KH-UBND Đã thu hồi" in text
    listed = words_of(client.get(reverse("reports:document-list")))
    assert listed.count("Đã thu hồi") == 1


# Thùng rác


def test_it_lies_in_the_trash_and_comes_back(here, client):
    plan = issued(here)
    draft = amending(here, plan)
    client.force_login(here.officer)
    asked = words_of(client.get(url("plan-discard", draft)))
    assert f"Bỏ bản sửa đổi, bổ sung {draft.effect.cited} vào thùng rác?" in asked
    response = client.post(url("plan-discard", draft), follow=True)
    assert "Đã bỏ bản sửa đổi, bổ sung" in words_of(response)
    assert f"Sửa đổi, bổ sung {draft.effect.cited}" in words_of(
        client.get(reverse("trash"))
    )
    restore = reverse("trash-restore", args=["ban-sua-doi", draft.pk])
    restored = words_of(client.post(restore, follow=True))

    assert f"Đã khôi phục bản sửa đổi, bổ sung {draft.effect.cited}." in restored
    assert Plan.objects.get(pk=draft.pk).lines.filter(text=NEW).exists()


def test_the_emptied_trash_keeps_the_plan(here):
    plan = issued(here)
    draft = amending(here, plan)
    actions.discard_draft(draft.pk, by=here.officer)
    Plan.discarded.filter(pk=draft.pk).update(discarded_at=now().replace(year=2020))

    assert tidying.empty_trash() == 1
    assert not Plan.discarded.filter(pk=draft.pk).exists()
    assert Campaign.objects.filter(pk=plan.campaign_id).exists()


# Việc cần làm


def test_work_to_do_says_that_it_is_an_amendment(here, client):
    draft = amending(here, issued(here))
    client.force_login(here.officer)
    named = f"Sửa đổi, bổ sung {draft.effect.cited}"
    assert f"Kiểm tra, trình duyệt: {named[:40]}" in words_of(
        client.get(reverse("home"))
    )
    actions.submit_plan(draft.pk, by=here.officer)
    client.force_login(here.leader)

    assert named[:40] in words_of(client.get(reverse("home")))
    review = words_of(client.get(url("plan-review", draft)))
    assert named in review
    assert "Anh/chị" not in review.partition(named)[2].partition("Lý do")[0]


def test_the_twin_says_what_the_paper_does(here):
    plan_paper, letter = papers(here)

    assert origin_of(plan_paper).lineage_marks() == ()
    assert origin_of(letter).lineage_marks() == (
        ("effect", "recall"), ("target", "Kế hoạch số 05/KH-UBND"),
        ("target_code", "7KQ2M4XD"),
    )  # fmt: skip
    marks = PaperMarks(
        code="A", url="https://x.vn/x/A", lineage=(("effect", "recall"),)
    )
    content = ready_content(letterhead=HEAD)
    twin = read_twin(extract_twin(render_plan(content, marks=marks).pdf))
    assert twin["extra"] == {"code": "A", "url": "https://x.vn/x/A", "effect": "recall"}
