"""What this room announces. Sent inside the transaction of the change, with `send`: a receiver's failure undoes it."""

from __future__ import annotations

from django.dispatch import Signal

picture_changed = Signal()
"""Sent with `picture` when one was added, changed or is about to be deleted."""

public_files_changed = Signal()
"""Sent with `names` when public files came or went, which lie so in the store already; within a transaction or without."""

public_files_asked = Signal()
"""Sent with `names` of this machine's copies of public files; a receiver returns those that changed since they were copied."""
