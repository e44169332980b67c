"""New versions on the wire of items that stories rest on: what waits, the merge of one, and what becomes of it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from broadsheet.desk.acts.merge_offer import merge_offer
from broadsheet.desk.acts.settle_offer import dismiss_offer, take_as_ordinary, undo_dismissal
from broadsheet.desk.corrections import ednotes_since
from broadsheet.desk.errors import DeskError, OfferDecidedError, StaleEditError
from broadsheet.desk.merging.choosing import EDIT, PICKS, Choice
from broadsheet.desk.merging.pieces import Kind
from broadsheet.desk.models import Story, WireOffer
from broadsheet.desk.proposal import Proposal, proposal_for
from broadsheet.desk.screens.access import needs, person
from broadsheet.desk.screens.offers import rows
from broadsheet.desk.screens.offers.listing import dismissed_lately, offers_for, waiting_for
from broadsheet.desk.screens.stories.editing import ways_out
from broadsheet.desk.screens.wire.access import SEE, UPDATE
from broadsheet.desk.whose import Writers

PUBLISH, CORRECT = "desk.publish_story", "desk.correct_story"
PAGE_SIZE = 40
State = WireOffer.State


@require_safe
@needs(SEE, UPDATE)
def index(request: HttpRequest) -> HttpResponse:
    """Show what waits, and what was dismissed lately."""
    page = Paginator(waiting_for(request.user), PAGE_SIZE).get_page(request.GET.get("p"))
    context = {"page": page, "dismissed": dismissed_lately(request.user, timezone.now())}
    return render(request, "desk/offers/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(SEE, UPDATE)
def one(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Show the merge of an offered version; sent, save it as a draft."""
    offer = _offer(request, offer_id)
    if offer.state != State.OPEN:
        return _decided(request, offer)
    if request.method == "POST":
        return _save(request, offer)
    return _page(request, offer, {})


@require_POST
@needs(SEE, UPDATE)
def put_away(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Dismiss the version; the list can bring it back."""
    offer = _offer(request, offer_id)
    if dismiss_offer(offer, user=person(request), now=timezone.now()):
        messages.success(request, _("The version is dismissed. The story stays as it is; below you can bring it back."))
    else:
        messages.warning(request, _("Nothing was done: somebody was faster."))
    return HttpResponseRedirect(reverse("offers:index"))


@require_POST
@needs(SEE, UPDATE)
def bring_back(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Open a dismissed version again."""
    offer = _offer(request, offer_id)
    if undo_dismissal(offer, user=person(request)):
        return HttpResponseRedirect(reverse("offers:one", args=[offer.pk]))
    messages.warning(request, _("A newer version has come since, or somebody was faster."))
    return HttpResponseRedirect(reverse("offers:index"))


@require_POST
@needs(SEE, UPDATE, CORRECT)
def make_ordinary(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Let a correction of the agency's be an ordinary update of our story, which is then published without a text."""
    offer = _offer(request, offer_id)
    take_as_ordinary(offer, user=person(request))
    messages.success(request, _("This counts as an ordinary update now. Publish it as usual."))
    return HttpResponseRedirect(reverse("stories:edit", args=[offer.story_id]))


def _offer(request: HttpRequest, offer_id: int) -> WireOffer:
    return get_object_or_404(offers_for(request.user), pk=offer_id)


def _decided(request: HttpRequest, offer: WireOffer) -> HttpResponse:
    """Lead to the newer version where there is one, else to the story."""
    newer = WireOffer.objects.filter(story_id=offer.story_id, item_guid=offer.item_guid, state=State.OPEN).first()
    messages.warning(request, escape(str(OfferDecidedError())))
    if newer:
        return HttpResponseRedirect(reverse("offers:one", args=[newer.pk]))
    return HttpResponseRedirect(reverse("stories:edit", args=[offer.story_id]))


def _save(request: HttpRequest, offer: WireOffer) -> HttpResponse:
    seen = request.POST.get("revision", "")
    sent = _choices(request)
    try:
        story = merge_offer(
            offer,
            choices={int(name.removeprefix("piece-")): one for name, one in sent.items() if name.startswith("piece-")},
            fields={name.removeprefix("field-"): one for name, one in sent.items() if name.startswith("field-")},
            user=person(request),
            seen_revision=int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 19 else None,
        )
    except OfferDecidedError:
        return _decided(request, WireOffer.objects.get(pk=offer.pk))
    except StaleEditError as err:
        typed = [choice.text for choice in sent.values() if choice.pick == EDIT and choice.text.strip()]
        return _page(request, offer, {}, error=str(err), typed=typed, status=409)
    except DeskError as err:
        return _page(request, offer, sent, error=str(err), status=422)
    return HttpResponseRedirect(_next(request, offer, story))


def _next(request: HttpRequest, offer: WireOffer, story: Story) -> str:
    """Return where to go: to the correction's text, to the story, or to the story after publishing it."""
    edit = reverse("stories:edit", args=[story.pk])
    row = Story.objects.select_related("latest_revision").get(pk=story.pk)
    is_asked = "publish" in request.POST and request.user.has_perm(PUBLISH)
    if is_asked and offer.is_correction and row.live and request.user.has_perm(CORRECT):
        return reverse("stories:correct", args=[story.pk])
    if not is_asked:
        messages.success(request, _("The merged text is a draft of the story. Readers see it when you publish it."))
        return edit
    try:
        row.latest_revision.publish(user=request.user, skip_permission_checks=True)
    except DeskError as err:
        told = _("The merged text is saved as a draft. It was not published: %(reason)s") % {"reason": err}
        messages.error(request, escape(told), buttons=ways_out(request, err, back=edit))
    else:
        messages.success(request, _("The merged text is published."))
    return edit


def _choices(request: HttpRequest) -> dict[str, Choice]:
    """Return what was chosen, by the name of the radio buttons; anything unknown is not said."""
    sent = request.POST
    names = [name for name in sent if _is_choice(name) and sent[name] in PICKS]
    return {name: Choice(sent[name], sent.get(f"{name}-text", "")) for name in names[:10_000]}


def _is_choice(name: str) -> bool:
    number = name.removeprefix("piece-")
    is_piece = number != name and number.isascii() and number.isdecimal() and len(number) < 9
    return is_piece or (name.startswith("field-") and not name.endswith("-text"))


def _page(
    request: HttpRequest,
    offer: WireOffer,
    choices: dict[str, Choice],
    *,
    error: str = "",
    typed: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    story = Story.objects.select_related("latest_revision__user").get(pk=offer.story_id)
    proposal = proposal_for(offer, story)
    link = proposal.link
    writers = Writers(story, link.added_at if link else None)
    context: dict[str, Any] = {
        "offer": offer,
        "story": story,
        "link": link,
        "parts": rows.parts_of(proposal, writers, choices),
        "fields": rows.fields_of(proposal, writers, choices),
        "conflicts": _count(proposal),
        "is_changed": any(piece.kind in (Kind.OURS, Kind.CONFLICT) for piece in proposal.pieces),
        "ednotes": ednotes_since(offer, after_dispatch=link.dispatch_id if link else None),
        "revision": story.latest_revision_id,
        "error": error,
        "typed": typed or [],
        "may_publish": request.user.has_perm(PUBLISH),
        "asks_for_correction": offer.is_correction and story.live,
    }
    return render(request, "desk/offers/one.html", context, status=status)


def _count(proposal: Proposal) -> int:
    return len(proposal.conflicts) + sum(1 for field in proposal.fields if field.kind == Kind.CONFLICT)
