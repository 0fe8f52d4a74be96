"""Probes. They need no sign-in and touch no session."""

from django.urls import path

from core import views

urlpatterns = [path("livez", views.livez, name="livez"), path("readyz", views.readyz, name="readyz")]
