"""DeskError
├── StoryHeldError
│   ├── EmbargoedStoryError      it may not be read before ``until``
│   └── WithheldStoryError       the provider has put a hold on it
├── KilledStoryError             it is dead for good
├── IncompleteStoryError         something that a page must have is missing
│   └── UncreditedPictureError   a picture without creator or credit line
├── StaleEditError               somebody saved a later version meanwhile
├── EmptyCorrectionError         a correction without a text
└── NotPublishedError            the act is for a published story
"""

from __future__ import annotations

from datetime import datetime


class DeskError(Exception):
    """An act that the desk refuses; the text is for the person who tried."""


class StoryHeldError(DeskError):
    """The story may not be read yet."""


class EmbargoedStoryError(StoryHeldError):
    """An embargo stands until ``until`` (aware, UTC)."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(f"This story is under embargo until {until:%d %b %Y %H:%M} UTC. Schedule it instead.")


class WithheldStoryError(StoryHeldError):
    """The provider withholds the item that the story was built from."""

    def __init__(self) -> None:
        super().__init__("The agency withholds this item. It cannot be published before the agency releases it.")


class KilledStoryError(DeskError):
    """A kill is final."""

    def __init__(self) -> None:
        super().__init__("This story was killed. A kill is final; write a new story instead.")


class IncompleteStoryError(DeskError):
    """Something is missing that a page must have."""


class UncreditedPictureError(IncompleteStoryError):
    """A picture of the story has no creator and no credit line."""

    def __init__(self, title: str) -> None:
        self.title = title
        super().__init__(f"The picture “{title}” has no creator and no credit line. Add one under Pictures, then publish.")


class StaleEditError(DeskError):
    """Somebody else saved meanwhile."""

    def __init__(self) -> None:
        super().__init__("Somebody saved this story while you wrote. Both texts are shown; nothing was overwritten.")


class EmptyCorrectionError(DeskError):
    """A correction says what was wrong."""

    def __init__(self) -> None:
        super().__init__("Write what was wrong and what is right. The text is shown on the page.")


class NotPublishedError(DeskError):
    """Only a published story can be corrected or unpublished."""

    def __init__(self) -> None:
        super().__init__("This story is not published, so there is nothing on the page to act on.")
