"""Địa chỉ của đăng ký, điển hình, giao ước: part of ``campaigns.urls``, in its namespace."""

from django.urls import path

from campaigns.views.progress import (
    deciding,
    examples,
    pacts,
    picturing,
    registering,
    registering_form,
)

CAMPAIGN = "phong-trao/<int:pk>-<slug:slug>"
ONE = "dang-ky/<int:pk>"
TAKING = "dang-ky/don-vi-<int:taking>"

urlpatterns = [
    path("dang-ky/", registering.registration_home, name="registration-home"),
    path(
        f"{TAKING}/moi/", registering_form.registration_begin, name="registration-begin"
    ),
    path(
        f"{TAKING}/nhap-thay/",
        registering_form.registration_for_unit,
        name="registration-for-unit",
    ),
    path(
        f"{TAKING}/muon-<int:call>/",
        deciding.registration_late,
        name="registration-late",
    ),
    path(
        "dang-ky/muon/<int:pk>/thoi/",
        deciding.registration_late_end,
        name="registration-late-end",
    ),
    path("dang-ky/dien-hinh/", examples.example_list, name="example-list"),
    path(f"{ONE}/", registering.undertaking_page, name="undertaking"),
    path(f"{ONE}/sua/", registering_form.undertaking_edit, name="undertaking-edit"),
    path(f"{ONE}/gui/", registering_form.undertaking_submit, name="undertaking-submit"),
    path(f"{ONE}/rut/", registering.undertaking_withdraw, name="undertaking-withdraw"),
    path(f"{ONE}/bo/", registering.undertaking_drop, name="undertaking-drop"),
    path(
        f"{ONE}/thuc-hien/",
        registering.undertaking_carry_out,
        name="undertaking-carry-out",
    ),
    path(f"{ONE}/anh/", picturing.undertaking_files, name="undertaking-files"),
    path(
        "dang-ky/anh/<int:pk>/",
        picturing.undertaking_file_describe,
        name="undertaking-file-describe",
    ),
    path(
        "dang-ky/anh/<int:pk>/bo/",
        picturing.undertaking_file_remove,
        name="undertaking-file-remove",
    ),
    path(f"{ONE}/duyet/", deciding.undertaking_approve, name="undertaking-approve"),
    path(f"{ONE}/tra-lai/", deciding.undertaking_return, name="undertaking-return"),
    path(f"{ONE}/huy-duyet/", deciding.undertaking_undo, name="undertaking-undo"),
    path(f"{ONE}/dien-hinh/", examples.example_step, name="example-step"),
    path(f"{ONE}/thoi-dien-hinh/", examples.example_drop, name="example-drop"),
    path(f"{ONE}/hoc-theo/", examples.example_adopt, name="example-adopt"),
    path(
        f"{CAMPAIGN}/dang-ky/",
        deciding.campaign_registrations,
        name="campaign-registrations",
    ),
    path(
        f"{CAMPAIGN}/dang-ky/don-doc/", deciding.campaign_nudge, name="campaign-nudge"
    ),
    path(
        f"{CAMPAIGN}/dang-ky/danh-ba/",
        deciding.campaign_contacts,
        name="campaign-contacts",
    ),
    path(
        f"{CAMPAIGN}/dien-hinh/", examples.campaign_examples, name="campaign-examples"
    ),
    path("cum-khoi/<int:pk>/giao-uoc/", pacts.pact_list, name="pact-list"),
    path("cum-khoi/<int:pk>/giao-uoc/viet/", pacts.pact_begin, name="pact-begin"),
    path("giao-uoc/<int:pk>/", pacts.pact_page, name="pact"),
    path("giao-uoc/<int:pk>/sua/", pacts.pact_edit, name="pact-edit"),
    path("giao-uoc/<int:pk>/dong-y/", pacts.pact_agree, name="pact-agree"),
    path(
        "giao-uoc/dong-y/<int:pk>/nguoi-ky/",
        pacts.agreement_signer,
        name="agreement-signer",
    ),
    path("giao-uoc/<int:pk>/du/", pacts.pact_complete, name="pact-complete"),
    path("giao-uoc/<int:pk>/thoi/", pacts.pact_end, name="pact-end"),
    path(
        "giao-uoc/dong-y/<int:pk>/rut/",
        pacts.agreement_take_back,
        name="agreement-take-back",
    ),
]
