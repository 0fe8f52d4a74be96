"""Pages of `ideas`."""

from django.urls import path

from ideas import views

app_name = "ideas"
urlpatterns = [
    path("share/", views.share, name="share"),
    path("search/", views.search, name="search"),
    path("campaigns/", views.campaigns, name="campaigns"),
    path("campaigns/<slug:slug>/", views.campaign, name="campaign"),
    path("campaigns/<slug:slug>/share/", views.submit, name="submit"),
    path("campaigns/<slug:slug>/poster/", views.poster, name="poster"),
    path("campaigns/<slug:slug>/reach/", views.reach, name="reach"),
    path("campaigns/<slug:slug>/extend/", views.extend, name="extend"),
    path("campaigns/<slug:slug>/words/", views.translate, name="translate"),
    path("campaigns/<slug:slug>/meetings/", views.meeting, name="meeting"),
    path("campaigns/<slug:slug>/similar/", views.similar, name="similar"),
    path("ideas/<int:pk>/", views.detail, name="detail"),
    path("ideas/<int:pk>/comments/", views.comment, name="comment"),
    path("ideas/<int:pk>/edit/", views.edit, name="edit"),
    path("ideas/<int:pk>/changes/", views.changes, name="changes"),
    path("ideas/<int:pk>/images/", views.images, name="images"),
    path("ideas/<int:pk>/images/<int:image>/", views.image, name="image"),
    path("ideas/<int:pk>/images/<int:image>/remove/", views.remove_image, name="remove_image"),
    path("ideas/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("ideas/<int:pk>/receipt/", views.receipt, name="receipt"),
    path("ideas/<int:pk>/claim/", views.claim, name="claim"),
    path("receipts/", views.receipts, name="receipts"),
    path("receipts/forget/", views.forget_receipts, name="forget_receipts"),
    path("ideas/<int:pk>/follow/", views.follow, name="follow"),
    path("ideas/<int:pk>/flag/", views.flag, name="flag"),
    path("ideas/<int:pk>/decisions/", views.own_decisions, name="decisions"),
    path("comments/<int:pk>/", views.thread, name="thread"),
    path("comments/<int:pk>/withdraw/", views.withdraw_comment, name="withdraw_comment"),
    path("comments/<int:pk>/flag/", views.flag_comment, name="flag_comment"),
    path("moderation/", views.moderations, name="moderations"),
    path("campaigns/<slug:slug>/moderation/", views.moderation, name="moderation"),
    path("cases/<int:pk>/", views.case, name="case"),
    path("cases/<int:pk>/show/", views.show_again, name="show_again"),
    path("cases/<int:pk>/hide-all/", views.hide_all, name="hide_all"),
    path("cases/<int:pk>/pause/", views.pause, name="pause"),
    path("cases/<int:pk>/object/", views.object_to, name="object"),
]
