"""Pages of `curation`."""

from django.urls import URLPattern, path

from curation import views

app_name = "curation"
urlpatterns: list[URLPattern] = [
    path("curation/", views.boards, name="boards"),
    path("curation/<slug:slug>/", views.board, name="board"),
    path("curation/<slug:slug>/themes/", views.create, name="create"),
    path("curation/<slug:slug>/place/", views.place, name="place"),
    path("themes/<int:pk>/", views.theme, name="theme"),
    path("themes/<int:pk>/edit/", views.edit, name="edit"),
    path("themes/<int:pk>/delete/", views.delete, name="delete"),
]
