"""Địa chỉ của khen thưởng, by what they are about."""

from awards.urls import (
    acclaim,
    catalogue,
    council,
    decisions,
    honours,
    proposals,
    submissions,
)

app_name = "awards"
urlpatterns = [
    *catalogue.urlpatterns,
    *proposals.urlpatterns,
    *council.urlpatterns,
    *decisions.urlpatterns,
    *submissions.urlpatterns,
    *honours.urlpatterns,
    *acclaim.urlpatterns,
]
