"""Pictures and sounds of an entry, each with its own credit."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from broadsheet.core.dispatch import Creator, Dispatch, Rendition
from broadsheet.wire.formats import read

OSLO = ZoneInfo("Europe/Oslo")
MRSS = 'xmlns:media="http://search.yahoo.com/mrss/"'


def media_of(data: bytes | str) -> dict[str, Dispatch]:
    items = read(data.encode() if isinstance(data, str) else data, filename="a", time_zone=OSLO)
    return dict(items[0].associations)


def test_each_picture_has_its_own_credit(fixture_bytes: Callable[[str], bytes]) -> None:
    media = media_of(fixture_bytes("news.rss.xml"))
    first, second = media["media-1"], media["media-2"]
    assert (first.kind, first.caption, first.credit_line) == ("picture", "Ferjen ved kai.", "Liv Sand")
    assert first.creators == (Creator("Liv Sand", "photographer"),)
    assert first.copyright_notice == "Liv Sand / Fjordposten"
    assert (second.caption, second.credit_line) == ("Kapteinen.", "Fjordposten")
    assert second.creators == (Creator("Nils Berg", "photographer"),)


def test_the_forms_of_one_picture_are_renditions_of_one_item(fixture_bytes: Callable[[str], bytes]) -> None:
    names = [rendition.name for rendition in media_of(fixture_bytes("news.rss.xml"))["media-1"].renditions]
    assert names == ["default", "content-2", "thumbnail"]


def test_an_enclosure_is_an_item_of_its_own(fixture_bytes: Callable[[str], bytes]) -> None:
    sound = media_of(fixture_bytes("news.rss.xml"))["media-3"]
    assert sound.kind == "audio"
    assert sound.renditions == (
        Rendition("enclosure-1", "https://lyd.example/intervju.mp3", "audio/mpeg", None, None, 1234567),
    )


def test_a_credit_of_the_item_stands_for_a_picture_without_one() -> None:
    media = media_of(
        f"<rss version='2.0' {MRSS}><channel><item><title>a</title><media:credit>NN</media:credit>"
        "<media:content url='https://a.example/b.jpg'/></item></channel></rss>"
    )
    assert (media["media-1"].kind, media["media-1"].credit_line) == ("picture", "NN")


def test_media_of_broken_xml_are_kept_without_credits() -> None:
    media = media_of(
        f"<rss version='2.0' {MRSS}><channel><item><title>a & b</title>"
        "<media:content url='https://a.example/b.jpg' type='image/jpeg'/></item></channel></rss>"
    )
    assert media["media-1"].renditions[0].href == "https://a.example/b.jpg"
