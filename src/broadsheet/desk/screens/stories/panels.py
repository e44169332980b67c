"""The editor's three tabs: what is written, what stands beside it, and when and where it goes out."""

from __future__ import annotations

from django.forms import CheckboxSelectMultiple, Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.snippets.widgets import AdminSnippetChooser

from broadsheet.desk.models import Story
from broadsheet.desk.screens.stories.choosers import DRAFT_FIELD, WRITTEN_FROM
from broadsheet.desk.screens.stories.form import StoryForm
from broadsheet.desk.screens.stories.from_wire import FromTheWirePanel, OpenOffersPanel

OTHER_STORY = AdminSnippetChooser(Story, linked_fields={WRITTEN_FROM: DRAFT_FIELD})
STORY = [
    OpenOffersPanel(),
    FieldPanel("headline", classname="title"),
    FieldPanel("standfirst"),
    FieldPanel("body"),
    MultiFieldPanel(
        [
            InlinePanel("story_authors", label=_("Author")),
            FieldRowPanel([FieldPanel("byline"), FieldPanel("dateline")]),
        ],
        heading=_("Who and where"),
    ),
    MultiFieldPanel([FieldPanel("slugline"), FieldPanel("ednote")], heading=_("For the desk only")),
]
BESIDE = [
    MultiFieldPanel([FieldPanel("lead_picture"), FieldPanel("lead_caption")], heading=_("Lead picture")),
    InlinePanel("related_stories", [FieldPanel("related", widget=OTHER_STORY)], label=_("Related story"), max_num=10),
]
PUBLISHING = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("home_section", widget=Select), FieldPanel("urgency")]),
            FieldRowPanel([FieldPanel("form"), FieldPanel("language")]),
            FieldPanel("slug"),
            FieldPanel("sections", widget=CheckboxSelectMultiple),
            FieldPanel("topics"),
        ],
        heading=_("Where it stands"),
    ),
    MultiFieldPanel([FieldPanel("embargoed_until"), PublishingPanel()], heading=_("When")),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("copyright_holder"), FieldPanel("provider")])], heading=_("Source line")
    ),
    MultiFieldPanel([FieldPanel("comments_open"), FieldPanel("private")], heading=_("Access")),
]

edit_handler = TabbedInterface(
    [
        ObjectList(STORY, heading=_("Story")),
        ObjectList(BESIDE, heading=_("Pictures and related")),
        ObjectList(PUBLISHING, heading=_("Publishing")),
        ObjectList([FromTheWirePanel()], heading=_("From the wire")),
    ],
    base_form_class=StoryForm,
)
