"""What `broadsheet deploy` writes, and that the programs it is for take it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from broadsheet.__main__ import main
from broadsheet.press.deploy.serving import server_config
from broadsheet.press.deploy.writing import KINDS, Place, write
from broadsheet.press.errors import DeployError
from broadsheet.press.server.config import ServerConfig
from broadsheet.settings.table import load

CONFIG = ServerConfig(
    pages="/srv/paper/data/pages",
    static="/srv/paper/data/static",
    pictures="/srv/paper/data/pictures",
    app_socket="/srv/paper/data/run/app.sock",
    hosts=("paper.example", "www.paper.example", "abcdef.onion"),
    https=True,
)
PLACE = Place(folder="/srv/paper", command="/srv/app/.venv/bin/broadsheet")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("config", "place"),
    [
        (replace(CONFIG, hosts=("paper.example;}",)), PLACE),
        (replace(CONFIG, pages="/srv/my paper/pages"), PLACE),
        (CONFIG, replace(PLACE, folder='/srv/"paper')),
        (CONFIG, replace(PLACE, user="a\nExecStart=/bin/sh")),
        (CONFIG, replace(PLACE, listen="80; include /etc/passwd")),
        (CONFIG, replace(PLACE, upstream="127.0.0.1:8000 {")),
        (CONFIG, replace(PLACE, backups="/srv/$(reboot)")),
    ],
    ids=["host", "folder of pages", "folder", "user", "listen", "upstream", "backups"],
)
def test_what_would_be_read_as_something_else_is_refused(kind, config, place):
    with pytest.raises(DeployError):
        write(kind, config, place)


def test_an_https_site_has_a_certificate_and_sends_plain_http_on():
    text = write("nginx", CONFIG, PLACE)
    assert "listen 443 ssl http2;" in text
    assert "ssl_certificate /etc/letsencrypt/live/paper.example/fullchain.pem;" in text
    assert "return 301 https://paper.example$request_uri;" in text
    assert 'add_header strict-transport-security "max-age=31536000";' in text


def test_an_onion_address_is_left_to_the_page_server():
    assert ".onion" not in write("nginx", CONFIG, PLACE)


def test_a_plain_http_site_has_no_hsts_and_no_certificate():
    text = write("nginx", replace(CONFIG, https=False), PLACE)
    assert "strict-transport" not in text
    assert "ssl" not in text


def test_t9_no_front_keeps_a_log_of_readers():
    assert "access_log off;" in write("nginx", CONFIG, PLACE)
    assert "\tlog" not in write("caddy", CONFIG, PLACE)


@pytest.mark.parametrize("word", ["/desk/", "/tips/", "/comments/", "/search/"])
@pytest.mark.parametrize("kind", ["nginx", "caddy"])
def test_h8_what_is_private_is_never_looked_up_on_the_disk(kind, word):
    text = write(kind, CONFIG, PLACE)
    private = text[
        text.index("never looked up on the disk") : text.index("path_regexp" if kind == "caddy" else "/static/")
    ]
    assert word in private


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze")
    (tmp_path / "broadsheet").write_text("#!/bin/sh\n")
    (tmp_path / "broadsheet").chmod(0o755)
    place = replace(PLACE, command=str(tmp_path / "broadsheet"), user="root")
    names = {"systemd": "test.service", "systemd-backup": "test-backup.service", "systemd-timer": "test-backup.timer"}
    units = [tmp_path / f"broadsheet-{name}" for name in names.values()]
    for kind, unit in zip(names, units, strict=True):
        unit.write_text(write(kind, CONFIG, place))
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "broadsheet-test" in line] == []


def test_b6_the_line_of_the_unit_makes_a_backup_of_its_own_name_and_removes_what_is_too_old_only_then(tmp_path):
    told, backups = tmp_path / "told", tmp_path / "backups"
    command = tmp_path / "broadsheet"
    command.write_text(f'#!/bin/sh\necho "$@" > {told}\ntouch "$2"\n')
    command.chmod(0o755)
    backups.mkdir()
    for name, days in (("broadsheet-old.backup", 16), ("broadsheet-young.backup", 3), ("mine.txt", 99)):
        (backups / name).touch()
        os.utime(backups / name, (time.time() - days * 86400,) * 2)
    text = write("systemd-backup", CONFIG, replace(PLACE, command=str(command), backups=str(backups)))
    lines = dict(line.split("=", 1) for line in text.splitlines() if line.startswith("ExecStart"))
    for name in ("ExecStart", "ExecStartPost"):  # in systemd's order, its own escapes taken away
        words = shlex.split(lines[name].replace("$$", "$").replace("%%", "%"))
        subprocess.run(words, check=True)
    assert re.fullmatch(rf"backup {backups}/broadsheet-\d{{8}}T\d{{6}}Z\.backup\n", told.read_text())
    left = sorted(file.name for file in backups.iterdir())
    assert left[1:] == ["broadsheet-young.backup", "mine.txt"]
    assert left[0] == Path(told.read_text().split()[1]).name


@pytest.mark.fronts
def test_caddy_takes_the_configuration_of_an_https_site(tmp_path):
    (tmp_path / "Caddyfile").write_text(write("caddy", CONFIG, PLACE))
    argv = ["caddy", "adapt", "--validate", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile"]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, env={"HOME": str(tmp_path)})
    assert done.returncode == 0, done.stderr


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "n"
    (folder / "data" / "keys").mkdir(parents=True)
    (folder / "data" / "keys" / "secret").write_text("x")
    (folder / "broadsheet.toml").write_text('[site]\nurl = "https://paper.example"\n')
    monkeypatch.setenv("BROADSHEET_DIR", str(folder))
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_prints_the_configuration_of_the_newsroom(newsroom, kind):
    done = CliRunner().invoke(main, ["--dir", str(newsroom), "deploy", kind])
    assert done.exit_code == 0
    assert "paper.example" in done.stdout


def test_the_command_writes_to_a_file_and_says_what_else_to_set(newsroom, tmp_path):
    done = CliRunner().invoke(main, ["--dir", str(newsroom), "deploy", "nginx", "--to", str(tmp_path / "site.conf")])
    assert (done.exit_code, done.stdout) == (0, f"Written to {tmp_path / 'site.conf'}.\n")
    assert str(newsroom / "data" / "pages") in (tmp_path / "site.conf").read_text()
    assert "trusted_proxies" in done.stderr


def test_who_makes_backups_without_a_recipient_is_told_that_they_are_open(newsroom):
    done = CliRunner().invoke(main, ["--dir", str(newsroom), "deploy", "systemd-backup"])
    assert "backup.recipients" in done.stderr
    assert "trusted_proxies" not in done.stderr


def test_a_folder_that_no_configuration_can_name_is_told_in_a_sentence(tmp_path):
    folder = tmp_path / "a paper"
    (folder / "data" / "keys").mkdir(parents=True)
    (folder / "data" / "keys" / "secret").write_text("x")
    (folder / "broadsheet.toml").write_text("")
    done = CliRunner().invoke(main, ["--dir", str(folder), "deploy", "systemd"])
    assert done.exit_code == 1
    assert "cannot be written into a configuration" in done.stderr


def test_pages_say_their_keys_where_the_newsroom_names_a_cache(newsroom):
    before = server_config(load(newsroom))
    (newsroom / "broadsheet.toml").write_text('[server]\npurge_url = "http://127.0.0.1:6081"\n')
    assert (before.surrogate_keys, server_config(load(newsroom)).surrogate_keys) == (False, True)
