"""Địa chỉ xem phong trào đi tới đâu: part of ``campaigns.urls``, in its namespace."""

from django.urls import path

from campaigns.views.progress import (
    cell,
    indicator_export,
    indicator_list,
    matrix,
    phase_list,
    raised,
    undertaking_list,
)

_CAMPAIGN = "phong-trao/<int:pk>-<slug:slug>/"
urlpatterns = [
    path("kien-nghi/", raised.raised_list, name="raised-list"),
    path("kien-nghi/<int:pk>/", raised.raised_page, name="raised"),
    path("kien-nghi/<int:pk>/giao/", raised.raised_assign, name="raised-assign"),
    path("kien-nghi/<int:pk>/tra-loi/", raised.raised_answer, name="raised-answer"),
    path("kien-nghi/<int:pk>/thoi/", raised.explanation_drop, name="explanation-drop"),
    path(
        f"{_CAMPAIGN}chi-tieu/<int:allocation>/giai-trinh/",
        raised.explanation_ask,
        name="explanation-ask",
    ),
    path(f"{_CAMPAIGN}kien-nghi/", raised.campaign_raised, name="campaign-raised"),
    path(
        f"{_CAMPAIGN}chi-tieu/", matrix.campaign_indicators, name="campaign-indicators"
    ),
    path(
        f"{_CAMPAIGN}chi-tieu/danh-sach/",
        indicator_list.indicator_list,
        name="indicator-list",
    ),
    path(f"{_CAMPAIGN}chi-tieu/dot/", phase_list.phase_list, name="phase-list"),
    path(
        f"{_CAMPAIGN}chi-tieu/xuat/",
        indicator_export.indicator_export,
        name="indicator-export",
    ),
    path(
        f"{_CAMPAIGN}chi-tieu/so-lieu/",
        matrix.indicator_figures,
        name="indicator-figures",
    ),
    path(
        f"{_CAMPAIGN}chi-tieu/<int:allocation>/",
        cell.indicator_cell,
        name="indicator-cell",
    ),
    path(
        f"{_CAMPAIGN}mo-hinh/",
        undertaking_list.campaign_undertakings,
        name="campaign-undertakings",
    ),
]
