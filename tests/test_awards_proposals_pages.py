"""Các trang đề nghị: what each shows, what it costs, what a form keeps when it is refused."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from awards.actions import appraising, proposing
from awards.models import (
    DossierPaper,
    OpinionRequest,
    PeerReview,
    Proposal,
    ProposalFigure,
)
from awards.views.proposals import writing
from tests.factories import (
    AllocationFactory,
    CampaignFactory,
    HonoureeFactory,
    IndicatorFactory,
    ParticipationFactory,
    PlanFactory,
    Role,
    Ward,
)
from tests.factories.proposals import (
    DossierPaperFactory,
    OpinionItemFactory,
    PeerReviewLineFactory,
    ProposalReturnFactory,
    WardFactory,
    regime,
)
from tests.proposal_scene import Place, a_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    regime()
    return Place()


@pytest.fixture
def writer(client, place):
    client.force_login(place.writer)
    return client


@pytest.fixture
def officer(client, place):
    client.force_login(place.officer)
    return client


def url(name, *args):
    return reverse(f"awards:{name}", args=args)


def text(response):
    return response.content.decode()


def fields(client, proposal, **typed):
    """What the form of that page would send, with something typed over it."""
    form = client.get(url("proposal-edit", proposal.pk)).context["form"]
    data = {}
    for name, field in form.fields.items():
        value = field.prepare_value(form.initial.get(name))
        if value not in (None, False, ""):
            data[name] = "on" if value is True else str(value)
    return data | dict(form.seen) | typed


def campaign_of(place):
    """An issued campaign of the ward with an approved figure of the group."""
    campaign = CampaignFactory(host=place.ward, name="Xây dựng đô thị văn minh")
    PlanFactory(campaign=campaign, issuer=place.ward, approved=True, status="issued")
    taking = ParticipationFactory(campaign=campaign, unit=place.group)
    indicator = IndicatorFactory(campaign=campaign, name="Gia đình văn hóa")
    return AllocationFactory(
        participation=taking, indicator=indicator, result=97, result_on=localdate()
    )


# ---- the list --------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", [1, 3])
def test_the_list_costs_the_same(writer, place, amount, django_assert_num_queries):
    for _ in range(amount):
        place.draft(honouree=HonoureeFactory(unit=place.group))
    writer.get(url("proposal-list"))

    with django_assert_num_queries(12):
        response = writer.get(url("proposal-list"))
    assert text(response).count("td-rowlink") == amount
    with django_assert_num_queries(6):  # what is narrowed offers no choices anew
        writer.get(url("proposal-list"), headers={"HX-Request": "true"})


def test_the_list_is_narrowed_by_its_address(officer, place):
    found = place.draft(sent=True, subject_name="Nguyễn Thị Bưởi")
    place.draft(appraising=True, subject_name="Lê Văn Cam")

    by_state = officer.get(url("proposal-list"), {"tt": "da-nop"})
    by_words = officer.get(url("proposal-list"), {"q": "thi buoi"})

    for response in (by_state, by_words):
        assert [row["proposal"] for row in response.context["rows"]] == [found]
    counts = {s["value"]: s["count"] for s in by_state.context["states"]}
    assert counts == {"da-nop": 1, "tham-dinh": 1}


def test_an_empty_list_says_what_to_do(writer, place):
    assert "Chưa có đề nghị khen thưởng nào" in text(writer.get(url("proposal-list")))
    nothing = writer.get(url("proposal-list"), {"q": "không ai"})
    assert "Không có đề nghị nào khớp" in text(nothing)


def test_the_campaign_has_its_own_tab(officer, place):
    campaign = campaign_of(place).campaign
    mine = place.draft(sent=True, campaign=campaign)
    place.draft(sent=True)

    response = officer.get(url("campaign-proposals", campaign.pk, "x"))

    assert [row["proposal"] for row in response.context["rows"]] == [mine]
    assert [tab["label"] for tab in response.context["tabs"] if tab["now"]] == [
        "Khen thưởng"
    ]


# ---- writing ---------------------------------------------------------------------------------


def test_it_begins_as_a_draft(writer, place):
    response = writer.post(
        url("proposal-begin"), {"unit": place.group.pk, "campaign": ""}
    )

    proposal = Proposal.objects.get()
    assert response.url == url("proposal-edit", proposal.pk)
    page = writer.get(response.url)
    assert page.status_code == 200
    assert "Giấy khen của Chủ tịch UBND cấp xã" in text(page)


def test_a_draft_is_saved_however_little_it_says(writer, place):
    proposal = place.draft(award=None, honouree=None, summary="")
    data = fields(writer, proposal, summary="Một.", act="luu")

    response = writer.post(url("proposal-edit", proposal.pk), data)

    assert response.status_code == 302
    assert Proposal.objects.get().summary == "Một."


def test_what_is_wrong_stays_typed_and_the_rest_is_saved(writer, place):
    proposal = place.draft()
    data = fields(writer, proposal, summary="Khác.", period_to="31/02/2026", act="luu")

    response = writer.post(url("proposal-edit", proposal.pk), data)

    assert "Không có ngày 31/02/2026." in text(response)
    assert 'value="31/02/2026"' in text(response)
    kept = Proposal.objects.get()
    assert (kept.summary, kept.period_to) == ("Khác.", proposal.period_to)


def test_two_tabs_are_told_with_both_texts(writer, place):
    proposal = place.draft(summary="Gốc.")
    first = fields(writer, proposal, summary="Thẻ một.", act="luu")
    second = fields(writer, proposal, summary="Thẻ hai.", act="luu")
    writer.post(url("proposal-edit", proposal.pk), first)

    response = writer.post(url("proposal-edit", proposal.pk), second)

    assert response.status_code == 409
    assert "Ở một thẻ khác, anh/chị đã ghi “Thẻ một.”" in text(response)
    assert "Thẻ hai." in text(response)
    assert Proposal.objects.get().summary == "Thẻ một."

    again = second | dict(response.context["form"].seen)
    writer.post(url("proposal-edit", proposal.pk), again)
    assert Proposal.objects.get().summary == "Thẻ hai."


def test_who_changed_that_very_box_is_named(writer, place):
    proposal = place.draft(summary="Gốc.")
    data = fields(writer, proposal, summary="Của tôi.", act="luu")
    proposing.save_proposal(proposal.pk, by=place.head, summary="Của tổ trưởng.")
    proposing.save_proposal(proposal.pk, by=place.writer, report="Việc khác.")

    response = writer.post(url("proposal-edit", proposal.pk), data)

    assert f"{place.head} đã ghi “Của tổ trưởng.”" in text(response)


def test_the_words_that_were_sought_come_back_whole(writer, place):
    proposal = place.draft(honouree=None, subject_name="")
    data = fields(writer, proposal, act="tim", subject_tim="Bà & cháu #2")

    response = writer.post(url("proposal-edit", proposal.pk), data, follow=True)

    assert 'value="Bà &amp; cháu #2"' in text(response)


def test_the_page_saves_by_itself_and_tells_the_rail(writer, place):
    proposal = place.draft(summary="")
    data = fields(writer, proposal, summary="Hiến 64 m² đất.", act="tu-luu")

    response = writer.post(
        url("proposal-edit", proposal.pk), data, headers={"HX-Request": "true"}
    )

    assert response.status_code == 200
    body = text(response)
    assert "Đã lưu nháp lúc" in body
    assert "4 chữ, nên từ 80 chữ" in body
    assert 'id="kiem-tra"' in body
    assert "<textarea" not in body


def test_a_save_that_stored_nothing_weighs_nothing(writer, place, monkeypatch):
    proposal = place.draft(subject_title=place.group.name)
    data = fields(writer, proposal, act="tu-luu")
    monkeypatch.setattr(writing, "weighed_of", None)

    response = writer.post(
        url("proposal-edit", proposal.pk), data, headers={"HX-Request": "true"}
    )

    assert "Đã lưu nháp lúc" in text(response)
    assert 'id="kiem-tra"' not in text(response)


def test_pressing_send_tells_what_is_missing_beside_its_box(writer, place):
    proposal = place.draft(summary="", merit="campaign")
    data = fields(writer, proposal, act="gui")

    response = writer.post(url("proposal-edit", proposal.pk), data)

    assert response.status_code == 422
    errors = response.context["form"].errors
    assert set(errors) == {"campaign", "summary"}
    assert errors["summary"] == [
        "Ghi tóm tắt thành tích; đoạn này in vào tờ trình và danh sách."
    ]


def test_a_subject_is_found_by_letters_in_the_own_branch_only(writer, place):
    HonoureeFactory(name="Ông Trần Văn Xa")

    response = writer.get(
        url("subject-pick", place.group.pk), {"subject_tim": "tran"},
        headers={"HX-Request": "true"},
    )  # fmt: skip
    assert "Bà Trần Thị Hoa" in text(response)
    assert "Ông Trần Văn Xa" not in text(response)
    assert writer.get(url("subject-pick", place.ward.pk)).status_code == 404


def test_without_a_script_the_button_searches_and_saves(writer, place):
    proposal = place.draft(honouree=None, subject_name="")
    data = fields(writer, proposal, act="tim", subject_tim="hoa", summary="Đã gõ.")

    response = writer.post(url("proposal-edit", proposal.pk), data, follow=True)

    assert "Bà Trần Thị Hoa" in text(response)
    assert Proposal.objects.get().summary == "Đã gõ."


def test_a_figure_is_put_in_with_its_source_and_a_change_is_told(writer, place):
    allocation = campaign_of(place)
    proposal = place.draft(campaign=allocation.campaign, merit="campaign")
    page = writer.get(url("proposal-edit", proposal.pk))
    [chip] = page.context["chips"]
    assert (chip.name, chip.shown) == ("Gia đình văn hóa", "97")

    data = fields(writer, proposal, act=f"so:{allocation.pk}")
    writer.post(url("proposal-edit", proposal.pk), data)

    figure = ProposalFigure.objects.get()
    assert (figure.allocation, figure.value) == (allocation, 97)
    assert Proposal.objects.get().summary.endswith("\nGia đình văn hóa: 97.")

    allocation.result = 98
    allocation.save(update_fields=["result"])
    page = text(writer.get(url("proposal-edit", proposal.pk)))
    assert "Số liệu đã đổi: nay là 98" in page
    assert Proposal.objects.get().summary.endswith("\nGia đình văn hóa: 97.")

    writer.post(url("figure-drop", figure.pk))
    assert not ProposalFigure.objects.exists()


def test_of_what_was_returned_only_the_open_parts_are_boxes(writer, place):
    proposal = place.draft(appraising=True, status="returned")
    ProposalReturnFactory(proposal=proposal, parts=["summary"])

    page = writer.get(url("proposal-edit", proposal.pk))

    assert set(page.context["form"].fields) == {"summary"}
    assert "Được sửa: tóm tắt thành tích." in text(page)
    data = fields(writer, proposal, report="Lén sửa.", summary="Bổ sung.", act="luu")
    writer.post(url("proposal-edit", proposal.pk), data)
    kept = Proposal.objects.get()
    assert (kept.summary, kept.report) == ("Bổ sung.", "")


def test_a_sent_one_is_not_written_on(writer, place):
    proposal = place.draft(sent=True)

    response = writer.get(url("proposal-edit", proposal.pk))

    assert response.url == url("proposal", proposal.pk)


# ---- papers ----------------------------------------------------------------------------------


def upload(client, proposal, content, paper="initiative"):
    file = SimpleUploadedFile("chung-nhan.pdf", content, "application/pdf")
    data = {"paper": paper, "name": "Chứng nhận", "file": file}
    return client.post(url("paper-add", proposal.pk), data)


def test_a_paper_is_kept_and_given_out_to_who_sees_the_proposal(
    writer, place, client_of
):
    proposal = place.draft()
    content = a_paper().content

    upload(writer, proposal, content)

    paper = DossierPaper.objects.get()
    assert (paper.paper, paper.name, paper.proposal) == (
        "initiative", "Chứng nhận", proposal,
    )  # fmt: skip
    given = writer.get(url("paper-file", paper.pk))
    assert given.content == content
    assert given["Content-Security-Policy"].startswith("default-src 'none'")
    assert client_of(place.officer).get(url("paper-file", paper.pk)).status_code == 404
    Proposal.objects.update(status="sent", sent_at=proposal.created_at)
    assert client_of(place.officer).get(url("paper-file", paper.pk)).status_code == 200


@pytest.fixture
def client_of():
    def of(user):
        client = Client()
        client.force_login(user)
        return client

    return of


def test_a_file_that_is_none_is_refused_beside_its_box(writer, place):
    response = upload(writer, place.draft(), b"MZ khong phai pdf")

    assert response.status_code == 422
    assert "Loại tệp này không được nhận" in text(response)
    assert not DossierPaper.objects.exists()


def test_a_lost_file_is_told(writer, place):
    paper = DossierPaperFactory(proposal=place.draft())

    response = writer.get(url("paper-file", paper.pk))

    assert response.status_code == 503
    assert "không còn trong kho" in text(response)


# ---- sending, confirming, appraising ---------------------------------------------------------


def test_several_go_with_one_petition(writer, place):
    first, second = (
        place.draft(),
        place.draft(honouree=HonoureeFactory(unit=place.group)),
    )
    ids = [first.pk, second.pk]
    page = writer.get(url("proposals-send"), {"ma": ids})
    assert "Gửi 2 đề nghị khen thưởng" in text(page)

    response = writer.post(
        url("proposals-send"),
        {"ma": ids, "reference": "05/TTr-TDP", "dated": "01/11/2026"},
    )

    assert response.status_code == 302
    states = set(Proposal.objects.values_list("status", "petition__reference"))
    assert states == {("confirming", "05/TTr-TDP")}


def test_a_refused_sending_keeps_what_was_typed(writer, place):
    proposal = place.draft(summary="")

    response = writer.post(
        url("proposals-send"), {"ma": [proposal.pk], "reference": "05/TTr-TDP"}
    )

    assert response.status_code == 422
    assert 'value="05/TTr-TDP"' in text(response)
    assert "Ghi tóm tắt thành tích" in text(response)


def test_the_head_confirms_from_a_list(client, place):
    proposal = place.draft(confirming=True)
    client.force_login(place.head)
    page = client.get(url("proposals-confirm"))
    assert "Bà Trần Thị Hoa" in text(page)

    client.post(
        url("proposals-confirm"), {"ma": [proposal.pk], f"ban-{proposal.pk}": "0"}
    )

    assert Proposal.objects.get().status == "sent"


def test_the_officer_goes_from_reception_to_ready(officer, place):
    proposal = place.draft(sent=True)
    today = f"{localdate():%d/%m/%Y}"

    officer.post(url("proposals-receive"), {"ma": [proposal.pk], "day": today})
    assert Proposal.objects.get().status == "appraising"
    page = officer.get(url("proposal", proposal.pk))
    assert page.context["may"] >= {"appraise", "return", "ready", "unfit", "ask"}
    officer.post(
        url("proposal-appraise", proposal.pk), {"text": "Đủ hồ sơ.", "seen": ""}
    )
    officer.post(url("proposal-ready", proposal.pk))

    kept = Proposal.objects.get()
    assert (kept.status, kept.appraisal) == ("ready", "Đủ hồ sơ.")


def test_two_officers_who_note_at_once_are_told_with_both_texts(officer, place):
    proposal = place.draft(appraising=True, appraisal="Của người kia.")

    response = officer.post(
        url("proposal-appraise", proposal.pk), {"text": "Của tôi.", "seen": ""}
    )

    assert response.status_code == 422
    assert "người khác đã ghi: “Của người kia.”" in text(response)
    assert "Của tôi." in text(response)
    again = response.context["appraisal_form"]["seen"].value()
    officer.post(
        url("proposal-appraise", proposal.pk), {"text": "Cả hai.", "seen": again}
    )
    assert Proposal.objects.get().appraisal == "Cả hai."


def test_what_a_colleague_noted_meanwhile_is_not_written_over(officer, place):
    proposal = place.draft(appraising=True)
    appraising.note_appraisal(proposal.pk, by=place.second, text="Của người kia.")

    long = officer.post(
        url("proposal-appraise", proposal.pk), {"text": "a" * 4_001, "seen": ""}
    )
    seen = long.context["appraisal_form"]["seen"].value()
    shorter = officer.post(
        url("proposal-appraise", proposal.pk), {"text": "a", "seen": seen}
    )

    assert long.status_code == 422
    assert "người khác đã ghi: “Của người kia.”" in text(shorter)
    assert Proposal.objects.get().appraisal == "Của người kia."


def test_several_are_received_together_or_not_at_all(officer, place):
    mended = place.draft(appraising=True, status="sent")
    new = place.draft(sent=True)
    yesterday = localdate() - timedelta(days=1)
    data = {"ma": [mended.pk, new.pk], "day": f"{yesterday:%d/%m/%Y}"}

    refused = officer.post(url("proposals-receive"), data)

    assert refused.status_code == 422
    assert "Ngày tiếp nhận trước hôm nay thì ghi lý do" in text(refused)
    assert set(Proposal.objects.values_list("status", flat=True)) == {"sent"}
    officer.post(url("proposals-receive"), data | {"why": "Hồ sơ giấy đến hôm qua."})
    assert list(
        Proposal.objects.order_by("pk").values_list("status", "received_on")
    ) == [("appraising", mended.received_on), ("appraising", yesterday)]


def test_the_own_award_is_told_as_such(client, place):
    proposal = place.draft(confirming=True)
    sent = place.draft(sent=True)
    place.resident.account = place.head
    place.resident.save(update_fields=["account"])
    client.force_login(place.head)

    page = text(client.get(url("proposals-confirm")))
    listed = client.get(url("proposal-list"))

    assert "Đề nghị này cho chính anh/chị nên lãnh đạo khác xác nhận." in page
    assert f'name="ban-{proposal.pk}"' not in page
    assert listed.context["confirms"] == 0
    place.resident.account = place.officer
    place.resident.save(update_fields=["account"])
    client.force_login(place.officer)
    assert (
        "Đề nghị này cho chính anh/chị nên người khác của UBND phường Mẫu thẩm định."
        in text(client.get(url("proposal", sent.pk)))
    )
    [row] = client.get(url("proposal-list")).context["rows"]
    assert (row["proposal"], row["acts"]) == (sent, set())


def test_both_ways_of_what_was_sent_together_are_told(client, place):
    other = place.person(place.group, Role.LEADER)
    by_head = place.draft(created_by=place.head)
    mine = place.draft(created_by=place.writer)
    other.is_active = False
    other.save(update_fields=["is_active"])
    client.force_login(place.writer)

    response = client.post(
        url("proposals-send"),
        {
            "ma": [mine.pk, by_head.pk],
            "scan": SimpleUploadedFile("tt.pdf", a_paper().content, "application/pdf"),
        },
        follow=True,
    )

    assert [str(one) for one in response.context["messages"]] == [
        "Đã trình thủ trưởng xác nhận 1 đề nghị. Đã gửi UBND phường Mẫu 1 đề nghị."
    ]


def test_it_is_returned_with_the_form(officer, place):
    proposal = place.draft(appraising=True)

    response = officer.post(url("proposal-return", proposal.pk), {"reason": "Ghi rõ."})
    assert "Chọn ít nhất một phần phải bổ sung." in text(response)
    assert "Ghi rõ." in text(response)
    officer.post(
        url("proposal-return", proposal.pk), {"parts": ["report"], "reason": "Ghi rõ."}
    )

    assert Proposal.objects.get().status == "returned"


def test_everybody_who_sees_it_reads_its_book(officer, place):
    proposal = place.draft(sent=True)
    officer.post(url("proposals-receive"), {"ma": [proposal.pk], "day": ""})

    page = text(officer.get(url("proposal-history", proposal.pk)))

    assert "Tiếp nhận đề nghị" in page


def test_to_a_stranger_there_is_no_such_proposal(client, place, client_of):
    stranger = client_of(Ward(WardFactory()).officer)
    proposal = place.draft(sent=True)

    for name in ("proposal", "proposal-edit", "proposal-history", "proposal-return"):
        assert stranger.get(url(name, proposal.pk)).status_code == 404


# ---- bình xét, hỏi ý kiến --------------------------------------------------------------------


def test_a_review_is_recorded_and_ordered_with_its_ties(writer, place):
    names = ("Ông A", "Bà B", "Bà C")
    found = [
        place.draft(honouree=HonoureeFactory(unit=place.group, name=name))
        for name in names
    ]
    data = {
        "ma": [one.pk for one in found], "held_on": "20/11/2026", "total": "44",
        "present": "41", "chair": "Ông Minh", "campaign": "",
    }  # fmt: skip
    for one, votes in zip(found, ("39", "30", "30"), strict=True):
        data |= {f"phieu-{one.pk}": votes, f"chong-{one.pk}": "2"}

    writer.post(url("review-record"), data)

    review = PeerReview.objects.get()
    page = writer.get(url("review", review.pk))
    told = [(row.told, str(row.line.proposal)) for row, _ in page.context["rows"]]
    assert told == [("1", "Ông A"), ("2–3", "Bà B"), ("2–3", "Bà C")]
    assert "Bà B, Bà C cùng 30 phiếu đồng ý" in text(page)


def test_more_votes_than_people_are_refused_with_all_that_was_typed(writer, place):
    one = place.draft()
    data = {
        "ma": [one.pk], "held_on": "20/11/2026", "total": "44", "present": "41",
        "chair": "Ông Minh", f"phieu-{one.pk}": "41", f"chong-{one.pk}": "1",
    }  # fmt: skip

    response = writer.post(url("review-record"), data)

    assert response.status_code == 422
    said = "41 đồng ý và 1 không đồng ý nhiều hơn 41 người dự họp."
    assert said in text(response)
    assert 'value="Ông Minh"' in text(response)
    assert not PeerReview.objects.exists()


def test_a_review_that_went_with_its_proposals_is_not_amended(writer, place):
    line = PeerReviewLineFactory(proposal=place.draft(sent=True))
    page = writer.get(url("review", line.review_id))
    assert page.context["can_amend"] is False

    data = {
        "held_on": "20/11/2026", "total": "44", "present": "41", "chair": "Khác",
        f"phieu-{line.proposal_id}": "1",
    }  # fmt: skip
    response = writer.post(url("review-amend", line.review_id), data)
    assert "đã gửi cùng hồ sơ" in text(response)


def test_a_review_is_amended_whole(writer, place):
    line = PeerReviewLineFactory(proposal=place.draft())
    page = writer.get(url("review-amend", line.review_id))
    seen = page.context["form"]["seen"].value()
    data = {
        "held_on": "20/11/2026", "total": "30", "present": "20", "chair": "Bà Lan",
        f"phieu-{line.proposal_id}": "18", f"chong-{line.proposal_id}": "2",
        "seen": seen,
    }  # fmt: skip

    writer.post(url("review-amend", line.review_id), data)

    review = PeerReview.objects.get()
    assert (review.present, review.chair) == (20, "Bà Lan")
    assert review.lines.get().votes_for == 18


def test_an_opinion_is_asked_from_the_list_and_answered_on_paper(officer, place):
    proposal = place.draft(appraising=True)
    due = localdate() + timedelta(days=5)

    officer.post(
        url("opinion-ask"),
        {
            "ma": [proposal.pk], "purpose": "concurrence", "body": "Công an phường",
            "question": "Có vi phạm không?", "due_on": f"{due:%d/%m/%Y}",
        },
    )  # fmt: skip
    asked = OpinionRequest.objects.get()
    assert "Chờ trả lời" in text(officer.get(url("opinion", asked.pk)))
    officer.post(
        url("opinion-record", asked.pk),
        {"answer": "agrees", "answered_on": f"{localdate():%d/%m/%Y}"},
    )

    asked.refresh_from_db()
    assert (asked.answer, asked.recorded_by) == ("agrees", place.officer)


def test_an_opinion_is_dropped_with_a_reason(officer, place):
    asked = OpinionItemFactory(proposal=place.draft(appraising=True)).request

    officer.post(url("opinion-drop", asked.pk), {"reason": "Hỏi nhầm nơi."})

    asked.refresh_from_db()
    assert asked.dropped_because == "Hỏi nhầm nơi."
    assert "Đã thôi hỏi" in text(officer.get(url("opinion-list")))


# ---- many at once ----------------------------------------------------------------------------


def grid(client, place, act, **more):
    data = {"don-vi": place.group.pk, "token": "t1", "act": act} | more
    return client.post(url("proposal-grid"), data)


def test_a_block_out_of_excel_becomes_drafts_once(writer, place):
    HonoureeFactory(unit=place.group, name="Ông Lê Văn Cam")
    block = (
        "Họ và tên\tHình thức\tThành tích\n"
        'Bà Trần Thị Hoa\tGiấy khen của Chủ tịch UBND cấp xã\t"Hiến đất.\nGiúp hộ nghèo."\n'
        "Ông Lê Văn Cam\t\tTuần tra đêm."
    )
    more = {"dan": block, "hinh-thuc": place.offer}

    looked = grid(writer, place, "dan", **more)
    assert "2 dòng đều đúng" in text(looked)
    grid(writer, place, "lap", **more)
    grid(writer, place, "lap", **more)

    rows = Proposal.objects.order_by("batch_row")
    assert list(rows.values_list("subject_name", "summary", "status")) == [
        ("Bà Trần Thị Hoa", "Hiến đất.\nGiúp hộ nghèo.", "draft"),
        ("Ông Lê Văn Cam", "Tuần tra đêm.", "draft"),
    ]


def test_nothing_is_guessed_and_nothing_is_entered(writer, place):
    HonoureeFactory(unit=place.group, name="Bà Trần Thị Hoa")
    block = (
        "Bà Trần Thị Hoa\tGiấy khen của Chủ tịch UBND cấp xã\tMột.\n"
        "Bà Không Có\tGiấy khen của Chủ tịch UBND cấp xã\tHai.\n"
        "Tổ dân phố số 7\tGiấy khen lạ\tBa.\n"
    )

    response = grid(writer, place, "lap", dan=block)

    assert response.status_code == 422
    faults = [line.faults for line in response.context["lines"]]
    assert faults == [
        ["Có 2 đối tượng tên “Bà Trần Thị Hoa”; chọn một ở bên."],
        [
            "Không có ai, tập thể nào của đơn vị tên “Bà Không Có”; sửa tên, hoặc nhờ ghi "
            "thêm."
        ],
        ["Không có hình thức “Giấy khen lạ” trong danh sách được đề nghị."],
    ]
    assert not Proposal.objects.exists()


def test_of_two_of_one_name_the_chosen_is_meant(writer, place):
    other = HonoureeFactory(unit=place.group, name="Bà Trần Thị Hoa")
    more = {
        "ten": ["Bà Trần Thị Hoa"], "ht": [""], "tt": ["Một."],
        "hinh-thuc": place.offer, "chon-1": f"h{other.pk}",
    }  # fmt: skip

    grid(writer, place, "lap", **more)

    assert Proposal.objects.get().honouree == other


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ("Bà Trần Thị Hoa\t\tMột.\n" * 20_000, "Bảng dán dài quá 400.000 ký tự"),
        (
            'Bà Trần Thị Hoa\t\t"' + "a" * 140_000,
            "một dấu nháy kép mở ra mà không đóng",
        ),
    ],
)
def test_what_cannot_be_read_whole_is_refused_and_stays(writer, place, block, told):
    response = grid(writer, place, "dan", dan=block)

    assert response.status_code == 422
    assert told in response.context["problem"]
    assert response.context["pasted"] == block
    assert response.context["lines"] == []


def test_a_choice_that_is_no_number_is_none(writer, place):
    more = {
        "ten": ["Bà Trần Thị Hoa"], "ht": [""], "tt": ["Một."],
        "hinh-thuc": place.offer, "chon-1": "h" + "9" * 5_000,
    }  # fmt: skip

    grid(writer, place, "lap", **more)

    assert Proposal.objects.get().honouree == place.resident


@pytest.mark.parametrize("amount", [1, 3])
def test_unknown_names_cost_the_same(writer, place, amount, django_assert_num_queries):
    names = ["Bà Trần Hoa", "Ông Lê Thị Hoa", "Tổ dân phố"][:amount]
    block = "".join(f"{name}\t\tMột.\n" for name in names)
    grid(writer, place, "xet", dan=block)

    with django_assert_num_queries(15):
        lines = grid(writer, place, "xet", dan=block).context["lines"]
    near = [[one.name for one in line.choices] for line in lines]
    assert near == [
        ["Bà Trần Thị Hoa"], ["Bà Trần Thị Hoa"], ["Tổ dân phố số 7"],
    ][:amount]  # fmt: skip
