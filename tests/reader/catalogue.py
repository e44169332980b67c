"""Gathers the reader's messages from templates and clock, and compiles the catalogues.

`python -m tests.reader.catalogue` writes `locale/reader.pot`, brings each `reader.po` up to date, and compiles it.
A test fails when a committed catalogue is stale or a message lacks its translation.
"""

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from broadsheet.reader.templating import ROOM, environment

LOCALE = ROOM / "locale"
FIRST_DAY = datetime(
    2026, 11, 22, tzinfo=UTC
)  # the catalogues carry no other day, so that the same words give the same bytes
FROM_THE_CLOCK: tuple[tuple[str, str | None], ...] = (
    ("%(day)s %(month)s", "short date"),
    ("%(day)s %(month)s %(year)s", "date"),
    ("%(weekday)s %(date)s", "date"),
    ("Monday Tuesday Wednesday Thursday Friday Saturday Sunday", None),
    ("January February March April May June July August September October November December", None),
    ("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", None),
)


def gathered() -> Catalog:
    """Return every message that the room prints."""
    catalogue = Catalog(
        project="Broadsheet",
        domain="reader",
        version="1",
        msgid_bugs_address="the project",
        header_comment="# Broadsheet, what a reader reads.",
    )
    catalogue.creation_date = catalogue.revision_date = FIRST_DAY
    env = environment("en")
    for template in sorted(path for path in (ROOM / "jinja").rglob("*") if path.is_file()):
        for _line, _function, message in env.extract_translations(template.read_text(encoding="utf-8")):
            texts = (message,) if isinstance(message, str) else tuple(text for text in message if text)
            name = str(template.relative_to(ROOM))
            catalogue.add(texts[0] if len(texts) == 1 else texts, locations=[(name, None)])  # type: ignore[list-item]
    for text, context in FROM_THE_CLOCK:
        catalogue.add(text, context=context, locations=[("clock.py", None)])  # type: ignore[list-item]
    return catalogue


def read(path: Path) -> Catalog:
    """Return a catalogue from its `.po`."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, domain="reader")


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as `.mo`."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def main() -> None:
    """Write the template of catalogues, update and compile each catalogue."""
    template = gathered()
    with (LOCALE / "reader.pot").open("wb") as file:
        write_po(file, template, width=120, sort_output=True, omit_header=True)
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/reader.po")):
        catalogue = read(path)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.creation_date = catalogue.revision_date = FIRST_DAY
        with path.open("wb") as file:
            write_po(file, catalogue, width=120, sort_output=True)
        path.with_suffix(".mo").write_bytes(compiled(read(path)))
        missing = [message.id for message in catalogue if message.id and not message.string]
        print(f"{path}: {len(missing)} without translation", *missing, sep="\n  ")


if __name__ == "__main__":
    main()
