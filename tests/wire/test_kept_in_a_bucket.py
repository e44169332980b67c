"""Pictures' bytes as they came, where several machines share a store: nothing on this machine's disk alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from broadsheet.settings.links import store_from
from broadsheet.wire import kept

pytestmark = [pytest.mark.s3, pytest.mark.xdist_group("s3"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def shared(s3_server, settings):
    settings.STORE_ADDRESS = store_from(s3_server.bucket())


def test_a_picture_is_kept_once_and_found_by_its_digest(settings):
    first, again = kept.keep_picture(b"a picture"), kept.keep_picture(b"a picture")
    assert first == again
    assert kept.load(first.sha256) == b"a picture"
    assert kept.load_many([first.sha256, "0" * 64]) == {first.sha256: b"a picture"}
    assert not Path(settings.WIRE_ROOT).exists()


def test_one_that_is_not_kept_is_not_found():
    with pytest.raises(FileNotFoundError):
        kept.load("0" * 64)


def test_old_ones_are_forgotten_but_for_those_that_wait():
    old, waiting = kept.keep_picture(b"old").sha256, kept.keep_picture(b"waiting").sha256
    now = timezone.now()
    assert kept.forget_before(now - timedelta(days=1), spared=set(), limit=10) == 0
    assert kept.forget_before(now + timedelta(days=1), spared={waiting}, limit=10) == 1
    assert list(kept.load_many([old, waiting])) == [waiting]
