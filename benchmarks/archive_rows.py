"""The rows of an archive, copied from stories that were made by the desk's own acts.

One story of each kind is made by the acts; each story of the archive has the rows that its pattern left, column for
column, with words, numbers and times of its own. What the acts write tomorrow, the archive has tomorrow.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from benchmarks.archive_words import Writer

Row = dict[str, Any]
Rows = dict[str, list[Row]]
COMMENTS = ("comments_comment", "comments_commentaddress", "comments_moderationentry")
#: Kinds of stories, and how many of a thousand are of each.
KINDS = {"published": 941, "updated": 50, "changed": 3, "draft": 5, "killed": 1}
SECTIONS, TOPICS, AUTHORS, OWNERS = 12, 5_000, 150, 10
YEARS = 15
#: Numbers below are of the patterns. A story has room for so many rows of a kind.
FIRST = 1_000
ROOM = {"comments_comment": 2_048, "press_pagekey": 32}
ROOM_FOR_ANY = 8


class Place(NamedTuple):
    """Where an archive stands: how many stories, until when, on which database, by which pattern of addresses."""

    stories: int
    until: datetime
    vendor: str
    address: str
    time_zone: Any
    sections: list[tuple[int, str]]
    topics: list[int]
    authors: list[int]
    owners: list[int]


class Pattern(NamedTuple):
    """The rows that the acts left of one story, and the instant at which it was published or made."""

    rows: Rows
    at: datetime
    story: int


class Ways(NamedTuple):
    """How the product makes an address of a headline, seals an e-mail address, and names a path of a reference."""

    slug_of: Callable[[str], str]
    seal: Callable[[str, int], bytes]
    address_hash: Callable[[str], str]
    path_hash: Callable[[str], UUID]


class Copier:
    """Makes the rows of a story by its number; nothing is asked of the database."""

    def __init__(self, place: Place, patterns: dict[str, Pattern], seed: int, ways: Ways) -> None:
        self.place, self.patterns, self.seed, self.ways = place, patterns, seed, ways
        self.writer = Writer(seed)
        self.topic_weights = [1 / (rank + 2) for rank in range(len(place.topics))]
        self.author_weights = [1 / (rank + 5) for rank in range(len(place.authors))]

    def batch(self, numbers: range) -> tuple[Rows, list[tuple[int, str, str]]]:
        """Return the rows of these stories by table, and what the search index is told of each."""
        made: Rows = defaultdict(list)
        found = []
        for number in numbers:
            rows, words = _OneStory(self, number).made()
            for table, some in rows.items():
                made[table].extend(some)
            found.append(words)
        return dict(made), found


class _OneStory:
    """One story's rows."""

    def __init__(self, copier: Copier, number: int) -> None:
        self.dice = dice = random.Random(f"{copier.seed}:{number}")
        self.copier, self.number, self.place = copier, number, copier.place
        self.kind = (
            dice.choices(list(KINDS), list(KINDS.values()))[0] if number > len(KINDS) else list(KINDS)[number - 1]
        )
        self.pattern = copier.patterns[self.kind]
        self.id = FIRST + number
        self.copy = copier.writer.story(number, dice)
        share = (number - dice.random()) / self.place.stories
        self.at = self.place.until - timedelta(days=365.25 * YEARS) * (1 - share)
        self.delta = self.at - self.pattern.at
        self.section = dice.choices(self.place.sections, [1 / (n + 2) for n in range(len(self.place.sections))])[0]
        self.owner = dice.choice(self.place.owners)
        self.topics = self._some(
            self.place.topics, copier.topic_weights, dice.choices((0, 1, 2, 3, 5), (3, 4, 3, 2, 1))
        )
        self.authors = self._some(self.place.authors, copier.author_weights, dice.choices((0, 1, 2), (3, 12, 1)))
        others = [pk for pk, _ in self.place.sections if pk != self.section[0]]
        self.others = dice.sample(others, 1) if dice.random() < 0.1 else []
        self.slug = copier.ways.slug_of(self.copy.headline)
        self.revisions = {row["id"]: at for at, row in enumerate(self.pattern.rows["wagtailcore_revision"])}

    def _some(self, of: list[int], weights: list[float], count: list[int]) -> list[int]:
        return list(dict.fromkeys(self.dice.choices(of, weights, k=count[0]))) if count[0] else []

    def made(self) -> tuple[Rows, tuple[int, str, str]]:
        """Return all rows, and the words for the index."""
        rows: Rows = {}
        for table, some in self.pattern.rows.items():
            change = getattr(self, f"_of_{table.replace('wagtailcore_', '')}", None)
            copies = [self._moved(row) for row in some]
            rows[table] = [
                self._numbered(table, row, at) for at, row in enumerate(change(copies) if change else copies)
            ]
        if "comments_thread" in rows:
            rows |= self._comments(rows)
        return rows, self._words()

    def _moved(self, row: Row) -> Row:
        return {name: self._later(value) if isinstance(value, datetime) else value for name, value in row.items()}

    def _later(self, value: datetime) -> Any:
        moved = min(value + self.delta, self.place.until)
        return moved if self.place.vendor == "postgresql" else str(moved.astimezone(UTC).replace(tzinfo=None))

    def _numbered(self, table: str, row: Row, at: int) -> Row:
        if "story_id" in row:
            row["story_id"] = self.id
        if "id" in row and table not in ("desk_story", "comments_comment", "comments_moderationentry"):
            row["id"] = self._number(table, at)
        return row

    def _number(self, table: str, at: int) -> int:
        room = ROOM.get(table, ROOM_FOR_ANY)
        assert at < room, f"too little room for the rows of {table}"
        return self.id * room + at

    def _revision(self, pattern: int | None) -> int | None:
        return None if pattern is None else self._number("wagtailcore_revision", self.revisions[pattern])

    def _path(self) -> str:
        local = self.at.astimezone(self.place.time_zone)
        parts = {"year": f"{local.year:04}", "month": f"{local.month:02}", "day": f"{local.day:02}"}
        filled = self.place.address.format(section=self.section[1], slug=self.slug, id=self.id, **parts)
        return "/" + filled.strip("/") + "/"

    def _text(self) -> Row:
        copy = self.copy
        texts = {"headline": copy.headline, "slug": self.slug, "standfirst": copy.standfirst, "body": copy.body}
        return {**texts, "slugline": copy.slugline, "urgency": self._urgency(), "language": self._language()}

    def _urgency(self) -> int:
        return (5, 5, 5, 4, 4, 6, 3, 7, 2, 1)[self.number % 10 if self.number % 70 else 9]

    def _language(self) -> str:
        return "nb" if self.number % 10 == 7 else "en"

    def _of_desk_story(self, rows: list[Row]) -> list[Row]:
        (row,) = rows
        row |= {"id": self.id, "home_section_id": self.section[0], "owner_id": self.owner, **self._text()}
        row["latest_revision_id"] = self._revision(row["latest_revision_id"])
        row["live_revision_id"] = self._revision(row["live_revision_id"])
        return rows

    def _of_revision(self, rows: list[Row]) -> list[Row]:
        for row in rows:
            content = json.loads(row["content"])
            content |= {"pk": self.id, "home_section": self.section[0], "owner": self.owner, **self._text()}
            for name in ("latest_revision", "live_revision"):
                content[name] = self._revision(content[name])
            for name, value in content.items():
                if name.endswith("_at") and isinstance(value, str):
                    moved = min(datetime.fromisoformat(value) + self.delta, self.place.until)
                    content[name] = moved.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            content["topics"], content["sections"] = self.topics, self.others
            author = content["story_authors"][0]
            content["story_authors"] = [
                author | {"pk": self._number("desk_storyauthor", at), "story": self.id, "author": pk, "sort_order": at}
                for at, pk in enumerate(self.authors)
            ]
            row |= {"object_id": str(self.id), "object_str": self.copy.headline, "user_id": self.owner}
            row["content"] = json.dumps(content)
        return rows

    def _of_modellogentry(self, rows: list[Row]) -> list[Row]:
        for row in rows:
            row |= {"label": self.copy.headline, "object_id": str(self.id), "user_id": self.owner}
            row["revision_id"] = self._revision(row["revision_id"])
        return rows

    def _of_referenceindex(self, rows: list[Row]) -> list[Row]:
        to = {"home_section": self.section[0], "owner": self.owner}
        kept = [row | {"to_object_id": str(to[row["model_path"]])} for row in rows if row["model_path"] in to]
        (author,) = [row for row in rows if row["model_path"] not in to]
        for at, pk in enumerate(self.authors):
            path = author["content_path"].split(".")
            path[1] = str(self._number("desk_storyauthor", at))
            named = self.copier.ways.path_hash(".".join(path))
            own = {"content_path": ".".join(path), "content_path_hash": self._uuid(named)}
            kept.append(author | {"to_object_id": str(pk), **own})
        return [row | {"object_id": str(self.id)} for row in kept]

    def _uuid(self, value: UUID) -> Any:
        return value if self.place.vendor == "postgresql" else value.hex

    def _of_desk_storyauthor(self, rows: list[Row]) -> list[Row]:
        return [rows[0] | {"author_id": pk, "sort_order": at} for at, pk in enumerate(self.authors)]

    def _of_desk_story_topics(self, rows: list[Row]) -> list[Row]:
        return [rows[0] | {"topic_id": pk} for pk in self.topics]

    def _of_desk_story_sections(self, rows: list[Row]) -> list[Row]:
        return [rows[0] | {"section_id": pk} for pk in self.others]

    def _of_desk_storyaddress(self, rows: list[Row]) -> list[Row]:
        return [row | {"path": self._path()} for row in rows]

    def _of_desk_publishedversion(self, rows: list[Row]) -> list[Row]:
        return [row | {"revision_id": self._revision(row["revision_id"])} for row in rows]

    def _of_desk_auditentry(self, rows: list[Row]) -> list[Row]:
        for row in rows:
            row["subject"] = f"{self.id} {self._path()}" if "/" in row["subject"] else str(self.id)
            row["after"] = self.copy.headline if row["what"] != "story.killed" else row["after"]
        return rows

    def _of_press_page(self, rows: list[Row]) -> list[Row]:
        return [row | {"path": self._path()} for row in rows]

    def _of_press_pagekey(self, rows: list[Row]) -> list[Row]:
        """Repeat the key of a topic for each of them, and that of an author."""
        lists = {"topic": self.topics, "author": self.authors}
        kept = []
        for row in rows:
            kind = row["key"].partition(":")[0]
            many = next((numbers for word, numbers in lists.items() if kind.startswith(word)), None)
            if many is not None:
                kept += [{**row, "key": f"{kind}:{pk}"} for pk in many]
            elif row["key"].endswith(f":{self.pattern.story}"):
                kept.append(row | {"key": f"{kind}:{self.id}"})
            else:
                kept.append(row)
        return [row | {"page_id": self._number("press_page", 0)} for row in kept]

    def _count(self) -> int:
        """Return how many comments the story has: most none, some up to twenty, few up to two thousand."""
        share = self.dice.random()
        if share < 0.85:
            return 0
        if share < 0.9995:
            return int(20 ** self.dice.random())
        return int(200 * 10 ** self.dice.random())

    def _comments(self, rows: Rows) -> Rows:
        count, ways = self._count(), self.copier.ways
        patterns = {name: rows.pop(name)[0] for name in COMMENTS}
        made: Rows = {name: [] for name in COMMENTS}
        rows["comments_thread"][0]["last_number"] = count
        thread = rows["comments_thread"][0]["id"]
        for at in range(count):
            number = self._number("comments_comment", at)
            digest = sha256(f"{self.copier.seed}:{number}".encode()).hexdigest()
            parent = self._number("comments_comment", self.dice.randrange(at)) if at and at % 5 == 0 else None
            own: Row = {
                "number": at + 1,
                "name": self.copier.writer.name(self.dice.randrange(20_000)),
                "parent_id": parent,
            }
            own |= {"body": self.copier.writer.comment(self.dice), "digest": digest, "network": digest[::-1]}
            made["comments_comment"].append(patterns["comments_comment"] | {"id": number, "thread_id": thread, **own})
            email = f"{own['name'].replace(' ', '.')}@readers.example"
            sealed = {"ciphertext": ways.seal(email, number), "digest": ways.address_hash(email)}
            address = patterns["comments_commentaddress"] | {"comment_id": number, **sealed}
            made["comments_commentaddress"].append(address)
            entry = {"id": number, "comment_id": number}
            made["comments_moderationentry"].append(patterns["comments_moderationentry"] | entry)
        return made

    def _words(self) -> tuple[int, str, str]:
        copy = self.copy
        own = f"{copy.slugline}\n\n"
        readers = f"{copy.headline}\n{copy.standfirst}\n{copy.plain}"
        match self.kind:
            case "draft":
                return self.id, "", f"{copy.headline}\n{own}\n{copy.plain}"
            case "killed":
                return self.id, "", f"{readers}\n{own}"
            case "changed":
                return self.id, readers, f"{copy.headline}\n{own}\n{copy.plain}"
        return self.id, readers, own
