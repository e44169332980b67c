"""The desk's data: people, sections and topics, stories, and what happened to them."""

from broadsheet.desk.models.people import Author, User
from broadsheet.desk.models.pictures import PictureUse
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
from broadsheet.desk.models.wire import Alarm, RuleHit, SavedView, SubjectMapping, WireOffer, WireRule

__all__ = [
    "Alarm",
    "AuditEntry",
    "Author",
    "Correction",
    "FrontPin",
    "FrontRoot",
    "PictureUse",
    "PublishedVersion",
    "RelatedStory",
    "RuleHit",
    "SavedView",
    "Section",
    "StandingPage",
    "Story",
    "StoryAddress",
    "StoryAuthor",
    "StoryDispatch",
    "SubjectMapping",
    "Topic",
    "User",
    "WireOffer",
    "WireRule",
]
