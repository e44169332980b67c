"""The comments room with no other room, in a process of its own: for what threads and kills do to a database file.

Usage: comments_alone.py DATABASE parallel|different|once|killed. Prints what was counted, as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import django
from django.conf import settings

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
OPTIONS = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": START}
TIMES = 50


def set_up(database: str) -> None:
    """Make Django ready with this room alone."""
    settings.configure(
        INSTALLED_APPS=["broadsheet.comments"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": database, "OPTIONS": OPTIONS}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        COMMENTS_EMAIL_KEY=b"a key for tests and nothing else",
        COMMENTS_MODERATION="after",
        COMMENTS_RATE_LIMITS={"overall": (1000, 60)},
    )
    django.setup()


def main(database: str, how: str) -> None:
    """Post, and print what is stored."""
    is_new = not Path(database).exists()
    set_up(database)
    from django.core.management import call_command
    from django.db import connection, transaction

    from broadsheet.comments.acts.open_thread import open_thread
    from broadsheet.comments.acts.post import Sent, post_comment
    from broadsheet.comments.models import Comment, CommentAddress
    from broadsheet.comments.signals import comments_changed
    from broadsheet.comments.token import token_for

    if is_new:
        call_command("migrate", verbosity=0)
        open_thread(17, None)

    def post(number: int) -> int:
        body = f"Word {number}." if how == "different" else "A word."
        sent = Sent(name="Kari", email="kari@example.org", body=body, token=token_for(17, None))
        try:
            return post_comment(17, sent, network="n", now=NOW).pk
        finally:
            connection.close()

    def die_after_commit(**_others: object) -> None:
        transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))

    if how == "killed":
        comments_changed.connect(die_after_commit)
    with ThreadPoolExecutor(max_workers=TIMES) as pool:
        ids = list(pool.map(post, range(TIMES if how in ("parallel", "different") else 1)))
    counted = {"ids": len(set(ids)), "rows": Comment.objects.count(), "addresses": CommentAddress.objects.count()}
    print(json.dumps(counted))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
