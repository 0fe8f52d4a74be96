"""API of `curation`, and of ideas with their theme and votes."""

from django.urls import path

from curation import api

app_name = "curation-api"
urlpatterns = [
    path("campaigns/<slug:slug>/ideas/", api.Ideas.as_view(), name="ideas"),
    path("ideas/", api.AllIdeas.as_view(), name="all-ideas"),
    path("ideas/<int:pk>/", api.Idea.as_view(), name="idea"),
    path("campaigns/<slug:slug>/export/", api.Export.as_view(), name="export"),
    path("ideas/<int:pk>/claim/", api.Claim.as_view(), name="claim"),
    path("ideas/<int:pk>/status/", api.Status.as_view(), name="status"),
    path("ideas/<int:pk>/merge/", api.Merge.as_view(), name="merge"),
    path("ideas/<int:pk>/unmerge/", api.Unmerge.as_view(), name="unmerge"),
    path("ideas/<int:pk>/read/", api.Read.as_view(), name="read"),
    path("ideas/<int:pk>/questions/", api.Questions.as_view(), name="questions"),
    path("questions/<int:pk>/", api.Question.as_view(), name="question"),
    path("questions/<int:pk>/answer/", api.Answer.as_view(), name="answer"),
    path("me/queue/", api.Queue.as_view(), name="queue"),
    path("campaigns/<slug:slug>/inbox/", api.Inbox.as_view(), name="inbox"),
    path("campaigns/<slug:slug>/placements/", api.Placements.as_view(), name="placements"),
    path("campaigns/<slug:slug>/moves/", api.Moves.as_view(), name="moves"),
    path("campaigns/<slug:slug>/moves/undo/", api.Undo.as_view(), name="undo"),
    path("themes/<int:pk>/split/", api.Split.as_view(), name="split"),
    path("themes/<int:pk>/shift/", api.Shift.as_view(), name="shift"),
    path("campaigns/<slug:slug>/suggestions/", api.Suggestions.as_view(), name="suggestions"),
    path("campaigns/<slug:slug>/suggestions/runs/", api.Runs.as_view(), name="runs"),
    path("campaigns/<slug:slug>/suggestions/runs/<int:pk>/", api.Run.as_view(), name="run"),
    path("campaigns/<slug:slug>/likeliest/", api.LikeliestThemes.as_view(), name="likeliest"),
    path("suggestions/<int:pk>/accept/", api.Accept.as_view(), name="accept"),
    path("suggestions/<int:pk>/dismiss/", api.Dismiss.as_view(), name="dismiss"),
    path("suggestions/<int:pk>/split/", api.Halve.as_view(), name="halve"),
    path("suggestions/<int:pk>/join/", api.Join.as_view(), name="join"),
    path("campaigns/<slug:slug>/themes/", api.Themes.as_view(), name="themes"),
    path("themes/<int:pk>/", api.Theme.as_view(), name="theme"),
    path("themes/<int:pk>/ideas/", api.IdeasOfTheme.as_view(), name="theme-ideas"),
]
