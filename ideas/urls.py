"""Pages of `ideas`."""

from django.urls import path

from ideas import views

app_name = "ideas"
urlpatterns = [
    path("share/", views.share, name="share"),
    path("campaigns/", views.campaigns, name="campaigns"),
    path("campaigns/<slug:slug>/", views.campaign, name="campaign"),
    path("campaigns/<slug:slug>/share/", views.submit, name="submit"),
    path("campaigns/<slug:slug>/similar/", views.similar, name="similar"),
    path("ideas/<int:pk>/", views.detail, name="detail"),
    path("ideas/<int:pk>/comments/", views.comment, name="comment"),
    path("ideas/<int:pk>/edit/", views.edit, name="edit"),
    path("ideas/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
