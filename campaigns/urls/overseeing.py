"""Địa chỉ xem phong trào đi tới đâu: part of ``campaigns.urls``, in its namespace."""

from django.urls import path

from campaigns.views.progress import (
    cell,
    indicator_export,
    indicator_list,
    matrix,
    undertaking_list,
)

_CAMPAIGN = "phong-trao/<int:pk>-<slug:slug>/"
urlpatterns = [
    path(
        f"{_CAMPAIGN}chi-tieu/", matrix.campaign_indicators, name="campaign-indicators"
    ),
    path(
        f"{_CAMPAIGN}chi-tieu/danh-sach/",
        indicator_list.indicator_list,
        name="indicator-list",
    ),
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
