"""``broadsheet manage``: Django's own commands, for the developer."""

from __future__ import annotations

import click

from broadsheet.commands.newsroom import start_django_to_look


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands."""
    start_django_to_look()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["broadsheet manage", *arguments])
