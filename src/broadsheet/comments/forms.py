"""A posted comment, read within bounds and checked; nothing of it is cut, and nothing is quietly changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.translation import gettext_lazy as _

from broadsheet.comments.acts.post import Sent
from broadsheet.comments.errors import FormTooLargeError
from broadsheet.comments.models import NAME_MAX_CHARACTERS, REASON_MAX_CHARACTERS, Comment
from broadsheet.comments.text import as_typed, has_unstorable, is_too_long
from broadsheet.comments.token import FIELD as TOKEN_FIELD

# Room for a text that is far too long, so that it can be given back to the reader with the reason.
MAX_FORM_BYTES = 500_000
MAX_EMAIL_CHARACTERS = 254
MAX_NUMBER_DIGITS = 9
PARENT_FIELD = "parent"
TOO_LONG = "too_long"

_UNREADABLE = _("There is a character here that could not be read, such as a control character. Take it out.")


class _NoFiles(FileUploadHandler):
    """A comment has no files: whatever is attached is passed over unread."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        raise SkipFile

    def file_complete(self, file_size: int) -> None:
        return None


def read_form(request: HttpRequest) -> Mapping[str, Any]:
    """Return the posted fields; at most 500 KB are read, with or without a declared length.

    Raises:
        FormTooLargeError: there is more.
    """
    data = request.read(MAX_FORM_BYTES + 1)
    if len(data) > MAX_FORM_BYTES:
        raise FormTooLargeError
    if request.content_type != "multipart/form-data":
        return QueryDict(data, encoding="utf-8")
    meta = {**request.META, "CONTENT_LENGTH": str(len(data))}
    try:
        fields, _files = MultiPartParser(meta, BytesIO(data), [_NoFiles(request)], "utf-8").parse()
    except MultiPartParserError:
        return QueryDict()
    return fields


class CommentForm(forms.Form):
    """The fields of a comment. The text is checked, never stripped or normalised."""

    name = forms.CharField(label=_("Name"), max_length=NAME_MAX_CHARACTERS)
    email = forms.EmailField(label=_("Email"), max_length=MAX_EMAIL_CHARACTERS)
    body = forms.CharField(label=_("Comment"), strip=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        """Bind the fields, and give each what a browser and a screen reader go by."""
        super().__init__(data, auto_id="comment-form-%s")
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["email"].widget.attrs["aria-describedby"] = "comment-form-hint"
        self.fields["body"].widget = forms.Textarea(attrs={"rows": 8})

    def clean_name(self) -> str:
        """Refuse what no page can show."""
        return self._readable(self.cleaned_data["name"], unwanted="\n\t")

    def clean_body(self) -> str:
        """Refuse a text that is empty, too long or unreadable; line ends are counted as the reader typed them."""
        body = as_typed(self.cleaned_data["body"])
        if not body.strip():
            raise ValidationError(self.fields["body"].error_messages["required"], code="required")
        if is_too_long(body):
            sentence = _(
                "This comment is too long: it has %(count)s characters, and 5,000 is the most. Nothing was cut."
            )
            raise ValidationError(sentence, code=TOO_LONG, params={"count": len(body)})
        return self._readable(body)

    def is_too_long(self) -> bool:
        """Return whether the comment was refused for its length."""
        return self.has_error("body", TOO_LONG)

    def sent(self) -> Sent:
        """Return the checked comment."""
        return Sent(
            name=self.cleaned_data["name"],
            email=self.cleaned_data["email"],
            body=self.cleaned_data["body"],
            token=str(self.data.get(TOKEN_FIELD, "")),
            parent_number=_number(str(self.data.get(PARENT_FIELD, ""))),
        )

    @staticmethod
    def _readable(text: str, *, unwanted: Iterable[str] = ()) -> str:
        if has_unstorable(text) or any(character in text for character in unwanted):
            raise ValidationError(_UNREADABLE, code="unreadable")
        return text


class ReasonForm(forms.Form):
    """Why a moderator rejects or removes a comment."""

    reason = forms.CharField(required=False, max_length=REASON_MAX_CHARACTERS)


class QueueFilter(forms.Form):
    """What the queue shows; an unknown value is left out, not complained about."""

    state = forms.ChoiceField(choices=Comment.State.choices, required=False)
    q = forms.CharField(max_length=200, required=False)
    story = forms.IntegerField(min_value=1, required=False)

    def chosen(self) -> dict[str, Any]:
        """Return the values that are good, without the empty ones."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


def _number(text: str) -> int | None:
    """Return the number of a comment that is answered, or None if this is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < MAX_NUMBER_DIGITS else None
