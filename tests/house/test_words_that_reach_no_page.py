"""An ednote, a reader's e-mail address and what waits for a moderator are in no page, feed or sitemap (C2, C4, V3)."""

import base64
import hashlib

import pytest
from django.utils import timezone

from broadsheet.comments.acts.approve import approve
from broadsheet.comments.acts.post import Sent, post_comment
from broadsheet.comments.models import Thread
from broadsheet.comments.token import hidden_fields
from broadsheet.press.acts.press_all import press_all
from broadsheet.press.store import store
from tests.factories import make_story, publish

pytestmark = pytest.mark.django_db
EMAIL = "canary-qzkvwplmxnrtsdfghjbcyeua@reader.example"
EDNOTE = "canaryednoteqwzkvplmxnrts"
SLUGLINE = "canaryslugqwzkvplmxnrts"
HELD = "canaryheldqwzkvplmxnrts"


def forms(word: str) -> list[bytes]:
    raw = word.encode()
    digests = [hashlib.new(name, raw).hexdigest().encode() for name in ("md5", "sha1", "sha256")]
    return [raw, raw.hex().encode(), base64.b64encode(raw).rstrip(b"="), raw.replace(b"@", b"%40"), *digests]


def send(story, body: str, email: str):
    token = dict(hidden_fields(Thread.objects.get(story_id=story.pk)))["token"]
    return post_comment(
        story.pk, Sent(name="Kari", email=email, body=body, token=token), network="n", now=timezone.now()
    )


@pytest.fixture
def pages():
    story = publish(make_story("Ferry", ednote=EDNOTE, slugline=SLUGLINE))
    approve(send(story, "Well said.", EMAIL).pk, by=None, now=timezone.now())
    send(story, HELD, "other@reader.example")
    press_all(lambda path: None)
    return {path: store().read(path).body for path in store().paths()}


def test_c2_v3_no_page_holds_a_readers_address_or_a_digest_of_it(pages):
    assert any(b"Well said." in body for body in pages.values())
    assert [path for path, body in pages.items() for form in forms(EMAIL) if form in body] == []


def test_c4_no_page_holds_a_comment_that_waits(pages):
    assert [path for path, body in pages.items() if HELD.encode() in body] == []


@pytest.mark.parametrize("word", [EDNOTE, SLUGLINE])
def test_no_page_holds_what_staff_say_to_staff(pages, word):
    assert [path for path, body in pages.items() if word.encode() in body] == []
