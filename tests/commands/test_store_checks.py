"""The doctor's look at a store that machines share, and at one that does not do what it must."""

from __future__ import annotations

from dataclasses import replace

import pytest

from broadsheet.commands.store_checks import store_checks
from broadsheet.core.bucket import Bucket, BucketAddress
from broadsheet.settings.links import store_from
from tests.object_store import ObjectStore
from tests.running import free_port


@pytest.fixture
def address(s3_server: ObjectStore) -> BucketAddress:
    found = store_from(s3_server.bucket())
    assert found is not None
    return found


def test_a_folder_of_this_machine_is_no_shared_store(settings):
    settings.STORE_ADDRESS = None
    assert list(store_checks()) == []


@pytest.mark.s3
@pytest.mark.xdist_group("s3")
def test_a_store_that_does_all_it_must_is_good_and_keeps_nothing_of_the_look(address, settings, monkeypatch):
    monkeypatch.setattr("broadsheet.commands.store_checks.MAX_SECONDS", 600)
    settings.STORE_ADDRESS = address
    assert [check.state for check in store_checks()] == ["good"]
    assert list(Bucket(address).names("")) == []


@pytest.mark.s3
@pytest.mark.xdist_group("s3")
def test_a_slow_store_is_told_of(address, settings, monkeypatch):
    monkeypatch.setattr("broadsheet.commands.store_checks.MAX_SECONDS", 0)
    settings.STORE_ADDRESS = address
    [check] = store_checks()
    assert (check.state, "for seven requests" in check.advice) == ("warning", True)


@pytest.mark.s3
@pytest.mark.xdist_group("s3")
@pytest.mark.parametrize("fault", [{"secret": "TOPSECRET"}, {"bucket": "never-made"}], ids=["key", "bucket"])
def test_a_store_that_refuses_is_broken_and_no_secret_is_told(address, settings, fault):
    settings.STORE_ADDRESS = replace(address, **fault)
    [check] = store_checks()
    assert check.state == "broken"
    assert "refuses after: begin" in check.advice
    assert "TOPSECRET" not in check.advice


def test_a_store_that_does_not_answer_is_broken(settings):
    settings.STORE_ADDRESS = BucketAddress(f"http://127.0.0.1:{free_port()}", "paper", key="K", secret="TOPSECRET")
    [check] = store_checks()
    assert check.state == "broken"
    assert "TOPSECRET" not in check.advice


@pytest.mark.s3
@pytest.mark.xdist_group("s3")
def test_a_store_that_keeps_what_it_was_told_to_delete_is_broken(address, settings, monkeypatch):
    settings.STORE_ADDRESS = address
    monkeypatch.setattr(Bucket, "delete", lambda _self, _names: None)
    [check] = store_checks()
    assert (check.state, "answer to: delete" in check.advice) == ("broken", True)
