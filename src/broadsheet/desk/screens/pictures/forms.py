"""The photo desk's forms: one picture with its rights, and what is set on many at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.images.forms import get_image_form

from broadsheet.desk.screens.pictures.log import label_of
from broadsheet.photos.acts.change import CHANGEABLE, TAGS
from broadsheet.photos.country_field import CountriesField
from broadsheet.photos.models import Picture

RIGHTS = (
    "instructions",
    "licensed_until",
    "archive_days",
    "embargoed_until",
    "barred_in",
    "only_in",
    "is_editorial_only",
    "is_barred_from_social",
    "is_barred_from_web",
)
FOCUS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (gettext_lazy("Words"), ("title", "caption", "alt_text", "is_decorative", "digital_source_type")),
    (gettext_lazy("Credit"), ("creator", "credit_line", "source", "provider", "copyright_notice")),
    (gettext_lazy("Rights"), ("usage_terms", *RIGHTS, "license_url", "acquire_url")),
)
#: What stands under the last heading, with whatever the form has beside the groups.
LAST = gettext_lazy("Filed under")


def _to_the_second() -> AdminDateTimeInput:
    """Return Wagtail's calendar with seconds: a right ends at one, and without them a save would move the end."""
    return AdminDateTimeInput(format="%Y-%m-%d %H:%M:%S")


def _countries(name: str) -> CountriesField:
    return CountriesField(label=capfirst(Picture._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


@cache
def page_form() -> type[Any]:
    """Return the form of a picture's page: that of an upload, with the rights and the focal point."""
    stock = get_image_form(Picture, fields=(*Picture.admin_form_fields, *RIGHTS))
    countries = {name: _countries(name) for name in ("barred_in", "only_in")}
    return type("PicturePageForm", (stock,), {**countries, "__init__": _set_up})


def _set_up(self: Any, *args: Any, **kwargs: Any) -> None:
    """Let the focal point be typed: the picture on the page is an improvement on two numbers."""
    super(page_form(), self).__init__(*args, **kwargs)
    for name, most in (("focal_point_x", self.instance.width), ("focal_point_y", self.instance.height)):
        self.fields[name].widget = forms.NumberInput(attrs={"min": 0, "max": most, "inputmode": "numeric"})
    for name in ("licensed_until", "embargoed_until"):
        self.fields[name].widget = _to_the_second()
    for name in ("caption", "alt_text", "usage_terms", "instructions"):
        self.fields[name].widget = forms.Textarea(attrs={"rows": 2})


def grouped(form: Any) -> Iterator[tuple[Any, list[Any]]]:
    """Yield headings with the fields below them; the file and the focal point have places of their own."""
    placed = {name for _heading, names in GROUPS for name in names} | {"file", *FOCUS}
    for heading, names in GROUPS:
        yield heading, [form[name] for name in names if name in form.fields]
    yield LAST, [field for field in form.visible_fields() if field.name not in placed]


class BulkForm(forms.Form):
    """What is set on many pictures at once: only what is ticked changes, so that a field can be emptied as well."""

    creator = forms.CharField(max_length=255, required=False)
    credit_line = forms.CharField(max_length=255, required=False)
    provider = forms.CharField(max_length=120, required=False)
    usage_terms = forms.CharField(max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    is_decorative = forms.BooleanField(required=False)
    licensed_until = forms.DateTimeField(required=False, widget=_to_the_second())
    archive_days = forms.IntegerField(required=False, min_value=0, max_value=32767)
    embargoed_until = forms.DateTimeField(required=False, widget=_to_the_second())
    barred_in = CountriesField(max_length=1000)
    only_in = CountriesField(max_length=1000)
    is_editorial_only = forms.BooleanField(required=False)
    is_barred_from_social = forms.BooleanField(required=False)
    is_barred_from_web = forms.BooleanField(required=False)
    tags = forms.CharField(max_length=400, required=False, help_text=gettext_lazy("With commas; they are added"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = capfirst(label_of(name))

    def clean_tags(self) -> list[str]:
        """Return the tags, each once and not longer than a tag can be."""
        words = [word.strip()[:100] for word in self.cleaned_data["tags"].split(",")]
        return list(dict.fromkeys(word for word in words if word))

    def clean(self) -> dict[str, Any]:
        """Refuse a form in which nothing is ticked."""
        values = super().clean() or self.cleaned_data
        if not self.ticked:
            raise ValidationError(_("Tick what is to be changed."), code="nothing")
        return values

    @property
    def ticked(self) -> list[str]:
        """Return the names of the fields that are to be changed, in the form's order."""
        return [name for name in self.fields if self.data.get(f"set_{name}")]

    @property
    def values(self) -> dict[str, Any]:
        """Return the values to set."""
        return {name: self.cleaned_data[name] for name in self.ticked if name in CHANGEABLE}

    @property
    def added_tags(self) -> list[str]:
        """Return the tags to add."""
        return self.cleaned_data[TAGS] if TAGS in self.ticked else []
