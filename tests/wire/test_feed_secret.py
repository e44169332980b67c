"""A feed's password: sealed, bound to its feed, and given by the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from broadsheet.settings.errors import SecretFileError, WrongSettingError
from broadsheet.settings.table import load
from broadsheet.wire.acts.know_feeds import know_feeds
from broadsheet.wire.errors import SealedSecretError
from broadsheet.wire.models import Feed
from broadsheet.wire.secret import seal, unseal

pytestmark = pytest.mark.django_db


def test_a_secret_is_sealed_and_opens_for_its_feed_alone(newsroom: Path) -> None:
    one, other = Feed.objects.create(name="one"), Feed.objects.create(name="other")
    one.secret = other.secret = seal("harbour", one.pk)
    assert b"harbour" not in one.secret
    assert unseal(one) == "harbour"
    with pytest.raises(SealedSecretError):
        unseal(other)


def test_a_secret_does_not_open_with_another_key(settings: Any) -> None:
    feed = Feed.objects.create(name="one")
    feed.secret = seal("harbour", feed.pk)
    settings.SECRET_KEY = "another"
    with pytest.raises(SealedSecretError):
        unseal(feed)


def test_a_feed_without_a_secret_has_an_empty_one() -> None:
    assert unseal(Feed.objects.create(name="one")) == ""


TOML = """
[feeds.afp-nb]
transport = "sftp"
address = "sftp://delivery.example/out"
username = "desk"
every_seconds = 30
"""


def test_a_feeds_secret_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "broadsheet.toml").write_text(TOML + f'secret_file = "{tmp_path}/secret"\n')
    (tmp_path / "secret").write_text("from a file\n")
    assert load(tmp_path, {}).feeds["afp-nb"]["secret"] == "from a file"
    given = load(tmp_path, {"BROADSHEET_FEEDS_AFP_NB_SECRET": "given"})
    assert given.feeds["afp-nb"]["secret"] == "given"
    know_feeds(given.feeds)
    feed = Feed.objects.get(name="afp-nb")
    assert (feed.transport, feed.every_seconds, unseal(feed)) == ("sftp", 30, "given")
    sealed = feed.secret
    know_feeds(given.feeds)
    assert Feed.objects.get(name="afp-nb").secret == sealed


@pytest.mark.parametrize(
    "line", ['transport = "pigeon"', "every_seconds = 0", 'every_seconds = "often"', "address = 7"]
)
def test_a_wrong_value_of_a_feed_stops_the_start(line: str, tmp_path: Path) -> None:
    (tmp_path / "broadsheet.toml").write_text(f"[feeds.afp]\n{line}\n")
    with pytest.raises(WrongSettingError):
        load(tmp_path, {})


def test_a_secret_file_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "broadsheet.toml").write_text('[feeds.afp]\nsecret_file = "/nowhere/at/all"\n')
    with pytest.raises(SecretFileError):
        load(tmp_path, {})
