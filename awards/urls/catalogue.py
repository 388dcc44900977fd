"""Danh mục, quy định, thẩm quyền, vụ việc."""

from django.urls import path

from awards.views import authority, catalogue, disciplines, rules

urlpatterns = [
    path(
        "don-vi/<int:pk>/tham-quyen/", authority.unit_authority, name="unit-authority"
    ),
    path("khen-thuong/danh-muc/", catalogue.catalogue_list, name="catalogue"),
    path("khen-thuong/danh-muc/chung/", catalogue.common_rules, name="common-rules"),
    path("khen-thuong/danh-muc/moi/", rules.award_add, name="award-add"),
    path("khen-thuong/danh-muc/<slug:code>/", catalogue.award_page, name="award"),
    path("khen-thuong/quy-dinh/<slug:slug>/moi/", rules.rule_lay, name="rule-lay"),
    path(
        "khen-thuong/quy-dinh/<slug:slug>/<int:pk>/doi-chieu/", rules.rule_confirm,
        name="rule-confirm",
    ),
    path(
        "khen-thuong/quy-dinh/<slug:slug>/<int:pk>/ngay-cuoi/", rules.rule_end,
        name="rule-end",
    ),
    path(
        "khen-thuong/quy-dinh/<slug:slug>/<int:pk>/bo/", rules.rule_withdraw,
        name="rule-withdraw",
    ),
    path("khen-thuong/vu-viec/", disciplines.discipline_list, name="discipline-list"),
    path("khen-thuong/vu-viec/moi/", disciplines.discipline_record, name="discipline-record"),
    path(
        "khen-thuong/vu-viec/<int:pk>/ket-luan/", disciplines.discipline_settle,
        name="discipline-settle",
    ),
]  # fmt: skip
