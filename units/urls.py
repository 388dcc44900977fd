from django.contrib.auth.views import LogoutView
from django.urls import path

from units.views import signing_in

urlpatterns = [
    path("dang-nhap/", signing_in.SignIn.as_view(), name="login"),
    path("dang-nhap/tiep/", signing_in.sign_in_again, name="login-again"),
    path("dang-xuat/", LogoutView.as_view(), name="logout"),
    path("doi-mat-khau/", signing_in.password_change, name="password-change"),
    path("huong-dan/", signing_in.guide_page, name="guide"),
    path("huong-dan/<slug:slug>/", signing_in.guide_page, name="guide-page"),
]
