"""What the desk announces. Each is sent inside the transaction of the change, with ``send``: a listener's failure undoes it."""

from __future__ import annotations

from django.dispatch import Signal

#: ``keys``: frozenset of stale keys (broadsheet.core.keys). Everything that changes what a reader sees sends it.
pages_changed = Signal()
#: ``story``, ``by`` (user or None), ``kind`` (published, updated, corrected).
story_published = Signal()
#: ``story``, ``by``: the story may no longer be read; it may come back.
story_withdrawn = Signal()
#: ``story``, ``by``, ``notice``: the story is dead for good.
story_killed = Signal()
#: The operations screen asks how the machinery is; a listener upstairs returns a `screens.operations.state.State`.
operations_asked = Signal()
#: ``number`` of a failing page that somebody wants tried at once; a listener returns whether it still waits.
page_asked_again = Signal()
