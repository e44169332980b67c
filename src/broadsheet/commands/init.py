"""``broadsheet init``: make a newsroom folder."""

from __future__ import annotations

import os
from pathlib import Path

import click

from broadsheet.commands.half_made import clear_half_made, plain_when_half_made
from broadsheet.commands.newsroom import start_django
from broadsheet.commands.turns import one_at_a_time
from broadsheet.settings.keys import make_key
from broadsheet.settings.prepared import is_prepared, note_prepared
from broadsheet.settings.table import Settings

TOML = """\
# The newsroom's settings. docs/reference/settings.md lists them all; each is also an environment variable.
[site]
name = "{name}"
url = "{url}"
# Two letters, such as "NO". As long as it is empty, no picture that is barred in some country is used.
country = "{country}"
contact = "{contact}"
editor = "{editor}"

[desk]
# "optional" lets people sign in with a password alone. A real newsroom wants "required".
second_factor = "{second_factor}"
{feeds}"""
DEMO_FEEDS = """
[feeds.nordpress]
section = "world"
provider = "Nordpress"
"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--demo", is_flag=True, help="Fill it with a small newspaper of our own writing.")
@click.option("--url", default="http://127.0.0.1:8000", help="The public address.")
def init(folder: Path, demo: bool, url: str) -> None:
    """Make a newsroom in FOLDER: settings, keys, database, roles, the section news. A half-made one is finished."""
    folder = folder.absolute()
    make_folders(folder)
    toml = folder / "broadsheet.toml"
    if not toml.exists():
        temporary = toml.with_suffix(".toml.part")
        temporary.write_text(_toml(demo=demo, url=url), "utf-8")
        temporary.chmod(0o600)
        temporary.replace(toml)
    os.environ["BROADSHEET_DIR"] = str(folder)
    prepare(start_django())
    if demo:
        _fill_demo()
    click.echo(f"The newsroom is in {folder}. Start it with: broadsheet --dir {folder} up")
    if demo:
        click.echo("This demo lets people sign in without a second factor (desk.second_factor = optional).")
    else:
        click.echo(f"Make the first account with: broadsheet --dir {folder} user add NAME --role admin")


def make_folders(folder: Path) -> list[str]:
    """Make the folders and keys that are missing; returns the names of the keys that were."""
    made = []
    try:
        for name in ("", "pages", "media", "pictures", "static", "wire", "feeds", "run", "mail"):
            (folder / "data" / name).mkdir(parents=True, exist_ok=True)
        (folder / "data").chmod(0o700)
        for name in ("secret", "comment-addresses"):
            if not (folder / "data" / "keys" / name).exists():
                made.append(name)
            make_key(folder / "data" / "keys", name)
    except OSError as err:
        raise click.ClickException(f"The folder {folder} cannot be made: {err.strerror}. Choose another.") from err
    return made


def _toml(*, demo: bool, url: str) -> str:
    if not demo:
        values = {
            "name": "My paper",
            "contact": "",
            "editor": "",
            "country": "",
            "second_factor": "required",
            "feeds": "",
        }
        return TOML.format(url=url, **values)
    from broadsheet.demo.content import load

    paper = load()
    return TOML.format(
        name=paper.name,
        url=url,
        contact=paper.contact,
        editor=paper.editor,
        country="NO",
        second_factor="optional",
        feeds=DEMO_FEEDS,
    )


def prepare(settings: Settings) -> None:
    """Bring database, roles, workflow and static files up to what this version needs; done twice, it is done once."""
    from django.core.management import call_command
    from django.db import connections
    from django.utils import timezone

    from broadsheet.core import keys
    from broadsheet.desk.acts.set_up import set_up
    from broadsheet.desk.models import Section
    from broadsheet.photos.acts.settle_rights import ask_to_settle_all
    from broadsheet.press.acts.mark_stale import mark_stale

    if is_prepared(settings):
        return
    if clear_half_made(settings):
        connections.close_all()
    with one_at_a_time(), plain_when_half_made():  # of several machines that are started together
        call_command("migrate", interactive=False, verbosity=0)
        set_up()
    call_command("collectstatic", interactive=False, verbosity=0)
    ask_to_settle_all(now=timezone.now())
    sections = [keys.section(number) for number in Section.objects.values_list("pk", flat=True)]
    mark_stale([keys.LAYOUT, keys.SITE, keys.SITEMAP, keys.FEED, keys.CORRECTIONS, *sections])
    note_prepared(settings)


def _fill_demo() -> None:
    from rich.console import Console
    from rich.progress import Progress

    from broadsheet.demo.fill import fill
    from broadsheet.press.acts.press_all import press_until_done

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Writing the demo newspaper", total=None)

        def step(name: str, total: int) -> None:
            progress.update(task, advance=1, total=total, description=name)

        fill(step)
        progress.update(task, description="Pressing the pages")
        press_until_done(lambda _: None)
