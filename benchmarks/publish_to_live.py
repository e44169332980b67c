"""How long from an editor's click to the page that a reader gets, in archives of a thousand, 100,000 and a million?

    python -m benchmarks.publish_to_live [--rounds 60] [STORIES …]

The click is the desk's own form with its session and its token, sent to the page server with the story's whole body; the
page is read from the page server until it has the new headline. Beside it the same by `Story.publish` in a script.
Limits: p95 under 100 ms, and the largest archive at most 1.3 times the smallest. The archives are kept (`archive.py`).
"""

from __future__ import annotations

import argparse
import http.client
import subprocess
import sys
import time
from collections.abc import Callable
from urllib.parse import urlencode

from benchmarks.archive import KeptNewsroom, archive
from benchmarks.results import record
from benchmarks.running import percentile
from benchmarks.sizes import sizes
from tests.running import form_fields

ROUNDS = 60
LIMIT_MS, GROWTH = 100.0, 1.3
#: After so many the processes are warm.
WARM_UP = 5
MAX_WAIT_SECONDS = 20
PREPARE = """
from broadsheet.desk.blocks import TEXT_FEATURES
from broadsheet.desk.models import Story, User
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
if not User.objects.filter(username="bench").exists():
    User.objects.create_superuser("bench", "bench@paper.example")
story = Story.objects.filter(live=True, has_unpublished_changes=False, comments_open=True).order_by("-pk")[7]
fields = {"body-count": str(len(story.body))}
for at, block in enumerate(story.body):
    value = {"": block.value} if isinstance(block.value, str) else block.value
    if block.block_type == "text":
        value = {"": ContentstateConverter(TEXT_FEATURES).from_database_format(block.value.source)}
    fields |= {f"body-{at}-deleted": "", f"body-{at}-order": str(at), f"body-{at}-type": block.block_type}
    fields |= {f"body-{at}-id": block.id}
    fields |= {f"body-{at}-value" + (f"-{name}" if name else ""): text for name, text in value.items()}
print(json.dumps([story.pk, story.addresses.get(current=True).path, fields]))
"""
PUBLISHER = """
import sys, django; django.setup()
from broadsheet.desk.models import Story
print("ready", flush=True)
for line in sys.stdin:
    number, _, headline = line.strip().partition(" ")
    story = Story.objects.get(pk=int(number))
    story.headline = headline
    story.save_revision().publish()
    print("done", flush=True)
"""


def main() -> int:
    """Print the table; 1 if a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("stories", type=int, nargs="*", default=sizes())
    options = parser.parse_args()
    held, slowest = True, []
    print(f"{'':34}{'stories':>10}{'p50, ms':>10}{'p95, ms':>10}{'max, ms':>10}")
    for stories in options.stories:
        with_clicks, with_acts = measured(archive(stories), options.rounds)
        for name, took in (("click to live", with_clicks[1]), ("by Story.publish", with_acts[1])):
            p50, p95 = percentile(took, 0.5), percentile(took, 0.95)
            print(f"{name:34}{stories:10,}{p50:10.1f}{p95:10.1f}{max(took):10.1f}", flush=True)
            case = f"{name}, {stories:,} stories"
            record("publish to live, p50", p50, case=case, unit="ms")
            held &= record("publish to live, p95", p95, case=case, unit="ms", at_most=LIMIT_MS)
        answered = percentile(with_clicks[0], 0.5), percentile(with_clicks[0], 0.95)
        print(f"{'  of it until the desk answers':34}{stories:10,}{answered[0]:10.1f}{answered[1]:10.1f}", flush=True)
        slowest.append(percentile(with_clicks[1], 0.95))
    growth = slowest[-1] / slowest[0]
    held &= record("publish to live, growth", growth, case="largest ÷ smallest", unit="×", at_most=GROWTH)
    print(
        f"limits: p95 under {LIMIT_MS:.0f} ms, growth {growth:.2f} (at most {GROWTH}): {'held' if held else 'MISSED'}"
    )
    return int(not held)


def measured(running: KeptNewsroom, rounds: int) -> tuple[tuple[list[float], list[float]], ...]:
    """Return the milliseconds until the act was done and until the page was live: by clicks, and by acts."""
    running.start()
    try:
        number, path, body = running.python(PREPARE)
        reader = http.client.HTTPConnection("127.0.0.1", running.port)
        clicked = timed(rounds, path, reader, by_click(running, number, body))
        argv = [sys.executable, "-c", PUBLISHER]
        publisher = subprocess.Popen(argv, env=running.inside, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert publisher.stdin and publisher.stdout
        publisher.stdout.readline()
        acted = timed(rounds, path, reader, by_act(publisher, number))
        publisher.stdin.close()
        publisher.wait(10)
        return clicked, acted
    finally:
        running.stop()


def timed(
    rounds: int, path: str, reader: http.client.HTTPConnection, ready: Callable[[str], Callable[[], None]]
) -> tuple[list[float], list[float]]:
    """Publish so often, and return how long each act took and how long until its page was live, in milliseconds."""
    acts, lives = [], []
    mark = int(time.time())
    for at in range(rounds + WARM_UP):
        headline = f"Version {mark} {at}"
        do = ready(headline)
        began = time.perf_counter()
        do()
        done = time.perf_counter()
        while f"<h1>{headline}</h1>".encode() not in fetch(reader, path):
            if time.perf_counter() - began > MAX_WAIT_SECONDS:
                raise SystemExit(f"“{headline}” was not live within {MAX_WAIT_SECONDS} s")
            time.sleep(0.001)
        if at >= WARM_UP:
            acts.append((done - began) * 1000)
            lives.append((time.perf_counter() - began) * 1000)
    return acts, lives


def by_click(running: KeptNewsroom, number: int, body: dict[str, str]) -> Callable[[str], Callable[[], None]]:
    """Return what opens the editor and returns the click on its button."""
    address, session = f"/desk/stories/edit/{number}/", running.session("bench")
    desk = http.client.HTTPConnection("127.0.0.1", running.port)

    def ready(headline: str) -> Callable[[], None]:
        desk.close()
        desk.request("GET", address, headers={"Cookie": session})
        answer = desk.getresponse()
        cookies = "; ".join([session, *(part.partition(";")[0] for part in answer.headers.get_all("Set-Cookie") or [])])
        sent = {**form_fields(answer.read()), **body, "headline": headline, "action-publish": "action-publish"}
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        headers |= {
            "Origin": f"http://127.0.0.1:{running.port}",
            "Referer": f"http://127.0.0.1:{running.port}{address}",
        }
        form = urlencode(sent)

        def click() -> None:
            desk.request("POST", address, form, headers)
            answer = desk.getresponse()
            answer.read()
            if answer.status != 302:
                raise SystemExit(f"the desk answered {answer.status}")

        return click

    return ready


def by_act(publisher: subprocess.Popen[str], number: int) -> Callable[[str], Callable[[], None]]:
    """Return what tells a script inside the newsroom to publish."""
    assert publisher.stdin and publisher.stdout
    into, out = publisher.stdin, publisher.stdout

    def ready(headline: str) -> Callable[[], None]:
        def act() -> None:
            into.write(f"{number} {headline}\n")
            into.flush()
            out.readline()

        return act

    return ready


def fetch(reader: http.client.HTTPConnection, path: str) -> bytes:
    """Return the page as the page server has it now; a connection that stood idle too long is opened again."""
    try:
        reader.request("GET", path)
        return reader.getresponse().read()
    except http.client.RemoteDisconnected:
        reader.close()
        reader.request("GET", path)
        return reader.getresponse().read()


if __name__ == "__main__":
    sys.exit(main())
