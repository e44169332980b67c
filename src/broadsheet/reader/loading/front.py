"""The front page: an editor's pin leads, the rest follows from what was published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from broadsheet.core import keys
from broadsheet.desk.models import FrontPin, Section, Story
from broadsheet.reader.loading.cards import for_cards, load_cards, readable
from broadsheet.reader.loading.lists import corrected_stories, opinion_stories, section_stories
from broadsheet.reader.values import Card, FrontPage, Link, Strip

NEWEST = 40
ALSO, OPINION, ROW, LATEST, DISCUSSED, CORRECTED, STRIP = 3, 4, 4, 8, 5, 3, 4


def load_front(*, now: datetime) -> tuple[FrontPage, frozenset[str]]:
    """Return the front; the number of queries grows with the sections and not with the archive."""
    newest = for_cards(readable()[:NEWEST])
    lead_story = _lead(newest)
    cards, carried = load_cards(newest, now=now, with_counts=True)
    by_url = {card.url: card for card in cards}
    if lead_story is None:
        return FrontPage(), frozenset({keys.FRONT, keys.SITE, keys.LAYOUT})
    (lead,), lead_keys = load_cards([lead_story], now=now)
    opinion, opinion_keys = load_cards(opinion_stories(OPINION), now=now)
    corrected, corrected_keys = load_cards(corrected_stories(CORRECTED), now=now)
    also, also_keys = load_cards(_related(lead_story), now=now)
    used = {lead.url, *(card.url for card in opinion), *(card.url for card in also)}
    feature = next((c for c in cards if c.form == "pictures" and c.picture and c.url not in used), None)
    used |= {feature.url} if feature else set()
    row = tuple(card for card in by_url.values() if card.picture and card.url not in used)[:ROW]
    used |= {card.url for card in row}
    strips, strip_keys = _strips(used, now)
    page = FrontPage(
        lead=lead,
        also=also[:ALSO],
        opinion=opinion,
        row=row if len(row) == ROW else (),
        feature=feature,
        latest=cards[:LATEST],
        discussed=_discussed(cards),
        corrected=corrected,
        strips=strips,
    )
    own = {keys.FRONT, keys.SITE, keys.LAYOUT}
    return page, carried | lead_keys | opinion_keys | corrected_keys | also_keys | strip_keys | own


def _lead(newest: list[Any]) -> Any:
    pinned = FrontPin.objects.values_list("story_id", flat=True).first()
    if pinned and (found := for_cards(readable().filter(pk=pinned))):
        return found[0]
    news = [story for story in newest if story.form != Story.Form.OPINION]
    with_picture = [story for story in news if story.lead_picture_id]
    return next(iter(with_picture or news or newest), None)


def _related(story: Any) -> list[Any]:
    chosen = list(story.related_stories.values_list("related_id", flat=True)[:ALSO])
    return for_cards(readable().filter(pk__in=chosen)) if chosen else []


def _discussed(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    spoken = sorted((card for card in cards if card.comments), key=lambda card: (-card.comments, card.url))
    return tuple(spoken[:DISCUSSED])


def _strips(used: set[str], now: datetime) -> tuple[tuple[Strip, ...], frozenset[str]]:
    """Return a strip a section; no story stands on the front twice below the lead, and a picture leads where there is one."""
    strips: list[Strip] = []
    carried: frozenset[str] = frozenset()
    used = set(used)
    for section in Section.objects.filter(in_navigation=True):
        cards, keys_of_strip = load_cards(section_stories(section, STRIP + len(used)), now=now)
        carried |= keys_of_strip
        fresh = [card for card in cards if card.url not in used]
        if len(fresh) < 2:
            continue
        lead = next((card for card in fresh[:STRIP] if card.picture), fresh[0])
        shown = [card for card in fresh if card is not lead][: STRIP - 1]
        used |= {lead.url, *(card.url for card in shown)}
        strips.append(Strip(Link(section.name, f"/{section.slug}/"), lead, tuple(shown)))
    return tuple(strips), carried
