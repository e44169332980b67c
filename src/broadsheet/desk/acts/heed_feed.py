"""Heed how a feed is: an alarm while it fails or is silent, and none any more once it is well."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from broadsheet.desk.acts.alarm import clear_alarms, raise_alarm
from broadsheet.desk.models import Alarm
from broadsheet.desk.said import Said, said
from broadsheet.wire.models import Feed

#: What ends which alarm.
ENDS = {"recovered": Alarm.Kind.FAILING, "heard": Alarm.Kind.SILENT}


def heed_feed(feed: Feed, what: str) -> None:
    """Raise or clear the feed's alarm; ``what`` is failing, recovered, silent or heard, and anything else is nothing."""
    subject = f"feed:{feed.name}"
    if what in ENDS:
        clear_alarms(ENDS[what], subject)
    elif what == "failing":
        error = feed.last_error or said(_("it gives no reason."))
        told = said(_("The feed %(feed)s is failing: %(error)s"), feed=feed.name, error=error)
        raise_alarm(Alarm.Kind.FAILING, subject, told, feed=feed)
    elif what == "silent":
        raise_alarm(Alarm.Kind.SILENT, subject, _silence(feed), feed=feed)


def _silence(feed: Feed) -> Said:
    if feed.last_received_at is None:
        return said(_("The feed %(feed)s has sent nothing yet."), feed=feed.name)
    text = _("The feed %(feed)s has been silent since %(when)s, which is longer than it is used to.")
    return said(text, feed=feed.name, when=feed.last_received_at)
