"""Turn ``database.url``, ``store.url`` and ``mail.url`` into what Django wants to hear."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from broadsheet.core.bucket import BucketAddress
from broadsheet.settings.errors import WrongSettingError

#: A durable commit before every answer (criterion D1): WAL, and an fdatasync a commit.
SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;"


def database_from(url: str, data: Path) -> dict[str, Any]:
    """Return Django's description of the database; an empty address is SQLite in the newsroom's folder.

    Raises:
        WrongSettingError: the address is of no database that we know.
    """
    if not url:
        return {
            "ENGINE": "broadsheet.settings.sqlite3",
            "NAME": data / "broadsheet.sqlite3",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_START},
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise WrongSettingError("database.url", "postgres://user@host/name, or nothing for SQLite")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c synchronous_commit=on"},
    }


STORE = "s3://KEY:SECRET@host/bucket/folder, with ?region=… and ?tls=no where they are wanted, or nothing for a folder"


def store_from(url: str) -> BucketAddress | None:
    """Return where the shared store is, None for an empty address: folders on this machine.

    Raises:
        WrongSettingError: the address is not one of a bucket, or lacks its key.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError as err:
        raise WrongSettingError("store.url", STORE) from err
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    bucket, _, prefix = parts.path.strip("/").partition("/")
    known = options.keys() <= {"region", "tls"} and options.get("tls", "yes") in ("yes", "no")
    if parts.scheme != "s3" or not (parts.hostname and bucket and parts.username and parts.password and known):
        raise WrongSettingError("store.url", STORE)
    scheme = "http" if options.get("tls") == "no" else "https"
    return BucketAddress(
        endpoint=f"{scheme}://{parts.hostname}{port}",
        bucket=unquote(bucket),
        prefix=f"{unquote(prefix)}/" if prefix else "",
        region=options.get("region", "us-east-1"),
        key=unquote(parts.username),
        secret=unquote(parts.password),
    )


def storage_from(store: BucketAddress | None) -> dict[str, Any]:
    """Return Django's description of where originals of pictures and documents are kept."""
    if store is None:
        return {"BACKEND": "broadsheet.settings.durable_files.DurableFiles"}
    options = {
        "access_key": store.key,
        "secret_key": store.secret,
        "bucket_name": store.bucket,
        "region_name": store.region,
        "endpoint_url": store.endpoint,
        "location": f"{store.prefix}media",
        "addressing_style": "path",
        "file_overwrite": False,
        "default_acl": None,
    }
    return {"BACKEND": "broadsheet.photos.storage.SharedMedia", "OPTIONS": options}


def mail_from(url: str, data: Path) -> dict[str, Any]:
    """Return Django's mail settings; an empty address writes each mail to a file in ``data/mail``.

    Raises:
        WrongSettingError: the address is not ``smtp://`` (with STARTTLS) or ``smtps://``.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": data / "mail"}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps"):
        raise WrongSettingError("mail.url", "smtps://user:password@host:465 or smtp://user:password@host:587")
    return {
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",
    }
