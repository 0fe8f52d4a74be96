"""Pages of `curation`."""

from django.urls import URLPattern, path

from curation import views

app_name = "curation"
urlpatterns: list[URLPattern] = [
    path("curation/", views.boards, name="boards"),
    path("curation/queue/", views.queue, name="queue"),
    path("curation/<slug:slug>/", views.board, name="board"),
    path("curation/<slug:slug>/themes/", views.create, name="create"),
    path("curation/<slug:slug>/place/", views.place, name="place"),
    path("curation/<slug:slug>/changes/", views.changes, name="changes"),
    path("curation/<slug:slug>/undo/", views.undo, name="undo"),
    path("curation/<slug:slug>/log/", views.log, name="log"),
    path("curation/<slug:slug>/suggestions/", views.suggestions, name="suggestions"),
    path("curation/<slug:slug>/suggestions/<int:pk>/", views.run, name="run"),
    path("suggestions/<int:pk>/", views.adjust, name="adjust"),
    path("suggestions/<int:pk>/accept/", views.accept, name="accept"),
    path("suggestions/<int:pk>/dismiss/", views.dismiss, name="dismiss"),
    path("suggestions/<int:pk>/split/", views.halve, name="halve"),
    path("suggestions/<int:pk>/join/", views.join, name="join"),
    path("campaigns/<slug:slug>/export/", views.export, name="export"),
    path("ideas/<int:pk>/status/", views.status, name="status"),
    path("ideas/<int:pk>/merge/", views.merge, name="merge"),
    path("ideas/<int:pk>/unmerge/", views.unmerge, name="unmerge"),
    path("ideas/<int:pk>/ask/", views.ask, name="ask"),
    path("ideas/<int:pk>/read/", views.read, name="read"),
    path("questions/<int:pk>/answer/", views.answer, name="answer"),
    path("questions/<int:pk>/withdraw/", views.withdraw_question, name="withdraw_question"),
    path("themes/<int:pk>/", views.theme, name="theme"),
    path("themes/<int:pk>/tiles/", views.tiles, name="tiles"),
    path("themes/<int:pk>/shift/", views.shift, name="shift"),
    path("themes/<int:pk>/split/", views.split, name="split"),
    path("themes/<int:pk>/edit/", views.edit, name="edit"),
    path("themes/<int:pk>/delete/", views.delete, name="delete"),
]
