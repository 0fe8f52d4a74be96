"""The project: settings, URLs, Celery and WSGI. It wires the apps together; no app imports it."""

from cocreate.celery import app as celery_app

__all__ = ["celery_app"]
