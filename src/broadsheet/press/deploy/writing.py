"""Writes the configuration of nginx, Caddy, Varnish and systemd from one set of facts.

Whatever comes from the settings or from the disk is judged before it gets into a configuration: a host that is no host
name, or a folder with a quote in its name, would be read as something else there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from broadsheet.press.errors import DeployError
from broadsheet.press.server.config import LOOPBACK_HOSTS, ServerConfig
from broadsheet.press.server.files import PICTURE_TYPES, STATIC_TYPES
from broadsheet.press.server.headers import HSTS, PAGE_CACHE, Headers, HeaderTable
from broadsheet.press.stores import layout

KINDS: Final = ("nginx", "caddy", "varnish", "systemd", "systemd-backup", "systemd-timer")

BROTLI_FILES: Final = (
    Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"),
    Path("/usr/lib64/nginx/modules/ngx_http_brotli_static_module.so"),
)
"""Where distributions put nginx's module for brotli files."""

_OWN_TO_EACH_ANSWER: Final = frozenset({"content-type", "etag", "content-encoding", "server", "accept-ranges", "vary"})
_SAFE_TEXT: Final = re.compile(r"[A-Za-z0-9/._@:+=\[\]-]+")

_ENVIRONMENT: Final = Environment(
    loader=PackageLoader("broadsheet.press.deploy"),
    autoescape=select_autoescape(()),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the newsroom is and how it is reached; what the settings do not say."""

    folder: str
    """The newsroom's folder, absolute."""
    command: str
    """The `broadsheet` command, absolute."""
    upstream: str = "127.0.0.1:8000"
    """Where the page server listens."""
    listen: str = ""
    """Where the server in front listens, with tls where a certificate is named; empty for 443, or 80 without https."""
    certificate: str = ""
    """Certificate and key of the site, as nginx wants them; empty for Let's Encrypt's usual place."""
    certificate_key: str = ""
    user: str = "broadsheet"
    workers: int = 2
    backups: str = "/var/backups/broadsheet"
    """Folder that backups are made in, absolute."""
    keep_days: int = 14
    """How old a backup may become before a newer one removes it."""
    has_brotli: bool = False
    """Whether nginx has its module for brotli files."""


def write(kind: str, config: ServerConfig, place: Place) -> str:
    """Return the text of one configuration, `kind` being one of `KINDS`.

    Raises:
        DeployError: a host, a folder or an address cannot stand in such a file.
    """
    facts = _facts(config, place)
    for name, value in _words(config, place):
        if _SAFE_TEXT.fullmatch(value) is None:
            raise DeployError(name, value)
    return _ENVIRONMENT.get_template(kind).render(facts)


def has_brotli_module() -> bool:
    """Return whether this machine's nginx can have its module for brotli files."""
    return any(file.exists() for file in BROTLI_FILES)


def _words(config: ServerConfig, place: Place) -> list[tuple[str, str]]:
    """Return everything that comes from outside, each with what it is called to people."""
    words = [("The address of the page server", place.upstream), ("The user", place.user)]
    words += [("A host of the site", host) for host in config.hosts]
    words += [("The folder", folder) for folder in (place.folder, config.pages, config.static, config.pictures)]
    words += [("The folder", place.backups), ("The command", place.command)]
    given = (place.listen, place.certificate, place.certificate_key)
    return words + [("An option", word) for word in given if word]


def _facts(config: ServerConfig, place: Place) -> Mapping[str, Any]:
    table = HeaderTable(config, hsts=False)
    page = table.page("text/html", PAGE_CACHE, "identity", etag="")
    feed = table.page("application/xml", PAGE_CACHE, "identity", etag="")
    host = config.hosts[0]
    names = [name for name in config.hosts if not name.endswith(".onion")]
    return {
        "place": place,
        "config": config,
        "hosts": list(dict.fromkeys([*names, *sorted(LOOPBACK_HOSTS)])),
        "names": names,
        "host": host,
        "listen": _listen(config, place),
        "certificate": place.certificate or f"/etc/letsencrypt/live/{host}/fullchain.pem",
        "certificate_key": place.certificate_key or f"/etc/letsencrypt/live/{host}/privkey.pem",
        "hsts": HSTS[1] if config.https else "",
        "page_policy": dict(page)["content-security-policy"],
        "feed_policy": dict(feed)["content-security-policy"],
        "page_headers": [pair for pair in _lasting(page) if pair[0] != "content-security-policy"],
        "file_headers": _lasting(table.file("image/jpeg", "identity", etag="")),
        "plain_headers": _lasting(table.plain()),
        "page_types": layout.PAGE_TYPES,
        "index_extensions": layout.INDEX_EXTENSIONS,
        "variants": layout.VARIANT_SUFFIXES,
        "shelves": (("static", config.static, STATIC_TYPES), ("media", config.pictures, PICTURE_TYPES)),
        "private": sorted(config.private_prefixes),
        "private_words": "|".join(f"/{prefix.strip('/')}" for prefix in sorted(config.private_prefixes)),
        "upstream_host": place.upstream.rpartition(":")[0].strip("[]"),
        "upstream_port": place.upstream.rpartition(":")[2],
        "body_mb": config.desk_max_bytes // (1024 * 1024) + 1,
    }


def _listen(config: ServerConfig, place: Place) -> str:
    if place.listen:
        return f"{place.listen} ssl http2" if place.certificate else place.listen
    return "443 ssl http2" if config.https else "80"


def _lasting(headers: Headers) -> Headers:
    """Return what is the same for every answer of a kind; the rest each server says of the file that it sends."""
    return [pair for pair in headers if pair[0] not in _OWN_TO_EACH_ANSWER]
