"""Addresses for those who watch the app; the page server lets only loopback or a token through to them."""

from __future__ import annotations

from django.urls import path

from broadsheet.press import health

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("metrics", health.metrics),
]
