"""Who may do what with pictures: asked of Wagtail's policy, which knows the collections that somebody keeps."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.permissions import policy_registry

from broadsheet.photos.models import Picture

#: Who keeps the contracts keeps the invoices, too.
KEEPS = "photos.change_providercontract"


def pictures_of(user: Any) -> QuerySet[Picture]:
    """Return the pictures that the person may change: all in the collections that they keep, else their own uploads.

    Who keeps every collection is asked for none: with that condition no order can be read off an index.
    """
    if _keeps_all(user):
        return Picture.objects.all()
    found: QuerySet[Picture] = _policy().instances_user_has_any_permission_for(user, ["change", "delete"])
    return found


def may_add(user: Any) -> bool:
    """Return whether the person may put pictures into the library."""
    return bool(_policy().user_has_permission(user, "add"))


def sees_pictures(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let through who adds or keeps pictures; anybody else is refused as Wagtail refuses."""

    @wraps(view)
    def let_through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not _policy().user_has_any_permission(request.user, ["add", "change", "delete"]):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return let_through


def _keeps_all(user: Any) -> bool:
    """Return whether the person may change pictures at the root of all collections, and so in each of them."""
    at_the_root = GroupCollectionPermission.objects.filter(
        group__user=user,
        collection=Collection.get_first_root_node(),
        permission__content_type__app_label="wagtailimages",
        permission__codename="change_image",
    )
    return user.is_active and (user.is_superuser or at_the_root.exists())


def _policy() -> Any:
    return policy_registry.get_by_type(Picture)
