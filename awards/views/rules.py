"""Ghi, đối chiếu, kết thúc, bỏ một quy định."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from awards import actions, catalogue, permissions
from awards.forms.catalogue import ALL, AwardForm, ConfirmForm, EndForm, RuleForm
from awards.rulebook import KINDS, RuleKind, kind_of
from awards.views.catalogue import crumbs
from units.errors import Refused
from units.pages import number_in
from units.permissions import require
from units.posted import posted
from units.views.shared import done, form_page
from units.wording import lower_first, vn_date


@require_http_methods(["GET", "POST"])
def award_add(request: HttpRequest) -> HttpResponse:
    """Thêm danh hiệu, hình thức."""
    require(permissions.can_keep_common_rules(request.user))
    form = AwardForm(posted(request))
    if form.is_bound and form.is_valid():
        award = done(form, actions.add_award, by=request.user, **form.cleaned_data)
        if award is not None:
            messages.success(
                request,
                "Đã thêm vào danh mục. Ghi tiếp người quyết định, tiền thưởng, cách bỏ phiếu, "
                "giấy tờ ở trang này.",
            )
            return redirect(_back(award))
    return _form_page(
        request, form, title="Danh hiệu, hình thức mới",
        lead="Chỉ khi luật đặt ra danh hiệu, hình thức mới. Danh hiệu đổi tên thì ghi tên mới ở "
        "trang của danh hiệu ấy.",
        act="Thêm vào danh mục", back=reverse("awards:catalogue"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def rule_lay(request: HttpRequest, slug: str) -> HttpResponse:
    """Ghi quy định mới; ``?dh=`` the award, ``?thay=`` the rule that it takes the place of."""
    keeps_common = permissions.can_keep_common_rules(request.user)
    hosts = permissions.rule_hosts_of(request.user)
    require(keeps_common or bool(hosts))
    kind = _kind(slug)
    require(keeps_common or not kind.is_common)
    award = catalogue.coded(request.GET.get("dh", ""))
    form = RuleForm(
        posted(request), kind=kind, awards=catalogue.named_awards(localdate()),
        hosts=hosts, keeps_common=keeps_common,
        like=catalogue.rule_numbered(kind, number_in(request.GET, "thay")),
        initial={"award": award.pk if award else "" if kind.needs_award else ALL},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        given, owner = form.values, form.authority_id
        rule = (
            done(form, actions.lay_common_rule, slug, by=request.user, **given)
            if owner is None
            else done(form, actions.lay_rule, slug, owner, by=request.user, **given)
        )
        if rule is not None:
            messages.success(
                request, f"Đã ghi quy định, áp dụng từ ngày {vn_date(rule.valid_from)}."
            )
            return redirect(_page(rule))
    return _form_page(
        request, form, title=f"Quy định mới: {lower_first(kind.title)}",
        lead="Quy định đã có hiệu lực không sửa được: quy định mới thay nó từ một ngày.",
        act="Ghi quy định", back=_back(award),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def rule_confirm(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ghi đã đối chiếu với văn bản."""
    rule = _rule(request, slug, pk)
    form = ConfirmForm(posted(request))
    if form.is_bound and form.is_valid():
        act = actions.confirm_rule if rule.authority else actions.confirm_common_rule
        saved = done(form, act, slug, pk, by=request.user, **form.cleaned_data)
        if saved is not None:
            messages.success(request, "Đã ghi việc đối chiếu.")
            return redirect(_page(saved))
    return _form_page(
        request, form, title=f"Đối chiếu: {lower_first(str(rule))}",
        lead=f"Căn cứ: {rule.basis}. Đọc văn bản, thấy đúng như đã ghi thì xác nhận ở đây; thấy "
        "khác thì ghi quy định mới thay quy định này.",
        act="Xác nhận đã đối chiếu", back=_page(rule),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def rule_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ghi ngày cuối."""
    rule = _rule(request, slug, pk)
    form = EndForm(posted(request), initial={"valid_to": rule.valid_to or localdate()})
    if form.is_bound and form.is_valid():
        act = actions.end_rule if rule.authority else actions.end_common_rule
        saved = done(form, act, slug, pk, by=request.user, **form.cleaned_data)
        if saved is not None:
            messages.success(request, "Đã ghi ngày cuối của quy định.")
            return redirect(_page(saved))
    return _form_page(
        request, form, title=f"Ngày cuối: {lower_first(str(rule))}",
        lead="Chỉ khi không có quy định nào thay; có thì ghi quy định mới.",
        act="Ghi ngày cuối", back=_page(rule),
    )  # fmt: skip


@require_POST
def rule_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Bỏ quy định chưa đến ngày."""
    rule = _rule(request, slug, pk)
    page = _page(rule)
    act = actions.withdraw_rule if rule.authority else actions.withdraw_common_rule
    try:
        act(slug, pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã bỏ quy định chưa đến ngày.")
    return redirect(page)


def _form_page(request, form, **words):
    crumbs_ = {"crumbs": crumbs()}
    return form_page(request, "units/user_form.html", form, **crumbs_ | words)


def _kind(slug) -> RuleKind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def _rule(request, slug, pk):
    """404 where there is none; 403 where another keeps it."""
    rule = catalogue.rule_numbered(_kind(slug), pk)
    if rule is None:
        raise Http404
    require(permissions.can_keep_rule(request.user, rule))
    return rule


def _page(rule):
    award = getattr(rule, "award", None)
    return f"{_back(award)}#qd-{kind_of(rule).slug}"


def _back(award):
    if award is None:
        return reverse("awards:common-rules")
    return reverse("awards:award", args=[award.code])
