"""From decisions to weights: what is held back teaches nothing, and the same decisions teach the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.comments.errors import LearningError
from broadsheet.comments.scoring import learning
from broadsheet.comments.scoring.features import word_place
from broadsheet.comments.scoring.fold import plain, words
from broadsheet.comments.scoring.learning import Decision, Learnt, group_of, is_held_back, learn
from broadsheet.comments.scoring.lists import WordLists, shipped
from broadsheet.comments.scoring.rules import INCIVILITY, KINDS, SPAM
from broadsheet.comments.scoring.scorer import FIRST_THRESHOLD, Scorer
from tests.comments.scoring.corpus import by_place, civility, shuffled, total, tried, youtube

TOPICS = ("the ferry", "the school", "the bridge", "the harbour", "the museum", "the council", "the budget", "the road")
LISTS = WordLists(shipped())


def decided(count: int = 60) -> list[Decision]:
    """Return decisions on comments that only experience tells apart: here, gnomes are turned down."""
    good = [f"What {TOPICS[n % 8]} needs is {n} more people who care" for n in range(count)]
    bad = [f"Gnomes of {TOPICS[n % 8]} number {n} bring lasting luck" for n in range(count)]
    return [
        *(Decision(text=text, bad={SPAM: False, INCIVILITY: False}) for text in good),
        *(Decision(text=text, bad={SPAM: True}) for text in bad),
    ]


def scorer_of(learnt: dict[str, Learnt]) -> Scorer:
    return Scorer(
        version=1,
        weights={kind: learnt[kind].weights() for kind in KINDS},
        thresholds={kind: learnt[kind].threshold for kind in KINDS},
    )


@pytest.fixture(scope="module")
def learnt() -> dict[str, Learnt]:
    return learn(decided(), LISTS, budget=0.03)


def test_what_moderators_turn_down_is_held_afterwards(learnt: dict[str, Learnt]) -> None:
    unseen = "Lasting luck: the gnomes of our valley"
    assert Scorer().score(unseen).held_for == ()
    assert scorer_of(learnt).score(unseen).held_for == (SPAM,)


def test_a_learnt_score_says_how_many_words_it_rests_on(learnt: dict[str, Learnt]) -> None:
    (reason,) = scorer_of(learnt).score("Lasting luck: the gnomes of our valley").reasons[SPAM]
    assert reason["rule"] == "learnt"
    assert reason["count"] >= 2


def test_what_they_approve_is_not_held(learnt: dict[str, Learnt]) -> None:
    assert scorer_of(learnt).score("What the library needs is people who care").held_for == ()


def test_a_kind_that_nobody_decided_on_is_not_learnt(learnt: dict[str, Learnt]) -> None:
    of_it = learnt[INCIVILITY]
    assert (of_it.bad, of_it.packed, of_it.threshold) == (0, b"", FIRST_THRESHOLD)


def test_the_same_decisions_teach_the_same_bytes(learnt: dict[str, Learnt]) -> None:
    assert learn(decided(), LISTS, budget=0.03) == learnt


def test_c10_what_is_measured_was_not_learnt_from(learnt: dict[str, Learnt]) -> None:
    held_back = [one for one in decided() if is_held_back(group_of(words(plain(one.text))))]
    told = learnt[SPAM].figures[0]
    assert told.bad + told.good == len(held_back)
    assert learnt[SPAM].bad + learnt[SPAM].good == len(decided()) - len(held_back)
    kept = [one for one in decided() if one not in held_back]
    assert learn(kept, LISTS, budget=0.03)[SPAM].packed == learnt[SPAM].packed


def test_equal_texts_are_held_back_together() -> None:
    assert group_of(words(plain("Subscribe to MY channel!"))) == group_of(words(plain("subscribe to my channel")))


@pytest.mark.parametrize(("times", "is_in"), [(1, False), (8, True)])
def test_a_word_of_one_comment_alone_is_not_in_what_was_learnt(times: int, is_in: bool) -> None:
    named = [Decision(text=f"Xylofonmaker Quisquam bor {TOPICS[n]}", bad={SPAM: True}) for n in range(times)]
    table = learn([*decided(), *named], LISTS, budget=0.03)[SPAM].weights().table
    assert (table[word_place("quisquam")] != 0) is is_in


def test_with_few_decisions_the_rules_stand_alone() -> None:
    few = learn(decided(5), LISTS, budget=0.03)[SPAM]
    assert (few.packed, few.weights().rarer) == (b"", min(few.bad, few.good))
    assert not few.weights().table


def test_a_process_that_cannot_learn_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "_MODULE", "broadsheet.comments.scoring.nothing_there")
    with pytest.raises(LearningError, match="nothing_there"):
        learn(decided(), LISTS, budget=0.03)


def test_our_own_comments_teach_incivility() -> None:
    rows = shuffled(civility(), 1)
    count = tried(rows[::2], rows[1::2], INCIVILITY)
    assert count.recall >= 0.65, count


@pytest.mark.shared
def test_c10_spam_under_videos_that_were_not_learnt_from_is_held(shared_dir: Path) -> None:
    count = by_place(youtube(shared_dir / "security" / "spam" / "youtube.jsonl"))
    print(f"held {count.held_bad} of {count.bad} spam, wrongly {count.held_good} of {count.good} good")
    assert (count.recall >= 0.9, count.wrongly_held <= 0.03) == (True, True), count


@pytest.mark.shared
def test_c10_one_half_of_the_spam_is_known_by_the_other(shared_dir: Path) -> None:
    rows = shuffled(youtube(shared_dir / "security" / "spam" / "youtube.jsonl"), 1)
    count = total([tried(rows[::2], rows[1::2]), tried(rows[1::2], rows[::2])])
    assert (count.recall >= 0.9, count.wrongly_held <= 0.03) == (True, True), count


@pytest.mark.shared
def test_c10_control_labels_that_mean_nothing_teach_nothing(shared_dir: Path) -> None:
    """A measure that these passed would count what was learnt, not what was found."""
    rows = shuffled(youtube(shared_dir / "security" / "spam" / "youtube.jsonl"), 1)[:600]
    flags = [row.bad for row in shuffled(rows, 2)]
    mixed = [type(row)(text=row.text, bad=flag) for row, flag in zip(rows, flags, strict=True)]
    count = tried(mixed[::2], mixed[1::2])
    assert not (count.recall >= 0.9 and count.wrongly_held <= 0.03), count
