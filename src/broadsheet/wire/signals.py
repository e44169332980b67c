"""What this room announces, inside the transaction of the change.

`dispatch_received`: sender is `DispatchRecord`; `record` is the one that came, `result` one of `new`, `update`,
`stale`, `kill`. A receiver that raises undoes the delivery's rows (the bytes stay kept), so send again and it is whole.
`feed_changed`: sender is `Feed`; `feed` is how it is now, `what` one of `failing`, `recovered`, `silent`, `heard`.
"""

from __future__ import annotations

from django.dispatch import Signal

dispatch_received = Signal()
feed_changed = Signal()
