from django.urls import include, path
from django.views.generic import RedirectView

from reports.views.home import home

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="home")),
    path("viec/", home, name="home"),
    path("", include("units.urls")),
    path("", include("campaigns.urls")),
    path("", include("awards.urls")),
    path("", include("reports.urls")),
]
