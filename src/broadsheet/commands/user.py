"""``broadsheet user``: accounts at the desk."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from broadsheet.commands.newsroom import plain_failures, start_django

ROLES = ("reporter", "editor", "photo", "moderator", "tips", "admin")


@click.group()
def user() -> None:
    """Make and reset accounts at the desk."""


@user.command()
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--email", default="", help="Where a password reset is sent to.")
@click.option(
    "--password-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file with the password."
)
def add(name: str, role: str, email: str, password_file: Path | None) -> None:
    """Make an account; without a password file one is made up and printed."""
    start_django()
    from broadsheet.desk.acts.make_user import make_user
    from broadsheet.desk.errors import DeskError

    given = password_file.read_text("utf-8").strip() if password_file else None
    password = given or secrets.token_urlsafe(15)
    with plain_failures(DeskError):
        make_user(name, role, password=password, email=email)
    click.echo(f"{name} can sign in as {role}." + ("" if given else f" Password: {password}"))


@user.command()
@click.argument("name")
def reset(name: str) -> None:
    """Give an account a new password, end its sessions, and print the password. Its second factor stays."""
    start_django()
    from broadsheet.desk.acts.reset_user import reset_user
    from broadsheet.desk.errors import DeskError

    with plain_failures(DeskError):
        click.echo(f"{name} has a new password: {reset_user(name)}")


@user.command(hidden=True)
def link() -> None:
    """Print a one-time sign-in for the first editor; `make serve` shows it."""
    start_django()
    from broadsheet.desk.accounts import one_time_link
    from broadsheet.desk.models import User

    first = User.objects.filter(is_active=True, groups__name="editor").order_by("pk").first()
    if first is None:
        first = User.objects.filter(is_active=True).order_by("pk").first()
    if first is not None:
        click.echo(one_time_link(first))
