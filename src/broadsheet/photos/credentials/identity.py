"""The newsroom as a signer: its certificate and key, out of the files that the settings name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings

from broadsheet.photos.credentials.reading import is_installed

CURVES = {"secp256r1": b"es256", "secp384r1": b"es384", "secp521r1": b"es512"}

logger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Identity:
    """Certificates from the newsroom's own to the root, the key, and the algorithm that the key is for."""

    certificates: bytes
    key: bytes
    algorithm: bytes
    begins_at: datetime
    ends_at: datetime

    def holds_at(self, now: datetime) -> bool:
        """Return whether the certificate may be signed with at this instant."""
        return self.begins_at <= now <= self.ends_at


def configured() -> Identity | None:
    """Return the newsroom's identity, whether or not its certificate holds; None where it has none that can be used."""
    certificate, key = settings.PICTURES_CERTIFICATE, settings.PICTURES_PRIVATE_KEY
    if certificate is None or key is None or not is_installed():
        return None
    try:
        return _loaded(certificate, key, certificate.stat().st_mtime_ns, key.stat().st_mtime_ns)
    except OSError as err:
        logger.error("credentials.no-certificate", error=str(err))
        return None


@lru_cache(maxsize=4)
def _loaded(certificate: Path, key: Path, _certificate_of: int, _key_of: int) -> Identity | None:
    """Return the identity that the two files make; the times of their last change are there for the cache."""
    chain, secret = certificate.read_bytes(), key.read_bytes()
    try:
        private = load_pem_private_key(secret, password=None)
        own = x509.load_pem_x509_certificates(chain)[0]
    except (ValueError, TypeError) as err:
        logger.error("credentials.no-certificate", error=str(err))
        return None
    algorithm = _algorithm(private)
    if not algorithm or own.public_key() != private.public_key():
        logger.error(
            "credentials.no-certificate", error="the key is not this certificate's, or of a kind that cannot sign"
        )
        return None
    return Identity(chain, secret, algorithm, own.not_valid_before_utc, own.not_valid_after_utc)


def _algorithm(key: Any) -> bytes:
    """Return C2PA's name for how such a key signs; empty where it has none.

    Source: C2PA 2.1, 13.2 (digital signatures).
    """
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return CURVES.get(key.curve.name, b"")
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return b"ed25519"
    return b"ps256" if isinstance(key, rsa.RSAPrivateKey) else b""
