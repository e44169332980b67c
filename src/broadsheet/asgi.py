"""The app's door for the server."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings.django")

from django.core.asgi import get_asgi_application

application = get_asgi_application()
