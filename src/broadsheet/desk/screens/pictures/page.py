"""One picture: its crops, the credit as it will print, what is missing, its rights, where it is used, and its log."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.images.views.images import EditView

from broadsheet.desk.models import PictureUse
from broadsheet.desk.screens.pictures.access import KEEPS, pictures_of
from broadsheet.desk.screens.pictures.crops import crops_of
from broadsheet.desk.screens.pictures.forms import RIGHTS, grouped, page_form
from broadsheet.desk.screens.pictures.log import log_of
from broadsheet.desk.screens.pictures.rows import LACKING, asking_providers, lacks_of, open_pairs, thumbs_of
from broadsheet.desk.screens.pictures.states import WORDS, state_of
from broadsheet.desk.screens.pictures.told import told_by_credentials, told_by_file
from broadsheet.photos.acts.change import log_change, with_hand
from broadsheet.photos.credentials import sentences
from broadsheet.photos.models import Picture
from broadsheet.photos.rights import notes_of, ruling

MAX_USES = 50
MAX_ALIKE = 12
#: A file, and what goes with others: the focal point is told by its two numbers.
NOT_LOGGED = frozenset({"file", "tags", "collection", "focal_point_width", "focal_point_height"})


class PicturePageView(EditView):  # type: ignore[misc]
    """Wagtail's page for a picture, with what a photo desk has to know beside the form."""

    template_name = "desk/pictures/page.html"
    page_title = gettext_lazy("Picture")

    def get_form_class(self) -> type[Any]:
        """Return the form with the rights."""
        return page_form()

    def get_success_url(self) -> str:
        """Return the page itself: what is missing now is read there, and the list is one press away."""
        return self.next_url or reverse("wagtailimages:edit", args=[self.object.pk])

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, and write what changed into the picture's log."""
        changed = [name for name in form.changed_data if name not in NOT_LOGGED]
        before = {name: form.initial.get(name) for name in changed if name in form.initial}
        with_hand(form.instance, form.changed_data)
        # Taken before the save: what follows from it, such as an end of the rights, stands above it in the log.
        now = timezone.now()
        answer: HttpResponse = super().form_valid(form)
        log_change(form.instance, before, who=self.request.user, now=now)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows; a fixed number of queries."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        picture = Picture.objects.get(pk=self.object.pk)
        now, form = timezone.now(), context["form"]
        focus, state = picture.focus, state_of(picture, now)
        return context | {
            "picture": picture,
            "groups": list(grouped(form)),
            "rights_names": RIGHTS,
            "crops": crops_of(picture),
            "focus": (round(focus[0] * picture.width), round(focus[1] * picture.height)),
            "lacks": [LACKING[code] for code in lacks_of(picture, asking_providers())],
            "state": state,
            "state_word": WORDS[state],
            "reasons": [str(reason) for reason in ruling(picture, now=now).reasons],
            "notes": notes_of(picture),
            "told": told_by_file(picture),
            "credentials": told_by_credentials(picture),
            "credentials_say": sentences(picture.credentials),
            "uses": uses_of(picture),
            "alike": alike_of(picture, pictures_of(self.request.user)),
            "log": log_of(picture),
            "keeps": self.request.user.has_perm(KEEPS),
        }


def uses_of(picture: Picture) -> list[PictureUse]:
    """Return the newest uses, those that last first; one query."""
    rows = PictureUse.objects.filter(picture=picture).order_by("-pk")[: 4 * MAX_USES]
    return sorted(rows, key=lambda use: use.until is not None)[:MAX_USES]


def alike_of(picture: Picture, seen: QuerySet[Picture]) -> list[dict[str, Any]]:
    """Return those of the pictures `seen` that look like it and about which nobody has said anything, the nearest first."""
    pairs = open_pairs([picture], seen)
    pairs = pairs.select_related("first", "second").order_by("distance", "pk")[:MAX_ALIKE]
    others = [pair.second if pair.first_id == picture.pk else pair.first for pair in pairs]
    thumbs = thumbs_of(others)
    return [
        {
            "title": other.title,
            "credit": other.credit,
            "thumb": thumbs[other.pk],
            "url": reverse("pictures:compare", args=[picture.pk, other.pk]),
        }
        for other in others
    ]
