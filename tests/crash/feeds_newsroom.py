"""A newsroom of which the work process alone runs: the one that looks at feeds."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.running import RunningNewsroom

COUNT = (
    "from broadsheet.wire.models import *\n"
    "from collections import Counter\n"
    "guids = Counter(DispatchRecord.objects.values_list('guid', flat=True))\n"
    "by_feed = Counter(DispatchRecord.objects.values_list('feed__name', flat=True))\n"
    "states = {f.name: [f.state, f.last_error] for f in Feed.objects.all()}\n"
    "print(json.dumps([guids, by_feed, states]))"
)


class FeedsNewsroom(RunningNewsroom):
    """`work` starts and stops the process; `make_feeds` makes feeds, `counts` says what has arrived."""

    def work(self) -> subprocess.Popen[bytes]:
        """Start the work process."""
        with (self.folder / "work.log").open("ab") as log:
            self.worker = subprocess.Popen(
                [sys.executable, "-m", "broadsheet", "work"], env=self.environment, stdout=log, stderr=log
            )
        return self.worker

    def kill(self) -> None:
        """Kill the work process, as a power cut would."""
        self.worker.send_signal(signal.SIGKILL)
        self.worker.wait(10)

    def prepare(self, private: list[str], feeds: list[dict[str, Any]]) -> None:
        """Make the database and these feeds; a feed's `secret` is sealed."""
        self.environment["BROADSHEET_WIRE_PRIVATE_HOSTS"] = ",".join(private)
        self.python(
            "from broadsheet.wire.models import Feed\nfrom broadsheet.wire.secret import seal\n"
            f"for row in json.loads({json.dumps(json.dumps(feeds))}):\n"
            "    secret = row.pop('secret', '')\n"
            "    f = Feed.objects.create(**row)\n"
            "    Feed.objects.filter(pk=f.pk).update(secret=seal(secret, f.pk) if secret else None)\n"
            "print('0')"
        )

    def counts(self) -> tuple[dict[str, int], dict[str, int], dict[str, list[str]]]:
        """Return items by guid, items by feed, and each feed's state and last error."""
        guids, by_feed, states = self.python(COUNT)
        return guids, by_feed, states

    def deliver(self, feed: str, name: str, data: bytes) -> None:
        """Put a file into a watched folder, renamed into place."""
        folder = Path(self.folder) / "data" / "feeds" / feed
        folder.mkdir(parents=True, exist_ok=True)
        held = folder / f".{name}"
        held.write_bytes(data)
        held.rename(folder / name)
