"""``broadsheet doctor``: check the set-up, and say what is wrong and what to do."""

from __future__ import annotations

import sys

import click

from broadsheet.commands.newsroom import start_django_to_look


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a check.")
def doctor(as_json: bool) -> None:
    """Check the set-up. Exit status 1 if something is broken; a warning alone is 0."""
    import json

    settings = start_django_to_look()
    from broadsheet.commands.checks import all_checks

    broken = False
    for check in all_checks(settings):
        broken = broken or check.state == "broken"
        if as_json:
            click.echo(json.dumps({"check": check.name, "state": check.state, "advice": check.advice}))
        else:
            mark = {"good": "  good", "warning": "  look", "broken": "BROKEN"}[check.state]
            click.echo(f"{mark}  {check.name}" + (f": {check.advice}" if check.advice else ""))
    sys.exit(1 if broken else 0)
