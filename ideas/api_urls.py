"""API of `ideas`."""

from django.urls import path

from ideas import api

app_name = "ideas-api"
urlpatterns = [
    path("campaigns/", api.Campaigns.as_view(), name="campaigns"),
    path("campaigns/<slug:slug>/", api.Campaign.as_view(), name="campaign"),
    path("campaigns/<slug:slug>/extensions/", api.Extensions.as_view(), name="extensions"),
    path("campaigns/<slug:slug>/words/", api.Translations.as_view(), name="translations"),
    path("campaigns/<slug:slug>/reminders/", api.Reminders.as_view(), name="reminders"),
    path("campaigns/<slug:slug>/meetings/", api.Meetings.as_view(), name="meetings"),
    path("campaigns/<slug:slug>/similar/", api.Similar.as_view(), name="similar"),
    path("ideas/<int:pk>/revisions/", api.Revisions.as_view(), name="revisions"),
    path("ideas/<int:pk>/events/", api.Events.as_view(), name="events"),
    path("ideas/<int:pk>/images/", api.Images.as_view(), name="images"),
    path("images/<int:pk>/", api.Image.as_view(), name="image"),
    path("ideas/<int:pk>/comments/", api.Comments.as_view(), name="comments"),
    path("ideas/<int:pk>/receipt/", api.Receipt.as_view(), name="receipt"),
    path("ideas/<int:pk>/follow/", api.Follow.as_view(), name="follow"),
    path("ideas/<int:pk>/flags/", api.IdeaFlags.as_view(), name="flags"),
    path("ideas/<int:pk>/decisions/", api.OwnDecisions.as_view(), name="decisions"),
    path("comments/<int:pk>/", api.Comment.as_view(), name="comment"),
    path("comments/<int:pk>/replies/", api.Replies.as_view(), name="replies"),
    path("comments/<int:pk>/flags/", api.CommentFlags.as_view(), name="comment-flags"),
    path("cases/", api.AllCases.as_view(), name="all-cases"),
    path("campaigns/<slug:slug>/cases/", api.Cases.as_view(), name="cases"),
    path("cases/<int:pk>/decide/", api.Decision.as_view(), name="decide"),
    path("cases/<int:pk>/show/", api.ShowAgain.as_view(), name="show-again"),
    path("cases/<int:pk>/hide-all/", api.HideAll.as_view(), name="hide-all"),
    path("cases/<int:pk>/pause/", api.Pause.as_view(), name="pause"),
    path("cases/<int:pk>/object/", api.Objection.as_view(), name="object"),
]
