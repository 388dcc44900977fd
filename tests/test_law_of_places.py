"""Văn bản của địa phương: who writes them into the register, whom they bind, what is cited."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaigns import actions
from campaigns.content import Line, PlanContent
from campaigns.models import LegalText
from campaigns.outline import LineKind as K
from campaigns.statutes import Register, basis_of
from tests.desk_forms import words_of
from tests.factories import LegalTextFactory, MembershipFactory, Role, UnitFactory
from tests.factories.wards import Ward
from units.errors import Overtaken, Refused
from units.models import AuditEntry, Unit

pytestmark = pytest.mark.django_db
RULE = {
    "kind": "resolution",
    "number": "12/2024/NQ-HĐND",
    "name": "quy định mức chi tiền thưởng",
    "issuer": "Hội đồng nhân dân tỉnh Mẫu",
    "issued_on": date(2024, 7, 5),
    "certainty": "read",
}
TYPED = RULE | {"issued_on": "05/07/2024"}


@pytest.fixture
def tree():
    province = Ward(UnitFactory(short_name="UBND tỉnh Mẫu"))
    ward = Ward(UnitFactory(parent=province.unit, short_name="UBND phường Mẫu"))
    other = Ward(UnitFactory(short_name="UBND tỉnh Khác"))
    return province, ward, other


def written(place: Ward, **more) -> LegalText:
    return actions.add_legal_text(place.unit.pk, by=place.officer, **(RULE | more))


def codes(unit: Unit, *bases: str) -> list[str]:
    content = PlanContent(
        title="Thi đua",
        lines=tuple(Line(kind=K.BASIS, text=one) for one in bases),
    )
    return [m.text.code for m in Register.load(unit).mentions(content)]


# ---- whom it binds ---------------------------------------------------------------------------


def test_a_province_writes_once_and_its_wards_cite_it(tree):
    province, ward, other = tree
    text = written(province)

    assert basis_of(text) == (
        "Căn cứ Nghị quyết số 12/2024/NQ-HĐND ngày 05 tháng 7 năm 2024 của Hội đồng nhân dân "
        "tỉnh Mẫu quy định mức chi tiền thưởng;"
    )
    assert codes(ward.unit, basis_of(text)) == [text.code]
    assert codes(province.unit, basis_of(text)) == [text.code]
    assert codes(other.unit, basis_of(text)) == []
    for place, sees in ((province, True), (ward, True), (other, False)):
        seen = LegalText.objects.visible_to(place.officer)
        assert seen.filter(pk=text.pk).exists() is sees


def test_what_a_ward_writes_does_not_bind_its_province(tree):
    province, ward, _ = tree
    text = written(ward, kind="decision", number="5/2026/QĐ-UBND")

    assert codes(province.unit, basis_of(text)) == []
    assert codes(ward.unit, basis_of(text)) == [text.code]


def test_papers_of_a_unit_that_ended_bind_whoever_keeps_them(tree):
    _, ward, _ = tree
    gone = UnitFactory(valid_to=date(2025, 6, 30), heir=ward.unit)
    text = LegalTextFactory(unit=gone)

    assert codes(ward.unit, basis_of(text)) == [text.code]
    actions.amend_legal_text(text.pk, by=ward.officer, **RULE)
    with pytest.raises(Refused, match="không còn ban hành văn bản"):
        actions.add_legal_text(gone.pk, by=ward.officer, **RULE)


def test_two_provinces_have_the_same_number(tree):
    province, ward, other = tree
    mine, theirs = written(province), written(other)

    assert codes(ward.unit, basis_of(mine)) == [mine.code]
    assert codes(other.unit, basis_of(theirs)) == [theirs.code]


def test_a_number_that_names_no_year_is_known_by_its_day_alone(tree):
    """Chỉ thị 05/CT-UBND of one year, and of the next."""
    province, ward, _ = tree
    old = written(province, kind="directive", number="05/CT-UBND")
    new = written(
        province, kind="directive", number="05/CT-UBND", issued_on=date(2025, 7, 5)
    )

    assert codes(ward.unit, basis_of(old), basis_of(new)) == [old.code, new.code]
    assert codes(ward.unit, "Căn cứ Chỉ thị số 05/CT-UBND của UBND tỉnh;") == []
    assert (
        codes(ward.unit, "Căn cứ Chỉ thị số 05/CT-UBND ngày 06 tháng 7 năm 2024;") == []
    )


def test_the_countrys_stand_before_the_provinces_before_the_wards(tree):
    province, ward, _ = tree
    plan = ward.draft(PlanContent(title="Thi đua", lines=()))
    own = written(ward, kind="decision", number="5/2024/QĐ-UBND")
    above = written(province, kind="directive", number="7/CT-UBND")
    for code in (own.code, above.code, "tt-15-2025-bnv"):
        actions.cite(plan.pk, by=ward.officer, code=code)

    country = LegalText.objects.get(code="tt-15-2025-bnv")
    lines = list(plan.lines.filter(kind=K.BASIS).values_list("text", flat=True))
    assert lines == [basis_of(country), basis_of(above), basis_of(own)]


def test_a_text_of_another_place_is_not_cited(tree):
    _, ward, other = tree
    plan = ward.draft(PlanContent(title="Thi đua", lines=()))
    with pytest.raises(Refused, match="không có trong sổ"):
        actions.cite(plan.pk, by=ward.officer, code=written(other).code)


def test_what_is_over_gives_way_to_what_took_over(tree):
    province, ward, _ = tree
    old = written(province)
    plan = ward.draft(
        PlanContent(title="Thi đua", lines=(Line(kind=K.BASIS, text=basis_of(old)),))
    )
    new = written(province, number="9/2026/NQ-HĐND", issued_on=date(2026, 3, 1))
    actions.amend_legal_text(
        old.pk, by=province.officer, valid_to=date(2026, 3, 14), replaced_by=new.code,
        **RULE,
    )  # fmt: skip

    actions.cite_anew(plan.pk, by=ward.officer, code=old.code)

    assert plan.lines.get(kind=K.BASIS).text == basis_of(new)


# ---- who may, and what is refused ------------------------------------------------------------


def test_only_the_places_own_people_write(tree):
    province, ward, other = tree
    text = written(province)
    for who in (ward.officer, other.officer, province.leader):
        with pytest.raises(PermissionDenied):
            actions.add_legal_text(province.unit.pk, by=who, **RULE)
        with pytest.raises(PermissionDenied):
            actions.amend_legal_text(text.pk, by=who, **RULE)
        with pytest.raises(PermissionDenied):
            actions.drop_legal_text(text.pk, by=who)
    assert LegalText.objects.of_places().count() == 1


def test_texts_of_the_country_are_nobodys_to_change(tree):
    province, *_ = tree
    country = LegalText.objects.get(code="nd-98-2023")
    for act, given in (
        (actions.amend_legal_text, RULE),
        (actions.drop_legal_text, {}),
    ):
        with pytest.raises(Refused, match="không còn trong sổ"):
            act(country.pk, by=province.officer, **given)


@pytest.mark.parametrize(
    ("values", "at", "sentence"),
    [
        ({"kind": "law"}, "", "Địa phương không ban hành loại văn bản này."),
        ({"valid_from": date(2025, 1, 2), "valid_to": date(2025, 1, 1)}, "",
         "Ngày hết hiệu lực không được trước ngày có hiệu lực."),
        ({"replaced_by": "nd-98-2023"}, "",
         "Văn bản đã bị thay thế phải có ngày hết hiệu lực."),
        ({"amends": "khong-co"}, "amends", "Chọn văn bản trong sổ, hoặc để trống."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(tree, values, at, sentence):
    with pytest.raises(Refused) as refusal:
        written(tree[0], **values)
    assert sentence in str(refusal.value)
    assert not at or (at, sentence) in refusal.value.parts
    assert LegalText.objects.of_places().count() == 0


def test_the_same_text_is_written_once(tree):
    written(tree[0])
    with pytest.raises(Refused) as refusal:
        written(tree[0])
    sentence = "Sổ đã có văn bản số này, ngày này. Sửa dòng đã có, không ghi thêm."
    assert refusal.value.parts == (("number", sentence),)


@pytest.mark.parametrize(
    ("values", "at", "sentence"),
    [
        ({"issued_on": date(2090, 1, 1)}, "issued_on",
         "Ngày ban hành không được sau hôm nay."),
        ({"valid_from": date(2024, 7, 4)}, "valid_from",
         "Ngày có hiệu lực không được trước ngày ban hành."),
    ],
)  # fmt: skip
def test_days_that_cannot_be_are_told_beside_their_box(tree, values, at, sentence):
    text = written(tree[0])
    for act, given in (
        (actions.add_legal_text, {"unit_id": tree[0].unit.pk}),
        (actions.amend_legal_text, {"text_id": text.pk}),
    ):
        with pytest.raises(Refused) as refusal:
            act(by=tree[0].officer, **given, **(RULE | values))
        assert refusal.value.parts == ((at, sentence),)


def test_numbers_that_differ_in_a_sign_alone_are_two_texts(tree):
    one = written(tree[0])
    other = written(tree[0], number="12/2024/NQ-HDND")
    assert one.code != other.code


def test_texts_do_not_replace_each_other_in_a_circle(tree):
    province, *_ = tree
    end = {"valid_to": date(2025, 1, 1)}
    one = written(province)
    two = written(province, number="13/2024/NQ-HĐND", replaced_by=one.code, **end)
    with pytest.raises(Refused, match="Hai văn bản không thay thế lẫn nhau"):
        actions.amend_legal_text(
            one.pk, by=province.officer, **(RULE | end | {"replaced_by": two.code})
        )
    with pytest.raises(Refused, match="Hai văn bản không thay thế lẫn nhau"):
        actions.amend_legal_text(
            one.pk, by=province.officer, **(RULE | end | {"replaced_by": one.code})
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalText.objects.filter(pk=one.pk).update(amends=one)


def test_what_others_lead_to_stays(tree):
    province, *_ = tree
    one = written(province)
    other = written(province, number="13/2024/NQ-HĐND", amends=one.code)
    with pytest.raises(Refused, match="Nghị quyết số 13/2024/NQ-HĐND đang ghi"):
        actions.drop_legal_text(one.pk, by=province.officer)
    actions.drop_legal_text(other.pk, by=province.officer)
    actions.drop_legal_text(one.pk, by=province.officer)

    assert LegalText.objects.of_places().count() == 0
    line = AuditEntry.objects.filter(action="legaltext.removed").latest("pk")
    assert (line.detail["number"], line.unit_id) == (
        "12/2024/NQ-HĐND",
        province.unit.pk,
    )


def test_who_saves_over_another_is_told(tree):
    province, *_ = tree
    text = written(province)
    actions.amend_legal_text(
        text.pk, by=province.clerk, **(RULE | {"name": "khác"}), seen=0
    )
    with pytest.raises(Overtaken):
        actions.amend_legal_text(text.pk, by=province.officer, **RULE, seen=0)
    text.refresh_from_db()
    assert text.name == "khác"


# ---- on the screen ---------------------------------------------------------------------------


def test_a_text_is_written_corrected_and_taken_out(tree, client):
    province, *_ = tree
    client.force_login(province.officer)
    register = reverse("campaigns:law-register")
    assert "Ghi văn bản của địa phương" in words_of(client.get(register))

    answer = client.post(reverse("campaigns:law-add"), TYPED, follow=True)

    text = LegalText.objects.of_places().get()
    assert (text.unit, text.number, text.name) == (
        province.unit, RULE["number"], RULE["name"],
    )  # fmt: skip
    shown = words_of(answer)
    assert "Đã ghi Nghị quyết số 12/2024/NQ-HĐND vào sổ." in shown
    assert "Của địa phương UBND tỉnh Mẫu" in shown
    own = words_of(client.get(register, {"cua": "dia-phuong"}))
    assert "1 văn bản" in own

    page = reverse("campaigns:law-amend", args=[text.pk])
    assert basis_of(text) in words_of(client.get(page))
    client.post(page, TYPED | {"name": "quy định mới", "seen": ""})
    text.refresh_from_db()
    assert text.name == "quy định mới"

    answer = client.post(reverse("campaigns:law-drop", args=[text.pk]), follow=True)
    assert "Đã bỏ Nghị quyết số 12/2024/NQ-HĐND khỏi sổ." in words_of(answer)
    assert not LegalText.objects.of_places().exists()


def test_what_was_typed_stays_with_the_sentence_beside_it(tree, client):
    client.force_login(tree[0].officer)
    answer = client.post(
        reverse("campaigns:law-add"),
        TYPED | {"issued_on": "31/02/2024", "name": "Trích yếu đã gõ"},
    )
    assert answer.status_code == 422
    assert "Trích yếu đã gõ" in words_of(answer)
    assert 'value="31/02/2024"' in answer.content.decode()


def test_who_may_not_is_not_asked_to(tree, client):
    province, ward, other = tree
    text = written(province)
    page = reverse("campaigns:law-amend", args=[text.pk])
    for who, status in (
        (ward.officer, 403),
        (province.leader, 403),
        (other.officer, 404),
    ):
        client.force_login(who)
        assert client.get(page).status_code == status
    client.force_login(province.leader)
    assert "Ghi văn bản của địa phương" not in words_of(
        client.get(reverse("campaigns:law-register"))
    )
    assert client.get(reverse("campaigns:law-add")).status_code == 403


def test_who_writes_for_two_authorities_says_for_which(tree, client):
    province, ward, _ = tree
    MembershipFactory(user=ward.officer, unit=province.unit, role=Role.OFFICER)
    client.force_login(ward.officer)
    page = reverse("campaigns:law-add")
    assert "Cơ quan" in words_of(client.get(page))

    answer = client.post(page, TYPED)
    assert answer.status_code == 422
    client.post(page, TYPED | {"unit": province.unit.pk})

    assert LegalText.objects.of_places().get().unit == province.unit


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_register_with_texts_of_places(
    client, tree, django_assert_num_queries, count
):
    province, ward, _ = tree
    LegalTextFactory.create_batch(count, unit=province.unit)
    client.force_login(ward.officer)
    page = reverse("campaigns:law-register")
    client.get(page)
    with django_assert_num_queries(6):
        answer = client.get(page, {"cua": "dia-phuong"})
    assert f"{count} văn bản" in words_of(answer)
