"""Quyết định khen thưởng."""

from django.urls import path

from awards.views import decisions

ROOT = "khen-thuong/quyet-dinh/"
urlpatterns = [
    path(ROOT, decisions.decision_list, name="decision-list"),
    path(f"{ROOT}lap/", decisions.decision_start, name="decision-start"),
    path(f"{ROOT}<int:pk>/", decisions.decision, name="decision"),
    path(f"{ROOT}<int:pk>/sua/", decisions.decision_edit, name="decision-edit"),
    path(f"{ROOT}<int:pk>/them/", decisions.decision_add, name="decision-add"),
    path(
        f"{ROOT}<int:pk>/soan-lai/", decisions.decision_reword, name="decision-reword"
    ),
    path(f"{ROOT}<int:pk>/trinh/", decisions.decision_submit, name="decision-submit"),
    path(
        f"{ROOT}<int:pk>/rut/", decisions.decision_take_back, name="decision-take-back"
    ),
    path(f"{ROOT}<int:pk>/bo/", decisions.decision_drop, name="decision-drop"),
    path(f"{ROOT}<int:pk>/tra-lai/", decisions.decision_return, name="decision-return"),
    path(f"{ROOT}<int:pk>/huy-bo/", decisions.decision_cancel, name="decision-cancel"),
    path(
        f"{ROOT}<int:pk>/chi-tien/", decisions.decision_payment, name="decision-payment"
    ),
    path(f"{ROOT}dong/<int:pk>/", decisions.line_edit, name="decision-line"),
    path(f"{ROOT}dong/<int:pk>/bo/", decisions.line_drop, name="decision-line-drop"),
]
