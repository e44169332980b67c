"""What the sign-in pages need to know of the paper."""

from __future__ import annotations

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def paper_name() -> str:
    """Return the paper's name, as on the nameplate."""
    return str(settings.SITE_NAME)


@register.simple_tag
def factor_required() -> bool:
    """Return whether everybody needs a second factor."""
    return bool(settings.DESK_SECOND_FACTOR == "required")
