from django.urls import path

from awards.views import authority

app_name = "awards"
urlpatterns = [
    path(
        "don-vi/<int:pk>/tham-quyen/", authority.unit_authority, name="unit-authority"
    ),
]
