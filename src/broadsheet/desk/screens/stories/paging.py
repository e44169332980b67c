"""Pages of a list that may hold a million stories: what lies far behind the page on the screen is not counted."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.paginator import WagtailPaginator

#: So many are counted in any case, and so many pages beyond the one that is asked for.
COUNTED, PAGES_AHEAD = 1_000, 5
#: Whoever asks for a later page than this is shown this one: each page is walked to from the first.
MAX_PAGE = 2_500


class StoryPaginator(WagtailPaginator):  # type: ignore[misc]
    """Counts a thousand, or a little beyond the page that is asked for, and says “1,000+” where there are more."""

    asked = 1

    def get_page(self, number: Any) -> Any:
        """Return a page; one that is none leads to the first or the last that was counted."""
        self.asked = _page(number)
        return super().get_page(number)

    def page(self, number: Any) -> Any:
        """Return a page.

        Raises:
            InvalidPage: there is no such page.
        """
        self.asked = max(self.asked, _page(number))
        return super().page(number)

    @property
    def most(self) -> int:
        """Return how many are counted at most."""
        return max(COUNTED, (self.asked + PAGES_AHEAD) * self.per_page)

    @cached_property
    def found(self) -> int:
        """Return how many there are, one more than ``most`` where there are more."""
        # By number alone: what a row shows of schedule and workflow is asked for the rows on the screen.
        return int(self.object_list.order_by().values("pk")[: self.most + 1].count())

    @property
    def count(self) -> int:
        """Return how many pages are made of."""
        return min(self.found, self.most)

    @property
    def items_count_label(self) -> str:
        """Return how many there are, in words."""
        if self.found > self.most:
            return f"{self.most:,}+ {self.verbose_name_plural}"
        return str(super().items_count_label)


def _page(number: Any) -> int:
    text = str(number)
    return max(1, min(int(text), MAX_PAGE)) if text.isascii() and text.isdecimal() and len(text) < 9 else 1
