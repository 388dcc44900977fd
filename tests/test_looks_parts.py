"""Tags, partials and the crispy pack: their markup, and what is escaped in it."""

import re

import pytest
from crispy_forms.bootstrap import (
    AppendedText,
    FormActions,
    InlineRadios,
    StrictButton,
)
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Button, Div, Fieldset, Layout, Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory

from tests.factories import ward
from units.context import shell


def draw(markup: str, /, **context) -> str:
    context.setdefault("request", RequestFactory().get(context.pop("at", "/")))
    return Template("{% load crispy_forms_tags %}" + markup).render(Context(context))


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


EVIL = '"><script>alert(1)</script>'


def test_a_tag_has_a_picture_and_words():
    assert draw('{% tag "ok" text %}', text="Đã ban hành") == (
        '<span class="td-tag td-tag--ok"><svg class="td-ic" aria-hidden="true" '
        'focusable="false"><use href="/static/icons.svg#check-circle-fill"/></svg>'
        "Đã ban hành</span>"
    )
    with pytest.raises(TemplateSyntaxError, match="unknown kind 'green'"):
        draw('{% tag "green" "Xanh" %}')


def test_a_picture_alone_speaks():
    assert 'role="img" aria-label="Xóa dòng"' in draw(
        '{% icon "trash" label="Xóa dòng" %}'
    )


@pytest.mark.parametrize(
    "text",
    [
        '{% tag "ok" evil %}',
        '{% banner "warn" %}{{ evil }}{% endbanner %}',
        '{% note "ok" %}{{ evil }}{% endnote %}',
        "{% panel evil id=evil css=evil %}{{ evil }}{% endpanel %}",
        "{% empty_state evil %}{{ evil }}{% endempty_state %}",
        '{% confirm_dialog "x" evil %}{{ evil }}<!--acts-->{{ evil }}{% endconfirm_dialog %}',
        "{% sort_heading evil evil %}",
        '{% pill evil "" evil %}',
        "{% icon evil label=evil css=evil %}",
    ],
)
def test_what_comes_from_outside_is_escaped(text):
    html = draw(text, evil=EVIL)
    assert "alert(1)" in html or "alert%281%29" in html
    assert "<script" not in html


def test_sorting_keeps_the_other_parameters_and_leaves_the_page():
    html = draw('{% sort_heading "Ngày" "ngay" %}', at="/?q=a%26b&trang=3&xep=ngay")
    assert '<th scope="col" aria-sort="ascending">' in html
    assert 'href="?q=a%26b&amp;xep=-ngay"' in html
    assert 'aria-sort="descending"' in draw('{% sort_heading "N" "n" %}', at="/?xep=-n")
    assert 'aria-sort="none"' in draw('{% sort_heading "N" "n" %}', at="/?xep=so")


def test_pages_are_numbered_and_one_page_shows_nothing():
    page = Paginator(range(95), 10).page(4)
    html = draw('{% pagination page "văn bản" %}', page=page, at="/?q=xanh&trang=4")
    assert (
        '<b aria-current="page"><span class="visually-hidden">Trang </span>4</b>'
        in html
    )
    assert 'href="?q=xanh&amp;trang=5" rel="next"' in html
    assert words(html).endswith("31–40 trong 95 văn bản")
    assert draw("{% pagination page %}", page=Paginator(range(9), 10).page(1)) == ""


def test_messages_become_banners_of_their_kind():
    class Line:
        def __init__(self, level, text):
            self.level_tag = messages.DEFAULT_TAGS[level]
            self.extra_tags = ""
            self.text = text

        def __str__(self):
            return self.text

    lines = [Line(messages.SUCCESS, "Đã lưu."), Line(messages.ERROR, EVIL)]
    html = render_to_string(
        "components/messages.html", {"messages": lines, "oob": True}
    )
    assert 'role="status" hx-swap-oob="true"' in html
    assert re.findall(r"td-banner--(\w+)", html) == ["ok", "bad"]
    assert "<script" not in html


# ---- the crispy pack


class OrderForm(forms.Form):
    name = forms.CharField(label="Tên", help_text="Ghi đủ.")
    share = forms.DecimalField(label="Tỷ lệ", required=False)
    shape = forms.ChoiceField(
        label="Hình thức",
        choices=[("a", "Giấy khen"), ("b", EVIL)],
        widget=forms.RadioSelect,
    )
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_reads_label_hint_error_control():
    html = draw("{{ form|crispy }}", form=OrderForm({"shape": "a"}))
    order = [
        html.index('<label class="form-label" for="id_name">Tên</label>'),
        html.index('id="id_name_helptext">Ghi đủ.'),
        html.index('id="id_name_error"'),
        html.index('<input type="text" name="name"'),
    ]
    assert order == sorted(order)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="form-control"' in html
    assert 'Tỷ lệ <span class="td-opt">(không bắt buộc)</span>' in html
    assert html.count("td-opt") == 1


def test_choices_are_a_fieldset_and_the_chosen_one_is_kept():
    html = draw("{{ form.shape|as_crispy_field }}", form=OrderForm({"shape": "a"}))
    assert html.count("<fieldset") == html.count("</fieldset>") == 1
    assert '<legend class="form-label">Hình thức</legend>' in html
    assert re.findall(r'value="a"[^>]*checked', html) == [
        'value="a" id="id_shape_0" checked'
    ]
    assert html.count("checked") == 1
    assert "<script" not in html


def test_the_widget_is_not_changed_by_drawing_it():
    form = OrderForm()
    draw("{{ form|crispy }}{{ form|crispy }}", form=form)
    assert form.fields["name"].widget.attrs == {}


def test_a_layout_draws_rows_groups_units_and_buttons():
    form = OrderForm()
    form.helper = FormHelper()
    form.helper.form_tag = False
    form.helper.disable_csrf = True
    form.helper.mark_optional = False
    form.helper.layout = Layout(
        Fieldset("Chung <b>", Div("name", css_class="row"), css_class="x"),
        AppendedText("share", "%"),
        InlineRadios("shape"),
        "hidden",
        FormActions(
            Submit("luu", "Lưu", css_class="btn-lg"),
            Button("thoi", "Thôi"),
            StrictButton("Xem", css_class="btn-secondary"),
            HTML("<i>{{ form.name.name }}</i>"),
        ),
    )
    html = draw("{% crispy form %}", form=form)
    assert '<fieldset class="td-fieldset x">' in html
    assert '<div class="td-unit">' in html
    assert "<span>%</span>" in html
    assert "td-choices td-choices--inline" in html
    assert '<input type="hidden" name="hidden"' in html
    assert re.search(
        r'<button type="submit" name="luu"[^>]*class="btn btn-primary btn-lg"', html
    )
    assert ">Lưu</button>" in html
    assert "<i>name</i>" in html
    assert "td-opt" not in html
    assert "<form" not in html
    assert "csrf" not in html


def test_a_formset_has_one_summary_for_all():
    class Lines(forms.BaseFormSet):
        def clean(self):
            raise forms.ValidationError("Phải có ít nhất một đợt.")

    formset_class = forms.formset_factory(OrderForm, formset=Lines, extra=0)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-shape": "a"}
    html = draw("{{ formset|crispy }}", formset=formset_class(data))
    assert html.count('class="td-errsum"') == 1
    assert words(html).startswith(
        "Chưa lưu được, còn 2 chỗ cần sửa Phải có ít nhất một đợt. Nhập tên."
    )
    assert 'href="#id_form-0-name"' in html
    assert 'name="form-TOTAL_FORMS"' in html


# ---- the shell


def test_an_unknown_cookie_is_not_painted():
    request = RequestFactory().get("/")
    request.COOKIES = {"td-theme": '"><b', "td-text": "khong-lo"}
    values = shell(request)
    assert (values["theme"], values["text_size"]) == ("auto", "")
    request.COOKIES = {"td-theme": "dark", "td-text": "lon"}
    values = shell(request)
    assert (values["theme"], values["text_size"]) == ("dark", "lon")


@pytest.mark.django_db
def test_the_shell_asks_the_database_only_for_what_is_shown(
    django_assert_num_queries,
):
    person = ward().clerk
    request = RequestFactory().get("/")
    request.user = person
    with django_assert_num_queries(0):
        values = shell(request)
    with django_assert_num_queries(1):
        unit = values["current_unit"]
        assert str(values["authority"]) == str(unit)
        assert str(unit) in values["current_roles"][0]
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        values = shell(request)
        assert list(values["nav"]) == []
        assert not values["current_unit"]
        assert not values["authority"]


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500"])
def test_error_pages_need_neither_request_nor_database(code):
    html = render_to_string(f"{code}.html")
    assert html.count("<h1>") == 1
    assert f"Mã {code[:3]}" in html
    assert 'data-bs-theme="auto"' in html
    assert "!" not in words(html.split("<main")[1])
    assert "htmx" not in html
