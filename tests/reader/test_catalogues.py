"""Every word that a page prints has its translation, and the compiled catalogues are those of their sources."""

from pathlib import Path

import pytest

from tests.reader.catalogue import LOCALE, compiled, gathered, read

CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/reader.po"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_every_message_is_translated(path: Path) -> None:
    catalogue = read(path)
    wanted = [message for message in gathered() if message.id]
    found = [(message.id, catalogue.get(message.id, message.context)) for message in wanted]
    missing = [words for words, message in found if message is None or not message.string]
    assert missing == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_the_compiled_catalogue_is_fresh(path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == compiled(read(path))
