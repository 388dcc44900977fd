"""Every process that loads Django knows the Celery application, so tasks find its queues."""

from django.apps import AppConfig

from config.celery import app as celery_app

__all__ = ["Wiring", "celery_app"]


class Wiring(AppConfig):
    name = "config"
