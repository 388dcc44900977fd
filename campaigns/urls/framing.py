"""Địa chỉ của tab Theo dõi: part of ``campaigns.urls``, in its namespace."""

from django.urls import path

from campaigns.views.progress import (
    allotting,
    allotting_many,
    feeding,
    framing,
    measuring,
    periods,
    taking,
)

_TAB = "phong-trao/<int:pk>-<slug:slug>/theo-doi"
urlpatterns = [
    path(f"{_TAB}/", taking.track_units, name="track-units"),
    path(f"{_TAB}/them-don-vi/", taking.track_unit_add, name="track-unit-add"),
    path("theo-doi/don-vi/<int:pk>/dua-ra/", taking.participation_out, name="participation-out"),
    path("theo-doi/don-vi/<int:pk>/dua-lai/", taking.participation_back, name="participation-back"),
    path("bao-cao/dau-moi/<int:pk>/", taking.participation_contact, name="participation-contact"),
    path(f"{_TAB}/ky/", periods.track_periods, name="track-periods"),
    path(f"{_TAB}/ky/lap/", periods.periods_lay, name="periods-lay"),
    path(f"{_TAB}/ky/them/", periods.period_add, name="period-add"),
    path("theo-doi/<int:pk>/chon/<slug:field>/", framing.track_pick, name="track-pick"),
    path("theo-doi/ky/<int:pk>/sua/", periods.period_amend, name="period-amend"),
    path("theo-doi/ky/<int:pk>/lui-han/", periods.period_postpone, name="period-postpone"),
    path("theo-doi/ky/<int:pk>/khoa/", periods.period_lock, name="period-lock"),
    path("theo-doi/ky/<int:pk>/mo-khoa/", periods.period_unlock, name="period-unlock"),
    path("theo-doi/ky/<int:pk>/mo/", periods.period_open, name="period-open"),
    path("theo-doi/ky/<int:pk>/bo/", periods.period_remove, name="period-remove"),
    path("theo-doi/mo-ky/<int:pk>/dong/", periods.opening_close, name="opening-close"),
    path(f"{_TAB}/giao/", allotting.track_allotments, name="track-allotments"),
    path(f"{_TAB}/giao/hoan-tac/", allotting.track_undo, name="track-undo"),
    path(f"{_TAB}/giao/dan/", allotting_many.track_paste, name="track-paste"),
    path(f"{_TAB}/giao/chia/", allotting_many.track_spread, name="track-spread"),
    path(
        "theo-doi/don-vi/<int:pk>/chi-tieu/", allotting.participation_allotments,
        name="participation-allotments",
    ),
    path("theo-doi/giao/<int:pk>/mien/", allotting.allocation_exempt, name="allocation-exempt"),
    path("theo-doi/giao/<int:pk>/thoi-mien/", allotting.allocation_owe, name="allocation-owe"),
    path(f"{_TAB}/chi-tieu/", measuring.track_indicators, name="track-indicators"),
    path("theo-doi/chi-tieu/<int:pk>/do/", measuring.indicator_measure, name="indicator-measure"),
    path(f"{_TAB}/gop/", feeding.track_feeds, name="track-feeds"),
    path("theo-doi/chi-tieu/<int:pk>/gop/", feeding.indicator_feed, name="indicator-feed"),
]  # fmt: skip
