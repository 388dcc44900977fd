"""Công khai: rules, what is masked, what citizens read of decisions, and for how long."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from awards import actions, rulings
from awards.models import DecisionLine, PublicityRule
from awards.publicity.veiling import Honoured, Veil
from tests.factories import (
    DecisionFactory,
    DecisionLineFactory,
    HonoureeFactory,
    Role,
    UnitFactory,
    UserFactory,
    other_ward,
    ward,
)
from tests.factories.publicity import PublicityRuleFactory
from tests.paper_files import words
from units.errors import Refused
from units.models import AuditEntry, Membership

DAY = timedelta(days=1)
NOTHING = "Không có danh sách công khai ở đây"


@pytest.fixture
def place(db):
    return ward()


def url(place, *more):
    name = "public-decision" if more else "public-awards"
    return reverse(f"reports:{name}", args=[place.unit.code, *more])


def issued(place, *, days_ago=0, **fields):
    leads = Membership.objects.get(user=place.leader, role=Role.LEADER)
    return DecisionFactory(
        authority=place.unit, signer=leads, issued=True,
        issued_on=localdate() - days_ago * DAY, **fields,
    )  # fmt: skip


def person(decision, name="Trần Thị Thu Hoa", **fields):
    return DecisionLineFactory(decision=decision, subject_name=name, **fields)


def collective(decision, name="Tổ dân phố số 5"):
    return DecisionLineFactory(
        decision=decision, subject="collective", honouree=None,
        collective=UnitFactory(quiet=True), subject_name=name,
        subject_title="Phường Mẫu",
    )  # fmt: skip


def taken_back(line, *, status="issued"):
    """Another decision that takes the line back."""
    target = line.decision
    extra = {"issued": True} if status == "issued" else {}
    made = DecisionFactory(
        authority=target.authority, signer=target.signer, kind="cancel", target=target,
        target_code=target.code, reason="Khai không đúng", title="Về việc hủy bỏ", **extra,
    )  # fmt: skip
    if status == "issued":
        type(made).objects.filter(pk=made.pk).update(code="HUYB2345", number=9)
    DecisionLineFactory(
        decision=made, cancels=line, honouree=line.honouree, collective=line.collective,
        subject=line.subject, subject_name=line.subject_name,
    )  # fmt: skip
    return made


# ---- rules --------------------------------------------------------------------------------


def lay(place, **more):
    said = {
        "days_before": 5, "days_after": 30, "masks_names": True, "masks_post": True,
        "child_age": 16,
    }  # fmt: skip
    return actions.lay_rule(
        "cong-khai", place.unit.pk, by=place.administrator, said=said | more,
        valid_from=localdate(), basis="Quy chế của phường", certainty="check",
    )  # fmt: skip


def test_a_rule_is_laid_by_the_act_of_all_rules(place):
    rule = lay(place)

    assert str(rule) == "công khai đề nghị 5 ngày; công khai quyết định 30 ngày"
    assert rule.more == (
        "che chữ đệm của họ tên, chức vụ, nơi công tác, địa chỉ; "
        "người dưới 16 tuổi chỉ ghi chữ đầu họ tên"
    )
    line = AuditEntry.objects.get(action="publicityrule.added")
    assert (line.actor, line.unit) == (place.administrator, place.unit)


def test_another_ward_lays_none_here(place):
    for by in (other_ward().administrator, place.officer):
        with pytest.raises(PermissionDenied):
            actions.lay_rule(
                "cong-khai", place.unit.pk, by=by, said={}, valid_from=localdate(),
                basis="x", certainty="check",
            )  # fmt: skip
    assert not PublicityRule.objects.exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"days_before": 61}, "không quá 60 ngày"),
        ({"days_after": 3_651}, "không quá 3.650 ngày"),
        ({"child_age": 19}, "Tuổi ghi từ 1 đến 18"),
        ({"child_age": 0}, "Tuổi ghi từ 1 đến 18"),
    ],
)
def test_a_rule_has_its_bounds(place, more, said):
    with pytest.raises(Refused, match=said):
        lay(place, **more)
    rule = PublicityRuleFactory(authority=place.unit, valid_from=localdate() + 9 * DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicityRule.objects.filter(pk=rule.pk).update(**more)


def test_one_rule_at_a_time_and_it_stands_once_begun(place):
    rule = PublicityRuleFactory(authority=place.unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicityRule.objects.bulk_create(
            [PublicityRuleFactory.build(authority=place.unit)]
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicityRule.objects.filter(pk=rule.pk).update(masks_names=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicityRule.objects.filter(pk=rule.pk).delete()


def test_the_own_rule_goes_before_the_one_above_and_the_common_one(place):
    office = UnitFactory(parent=place.unit)
    today = localdate()
    assert rulings.publicity_rule_on(office, today) is None
    common = PublicityRuleFactory()
    assert rulings.publicity_rule_on(office, today) == common
    of_ward = PublicityRuleFactory(authority=place.unit)
    assert rulings.publicity_rule_on(office, today) == of_ward
    own = PublicityRuleFactory(authority=office)
    assert rulings.publicity_rule_on(office, today) == own
    assert rulings.publicity_rule_on(place.unit, today) == of_ward


def test_its_form_is_that_of_all_rules(client, place):
    client.force_login(place.administrator)
    address = reverse("awards:rule-lay", args=["cong-khai"])
    asked = client.get(address)
    for said in ("Số ngày công khai đề nghị", "Che chữ đệm của họ tên", "Ví dụ 16."):
        assert said in words(asked)

    answer = client.post(
        address,
        {
            "authority": place.unit.pk, "days_before": "5", "days_after": "30",
            "masks_names": "on", "child_age": "", "valid_from": f"{localdate():%d/%m/%Y}",
            "basis": "Quy chế", "certainty": "read",
        },
    )  # fmt: skip

    assert answer.status_code == 302, words(answer)
    rule = PublicityRule.objects.get()
    assert (rule.days_before, rule.days_after, rule.masks_names, rule.masks_post) == (
        5, 30, True, False,
    )  # fmt: skip
    assert rule.child_age is None
    told = words(client.get(reverse("awards:common-rules")))
    assert "Công khai đề nghị 5 ngày; công khai quyết định 30 ngày" in told
    assert "Che chữ đệm của họ tên" in told


# ---- what is masked -----------------------------------------------------------------------


def veil(**more):
    fields = {"masks_names": True, "masks_post": True, "child_age": 16} | more
    return Veil(PublicityRule(**fields), date(2026, 11, 28))


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Trần Thị Thu Hoa", "Trần T. T. Hoa"),
        ("Nguyễn Văn An", "Nguyễn V. An"),
        ("Trần Hà", "T. Hà"),
        ("Hoa", "H."),
        ("Bà Trần Thị Hoa", "Bà Trần T. Hoa"),
        ("Hộ gia đình ông Lê Văn Tám", "Hộ gia đình ông Lê V. Tám"),
        ("Ông Thị Giang", "Ông T. Giang"),
        ("Đồng Văn Út", "Đồng V. Út"),
        ("Y Moan Ênuôl", "Y M. Ênuôl"),
        ("  Đỗ   Minh  Khang ", "Đỗ M. Khang"),
        ("Hộ", "H."),
    ],
)
def test_names(name, masked):
    assert veil().name(Honoured("person", name)) == masked
    assert veil().name(Honoured("household", name)) == masked
    assert veil().name(Honoured("collective", name)) == name
    assert veil(masks_names=False).name(Honoured("person", name)) == name


def test_a_post_is_masked_of_people_alone():
    assert veil().title(Honoured("person", "Trần Thị Hoa", "Công chức")) == ""
    assert veil().title(Honoured("household", "Trần Thị Hoa", "Số 5")) == ""
    assert veil().title(Honoured("collective", "Tổ 5", "Phường Mẫu")) == "Phường Mẫu"
    seen = veil(masks_post=False)
    assert seen.title(Honoured("person", "Trần Thị Hoa", "Công chức")) == "Công chức"


@pytest.mark.parametrize(
    ("born_on", "born_in", "is_child"),
    [
        (date(2010, 11, 29), 2010, True),  # sixteen tomorrow
        (date(2010, 11, 28), 2010, False),
        (date(2012, 2, 29), 2012, True),
        (date(2008, 2, 29), 2008, False),
        (None, 2010, True),  # may not have had the birthday yet
        (None, 2009, False),
        (None, None, False),
    ],
)
def test_a_child_is_known_by_its_birth(born_on, born_in, is_child):
    one = Honoured("person", "Lê Thị Na", "Lớp 9A", born_on=born_on, born_in=born_in)
    seen = veil(masks_names=False, masks_post=False)
    assert seen.is_child(one) == is_child
    assert seen.name(one) == ("L. T. N." if is_child else "Lê Thị Na")
    assert seen.title(one) == ("" if is_child else "Lớp 9A")
    assert not veil(child_age=None).is_child(one)


def test_a_text_names_nobody_in_full():
    people = [
        Honoured("person", "Trần Thị Hoa", "Công chức Văn phòng"),
        Honoured("person", "Bà Trần Thị Hoa Mai", "Tổ 5"),
        Honoured("collective", "Tổ dân phố số 5"),
        Honoured("person", "Hoa"),
    ]
    text = (
        "Trần Thị Hoa, công chức Văn phòng, cùng TRẦN  THỊ HOA MAI và Tổ dân phố số 5 trồng "
        "hoa; bà Trần Thị Hoa Mai góp công. Trần Thị Hoan không có trong danh sách."
    )
    assert veil().text(text, people) == (
        "Trần T. Hoa, …, cùng Trần T. H. Mai và Tổ dân phố số 5 trồng hoa; "
        "Bà Trần T. H. Mai góp công. Trần Thị Hoan không có trong danh sách."
    )
    assert veil(masks_names=False, masks_post=False).text(text, people) == text


# ---- the page of an authority -------------------------------------------------------------


def test_without_a_rule_nothing_is_published(client, place):
    made = issued(place)
    for address in (url(place), url(place, made.pk), "/cong-khai/khong-co/"):
        response = client.get(address)
        assert response.status_code == 404
        assert NOTHING in words(response)
        assert response["Cache-Control"] == "no-store"
        assert made.title not in response.content.decode()


def test_decisions_are_listed_the_newest_first(client, place):
    PublicityRuleFactory(authority=place.unit, days_after=30)
    old = issued(place, days_ago=30, number=3, code="AAAA2345", title="Về việc một")
    new = issued(place, number=8, title="Về việc hai")
    person(new)
    person(new, "Lê Văn Tám")
    collective(new)
    collective(old)

    response = client.get(url(place))
    text = words(response)

    assert response.status_code == 200
    last = localdate() + 30 * DAY
    assert (
        f"Quyết định số 08/QĐ-UBND Về việc hai Ban hành {localdate():%d/%m/%Y} "
        f"01 tập thể và 02 cá nhân Công khai đến hết {last:%d/%m/%Y} Tra bằng mã"
        in text
    )
    # The last of its days; and it masks nothing, so the paper is one step away.
    assert f"Về việc một Ban hành {localdate() - 30 * DAY:%d/%m/%Y} 01 tập thể" in text
    assert text.index("08/QĐ-UBND") < text.index("03/QĐ-UBND")
    shown = response.content.decode()
    assert "/x/AAAA2345/" in shown
    assert f"/x/{new.code}/" not in shown
    assert "Quy chế công khai của phường" in text
    assert url(place, new.pk) in shown


def test_what_is_not_to_be_seen_is_not_there(client, place):
    """Its days over, under way, another's, one that takes back."""
    PublicityRuleFactory(authority=place.unit, days_after=30)
    beside = other_ward()
    shown = issued(place, title="Được công khai")
    line = person(shown)
    hidden = [
        issued(place, days_ago=31, title="Đã quá hạn"),
        DecisionFactory(authority=place.unit, title="Đang soạn"),
        issued(beside, title="Của phường khác"),
        taken_back(line),
    ]

    told = client.get(url(place)).content.decode()
    assert "Được công khai" in told
    for one in hidden:
        assert one.title not in told
        answer = client.get(url(place, one.pk))
        assert answer.status_code == 404
        assert NOTHING in words(answer)
        assert one.title not in answer.content.decode()
    assert client.get(url(place, shown.pk)).status_code == 200


def test_a_rule_that_ended_or_shows_nothing_hides_all(client, place):
    made = issued(place)
    PublicityRuleFactory(authority=place.unit, valid_to=localdate() - DAY)
    assert client.get(url(place)).status_code == 404
    PublicityRuleFactory(authority=place.unit, valid_from=localdate(), days_after=0)
    assert "Hiện không có quyết định nào đang công khai" in words(
        client.get(url(place))
    )
    assert client.get(url(place, made.pk)).status_code == 404


def test_the_number_of_the_authority_leads_there_too(client, place):
    PublicityRuleFactory(authority=place.unit)
    by_number = reverse("reports:public-awards", args=[str(place.unit.pk)])
    assert client.get(by_number).content == client.get(url(place)).content
    for key in ("9" * 30, "²", "0"):
        assert client.get(f"/cong-khai/{key}/").status_code == 404


def test_it_is_the_same_for_everybody(client, place):
    PublicityRuleFactory(authority=place.unit)
    made = issued(place)
    person(made)
    for address in (url(place), url(place, made.pk)):
        anybody = client.get(address)
        client.force_login(place.officer)
        known = client.get(address)
        client.logout()

        assert anybody.content == known.content
        assert known["Cache-Control"] == "public, max-age=60"
        assert known["X-Robots-Tag"] == "noindex, noarchive"
        assert "Cookie" not in known.get("Vary", "")
        assert not known.cookies
        assert client.post(address).status_code == 405


def test_it_is_paged(client, place):
    PublicityRuleFactory(authority=place.unit)
    for number in range(1, 23):
        issued(place, number=number, code=f"TRNG{number:04d}")
    first, second = client.get(url(place)), client.get(url(place) + "?trang=2")
    assert "22/QĐ-UBND" in words(first)
    assert "02/QĐ-UBND" not in words(first)
    assert "02/QĐ-UBND" in words(second)
    assert 'href="?trang=2"' in first.content.decode()
    assert client.get(url(place) + "?trang=x").status_code == 200


@pytest.mark.parametrize("amount", [1, 3])
def test_cost_of_the_list(client, place, amount, django_assert_num_queries):
    PublicityRuleFactory(authority=place.unit)
    for number in range(amount):
        made = issued(place, number=number + 1, code=f"GIAA{number:04d}")
        person(made)
        collective(made)
    # Unit, rule, the role that the fence has, lists, how many, decisions, names.
    with django_assert_num_queries(7):
        client.get(url(place))


# ---- the page of a decision ---------------------------------------------------------------


def test_a_decision_shows_its_list_masked(client, place):
    PublicityRuleFactory(authority=place.unit)
    made = issued(place, title="Về việc tặng Giấy khen cho bà Trần Thị Thu Hoa")
    person(
        made, subject_title="Công chức, số nhà 12 ngõ 3",
        achievement="Bà Trần Thị Thu Hoa giải quyết đúng hạn 99% hồ sơ.",
    )  # fmt: skip
    child = HonoureeFactory(birth_year=localdate().year - 10)
    person(made, "Lê Bé Na", honouree=child, subject_title="Lớp 4A")
    collective(made)

    response = client.get(url(place, made.pk))
    text, shown = words(response), response.content.decode()

    assert "Tập thể 1 trường hợp" in text
    assert "1. Tổ dân phố số 5 Phường Mẫu Giấy khen của Chủ tịch" in text
    assert (
        "2. Trần T. T. Hoa Giấy khen của Chủ tịch Bà Trần T. T. Hoa giải quyết đúng hạn"
        in text
    )
    assert "3. L. B. N. Giấy khen của Chủ tịch" in text
    assert "Về việc tặng Giấy khen cho bà Trần T. T. Hoa" in text
    assert "Tình trạng Còn hiệu lực" in text
    for hidden in ("Thu Hoa", "số nhà 12", "Bé Na", "Lớp 4A", "760.000", made.code):
        assert hidden not in shown
    assert "Tra bản chính bằng mã" in text


def test_a_rule_that_masks_nothing_leads_to_the_paper(client, place):
    PublicityRuleFactory(
        authority=place.unit, masks_names=False, masks_post=False, child_age=None
    )
    made = issued(place)
    person(made, subject_title="Công chức")
    response = client.get(url(place, made.pk))
    assert "1. Trần Thị Thu Hoa Công chức" in words(response)
    assert f"/x/{made.code}/" in response.content.decode()
    assert f"/x/{made.code}/" in client.get(url(place)).content.decode()


def test_what_was_taken_back_says_so(client, place):
    PublicityRuleFactory(authority=place.unit)
    made = issued(place)
    gone, kept = person(made), person(made, "Lê Văn Tám")
    taken_back(gone, status="draft")
    assert "Đã hủy bỏ" not in words(client.get(url(place, made.pk)))
    assert "Đã hủy bỏ" not in words(client.get(url(place)))
    DecisionLine.objects.filter(cancels=gone).delete()

    taken_back(gone)
    text = words(client.get(url(place, made.pk)))
    assert "Đã hủy bỏ đối với 1 trường hợp theo Quyết định số 09/QĐ-UBND" in text
    assert "1. Trần T. T. Hoa Đã hủy bỏ" in text
    assert "2. Lê V. Tám Giấy khen" in text
    assert "Đã hủy bỏ một phần 1 trường hợp" in words(client.get(url(place)))

    taken_back(kept)
    assert "Đã bị hủy bỏ toàn bộ theo" in words(client.get(url(place, made.pk)))
    assert "Đã hủy bỏ một phần" not in words(client.get(url(place)))
    assert "Đã hủy bỏ" in words(client.get(url(place)))


@pytest.mark.parametrize("amount", [1, 3])
def test_cost_of_a_decision(client, place, amount, django_assert_num_queries):
    PublicityRuleFactory(authority=place.unit)
    made = issued(place)
    for _ in range(amount):
        person(made)
    # Unit, rule, the role that the fence has, decision, lines, what took it back.
    with django_assert_num_queries(6):
        client.get(url(place, made.pk))


def test_behind_the_fence_nothing_else_is_read(client, place):
    """The fence is up again once the one question was asked."""
    PublicityRuleFactory(authority=place.unit)
    made = issued(place)
    person(made)
    client.force_login(UserFactory())
    assert client.get(url(place, made.pk)).status_code == 200
    assert client.get(reverse("awards:decision", args=[made.pk])).status_code == 404
