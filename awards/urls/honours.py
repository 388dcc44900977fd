"""Thành tích khen thưởng đã có."""

from django.urls import path

from awards.views import honour_scans, honours

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
    path(
        "doi-tuong/<int:pk>/thanh-tich/tai/", honours.honouree_honours_file,
        name="honouree-honours-file",
    ),
    path(
        "don-vi/<int:pk>/thanh-tich/tai/", honours.unit_honours_file,
        name="unit-honours-file",
    ),
    path(
        "thanh-tich/<int:pk>/ban-chup/", honour_scans.honour_scan_add,
        name="honour-scan-add",
    ),
    path("ban-chup/<int:pk>/", honour_scans.honour_scan, name="honour-scan"),
    path(
        "ban-chup/<int:pk>/bo/", honour_scans.honour_scan_drop, name="honour-scan-drop"
    ),
    path("thanh-tich/<int:pk>/bo/", honours.honour_drop, name="honour-drop"),
]  # fmt: skip
