"""Pages of `people`."""

from django.urls import path

from people import views

app_name = "people"
urlpatterns = [
    path("trust/", views.trust, name="trust"),
    path("settings/", views.own_settings, name="settings"),
]
