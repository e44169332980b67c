"""The photo desk's list, and the preview that makes no other sizes than those on the list."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.views import images

from broadsheet.photos.credit import LACKS_ALT_TEXT, LACKS_CREDIT, LACKS_CREDIT_LINE
from broadsheet.photos.models import Picture, check_filter

WORDS = {
    LACKS_CREDIT: _("credit: a creator or an agency"),
    LACKS_CREDIT_LINE: _("the credit line that the provider's contract asks for"),
    LACKS_ALT_TEXT: _("alt text"),
}


class PictureIndexView(images.IndexView):
    """Wagtail's list with two more columns: the credit, and in words what a picture lacks for publication."""

    @cached_property
    def layout(self) -> str:
        """Return the layout asked for; the list where none is, since only it has the words."""
        return str(self.request.GET.get("layout", "list"))

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns of the list layout."""
        columns: list[Column] = super().columns
        if not columns:
            return columns
        return [
            *columns[:3],
            Column("credit", label=_("Credit"), accessor="credit"),
            Column("lacks", label=_("Lacks"), accessor=lacks),
            *columns[3:],
        ]


def lacks(picture: Picture) -> str:
    """Return what the picture lacks for publication, as words; "" for nothing."""
    missing = []
    if picture.withdrawn_at:
        missing.append(str(_("the agency's leave: it has withdrawn the picture")))
    missing += [str(WORDS[code]) for code in picture.lacks]
    if picture.alt_text_is_caption:
        missing.append(str(_("alt text of its own: the caption stands in")))
    return ", ".join(missing)


def preview(request: HttpRequest, image_id: int, filter_spec: str) -> HttpResponse:
    """Return a picture in one of the sizes that the desk's screens ask for; 400 for any other, before it is opened."""
    try:
        check_filter(filter_spec)
    except InvalidFilterSpecError as err:
        return HttpResponseBadRequest(str(err), content_type="text/plain")
    response: HttpResponse = images.preview(request, image_id, filter_spec)
    return response
