"""Pages of `votes`."""

from django.urls import path

from votes import views

app_name = "votes"
urlpatterns = [
    path("ideas/<int:pk>/vote/", views.cast, name="cast"),
    path("notices/seen/", views.seen, name="seen"),
    path("campaigns/<slug:slug>/quick/", views.quick, name="quick"),
    path("curation/<slug:slug>/bursts/", views.bursts, name="bursts"),
    path("bursts/<int:pk>/settle/", views.settle, name="settle"),
]
