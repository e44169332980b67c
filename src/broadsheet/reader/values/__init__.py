"""What a reader's page is made of: finished values, plain Python, frozen.

A loader fills these from the rooms below; a template prints them and looks nothing up. No Django here, so that a
page can be rendered, and tested, without a database. Every `datetime` is aware; the page prints it in the site's
time zone. Every address is root-relative (`/world/talks-resume/`) unless its name says `absolute`. An absent text
is "", never None; None stands for a thing that is not there (a picture, a thread, a time).

`Markup` marks HTML that has been made safe by its room; everything else is text and gets escaped.
"""

from broadsheet.reader.values.body import (
    Block,
    Embed,
    Gallery,
    GoneBlock,
    ListBlock,
    Paragraph,
    PictureBlock,
    Quote,
    RelatedBlock,
    Subhead,
)
from broadsheet.reader.values.cards import Author, Card
from broadsheet.reader.values.comments import CommentPage, CommentView, FieldError, ThreadView
from broadsheet.reader.values.feeds import Feed, FeedEntry, Sitemap, SitemapEntry
from broadsheet.reader.values.lists import (
    CorrectedStory,
    CorrectionsPage,
    Day,
    FrontPage,
    Hit,
    ListPage,
    SearchPage,
    Strip,
    by_day,
)
from broadsheet.reader.values.pictures import Credentials, Picture, PictureGone, Variant
from broadsheet.reader.values.site import Breaking, FeedLink, Head, Link, Site, feeds_of
from broadsheet.reader.values.standing import CredentialsPage, NoticePage, StandingPage, TipPage
from broadsheet.reader.values.story import Correction, StoryPage, Version

__all__ = [
    "Author",
    "Block",
    "Breaking",
    "Card",
    "CommentPage",
    "CommentView",
    "CorrectedStory",
    "Correction",
    "CorrectionsPage",
    "Credentials",
    "CredentialsPage",
    "Day",
    "Embed",
    "Feed",
    "FeedEntry",
    "FeedLink",
    "FieldError",
    "FrontPage",
    "Gallery",
    "GoneBlock",
    "Head",
    "Hit",
    "Link",
    "ListBlock",
    "ListPage",
    "NoticePage",
    "Paragraph",
    "Picture",
    "PictureBlock",
    "PictureGone",
    "Quote",
    "RelatedBlock",
    "SearchPage",
    "Site",
    "Sitemap",
    "SitemapEntry",
    "StandingPage",
    "StoryPage",
    "Strip",
    "Subhead",
    "ThreadView",
    "TipPage",
    "Variant",
    "Version",
    "by_day",
    "feeds_of",
]
