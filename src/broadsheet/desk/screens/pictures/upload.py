"""Adding pictures, one or several: what was read of each is said at once, with what is missing, and why one was refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.images.forms import get_image_form
from wagtail.images.utils import find_image_duplicates
from wagtail.permissions import policy_registry

from broadsheet.desk.screens.access import person
from broadsheet.desk.screens.pictures.access import may_add, pictures_of, sees_pictures
from broadsheet.desk.screens.pictures.log import label_of, said
from broadsheet.desk.screens.pictures.rows import LACKING, Row, asking_providers, lacks_of, rows_of
from broadsheet.photos.models import Picture, PictureEvent

MAX_FILES = 30
READ = ("creator", "credit_line", "source", "copyright_notice", "caption", "alt_text", "usage_terms", "taken_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """One file that was sent. Refused, it has `error` and no row."""

    name: str
    error: str = ""
    row: Row | None = None
    credit: str = ""
    read: tuple[tuple[str, str], ...] = ()
    lacks: tuple[Any, ...] = ()
    same: Picture | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@sees_pictures
def add(request: HttpRequest) -> HttpResponse:
    """Show the form; take the files that were sent, each for itself: one that is refused stops no other."""
    context: dict[str, Any] = {"max_files": MAX_FILES, "may_add": may_add(request.user)}
    if not context["may_add"] and request.method == "POST":
        return render(request, "desk/pictures/add.html", context, status=403)
    files = request.FILES.getlist("files") if request.method == "POST" else []
    if request.method == "POST":
        context["error"] = _error(len(files))
        context["added"] = [] if context["error"] else [_added(request, file) for file in files]
    return render(request, "desk/pictures/add.html", context, status=400 if context.get("error") else 200)


def _error(count: int) -> str:
    if not count:
        return _("Choose one or more files first.")
    if count > MAX_FILES:
        return _("These are %(count)s files. Send at most %(max)s at once.") % {"count": count, "max": MAX_FILES}
    return ""


def _added(request: HttpRequest, file: UploadedFile[bytes]) -> Added:
    name = (file.name or "")[:255]
    policy = policy_registry.get_by_type(Picture)
    collections = policy.collections_user_has_permission_for(request.user, "add")
    typed = {"title": name.rsplit(".", 1)[0][:255] or name, "collection": str(collections[0].pk)}
    form = get_image_form(Picture)(typed, MultiValueDict({"file": [file]}), user=request.user)
    if not form.is_valid():
        return Added(name=name, error=" ".join(said for errors in form.errors.values() for said in errors))
    picture: Picture = form.save(commit=False)
    picture.uploaded_by_user = request.user
    picture.save()
    form.save_m2m()
    PictureEvent.objects.create(
        picture=picture, kind=PictureEvent.Kind.CAME, at=timezone.now(), who=person(request), detail={"file": name}
    )
    return Added(
        name=name,
        row=rows_of([picture], timezone.now(), seen=pictures_of(request.user))[0],
        credit=picture.credit,
        read=tuple((label_of(one), said(value)) for one in READ if (value := getattr(picture, one))),
        lacks=tuple(LACKING[code] for code in lacks_of(picture, asking_providers())),
        same=find_image_duplicates(picture, request.user, policy).first(),
    )
