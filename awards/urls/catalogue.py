"""Danh mục, thẩm quyền."""

from django.urls import path

from awards.views import authority

urlpatterns = [
    path(
        "don-vi/<int:pk>/tham-quyen/", authority.unit_authority, name="unit-authority"
    ),
]
