"""The wire at the desk: the list, one dispatch, the bytes as received, and the three acts. Every act is a POST."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from broadsheet.desk.acts.dismiss import dismiss
from broadsheet.desk.acts.take import TEXT_KINDS, story_built_from, take, update_from
from broadsheet.desk.acts.take_picture import PICTURE_KINDS, bytes_for, lead_item, take_picture
from broadsheet.desk.errors import DeskError
from broadsheet.desk.models import Story, StoryDispatch, User
from broadsheet.desk.screens.wire import listing
from broadsheet.desk.screens.wire.access import DISMISS, MAKE, SEE, SEE_QUARANTINE, UPDATE
from broadsheet.desk.screens.wire.listing import PAGE_SIZE, Asked
from broadsheet.desk.screens.wire.rows import Preview, health_of, paragraphs_of, row_of, stories_by_guid
from broadsheet.desk.visibility import visible_to
from broadsheet.photos.checks import check_upload
from broadsheet.photos.credit import credit_text
from broadsheet.photos.errors import PictureRefusedError
from broadsheet.wire import raw
from broadsheet.wire.models import Delivery, DispatchRecord, Feed, Quarantined

View = Callable[..., HttpResponse]


def needs(*permissions: str) -> Callable[[View], View]:
    """Let through who has all the permissions; anybody else is refused as Wagtail refuses."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perms(permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


@require_safe
@needs(SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Show the list."""
    return _page(request, None)


@require_safe
@needs(SEE)
def one(request: HttpRequest, record_id: int) -> HttpResponse:
    """Show the list with one dispatch beside it; on a narrow screen the dispatch alone."""
    record = get_object_or_404(DispatchRecord.objects.select_related("feed", "delivery"), pk=record_id)
    return _page(request, record)


@require_safe
@needs(SEE)
def count(request: HttpRequest) -> JsonResponse:
    """Answer how many dispatches came after the given number: what the page asks every ten seconds."""
    after = request.GET.get("after", "")
    number = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0
    return JsonResponse({"new": listing.counted(DispatchRecord.objects.filter(pk__gt=number))})


@require_safe
@needs(SEE)
def received(request: HttpRequest, record_id: int) -> HttpResponse:
    """Answer with the bytes as they came, as a file of text that no browser runs."""
    return _bytes(get_object_or_404(DispatchRecord.objects.select_related("delivery"), pk=record_id).delivery)


@require_safe
@needs(SEE)
def picture(request: HttpRequest, record_id: int) -> HttpResponse:
    """Answer with the picture that a dispatch leads with, as its bytes say what it is; 404 where none came or it is none."""
    record = get_object_or_404(DispatchRecord.objects.select_related("feed"), pk=record_id)
    leading = lead_item(record.dispatch)
    found = bytes_for(leading, feed=record.feed) if leading else None
    if found is None:
        raise Http404
    try:
        kind = check_upload(found[0])
    except PictureRefusedError as err:
        raise Http404 from err
    return HttpResponse(found[0], content_type=f"image/{kind.format}")


@require_safe
@needs(SEE_QUARANTINE)
def quarantined(request: HttpRequest, file_id: int) -> HttpResponse:
    """Answer with the bytes of a file that could not be read."""
    return _bytes(get_object_or_404(Quarantined.objects.select_related("delivery"), pk=file_id).delivery)


@require_POST
@needs(SEE, MAKE)
def make(request: HttpRequest, record_id: int) -> HttpResponse:
    """Make a story of a dispatch and open it; of a picture it is a picture story."""
    record = get_object_or_404(DispatchRecord.objects.select_related("feed"), pk=record_id)
    return _act(request, record, _make)


@require_POST
@needs(SEE, MAKE)
def keep(request: HttpRequest, record_id: int) -> HttpResponse:
    """Keep a picture in the library, without a story."""
    record = get_object_or_404(DispatchRecord.objects.select_related("feed"), pk=record_id)
    return _act(request, record, _keep_picture)


@require_POST
@needs(SEE, UPDATE)
def update(request: HttpRequest, record_id: int) -> HttpResponse:
    """Put the dispatch into the story of its earlier version, as a draft, and open it."""
    record = get_object_or_404(DispatchRecord.objects.select_related("feed"), pk=record_id)
    return _act(request, record, _update)


@require_POST
@needs(SEE, DISMISS)
def put_away(request: HttpRequest, record_id: int) -> HttpResponse:
    """Dismiss a dispatch and go back to the list."""
    record = get_object_or_404(DispatchRecord, pk=record_id)
    if not dismiss(record, user=_person(request)):
        messages.warning(request, _("Nothing was done: somebody was faster."))
    return HttpResponseRedirect(f"{reverse('wire:index')}?{Asked.of(request.GET).query()}")


def _act(
    request: HttpRequest, record: DispatchRecord, act: Callable[[HttpRequest, DispatchRecord], str]
) -> HttpResponse:
    """Do it and go where it leads; a refusal is told on the dispatch."""
    try:
        return HttpResponseRedirect(act(request, record))
    except DeskError as err:
        messages.error(request, escape(str(err)))
        return HttpResponseRedirect(reverse("wire:one", args=[record.pk]))


def _person(request: HttpRequest) -> User:
    """Return who asks; `needs` lets nobody through who is not signed in."""
    return cast(User, request.user)


def _make(request: HttpRequest, record: DispatchRecord) -> str:
    return reverse("stories:edit", args=[take(record, user=_person(request)).pk])


def _keep_picture(request: HttpRequest, record: DispatchRecord) -> str:
    picture = take_picture(record, user=_person(request))
    messages.success(request, _("The picture is in the library."))
    return reverse("wagtailimages:edit", args=[picture.pk])


def _update(request: HttpRequest, record: DispatchRecord) -> str:
    story = story_built_from(record.guid)
    if story is None or not visible_to(request.user).filter(pk=story.pk).exists():
        raise Http404
    update_from(record, story, user=_person(request))
    messages.success(request, _("The new text is a draft of the story. Readers see it when you update the page."))
    return reverse("stories:edit", args=[story.pk])


def _page(request: HttpRequest, record: DispatchRecord | None) -> HttpResponse:
    asked, now = Asked.of(request.GET), timezone.now()
    is_quarantine = asked.tab == "quarantine"
    if is_quarantine and not request.user.has_perm(SEE_QUARANTINE):
        raise PermissionDenied
    found: QuerySet[Any] = listing.quarantined(asked) if is_quarantine else listing.dispatches(asked)
    page = Paginator(found, PAGE_SIZE).get_page(asked.page)
    records = list(page.object_list)
    stories = {} if is_quarantine else stories_by_guid(row.guid for row in [*records, *([record] if record else [])])
    chosen, query = record.pk if record else None, asked.query()
    rows = (
        []
        if is_quarantine
        else [row_of(row, story=stories.get(row.guid), now=now, query=query, chosen=chosen) for row in records]
    )
    context = {
        "tabs": listing.tabs(asked),
        "asked": asked,
        "rows": rows,
        "files": records if is_quarantine else [],
        "is_quarantine": is_quarantine,
        "preview": _preview(request, record, stories.get(record.guid), query) if record else None,
        "feeds": [health_of(feed, now) for feed in Feed.objects.all()[:12]],
        "page": page,
        "query": query,
        "earlier": asked.query(page=page.number - 1) if page.has_previous() else "",
        "has_earlier": page.has_previous(),
        "later": asked.query(page=page.number + 1) if page.has_next() else "",
        "newest": DispatchRecord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
    }
    return render(request, "desk/wire/index.html", context)


def _preview(request: HttpRequest, record: DispatchRecord, story: Story | None, query: str) -> Preview:
    user, item = request.user, record.dispatch
    used = _used_version(record, story)
    seen = story if story and visible_to(user).filter(pk=story.pk).exists() else None
    is_alive = record.pubstatus != DispatchRecord.PubStatus.CANCELED
    rights = (item.copyright_notice, item.copyright_holder and f"© {item.copyright_holder}", item.usage_terms)
    leading = lead_item(item)
    return Preview(
        row=row_of(record, story=story, now=timezone.now(), query=query, chosen=record.pk),
        version=record.version,
        language=record.language,
        kind=record.kind,
        ednote=item.ednote or "",
        rights=tuple(dict.fromkeys(text for text in rights if text)),
        paragraphs=paragraphs_of(record, used),
        guid=record.guid,
        story=seen,
        made_here=seen if used and used.pk == record.pk else None,
        may_make=is_alive and record.kind in TEXT_KINDS | PICTURE_KINDS and user.has_perm(MAKE),
        may_update=bool(is_alive and seen and used and used.pk != record.pk and user.has_perm(UPDATE)),
        may_dismiss=record.state == DispatchRecord.State.NEW and user.has_perm(DISMISS),
        is_picture=record.kind in PICTURE_KINDS,
        picture_caption=(leading.caption or "") if leading else "",
        picture_credit=credit_text(leading.creators[0].name if leading.creators else "", leading.credit_line or "")
        if leading
        else "",
        has_picture=bool(leading and bytes_for(leading, feed=record.feed)),
        warnings=item.warnings,
    )


def _used_version(record: DispatchRecord, story: Story | None) -> DispatchRecord | None:
    """Return this version if the story was made of it, else the one that was used last, or None."""
    if story is None:
        return None
    links = (
        StoryDispatch.objects.filter(story=story, dispatch__guid=record.guid).select_related("dispatch").order_by("-pk")
    )
    versions = [link.dispatch for link in links]
    return next((version for version in versions if version.pk == record.pk), versions[0] if versions else None)


def _bytes(delivery: Delivery | None) -> HttpResponse:
    if delivery is None:
        raise Http404
    try:
        data = raw.load(Path(settings.WIRE_ROOT), delivery.sha256)
    except FileNotFoundError as err:
        raise Http404 from err
    response = HttpResponse(data, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{delivery.sha256[:16]}.txt"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
