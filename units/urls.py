from django.contrib.auth.views import LogoutView
from django.urls import path

from units import views

urlpatterns = [
    path("dang-nhap/", views.SignIn.as_view(), name="login"),
    path("dang-nhap/tiep/", views.sign_in_again, name="login-again"),
    path("dang-xuat/", LogoutView.as_view(), name="logout"),
    path("doi-mat-khau/", views.password_change, name="password-change"),
    path("huong-dan/", views.guide_page, name="guide"),
    path("huong-dan/<slug:slug>/", views.guide_page, name="guide-page"),
]
