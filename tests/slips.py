"""Lỡ tay: what somebody types on a form that its act refuses, and where the form says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from reports import actions as report_actions
from tests.factories import (
    MembershipFactory,
    NumberBookFactory,
    RegisterEntryFactory,
    Role,
    UnitFactory,
    UnitKindFactory,
    UserFactory,
    ward,
)
from tests.test_anchor_pages import certificate
from tests.test_clusters_views import Place as Clusters
from tests.test_units_honourees import Commune
from tests.test_units_reform import Province
from units import actions
from units.models import FactorRule, Term, Unit, User
from units.wording import vn_date

TODAY = localdate()
DAY = timedelta(days=1)
SINCE = "01/01/2020"  # of what the factories make
PAPER = "Quyết định số 12/QĐ-UBND"


@dataclass
class Slip:
    """What somebody types, and what is told of it beside the box ``field``."""

    by: User
    url: str
    typed: dict
    field: str
    says: str


def at(name, *args):
    return reverse(name, args=args)


# ---- cụm, khối


def found_by_who_issues_nothing():
    here = Clusters()
    quiet = UnitFactory(parent=here.top, quiet=True, short_name="Phòng Mẫu")
    typed = {
        "unit": quiet.pk, "name": "Cụm 2", "short_name": "Cụm 2", "basis": PAPER,
        "valid_from": "01/01/2026",
    }  # fmt: skip
    return Slip(
        here.by, at("cluster-found"), typed, "unit",
        "Phòng Mẫu không ban hành văn bản nên không thành lập cụm, khối.",
    )  # fmt: skip


def joined_before_the_cluster():
    here = Clusters()
    new = UnitFactory(parent=here.top, short_name="UBND xã Bắc")
    typed = {"units": [new.pk], "valid_from": "31/12/2019", "basis": PAPER}
    says = "Cụm 1 không tồn tại vào ngày 31/12/2019."
    return Slip(here.by, here.at("join"), typed, "valid_from", says)


def left_before_joining():
    here = Clusters()
    member = here.members[2]
    typed = {"members": [member.pk], "valid_to": "31/12/2019", "basis": PAPER}
    says = f"UBND xã Nam là thành viên từ ngày {SINCE}; ngày cuối không được trước ngày đó."
    return Slip(here.by, here.at("leave"), typed, "valid_to", says)


def the_head_leaves():
    here = Clusters()
    typed = {"members": [here.members[0].pk], "valid_to": SINCE, "basis": PAPER}
    says = (
        f"UBND xã Đông là {here.term.title.lower()} đến hết ngày "
        f"{vn_date(here.term.valid_to)}. Cho thôi chức vụ đó trước."
    )
    return Slip(here.by, here.at("leave"), typed, "members", says)


def appointed_backwards():
    here = Clusters()
    typed = {
        "head": here.south.pk, "valid_from": "01/01/2040", "valid_to": "31/12/2039",
        "basis": PAPER,
    }  # fmt: skip
    says = "Ngày cuối của nhiệm kỳ không được trước ngày đầu."
    return Slip(here.by, here.at("appoint"), typed, "valid_to", says)


def handed_over_yesterday():
    here = Clusters()
    typed = {
        "head": here.south.pk, "valid_from": "01/01/2040", "valid_to": "31/12/2040",
        "basis": PAPER, "due_on": vn_date(TODAY - DAY),
    }  # fmt: skip
    says = f"Hạn bàn giao {vn_date(TODAY - DAY)} đã qua."
    return Slip(here.by, here.at("appoint"), typed, "due_on", says)


def an_office_ends_too_late():
    here = Clusters()
    says = (
        f"Nhiệm kỳ từ ngày {vn_date(here.term.valid_from)} đến hết ngày "
        f"{vn_date(here.term.valid_to)}; ghi ngày cuối mới sớm hơn, trong khoảng đó."
    )
    typed = {"valid_to": "31/12/2040", "basis": PAPER}
    return Slip(
        here.by, at("cluster-office-end", here.term.pk), typed, "valid_to", says
    )


def a_piece_ends_before_it_begins():
    here = Clusters()
    typed = {
        "unit": here.top.pk, "name": "Quỹ cụm", "position": "7",
        "valid_from": "02/01/2026", "valid_to": "01/01/2026",
    }  # fmt: skip
    says = "Ngày thôi dùng không được trước ngày bắt đầu dùng."
    return Slip(here.by, at("cluster-piece-add"), typed, "valid_to", says)


# ---- đối tượng khen thưởng, dữ liệu cá nhân


def born_tomorrow():
    here = Commune()
    typed = {
        "name": "Lê Thị Hoa", "birth": vn_date(TODAY + DAY), "unit": here.ward.pk,
        "valid_from": "01/01/2026",
    }  # fmt: skip
    says = "Ngày sinh, năm sinh chưa tới."
    url = f"{at('honouree-create')}?loai=individual"
    return Slip(here.keeper, url, typed, "birth", says)


def placed_before_the_last_place():
    here = Commune()
    person = here.register(title="Chủ tịch")
    typed = {"unit": here.ward.pk, "title": "Bí thư", "valid_from": "29/02/2024"}
    says = (
        "Đã ghi Chủ tịch, Tổ dân phố 1 từ ngày 01/03/2024; ngày mới không được trước ngày đó. "
        "Ghi chức vụ, đơn vị trước đây"
    )
    return Slip(here.keeper, at("honouree-place", person.pk), typed, "valid_from", says)


def left_tomorrow():
    here = Commune()
    typed = {"left_on": vn_date(TODAY + DAY), "because": "died"}
    says = "Ngày thôi chưa tới; ghi khi đã thôi."
    url = at("honouree-release", here.register().pk)
    return Slip(here.keeper, url, typed, "left_on", says)


def an_account_of_somebody_else():
    here = Commune()
    account = UserFactory(username="hoa.lt", home=here.ward)
    actions.link_account(here.register().pk, by=here.keeper, account_id=account.pk)
    says = "Tài khoản hoa.lt đã gắn với một người khác."
    url = at("honouree-account", here.register("Trần Văn Bình").pk)
    return Slip(here.keeper, url, {"username": "hoa.lt"}, "username", says)


def _erased(field, **typed):
    here = Commune()
    says = (
        "Lý do và căn cứ ở lại trong nhật ký nên không ghi tên người được xóa dữ liệu. Ghi "
        "“người có dữ liệu”, “chủ hộ” thay cho tên."
    )
    typed = {"reason": "Yêu cầu", "basis": PAPER, "understood": "on"} | typed
    url = at("honouree-erase", here.register().pk)
    return Slip(here.keeper, url, typed, field, says)


def erased_with_the_name_in_the_reason():
    return _erased("reason", reason="Chị Thị Hoa yêu cầu")


def erased_with_the_name_in_the_basis():
    return _erased("basis", basis="Đơn của Lê Thị Hoa")


def kept_too_long():
    typed = {"keep_months": "200", "valid_from": "01/01/2040", "decided_by": PAPER}
    says = "Thời hạn phải từ 6 đến 120 tháng. Đang nhập: 200."
    return Slip(
        Commune().above, at("retention-set", "details"), typed, "keep_months", says
    )


# ---- đơn vị, vai trò


def a_kind_ends_without_a_paper():
    by = MembershipFactory(unit=UnitFactory(), role=Role.ADMINISTRATOR).user
    typed = {"code": "tram", "name": "Trạm", "valid_to": "30/06/2025", "basis": ""}
    says = "Ghi văn bản căn cứ cho ngày bắt đầu, ngày cuối của loại."
    return Slip(by, at("kind-add"), typed, "basis", says)


def a_kind_ends_before_its_units():
    top = UnitFactory()
    by = MembershipFactory(unit=top, role=Role.ADMINISTRATOR).user
    kind = UnitKindFactory(code="tram", name="Trạm")
    UnitFactory(kind=kind, quiet=True, parent=top)
    typed = {"name": "Trạm", "valid_to": "30/06/2025", "basis": PAPER}
    says = (
        "Còn 1 đơn vị thuộc loại “Trạm” chưa có ngày cuối. Sắp xếp hoặc đổi loại các đơn vị "
        "đó trước."
    )
    return Slip(by, at("kind-amend", "tram"), typed, "valid_to", says)


def renamed_to_the_same():
    here = Province()
    unit = here.east
    typed = {
        "effective_on": "01/07/2025", "basis": PAPER, "buoc": "xem", "name": unit.name,
        "short_name": unit.short_name, "place": unit.place,
    }  # fmt: skip
    says = "Tên mới giống hệt tên đang dùng."
    return Slip(here.administrator, at("unit-rename", unit.pk), typed, "name", says)


def moved_below_itself():
    here = Province()
    typed = {
        "parent": here.ward.pk, "effective_on": "01/07/2025", "basis": PAPER,
        "buoc": "xem",
    }  # fmt: skip
    says = (
        "UBND phường Đông trực thuộc UBND quận Mẫu vào ngày 01/07/2025 nên không thể nhận "
        "UBND quận Mẫu."
    )
    url = at("unit-move", here.district.pk)
    return Slip(here.administrator, url, typed, "parent", says)


def delegated_before_it_was_signed():
    here = ward()
    person = UserFactory(home=here.unit)
    typed = {
        "unit": here.unit.pk, "title": "Trưởng phòng", "number": "12/UQ-UBND",
        "signed_on": "02/01/2026", "valid_from": "01/01/2026", "valid_to": "01/06/2040",
    }  # fmt: skip
    says = "Văn bản ủy quyền ký ngày 02/01/2026, sau ngày bắt đầu ủy quyền 01/01/2026."
    url = at("role-delegate", person.pk)
    return Slip(here.administrator, url, typed, "signed_on", says)


def granted_after_the_end():
    here = Province()
    last = TODAY + DAY
    Unit.objects.filter(pk=here.east.pk).update(valid_to=last)
    begins = vn_date(last + DAY)
    typed = {"unit": here.east.pk, "role": "reporter", "valid_from": begins}
    says = (
        f"Tổ dân phố 1 kết thúc ngày {vn_date(last)}, nên vai trò ở đó không bắt đầu từ ngày "
        f"{begins} được. Chọn ngày sớm hơn, hoặc giao ở đơn vị tiếp nhận."
    )
    url = at("role-grant", UserFactory(home=here.east).pk)
    return Slip(here.administrator, url, typed, "valid_from", says)


def looked_on_without_a_reason():
    here = ward()
    Term.objects.update_or_create(
        code="support", defaults={"value": 60, "valid_from": "2025-01-01"}
    )
    says = "Ghi rõ lý do xem với vai, để người được xem hiểu vì sao."
    url = at("support-person", here.officer.pk)
    return Slip(here.administrator, url, {"reason": "abc"}, "reason", says)


def a_rule_before_the_one_there_is():
    here = ward()
    FactorRule.objects.create(
        unit=here.unit, grace_days=14, reason="Quy chế", valid_from=date(2026, 1, 1)
    )
    typed = {
        "required": "co", "grace_days": "20", "reason": "Quy chế số 2",
        "valid_from": "31/12/2025",
    }  # fmt: skip
    says = "Đã có quy định từ ngày 01/01/2026; quy định mới phải từ ngày đó trở đi."
    url = at("unit-factor-rule", here.unit.pk)
    return Slip(here.administrator, url, typed, "valid_from", says)


# ---- sổ đăng ký, niêm


def _dispatched(says, **typed):
    here = ward()
    book = NumberBookFactory(series=here.series, year=TODAY.year)
    entry = RegisterEntryFactory(book=book, issued_on=TODAY)
    return Slip(
        here.clerk,
        at("reports:record-dispatch", entry.pk),
        typed,
        "dispatched_on",
        says,
    )


def dispatched_tomorrow():
    late = vn_date(TODAY + DAY)
    return _dispatched(
        f"Ngày chuyển phải từ ngày văn bản {vn_date(TODAY)} đến hôm nay. Đang nhập: {late}.",
        dispatched_on=late,
        received_by="Bưu điện",
    )


def received_on_no_day():
    return _dispatched(
        "Ghi ngày chuyển cùng với người nhận.", dispatched_on="", received_by="Bưu điện"
    )


def signed_by_whoever_signs_already():
    here = ward()
    certificate(here.unit)
    report_actions.choose_anchor_signer(here.unit.pk, by=here.administrator)
    says = f"{here.unit} đang là cơ quan ký biên bản."
    typed = {"co_quan": here.unit.pk}
    return Slip(here.administrator, at("reports:anchor-signer"), typed, "co_quan", says)


SLIPS: list[Callable[[], Slip]] = [
    found_by_who_issues_nothing, joined_before_the_cluster, left_before_joining,
    the_head_leaves, appointed_backwards, handed_over_yesterday, an_office_ends_too_late,
    a_piece_ends_before_it_begins, born_tomorrow, placed_before_the_last_place,
    left_tomorrow, an_account_of_somebody_else,
    erased_with_the_name_in_the_reason, erased_with_the_name_in_the_basis, kept_too_long,
    a_kind_ends_without_a_paper, a_kind_ends_before_its_units, renamed_to_the_same,
    moved_below_itself, delegated_before_it_was_signed, granted_after_the_end,
    looked_on_without_a_reason, a_rule_before_the_one_there_is, dispatched_tomorrow,
    received_on_no_day, signed_by_whoever_signs_already,
]  # fmt: skip
