"""Pages of `notices`."""

from django.urls import path

from notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.notices, name="list"),
    path("notices/<int:pk>/", views.follow, name="open"),
]
