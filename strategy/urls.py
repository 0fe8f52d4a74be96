"""Pages of `strategy`."""

from django.urls import path

from strategy import views

app_name = "strategy"
urlpatterns = [
    path("strategies/", views.published, name="list"),
    path("strategies/<slug:slug>/", views.detail, name="detail"),
    path("strategies/<slug:slug>/versions/<int:number>/", views.version, name="version"),
    path("strategies/<slug:slug>/promise/", views.promise, name="promise"),
    path("studio/", views.studios, name="studios"),
    path("studio/<slug:slug>/", views.studio, name="studio"),
    path("studio/<slug:slug>/publish/", views.publish, name="publish"),
    path("studio/<slug:slug>/priorities/", views.add_priority, name="add_priority"),
    path("studio/<slug:slug>/priorities/<int:pk>/", views.priority, name="priority"),
    path("studio/<slug:slug>/priorities/<int:pk>/grounding/", views.ground, name="ground"),
    path("studio/<slug:slug>/priorities/<int:pk>/remove/", views.remove_priority, name="remove_priority"),
    path("commitments/", views.commitments, name="commitments"),
    path("commitments/<int:pk>/", views.settle, name="settle"),
    path("impact/", views.impact, name="impact"),
]
