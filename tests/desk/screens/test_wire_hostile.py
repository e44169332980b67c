"""Addresses of the wire that nobody would write by hand, asked of a whole running newsroom by somebody signed in."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest

from tests.running import RunningNewsroom

pytestmark = pytest.mark.xdist_group("journeys")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
HUGE = "9" * 600
LARGEST = 2**63 - 1
ODD_NUMBERS = ("-1", "0", "1e9", "1.5", "%D9%A3", "%C2%B2", "NaN", "9" * 20, f"{LARGEST}", f"{LARGEST + 1}", HUGE)
ODD = (
    *(*ODD_NUMBERS[:7], "9" * 18, "a" * 280),
    *("%00", "a%00b", "%ff%fe", "%ED%A0%80", "%", "%zz", "%22", "%27", "*", "NEAR(", "AND+OR+NOT", "(((", "a*b:c^2"),
    *("%5c", "%3Cscript%3E", "%F0%9F%9A%A2", "..%2f", "{{7*7}}", "%0d%0aX-A:+1"),
)
NAMES = ("q", "tab", "feed", "language", "kind", "group", "before", "after", "shown", "versus", "page", "view", "p")
ARRAYS = (
    "feed=1&feed=2",
    "feed[]=1",
    "q[a]=1&q[b]=2",
    "tab=new&tab=quarantine",
    "&&==&",
    "before=5&after=5",
    "&" * 900,
)
SCREENS = (
    "/desk/wire/",
    "/desk/wire/since/",
    "/desk/wire/health/",
    "/desk/alarms/",
    "/desk/wire-rules/",
    "/desk/updates/",
)
#: A quarantine of files and a list of dispatches are asked in ways of their own.
TABS = ("/desk/wire/?tab=quarantine&", "/desk/wire/1/?", "/desk/wire/since/?after=1&shown=1&")
DEEDS = (
    *("1/make", "1/keep", "1/update", "1/dismiss", "1/put-back", "1/kill", "views/1/forget", "quarantine/1/retry"),
    *("quarantine/1/settle", "views"),
)
FILL = (
    "from django.utils import timezone\nfrom broadsheet.wire.acts.receive import feed_named, receive_bytes\n"
    "feed = feed_named('agency')\n"
    "item = json.dumps({'uri': 'urn:one', 'version': '1', 'type': 'text', 'headline': 'Ferry'}).encode()\n"
    "for data, name in ((item, 'a.json'), (b'<broken', 'b.xml')):\n"
    "    receive_bytes(data, feed=feed, filename=name, now=timezone.now())\nprint('0')"
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNewsroom]:
    newsroom = RunningNewsroom(tmp_path_factory.mktemp("hostile") / "newsroom")
    newsroom.python(FILL)
    newsroom.command("user", "add", "eva", "--role", "admin")
    newsroom.start()
    yield newsroom
    newsroom.stop()


@pytest.fixture(scope="module")
def cookie(running: RunningNewsroom) -> dict[str, str]:
    return {"Cookie": running.session("eva")}


def odd_answers(newsroom: RunningNewsroom, cookie: dict[str, str], addresses: list[str]) -> list[tuple[int, str]]:
    """Return what was answered with neither a page nor a plain refusal."""
    found = []
    for address in addresses:
        status, _, body = newsroom.request("GET", address, headers=cookie)
        if status >= 500 or b"Traceback" in body or (status >= 400 and not body.strip()):
            found.append((status, address[:80]))
    return found


def test_the_screens_answer_whom_these_tests_ask_for(running: RunningNewsroom, cookie: dict[str, str]) -> None:
    asked = [address.partition("?")[0] for address in (*SCREENS, *TABS)]
    assert {running.request("GET", address, headers=cookie)[0] for address in asked} == {200}


@pytest.mark.parametrize("start", [f"{screen}?" for screen in SCREENS] + list(TABS))
def test_odd_values_in_an_address_get_a_page_or_a_plain_refusal(
    start: str, running: RunningNewsroom, cookie: dict[str, str]
) -> None:
    addresses = [start + "&".join(f"{name}={odd}" for name in NAMES) for odd in ODD]
    assert odd_answers(running, cookie, addresses) == []


@pytest.mark.parametrize("name", NAMES)
def test_an_odd_value_alone_gets_a_page_or_a_plain_refusal(
    name: str, running: RunningNewsroom, cookie: dict[str, str]
) -> None:
    addresses = [f"{start}{name}={odd}" for start in (TABS[0], TABS[2]) for odd in ODD_NUMBERS]
    assert odd_answers(running, cookie, addresses) == []


def test_arrays_and_nonsense_in_an_address_get_a_page(running: RunningNewsroom, cookie: dict[str, str]) -> None:
    addresses = [f"{screen}?{array}" for screen in SCREENS for array in ARRAYS]
    assert odd_answers(running, cookie, addresses) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_an_address_of_a_hundred_kilobytes_is_refused(
    screen: str, running: RunningNewsroom, cookie: dict[str, str]
) -> None:
    assert 400 <= running.request("GET", f"{screen}?q={'a' * 100_000}", headers=cookie)[0] < 500


@pytest.mark.parametrize("number", ["0", "9223372036854775808", HUGE, "-1", "1.0", "٣"])
def test_an_item_of_a_number_that_there_is_not_is_not_found(
    number: str, running: RunningNewsroom, cookie: dict[str, str]
) -> None:
    places = ("{}", "{}/received", "{}/picture", "quarantine/{}")
    answers = [running.request("GET", f"/desk/wire/{quote(place.format(number))}/", headers=cookie) for place in places]
    assert [status for status, _, _ in answers] == [404] * len(places)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_that_is_sent_without_the_forms_token_or_by_a_link_is_refused(
    deed: str, running: RunningNewsroom, cookie: dict[str, str]
) -> None:
    sent = urlencode({"name": "\0" * 9, "reason": "x" * 9000, "before": HUGE})
    answers = [
        running.request(method, f"/desk/wire/{deed}/", sent, {**cookie, **FORM})[0] for method in ("POST", "GET")
    ]
    assert answers == [403, 405]


def test_a_view_with_an_odd_name_and_odd_filters_is_kept_or_refused(
    running: RunningNewsroom, cookie: dict[str, str]
) -> None:
    _, headers, page = running.request("GET", "/desk/wire/", headers=cookie)
    token = page.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    cookies = f"{cookie['Cookie']}; {headers['set-cookie'].partition(';')[0]}"
    sent_with = {**FORM, "Cookie": cookies, "Origin": f"http://127.0.0.1:{running.port}"}
    statuses = [
        running.request(
            "POST", "/desk/wire/views/", f"csrfmiddlewaretoken={token}&name={odd}&feed={odd}&q={odd}", sent_with
        )[0]
        for odd in ODD
    ]
    assert [status for status in statuses if status not in (302, 400)] == []
