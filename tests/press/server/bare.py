"""What Granian lets through by itself: the control of the tests that show what we refuse."""

from __future__ import annotations

from granian.rsgi import HTTPProtocol, Scope


async def app(scope: Scope, proto: HTTPProtocol) -> None:
    body = b""
    if scope.path == "/whole-body/":
        body = await proto()
    proto.response_bytes(200, [("content-type", "text/plain")], f"{scope.method} {scope.path} {len(body)}".encode())
