from django.contrib.auth.views import LogoutView
from django.urls import path

from units.views import branch, people, reform, roles, signing_in, unit

urlpatterns = [
    path("dang-nhap/", signing_in.SignIn.as_view(), name="login"),
    path("dang-nhap/tiep/", signing_in.sign_in_again, name="login-again"),
    path("dang-xuat/", LogoutView.as_view(), name="logout"),
    path("doi-mat-khau/", signing_in.password_change, name="password-change"),
    path("huong-dan/", signing_in.guide_page, name="guide"),
    path("huong-dan/<slug:slug>/", signing_in.guide_page, name="guide-page"),
    path("don-vi/", branch.unit_list, name="unit-list"),
    path("don-vi/chon/<slug:field>/", branch.unit_pick, name="unit-pick"),
    path("don-vi/<int:pk>/", unit.unit_page, name="unit"),
    path("don-vi/<int:pk>/phan/", branch.unit_parts, name="unit-parts"),
    path("don-vi/<int:pk>/lap/", unit.unit_create, name="unit-create"),
    path("don-vi/<int:pk>/sua/", unit.unit_amend, name="unit-amend"),
    path("don-vi/<int:pk>/doi-ten/", reform.unit_rename, name="unit-rename"),
    path("don-vi/<int:pk>/chuyen/", reform.unit_move, name="unit-move"),
    path("don-vi/<int:pk>/sap-nhap/", reform.unit_merge, name="unit-merge"),
    path("don-vi/<int:pk>/chia-tach/", reform.unit_divide, name="unit-divide"),
    path("don-vi/<int:pk>/giai-the/", reform.unit_dissolve, name="unit-dissolve"),
    path("don-vi/<int:pk>/tiep-nhan/", reform.unit_heir, name="unit-heir"),
    path("nguoi-dung/", people.user_list, name="user-list"),
    path("nguoi-dung/mo/", people.user_create, name="user-create"),
    path("nguoi-dung/khoi-ky/", roles.signature_words, name="signature-words"),
    path("nguoi-dung/<int:pk>/", people.user_page, name="user"),
    path("nguoi-dung/<int:pk>/sua/", people.user_amend, name="user-amend"),
    path("nguoi-dung/<int:pk>/mat-khau/", people.user_password, name="user-password"),
    path("nguoi-dung/<int:pk>/ngung/", people.user_close, name="user-close"),
    path("nguoi-dung/<int:pk>/dung-lai/", people.user_reopen, name="user-reopen"),
    path("nguoi-dung/<int:pk>/giao-vai-tro/", roles.role_grant, name="role-grant"),
    path("vai-tro/<int:pk>/thoi/", roles.role_end, name="role-end"),
]
