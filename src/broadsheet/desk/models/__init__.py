"""The desk's data: people, sections and topics, stories, and what happened to them."""

from broadsheet.desk.models.people import Author, User
from broadsheet.desk.models.records import (
    AuditEntry,
    Correction,
    FrontPin,
    PublishedVersion,
    StoryAddress,
    StoryDispatch,
)
from broadsheet.desk.models.sections import Section, Topic
from broadsheet.desk.models.standing import FrontRoot, StandingPage
from broadsheet.desk.models.story import RelatedStory, Story, StoryAuthor

__all__ = [
    "AuditEntry",
    "Author",
    "Correction",
    "FrontPin",
    "FrontRoot",
    "PublishedVersion",
    "RelatedStory",
    "Section",
    "StandingPage",
    "Story",
    "StoryAddress",
    "StoryAuthor",
    "StoryDispatch",
    "Topic",
    "User",
]
