"""Pages of `votes`."""

from django.urls import path

from votes import views

app_name = "votes"
urlpatterns = [path("ideas/<int:pk>/vote/", views.cast, name="cast")]
