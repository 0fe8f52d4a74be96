"""WSGI entry point: `gunicorn cocreate.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from core.start import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cocreate.settings")
os.environ.setdefault("COCREATE_STATEMENT_SECONDS", "10")  # people wait for pages; jobs and commands may take longer

application = get_wsgi_application()
settle()
