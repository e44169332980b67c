"""AI's part in a picture and its content credentials, in every output that a reader or a program gets."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image

from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.source_types import SCHEME
from broadsheet.reader.loading.provenance import with_provenance
from broadsheet.reader.render import paths_of, render_path
from broadsheet.reader.structured import image_data
from broadsheet.reader.templating import environment
from broadsheet.reader.values import Credentials
from tests.factories import make_section, published_story
from tests.reader.samples import SITE, picture

NOW = datetime(2026, 11, 23, tzinfo=UTC)
TRUSTED = {"state": "trusted", "signer": "Nordbyrå"}


def figure(image: Any, language: str = "en") -> str:
    macros = environment(language).get_template("parts/picture.html").module
    return " ".join(str(macros.caption(image)).split())  # type: ignore[attr-defined]


def kept(**told: Any) -> Any:
    """Return a picture of the library as far as a page asks it for its origin."""
    return type("Kept", (), {"credentials": {}, "digital_source_type": "", **told})()


@pytest.mark.parametrize(
    ("code", "language", "words"),
    [
        ("trainedAlgorithmicMedia", "en", "Generated with AI."),
        ("trainedAlgorithmicMedia", "nb", "Laget med KI."),
        ("compositeWithTrainedAlgorithmicMedia", "en", "Altered with AI."),
        ("compositeSynthetic", "nb", "Endret med KI."),
    ],
)
def test_a_reader_is_told_of_ai_under_the_picture(code: str, language: str, words: str) -> None:
    shown = with_provenance(picture("ship", credit="Jane Doe / NTB"), kept(digital_source_type=SCHEME + code))

    assert words in figure(shown, language)


def test_a_generated_picture_is_no_photo() -> None:
    shown = with_provenance(picture("ship", credit="Jane Doe"), kept(digital_source_type="trainedAlgorithmicMedia"))

    assert "Picture: Jane Doe" in figure(shown)
    assert "Photo:" not in figure(shown)


def test_nothing_is_said_of_ai_where_a_camera_made_it() -> None:
    shown = with_provenance(picture("ship", credit="Jane Doe"), kept(digital_source_type=SCHEME + "digitalCapture"))

    assert "AI" not in figure(shown)


@pytest.mark.parametrize(
    ("credentials", "words"),
    [
        (TRUSTED, "signed by Nordbyrå."),
        ({"state": "valid", "signer": "Nordbyrå"}, "a name that we have not confirmed"),
        ({"state": "changed", "signer": "Nordbyrå"}, "was changed after it was signed"),
        ({"state": "invalid"}, "came damaged"),
    ],
)
def test_a_reader_is_told_what_the_credentials_say(credentials: dict[str, str], words: str) -> None:
    line = figure(with_provenance(picture("ship", credit="Jane Doe"), kept(credentials=credentials)))

    assert words in line
    assert '<a href="/content-credentials/">Content credentials</a>' in line
    assert ". This copy no longer carries them." in line


@pytest.mark.parametrize("credentials", [{}, {"state": "unread", "reason": "extra"}])
def test_nothing_is_said_of_credentials_that_nobody_has_read(credentials: dict[str, str]) -> None:
    assert "credentials" not in figure(
        with_provenance(picture("ship", credit="Jane Doe"), kept(credentials=credentials))
    )


def test_a_reader_is_told_that_the_copy_is_signed_where_it_is() -> None:
    shown = replace(
        picture("ship", credit="Jane Doe"), credentials=Credentials("trusted", "Nordbyrå", is_passed_on=True)
    )

    assert "This copy is signed by us." in figure(shown)


def test_i5_a_signers_name_is_text() -> None:
    shown = with_provenance(
        picture("ship"), kept(credentials={"state": "valid", "signer": "<script>alert(1)</script>"})
    )

    assert "<script>" not in figure(shown)
    assert "&lt;script&gt;" in figure(shown)


def test_structured_data_name_the_source_type() -> None:
    shown = with_provenance(picture("ship"), kept(digital_source_type="digsrctype:trainedAlgorithmicMedia"))

    assert image_data(shown, SITE)["digitalSourceType"] == SCHEME + "trainedAlgorithmicMedia"
    assert "digitalSourceType" not in image_data(picture("ship"), SITE)


@pytest.mark.django_db
def test_a_generated_picture_is_told_on_story_front_section_and_feeds() -> None:
    file = io.BytesIO()
    Image.new("RGB", (640, 480), (90, 120, 150)).save(file, "JPEG")
    made = import_picture(
        file.getvalue(),
        filename="a.jpg",
        overrides={
            "creator": "Jane Doe",
            "alt_text": "A ship",
            "digital_source_type": SCHEME + "trainedAlgorithmicMedia",
        },
    )
    section = make_section()
    story = published_story(home_section=section, lead_picture=made)
    [own] = paths_of(f"story:{story.pk}")
    addresses = {"/": "Generated with AI.", f"/{section.slug}/": "Generated with AI.", own: "Generated with AI."}
    addresses |= {"/feed/": "Generated with AI", "/atom/": "Generated with AI"}
    bodies = {path: body_of(path) for path in [*addresses, "/feed.json"]}

    assert [path for path, words in addresses.items() if words not in bodies[path]] == []
    [item] = json.loads(bodies["/feed.json"])["items"]
    assert item["_picture"]["digital_source_type"] == SCHEME + "trainedAlgorithmicMedia"


def body_of(path: str) -> str:
    rendered = render_path(path, now=NOW)
    assert rendered is not None
    return rendered.body.decode()


@pytest.mark.django_db
def test_a_page_explains_what_the_newsroom_claims_and_what_not() -> None:
    page = body_of("/content-credentials/")

    assert "What we do not claim" in page
    assert "no certificate to sign them with" in page
    assert "/content-credentials/" in paths_of("site")


@pytest.mark.django_db
def test_the_page_says_that_copies_are_signed_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.reader.loading.provenance.can_sign", lambda: True)

    assert "We sign each copy" in body_of("/content-credentials/")
