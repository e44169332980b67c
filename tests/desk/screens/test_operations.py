"""The operations screen: administrators alone, what waits, what failed and a second try, the plot, the warnings."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from broadsheet.desk.models import User
from broadsheet.desk.roles import install_roles
from broadsheet.desk.screens.operations.plot import HEIGHT, height_of, plot_of
from broadsheet.desk.screens.operations.state import Moment
from broadsheet.press.measures import BUCKETS
from broadsheet.press.models import BackupNote, PageJob, Sample
from broadsheet.press.sampling import moments, quantile, take_sample
from tests.factories import make_user

pytestmark = pytest.mark.django_db
INDEX = "/desk/operations/"
ROLES = ("reporter", "editor", "photo", "moderator", "tips")


@pytest.fixture
def as_role(db, settings):
    install_roles()
    settings.PAGES_ROOT.parent.mkdir(parents=True, exist_ok=True)

    def signed_in(role: str) -> Client:
        person = make_user()
        person.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(User.objects.get(pk=person.pk))
        return client

    return signed_in


def failing(path="/news/broken/", **values) -> PageJob:
    now = timezone.now()
    given = {"attempts": 3, "error": "ValueError: odd", "not_before": now + timedelta(minutes=4), "asked_at": now}
    return PageJob.objects.create(path=path, **{**given, **values})


def sample(at, buckets) -> Sample:
    return Sample.objects.create(taken_at=at, histogram={"buckets": buckets}, waiting={"at_once": 1})


@pytest.mark.parametrize("role", ROLES)
def test_only_an_administrator_sees_how_the_machinery_is(as_role, role):
    client, job = as_role(role), failing()
    assert client.get(INDEX).status_code in (302, 403)
    assert client.post(f"{INDEX}{job.pk}/again/").status_code in (302, 403)
    assert PageJob.objects.get(pk=job.pk).not_before is not None
    assert "/desk/operations/" not in client.get("/desk/").content.decode()


def test_an_administrator_finds_it_in_the_menu_and_it_says_what_waits_and_what_failed(as_role):
    client = as_role("admin")
    failing()
    page = client.get(INDEX).content.decode()
    assert "/desk/operations/" in client.get("/desk/").content.decode()
    assert "/news/broken/" in page
    assert "ValueError: odd" in page
    assert "tried 3 times" in page


def test_a_page_that_failed_is_tried_at_once_on_request_and_only_by_a_post(as_role):
    client, job = as_role("admin"), failing()
    assert client.get(f"{INDEX}{job.pk}/again/").status_code == 405
    assert client.post(f"{INDEX}{job.pk}/again/").status_code == 302
    assert PageJob.objects.get(pk=job.pk).not_before is None
    gone = client.post(f"{INDEX}{job.pk + 1}/again/", follow=True).content.decode()
    assert "Nothing was done: the page no longer waits." in gone


@pytest.mark.parametrize(("days", "warns"), [(6, False), (9, True)], ids=["six days", "nine days"])
def test_a_backup_older_than_a_week_is_warned_of(as_role, days, warns):
    made = timezone.now() - timedelta(days=days)
    BackupNote.objects.create(made_at=made, seal="a" * 64, size_bytes=10_000_000, is_encrypted=True)
    page = as_role("admin").get(INDEX).content.decode()
    assert ("broadsheet backup FILE" in page) is warns
    assert "It is encrypted." in page


def test_no_backup_at_all_is_warned_of(as_role):
    assert "broadsheet backup FILE" in as_role("admin").get(INDEX).content.decode()


def test_the_plot_shows_what_the_samples_say(as_role):
    now = timezone.now()
    fast = [0] * (len(BUCKETS) + 1)
    sample(now - timedelta(minutes=3), fast)
    fast[2] = 100
    sample(now - timedelta(minutes=2), fast)
    page = as_role("admin").get(INDEX).content.decode()
    assert re.search(r'class="half" d="M[\d. ]+h0\.1"', page)
    assert "half of all within 0.038 s, 95 of 100 within 0.049 s" in page


def test_a_sample_a_minute_is_kept_and_old_ones_go():
    now = timezone.now().replace(second=30)
    sample(now - timedelta(days=3), [])
    take_sample(now)
    take_sample(now + timedelta(seconds=20))
    assert Sample.objects.count() == 1


def test_a_minute_in_which_nothing_was_published_leaves_a_gap():
    now = timezone.now()
    for minutes in (3, 2, 1):
        sample(now - timedelta(minutes=minutes), [0] * (len(BUCKETS) + 1))
    assert [moment.half for moment in moments(now)] == [None, None]


@pytest.mark.parametrize(
    ("counts", "part", "seconds"),
    [((0, 10), 0.5, 0.0175), ((10, 0), 0.5, 0.005), ((0, 0), 0.5, None), ((90, 10), 0.95, 0.0175)],
    ids=["second bucket", "first bucket", "none", "the last tenth"],
)
def test_a_quantile_is_as_fine_as_the_buckets_are(counts, part, seconds):
    assert quantile([*counts, *([0] * (len(BUCKETS) - 1))], part) == (
        None if seconds is None else pytest.approx(seconds)
    )


def test_the_scale_is_logarithmic_and_takes_every_duration():
    assert [height_of(seconds) for seconds in (0.001, 0.01, 1.0, 100.0, 9999.0)] == [HEIGHT, HEIGHT, HEIGHT / 2, 0, 0]


def test_a_line_does_not_bridge_a_long_silence():
    now = timezone.now()
    seen = [Moment(now - timedelta(minutes=minutes), 0.05, 0.09, 0, 0.0) for minutes in (60, 59, 10)]
    assert plot_of(seen, now).half.count("M") == 2
