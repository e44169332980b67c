"""A newsroom of which the work process alone runs: the one that looks at feeds."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tests.crash.power_cut import feeds_in, items_in
from tests.running import RunningNewsroom


class FeedsNewsroom(RunningNewsroom):
    """`work` starts and stops the process; `make_feeds` makes feeds, `counts` says what has arrived."""

    def work(self) -> subprocess.Popen[bytes]:
        """Start the work process."""
        with (self.folder / "work.log").open("ab") as log:
            self.worker = subprocess.Popen(
                [sys.executable, "-m", "broadsheet", "work"], env=self.environment, stdout=log, stderr=log
            )
        return self.worker

    @property
    def database(self) -> Path:
        return self.folder / "data" / "broadsheet.sqlite3"

    def kill(self) -> None:
        """Kill the work process, as a power cut would."""
        self.worker.kill()
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

    def counts(self) -> tuple[Counter[str], Counter[str]]:
        """Return items by guid and items by feed."""
        items = items_in(self.database)
        return Counter(guid for guid, _, _ in items), Counter(feed for _, _, feed in items)

    def states(self) -> dict[str, list[str]]:
        """Return each feed's state and last error."""
        return feeds_in(self.database)

    def deliver(self, feed: str, name: str, data: bytes) -> None:
        """Put a file into a watched folder, renamed into place."""
        folder = self.folder / "data" / "feeds" / feed
        folder.mkdir(parents=True, exist_ok=True)
        held = folder / f".{name}"
        held.write_bytes(data)
        held.rename(folder / name)
