"""Wagtail's window for choosing a picture: one that may not be used is grey, says why, and is refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, CollectionFilterMixin
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.ui.tables import Column
from wagtail.images.views import chooser

from broadsheet.photos import search
from broadsheet.photos.models import Picture
from broadsheet.photos.rights import Reason, ruling
from broadsheet.photos.waiting import in_force

MAX_FOUND = 500


class PictureWords(forms.Form):
    """A field for words, looked up in the room's own index; Wagtail's is switched off."""

    q = forms.CharField(
        label=_("Search term"),
        widget=forms.TextInput(attrs={"placeholder": _("Search title, credit, caption")}),
        required=False,
        max_length=200,
    )

    def filter(self, pictures: QuerySet[Picture]) -> QuerySet[Picture]:
        """Return the newest pictures that have the words."""
        pictures = super().filter(pictures)  # type: ignore[misc]
        words = self.cleaned_data.get("q", "")
        if not words:
            return pictures
        self.is_searching, self.search_query = True, words
        return pictures.filter(pk__in=search.find(words, limit=MAX_FOUND))


class PictureFilterForm(CollectionFilterMixin, PictureWords, BaseFilterForm):  # type: ignore[misc]
    """What the window's list is narrowed by."""


class Refusals:
    """The window's list, with the reasons beside each picture that may not be chosen."""

    filter_form_class = PictureFilterForm

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Return what the list shows."""
        context: dict[str, Any] = super().get_context_data(**options)  # type: ignore[misc]
        in_force(context["results"], now=timezone.now())
        for picture in context["results"]:
            picture.refusals = refusals(picture)
            if picture.refusals:
                picture.chosen_url = None
        return context

    @property
    def columns(self) -> list[Column]:
        """Return the columns of the list layout; the last says why a picture cannot be used."""
        columns: list[Column] = super().columns  # type: ignore[misc]
        return [*columns, Column("refusals", label=_("Cannot be used"), accessor=in_words)] if columns else columns


class PictureChooseView(Refusals, chooser.ImageChooseView):  # type: ignore[misc]
    """The window."""


class PictureChooseResultsView(Refusals, chooser.ImageChooseResultsView):  # type: ignore[misc]
    """What a search in it found."""


class PictureChosenView(chooser.ImageChosenView):  # type: ignore[misc]
    """The choice; one that may not be used is refused in the window, with the reason."""

    def get(self, request: HttpRequest, *args: Any, pk: Any, **options: Any) -> HttpResponse:
        """Choose the picture, or say why not."""
        picture = Picture.objects.filter(pk=pk).first() if str(pk).isdecimal() else None
        if picture:
            in_force([picture], now=timezone.now())
        reasons = refusals(picture) if picture else ()
        if not reasons:
            response: HttpResponse = super().get(request, *args, pk=pk, **options)
            return response
        context = {"picture": picture, "reasons": in_words(picture)}
        refused: HttpResponse = render_modal_workflow(
            request, "photos/refused.html", None, context, json_data={"step": "refused"}
        )
        return refused


def refusals(picture: Picture) -> tuple[Reason, ...]:
    """Return why the picture may not be put into a story; nothing where it may."""
    return ruling(picture, now=timezone.now()).against_choosing


def in_words(picture: Any) -> str:
    """Return the reasons in the language that is spoken now."""
    return ", ".join(str(reason) for reason in refusals(picture))


def install() -> None:
    """Put the views in the place of Wagtail's; called once, when Wagtail collects its hooks."""
    chooser.viewset.choose_view_class = PictureChooseView
    chooser.viewset.choose_results_view_class = PictureChooseResultsView
    chooser.viewset.chosen_view_class = PictureChosenView
