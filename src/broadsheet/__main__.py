"""The command ``broadsheet``: a door. It names the newsroom's folder and hands the rest to one file a command."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from broadsheet.commands.backup.bring_back import restore
from broadsheet.commands.backup.take import backup
from broadsheet.commands.comments import comments
from broadsheet.commands.deploy import deploy
from broadsheet.commands.doctor import doctor
from broadsheet.commands.init import init
from broadsheet.commands.manage import manage
from broadsheet.commands.mirror import mirror
from broadsheet.commands.press import press
from broadsheet.commands.up import up
from broadsheet.commands.user import user
from broadsheet.commands.wire import wire
from broadsheet.commands.work import work


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    envvar="BROADSHEET_DIR",
    default=Path(),
    help="The newsroom's folder. Also BROADSHEET_DIR; else the current folder.",
)
@click.version_option(package_name="broadsheet")
def main(folder: Path) -> None:
    """Run a newspaper's website: agency copy comes in, finished pages go out."""
    os.environ["BROADSHEET_DIR"] = str(folder.absolute())


for command in (init, up, user, wire, press, comments, backup, restore, deploy, doctor, manage, work):
    main.add_command(command)

press.add_command(mirror)

if __name__ == "__main__":
    sys.exit(main())
