"""Putting a picture into the library by hand: the same checks and the same reading of metadata as for one by wire."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import ChoiceField
from django.utils.translation import gettext
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from broadsheet.photos.acts.import_picture import facts_for
from broadsheet.photos.checks import MAX_BYTES, check_upload
from broadsheet.photos.decoding import check_decodes
from broadsheet.photos.errors import PictureFileTooLargeError, PictureRefusedError
from broadsheet.photos.source_types import choices_with


class CheckedPictureField(WagtailImageField):
    """A file field that judges by content before any library opens the file, and forces the extension to match."""

    def to_python(self, data: UploadedFile[bytes] | None) -> Any:
        """Return the upload under the extension of its content.

        Raises:
            ValidationError: it is refused; the text says why and what to do.
        """
        if data:
            try:
                data.name = _checked_name(data)
            except PictureRefusedError as err:
                raise ValidationError(gettext(err.template), code="refused", params=vars(err)) from err
        return super().to_python(data)

    def check_image_pixel_size(self, f: UploadedFile[bytes]) -> None:
        """Do nothing: the head was asked, and Wagtail would decode the picture here to ask it."""


class PictureForm(BaseImageForm):
    """The desk's picture form. What the editor leaves empty is filled with what the file says about itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            stock = self.fields["file"]
            self.fields["file"] = CheckedPictureField(
                label=stock.label, required=stock.required, widget=stock.widget, initial=stock.initial
            )

        if "digital_source_type" in self.fields:
            stock = self.fields["digital_source_type"]
            choices = choices_with(self.instance.digital_source_type)
            self.fields["digital_source_type"] = ChoiceField(
                label=stock.label, help_text=stock.help_text, required=False, choices=choices
            )

    def clean(self) -> dict[str, Any]:
        """Return the values, with empty ones told by a newly arrived file."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if {"alt_text", "is_decorative"} & set(self.changed_data):
            self.instance.alt_text_is_caption = False
        upload = values.get("file")
        if "file" not in self.changed_data or not isinstance(upload, UploadedFile):
            return values
        self.instance.perceptual_hash = ""
        self.instance.credentials = {}
        for name, told in facts_for(_bytes_of(upload)).items():
            if name in self.fields:
                values[name] = values.get(name) or told
            else:
                setattr(self.instance, name, told)
        return values


def _checked_name(upload: UploadedFile[bytes]) -> str:
    if (upload.size or 0) > MAX_BYTES:
        raise PictureFileTooLargeError(upload.size or 0, max_bytes=MAX_BYTES)
    data = _bytes_of(upload)
    kind = check_upload(data)
    check_decodes(data)
    return str(PurePath(upload.name or "picture").with_suffix("." + kind.extension))


def _bytes_of(upload: UploadedFile[bytes]) -> bytes:
    upload.seek(0)
    data: bytes = upload.read()
    upload.seek(0)
    return data
