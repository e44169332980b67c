"""``broadsheet comments``: moderation from a shell."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

from broadsheet.commands.newsroom import plain_failures, start_django


@click.group()
def comments() -> None:
    """Approve, reject and list readers' comments."""


@comments.command()
@click.argument("ids", nargs=-1, required=True, type=int)
def approve(ids: tuple[int, ...]) -> None:
    """Publish waiting comments."""
    start_django()
    from broadsheet.comments.acts.approve import approve as act

    _each(ids, act, "published")


@comments.command()
@click.argument("ids", nargs=-1, required=True, type=int)
@click.option("--reason", default="", help="Kept in the log.")
def reject(ids: tuple[int, ...], reason: str) -> None:
    """Reject waiting comments."""
    start_django()
    from broadsheet.comments.acts.reject import reject as act

    _each(ids, lambda number, **named: act(number, reason=reason, **named), "rejected")


def _each(ids: tuple[int, ...], act: Callable[..., Any], done: str) -> None:
    from django.utils import timezone

    from broadsheet.comments.errors import CommentsError

    for number in ids:
        with plain_failures(CommentsError):
            comment = act(number, by=None, now=timezone.now())
        click.echo(f"{comment.pk}: {done}" + (f" as number {comment.number}" if comment.number else ""))


@comments.command("list")
@click.option("--state", type=click.Choice(["held", "published", "rejected", "removed"]))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_comments(state: str | None, as_json: bool) -> None:
    """List comments, oldest first."""
    start_django()
    from broadsheet.comments.listing import rows

    found = False
    for row in rows(state):
        found = True
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            words = " ".join(str(row["body"]).split())[:60]
            click.echo(f"{row['id']:>6}  {row['state']:9}  story {row['story']}  {row['name']}: {words}")
    if not found and not as_json:
        click.echo("No comments here.")
