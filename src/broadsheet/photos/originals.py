"""The file of a picture as it came, wherever it is kept, and whose fault it is when it cannot be had."""

from __future__ import annotations

from wagtail.images.models import SourceImageIOError

from broadsheet.photos.errors import NotAPictureError
from broadsheet.photos.models import Picture


def original_of(picture: Picture) -> bytes:
    """Return the file.

    Raises:
        NotAPictureError: it is not there.
        Exception: it cannot be opened or read now; which one, is the store's affair.
    """
    try:
        with picture.open_file() as file:
            data: bytes = file.read()
    except SourceImageIOError as err:
        if isinstance(err.__cause__, FileNotFoundError):
            raise NotAPictureError("the file is missing") from err
        raise
    return data
