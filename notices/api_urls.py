"""API of `notices`."""

from django.urls import path

from notices import api

app_name = "notices-api"
urlpatterns = [path("me/digest/", api.Digest.as_view(), name="digest")]
