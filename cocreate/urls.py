"""Every address of Cocreate."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from core.views import closed
from strategy.views import home

CLOSED = ["signup/", "email/", "confirm-email/", "confirm-email/<str:key>/", "login/code/confirm/"]
API = ["votes", "people", "notices", "ideas", "curation", "participation", "strategy"]
PAGES = ["votes", "core", "people", "notices", "ideas", "curation", "participation", "strategy"]

handler400 = "core.views.malformed"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.failed"

# Django tries one address after the other. What is asked most comes early: of a vote by a program, it was a twentieth.
api: list[URLPattern | URLResolver] = [
    *[path("", include(f"{app}.api_urls")) for app in API],
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api-schema", template_name="core/api_docs.html"),
        name="api-docs",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("api/v1/", include(api)),
    *[path("", include(f"{app}.urls")) for app in PAGES],
    # People and their addresses come from the directory; a first password comes by mail.
    *[path(f"accounts/{address}", closed) for address in CLOSED],
    path("accounts/password/set/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("accounts/", include("allauth.urls")),
]

if settings.COCREATE_DEMO:
    urlpatterns.append(path("demo/", include("demo.urls")))
