"""Who may do what on the wire."""

from __future__ import annotations

SEE = "wire.view_dispatchrecord"
SEE_QUARANTINE = "wire.view_quarantined"
MAKE = "desk.add_story"
UPDATE = "desk.change_story"
DISMISS = "wire.change_dispatchrecord"
KILL = "desk.kill_story"
