"""Địa chỉ khi thực hiện phong trào: part of ``campaigns.urls``, in its namespace."""

from django.urls import path

from campaigns.views.progress import (
    assigned,
    evidence,
    notices,
    receiving,
    reminders,
    sheet,
)

urlpatterns = [
    path("bao-cao/", sheet.report_list, name="report-list"),
    path("bao-cao/tiep/", sheet.report_next, name="report-next"),
    path(
        "bao-cao/don-vi-<int:taking>/ky-<int:period>/",
        sheet.report_begin,
        name="report-begin",
    ),
    path(
        "bao-cao/don-vi-<int:taking>/ky-<int:period>/mien/",
        receiving.report_exempt,
        name="report-exempt",
    ),
    path("bao-cao/<int:pk>/", sheet.report_page, name="report"),
    path("bao-cao/<int:pk>/xem-lai/", sheet.report_check, name="report-check"),
    path("bao-cao/<int:pk>/rut/", sheet.report_withdraw, name="report-withdraw"),
    path("bao-cao/<int:pk>/minh-chung/", evidence.report_evidence, name="evidence"),
    path("minh-chung/<int:pk>/", evidence.evidence_describe, name="evidence-describe"),
    path("minh-chung/<int:pk>/bo/", evidence.evidence_remove, name="evidence-remove"),
    path("minh-chung/<int:pk>/tep/", evidence.evidence_file, name="evidence-file"),
    path(
        "minh-chung/<int:pk>/anh-nho/",
        evidence.evidence_thumbnail,
        name="evidence-thumbnail",
    ),
    path(
        "bao-cao/<int:pk>/tiep-nhan/", receiving.report_receive, name="report-receive"
    ),
    path("bao-cao/<int:pk>/bo-sung/", receiving.report_return, name="report-return"),
    path("bao-cao/<int:pk>/huy-tiep-nhan/", receiving.report_undo, name="report-undo"),
    path(
        "bao-cao/<int:pk>/thoi-mien/",
        receiving.report_exempt_end,
        name="report-exempt-end",
    ),
    path(
        "phong-trao/<int:pk>-<slug:slug>/bao-cao/",
        receiving.campaign_reports,
        name="campaign-reports",
    ),
    path(
        "phong-trao/<int:pk>-<slug:slug>/bao-cao/da-nhac/",
        reminders.campaign_reminders,
        name="campaign-reminders",
    ),
    path("nhiem-vu/", assigned.task_list, name="task-list"),
    path("nhiem-vu/<int:pk>/", assigned.task_page, name="task"),
    path(
        "phong-trao/<int:pk>-<slug:slug>/nhiem-vu/",
        assigned.campaign_tasks,
        name="campaign-tasks",
    ),
    path(
        "phong-trao/<int:pk>-<slug:slug>/nhiem-vu/xuat/",
        assigned.campaign_tasks_export,
        name="campaign-tasks-export",
    ),
    path("bac-thang-nhac-viec/<int:unit>/", reminders.ladder_page, name="ladder"),
    path(
        "bac-thang-nhac-viec/<int:unit>/bo/", reminders.ladder_drop, name="ladder-drop"
    ),
    path(
        "bac-thang-nhac-viec/<int:unit>/chung/",
        reminders.ladder_common,
        name="ladder-common",
    ),
    path("thong-bao/", notices.notices, name="notices"),
    path("thong-bao/da-xem/", notices.notices_read, name="notices-read"),
    path("tai-khoan/nhac-viec/", notices.reminder_choice, name="reminder-choice"),
    path("tai-khoan/lich/doi/", notices.calendar_make, name="calendar-make"),
    path("tai-khoan/lich/bo/", notices.calendar_end, name="calendar-end"),
    path("lich/<str:token>.ics", notices.calendar_feed, name="calendar-feed"),
]
