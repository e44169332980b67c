"""Writing a story: Wagtail's editor, with a stale save refused and a refusal told as a sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic.mixins import RevisionsRevertMixin
from wagtail.snippets.views.snippets import CreateView, EditView, UnpublishView, WorkflowActionView

from broadsheet.desk.acts.save import refuse_stale
from broadsheet.desk.errors import DeskError, StaleEditError, UntoldCorrectionError
from broadsheet.desk.models import Section, Story
from broadsheet.desk.screens.pictures.access import pictures_of
from broadsheet.desk.screens.stories.conflict import answer


class RefusalsMixin:
    """An act that the desk refuses comes back as a message on the editor; what was written is saved already."""

    request: Any
    object: Any

    def run_action_method(self) -> Any:
        """Publish, hand in and so on; where it is refused, go back to the editor with the reason."""
        try:
            if self.action == "publish":  # type: ignore[attr-defined]
                return super().run_action_method()  # type: ignore[misc]
            with transaction.atomic():
                return super().run_action_method()  # type: ignore[misc]
        except DeskError as err:
            return refused(self.request, err, self.object)  # type: ignore[attr-defined]


def refused(request: Any, err: DeskError, story: Any) -> HttpResponse:
    """Tell why it was not published, and lead back to the text, or to where a correction's text is written.

    Wagtail's messages are marked safe, hence the escaping. Where a picture is the reason, a button leads to its page.
    """
    if isinstance(err, UntoldCorrectionError) and request.user.has_perm("desk.correct_story"):
        told = _("The agency calls this a correction. Your text is saved; say what was wrong, and it is published.")
        messages.warning(request, told)
        return HttpResponseRedirect(reverse("stories:correct", args=[story.pk]))
    edit = reverse("stories:edit", args=[story.pk])
    told = _("Your text is saved as a draft. It was not published: %(reason)s") % {"reason": err}
    messages.error(request, escape(told), buttons=ways_out(request, err, back=edit))
    return HttpResponseRedirect(edit)


def ways_out(request: Any, err: DeskError, *, back: str) -> list[tuple[str, str, bool]]:
    """Return a button to the page of the picture that stands in the way, for who may change it; saved there, it leads back."""
    picture = pictures_of(request.user).filter(pk=err.picture_id).first() if err.picture_id else None
    if picture is None:
        return []
    url = reverse("wagtailimages:edit", args=[picture.pk])
    return [messages.button(f"{url}?{urlencode({'next': back})}", _("Open the picture"))]


class StoryCreateView(RefusalsMixin, CreateView):  # type: ignore[misc]
    """A new story; who writes it owns it. It stands in a section from the start, since without one no draft is kept."""

    def get_initial_form_instance(self) -> Story:
        """Return an empty story in the section that the person wrote for last, else in the first."""
        last = Story.objects.filter(owner=self.request.user).order_by("-pk").values("home_section_id")[:1]
        section = Section.objects.filter(pk__in=last).first() or Section.objects.first()
        return Story(home_section=section) if section else Story()

    def save_instance(self) -> Any:
        """Save the story with its owner."""
        self.form.instance.owner = self.request.user
        return super().save_instance()


class StoryEditView(RefusalsMixin, EditView):  # type: ignore[misc]
    """A story that exists."""

    def save_instance(self) -> Any:
        """Save, unless somebody was faster."""
        refuse_stale(self.live_object, **self._seen())
        return super().save_instance()

    def form_valid(self, form: Any) -> Any:
        """Save and act; a stale save is answered with both texts."""
        try:
            return super().form_valid(form)
        except StaleEditError as err:
            return self._stale(form, err)
        except DeskError as err:
            self.produced_error_code, self.produced_error_message = "refused", str(err)
            return self.form_invalid(form)

    def _seen(self) -> dict[str, Any]:
        """Return which version the writer had on the screen: the own autosave, or the one that the form was made from."""
        sent = self.request.POST
        if own := sent.get("overwrite_revision_id"):
            return {"seen_revision": _number(own), "seen_at": None}
        return {"seen_revision": _number(sent.get("loaded_revision_id", "")), "seen_at": _instant(sent)}

    def _stale(self, form: Any, err: StaleEditError) -> HttpResponse:
        if self.expects_json_response:
            response: HttpResponse = self.json_error_response("invalid_revision", str(err))
            return response
        theirs = Story.objects.get(pk=self.live_object.pk).get_latest_revision_as_object()
        return answer(self.request, theirs=theirs, mine=form.instance, edit_url=self.get_edit_url())


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None


def _instant(sent: Any) -> datetime:
    """Return when the version on the screen was saved; what cannot be read is older than any."""
    try:
        return parse_datetime(sent.get("loaded_revision_created_at", "")) or datetime.min.replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


class StoryRevertView(RevisionsRevertMixin, StoryEditView):  # type: ignore[misc]
    """An earlier version of a story, to be saved again as the newest."""

    view_name = "revisions_revert"

    def save_instance(self) -> Any:
        """Save, unless somebody was faster."""
        refuse_stale(self.live_object, **self._seen())
        return super().save_instance()


class StoryUnpublishView(UnpublishView):  # type: ignore[misc]
    """Take a story off every page.

    Wagtail's screen runs its own action and passes the model by; the story's own door keeps pages, search and pin right.
    """

    def unpublish(self) -> None:
        """Unpublish through the story's own door."""
        self.object.unpublish(user=self.request.user)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Unpublish, or say why not."""
        try:
            return super().post(request, *args, **kwargs)
        except DeskError as err:
            messages.error(request, escape(str(err)))
            return HttpResponseRedirect(self.get_next_url())


class StoryWorkflowActionView(WorkflowActionView):  # type: ignore[misc]
    """Approve, or ask for changes; approving may publish, and publishing may be refused."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Do it as a whole, or not at all and say why."""
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except DeskError as err:
            return refused(request, err, self.object)
