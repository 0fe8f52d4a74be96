"""Every address of Cocreate."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from core.views import closed
from strategy.views import home

CLOSED = ["signup/", "email/", "confirm-email/", "confirm-email/<str:key>/", "login/code/confirm/"]
API = ["people", "ideas", "votes", "curation", "participation", "strategy"]

handler400 = "core.views.malformed"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("core.urls")),
    path("", include("people.urls")),
    path("", include("notices.urls")),
    path("", include("ideas.urls")),
    path("", include("votes.urls")),
    path("", include("curation.urls")),
    path("", include("participation.urls")),
    path("", include("strategy.urls")),
    # People and their addresses come from the directory; a first password comes by mail.
    *[path(f"accounts/{address}", closed) for address in CLOSED],
    path("accounts/password/set/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path(
        "api/v1/docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api-schema", template_name="core/api_docs.html"),
        name="api-docs",
    ),
    *[path("api/v1/", include(f"{app}.api_urls")) for app in API],
]

if settings.COCREATE_DEMO:
    urlpatterns.append(path("demo/", include("demo.urls")))
