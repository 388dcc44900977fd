"""Biên bản phiên họp: drafted from what the session came to, signed by two in one file."""

import subprocess
from io import BytesIO

import pytest
from asn1crypto import x509
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, localtime
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from awards import actions as awards
from awards.council.record import record_of
from awards.models import CouncilSession, Seat
from reports import actions, pacting, tasks
from reports.demo import minutes as demo
from reports.minutes import draft
from reports.models import Attempt, Certificate, PactFile, PactPaper, PactSeat
from reports.rendering import TALLY_HEAD, page_texts
from reports.verifying import verify
from tests.factories import MembershipFactory, PactSeatFactory, Role
from tests.factories.council import CouncilFactory
from tests.minutes_scene import ABSENCE, LATER, WHY_NOT, Minuted, content, fresh
from tests.office import take_keys
from tests.own_device import sign_on_device
from units import audit, fence
from units.errors import Refused
from units.wording import vn_long_date

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def place(db, settings, office, pictures):
    take_keys(settings, office)
    council = Minuted(office, pictures)
    council.keys()
    return council


@pytest.fixture
def paper(place):
    return place.laid()


def words(pdf, *pages):
    texts = page_texts(pdf)
    return " ".join(
        " ".join(texts[page] for page in pages or range(len(texts))).split()
    )


def book(thing):
    return list(audit.history(thing).values_list("action", "actor"))[::-1]


# ---- lời biên bản ------------------------------------------------------------------------


def test_the_pages_say_what_the_session_came_to(paper, place):
    session, said = paper.session, words(content(paper))
    first, second, third = place.proposals
    names = [user.full_name for user in place.users]
    at = localtime(session.finished_at)
    ended = f"{at.hour:02d} giờ {at.minute:02d}, {vn_long_date(at)}"

    assert (paper.status, paper.symbol) == ("signing", "01/BB-UBND")
    for sentence in (
        "Số: 01/BB-UBND",
        f"BIÊN BẢN {session}: Xét khen thưởng",
        "Địa điểm: Phòng họp số 2.",
        "Hình thức: họp.",
        "Hội đồng có 07 thành viên biểu quyết theo Quyết định số 12/QĐ-UBND ngày 01 tháng 01 "
        "năm 2020; có mặt 07 người; cho ý kiến bằng văn bản 00 người; vắng mặt 01 người.",
        f"- {names[0]}, Chủ tịch Hội đồng.",
        f"- {names[6]}, Ủy viên Hội đồng (lý do: {ABSENCE}).",
        f"Chủ trì (chủ tọa): {names[0]}, Chủ tịch Hội đồng.",
        f"Thư ký (người ghi biên bản): {place.secretary.full_name}.",
        f"1. {first.subject_name}: Giấy khen mẫu. Đơn vị đề nghị: {first.unit}.",
        "Quy định biểu quyết: thông qua khi từ 70% tổng số thành viên",
        f"Không tham gia xét: {names[5]} (cùng đơn vị).",
        "Lượt 1: bỏ phiếu kín, thu về 5/5 phiếu; đồng ý 5, không đồng ý 0, không hợp lệ 0; tỷ "
        "lệ đồng ý 5/7 = 71,4%",
        f"2. {second.subject_name}: Giấy khen mẫu.",
        "thu về 6/6 phiếu; đồng ý 1, không đồng ý 4, không hợp lệ 1; tỷ lệ đồng ý 1/7 = 14,2%",
        f"Kết luận: không thông qua. {WHY_NOT}",
        f"3. {third.subject_name}: Giấy khen mẫu.",
        f"Kết luận: để phiên sau. {LATER}",
        f"Phiên họp kết thúc vào {ended}./.",
        "KẾT QUẢ KIỂM PHIẾU (Kèm theo Biên bản số 01/BB-UBND)",
    ):  # fmt: skip
        assert sentence in said, sentence


def test_it_is_set_as_the_form_of_minutes_has_it(paper):
    """R122: no line of place and date; secretary left, chair right, Nơi nhận below."""
    pdf = content(paper)
    texts = page_texts(pdf)
    head, body = " ".join(texts[0].split()), words(pdf, *range(len(texts) - 1))
    rendered = paper.files.get(stage="rendered")
    (left_page, left, low, *_), (right_page, right, *_) = (
        rendered.places["1"], rendered.places["2"],
    )  # fmt: skip

    before_title = head[: head.index("BIÊN BẢN")]
    assert "Số: 01/BB-UBND" in before_title
    assert "ngày" not in before_title
    assert left_page == right_page == len(texts) - 2
    assert left < right
    ending = body[body.index("Phiên họp kết thúc vào") :]
    assert ending.index("./.") < ending.index("THƯ KÝ") < ending.index("CHỦ TỌA")
    assert ending.index("CHỦ TỌA") < ending.index("Nơi nhận:")
    assert "- Lưu: VT, hồ sơ phiên họp." in ending
    boxes = _words_at(pdf, left_page, "Nơi")
    assert boxes
    assert max(boxes) < low  # below the two
    form = PdfFileReader(BytesIO(pdf)).root["/AcroForm"]["/Fields"]
    assert [str(one.get_object()["/T"]) for one in form] == ["NguoiKy1", "NguoiKy2"]


def _words_at(pdf, page, word):
    """How high above the foot of the page that word stands, each time."""
    done = subprocess.run(
        ["pdftotext", "-bbox", "-f", str(page + 1), "-l", str(page + 1), "-", "-"],
        input=pdf, capture_output=True, check=True,
    )  # fmt: skip
    found = []
    for line in done.stdout.decode().splitlines():
        if "<page" in line:
            height = float(line.split('height="')[1].split('"')[0])
        if f">{word}<" in line:
            found.append(height - float(line.split('yMin="')[1].split('"')[0]))
    return found


def test_a_secret_ballot_is_told_in_numbers_alone(paper, place):
    pdf = content(paper)
    said = words(pdf, len(page_texts(pdf)) - 1)
    first = place.proposals[0].subject_name

    assert "Ý kiến của từng thành viên" not in words(pdf)
    assert f"1 {first}: Giấy khen mẫu 1 7 6 1 5 5 0 5 0 0 7 5 71,4% đạt" in said
    for user in place.users:
        assert user.full_name not in said


def test_an_open_vote_names_who_chose_what_and_a_void_round_its_reason(place):
    open_ = Minuted(place.office, place.pictures, ballot="open", proposals=1, members=3)
    session = open_.running()
    (first,) = open_.opened(session)
    awards.void_round(first.pk, by=open_.secretary, reason="Mất điện")
    (second,) = open_.opened(session, reason="Biểu quyết lại sau khi có điện")
    open_.cast(second, "agree", "agree", "agree")
    open_.closed(second)
    awards.conclude_passed(session.pk, by=open_.secretary)
    awards.finish_session(session.pk, by=open_.secretary)
    session = open_.again(session)
    made = draft(session, record_of(session))

    chair, *others = [user.full_name for user in open_.users]
    assert "Lượt 1: hủy, phiếu không mở. Lý do: Mất điện." in made.text
    assert "Lượt 2 (Biểu quyết lại sau khi có điện): biểu quyết công khai" in made.text
    for name in (chair, *others):
        assert f"{name}: đồng ý" in made.text
    rows = [row.split("\t") for row in made.tally.splitlines()]
    assert [len(row) for row in rows] == [len(TALLY_HEAD)] * 2
    assert [row[-1] for row in rows] == ["hủy lượt", "đạt"]


def test_in_writing_ballots_go_to_all_who_weigh_it(place):
    written = Minuted(place.office, place.pictures, proposals=1, written_opinions=True)
    session = written.running(kind="written")
    (item,) = written.items(session)
    awards.record_recusal(
        item.pk, written.seats[6].pk, by=written.secretary, reason="họ hàng"
    )
    (round_,) = written.opened(session)
    written.cast(round_, *["agree"] * 5)
    written.closed(round_)
    awards.conclude_passed(session.pk, by=written.secretary)
    awards.finish_session(session.pk, by=written.secretary)
    session = written.again(session)
    text = draft(session, record_of(session)).text

    assert "Hình thức: lấy ý kiến bằng văn bản, nhận ý kiến đến" in text
    assert "có mặt 00 người; cho ý kiến bằng văn bản 05 người" in text
    assert "Lượt 1: bỏ phiếu kín, thu về 5/6 phiếu; đồng ý 5," in text


# ---- ai lập, ai ký -----------------------------------------------------------------------


def test_only_the_secretary_lays_it_and_only_of_an_ended_session(place):
    session = place.running(present=7)
    with pytest.raises(Refused, match=r"“Đang họp”\. Bế mạc phiên họp rồi mới lập"):
        actions.lay_minutes(session.pk, by=place.secretary)
    with pytest.raises(PermissionDenied):
        actions.lay_minutes(session.pk, by=place.users[0])
    stranger = MembershipFactory(role=Role.SECRETARY).user
    with pytest.raises(PermissionDenied):
        actions.lay_minutes(session.pk, by=stranger)


def test_pressed_twice_there_is_one_paper(place):
    session = place.held()
    first = actions.lay_minutes(session.pk, by=place.secretary)
    with pytest.raises(Refused, match="đã có biên bản đang ký"):
        actions.lay_minutes(session.pk, by=place.secretary)
    other = PactPaper.objects.get(pk=first.pk)
    other.pk, other.code = None, "ABCDEFGH"
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save(force_insert=True)
    assert PactPaper.objects.of_session(session).count() == 1


def test_who_has_no_account_signs_on_paper(place):
    session = place.held()
    Seat.objects.filter(pk=place.seats[0].pk).update(account=None)
    with pytest.raises(Refused) as refused:
        actions.lay_minutes(session.pk, by=place.secretary)
    assert str(refused.value) == (
        f"{place.seats[0].name} không có tài khoản còn vai trò ở Hội đồng nên không ký số được. "
        "In biên bản, ký trên bản giấy rồi kết thúc phiên họp."
    )
    awards.close_session(session.pk, by=place.secretary)
    assert place.again(session).status == "closed"


def test_nobody_signs_for_another(paper, place):
    seat = place.seat(paper, 0)
    for by in (place.users[0], place.users[3]):
        with pytest.raises(Refused, match="chỉ người ấy ký được"):
            actions.sign_minutes(seat.pk, by=by)
        with pytest.raises(Refused, match="chỉ người ấy ký được"):
            actions.take_minutes_signature(seat.pk, by=by, content=b"x")
    with pytest.raises(PermissionDenied):
        actions.sign_minutes(seat.pk, by=MembershipFactory(role=Role.MEMBER).user)
    with pytest.raises(PermissionDenied):
        actions.sign_pact(seat.pk, by=place.secretary)
    with pytest.raises(PermissionDenied):
        actions.refuse_pact(seat.pk, by=place.secretary, reason="Không")
    with pytest.raises(PermissionDenied):
        actions.drop_pact_paper(paper.pk, by=place.secretary, reason="Bỏ")
    assert place.seat(paper, 0).asked_at is None


# ---- ký ----------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_both_sign_the_same_file_and_the_session_closes_by_itself(
    paper, place, office, tmp_path, order
):
    rendered = content(paper)
    half = place.sign(paper, order[0])
    assert (half.status, half.session.status) == ("signing", "minutes")
    assert verify(content(half)).messages[0] == (
        "Biên bản còn 1 người chưa ký, nên chưa phải bản đủ chữ ký."
    )
    done = place.sign(paper, order[1])
    pdf = content(done)
    file = tmp_path / "bien-ban.pdf"
    file.write_bytes(pdf)
    said = subprocess.run(
        ["pdfsig", "-nocert", file], capture_output=True, text=True, check=False
    ).stdout
    reader = PdfFileReader(BytesIO(pdf))
    roots = [x509.Certificate.load(der) for der in office.fresh_trust().roots]
    trust = ValidationContext(allow_fetching=False, trust_roots=roots)
    found = [
        validate_pdf_signature(one, trust, trust)
        for one in reader.embedded_regular_signatures
    ]
    report = verify(pdf)

    assert pdf.startswith(rendered)
    assert report.verdict == "HOP_LE"
    assert [(one.field, one.name, one.level) for one in report.signers] == [
        (f"NguoiKy{at + 1}", place.signer(at).full_name, "B-LTA") for at in order
    ]
    assert [(one.bottom_line, one.docmdp_ok) for one in found] == [(True, True)] * 2
    assert said.count("Signature is Valid.") == 2
    assert (done.status, done.session.status) == ("complete", "closed")
    assert done.session.closed_at is not None
    assert not done.session.items.filter(released_at=None).exists()
    assert book(done.session)[-1] == ("councilsession.closed", place.secretary.pk)
    pacting.sign(paper.pk)  # once more: nothing is left to do
    closings = audit.history(done.session).filter(action="councilsession.closed")
    assert closings.count() == 1


def test_the_book_says_who_did_what(paper, place):
    place.sign(paper, 1, 0)
    secretary, chair = place.secretary.pk, place.users[0].pk

    assert book(paper) == [
        ("pactpaper.added", secretary), ("pactpaper.signing", secretary),
        ("pactpaper.complete", secretary),
    ]  # fmt: skip
    assert book(place.seat(paper, 1)) == [
        ("pactseat.added", secretary), ("pactseat.asked", chair), ("pactseat.signed", chair),
    ]  # fmt: skip
    assert audit.history(paper).first().unit_id == place.council.pk


def test_the_secretary_signs_on_a_device_of_their_own(paper, place, office):
    place.sign(paper, 1)
    place.ask(paper, 0, outside=True)
    key = f"bien-ban-{place.secretary.pk}"
    signed = sign_on_device(content(paper), office, key, field="NguoiKy1")
    Certificate.objects.filter(user=place.secretary).delete()
    seat = place.seat(paper, 0)
    actions.take_minutes_signature(seat.pk, by=place.secretary, content=signed)
    pacting.sign(paper.pk)

    done = fresh(paper)
    assert (done.status, done.session.status) == ("complete", "closed")


def test_a_worker_killed_before_its_commit_has_changed_nothing(
    paper, place, monkeypatch
):
    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    place.sign(paper, 0)
    place.ask(paper, 1)
    with monkeypatch.context() as patch:
        patch.setattr(awards, "record_minutes", die)
        with pytest.raises(Killed):
            pacting.sign(paper.pk)
    half = fresh(paper)
    assert (half.status, half.session.status) == ("signing", "minutes")
    assert Attempt.objects.get().work == f"pact-sign:{paper.pk}"
    assert pacting.owed() == [(paper.pk, "signing")]

    pacting.sign(paper.pk)
    done = fresh(paper)
    assert (done.status, done.session.status) == ("complete", "closed")
    assert not Attempt.objects.exists()


def test_the_demonstration_waits_for_the_workers(place, monkeypatch):
    session, told = place.held(), []

    def work(_):
        for paper in PactPaper.objects.of_session(session):
            pacting.render(paper.pk)
            pacting.sign(paper.pk)

    monkeypatch.setattr(demo.time, "sleep", work)
    monkeypatch.setattr(tasks.sign_pact, "delay", lambda pk: None)
    demo.sign(session, place.secretary, told.append, 60)
    assert told == [f"  {place.council} 01/BB-UBND: {session}: Xét khen thưởng"]
    assert place.again(session).status == "closed"


# ---- họp tiếp ----------------------------------------------------------------------------


def test_a_session_that_goes_on_leaves_its_minutes_behind(paper, place):
    place.sign(paper, 0)
    place.ask(paper, 1)
    awards.resume_session(paper.session_id, by=place.secretary)
    pacting.sign(paper.pk)  # the worker comes too late

    left = fresh(paper)
    seat = place.seat(paper, 1)
    told = "Phiên họp đã họp tiếp sau khi lập biên bản này."
    assert (left.is_in_force, left.why_not_in_force) == (False, told)
    assert (seat.signature, seat.problem, seat.asked_at) == (None, told, None)
    with pytest.raises(Refused, match=told):
        place.ask(paper, 1)
    assert pacting.owed() == []
    assert not PactSeat.objects.waiting_for_signer(place.users[0]).exists()

    awards.finish_session(paper.session_id, by=place.secretary)
    with pytest.raises(Refused, match=told):
        place.ask(paper, 1)
    again = place.laid(place.again(paper.session))
    left.refresh_from_db()
    assert (left.status, left.reason) == ("dropped", told)
    assert again.version == 2
    assert place.sign(again, 0, 1).session.status == "closed"


def test_closed_by_hand_the_paper_under_way_is_signed_no_more(paper, place):
    awards.close_session(paper.session_id, by=place.secretary)
    with pytest.raises(Refused, match="kết thúc theo biên bản ký trên bản giấy"):
        place.ask(paper, 0)


def test_it_can_be_dropped_and_laid_anew(paper, place):
    with pytest.raises(Refused, match="Ghi lý do bỏ bản đang ký"):
        actions.drop_minutes(paper.pk, by=place.secretary, reason=" ")
    with pytest.raises(PermissionDenied):
        actions.drop_minutes(paper.pk, by=place.users[0], reason="Sai")
    actions.drop_minutes(paper.pk, by=place.secretary, reason="Sai chính tả")
    assert fresh(paper).why_not_in_force == "Đã bỏ bản ký này: Sai chính tả"
    assert place.laid(paper.session).symbol == paper.symbol


# ---- cơ sở dữ liệu giữ -------------------------------------------------------------------


def test_a_paper_is_of_one_thing_and_a_seat_of_one_person(paper, place):
    rows = PactPaper.objects.filter(pk=paper.pk)
    for change in ({"ended_at": None}, {"symbol": ""}, {"starts_on": localdate()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    seats = PactSeat.objects.filter(paper=paper)
    for change in (
        {"council_seat": None}, {"signer": None}, {"unit": place.council},
        {"council_seat": place.seats[0]},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            seats.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        PactSeatFactory(paper=paper, unit=None, unit_name="Ai đó", position=9)


def test_complete_it_never_changes(paper, place):
    done = place.sign(paper, 0, 1)
    for change in ({"text": "Khác"}, {"tally": "Khác"}, {"status": "dropped"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PactPaper.objects.filter(pk=done.pk).update(**change)
    assert CouncilSession.objects.get(pk=done.session_id).status == "closed"
    assert PactFile.objects.official().filter(paper=done).exists()


# ---- hàng rào ----------------------------------------------------------------------------


def _seen(user=None, code=""):
    """What a query without any filter gives behind the fence."""
    with fence.raised():
        if user is not None:
            fence.admit(user)
        if code:
            fence.disclose(code)
        return [
            model._base_manager.count() for model in (PactPaper, PactSeat, PactFile)
        ]


def test_a_forgotten_filter_shows_the_minutes_to_nobody_else(paper, place):
    everything = [1, 2, 1]
    aside, member = place.users[5], place.users[2]
    other = MembershipFactory(unit=CouncilFactory(), role=Role.SECRETARY).user

    assert _seen(member) == _seen(aside) == everything
    assert _seen(other) == _seen() == _seen(code=paper.code) == [0, 0, 0]
    awards.resume_session(paper.session_id, by=place.secretary)
    assert _seen(member) == everything
    assert _seen(aside) == [0, 0, 0]
    awards.finish_session(paper.session_id, by=place.secretary)
    done = place.sign(place.laid(place.again(paper.session)), 0, 1)
    assert _seen(code=done.code) == [1, 2, 4]
    assert _seen(code=paper.code) == [0, 0, 0]
