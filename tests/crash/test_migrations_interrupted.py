"""A migration that is killed at any statement can be run again, and leads to the same database (D11).

Every migration of ours, in an empty newsroom, is killed once, by itself, in the middle of one of its statements, and then
run to its end over what was left. Those of the libraries run as they are, but for the one of them that cannot be run again.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.commands.half_made import clear_half_made
from broadsheet.commands.init import make_folders
from broadsheet.settings.keys import make_key
from broadsheet.settings.table import load
from tests.commands.backups import database

SEED = 20261123
CODE = """
import json, os, random, signal, sys
import django
django.setup()
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor

KILLS = sys.argv[1] == "kills"
dice = random.Random(int(sys.argv[2]))
executor = MigrationExecutor(connection)
executor.recorder.ensure_schema()
plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
state = executor._create_project_state()
run = CursorWrapper._execute
ours = caught = 0
others = []


def killed_at(number):
    left = [number]

    def execute(self, sql, params, *rest):
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return run(self, sql, params, *rest)

    return execute


for migration, _ in plan:
    is_ours = type(migration).__module__.startswith("broadsheet.")
    if KILLS and not migration.atomic:
        others.append(f"{migration.app_label}.{migration.name}")
    elif KILLS and is_ours:
        ours += 1
        connection.close()
        child = os.fork()
        if not child:
            CursorWrapper._execute = killed_at(dice.choice((1, 1, 2, 2, 3, 4, 6)))
            executor.apply_migration(state.clone(), migration)
            os._exit(0)
        if not os.WIFSIGNALED(os.waitpid(child, 0)[1]):  # it had fewer statements, and was done
            state = migration.mutate_state(state)
            continue
        caught += 1
    state = executor.apply_migration(state, migration)
connection.check_constraints()
[integrity] = connection.cursor().execute("PRAGMA integrity_check").fetchone()
print(json.dumps({"migrations": len(plan), "ours": ours, "caught": caught, "others": others, "integrity": integrity}))
"""


def migrated(folder: Path, how: str) -> dict[str, object]:
    """Run all migrations in a folder of their own, and return what the script says."""
    for name in ("secret", "comment-addresses"):
        make_key(folder / "data" / "keys", name)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("BROADSHEET_")},
        "BROADSHEET_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "broadsheet.settings.django",
    }
    done = subprocess.run(
        [sys.executable, "-c", CODE, how, str(SEED)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def schema_of(folder: Path) -> set[tuple[str, str]]:
    """Return the name and the text of everything in the database's schema."""
    with closing(sqlite3.connect(folder / "data" / "broadsheet.sqlite3")) as database:
        rows = database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        return {(name, sql) for name, sql in rows}


@pytest.mark.crash
@pytest.mark.xdist_group("crash")
def test_d11_every_migration_killed_at_a_statement_can_be_run_again(tmp_path, capsys):
    killed = migrated(tmp_path / "killed", "kills")
    whole = migrated(tmp_path / "whole", "whole")
    with capsys.disabled():
        print(f"\nmigrations of ours {killed['ours']}, killed in the middle {killed['caught']}")
    assert killed["migrations"] == whole["migrations"]
    assert killed["caught"] > killed["ours"] * 0.6
    assert killed["integrity"] == "ok"
    # It runs at the making of a newsroom alone, and a newsroom that was not finished is made anew.
    assert killed["others"] == ["wagtailcore.0070_rename_pagerevision_revision"]
    assert schema_of(tmp_path / "killed") == schema_of(tmp_path / "whole")


HALFWAY = """
import os, signal
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", "wagtailcore", "0069", verbosity=0, interactive=False)
connection.cursor().execute("ALTER TABLE wagtailcore_pagerevision RENAME TO wagtailcore_revision")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.crash
@pytest.mark.xdist_group("crash")
def test_d11_a_newsroom_whose_making_was_killed_in_a_migration_of_many_steps_is_begun_anew(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BROADSHEET_", "DJANGO_"))}
    for name in ("secret", "comment-addresses"):
        make_key(tmp_path / "data" / "keys", name)
    settings = {"BROADSHEET_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "broadsheet.settings.django"}
    halfway = subprocess.run([sys.executable, "-c", HALFWAY], env=environment | settings, check=False)
    assert halfway.returncode == -9
    assert (tmp_path / "data" / "broadsheet.sqlite3").is_file()
    assert clear_half_made(load(tmp_path, {}))
    assert not (tmp_path / "data" / "broadsheet.sqlite3").exists()


@pytest.mark.crash
@pytest.mark.postgres
@pytest.mark.xdist_group("crash")
def test_d11_on_a_server_a_database_left_half_made_is_named_by_init_and_doctor_with_what_to_do(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BROADSHEET_", "DJANGO_"))}
    folder = tmp_path / "n"
    with database() as address:
        settings = {"BROADSHEET_DIR": str(folder), "BROADSHEET_DATABASE_URL": address}
        make_folders(folder)
        (folder / "broadsheet.toml").write_text("")
        python = environment | settings | {"DJANGO_SETTINGS_MODULE": "broadsheet.settings.django"}
        halfway = subprocess.run([sys.executable, "-c", HALFWAY], env=python, check=False)
        said = {
            words: subprocess.run(
                [sys.executable, "-m", "broadsheet", *words],
                env=environment | settings,
                capture_output=True,
                text=True,
                check=False,
            )
            for words in (("init", str(folder)), ("doctor",))
        }
    refused, looked = said.values()
    assert (halfway.returncode, refused.returncode, looked.returncode) == (-9, 1, 1)
    assert re.search(r"half made .* No story can be in it\. .*createdb bs_", refused.stderr)
    assert "Traceback" not in refused.stderr + looked.stderr
    assert "making was cut off. Run `broadsheet init` again" in looked.stdout


@pytest.mark.parametrize(("applied", "is_cleared"), [("0001_initial", True), ("0002_stories", False)])
def test_d11_a_database_in_which_somebody_can_have_written_is_never_cleared(applied, is_cleared, tmp_path):
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "broadsheet.sqlite3"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE django_migrations (app, name)")
        database.execute("INSERT INTO django_migrations VALUES ('desk', ?)", [applied])
    assert clear_half_made(load(tmp_path, {})) is is_cleared
    assert file.exists() is not is_cleared
