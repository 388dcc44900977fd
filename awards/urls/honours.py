"""Thành tích khen thưởng đã có."""

from django.urls import path

from awards.views import honours

urlpatterns = [
    path(
        "doi-tuong/<int:pk>/thanh-tich/", honours.honouree_honours,
        name="honouree-honours",
    ),
    path(
        "doi-tuong/<int:pk>/thanh-tich/ghi/", honours.honouree_honour_record,
        name="honouree-honour-record",
    ),
    path("don-vi/<int:pk>/thanh-tich/", honours.unit_honours, name="unit-honours"),
    path(
        "don-vi/<int:pk>/thanh-tich/ghi/", honours.unit_honour_record,
        name="unit-honour-record",
    ),
    path("thanh-tich/<int:pk>/bo/", honours.honour_drop, name="honour-drop"),
]  # fmt: skip
