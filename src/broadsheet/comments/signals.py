"""What the room announces upstairs, each inside the transaction of the change and with `send`.

comments_changed(sender, story_id)    what a reader sees of a story's comments changed
"""

from __future__ import annotations

from django.dispatch import Signal

comments_changed = Signal()
