"""Địa chỉ của khen thưởng, by what they are about."""

from awards.urls import catalogue, decisions

app_name = "awards"
urlpatterns = [*catalogue.urlpatterns, *decisions.urlpatterns]
