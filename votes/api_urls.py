"""API of `votes`."""

from django.urls import path

from votes import api

app_name = "votes-api"
urlpatterns = [
    path("ideas/<int:pk>/vote/", api.Vote.as_view(), name="vote"),
    path("campaigns/<slug:slug>/bursts/", api.Bursts.as_view(), name="bursts"),
    path("bursts/<int:pk>/settle/", api.Settle.as_view(), name="settle"),
    path("me/news/", api.News.as_view(), name="news"),
    path("me/news/seen/", api.Seen.as_view(), name="seen"),
]
