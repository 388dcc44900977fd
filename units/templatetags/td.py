"""Thẻ và bộ lọc của giao diện: icons, signs, fields, Vietnamese dates and numbers.

Loaded in every template (settings: builtins). Each tag gives the markup of one component, so
that its attributes of accessibility cannot be forgotten; docs/giao-dien.md shows them all.
"""

from django import forms, template
from django.contrib.messages import constants
from django.core.paginator import Page
from django.http import QueryDict
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from units import form_messages, long_lists, undoing, wording

register = template.Library()

KINDS = ("mute", "info", "ok", "warn", "bad", "gold")
_KIND_ICONS = {
    "mute": "circle",
    "info": "info-circle",
    "ok": "check-circle-fill",
    "warn": "exclamation-circle-fill",
    "bad": "exclamation-triangle-fill",
    "gold": "pen",
}
_MESSAGE_KINDS = {
    constants.DEFAULT_TAGS[constants.DEBUG]: "info",
    constants.DEFAULT_TAGS[constants.INFO]: "info",
    constants.DEFAULT_TAGS[constants.SUCCESS]: "ok",
    constants.DEFAULT_TAGS[constants.WARNING]: "warn",
    constants.DEFAULT_TAGS[constants.ERROR]: "bad",
}

# ---- signs -----------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """One picture of the sprite. Silent beside words; with ``label`` it speaks for itself."""
    speech = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="td-ic{}" {} focusable="false"><use href="{}#{}"/></svg>',
        f" {css}" if css else "",
        speech,
        static("icons.svg"),
        name,
    )


@register.simple_tag
def tag(kind: str, text: str, picture: str = "") -> SafeString:
    """Nhãn trạng thái: picture and words, never a button. ``kind`` is one of KINDS."""
    _check(kind)
    return format_html(
        '<span class="td-tag td-tag--{}">{}{}</span>',
        kind,
        icon(picture or _KIND_ICONS[kind]),
        text,
    )


@register.simple_tag
def pill(value, kind: str = "", word: str = "") -> SafeString:
    """Số đếm beside a heading; ``word`` says to a listener what is counted."""
    return format_html(
        '<span class="td-pill{}">{}{}</span>',
        f" td-pill--{kind}" if kind else "",
        value,
        format_html('<span class="visually-hidden"> {}</span>', word) if word else "",
    )


@register.simple_block_tag
def banner(content: str, kind: str = "info", role: str = "", picture: str = ""):
    """Dải thông báo across a page: {% banner "warn" %}…{% endbanner %}."""
    _check(kind)
    return format_html(
        '<div class="td-banner td-banner--{}"{}>{}<div>{}</div></div>',
        kind,
        format_html(' role="{}"', role) if role else "",
        icon(picture or _KIND_ICONS[kind]),
        content,
    )


@register.simple_block_tag
def note(content: str, kind: str = "info", picture: str = ""):
    """Lời dẫn under a field or in a panel: {% note "ok" %}…{% endnote %}."""
    _check(kind)
    return format_html(
        '<div class="td-note td-note--{}">{}<div>{}</div></div>',
        kind,
        icon(picture or _KIND_ICONS[kind]),
        content,
    )


@register.simple_block_tag
def panel(content: str, title: str = "", id: str = "", css: str = ""):
    """Tờ giấy with a heading: {% panel "Nơi nhận" id="noi-nhan" %}…{% endpanel %}."""
    attributes = format_html(' id="{}"', id) if id else ""
    css = f" {css}" if css else ""
    if not title:
        return format_html(
            '<div class="td-panel{}"{}><div class="td-panel__b td-panel__b--pt">{}</div></div>',
            css,
            attributes,
            content,
        )
    return format_html(
        '<section class="td-panel{}"{}><div class="td-panel__h"><h2>{}</h2></div>'
        '<div class="td-panel__b">{}</div></section>',
        css,
        attributes,
        title,
        content,
    )


@register.simple_block_tag
def empty_state(content: str, title: str = "", done: bool = False):
    """Trống: why there is nothing and what comes next. ``done`` draws the ringed check."""
    return format_html(
        '<div class="td-empty">{}<h2>{}</h2>{}</div>',
        mark_safe(_RINGED_CHECK) if done else "",
        title,
        content,
    )


_RINGED_CHECK = (
    '<svg class="td-empty__i" viewBox="0 0 64 64" fill="none" stroke="currentColor" '
    'stroke-width="2" aria-hidden="true" focusable="false"><circle cx="32" cy="32" r="29"/>'
    '<circle cx="32" cy="32" r="23" stroke-dasharray="2 3"/><path d="M22 33l7 7 14-16" '
    'stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>'
)


@register.simple_block_tag
def confirm_dialog(content: str, id: str, title: str, safe: str = "Để sau"):
    """Hộp thoại before what cannot be undone.

    ``title`` is a question; the block holds the consequences, then ``<!--acts-->``, then the
    form with the button that does it. The first focus is on the safe way out.
    """
    body, _, acts = content.partition("<!--acts-->")
    return format_html(
        '<dialog class="td-dialog" id="{id}" aria-labelledby="{id}-title">'
        '<div class="td-dialog__b"><h2 id="{id}-title">{title}</h2>{body}</div>'
        '<div class="td-dialog__f"><button class="btn btn-secondary" type="button" '
        "data-close-dialog autofocus>{safe}</button>{acts}</div></dialog>",
        id=id,
        title=title,
        safe=safe,
        body=mark_safe(body),
        acts=mark_safe(acts),
    )


@register.filter
def message_kind(level_tag: str) -> str:
    """Django's level of a message → the kind of banner."""
    return _MESSAGE_KINDS.get(level_tag, "info")


@register.filter
def undo_url(message) -> str:
    """Where “Hoàn tác” of this message leads: ``extra_tags=undo_of(…)`` in the view; "" else."""
    return undoing.url_of(message.extra_tags)


def _check(kind: str) -> None:
    if kind not in KINDS:
        raise template.TemplateSyntaxError(
            f"unknown kind {kind!r}: one of {', '.join(KINDS)}"
        )


# ---- lists -----------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def sort_heading(context, text: str, key: str, css: str = "") -> SafeString:
    """<th> that sorts by ``?xep=key`` / ``?xep=-key``, other parameters kept."""
    query = context["request"].GET.copy()
    now = query.get("xep", "")
    query["xep"] = f"-{key}" if now == key else key
    query.pop("trang", None)
    state = {key: "ascending", f"-{key}": "descending"}.get(now, "none")
    mark = {"ascending": icon("arrow-up"), "descending": icon("arrow-down")}.get(
        state, ""
    )
    return format_html(
        '<th scope="col" aria-sort="{}"{}><a href="?{}">{}{}</a></th>',
        state,
        format_html(' class="{}"', css) if css else "",
        query.urlencode(),
        text,
        mark,
    )


@register.simple_tag(takes_context=True)
def pagination(context, page: Page, what: str = "mục") -> SafeString:
    """Phân trang: nothing for one page; ``?trang=n``, other parameters kept.

    A page made without the request (of anyone) has no other parameters.
    """
    if getattr(page, "is_stretch", False):
        return _stretch(context, page)
    if page.paginator.num_pages < 2:
        return mark_safe("")
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query.pop("trang", None)

    def address(number: int) -> str:
        query["trang"] = str(number)
        return "?" + query.urlencode()

    numbers = [
        {"number": n, "url": address(n), "now": n == page.number}
        if isinstance(n, int)
        else None
        for n in page.paginator.get_elided_page_range(
            page.number, on_each_side=1, on_ends=1
        )
    ]
    return mark_safe(
        render_to_string(
            "components/pagination.html",
            {
                "page": page,
                "what": what,
                "numbers": numbers,
                "previous": address(page.number - 1) if page.has_previous() else "",
                "next": address(page.number + 1) if page.has_next() else "",
            },
        )
    )


def _stretch(context, page) -> SafeString:
    """Of a list too long for numbers: what stands before, what stands after, where one is."""
    if not (page.has_more_before or page.has_more_after):
        return mark_safe("")

    def address(**key) -> str:
        query = context["request"].GET.copy()
        for name in (long_lists.NUMBER, long_lists.AFTER, long_lists.BEFORE):
            query.pop(name, None)
        query.update(key)
        return "?" + query.urlencode()

    found = {"page": page}
    if page.has_more_before and page.first:
        found |= {
            "start": address(),
            "previous": address(**{long_lists.BEFORE: page.first.pk}),
        }
    if page.has_more_after:
        found["next"] = address(**{long_lists.AFTER: page.last.pk})
    return mark_safe(render_to_string("components/stretch.html", found))


# ---- fields of forms (the crispy pack td5 draws with these) ------------------------------


@register.filter
def field_shape(field) -> str:
    """onebox | choices | file | plain: which markup a bound field takes."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "onebox"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "file" if isinstance(widget, forms.FileInput) else "plain"


@register.simple_tag
def control(field) -> SafeString:
    """Ô nhập of a bound field, with the class of its kind; the widget itself is not changed."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        kind = "form-check-input"
    elif isinstance(widget, forms.Select):
        kind = "form-select"
    else:
        kind = "form-control"
    own = widget.attrs.get("class", "")
    drawn = field.as_widget(attrs={"class": f"{kind} {own}".strip()})
    return drawn + reveal() if isinstance(widget, forms.PasswordInput) else drawn


@register.simple_tag
def reveal() -> SafeString:
    """Nút hiện mật khẩu, right after the field whose letters it shows; a script works it."""
    return mark_safe(
        '<button class="td-reveal" type="button" aria-pressed="false" data-needs-script hidden>'
        "Hiện mật khẩu</button>"
    )


@register.filter
def attribute(attributes: dict, name: str):
    """An attribute whose name has a hyphen."""
    return attributes.get(name, "")


@register.simple_tag
def field_messages(field) -> list[str]:
    return form_messages.of_field(field)


@register.simple_tag
def error_lines(form) -> list[dict]:
    """Lines of the summary: dicts ``text`` and ``href`` (id of the field; empty for the whole)."""
    return form_messages.summary(form)


# ---- dates and numbers: the words are made in units.wording --------------------------------

for _filter in (
    wording.vn_date,
    wording.vn_span,
    wording.vn_long_date,
    wording.vn_time,
    wording.vn_datetime,
    wording.vn_datetime_seconds,
    wording.vn_weekday,
    wording.relative_day,
    wording.vn_number,
    wording.percent,
    wording.file_size,
    wording.code_groups,
):
    register.filter(_filter)


@register.simple_tag
def due(deadline, time: str = "") -> SafeString:
    """Hạn, relative and absolute: "Còn 4 ngày" over "Thứ Ba 24/10"."""
    day = wording.as_day(deadline)
    if not day:
        return format_html('<div class="td-due">{}</div>', "Không có hạn")
    words = wording.deadline(day, localdate(), time)
    return format_html(
        '<div class="td-due{}"><b>{}</b> {}</div>',
        f" td-due--{words.kind}" if words.kind else "",
        words.relative,
        words.absolute,
    )


@register.simple_tag
def calendar_leaf(value, feast: bool = False) -> SafeString:
    """Tờ lịch bloc, with the year where it is not this one; red only for holidays."""
    day = wording.as_day(value)
    if not day:
        return SafeString("")
    other_year = day.year != localdate().year
    return format_html(
        '<div class="td-bloc{}"><span>{}</span><b>{}</b><i>{}</i></div>',
        " td-bloc--fest" if feast else "",
        wording.SHORT_WEEKDAYS[day.weekday()],
        f"{day.day:02d}",
        f"{day.month}/{day.year}" if other_year else f"tháng {day.month}",
    )
