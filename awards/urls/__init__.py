"""Địa chỉ của khen thưởng, by what they are about."""

from awards.urls import catalogue, decisions, proposals

app_name = "awards"
urlpatterns = [
    *catalogue.urlpatterns,
    *proposals.urlpatterns,
    *decisions.urlpatterns,
]
