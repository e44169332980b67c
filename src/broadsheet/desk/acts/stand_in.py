"""Let captions stand in for alt text where a rule publishes; at the desk a person writes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from broadsheet.desk.models import Story
from broadsheet.desk.shown import pictures_of
from broadsheet.photos.models import Picture


@contextmanager
def captions_stand_in(story: Story) -> Iterator[None]:
    """Give the pictures of the newest draft that have no alt text their caption for one, marked as such.

    Published so, the story is on the list of those that owe alt text. Where the publication is refused or fails, the
    captions are taken back: whoever publishes the draft then is a person, and writes the text.
    """
    coming: Story = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    given = [picture for picture in pictures_of(coming) if picture.caption.strip() and not picture.is_described]
    for picture in given:
        _give(picture, picture.caption)
    try:
        yield
    except Exception:
        for picture in Picture.objects.filter(pk__in=[one.pk for one in given], alt_text_is_caption=True):
            _give(picture, "")
        raise


def _give(picture: Picture, alt_text: str) -> None:
    picture.alt_text, picture.alt_text_is_caption = alt_text, bool(alt_text)
    picture.save(update_fields=["alt_text", "alt_text_is_caption"])
