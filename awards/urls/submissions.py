"""Trình cấp trên."""

from django.urls import path

from awards.views import submissions

ROOT = "khen-thuong/trinh-cap-tren/"
_ON = f"{ROOT}<int:pk>/"
urlpatterns = [
    path(ROOT, submissions.submission_list, name="submission-list"),
    path(f"{ROOT}lap/", submissions.submission_start, name="submission-start"),
    path(_ON, submissions.submission, name="submission"),
    path(f"{_ON}sua/", submissions.submission_edit, name="submission-edit"),
    path(f"{_ON}them/", submissions.submission_add, name="submission-add"),
    path(f"{_ON}soan-lai/", submissions.submission_reword, name="submission-reword"),
    path(f"{_ON}trinh/", submissions.submission_submit, name="submission-submit"),
    path(
        f"{_ON}rut-ve/", submissions.submission_take_back, name="submission-take-back"
    ),
    path(f"{_ON}bo/", submissions.submission_drop, name="submission-drop"),
    path(f"{_ON}tra-lai/", submissions.submission_return, name="submission-return"),
    path(f"{_ON}rut/", submissions.submission_withdraw, name="submission-withdraw"),
    path(
        f"{ROOT}dong/<int:pk>/bo/", submissions.line_drop, name="submission-line-drop"
    ),
    path(
        f"{ROOT}dong/<int:pk>/tra-loi/", submissions.line_answer,
        name="submission-line-answer",
    ),
    path(
        f"{ROOT}dong/<int:pk>/bo-tra-loi/", submissions.line_undo,
        name="submission-line-undo",
    ),
]  # fmt: skip
