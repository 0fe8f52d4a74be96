"""API of `participation`."""

from django.urls import path

from participation import api

app_name = "participation-api"
urlpatterns = [
    path("campaigns/<slug:slug>/participation/", api.Participation.as_view(), name="participation"),
    path("campaigns/<slug:slug>/participation/reasons/<int:pk>/", api.Reason.as_view(), name="reason"),
]
