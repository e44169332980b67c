"""Every word that the desk's rooms say has its translation, and what is compiled is what was translated."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from django.utils import translation

from tests.house.catalogues import SOURCE, catalogues, read, said_in, said_in_template

PLACE = re.compile(r"%\(\w+\)[sd]")


def room_of(path: Path) -> str:
    return str(path.relative_to(SOURCE).parts[0])


each_catalogue = pytest.mark.parametrize("path", catalogues(), ids=room_of)


def texts_of(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ("",))


def test_the_gathering_finds_words_in_templates_and_their_plurals() -> None:
    template = (
        "{% load i18n %}{% translate \"One\" %}{% translate 'Two' %}{% blocktranslate with n=x %}{{ n }}’s{% endblocktranslate %}"
        "{% blocktranslate count n=x %}{{ n }} item{% plural %}{{ n }} items{% endblocktranslate %}"
    )
    assert said_in_template(template) == {"One", "Two", "%(n)s’s", ("%(n)s item", "%(n)s items")}


def test_every_room_that_speaks_at_the_desk_has_a_catalogue() -> None:
    speaking = {room.name for room in SOURCE.iterdir() if room.is_dir() and said_in(room)} - {"reader", "tips"}
    assert speaking == {room_of(path) for path in catalogues()}


@each_catalogue
def test_every_message_of_a_room_is_translated(path: Path) -> None:
    catalogue = read(path)
    found = {words: catalogue.get(texts_of(words)[0]) for words in said_in(SOURCE / room_of(path))}
    missing = [words for words, message in found.items() if message is None or not all(texts_of(message.string))]
    assert missing == []


@each_catalogue
def test_a_translation_leaves_out_no_value_and_invents_none(path: Path) -> None:
    wrong = [
        (message.id, text)
        for message in read(path)
        if message.id
        for text in texts_of(message.string)
        if not set(PLACE.findall(text)) <= set(PLACE.findall(" ".join(texts_of(message.id))))
        or not set(PLACE.findall(texts_of(message.id)[0])) <= set(PLACE.findall(text))
    ]
    assert wrong == []


@each_catalogue
def test_the_compiled_catalogue_of_a_room_is_fresh(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as file:
        compiled = {texts_of(message.id): texts_of(message.string) for message in read_mo(file) if message.id}
    assert compiled == {texts_of(message.id): texts_of(message.string) for message in read(path) if message.id}


def test_rooms_translate_the_same_words_alike() -> None:
    """Django joins the rooms' catalogues: of two translations of a word, one would show everywhere."""
    said: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for path in catalogues():
        for message in read(path):
            said[texts_of(message.id)].add(texts_of(message.string))
    del said[("",)]
    assert {words: found for words, found in said.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("english", "norwegian"),
    [("Updates waiting", "Ventende oppdateringer"), ("mailbox (IMAP)", "postkasse (IMAP)")],
    ids=["desk", "wire"],
)
def test_django_loads_the_catalogue_of_a_room(english: str, norwegian: str) -> None:
    with translation.override("nb"):
        assert translation.gettext(english) == norwegian
