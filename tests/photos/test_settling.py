"""Where a picture's rights come from: hand, texts, contract; and what a change of them does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from broadsheet.photos.acts.end_rights import end_rights
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.acts.render import published
from broadsheet.photos.acts.settle_rights import ask_to_settle_all, settle_due
from broadsheet.photos.models import Picture, PictureEvent, ProviderContract
from broadsheet.photos.settling import end_of
from broadsheet.photos.signals import picture_changed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def keep(draw: Callable[..., bytes]) -> Callable[..., Picture]:
    """Return a function that takes a picture in, with these facts."""

    def kept(*, provider: str = "Nordpress", **facts: str) -> Picture:
        return import_picture(draw(400, 300), filename="a.jpg", provider=provider, overrides=facts)

    return kept


def settle_all() -> None:
    """Let the clock come round until nothing waits."""
    while settle_due(timezone.now()):
        pass


def test_texts_settle_the_rights_when_a_picture_comes(keep: Callable[..., Picture]) -> None:
    picture = keep(usage_terms="NORWAY OUT. Editorial use only", instructions="No social media; valid until 1 Dec 2026")

    assert (picture.barred_in, picture.is_editorial_only, picture.is_barred_from_social) == (["NO"], True, True)
    assert picture.ends_at == datetime(2026, 12, 1, 23, tzinfo=UTC)


def test_special_instructions_are_read_from_the_file(draw: Callable[..., bytes]) -> None:
    iim = b"\x1c\x02\x28\x00\x0aNORWAY OUT"
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + len(iim).to_bytes(4, "big") + iim + b"\x00" * (len(iim) % 2)
    segment = b"\xff\xed" + (len(block) + 2).to_bytes(2, "big") + block
    data = draw(400, 300)

    picture = import_picture(data[:2] + segment + data[2:], filename="a.jpg")

    assert (picture.instructions, picture.barred_in) == ("NORWAY OUT", ["NO"])


def test_no_archive_without_a_number_takes_the_newsrooms_number(keep: Callable[..., Picture], settings: Any) -> None:
    settings.PICTURES_NO_ARCHIVE_DAYS = 21

    assert keep(usage_terms="NO ARCHIVE").archive_days == 21
    assert keep(usage_terms="NO ARCHIVE AFTER 5 DAYS").archive_days == 5


def test_the_contract_fills_what_the_texts_leave_open_and_adds_its_bars(keep: Callable[..., Picture]) -> None:
    ProviderContract.objects.create(
        name="Nordpress", license_days=90, archive_days=14, barred_in=["SE"], is_barred_from_social=True
    )

    picture = keep(usage_terms="NORWAY OUT; MAX 5 DAYS")

    assert (picture.barred_in, picture.archive_days, picture.is_barred_from_social) == (["NO", "SE"], 5, True)
    assert picture.licensed_until is not None
    assert abs(picture.licensed_until - timezone.now() - 90 * DAY) < timedelta(minutes=5)


def test_what_a_person_has_set_stays(keep: Callable[..., Picture]) -> None:
    picture = keep(usage_terms="NORWAY OUT")
    picture.barred_in, picture.rights_by_hand = [], ["barred_in"]
    picture.save()
    picture.usage_terms = "NORWAY OUT; EDITORIAL USE ONLY"
    picture.save()

    assert (picture.barred_in, picture.is_editorial_only) == ([], True)


def test_a_contract_that_changes_settles_its_pictures_anew(keep: Callable[..., Picture]) -> None:
    picture, other = keep(provider="nordpress"), keep(provider="Others")
    contract = ProviderContract.objects.create(name="Nordpress", barred_in=["NO"])
    settle_all()
    picture.refresh_from_db()
    assert picture.barred_in == ["NO"]

    contract.name = "Others"
    contract.save()
    settle_all()

    picture.refresh_from_db()
    other.refresh_from_db()
    assert (picture.barred_in, other.barred_in) == ([], ["NO"])


def test_the_end_is_the_earlier_of_licence_and_last_day_on_the_site() -> None:
    assert end_of(NOW, NOW - 3 * DAY, 14) == NOW
    assert end_of(NOW + 30 * DAY, NOW, 14) == NOW + 14 * DAY
    assert end_of(None, None, 14) is None


def test_the_days_on_the_site_are_counted_from_the_first_page_that_shows_it(keep: Callable[..., Picture]) -> None:
    picture = keep(usage_terms="MAX 14 DAYS")
    assert (picture.first_shown_at, picture.ends_at) == (None, None)

    published(picture)

    shown = Picture.objects.get()
    assert shown.first_shown_at is not None
    assert shown.ends_at == shown.first_shown_at + 14 * DAY


def test_a_bar_that_is_set_later_takes_the_picture_off_and_its_removal_lets_it_back(
    keep: Callable[..., Picture], settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.SITE_COUNTRY = "NO"
    picture = keep()
    shown = published(picture)
    assert shown is not None
    file = Path(settings.PICTURES_ROOT) / Path(shown.widths[0].webp_url).name
    assert file.exists()

    with django_capture_on_commit_callbacks(execute=True):
        picture.barred_in, picture.rights_by_hand = ["NO"], ["barred_in"]
        picture.save()
    assert (bool(picture.ended_at), file.exists(), published(picture)) == (True, False, None)

    picture.barred_in = ["SE"]
    picture.save()
    kinds = list(picture.events.values_list("kind", flat=True))
    assert published(picture) is not None
    assert (picture.ended_at, file.exists()) == (None, True)
    assert [kind for kind in kinds if kind in {"ended", "renewed"}] == ["renewed", "ended"]


def test_a_stale_copy_that_is_saved_forgets_neither_first_showing_nor_end(keep: Callable[..., Picture]) -> None:
    picture = keep()
    stale = Picture.objects.get(pk=picture.pk)
    past = timezone.now() - DAY
    Picture.objects.update(first_shown_at=past, ended_at=past)
    stale.rights_by_hand, stale.licensed_until = ["licensed_until"], past

    stale.save()

    fresh = Picture.objects.get(pk=picture.pk)
    assert (fresh.first_shown_at, fresh.ended_at) == (past, past)
    assert not PictureEvent.objects.filter(kind=PictureEvent.Kind.ENDED).exists()


def test_a_newsroom_that_says_another_country_takes_off_what_is_barred_there(
    keep: Callable[..., Picture], settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.SITE_COUNTRY = "SE"
    picture = keep(usage_terms="NORWAY OUT")
    shown = published(picture)
    assert shown is not None
    file = Path(settings.PICTURES_ROOT) / Path(shown.widths[0].webp_url).name
    Picture.objects.update(first_shown_at=None)

    settings.SITE_COUNTRY = "NO"
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_settle_all(now=timezone.now())
        settle_all()

    assert (bool(Picture.objects.get().ended_at), file.exists()) == (True, False)


def test_terms_that_an_earlier_version_did_not_read_are_read(keep: Callable[..., Picture]) -> None:
    picture = keep(usage_terms="NORWAY OUT")
    Picture.objects.update(barred_in=[])

    ask_to_settle_all(now=timezone.now())
    settle_all()

    picture.refresh_from_db()
    assert picture.barred_in == ["NO"]


def test_a_kill_that_came_while_the_form_was_open_stays(keep: Callable[..., Picture]) -> None:
    picture = keep()
    Picture.objects.filter(pk=picture.pk).update(withdrawn_at=timezone.now())
    picture.caption = "Another one"
    picture.save()
    assert Picture.objects.get(pk=picture.pk).withdrawn_at is not None


def test_a_bar_for_some_days_ends_by_itself_and_pages_are_told(keep: Callable[..., Picture], settings: Any) -> None:
    settings.SITE_COUNTRY = "GB"
    picture = keep(usage_terms="UK OUT FOR 28 DAYS")
    assert published(picture) is None
    end = picture.created_at + 28 * DAY
    assert picture.settles_at is not None
    assert abs(picture.settles_at - end) < timedelta(seconds=1)

    assert end_rights(end - timedelta(seconds=1)) == 0
    heard: list[int] = []

    def hear(picture: Picture, **_: Any) -> None:
        heard.append(picture.pk)

    picture_changed.connect(hear)
    try:
        assert end_rights(end + timedelta(seconds=1)) == 1
    finally:
        picture_changed.disconnect(hear)

    fresh = Picture.objects.get(pk=picture.pk)
    assert (heard, fresh.barred_in, fresh.settles_at) == ([picture.pk], [], None)
    assert published(fresh) is not None
    assert end_rights(end + timedelta(seconds=1)) == 0


def test_a_bar_up_to_a_day_is_none_after_it(keep: Callable[..., Picture]) -> None:
    past, coming = keep(usage_terms="NORWAY OUT UNTIL 1 DEC 2001"), keep(usage_terms="NORWAY OUT UNTIL 1 DEC 2101")

    assert (past.barred_in, past.settles_at, coming.barred_in) == ([], None, ["NO"])


def test_the_days_on_the_site_are_those_that_the_contract_says_by_now(keep: Callable[..., Picture]) -> None:
    picture = keep(usage_terms="MAX 14 DAYS")
    stale = Picture.objects.get(pk=picture.pk)
    Picture.objects.update(archive_days=2)

    published(stale)

    shown = Picture.objects.get()
    assert shown.first_shown_at is not None
    assert shown.ends_at == shown.first_shown_at + 2 * DAY


def with_iim(data: bytes, *sets: tuple[int, str]) -> bytes:
    """Return a JPEG with these data sets of record 2."""
    iim = b"".join(bytes((0x1C, 2, number, 0, len(text))) + text.encode() for number, text in sets)
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + len(iim).to_bytes(4, "big") + iim + b"\x00" * (len(iim) % 2)
    return data[:2] + b"\xff\xed" + (len(block) + 2).to_bytes(2, "big") + block + data[2:]


def with_plus(data: bytes, start: str, end: str) -> bytes:
    """Return a JPEG whose XMP says from when to when the licence runs."""
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"'
        f' plus:LicenseStartDate="{start}"><plus:LicenseEndDate>{end}</plus:LicenseEndDate>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    segment = b"http://ns.adobe.com/xap/1.0/\x00" + xmp.encode()
    return data[:2] + b"\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment + data[2:]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


IIM_SPANS = {
    "days": ([(30, "20991201"), (37, "20991231")], utc(2099, 11, 30, 23), utc(2099, 12, 31, 23)),
    "instants": (
        [(30, "20991201"), (35, "060000+0000"), (37, "20991231"), (38, "180000+0100")],
        utc(2099, 12, 1, 6),
        utc(2099, 12, 31, 17),
    ),
    "clock of the newsroom": ([(37, "20991231"), (38, "180000")], None, utc(2099, 12, 31, 17)),
    "no days": ([(30, "00000000"), (37, "soon")], None, None),
}


@pytest.mark.parametrize("name", IIM_SPANS)
def test_release_and_expiry_in_iim_are_an_embargo_and_an_end(draw: Callable[..., bytes], name: str) -> None:
    sets, embargo, end = IIM_SPANS[name]
    picture = import_picture(with_iim(draw(400, 300), *sets), filename="a.jpg")

    assert (picture.embargoed_until, picture.licensed_until) == (embargo, end)


@pytest.mark.parametrize(
    ("start", "end", "embargo", "until"),
    [
        ("2099-12-01", "2099-12-31", utc(2099, 11, 30, 23), utc(2099, 12, 31, 23)),
        ("2099-12-01T08:00:00Z", "2099-12-31T18:00:00+01:00", utc(2099, 12, 1, 8), utc(2099, 12, 31, 17)),
        ("2099", "2099-13", None, None),
    ],
    ids=["days", "instants", "no days"],
)
def test_the_licence_dates_of_plus_are_an_embargo_and_an_end(
    draw: Callable[..., bytes], start: str, end: str, embargo: datetime | None, until: datetime | None
) -> None:
    picture = import_picture(with_plus(draw(400, 300), start, end), filename="a.jpg")

    assert (picture.embargoed_until, picture.licensed_until) == (embargo, until)


def test_of_two_ends_in_a_file_the_earlier_counts(draw: Callable[..., bytes]) -> None:
    data = with_iim(with_plus(draw(400, 300), "", "2099-12-31"), (37, "20991201"), (40, "Valid until 5 Dec 2099"))
    picture = import_picture(data, filename="a.jpg")

    assert picture.licensed_until == utc(2099, 12, 1, 23)
