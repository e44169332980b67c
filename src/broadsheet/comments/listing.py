"""Comments as the `comments list` command prints them."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.comments.models import Comment

_FIELDS = ("pk", "thread__story_id", "number", "state", "name", "body", "created_at")


def rows(state: str | None = None) -> Iterator[dict[str, int | str | None]]:
    """Yield every comment, or those of one state, oldest first: `{id, story, number, state, name, body, created}`.

    `created` is ISO 8601 in UTC; `number` is None until a comment is published.
    """
    comments = Comment.objects.order_by("created_at", "pk")
    if state is not None:
        comments = comments.filter(state=state)
    for pk, story, number, its_state, name, body, created_at in comments.values_list(*_FIELDS).iterator():
        yield {
            "id": pk,
            "story": story,
            "number": number,
            "state": its_state,
            "name": name,
            "body": body,
            "created": created_at.isoformat(),
        }
