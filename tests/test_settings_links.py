"""`store.url`: what it takes, what it refuses, and that its key is shown to nobody."""

from __future__ import annotations

import pytest

from broadsheet.settings.errors import WrongSettingError
from broadsheet.settings.links import storage_from, store_from


def test_an_address_of_a_bucket_names_everything():
    store = store_from("s3://KEY:se%2Fcret@s3.example:9000/paper/house/one?region=eu-north-1&tls=no")
    assert (store.endpoint, store.bucket, store.prefix) == ("http://s3.example:9000", "paper", "house/one/")
    assert (store.region, store.key, store.secret) == ("eu-north-1", "KEY", "se/cret")


def test_tls_is_on_unless_it_is_turned_off_and_the_folder_may_be_left_out():
    store = store_from("s3://KEY:secret@s3.example/paper")
    assert (store.endpoint, store.prefix, store.words) == ("https://s3.example", "", "https://s3.example/paper/")


def test_no_address_is_a_folder_here():
    assert store_from("") is None
    assert storage_from(None).keys() == {"BACKEND"}
    assert "SharedMedia" in storage_from(store_from("s3://KEY:secret@s3.example/paper"))["BACKEND"]


@pytest.mark.parametrize(
    "url",
    [
        "https://KEY:secret@s3.example/paper",
        "s3://s3.example/paper",
        "s3://KEY@s3.example/paper",
        "s3://KEY:secret@s3.example",
        "s3://KEY:secret@s3.example:port/paper",
        "s3://KEY:secret@s3.example/paper?tls=maybe",
        "s3://KEY:secret@s3.example/paper?unknown=1",
    ],
)
def test_an_address_that_is_none_is_refused_without_its_secret(url):
    with pytest.raises(WrongSettingError) as caught:
        store_from(url)
    assert "secret" not in str(caught.value)


def test_the_secret_is_in_no_text_about_the_store():
    store = store_from("s3://KEY:TOPSECRET@s3.example/paper")
    assert "TOPSECRET" not in f"{store!r}{store.words}"
