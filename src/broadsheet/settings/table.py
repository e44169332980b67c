"""The one table of settings: name, type, default and help of everything that a newsroom may turn.

It is the only reader of ``broadsheet.toml`` and of the environment. The page ``docs/reference/settings.md`` is made from it.
Why no settings library: the table must also write the documentation and refuse a wrong value in a newsroom's words.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from string import Formatter
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from broadsheet.core.countries import CODES
from broadsheet.settings.errors import BrokenSettingsFileError, SecretFileError, UnknownSettingError, WrongSettingError

PATTERN_NAMES = frozenset({"section", "slug", "year", "month", "day", "id"})


@dataclass(frozen=True)
class Setting:
    """One row: its dotted name, the kind of its value, what stands if nobody says otherwise, and its help."""

    name: str
    kind: str  # one of those that `_checked` knows
    default: Any
    help: str
    choices: tuple[str, ...] = ()
    secret: bool = False

    @property
    def variable(self) -> str:
        """Return the environment variable that overrides it: ``site.url`` is ``BROADSHEET_SITE_URL``."""
        return "BROADSHEET_" + self.name.replace(".", "_").upper()


TABLE: tuple[Setting, ...] = (
    Setting("site.name", "text", "Broadsheet", "The paper's name, as on the nameplate."),
    Setting(
        "site.url",
        "address",
        "http://127.0.0.1:8000",
        "The public address, with scheme and without a path. Every absolute address on a page comes from it.",
    ),
    Setting("site.hosts", "list", [], "Further host names that the server answers to. Loopback is always one."),
    Setting("site.language", "choice", "en", "Language of the page around the stories.", ("en", "nb")),
    Setting("site.time_zone", "zone", "Europe/Oslo", "Clock of the newsroom: times on pages and archive days."),
    Setting(
        "site.country",
        "country",
        "",
        "Country where the paper is published, such as NO, for pictures that are not for every country. "
        "Unset, none of those is used.",
    ),
    Setting("site.contact", "text", "", "Where a reader may send a tip, an e-mail address. Unset, the call is hidden."),
    Setting("site.editor", "text", "", "Name of the responsible editor, shown in the footer."),
    Setting(
        "site.story_address",
        "pattern",
        "{section}/{slug}",
        "Pattern of a story's address, of {section} {slug} {year} {month} {day} {id}.",
    ),
    Setting("desk.second_factor", "choice", "required", "Second factor at sign-in.", ("required", "optional")),
    Setting("desk.session_hours", "whole", 12, "Hours after which everybody signs in again."),
    Setting("desk.idle_minutes", "whole", 60, "Minutes without a click after which one signs in again."),
    Setting(
        "desk.embeds", "list", ["youtube.com", "vimeo.com"], "Hosts whose addresses may be embedded, behind a click."
    ),
    Setting("comments.moderation", "choice", "before", "Comments wait for a moderator or not.", ("before", "after")),
    Setting("comments.close_after_days", "whole", 14, "Days after publication when comments close; 0 is never."),
    Setting("comments.wrongly_held", "whole", 3, "Good comments, of a hundred, that the scorer may hold by mistake."),
    Setting("comments.edit_minutes", "whole", 0, "Minutes in which an author may edit; 0 is not at all."),
    Setting(
        "comments.rate_limits",
        "limits",
        {"network": "10/600", "email": "5/600", "story": "60/600", "overall": "600/600"},
        "How many comments in how many seconds, by network, e-mail address, story and overall.",
    ),
    Setting(
        "pictures.no_archive_days",
        "whole",
        30,
        "Days on the site of a picture marked “no archive” without a number; 0 is for good.",
    ),
    Setting(
        "pictures.certificate_file",
        "text",
        "",
        "Certificate that published pictures are signed with, as content credentials: a PEM file with the newsroom's "
        "own first and the root last. Empty, or without the extra c2pa, they are not signed.",
    ),
    Setting("pictures.private_key_file", "text", "", "Private key of that certificate: a PEM file without a password."),
    Setting(
        "pictures.trust_anchors_file",
        "text",
        "",
        "Certificates, in one PEM file, of those whom the newsroom trusts to sign for others' pictures.",
    ),
    Setting("wire.keep_days", "whole", 30, "Days for which the bytes of every delivery are kept; 0 is for good."),
    Setting(
        "wire.private_hosts",
        "list",
        [],
        "Hosts inside the newsroom's own network that feeds may fetch from, such as wire.local or 10.0.0.7:8080.",
    ),
    Setting(
        "server.trusted_proxies", "networks", [], "Networks whose X-Forwarded-For is believed, such as 10.0.0.0/8."
    ),
    Setting(
        "server.purge_url",
        "text",
        "",
        "Caches in front of the page server that drop pages by key, such as http://127.0.0.1:6081; several with spaces "
        "between. Set, pages carry their keys in Surrogate-Key.",
    ),
    Setting("server.host", "text", "127.0.0.1", "Address that `broadsheet up` listens on."),
    Setting("server.port", "port", 8000, "Port that `broadsheet up` listens on."),
    Setting(
        "server.metrics_token",
        "text",
        "",
        "Token that opens /readyz and /metrics to others than loopback.",
        secret=True,
    ),
    Setting(
        "database.url", "text", "", "postgres://user@host/name; empty is SQLite in the newsroom's folder.", secret=True
    ),
    Setting(
        "store.url",
        "text",
        "",
        "Where pages, pictures and documents are kept for several machines: s3://KEY:SECRET@host/bucket/folder, with "
        "?region=… where the store wants one and ?tls=no inside one's own network; empty is the newsroom's folder.",
        secret=True,
    ),
    Setting(
        "backup.recipients",
        "list",
        [],
        "Public keys of age, such as age1…, that `broadsheet backup` encrypts to. The secret key stays elsewhere.",
    ),
    Setting("mail.url", "text", "", "smtps://user:password@host:port; empty writes mail to data/mail.", secret=True),
    Setting("mail.sender", "text", "newsroom@localhost", "Sender of the newsroom's mail."),
    Setting(
        "secret_key", "text", "", "Key that signs sessions; empty is the one in data/keys, made by `init`.", secret=True
    ),
    Setting(
        "comments.address_key",
        "text",
        "",
        "Key that seals the e-mail addresses of those who comment; empty is the one in data/keys. Several machines share it.",
        secret=True,
    ),
)
BY_NAME: Mapping[str, Setting] = {row.name: row for row in TABLE}
FEED_KEYS: Mapping[str, str] = {
    "section": "Section that the feed's stories go to.",
    "time_zone": "Clock of times without an offset.",
    "folder": "Watched folder, if not data/feeds/<name>.",
    "provider": "Agency's name, for items that name none.",
    "transport": "How it comes: folder, http, push, ftp, sftp or imap; folder if nothing is said.",
    "address": "Where it is fetched from: https://…, ftps://host/folder, sftp://host/folder, imaps://host/INBOX.",
    "username": "User name over there.",
    "secret_file": "File with the password, key or token; or BROADSHEET_FEEDS_<NAME>_SECRET in the environment.",
    "host_key": "Of an SFTP server, one line as ssh-keyscan prints it.",
    "every_seconds": "Seconds between two looks, 1 to 86400; 60 if nothing is said. A folder is looked at every second.",
    "format": "Format of its files; left out, it is found out.",
}
FEED_TRANSPORTS = ("folder", "http", "push", "ftp", "sftp", "imap")


@dataclass(frozen=True)
class Settings:
    """Checked values of one newsroom folder."""

    folder: Path
    values: Mapping[str, Any]
    feeds: Mapping[str, Mapping[str, str]]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def file(self, name: str) -> Path | None:
        """Return the file that a setting names, from the newsroom's folder where it is relative; None where it is empty."""
        return self.folder / self.values[name] if self.values[name] else None

    @property
    def host(self) -> str:
        """Return the host name of ``site.url``, an IPv6 address in its brackets, without a port."""
        name = urlsplit(self.values["site.url"]).hostname or ""
        return f"[{name}]" if ":" in name else name

    @property
    def data(self) -> Path:
        """Return the folder of database, pictures, page store and raw wire."""
        return self.folder / "data"


def load(folder: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of a newsroom folder.

    Raises:
        BrokenSettingsFileError: ``broadsheet.toml`` is not TOML.
        UnknownSettingError: it names a setting that there is none of.
        WrongSettingError: a value is of the wrong kind.
        SecretFileError: the file that ``<NAME>_FILE`` points to cannot be read.
    """
    environment = os.environ if environment is None else environment
    document = _document(folder / "broadsheet.toml")
    feeds = document.pop("feeds", {})
    given = _flat(document)
    for name in given:
        if name not in BY_NAME:
            raise UnknownSettingError(name)
    values = {row.name: _value(row, given, environment) for row in TABLE}
    return Settings(folder=folder, values=values, feeds=_feeds(feeds, environment))


def _document(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as err:
        raise BrokenSettingsFileError(path, str(err)) from err


def _flat(document: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in document.items():
        name = prefix + key
        if isinstance(value, dict) and name not in BY_NAME:
            flat.update(_flat(value, name + "."))
        else:
            flat[name] = value
    return flat


def _feeds(feeds: Any, environment: Mapping[str, str]) -> dict[str, dict[str, str]]:
    if not isinstance(feeds, dict):
        raise WrongSettingError("feeds", "a table a feed, such as [feeds.ntb]")
    for name, table in feeds.items():
        if not isinstance(table, dict):
            raise WrongSettingError(f"feeds.{name}", "a table")
        for key, value in table.items():
            if key not in FEED_KEYS:
                raise UnknownSettingError(f"feeds.{name}.{key}")
            table[key] = _feed_value(f"feeds.{name}.{key}", key, value)
        if secret := _feed_secret(name, table, environment):
            table["secret"] = secret
    return feeds


def _feed_value(name: str, key: str, value: Any) -> str:
    if key == "every_seconds" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise WrongSettingError(name, "text")
    if key == "time_zone" and value not in available_timezones():
        raise WrongSettingError(name, "a time zone such as Europe/Oslo")
    if key == "transport" and value not in FEED_TRANSPORTS:
        raise WrongSettingError(name, "one of " + ", ".join(FEED_TRANSPORTS))
    if key == "every_seconds" and not (value.isdecimal() and 1 <= int(value) <= 86_400):
        raise WrongSettingError(name, "a whole number from 1 to 86400")
    return value


def _feed_secret(name: str, table: Mapping[str, str], environment: Mapping[str, str]) -> str:
    """Return a feed's password, from the environment or from a file: it has no place in `broadsheet.toml`."""
    variable = f"BROADSHEET_FEEDS_{name.upper().replace('-', '_')}_SECRET"
    if variable in environment:
        return environment[variable]
    file = environment.get(variable + "_FILE") or table.get("secret_file")
    if not file:
        return ""
    try:
        return Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as err:
        raise SecretFileError(f"feeds.{name}.secret_file", Path(file)) from err


def _value(row: Setting, given: Mapping[str, Any], environment: Mapping[str, str]) -> Any:
    if row.variable in environment:
        return _from_text(row, environment[row.variable])
    if row.variable + "_FILE" in environment:
        path = Path(environment[row.variable + "_FILE"])
        try:
            return _from_text(row, path.read_text("utf-8").strip())
        except OSError as err:
            raise SecretFileError(row.name, path) from err
    if row.name in given:
        return _checked(row, given[row.name])
    return _checked(row, row.default)


def _from_text(row: Setting, text: str) -> Any:
    if row.kind in ("whole", "port"):
        try:
            return _checked(row, int(text))
        except ValueError as err:
            raise WrongSettingError(row.name, "a whole number") from err
    if row.kind in ("list", "networks"):
        return _checked(row, [part.strip() for part in text.split(",") if part.strip()])
    if row.kind == "limits":
        pairs = (part.partition("=") for part in text.split(",") if part.strip())
        return _checked(row, {name.strip(): limit.strip() for name, _, limit in pairs})
    return _checked(row, text)


def _checked(row: Setting, value: Any) -> Any:
    match row.kind:
        case "text" if isinstance(value, str):
            return value
        case "whole" if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        case "choice" if value in row.choices:
            return value
        case "port" if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 65536:
            return value
        case "list" if isinstance(value, list) and all(isinstance(part, str) for part in value):
            return value
        case "networks" if isinstance(value, list) and all(_is_network(part) for part in value):
            return value
        case "zone" if value in available_timezones():
            return value
        case "country" if value == "" or value in CODES:
            return value
        case "pattern" if isinstance(value, str) and _is_pattern(value):
            return value
        case "address" if isinstance(value, str) and _is_origin(value):
            return value.rstrip("/")
        case "limits" if isinstance(value, dict):
            return {**_limits(row, row.default), **_limits(row, value)}
    raise WrongSettingError(row.name, _expected(row))


def _is_origin(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and parts.path in ("", "/") and not parts.query


def _is_network(value: Any) -> bool:
    try:
        ip_network(value, strict=False)
    except (ValueError, TypeError):
        return False
    return isinstance(value, str)


def _is_pattern(value: str) -> bool:
    """Return whether a story's address can be made of it, and stories of one section and day get different ones."""
    try:
        names = {name for _, name, _, _ in Formatter().parse(value) if name is not None}
    except ValueError:
        return False
    return names <= PATTERN_NAMES and bool(names & {"slug", "id"})


def _limits(row: Setting, given: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    limits: dict[str, tuple[int, int]] = {}
    for name, text in given.items():
        count, slash, seconds = str(text).partition("/")
        if name not in row.default or not (slash and count.isdigit() and seconds.isdigit()):
            raise WrongSettingError(row.name, _expected(row))
        limits[name] = (int(count), int(seconds))
    return limits


def _expected(row: Setting) -> str:
    return {
        "text": "text",
        "whole": "a whole number, 0 or more",
        "choice": "one of " + ", ".join(row.choices),
        "list": "a list of texts",
        "port": "a port from 1 to 65535",
        "networks": "a list of networks such as 10.0.0.0/8",
        "zone": "a time zone such as Europe/Oslo",
        "country": "a country's two letters such as NO, GB or DE, or nothing",
        "pattern": "a pattern of {section} {slug} {year} {month} {day} {id} with {slug} or {id} in it",
        "address": "an address such as https://paper.example, without a path",
        "limits": 'a table of network, email, story, overall with texts such as "10/600"',
    }[row.kind]
