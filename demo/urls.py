"""Sign-in links of the demo."""

from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("", views.people, name="people"),
    path("sign-in/<slug:persona>/", views.sign_in, name="sign-in"),
]
