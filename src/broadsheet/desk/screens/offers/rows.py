"""What the screens of offered versions show: finished values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from broadsheet.desk.merging.choosing import Choice, may_be_typed, preselected, text_of
from broadsheet.desk.merging.fields import Field
from broadsheet.desk.merging.pieces import Kind, Piece, Units
from broadsheet.desk.merging.units import TEXT, Level, Unit
from broadsheet.desk.models import Story
from broadsheet.desk.proposal import Proposal
from broadsheet.desk.screens.differences import Piece as Words
from broadsheet.desk.screens.differences import both, differences
from broadsheet.desk.whose import Writer, Writers

#: Blocks that have no words of their own are named.
NAMES: dict[str, str | Promise] = {
    "picture": _("Picture"),
    "gallery": _("Gallery"),
    "embed": _("Embed"),
    "related": _("Related story"),
    "quote": _("Quote"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Some words in the joined text. ``tone`` is same, theirs, ours or both; ``words`` have what went and came."""

    tone: str
    words: tuple[Words, ...]
    who: Writer | None = None
    is_moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, an item of a list, a subhead or the name of a block; ``tag`` is p, li, subhead or block."""

    tag: str
    spans: list[Span]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A conflict, side by side. ``name`` is that of its form fields; ``pick`` and ``typed`` what was chosen so far."""

    name: str
    label: str | Promise
    number: int
    old: str
    ours: tuple[Words, ...]
    theirs: tuple[Words, ...]
    who: Writer | None
    pick: str
    typed: str
    may_be_typed: bool
    may_be_both: bool
    is_moved: bool = False
    is_marks_alone: bool = False
    is_added_by_both: bool = False
    rows: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of the joined text: paragraphs, or one conflict."""

    paragraphs: list[Paragraph]
    conflict: Conflict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field that somebody changed: joined, or in conflict."""

    label: str
    tone: str
    words: tuple[Words, ...]
    who: Writer | None
    conflict: Conflict | None = None


def parts_of(proposal: Proposal, writers: Writers, choices: Mapping[str, Choice]) -> list[Part]:
    """Return the body, in the order of the joined text; conflicts are numbered on from those of the fields."""
    first = sum(1 for field in proposal.fields if field.kind == Kind.CONFLICT) + 1
    numbers = {place: first + count for count, place in enumerate(proposal.conflicts)}
    parts: list[Part] = []
    for place, piece in enumerate(proposal.pieces):
        if piece.kind == Kind.CONFLICT:
            name = f"piece-{place}"
            shown = _conflict(piece, name, numbers[place], writers, choices.get(name, preselected(piece)))
            parts.append(Part(paragraphs=[], conflict=shown))
            continue
        if not parts or parts[-1].conflict:
            parts.append(Part(paragraphs=[]))
        _add(parts[-1].paragraphs, piece, writers)
    return [part for part in parts if part.conflict or part.paragraphs]


def fields_of(proposal: Proposal, writers: Writers, choices: Mapping[str, Choice]) -> list[FieldRow]:
    """Return the fields that one side or both have changed, conflicts in the order of their numbers."""
    # The agency's new note to the desk stands above the merge already.
    changed = [f for f in proposal.fields if f.kind != Kind.SAME and (f.name, f.kind) != ("ednote", Kind.THEIRS)]
    numbers = {field.name: number for number, field in enumerate((f for f in changed if f.kind == Kind.CONFLICT), 1)}
    return [_field(field, numbers.get(field.name, 0), writers, choices) for field in changed]


def _field(field: Field, number: int, writers: Writers, choices: Mapping[str, Choice]) -> FieldRow:
    label = str(Story._meta.get_field(field.name).verbose_name).capitalize()  # type: ignore[union-attr]
    who = writers.of_field(field.name, field.ours) if field.kind != Kind.THEIRS else None
    conflict = None
    if field.kind == Kind.CONFLICT:
        name = f"field-{field.name}"
        choice = choices.get(name, Choice())
        ours, theirs = both(field.ours, field.theirs)
        conflict = Conflict(
            name=name,
            label=label,
            number=number,
            old=field.old,
            ours=ours,
            theirs=theirs,
            who=who,
            pick=choice.pick,
            typed=choice.text or field.ours or field.theirs,
            may_be_typed=field.name != "embargoed_until",
            may_be_both=False,
            rows=3 if field.name in ("standfirst", "ednote") else 2,
        )
    return FieldRow(
        label=label, tone=field.kind.value, words=differences(field.old, field.joined), who=who, conflict=conflict
    )


def _conflict(piece: Piece, name: str, number: int, writers: Writers, choice: Choice) -> Conflict:
    old, ours, theirs = text_of(piece.old), text_of(piece.ours), text_of(piece.theirs)
    ours = ours or _named(piece.ours)
    theirs = theirs or _named(piece.theirs)
    mine, now = both(ours, theirs)
    who = writers.of((unit.key for unit in piece.ours), gone=(unit.key for unit in piece.old))
    return Conflict(
        name=name,
        label=_("Text"),
        number=number,
        old=old,
        ours=mine,
        theirs=now,
        who=who,
        pick=choice.pick,
        typed=choice.text or ours or theirs,
        may_be_typed=may_be_typed(piece),
        may_be_both=bool(piece.ours and piece.theirs),
        is_moved=piece.is_moved,
        is_marks_alone=ours == theirs,
        is_added_by_both=not piece.old and bool(piece.ours and piece.theirs),
        rows=min(max(len(ours), len(theirs)) // 50 + 2, 12),
    )


def _add(paragraphs: list[Paragraph], piece: Piece, writers: Writers) -> None:
    """Add the piece's sentences to the paragraphs; what was rewritten shows the words that went and came."""
    who = None
    if piece.kind == Kind.OURS:
        who = writers.of((unit.key for unit in piece.ours), gone=(unit.key for unit in piece.old))
    if piece.kind == Kind.SAME or not piece.old or not piece.joined or len(piece.joined) > 1:
        for unit in piece.joined:
            kind = "same" if piece.kind == Kind.SAME else "ins"
            _put(paragraphs, unit, _span(piece, (Words(_words(unit), kind),), who))
        if piece.old and (not piece.joined or len(piece.joined) > 1) and piece.kind != Kind.SAME:
            _put(paragraphs, None, _span(piece, (Words(text_of(piece.old) or _named(piece.old), "del"),), who))
        return
    unit = piece.joined[0]
    _put(paragraphs, unit, _span(piece, differences(text_of(piece.old), _words(unit)), who))


def _span(piece: Piece, words: tuple[Words, ...], who: Writer | None) -> Span:
    return Span(tone=piece.kind.value, words=words, who=who, is_moved=piece.is_moved)


def _put(paragraphs: list[Paragraph], unit: Unit | None, span: Span) -> None:
    if unit is None:
        if paragraphs:
            paragraphs[-1].spans.append(span)
        else:
            paragraphs.append(Paragraph(tag="p", spans=[span]))
        return
    tag = _tag(unit)
    if not paragraphs or unit.level > Level.INSIDE or paragraphs[-1].tag != tag:
        paragraphs.append(Paragraph(tag=tag, spans=[]))
    paragraphs[-1].spans.append(span)


def _tag(unit: Unit) -> str:
    if unit.family == TEXT:
        return "li" if unit.container in ("ul", "ol") else "p"
    return "subhead" if unit.family == "subhead" else "block"


def _words(unit: Unit) -> str:
    if unit.family in NAMES:
        return f"{NAMES[unit.family]}: {unit.words}".removesuffix(": ")
    return unit.words


def _named(units: Units) -> str:
    return " ".join(_words(unit) for unit in units)
