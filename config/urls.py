from django.urls import include, path

urlpatterns = [
    path("", include("units.urls")),
    path("", include("campaigns.urls")),
    path("", include("reports.urls")),
]
