"""H5 through nginx with a certificate: every kind of answer keeps browsers on https, also when nobody is behind it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.press.fronts import nginx
from tests.press.serving import RunningServer, furnish

pytestmark = pytest.mark.fronts

SAFE = {
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
KINDS = {
    "page": ("/world/story/", 200),
    "feed": ("/feed/", 200),
    "killed": ("/world/killed/", 410),
    "moved": ("/world/old/", 301),
    "static": ("/static/site.0a1b.css", 200),
    "picture": ("/media/one.jpg", 200),
    "missing file": ("/static/none.css", 404),
    "desk": ("/desk/", 200),
    "odd": ("/a//b", 404),
}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: Any) -> tuple[str, str]:
    """Return the files of a certificate that this test made for itself, and of its key."""
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "paper.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    encodings = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "chain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(*encodings))
    return str(folder / "chain.pem"), str(folder / "key.pem")


@pytest.fixture(scope="module", params=["with a page server", "alone"])
def front(request: Any, start_server: Any, certificate: Any, tmp_path_factory: Any) -> Iterator[RunningServer]:
    running: RunningServer = start_server(https=True, trusted_proxies=("127.0.0.1",))
    furnish(running)
    chain, key = certificate
    upstream = {"upstream": "127.0.0.1:1"} if request.param == "alone" else {}
    root: Path = tmp_path_factory.mktemp("nginx")
    with nginx(root, running, certificate=chain, certificate_key=key, **upstream) as served:
        yield served


def ask(front: RunningServer, path: str) -> Any:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = HTTPSConnection("127.0.0.1", front.port, timeout=30, context=context)
    connection.request("GET", path, headers={"Host": "paper.example"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


@pytest.mark.parametrize("kind", KINDS)
def test_h5_every_kind_of_answer_over_https_carries_the_safe_headers_once(front, request, kind):
    path, status = KINDS[kind]
    is_stored = kind in {"page", "feed", "static", "picture"}
    answer = ask(front, path)
    assert answer.status == (status if is_stored or "alone" not in request.node.callspec.id else 502)
    assert {name: answer.headers.get_all(name) for name in SAFE} == {name: [value] for name, value in SAFE.items()}
    assert answer.headers["Content-Security-Policy"]
