"""API of `people`."""

from django.urls import path

from people import api

app_name = "people-api"
urlpatterns = [
    path("me/", api.Me.as_view(), name="me"),
    path("units/", api.Units.as_view(), name="units"),
    path("units/<int:pk>/", api.Unit.as_view(), name="unit"),
    path("units/<int:pk>/people/", api.UnitPeople.as_view(), name="people"),
    path("units/<int:pk>/move/", api.UnitMove.as_view(), name="move"),
    path("units/<int:pk>/merge/", api.UnitMerge.as_view(), name="merge"),
    path("units/<int:pk>/split/", api.UnitSplit.as_view(), name="split"),
    path("units/<int:pk>/close/", api.UnitClose.as_view(), name="close"),
]
