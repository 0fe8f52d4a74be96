"""API of `ideas`."""

from django.urls import path

from ideas import api

app_name = "ideas-api"
urlpatterns = [
    path("campaigns/", api.Campaigns.as_view(), name="campaigns"),
    path("campaigns/<slug:slug>/", api.Campaign.as_view(), name="campaign"),
    path("campaigns/<slug:slug>/similar/", api.Similar.as_view(), name="similar"),
    path("ideas/<int:pk>/comments/", api.Comments.as_view(), name="comments"),
]
