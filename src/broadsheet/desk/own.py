"""How much of a story is the newsroom's own, and how much its dispatches': by sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rapidfuzz import fuzz, process

from broadsheet.desk.baseline import baseline_from, fields_of
from broadsheet.desk.merging.reading import units_of
from broadsheet.desk.models import Story, StoryDispatch

#: Fields in which somebody writes, and those of them that are the text itself.
WRITTEN = ("headline", "standfirst", "byline", "dateline")
READ = ("headline", "standfirst")
#: From so much likeness on (of 100) a sentence is the agency's still: a word put right does not make it ours.
_ALIKE = 75
#: And from so much on where one of the two is part of the other: the agency's sentence in two halves.
_ALIKE_IN_PART = 92
#: A part must be at least so much of the whole, and so long in characters.
_LEAST_PART, _LEAST_CHARACTERS = 0.4, 20
#: Beyond so many pairs sentences are the same or they are not; longer ones are compared by their beginning.
_MAX_PAIRS, _MAX_CHARACTERS = 250_000, 1_000


def own_share(story: Story) -> int:
    """Return how many per cent of the story's sentences are not its dispatches', 0 to 100.

    A sentence of the agency in which a word was changed, or that was cut in two, is the agency's. Of a story that rests on
    no dispatch it is 100; of one without a sentence, 0. The text is that of the object as it stands.
    """
    links = list(_links(story))
    if not links:
        return 100
    ours = list(_sentences(fields_of(story)["body"]))
    theirs = {words for link in links for words in _sentences(baseline_from(link)["body"])}
    if not ours:
        return 0
    own = sum(1 for words in ours if words not in theirs and not _is_like_any(words, theirs, len(ours)))
    return round(100 * own / len(ours))


def is_own(story: Story) -> bool:
    """Return whether the newsroom has made the story its own.

    It has where the share of its own sentences reaches what the feed of the newest dispatch says, or where the story
    rests on dispatches of several providers. A story that rests on none is its own.
    """
    links = list(_links(story))
    if not links:
        return True
    providers = {
        (link.dispatch.provider or link.dispatch.feed.provider or link.dispatch.feed.name).casefold() for link in links
    }
    return len(providers) > 1 or own_share(story) >= links[-1].dispatch.feed.own_share


def is_edited(story: Story) -> bool | None:
    """Return whether a word of what readers read differs from every dispatch that the story rests on; None if on none."""
    links = list(_links(story))
    if not links:
        return None
    return not any(is_untouched(story, baseline_from(link), names=READ) for link in reversed(links))


def is_untouched(story: Story, baseline: dict[str, Any], *, names: tuple[str, ...] = WRITTEN) -> bool:
    """Return whether not a word of the story differs from what came, in those fields and in the body."""
    here = fields_of(story)
    if any(here[name] != baseline[name] for name in names):
        return False
    return [unit.key for unit in units_of(here["body"])] == [unit.key for unit in units_of(baseline["body"])]


def _links(story: Story) -> Iterable[StoryDispatch]:
    return StoryDispatch.objects.filter(story_id=story.pk).select_related("dispatch__feed").order_by("pk")


def _sentences(body: Iterable[Any]) -> Iterable[str]:
    return (unit.words.casefold() for unit in units_of(body) if unit.words)


def _is_like_any(words: str, theirs: set[str], count: int) -> bool:
    if len(theirs) * count > _MAX_PAIRS:
        return False
    short = words[:_MAX_CHARACTERS]
    others = [other[:_MAX_CHARACTERS] for other in theirs]
    if process.extractOne(short, others, scorer=fuzz.ratio, score_cutoff=_ALIKE):
        return True
    parts = [other for other in others if _may_be_part(short, other)]
    return bool(process.extractOne(short, parts, scorer=fuzz.partial_ratio, score_cutoff=_ALIKE_IN_PART))


def _may_be_part(first: str, second: str) -> bool:
    shorter, longer = sorted((len(first), len(second)))
    return shorter >= _LEAST_CHARACTERS and shorter >= _LEAST_PART * longer
