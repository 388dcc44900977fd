"""Địa chỉ của khen thưởng, by what they are about."""

from awards.urls import catalogue, council

app_name = "awards"
urlpatterns = [
    *catalogue.urlpatterns,
    *council.urlpatterns,
]
