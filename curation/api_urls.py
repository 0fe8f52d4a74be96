"""API of `curation`, and of ideas with their theme and votes."""

from django.urls import path

from curation import api

app_name = "curation-api"
urlpatterns = [
    path("campaigns/<slug:slug>/ideas/", api.Ideas.as_view(), name="ideas"),
    path("ideas/<int:pk>/", api.Idea.as_view(), name="idea"),
    path("campaigns/<slug:slug>/themes/", api.Themes.as_view(), name="themes"),
    path("themes/<int:pk>/", api.Theme.as_view(), name="theme"),
    path("themes/<int:pk>/ideas/", api.IdeasOfTheme.as_view(), name="theme-ideas"),
]
