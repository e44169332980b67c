"""Purges a Varnish by key: `PURGE` with the keys in a header, for the VMOD xkey.

The VCL that answers it is what `broadsheet deploy varnish` prints. By hand over `http.client`, since it is one request
with one header, and a press that waits for a cache must be able to give up on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from http.client import HTTPConnection, HTTPException
from typing import Final
from urllib.parse import urlsplit

from broadsheet.press.errors import PurgeError

PURGE_HEADER: Final = "xkey-purge"
LINE_BYTES: Final = 4096
"""Keys in one request; Varnish takes header lines of 8 KB."""

ANSWER_SECONDS: Final = 2.0


class VarnishPurger:
    """One Varnish, or whatever answers `PURGE` as it does, at an address such as `http://127.0.0.1:6081`."""

    def __init__(self, address: str) -> None:
        """Take an address; nothing is asked there yet.

        Raises:
            PurgeError: it is no address of plain http.
        """
        try:
            parts = urlsplit(address)
            self._host, self._port = parts.hostname or "", parts.port or 80
        except ValueError as err:
            raise PurgeError(address, str(err)) from err
        if parts.scheme != "http" or not self._host:
            raise PurgeError(address, "it is no address such as http://127.0.0.1:6081")
        self.address = address

    def purge(self, keys: Collection[str]) -> None:
        """Drop every kept answer that carries one of these keys.

        Raises:
            PurgeError: the cache did not say that it has done so.
        """
        connection = HTTPConnection(self._host, self._port, timeout=ANSWER_SECONDS)
        try:
            for line in header_lines(keys):
                connection.request("PURGE", "/", headers={PURGE_HEADER: line})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    raise PurgeError(self.address, f"it answered {answer.status}")
        except (OSError, HTTPException) as err:
            raise PurgeError(self.address, str(err) or type(err).__name__) from err
        finally:
            connection.close()


def header_lines(keys: Collection[str]) -> Iterator[str]:
    """Yield the keys in lines that a cache can take."""
    line = ""
    for key in sorted(keys):
        if line and len(line) + len(key) >= LINE_BYTES:
            yield line
            line = ""
        line = f"{line} {key}" if line else key
    if line:
        yield line
