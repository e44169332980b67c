"""Fill a newsroom's wire with an archive, quickly: ``python -m benchmarks.wire_fill FROM TO`` in its environment.

Rows as ingest makes them, with a quarter of a body each, so that half a million take minutes and not an hour: what
ingest could be slowed by is the number of rows, and the indexes over them. Without a sync; a crash costs a benchmark.
"""

from __future__ import annotations

import sys
import zlib
from hashlib import sha256

import django
import orjson
from rich.progress import track

ROWS = 2_000
BODIES = 2_000


def main(start: int, end: int) -> None:
    """Store dispatches with the numbers from `start` up to `end`."""
    django.setup()
    from django.db import connection, transaction
    from django.utils import timezone

    from benchmarks.wire_items import Writer
    from broadsheet.wire import search
    from broadsheet.wire.acts.receive import feed_named
    from broadsheet.wire.inserting import insert_many
    from broadsheet.wire.models import Delivery, DispatchRecord, RawBytes
    from broadsheet.wire.words import text_of

    writer, feed, now = Writer(99), feed_named("bench"), timezone.now()
    bodies = ["\n".join(writer.sentence(46) for _ in range(4)) for _ in range(BODIES)]
    packed = [zlib.compress(body.encode(), 1) for body in bodies]
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA synchronous=OFF")
    for first in track(range(start, end, ROWS), f"{start:,} to {end:,}"):
        numbers = range(first, min(end, first + ROWS))
        digests = [sha256(b"%d" % number).hexdigest() for number in numbers]
        deliveries = [
            Delivery(feed=feed, filename=f"{n}.xml", sha256=d, size_bytes=8000)
            for n, d in zip(numbers, digests, strict=False)
        ]
        records = []
        for number, digest in zip(numbers, digests, strict=False):
            guid, headline = f"urn:newsml:agency.example:{digest[:16]}:{number}", writer.sentence(8)
            data = {"guid": guid, "version": "1", "headline": headline, "body_text": bodies[number % BODIES]}
            records.append(
                DispatchRecord(
                    feed=feed,
                    guid=guid,
                    item_guid=guid,
                    version="1",
                    version_created=now,
                    kind="text",
                    pubstatus="usable",
                    urgency=number % 8 + 1,
                    headline=headline,
                    data=data,
                    received_at=now,
                    handled_at=now,
                    state="used",
                )
            )
        with transaction.atomic():
            insert_many(deliveries)
            for record, delivery in zip(records, deliveries, strict=False):
                record.delivery = delivery
            insert_many(records)
            RawBytes.objects.bulk_create(
                [
                    RawBytes(sha256=d, data=packed[n % BODIES], kept_at=now)
                    for n, d in zip(numbers, digests, strict=False)
                ]
            )
            search.remember_many([(record.pk, text_of(record.data)) for record in records])
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")
    print(orjson.dumps(DispatchRecord.objects.count()).decode())


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
