from django.urls import path

from reports.views import (
    acclaim,
    acts,
    anchors,
    convocations,
    copies,
    decisions,
    deliveries,
    desk,
    diplomas,
    documents,
    edxml,
    files,
    health,
    lists,
    merits,
    minutes,
    outside,
    pacts,
    previews,
    public,
    public_awards,
    public_diploma,
    public_pact,
    register,
    series,
    session_papers,
    stocks,
    submissions,
    word,
)

app_name = "reports"
urlpatterns = [
    path("van-ban/", lists.document_list, name="document-list"),
    path(
        "quyet-dinh/<int:pk>/giay-khen/",
        diplomas.decision_diplomas,
        name="decision-diplomas",
    ),
    path("giay-khen/<int:pk>/dung/", diplomas.diplomas_pause, name="diplomas-pause"),
    path("giay-khen/<int:pk>/tiep/", diplomas.diplomas_resume, name="diplomas-resume"),
    path("giay-khen/<int:pk>/lam-lai/", diplomas.diplomas_retry, name="diplomas-retry"),
    path("giay-khen/<int:pk>/in/", diplomas.diplomas_print, name="diplomas-print"),
    path("giay-khen/to/<int:pk>/sua/", diplomas.diploma_amend, name="diploma-amend"),
    path("giay-khen/to/<int:pk>/tep/", diplomas.diploma_file, name="diploma-file"),
    path("giay-khen/lan-in/<int:pk>/tep/", diplomas.print_file, name="print-file"),
    path("giay-khen/lan-in/<int:pk>/lai/", diplomas.print_retry, name="print-retry"),
    path("giay-khen/phoi/", stocks.stock_list, name="stock-list"),
    path("giay-khen/phoi/<int:pk>/", stocks.stock, name="stock"),
    path("giay-khen/phoi/<int:pk>/thoi/", stocks.stock_retire, name="stock-retire"),
    path(
        "giay-khen/phoi/<int:pk>/can-chinh/",
        stocks.stock_calibration,
        name="stock-calibration",
    ),
    path("giay-khen/don-vi/<int:pk>/them-phoi/", stocks.stock_add, name="stock-add"),
    path("giay-khen/don-vi/<int:pk>/them-may/", stocks.printer_add, name="printer-add"),
    path("giay-khen/may-in/<int:pk>/", stocks.printer_amend, name="printer-amend"),
    path(
        "giay-khen/may-in/<int:pk>/thoi/", stocks.printer_retire, name="printer-retire"
    ),
    path("van-ban/<int:pk>/", documents.document, name="document"),
    path("van-ban/<int:pk>/ban-chu/", documents.text, name="document-text"),
    path("van-ban/<int:pk>/ban-word/", word.document_word, name="document-word"),
    path("van-ban/<int:pk>/edxml/", edxml.document_edxml, name="document-edxml"),
    path("van-ban/<int:pk>/sao-y/", copies.copy_certify, name="copy-certify"),
    path("van-ban/ban-sao/<int:pk>/", copies.copy_file, name="copy-file"),
    path(
        "van-ban/ban-sao/<int:pk>/phu-luc/<int:position>/",
        copies.copy_annex,
        name="copy-annex",
    ),
    path("so-van-ban/ban-sao/", copies.copy_list, name="copy-list"),
    path("van-ban/<int:pk>/theo-doi/", documents.watch, name="document-watch"),
    path(
        "van-ban/<int:pk>/tep/<str:stage>/", files.document_file, name="document-file"
    ),
    path(
        "van-ban/<int:pk>/phu-luc/<int:position>/", files.annex_file, name="annex-file"
    ),
    path(
        "van-ban/<int:pk>/trang/<str:digest>/<int:page>-<int:width>.webp",
        files.document_page,
        name="document-page",
    ),
    path(
        "van-ban/<int:pk>/trang/<str:digest>/dai.webp",
        files.document_strip,
        name="document-strip",
    ),
    path(
        "van-ban/noi-nhan/<int:pk>/", deliveries.delivery_settle, name="delivery-settle"
    ),
    path(
        "van-ban/noi-nhan/chon/<slug:field>/",
        deliveries.delivery_unit_pick,
        name="delivery-unit-pick",
    ),
    path(
        "van-ban/noi-nhan/<int:pk>/gui-lai/",
        deliveries.letter_again,
        name="letter-again",
    ),
    path(
        "van-ban/so-dia-chi/", deliveries.correspondent_list, name="correspondent-list"
    ),
    path(
        "van-ban/so-dia-chi/<int:pk>/",
        deliveries.correspondent_amend,
        name="correspondent-amend",
    ),
    path(
        "van-ban/so-dia-chi/<int:pk>/bo/",
        deliveries.correspondent_forget,
        name="correspondent-forget",
    ),
    path("van-ban/<int:pk>/ban-hanh/", acts.document_issue, name="document-issue"),
    path("van-ban/<int:pk>/ky-lai/", acts.document_retry, name="document-retry"),
    path(
        "van-ban/<int:pk>/ban-da-ky/", outside.document_signed, name="document-signed"
    ),
    path(
        "van-ban/<int:pk>/ban-dong-dau/",
        outside.document_sealed,
        name="document-sealed",
    ),
    path(
        "van-ban/<int:pk>/cach-dong-dau/",
        outside.document_seal_way,
        name="document-seal-way",
    ),
    path("van-ban/<int:pk>/tra-lai/", acts.document_return, name="document-return"),
    path("phong-trao/<int:pk>/van-ban/", lists.of_campaign, name="of-campaign"),
    path("ke-hoach/<int:pk>/ban-chu/", previews.plan_text, name="plan-text"),
    path("ke-hoach/<int:pk>/ban-word/", word.plan_word, name="plan-word"),
    path("ke-hoach/<int:pk>/duyet-va-ky/", acts.plan_sign, name="plan-sign"),
    path("ke-hoach/<int:pk>/xem-truoc/", previews.plan_preview, name="plan-preview"),
    path("ke-hoach/<int:pk>/the-thuc/", previews.plan_format, name="plan-format"),
    path(
        "ke-hoach/<int:pk>/xem-truoc/<str:key>/<int:page>-<int:width>.webp",
        previews.preview_page,
        name="preview-page",
    ),
    path(
        "khen-thuong/quyet-dinh/<int:pk>/van-ban/",
        decisions.decision_paper,
        name="decision-paper",
    ),
    path(
        "khen-thuong/quyet-dinh/<int:pk>/xem-truoc/",
        decisions.decision_preview,
        name="decision-preview",
    ),
    path(
        "khen-thuong/quyet-dinh/<int:pk>/xem-truoc/<str:key>/<int:page>-<int:width>.webp",
        decisions.decision_page,
        name="decision-page",
    ),
    path(
        "khen-thuong/quyet-dinh/<int:pk>/duyet-va-ky/",
        decisions.decision_sign,
        name="decision-sign",
    ),
    path(
        "khen-thuong/trinh-cap-tren/<int:pk>/ho-so.zip",
        submissions.submission_package,
        name="submission-package",
    ),
    path(
        "khen-thuong/trinh-cap-tren/<int:pk>/danh-sach.xlsx",
        submissions.submission_sheet,
        name="submission-sheet",
    ),
    path(
        "khen-thuong/trinh-cap-tren/<int:pk>/van-ban/",
        submissions.submission_paper,
        name="submission-paper",
    ),
    path(
        "khen-thuong/trinh-cap-tren/<int:pk>/xem-truoc/",
        submissions.submission_preview,
        name="submission-preview",
    ),
    path(
        "khen-thuong/trinh-cap-tren/<int:pk>/xem-truoc/<str:key>/<int:page>-<int:width>.webp",
        submissions.submission_page,
        name="submission-page",
    ),
    path(
        "khen-thuong/trinh-cap-tren/<int:pk>/duyet-va-ky/",
        submissions.submission_sign,
        name="submission-sign",
    ),
    path(
        "hoi-dong/giay-moi/<int:pk>/van-ban/",
        convocations.convocation_paper,
        name="convocation-paper",
    ),
    path(
        "hoi-dong/giay-moi/<int:pk>/xem-truoc/",
        convocations.convocation_preview,
        name="convocation-preview",
    ),
    path(
        "hoi-dong/giay-moi/<int:pk>/xem-truoc/<str:key>/<int:page>-<int:width>.webp",
        convocations.convocation_page,
        name="convocation-page",
    ),
    path(
        "hoi-dong/giay-moi/<int:pk>/duyet-va-ky/",
        convocations.convocation_sign,
        name="convocation-sign",
    ),
    path(
        "hoi-dong/phien/<int:pk>/tai-lieu/",
        session_papers.papers,
        name="session-papers",
    ),
    path("cho-ky/", desk.desk, name="desk"),
    path("cho-ky/ky/", desk.desk_sign, name="desk-sign"),
    path("cho-ky/luot/<int:pk>/", desk.desk_result, name="desk-result"),
    path("so-van-ban/", register.register, name="register"),
    path("don-vi/<int:pk>/day-so/", series.unit_series, name="unit-series"),
    path("don-vi/<int:pk>/day-so/lap/", series.series_open, name="series-open"),
    path(
        "so-van-ban/day-so/<int:pk>/chuyen-tiep/",
        series.series_continue,
        name="series-continue",
    ),
    path("so-van-ban/ghi/", register.register_paper, name="register-paper"),
    path("so-van-ban/tep/", register.register_file, name="register-file"),
    path(
        "so-van-ban/<int:pk>/chuyen/", register.record_dispatch, name="record-dispatch"
    ),
    path("so-van-ban/edxml/", edxml.register_edxml, name="register-edxml"),
    path("don-vi/<int:pk>/ma-dinh-danh/", edxml.agency_code, name="agency-code"),
    path("so-van-ban/<int:pk>/huy/", register.void_number, name="void-number"),
    path("nhat-ky/niem/bien-ban/<int:pk>/", anchors.anchor_file, name="anchor-file"),
    path("nhat-ky/niem/co-quan-ky/", anchors.anchor_signer, name="anchor-signer"),
    path("giao-uoc/<int:pk>/ban-ky/", pacts.pact_paper, name="pact-paper"),
    path("giao-uoc/<int:pk>/ban-ky/lap/", pacts.pact_lay, name="pact-lay"),
    path("giao-uoc/ban-ky/<int:pk>/tep/", pacts.pact_file, name="pact-file"),
    path("giao-uoc/ban-ky/<int:pk>/bo/", pacts.pact_drop, name="pact-drop"),
    path("giao-uoc/cho-ky/<int:pk>/ky/", pacts.pact_sign, name="pact-sign"),
    path("giao-uoc/cho-ky/<int:pk>/khong-ky/", pacts.pact_refuse, name="pact-refuse"),
    path("giao-uoc/cho-ky/<int:pk>/ban-da-ky/", pacts.pact_signed, name="pact-signed"),
    path("giao-uoc/cho-ky/<int:pk>/ban-quet/", pacts.pact_scan, name="pact-scan"),
    path(
        "giao-uoc/cho-ky/<int:pk>/ban-quet/tep/",
        pacts.pact_scan_file,
        name="pact-scan-file",
    ),
    path(
        "hoi-dong/phien/<int:pk>/bien-ban/ban-ky/",
        minutes.minutes_paper,
        name="minutes-paper",
    ),
    path(
        "hoi-dong/phien/<int:pk>/bien-ban/ban-ky/lap/",
        minutes.minutes_lay,
        name="minutes-lay",
    ),
    path(
        "khen-thuong/<int:pk>/bao-cao-thanh-tich/",
        merits.merit_report,
        name="merit-report",
    ),
    path(
        "khen-thuong/<int:pk>/tom-tat-thanh-tich/",
        merits.merit_summary,
        name="merit-summary",
    ),
    path("khen-thuong/to-trinh/", merits.petition_sheet, name="petition-sheet"),
    path("hoi-dong/bien-ban/<int:pk>/tep/", minutes.minutes_file, name="minutes-file"),
    path("hoi-dong/bien-ban/<int:pk>/bo/", minutes.minutes_drop, name="minutes-drop"),
    path(
        "hoi-dong/bien-ban/cho-ky/<int:pk>/ky/",
        minutes.minutes_sign,
        name="minutes-sign",
    ),
    path(
        "hoi-dong/bien-ban/cho-ky/<int:pk>/ban-da-ky/",
        minutes.minutes_signed,
        name="minutes-signed",
    ),
    path(
        "suy-ton/<int:pk>/bien-ban/",
        acclaim.acclaim_minutes_file,
        name="acclaim-minutes",
    ),
    path("suy-ton/<int:pk>/de-nghi/", acclaim.acclaim_propose, name="acclaim-propose"),
    path(
        "x/<str:code>/giao-uoc/", public_pact.verify_pact_file, name="verify-pact-file"
    ),
    path(
        "x/<str:code>/giay-khen/",
        public_diploma.verify_diploma_file,
        name="verify-diploma-file",
    ),
    path("tra-cuu/", public.verify_home, name="verify-home"),
    path("tra-cuu/tep/", public.verify_upload, name="verify-upload"),
    path("g/<str:token>/", public.delivery_link, name="delivery-link"),
    path("x/<str:code>/", public.verify, name="verify"),
    path("x/<str:code>/tai/", public.verify_file, name="verify-file"),
    path(
        "x/<str:code>/phu-luc/<int:position>/", public.verify_annex, name="verify-annex"
    ),
    path("x/<str:code>/xem/", public.verify_pages, name="verify-pages"),
    path(
        "x/<str:code>/trang/<int:page>-<int:width>.webp",
        public.verify_page,
        name="verify-page",
    ),
    path("cong-khai/<str:key>/", public_awards.public_awards, name="public-awards"),
    path(
        "cong-khai/<str:key>/quyet-dinh/<int:pk>/",
        public_awards.public_decision,
        name="public-decision",
    ),
    path("suc-khoe/", health.live, name="health-live"),
    path("suc-khoe/san-sang/", health.ready, name="health-ready"),
    path("metrics", health.metrics, name="metrics"),
]
