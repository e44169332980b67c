"""Pages on which a published story is corrected, killed or made the lead of the front. A GET asks, a POST does it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages

from broadsheet.desk.acts.correct import correct
from broadsheet.desk.acts.kill import kill
from broadsheet.desk.acts.pin import pin, unpin
from broadsheet.desk.corrections import ednotes_since, waiting_correction
from broadsheet.desk.errors import DeskError
from broadsheet.desk.models import FrontPin, Story


class CorrectForm(forms.Form):
    """What the page will say."""

    text = forms.CharField(
        label=_("What was wrong and what is right"),
        help_text=_("Shown on the story's page and on the page of corrections."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class KillForm(forms.Form):
    """What readers are told, and that it is meant."""

    notice = forms.CharField(
        label=_("Notice to readers"),
        help_text=_("Stands at the story's address in its place, for good."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sure = forms.BooleanField(label=_("I know that a kill cannot be undone"))


class PinForm(forms.Form):
    """Nothing to fill in."""


class ActView(PermissionRequiredMixin, FormView):  # type: ignore[type-arg]
    """One act on one story; a refusal is told beside the form, and what was written stays in it."""

    raise_exception = True
    template_name = "desk/stories/act.html"
    title: str | Promise = ""
    button: str | Promise = ""
    done: str | Promise = ""
    is_grave = False
    story: Story

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the story."""
        self.story = get_object_or_404(Story, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Do it, and go back to the story."""
        try:
            self.act(form.cleaned_data)
        except DeskError as err:
            form.add_error(None, str(err))
            return self.form_invalid(form)
        messages.success(self.request, escape(self.done))
        return HttpResponseRedirect(self.edit_url())

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Show the form again, with its faults."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def act(self, values: dict[str, Any]) -> None:
        """Do the act."""
        raise NotImplementedError

    def edit_url(self) -> str:
        """Return the story's editor."""
        return reverse("stories:edit", args=[self.story.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows."""
        shown = {
            "title": self.title,
            "button": self.button,
            "is_grave": self.is_grave,
            "explanation": self.explanation(),
        }
        return super().get_context_data(story=self.story, edit_url=self.edit_url(), **shown, **kwargs)

    def explanation(self) -> list[str]:
        """Return what will happen, in plain sentences."""
        return []


class CorrectView(ActView):
    """Put an error right."""

    permission_required = "desk.correct_story"
    form_class = CorrectForm
    title, button, done = _("Correct a story"), _("Publish the correction"), _("The correction is published.")

    def act(self, values: dict[str, Any]) -> None:
        """Publish the latest draft as a correction."""
        correct(self.story, values["text"], user=self.request.user)

    def explanation(self) -> list[str]:
        """Say what is published."""
        if self.story.has_unpublished_changes:
            return [gettext("The latest draft is published, and the page says what was wrong.")]
        return [gettext("The text has no unpublished change. Change it first if it is wrong; the page then says so.")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the agency's note to the desk, to be read and never to be printed, where the draft has its correction."""
        offer = waiting_correction(self.story)
        notes = ednotes_since(offer, after_dispatch=None)[:1] if offer else []
        return super().get_context_data(ednotes=notes, offer=offer, **kwargs)


class KillView(ActView):
    """Withdraw a story for good."""

    permission_required = "desk.kill_story"
    form_class = KillForm
    title, button, done = _("Kill a story"), _("Kill the story"), _("The story is killed. Its page shows the notice.")
    is_grave = True

    def get_initial(self) -> dict[str, Any]:
        """Offer a plain notice, in the story's language."""
        with override(self.story.language):
            return {"notice": gettext("This story has been withdrawn.")}

    def act(self, values: dict[str, Any]) -> None:
        """Kill it."""
        kill(self.story, values["notice"], user=self.request.user)

    def explanation(self) -> list[str]:
        """Say what a kill is."""
        return [
            gettext("The page is withdrawn from every list, feed and search, and its address shows the notice."),
            gettext("A kill is final. To take a story down for a while, unpublish it."),
        ]


class PinView(ActView):
    """Make a story the lead of the front, or let the newest lead again."""

    permission_required = "desk.add_frontpin"
    form_class = PinForm
    title = _("Lead of the front")

    @property
    def is_pinned(self) -> bool:
        """Return whether the story leads now."""
        return FrontPin.objects.filter(story=self.story).exists()

    def act(self, values: dict[str, Any]) -> None:
        """Pin or let go."""
        if self.is_pinned:
            unpin(user=self.request.user)
            self.done = _("The newest story leads the front again.")
        else:
            pin(self.story, user=self.request.user)
            self.done = _("The story leads the front.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Put the right word on the button."""
        self.button = _("Let it go") if self.is_pinned else _("Make it the lead")
        return super().get_context_data(**kwargs)

    def explanation(self) -> list[str]:
        """Say what happens to the front."""
        if self.is_pinned:
            return [gettext("This story is pinned as the lead of the front.")]
        return [gettext("It stays the lead until another is pinned, or until somebody lets it go.")]
