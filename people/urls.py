"""Pages of `people`."""

from django.urls import path

from people import views

app_name = "people"
urlpatterns = [
    path("trust/", views.trust, name="trust"),
    path("settings/", views.own_settings, name="settings"),
    path("units/", views.units, name="units"),
    path("units/<int:pk>/", views.unit, name="unit"),
    path("units/<int:pk>/move/", views.move_unit, name="move_unit"),
    path("units/<int:pk>/merge/", views.merge_units, name="merge_units"),
    path("units/<int:pk>/split/", views.split_unit, name="split_unit"),
    path("units/<int:pk>/close/", views.close_unit, name="close_unit"),
]
