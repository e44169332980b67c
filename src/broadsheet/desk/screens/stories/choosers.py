"""Choosing a story, an author or a topic in the editor; each searched without Wagtail's index, which is off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.models import Revision
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)

from broadsheet.desk.models import Story
from broadsheet.desk.screens.stories.paging import StoryPaginator
from broadsheet.desk.search import DESK, find
from broadsheet.desk.visibility import visible_to

MAX_FOUND = 200
#: What the chooser is told of the story that is being written: the number of its draft, where it has one. The second
#: field is always there, and no number.
WRITTEN_FROM = "written_from"
DRAFT_FIELD = '[name="loaded_revision_id"], [name="comments_open"]'


class WordsForm(BaseFilterForm):  # type: ignore[misc]
    """A field for words."""

    q = forms.CharField(label=_("Search term"), required=False, max_length=200)

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Return what has the words."""
        objects = super().filter(objects)
        words = self.cleaned_data.get("q", "")
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        return self.found(objects, words)

    def found(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        """Return what has the words in its name."""
        return objects.filter(name__icontains=words)


class StoryWordsForm(WordsForm):
    """Words of a story, found in the desk's own index."""

    def found(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        """Return the newest stories with the words."""
        return objects.filter(pk__in=find(words, among=DESK, limit=MAX_FOUND))


class _OwnStories:
    """A chooser offers nobody the private drafts of another, nor what is dead."""

    filter_form_class = StoryWordsForm
    paginator_class = StoryPaginator
    request: Any

    def get_object_list(self) -> QuerySet[Story]:
        """Return the stories that may be chosen."""
        found = visible_to(self.request.user).filter(killed_at__isnull=True).defer("body")
        written_from = self.request.GET.get(WRITTEN_FROM, "")
        if not (written_from.isascii() and written_from.isdecimal() and len(written_from) < 19):
            return found
        # A story is not related to itself.
        kind = ContentType.objects.get_for_model(Story)
        own = (
            Revision.objects.filter(pk=written_from, base_content_type=kind).values_list("object_id", flat=True).first()
        )
        return found.exclude(pk=own) if own else found


class StoryChooseView(_OwnStories, ChooseView):  # type: ignore[misc]
    """The chooser's window."""


class StoryChooseResultsView(_OwnStories, ChooseResultsView):  # type: ignore[misc]
    """What a search in it found."""


class StoryChosenView(SnippetChosenView):  # type: ignore[misc]
    """What was chosen; a number that was made up is not found."""

    def get_object(self, pk: Any) -> Story:
        """Return the story.

        Raises:
            Story.DoesNotExist: there is none that the person sees.
        """
        return visible_to(self.request.user).get(pk=pk)


class StoryChosenMultipleView(SnippetChosenMultipleView):  # type: ignore[misc]
    """The same for several."""

    def get_objects(self, pks: list[str]) -> QuerySet[Story]:
        """Return those of the stories that the person sees."""
        return visible_to(self.request.user).filter(pk__in=[pk for pk in pks if pk.isdecimal()])


class StoryChooserViewSet(SnippetChooserViewSet):  # type: ignore[misc]
    """Choose a story."""

    choose_view_class = StoryChooseView
    choose_results_view_class = StoryChooseResultsView
    chosen_view_class = StoryChosenView
    chosen_multiple_view_class = StoryChosenMultipleView


class NamedChooseView(ChooseView):  # type: ignore[misc]
    """The chooser's window for what has a name."""

    filter_form_class = WordsForm


class NamedChooseResultsView(ChooseResultsView):  # type: ignore[misc]
    """What a search in it found."""

    filter_form_class = WordsForm


class NamedChooserViewSet(SnippetChooserViewSet):  # type: ignore[misc]
    """Choose an author, a topic or a section by name."""

    choose_view_class = NamedChooseView
    choose_results_view_class = NamedChooseResultsView
