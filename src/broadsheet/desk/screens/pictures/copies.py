"""Having the copies of a picture tried once more, after they could not be made."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from broadsheet.desk.screens.pictures.access import pictures_of, sees_pictures
from broadsheet.photos.acts import note_copies


@require_POST
@sees_pictures
def make_again(request: HttpRequest, picture_id: int) -> HttpResponseBase:
    """Have them made in the background, and go back to the picture; one whose copies have not failed stays as it is."""
    picture = get_object_or_404(pictures_of(request.user), pk=picture_id)
    if note_copies.again(picture):
        messages.success(request, _("The copies will be made again in a moment."))
    return redirect("wagtailimages:edit", picture.pk)
