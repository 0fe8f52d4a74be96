"""API of `strategy`."""

from django.urls import path

from strategy import api

app_name = "strategy-api"
urlpatterns = [
    path("me/impact/", api.Impact.as_view(), name="impact"),
    path("strategies/", api.Strategies.as_view(), name="strategies"),
    path("strategies/<slug:slug>/", api.Strategy.as_view(), name="strategy"),
    path("strategies/<slug:slug>/priorities/", api.Priorities.as_view(), name="priorities"),
    path("priorities/<int:pk>/", api.Priority.as_view(), name="priority"),
    path("priorities/<int:pk>/grounding/", api.Grounding.as_view(), name="grounding"),
    path("strategies/<slug:slug>/readiness/", api.Readiness.as_view(), name="readiness"),
    path("strategies/<slug:slug>/publish/", api.Publish.as_view(), name="publish"),
    path("strategies/<slug:slug>/versions/", api.Versions.as_view(), name="versions"),
    path("strategies/<slug:slug>/versions/<int:number>/", api.Version.as_view(), name="version"),
    path("commitments/", api.Commitments.as_view(), name="commitments"),
    path("commitments/<int:pk>/", api.Commitment.as_view(), name="commitment"),
]
