"""Suy tôn ở cụm, khối."""

from django.urls import path

from awards.views import acclaim, acclaim_points

CLUSTER, ONE, ENTRY = (
    "cum-khoi/<int:pk>/suy-ton",
    "suy-ton/<int:pk>",
    "suy-ton/bang-diem/<int:pk>",
)

urlpatterns = [
    path(f"{CLUSTER}/", acclaim.acclaim_list, name="acclaim-list"),
    path(f"{CLUSTER}/mo/", acclaim.acclaim_open, name="acclaim-open"),
    path(f"{ONE}/", acclaim.acclaim_page, name="acclaim"),
    path(f"{ONE}/sua/", acclaim.acclaim_amend, name="acclaim-amend"),
    path(f"{ONE}/thoi/", acclaim.acclaim_cancel, name="acclaim-cancel"),
    path(f"{ONE}/cham-cheo/", acclaim.acclaim_checkers, name="acclaim-checkers"),
    path(f"{ONE}/mo-bieu-quyet/", acclaim.acclaim_vote_open, name="acclaim-vote-open"),
    path(f"{ONE}/ve-cham-diem/", acclaim.acclaim_reopen, name="acclaim-reopen"),
    path(f"{ONE}/phieu/", acclaim.acclaim_vote, name="acclaim-vote"),
    path(f"{ONE}/ket-qua/", acclaim.acclaim_close, name="acclaim-close"),
    path(
        f"{ONE}/don-vi-<int:unit>/tu-cham/", acclaim_points.acclaim_score,
        name="acclaim-score",
    ),
    path(f"{ENTRY}/", acclaim_points.acclaim_entry, name="acclaim-entry"),
    path(
        f"{ENTRY}/don-vi-<int:unit>/cham/", acclaim_points.acclaim_check,
        name="acclaim-check",
    ),
    path(f"{ENTRY}/thong-nhat/", acclaim_points.acclaim_settle, name="acclaim-settle"),
    path(f"{ENTRY}/tra-lai/", acclaim_points.acclaim_return, name="acclaim-return"),
]  # fmt: skip
