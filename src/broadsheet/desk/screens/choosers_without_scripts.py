"""Wagtail's choosers (of pictures, stories, pages) without the script that each writes into the page.

The desk's content security policy runs no script that stands in a page, and Wagtail has no setting for it. So one method
of its base class is replaced, and ``desk/widgets.js`` starts the chooser from attributes.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from wagtail.admin.widgets.chooser import BaseChooser

_with_script = BaseChooser.render


def render(self: Any, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> str:
    """Return the chooser's field with what its script would have said as attributes."""
    if type(self).render_js_init is not BaseChooser.render_js_init or not attrs or "id" not in attrs:
        text: str = _with_script(self, name, value, attrs, renderer)
        return text
    value_data = self.get_value_data(value)
    return format_html(
        '{}<span hidden data-chooser-widget="{}" data-for="{}" data-config="{}"></span>',
        self.render_html(name, value_data, attrs),
        self.js_constructor,
        attrs["id"],
        json.dumps(self.get_js_init_options(attrs["id"], name, value_data)),
    )


def install() -> None:
    """Put it in place; called once, when Wagtail collects its hooks."""
    BaseChooser.render = render
