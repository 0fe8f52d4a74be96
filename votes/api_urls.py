"""API of `votes`."""

from django.urls import path

from votes import api

app_name = "votes-api"
urlpatterns = [path("ideas/<int:pk>/vote/", api.Vote.as_view(), name="vote")]
