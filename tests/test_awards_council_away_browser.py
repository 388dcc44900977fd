"""Phiên họp mang đi, in a real browser: without network, closed and opened again, handed in."""

import itertools
import os
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from awards import actions
from awards.council.package import rule_data
from awards.council.tally import Count, Rule, result_of
from awards.models import BallotRound, SessionLeave
from tests.accessibility import escaped, faults, overflow, settled
from tests.council_scene import Sitting

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SECRET = "phòng họp số 2 không mạng"


def at(name, *args):
    return reverse(f"awards:{name}", args=args)


def looked(page, name):
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 768})
        settled(page)
        if folder := os.environ.get("COUNCIL_SHOTS"):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        assert (faults(page), overflow(page), escaped(page)) == ([], 0, [])


def take(page, session):
    page.goto(at("session-run", session.pk))
    page.get_by_role("link", name="Mang phiên họp đi (không cần mạng)").click()
    page.get_by_label("Tên máy mang đi").fill("Máy phòng họp")
    page.get_by_role("button", name="Mang đi").click()
    page.get_by_label("Mật khẩu của bản trên máy").fill(SECRET)
    page.get_by_label("Nhập lại mật khẩu").fill(SECRET)
    page.get_by_role("button", name="Giữ phiên họp trên máy này").click()
    expect(page.locator("#off-state")).to_contain_text("mở lại được", timeout=20_000)


def reopened(context, page):
    """The page was closed; with no network a new one is opened."""
    page.close()
    page = context.new_page()
    page.goto(reverse("awards:council-offline"))
    page.get_by_label("Mật khẩu của bản trên máy").fill(SECRET)
    page.get_by_role("button", name="Mở phiên họp").click()
    expect(page.locator("#ban-ghi")).to_be_visible(timeout=20_000)
    return page


def counted(page, item, first, second, who):
    for who_, numbers in (("a", first), ("b", second)):
        for place, number in enumerate(numbers):
            page.locator(f"#{who_}{place}-{item.pk}").fill(str(number))
        if who_ == "a":
            page.locator(f"#xong1-{item.pk}").click()
            assert page.locator(f"#b0-{item.pk}").input_value() == ""
            page.locator(f"#nguoi2-{item.pk}").select_option(label=who)
    page.locator(f"#xong2-{item.pk}").click()


def test_a_session_is_held_without_network_and_handed_in(page, log_in):
    place = Sitting(5, proposals=2)
    session = place.running(present=4)
    first, second = place.items(session)
    log_in(place.secretary)
    take(page, session)
    context = page.context
    context.set_offline(True)

    absent = session.attendances.get(seat=place.seats[4])
    page.locator(f"#absent-{absent.pk}").click()
    page.locator(f"#vang-{absent.pk}").press_sequentially("ốm")
    page.locator(f"#mo-{first.pk}").click()
    page.locator(f"#phat-{first.pk}").click()
    page.locator(f"#a0-{first.pk}").press_sequentially("3")
    expect(page.locator("#off-state")).to_contain_text("không có mạng")
    page.wait_for_timeout(300)
    page = reopened(context, page)
    assert page.locator(f"#vang-{absent.pk}").input_value() == "ốm"
    assert page.locator(f"#a0-{first.pk}").input_value() == "3"
    looked(page, "mang-di")
    other = place.seats[1].name
    counted(page, first, [4, 0, 0], [3, 1, 0], other)
    expect(page.get_by_text("Hai người nhập khác nhau")).to_be_visible()
    page.locator(f"#lai-{first.pk}").click()
    counted(page, first, [4, 0, 0], [4, 0, 0], other)
    expect(page.locator(f"#muc-{first.pk}")).to_contain_text("80%, cần 4/5: đạt")
    page.locator(f"#chot-{first.pk}").click()
    page.locator(f"#ketluan-{first.pk}").click()
    page.locator(f"#loi-{second.pk}").fill("Chờ bổ sung hồ sơ.")
    page.locator(f"#sau-{second.pk}").click()
    page.locator("#be-mac").click()
    page.locator("#nop").click()
    expect(page.locator("#off-alert")).to_contain_text("Chưa mất gì trên máy này")
    assert BallotRound.objects.count() == 0

    context.set_offline(False)
    page.locator("#nop").dblclick()
    expect(page.get_by_text("Dữ liệu trên máy này đã xóa.")).to_be_visible()
    round_ = BallotRound.objects.get()
    assert (round_.agreed, round_.passed) == (4, True)
    assert place.again(session).status == "minutes"
    assert place.again(absent).answer_reason == "ốm"
    left = page.evaluate(
        "new Promise(done => { var a = indexedDB.open('thidua-phien', 1); a.onsuccess = () => {"
        " var r = a.result.transaction('sessions').objectStore('sessions').count();"
        " r.onsuccess = () => done(r.result); }; })"
    )
    assert left == 0


def test_what_is_kept_is_sealed_and_a_wrong_passphrase_opens_nothing(page, log_in):
    place = Sitting(3)
    session = place.running()
    log_in(place.secretary)
    take(page, session)
    kept = page.evaluate(
        "new Promise(done => { var a = indexedDB.open('thidua-phien', 1); a.onsuccess = () => {"
        " var r = a.result.transaction('sessions').objectStore('sessions').getAll();"
        " r.onsuccess = () => done(r.result.map(one => Object.keys(one).join() + "
        "new TextDecoder().decode(one.data)).join()); }; })"
    )
    assert place.users[0].full_name not in kept
    assert kept.startswith("pk,name,salt,iv,data")
    second = page.context.new_page()
    second.goto(at("council-offline"))
    second.get_by_label("Mật khẩu của bản trên máy").fill("sai hết cả rồi")
    second.get_by_role("button", name="Mở phiên họp").click()
    expect(second.get_by_text("Mật khẩu chưa đúng.")).to_be_visible(timeout=20_000)
    second.get_by_label("Mật khẩu của bản trên máy").fill(SECRET)
    second.get_by_role("button", name="Mở phiên họp").click()
    expect(second.get_by_text("đang mở ở thẻ khác")).to_be_visible(timeout=20_000)


def test_an_open_vote_mended_after_a_refusal_and_one_taken_back(page, log_in):
    place = Sitting(3, ballot="open", proposals=1)
    session = place.running()
    [item] = place.items(session)
    log_in(place.secretary)
    take(page, session)
    page.locator(f"#mo-{item.pk}").click()
    page.locator(f"#tatca-{item.pk}").click()
    page.locator(f"#chot-{item.pk}").click()
    page.locator(f"#ketluan-{item.pk}").click()
    # Meanwhile the proposal is no longer one that waits for the council.
    type(item.proposal).objects.filter(pk=item.proposal_id).update(status="appraising")
    page.locator("#be-mac").click()
    page.locator("#nop").click()
    expect(page.locator("#off-alert")).to_contain_text("Đã mở lại phần bế mạc để sửa")
    expect(page.locator(f"#muc-{item.pk}")).to_contain_text(
        "không còn chờ Hội đồng xét"
    )
    looked(page, "tu-choi")
    assert SessionLeave.objects.get().is_away
    page.get_by_text("Ghi lại mục này").click()
    page.locator(f"#sua-{item.pk}").fill("Đề nghị đã rút")
    page.locator(f"#sualoi-{item.pk}").click()
    page.locator(f"#loi-{item.pk}").fill("Đơn vị bổ sung hồ sơ.")
    page.locator(f"#sau-{item.pk}").click()
    actions.recall_session(session.pk, by=place.users[0], reason="Máy chậm về.")
    page.locator("#nop").click()
    expect(page.locator("#off-alert")).to_contain_text("đã lấy lại phiên họp")
    with page.expect_download() as told:
        page.locator("#tai").click()
    text = told.value.path().read_text()
    assert "Kết luận: Để phiên sau: Đơn vị bổ sung hồ sơ." in text
    assert "Ghi lại lúc" in text
    page.goto(at("session-run", session.pk))
    looked(page, "lay-lai")


def test_a_session_taken_away_anew_does_not_open_the_copy_of_before(page, log_in):
    place = Sitting(3, ballot="open", proposals=1)
    session = place.running()
    [item] = place.items(session)
    log_in(place.secretary)
    take(page, session)
    page.locator(f"#loi-{item.pk}").fill("Của lần trước.")
    page.wait_for_timeout(300)
    actions.recall_session(session.pk, by=place.users[0], reason="Máy chậm về.")
    actions.take_session_away(session.pk, by=place.secretary, device="Máy phòng họp")
    page = reopened(page.context, page)
    expect(page.locator("#off-alert")).to_contain_text("đã được mang đi lần khác")
    expect(page.locator(f"#loi-{item.pk}")).to_be_disabled()
    expect(page.locator("#nop")).to_have_count(0)
    expect(page.locator("#tai")).to_be_enabled()
    page.get_by_label("Gõ XÓA").fill("XÓA")
    page.get_by_role("button", name="Xóa, giữ bản mới").click()
    page.get_by_label("Mật khẩu của bản trên máy").fill(SECRET)
    page.get_by_label("Nhập lại mật khẩu").fill(SECRET)
    page.get_by_role("button", name="Giữ phiên họp trên máy này").click()
    expect(page.locator("#off-state")).to_contain_text("mở lại được", timeout=20_000)
    expect(page.locator(f"#loi-{item.pk}")).to_have_value("")

    # What is not settled is named before it is left behind.
    page.locator(f"#loi-{item.pk}").fill("Chưa bấm kết luận.")
    page.locator("#nop").click()
    expect(page.locator("#off-alert")).to_contain_text("lời kết luận chưa chốt")
    assert SessionLeave.objects.filter(returned_at=None, recalled_at=None).exists()
    page.get_by_role("button", name="Nộp, bỏ phần chưa chốt").click()
    expect(page.locator("#off")).to_contain_text("phần chưa chốt dưới đây không được")
    expect(page.get_by_text("Mọi điều đã ghi vào phiên họp.")).to_have_count(0)


def test_a_forgotten_passphrase_deletes_the_copy(page, log_in):
    place = Sitting(3)
    session = place.running()
    log_in(place.secretary)
    take(page, session)
    page.goto(f"{at('council-offline')}?phien={session.pk}")
    page.get_by_role("button", name="Xóa bản trên máy này").click()
    expect(page.get_by_text("Gõ XÓA rồi bấm lại.")).to_be_visible()
    looked(page, "quen-mat-khau")
    page.get_by_label("Gõ XÓA").fill("XÓA")
    page.get_by_role("button", name="Xóa bản trên máy này").click()
    expect(page.get_by_label("Nhập lại mật khẩu")).to_be_visible()


def test_nothing_is_promised_where_the_worker_did_not_install(page, log_in):
    place = Sitting(3)
    session = place.running()
    log_in(place.secretary)
    actions.take_session_away(session.pk, by=place.secretary, device="Máy phòng họp")
    page.add_init_script("navigator.serviceWorker.register = () => Promise.reject()")
    page.goto(f"{at('council-offline')}?phien={session.pk}")
    page.get_by_label("Mật khẩu của bản trên máy").fill(SECRET)
    page.get_by_label("Nhập lại mật khẩu").fill(SECRET)
    page.get_by_role("button", name="Giữ phiên họp trên máy này").click()
    expect(page.locator("#ban-ghi")).to_be_visible(timeout=20_000)
    state = page.locator("#off-state")
    expect(state).to_contain_text("Chưa cài được trang không cần mạng")
    expect(state).not_to_contain_text("mở lại được")


def test_the_laptop_reckons_as_the_server_does(page, log_in):
    """Every count of every size, each rule: the same base, need, result, share."""
    place = Sitting(1, proposals=0)
    log_in(place.secretary)
    page.goto(at("council-offline"))
    asked, wanted = [], []
    rules = itertools.product(
        ("members", "present", "valid"), ("at_least", "more_than"),
        ("0", "50", "66.67", "80", "100"), (False, True),
    )  # fmt: skip
    for of, operator, share, chair in rules:
        rule = Rule(
            threshold=Decimal(share), operator=operator, denominator=of, ballot="open",
            written_opinions=False, chair_agrees=chair, quorum_parts=2, quorum_of=3,
            rule_basis="Quy chế",
        )  # fmt: skip
        for members, present, aside in itertools.product(range(1, 8), range(8), (0, 1)):
            if not aside <= present <= members:
                continue
            for agreed, against in itertools.product(
                range(present - aside + 1), repeat=2
            ):
                if agreed + against > present - aside:
                    continue
                blank = present - aside - agreed - against
                count = Count(
                    members, present, aside, aside, agreed, against, blank, agreed % 2 == 1
                )  # fmt: skip
                found = result_of(rule, count)
                wanted.append(
                    [
                        found.base,
                        found.needed,
                        found.passed,
                        found.percent.replace("\xa0", ""),
                    ]
                )
                asked.append(
                    [len(asked), rule_data(rule, members)["needed"], of, chair, members, present,
                     aside, agreed, against, blank, count.chair]
                )  # fmt: skip
    got = page.evaluate(
        "all => all.map(([_, needed, of, chair, members, present, recusedPresent, agreed,"
        " against, blank, said]) => { var one = thiDuaReckon({ needed, of, chair }, { members,"
        " present, recusedPresent, agreed, against, blank, chair: said });"
        " return [one.base, one.needed, one.passed, one.percent]; })",
        asked,
    )
    assert len(got) > 10_000
    assert got == wanted
