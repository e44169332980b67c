"""A backup holds all, is refused when one bit of it is another, and brings the same bytes back (B1 to B4, B6, D9)."""

from __future__ import annotations

import io
import random
import re
import sqlite3
import subprocess
import tarfile
import threading
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlencode

import pyrage
import pytest
from backports import zstd

from broadsheet.commands.backup.archive import TRAILER_BYTES, Member, read_archive, write_archive
from broadsheet.commands.backup.bring_back import check_backup, unpack
from broadsheet.commands.errors import BackupError, BackupLockedError, BackupRefusedError, RestorePlaceError
from tests.commands.backups import database, fill, pages_of, restored
from tests.house.pictures import small_jpeg
from tests.running import RunningNewsroom, wait_until

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SEED = 20261123
CANARY = "quaysideferrycanarydeleted"
pytestmark = pytest.mark.xdist_group("backup")


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    made = RunningNewsroom(tmp_path_factory.mktemp("backup") / "n")
    made.paths = fill(made, small_jpeg())
    yield made
    made.stop()


@pytest.fixture(scope="module")
def identity(tmp_path_factory):
    """Return the file with a secret key of age, and its public key."""
    secret = pyrage.x25519.Identity.generate()
    file = tmp_path_factory.mktemp("offline") / "key"
    file.write_text(f"# the offline key\n{secret}\n")
    return file, str(secret.to_public())


@pytest.fixture(scope="module")
def plain(newsroom, tmp_path_factory):
    file = tmp_path_factory.mktemp("plain") / "paper.backup"
    newsroom.command("backup", str(file))
    return file


@pytest.fixture(scope="module")
def encrypted(newsroom, identity, tmp_path_factory):
    file = tmp_path_factory.mktemp("encrypted") / "paper.backup"
    newsroom.command("backup", str(file), "--recipient", identity[1])
    return file


def seal_of(file, **options):
    return check_backup(file, **options).seal


def test_b1_b2_d9_a_backup_brings_the_same_pages_back_byte_for_byte(newsroom, plain, tmp_path):
    again = tmp_path / "again"
    done = newsroom.command("--dir", str(again), "restore", str(plain), "--seal", seal_of(plain))
    pages = pages_of(newsroom.folder)
    assert len(pages) > 30
    assert pages_of(again) == pages
    assert re.search(r"\d\d pages are byte for byte those of the backup, 0 are newer", done.stdout)
    for name in ("media", "keys"):
        assert (
            subprocess.run(
                ["diff", "-r", newsroom.folder / "data" / name, again / "data" / name], check=False, capture_output=True
            ).stdout
            == b""
        )
    assert (again / "broadsheet.toml").read_bytes() == (newsroom.folder / "broadsheet.toml").read_bytes()
    checks = restored(newsroom, again).command("doctor", "--json").stdout
    assert '"state": "broken"' not in checks


def test_b1_a_backup_made_while_readers_comment_holds_each_comment_acknowledged_before_it(newsroom, tmp_path):
    number, path = newsroom.publish("A story that is talked of while it is copied")
    newsroom.start()
    token = wait_until(
        lambda: re.search(r'name="token" value="([0-9a-f]+)"', newsroom.request("GET", path)[2].decode())
    )[1]
    acknowledged: list[str] = []
    stop = threading.Event()

    def post() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            body = f"comment {turn} of many"
            fields = {"name": "Kari", "email": f"k{turn}@reader.example", "body": body, "token": token}
            if newsroom.request("POST", f"/comments/{number}/", urlencode(fields), FORM)[0] == 303:
                acknowledged.append(body)

    writer = threading.Thread(target=post, daemon=True)
    writer.start()
    try:
        wait_until(lambda: len(acknowledged) > 20)
        before = list(acknowledged)
        newsroom.command("backup", str(tmp_path / "b"))
        during = len(acknowledged) - len(before)
    finally:
        stop.set()
        writer.join(30)
        newsroom.stop()
    assert during > 0, "nobody wrote meanwhile, so the test says nothing"
    unpack(tmp_path / "b", tmp_path / "again")
    with closing(sqlite3.connect(tmp_path / "again" / "data" / "broadsheet.sqlite3")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = {body for (body,) in copy.execute("SELECT body FROM comments_comment")}
    assert set(before) <= found


@pytest.mark.parametrize("kind", ["plain", "encrypted"])
def test_b4_one_bit_flipped_at_a_hundred_places_is_refused_each_time(kind, request, identity, tmp_path):
    whole = request.getfixturevalue(kind).read_bytes()
    dice = random.Random(SEED)
    ends = [*range(12), *range(len(whole) - TRAILER_BYTES - 8, len(whole), 4)]
    places = [*ends, *dice.sample(range(len(whole)), 100 - len(ends))]
    file = tmp_path / "damaged"
    accepted = []
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << dice.randrange(8)
        file.write_bytes(damaged)
        try:
            check_backup(file, identity=identity[0])
            accepted.append(place)
        except BackupError:
            continue
    assert len(places) == 100
    assert accepted == []
    file.write_bytes(whole)  # the control: what makes the difference is the bit
    assert check_backup(file, identity=identity[0]).files >= 5


@pytest.mark.parametrize("kind", ["plain", "encrypted"])
def test_b4_a_backup_cut_short_or_with_something_added_is_refused(kind, request, identity, tmp_path):
    whole = request.getfixturevalue(kind).read_bytes()
    file = tmp_path / "cut"
    lengths = [0, 1, 40, 1000, len(whole) // 2, len(whole) - TRAILER_BYTES, len(whole) - 1]
    for cut in (*(whole[:length] for length in lengths), whole + b"\0", whole + whole):
        file.write_bytes(cut)
        with pytest.raises(BackupError):
            check_backup(file, identity=identity[0])


def test_b4_another_backup_than_the_one_whose_seal_is_given_is_refused(newsroom, plain, tmp_path):
    newsroom.command("backup", str(tmp_path / "other"))
    with pytest.raises(BackupRefusedError, match="another one than you named"):
        check_backup(tmp_path / "other", seal=seal_of(plain))
    assert check_backup(plain, seal=seal_of(plain))


def test_b4_a_member_of_another_backup_is_refused_though_the_file_is_whole(plain, tmp_path):
    def repacked(database: bytes | None) -> Path:
        """Return the backup packed anew, whole as a file, with its own manifest and perhaps another database."""
        entries = {}
        with (
            zstd.ZstdFile(io.BytesIO(plain.read_bytes()[:-TRAILER_BYTES])) as stream,
            tarfile.open(fileobj=stream, mode="r|") as tar,
        ):
            for entry in tar:
                entries[entry.name] = tar.extractfile(entry).read()
        if database is not None:
            entries["database"] = database
        out = io.BytesIO()
        with zstd.ZstdFile(out, "wb") as stream, tarfile.open(fileobj=stream, mode="w|") as tar:
            for name, data in entries.items():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
        import hashlib

        from broadsheet.commands.backup.archive import TRAILER_HEAD

        file = tmp_path / "repacked"
        file.write_bytes(out.getvalue() + TRAILER_HEAD + hashlib.sha256(out.getvalue()).digest())
        return file

    with pytest.raises(BackupRefusedError, match="not what its manifest names"):
        check_backup(repacked(b"another database"))
    assert check_backup(repacked(None)).seal == seal_of(plain)


def test_b3_an_encrypted_backup_shows_nothing_and_opens_with_the_offline_key_alone(
    newsroom, plain, encrypted, identity, tmp_path
):
    key = (newsroom.folder / "data" / "keys" / "secret").read_bytes()

    def shows(file: Path) -> bool:
        data = file.read_bytes()
        with zstd.ZstdFile(io.BytesIO(data)) as stream:
            with suppress(zstd.ZstdError, EOFError):
                data += stream.read()
        return key in data

    assert not shows(encrypted)
    assert shows(plain), "the control: the key is in it, and would be found"
    with pytest.raises(BackupLockedError, match="--identity"):
        check_backup(encrypted)
    other = tmp_path / "other"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(BackupLockedError, match="does not open it"):
        check_backup(encrypted, identity=other)
    assert check_backup(encrypted, identity=identity[0]).about["keys"] is True


def test_b3_recipients_of_the_settings_are_used_and_a_wrong_one_makes_no_backup(newsroom, identity, tmp_path):
    newsroom.environment["BROADSHEET_BACKUP_RECIPIENTS"] = identity[1]
    try:
        newsroom.command("backup", str(tmp_path / "b"))
        with pytest.raises(BackupLockedError):
            check_backup(tmp_path / "b")
        newsroom.environment["BROADSHEET_BACKUP_RECIPIENTS"] = "age1nonsense"
        refused = newsroom.command("backup", str(tmp_path / "c"), check=False)
    finally:
        del newsroom.environment["BROADSHEET_BACKUP_RECIPIENTS"]
    assert (refused.returncode, "public key of age" in refused.stderr) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_b3_keys_can_be_left_out_and_the_newsroom_comes_back_with_new_ones(newsroom, tmp_path):
    done = newsroom.command("backup", str(tmp_path / "b"), "--without-keys")
    assert "data/keys is not in it" in done.stdout
    back = newsroom.command("--dir", str(tmp_path / "again"), "restore", str(tmp_path / "b")).stdout
    assert "The key secret was not in the backup" in back


def test_b6_what_was_deleted_is_in_no_later_backup(newsroom, tmp_path):
    code = (
        "from broadsheet.press.models import BackupNote\nfrom django.utils import timezone\n"
        f"n = BackupNote.objects.create(made_at=timezone.now(), seal={CANARY!r}, size_bytes=1, is_encrypted=False)\n"
        "from django.db import connection\nconnection.cursor().execute('PRAGMA secure_delete=OFF')\n"
        "n.delete()\nprint('0')"
    )
    newsroom.python(code)
    live = b"".join(path.read_bytes() for path in (newsroom.folder / "data").glob("broadsheet.sqlite3*"))
    assert CANARY.encode() in live, "the control: SQLite leaves it in the free space"
    newsroom.command("backup", str(tmp_path / "b"))
    with zstd.ZstdFile(io.BytesIO((tmp_path / "b").read_bytes()[:-TRAILER_BYTES])) as stream:
        assert CANARY.encode() not in stream.read()


def test_a_backup_replaces_no_file_and_leaves_nothing_behind_when_it_is_refused(newsroom, plain, tmp_path):
    before = plain.read_bytes()
    refused = newsroom.command("backup", str(plain), check=False)
    assert (refused.returncode, "replaces nothing" in refused.stderr) == (1, True)
    assert plain.read_bytes() == before
    nowhere = newsroom.command("backup", str(tmp_path / "nowhere" / "b"), check=False)
    assert (nowhere.returncode, "Traceback" in nowhere.stderr) == (1, False)
    assert [path.name for path in plain.parent.iterdir()] == [plain.name]


def test_a_backup_is_for_its_owner_alone(plain):
    assert plain.stat().st_mode & 0o777 == 0o600


def test_nothing_stands_in_the_folder_after_a_refused_restore(plain, tmp_path):
    file = tmp_path / "damaged"
    damaged = bytearray(plain.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    file.write_bytes(damaged)
    with pytest.raises(BackupRefusedError):
        unpack(file, tmp_path / "n")
    assert not (tmp_path / "n").exists()


def test_a_folder_that_holds_something_is_not_restored_into(plain, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(RestorePlaceError, match="not empty"):
        unpack(plain, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "keys/../../evil", "data/run/evil", "media//x"])
def test_a_member_that_leads_elsewhere_is_refused(name, tmp_path):
    out = io.BytesIO()
    write_archive(out, {"paper": "x"}, [Member(name, 1, io.BytesIO(b"x"))])
    (tmp_path / "b").write_bytes(out.getvalue())
    with pytest.raises(BackupRefusedError):
        unpack(tmp_path / "b", tmp_path / "n")
    assert not (tmp_path / "evil").exists()


def test_a_file_of_another_kind_is_no_backup():
    for data in (b"", b"SQLite format 3\0" * 100, small_jpeg()):
        with pytest.raises(BackupRefusedError):
            read_archive(io.BytesIO(data), lambda *_: None)


def test_b1_a_picture_that_the_database_names_and_the_disk_has_not_is_reported(newsroom, tmp_path):
    original = next((newsroom.folder / "data" / "media").rglob("quay*.jpg"))
    held = original.rename(tmp_path / "held.jpg")
    try:
        done = newsroom.command("backup", str(tmp_path / "b"))
    finally:
        held.rename(original)
    assert f"Missing: the database names 1 files that are not there: original_images/{original.name}" in done.stdout


def test_a_backup_can_be_opened_by_hand(plain, tmp_path):
    with zstd.open(plain) as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
        tar.extractall(tmp_path)
    check = subprocess.run(
        ["sha256sum", "--check", "--quiet", "manifest.sha256"], cwd=tmp_path, capture_output=True, check=False
    )
    assert (check.returncode, check.stdout) == (0, b"")


@pytest.mark.postgres
def test_b1_b2_d9_a_newsroom_on_postgresql_comes_back_into_an_empty_database(tmp_path, monkeypatch):
    with database() as first, database() as second:
        monkeypatch.setenv("BROADSHEET_DATABASE_URL", first)
        newsroom = RunningNewsroom(tmp_path / "n")
        fill(newsroom, small_jpeg())
        newsroom.command("backup", str(tmp_path / "b"))
        full = newsroom.command("--dir", str(tmp_path / "again"), "restore", str(tmp_path / "b"), check=False)
        assert (full.returncode, "is not empty" in full.stderr) == (1, True)
        assert not (tmp_path / "again").exists()
        newsroom.environment["BROADSHEET_DATABASE_URL"] = second
        done = newsroom.command("--dir", str(tmp_path / "again"), "restore", str(tmp_path / "b"))
        assert "0 are newer" in done.stdout
        assert pages_of(tmp_path / "again") == pages_of(newsroom.folder) != {}
        del newsroom.environment["BROADSHEET_DATABASE_URL"]
        kind = newsroom.command("--dir", str(tmp_path / "third"), "restore", str(tmp_path / "b"), check=False)
        assert (kind.returncode, "BROADSHEET_DATABASE_URL" in kind.stderr) == (1, True)
