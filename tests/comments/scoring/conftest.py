"""A scorer that each test begins anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from broadsheet.comments.scoring.current import forget_scorer


@pytest.fixture(autouse=True)
def _fresh_scorer() -> Iterator[None]:
    """Let no test score with what another has learnt."""
    forget_scorer()
    yield
    forget_scorer()
