"""Pages that only the tests of the looks see: the kit, the public page, the error pages."""

import datetime
import hashlib

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils.timezone import localdate, now

from units.fields import VietnameseDateField, VietnameseDecimalField

ORIGINAL = b"%PDF-1.7 the original"


class KitForm(forms.Form):
    title = forms.CharField(label="Tên phong trào", max_length=20)
    starts_on = VietnameseDateField(label="Ngày bắt đầu")
    ends_on = VietnameseDateField(label="Ngày kết thúc", required=False)
    value = VietnameseDecimalField(
        label="Mức phải đạt", help_text="Tính bằng phần trăm.", required=False
    )
    level = forms.ChoiceField(
        label="Cấp", choices=[("", "Chọn cấp"), ("phuong", "Phường"), ("to", "Tổ")]
    )
    form = forms.ChoiceField(
        label="Hình thức khen",
        choices=[("gk", "Giấy khen"), ("bk", "Bằng khen")],
        widget=forms.RadioSelect,
    )
    units = forms.MultipleChoiceField(
        label="Đơn vị",
        choices=[("1", "Tổ dân phố 1"), ("2", "Tổ dân phố 2")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    content = forms.CharField(
        label="Nội dung", widget=forms.Textarea(attrs={"rows": 3})
    )
    file = forms.FileField(
        label="Kế hoạch có sẵn",
        help_text="Tệp Word hoặc PDF.",
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf", "data-max-mb": "1"}),
    )
    agree = forms.BooleanField(label="Đã đối chiếu với bản giấy", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the page writes the token
        self.helper.layout = Layout(
            "title",
            Row(Column("starts_on"), Column("ends_on")),
            *("value", "level", "form", "units", "content", "file", "agree"),
        )

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error(
                "ends_on",
                f"Ngày kết thúc phải sau {first:%d/%m/%Y}. Đang nhập: {last:%d/%m/%Y}.",
            )


@login_not_required
def kit(request):
    today = localdate()
    form = KitForm(request.POST or None, request.FILES or None)
    request.nav_counts = {"home": 9}
    if "thong-bao" in request.GET:
        messages.success(request, "Đã lưu báo cáo.")
    if request.POST:
        form.is_valid()
    task = {
        "kind": "gold",
        "icon": "pen",
        "title": "Trình ký giấy mời họp Hội đồng",
        "url": "#viec",
        "context": "11 thành viên · Phòng họp số 2",
        "act": "Trình ký",
    }
    rows = range(1, 4)
    return render(
        request,
        "looks/kit.html",
        {
            "form": form,
            "day": datetime.date(2023, 10, 24),
            "now": now(),
            "crumbs": [("Văn bản", "#vb"), ("Kỷ niệm 20 năm thành lập phường", "#pt")],
            "tabs": [
                {"label": "Tổng quan", "url": "#tq", "now": True},
                {"label": "Kế hoạch", "url": "#kh"},
                {"label": "Văn bản", "url": "#vb", "count": 3},
            ],
            "late": [
                {**task, "kind": "bad", "deadline": today - datetime.timedelta(days=5)}
            ],
            "soon": [
                {**task, "deadline": today, "time": "17:00"},
                {**task, "kind": "", "deadline": today + datetime.timedelta(days=4)},
            ],
            "rows": rows,
            "page_of_rows": Paginator(range(95), 10).page(4),
            "versions": [
                {"title": "Bản ban hành", "detail": "30/06/2021 · ký số", "now": True},
                {"title": "Bản trình ký", "detail": "29/06/2021", "url": "#b2"},
                {"title": "Dự thảo", "detail": "18/06/2021"},
            ],
        },
    )


SHEET = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 210 297'%3E"
    "%3Cpath d='M30 40h150M30 50h150M30 60h90' stroke='%23555' stroke-width='2'/%3E%3C/svg%3E"
)


@login_not_required
def document(request):
    pages = [
        {"number": n, "url": f"#t{n}", "image": SHEET, "now": n == 1, "note": ""}
        for n in (1, 2, 3)
    ]
    return render(request, "looks/document.html", {"sheet": SHEET, "pages": pages})


@login_not_required
def editor(request):
    return render(request, "looks/editor.html", {"sheet": SHEET})


@login_not_required
def public(request):
    kind = request.GET.get("kl", "ok")
    return render(
        request,
        "looks/public.html",
        {
            "kind": kind,
            "verdict": {
                "ok": "Văn bản hợp lệ",
                "warn": "Đã bị thay thế",
                "bad": "Đã thu hồi",
                "mute": "Không tìm thấy mã",
            }[kind],
            "explain": "Nội dung không bị thay đổi từ khi ký.",
            "checked_at": now(),
            "digest": hashlib.sha256(ORIGINAL).hexdigest(),
        },
    )


@login_not_required
def error(request, code):
    """An error page as Django draws it when all else fails: without a request."""
    return HttpResponse(render(None, f"{code}.html").content)


# The names that the navigation of the product goes by.
urlpatterns = [
    path("viec/", kit, name="home"),
    path("phong-trao/", include(([path("", kit, name="campaign-list")], "campaigns"))),
    path(
        "",
        include(
            (
                [
                    path("van-ban/", kit, name="document-list"),
                    path("so-van-ban/", kit, name="register"),
                    path("tra-cuu/", public, name="verify-home"),
                ],
                "reports",
            )
        ),
    ),
    path("ra/", LogoutView.as_view(), name="logout"),
    path("kit/", kit),
    path("kit/cong-khai/", public),
    path("kit/van-ban/", document),
    path("kit/soan/", editor),
    path("kit/loi/<str:code>/", error),
    path("kit/dang-nhap/", LoginView.as_view(), name="login"),
    path("kit/khoa/", LoginView.as_view(), name="login-passkey"),
    path("kit/khoa/tuy-chon/", LoginView.as_view(), name="passkey-options"),
]
