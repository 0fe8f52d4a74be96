"""Pages of `participation`."""

from django.urls import URLPattern, path

from participation import views

app_name = "participation"
urlpatterns: list[URLPattern] = [
    path("participation/", views.campaigns, name="campaigns"),
    path("participation/<slug:slug>/", views.campaign, name="campaign"),
    path("participation/<slug:slug>/summarise/", views.summarise, name="summarise"),
    path("participation/<slug:slug>/figures.csv", views.figures, name="figures"),
    path("participation/<slug:slug>/figures.xlsx", views.workbook, name="workbook"),
    path("participation/<slug:slug>/reasons/<int:pk>/", views.reason, name="reason"),
]
