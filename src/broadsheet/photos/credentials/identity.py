"""The newsroom as a signer: its certificate and key, out of the files that the settings name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings

from broadsheet.photos.credentials.reading import is_installed

ENDS_SOON = timedelta(days=30)
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


def fault(now: datetime) -> str:
    """Return what is wrong with the newsroom's certificate and key, in a sentence that says what to do; "" for nothing.

    Nothing is wrong where none is named. One that ends within ENDS_SOON is told of as well.
    """
    certificate, key = settings.PICTURES_CERTIFICATE, settings.PICTURES_PRIVATE_KEY
    if certificate is None and key is None:
        return ""
    if certificate is None or key is None:
        return "Only one of pictures.certificate and pictures.private_key is set. Name both files."
    if not is_installed():
        return "A certificate is named, and what signs with it is missing. Install the extra “c2pa”."
    try:
        identity = _read(certificate, key)
    except OSError as err:
        return f"The certificate or its key cannot be read ({err}). Check the paths and who may read them."
    except (ValueError, TypeError, UnsupportedAlgorithm) as err:
        return (
            f"The certificate and its key cannot be used: {err}. Name a certificate in PEM and the key that is its own."
        )
    if now < identity.begins_at:
        return f"The certificate holds only from {identity.begins_at:%Y-%m-%d}. Until then pictures are not signed."
    if now > identity.ends_at:
        return f"The certificate ended {identity.ends_at:%Y-%m-%d}, and pictures are no longer signed. Get a new one."
    if now > identity.ends_at - ENDS_SOON:
        return f"The certificate ends {identity.ends_at:%Y-%m-%d}. Get a new one before that."
    return ""


@lru_cache(maxsize=4)
def _loaded(certificate: Path, key: Path, _certificate_of: int, _key_of: int) -> Identity | None:
    """Return the identity that the two files make; the times of their last change are there for the cache."""
    try:
        return _read(certificate, key)
    except (ValueError, TypeError, UnsupportedAlgorithm) as err:
        logger.error("credentials.no-certificate", error=str(err))
        return None


def _read(certificate: Path, key: Path) -> Identity:
    """Return the identity that the two files make.

    Raises:
        OSError: one of them cannot be read.
        ValueError, TypeError, UnsupportedAlgorithm: they cannot be signed with.
    """
    chain, secret = certificate.read_bytes(), key.read_bytes()
    private = load_pem_private_key(secret, password=None)
    own = x509.load_pem_x509_certificates(chain)[0]
    algorithm = _algorithm(private)
    if not algorithm or own.public_key() != private.public_key():
        raise ValueError("the key is not this certificate's, or of a kind that cannot sign")
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
