"""The screens of feeds: where copy comes from, with what password, and whether it works.

A password goes in and never comes out: the form says whether there is one. When a feed turns to another host, its
password has to be given again, so that nobody can have it sent to a machine of theirs.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from broadsheet.desk.screens.wire.access import SEE
from broadsheet.wire.acts.try_feed import Tried, try_feed
from broadsheet.wire.addresses import Address, read_address
from broadsheet.wire.errors import ForbiddenAddressError
from broadsheet.wire.models import Feed
from broadsheet.wire.reach import Reach
from broadsheet.wire.secret import seal
from broadsheet.wire.transports.runner import TRANSPORTS

SCHEMES = {
    Feed.Transport.HTTP: ("https", "http"),
    Feed.Transport.FTP: ("ftp", "ftpes", "ftps"),
    Feed.Transport.SFTP: ("sftp",),
    Feed.Transport.IMAP: ("imaps", "imap"),
}
MIN_PUSH_SECRET = 16


class FeedForm(WagtailAdminModelForm):  # type: ignore[misc]
    """A feed's own fields, and its password, which is only ever written."""

    new_secret = forms.CharField(
        label=gettext_lazy("Password, key or token"),
        required=False,
        strip=False,
        max_length=10_000,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
    )
    forget_secret = forms.BooleanField(label=gettext_lazy("Forget the password"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._place_before = (self.instance.transport, _origin(self.instance), self.instance.username)
        if "new_secret" in self.fields:
            self.fields["new_secret"].help_text = (
                _("It is set. It is never shown; leave this empty to keep it.")
                if self.instance.secret
                else _("It is not set.")
            )

    def clean(self) -> dict[str, Any]:
        """Check the address, and ask for the password again where it would go to somebody else."""
        values: dict[str, Any] = super().clean()
        transport = values.get("transport")
        if transport in SCHEMES:
            self._check_address(transport, values.get("address") or "")
        if transport == Feed.Transport.SFTP and values.get("host_key") and not _is_host_key(values["host_key"]):
            self.add_error("host_key", _("This is not a host key. Write one line such as: ssh-ed25519 AAAA…"))
        self._check_secret(transport, values)
        return values

    def _check_address(self, transport: str, text: str) -> None:
        try:
            Reach(settings.WIRE_PRIVATE_HOSTS).check(read_address(text, SCHEMES[Feed.Transport(transport)]))
        except ForbiddenAddressError as err:
            self.add_error("address", str(err))

    def _check_secret(self, transport: str | None, values: dict[str, Any]) -> None:
        new, forgets = values.get("new_secret"), values.get("forget_secret")
        keeps = bool(self.instance.secret) and not new and not forgets
        if transport == Feed.Transport.PUSH and not keeps and len(new or "") < MIN_PUSH_SECRET:
            self.add_error("new_secret", _("A pushed feed is signed with a key of at least sixteen characters."))
        place = (transport, _origin(Feed(address=values.get("address") or "")), values.get("username"))
        if keeps and place != self._place_before:
            self.add_error(
                "new_secret", _("The feed now points to another place: give the password again, or forget it.")
            )

    def save(self, commit: bool = True) -> Feed:
        """Save the feed, then its password, which is sealed for this feed alone; look at it at once."""
        self.instance.next_look_at = None
        feed: Feed = super().save(commit=commit)
        new = self.cleaned_data.get("new_secret")
        if commit and (new or self.cleaned_data.get("forget_secret")):
            feed.secret = seal(new, feed.pk) if new else None
            feed.save(update_fields=["secret"])
        return feed


def _is_host_key(text: str) -> bool:
    from broadsheet.wire.transports.sftp import pinned_keys  # with its client, which is large

    return bool(pinned_keys(text))


def _origin(feed: Feed) -> tuple[str, str, int] | str:
    try:
        address: Address = read_address(feed.address, tuple(scheme for some in SCHEMES.values() for scheme in some))
    except ForbiddenAddressError:
        return feed.address
    return address.origin


class FeedIndexView(generic.IndexView):  # type: ignore[misc]
    """All feeds, each with a way to try it. Whoever may not set them up is told so, and shown how they are doing."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Lead an editor to what an editor may see of feeds."""
        may_set_up = self.permission_policy.user_has_any_permission(request.user, {"add", "change", "delete", "view"})
        if not may_set_up and request.user.has_perm(SEE):
            messages.warning(request, _("Feeds are set up by an administrator. Here you see how they are doing."))
            return HttpResponseRedirect(reverse("wire:health"))
        return super().dispatch(request, *args, **kwargs)

    def get_list_more_buttons(self, instance: Feed) -> list[Any]:
        """Add the try."""
        button = MenuItem(_("Try it"), url=reverse("feeds:try", args=[instance.pk]), icon_name="rotate", priority=15)
        return [*super().get_list_more_buttons(instance), button]


class TryView(PermissionRequiredMixin, View):
    """Try a feed: a page that says how it has been doing, with a button that looks once."""

    permission_required = "wire.change_feed"
    raise_exception = True
    http_method_names = ("get", "post")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the feed as it is."""
        return self._page(request, get_object_or_404(Feed, pk=pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Look once, for twenty seconds at most, and say what was found. Nothing is stored."""
        feed = get_object_or_404(Feed, pk=pk)
        make = TRANSPORTS.get(feed.transport)
        if make is None:
            return HttpResponseRedirect(reverse("feeds:try", args=[feed.pk]))
        return self._page(request, feed, try_feed(feed, make(), now=timezone.now()))

    def _page(self, request: HttpRequest, feed: Feed, tried: Tried | None = None) -> HttpResponse:
        values = {
            "feed": feed,
            "sentences": sentences(tried) if tried else (),
            "is_well": tried is not None and not (tried.problem or tried.is_slow or tried.unreadable),
            "push_address": f"{settings.SITE_URL}{reverse('wire_push', args=[feed.name])}",
            "is_pushed": feed.transport == Feed.Transport.PUSH,
            "has_secret": bool(feed.secret),
            "edit_url": reverse("feeds:edit", args=[feed.pk]),
        }
        return render(request, "desk/feeds/try.html", values)


def sentences(tried: Tried) -> tuple[str, ...]:
    """Return what a try found, in words for the person who asked."""
    if tried.is_slow:
        return (_("Nothing came within twenty seconds. The feed itself waits longer; look at its state in a while."),)
    found = []
    if tried.problem:
        found.append(_("It did not work: %(problem)s") % {"problem": tried.problem})
    elif not tried.files:
        found.append(_("It works, and there is nothing new."))
    if tried.files:
        files = ngettext("%(n)d file came", "%(n)d files came", tried.files) % {"n": tried.files}
        items = ngettext("%(n)d item", "%(n)d items", tried.items) % {"n": tried.items}
        found.append(_("It works: %(files)s, with %(items)s.") % {"files": files, "items": items})
    if tried.headline:
        found.append(_("The first is “%(headline)s”.") % {"headline": tried.headline})
    found += [_("It cannot be read: %(problem)s") % {"problem": problem} for problem in tried.unreadable[:5]]
    return tuple(found)


def _next_look(feed: Feed) -> str:
    """Return why a feed is not looked at just now, for the list; nothing where all is well."""
    if not feed.is_active:
        return _("switched off")
    if feed.failures and feed.last_error:
        return feed.last_error
    return ""


def _when(name: str, label: Any) -> Column:
    """Return a column with an instant, on the newsroom's clock and written as everywhere at the desk."""

    def said(feed: Feed) -> str:
        at = getattr(feed, name)
        return f"{date_format(localtime(at), 'j M')} {localtime(at):%H:%M}" if at else "–"

    return Column(name, label=label, accessor=said, sort_key=name)


class FeedViewSet(ModelViewSet):  # type: ignore[misc]
    """Feeds: where copy comes from. The folder is set from a shell, never from a browser."""

    model = Feed
    icon = "download"
    url_prefix, url_namespace = "feeds", "feeds"
    copy_view_enabled = False
    index_view_class = FeedIndexView
    list_display = [
        *("name", "transport", "provider", "state"),
        _when("last_received_at", gettext_lazy("Last received")),
        Column("problem", label=gettext_lazy("What is wrong"), accessor=_next_look),
        "failures",
        _when("next_look_at", gettext_lazy("Next look")),
    ]
    search_fields = ["name", "provider"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel(name) for name in ("name", "is_active", "provider")], gettext_lazy("Feed")),
            MultiFieldPanel(
                [
                    FieldPanel(name)
                    for name in ("transport", "address", "username", "new_secret", "forget_secret", "every_seconds")
                ],
                gettext_lazy("How it comes"),
            ),
            MultiFieldPanel([FieldPanel("host_key")], gettext_lazy("Only for SFTP")),
            MultiFieldPanel(
                [FieldPanel(name) for name in ("format", "time_zone", "section")], gettext_lazy("How it is read")
            ),
            MultiFieldPanel(
                [FieldPanel(name) for name in ("requires_credit", "updates_by_itself", "kills_own", "own_share")],
                gettext_lazy("What it may do"),
            ),
        ],
        base_form_class=FeedForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        """Add the try."""
        return [*super().get_urlpatterns(), path("try/<int:pk>/", TryView.as_view(), name="try")]
