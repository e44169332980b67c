"""Press releases in Solita's XML, with a file of our own writing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from broadsheet.core.dispatch import Dispatch, Link, Term
from broadsheet.wire.errors import UnknownFormatError
from broadsheet.wire.formats import read

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def release(read_fixture: Callable[[str], Dispatch]) -> Dispatch:
    return read_fixture("release.solita.xml")


def test_a_release_has_the_text_and_its_sender(release: Dispatch) -> None:
    assert (release.format, release.guid) == ("solita", "release:www.presse.example:42")
    assert (release.headline, release.abstract, release.language) == ("Ny kran", "Kaia får kran.", "no")
    assert release.body_html == "<p>En ny kran på kaia.</p><p>Kranen AS lager kraner.</p>"
    assert (release.provider, release.keywords) == ("Kranen AS", ("kran", "havn"))
    assert (release.subjects, release.genres) == ((Term("5", "Havn", "solita"),), (Term("19", "Pressemelding"),))
    assert release.links == (Link("alternate", "https://www.presse.example/melding/ny-kran?releaseId=42"),)


def test_an_embargo_holds_in_the_feeds_zone(release: Dispatch) -> None:
    assert release.embargoed_until == datetime(2026, 6, 1, 9, tzinfo=OSLO)
    assert release.version_created == datetime(2026, 5, 16, 10, 15, tzinfo=OSLO)


def test_whom_to_ring_is_for_the_newsroom_alone(release: Dispatch) -> None:
    assert release.ednote == "Kari Kai, 00 00 00 00\nPer Pir, per@presse.example"
    assert "00 00 00 00" not in (release.body_text or "")


def test_a_picture_has_its_caption_and_sizes(release: Dispatch) -> None:
    picture = release.associations["7"]
    assert (picture.kind, picture.caption) == ("picture", "Kranen")
    assert [size.name for size in picture.renditions] == ["original", "small"]


def test_an_embargo_whose_time_cannot_be_read_withholds() -> None:
    data = b"<release id='1'><title>A</title><embargo>99.99.2026 09:00</embargo></release>"
    [item] = read(data, filename="a", time_zone=OSLO)
    assert (item.embargoed_until, item.pubstatus) == (None, "withheld")
    assert any("embargo" in warning for warning in item.warnings)


def test_another_release_is_refused() -> None:
    with pytest.raises(UnknownFormatError):
        read(b"<release><artist>A</artist></release>", filename="a", time_zone=OSLO)
