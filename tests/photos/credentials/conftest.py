"""Signers made on the spot: a root, a newsroom or an agency under it, and pictures that they have signed."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import c2pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from broadsheet.photos.darkroom import manifests

CAPTURED = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


@dataclass(frozen=True)
class Signatory:
    """Somebody who signs: the certificates from the own one to the root, the key, and the root alone; all PEM."""

    chain: bytes
    key: bytes
    root: bytes


@pytest.fixture(scope="session")
def agency() -> Signatory:
    """Return an agency that signs its pictures."""
    return signatory("Nordbyrå")


@pytest.fixture(scope="session")
def newsroom() -> Signatory:
    """Return the newsroom's own certificate."""
    return signatory("Nordavisa")


@pytest.fixture
def sign(agency: Signatory) -> Callable[..., bytes]:
    """Return a function that signs a picture as the agency does."""

    def made(data: bytes, *, format: str = "image/jpeg", source_type: str = CAPTURED, **more: Any) -> bytes:
        has_thumbnail: bool = more.pop("has_thumbnail", False)
        also: Sequence[dict[str, Any]] = more.pop("also", ())
        actions: Sequence[dict[str, Any]] = more.pop(
            "actions", [{"action": "c2pa.created", "digitalSourceType": source_type}]
        )
        described = {
            "claim_generator_info": [{"name": "Nordkamera", "version": "2"}],
            "format": format,
            "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": actions}}, *also],
            **more,
        }
        info = c2pa.C2paSignerInfo(b"es256", agency.chain, agency.key, None)
        target = io.BytesIO()
        with (
            c2pa.Settings.from_dict(
                {**manifests.settings(""), "builder": {"thumbnail": {"enabled": has_thumbnail}}}
            ) as options,
            c2pa.Context(options) as context,
            c2pa.Signer.from_info(info) as signer,
            c2pa.Builder(described, context=context) as builder,
        ):
            builder.sign(signer, format, io.BytesIO(data), target)
        return target.getvalue()

    return made


@pytest.fixture
def trusting(settings: Any, agency: Signatory, tmp_path: Path) -> None:
    """Have the newsroom trust the agency."""
    settings.PICTURES_TRUST_ANCHORS = tmp_path / "trusted.pem"
    settings.PICTURES_TRUST_ANCHORS.write_bytes(agency.root)


@pytest.fixture
def signing(settings: Any, newsroom: Signatory, tmp_path: Path) -> None:
    """Give the newsroom its certificate."""
    settings.PICTURES_CERTIFICATE, settings.PICTURES_PRIVATE_KEY = tmp_path / "own.pem", tmp_path / "own.key"
    settings.PICTURES_CERTIFICATE.write_bytes(newsroom.chain)
    settings.PICTURES_PRIVATE_KEY.write_bytes(newsroom.key)


def signatory(name: str, *, now: datetime | None = None) -> Signatory:
    """Return somebody whose certificate holds from a day before `now` to a day after."""
    now = now or datetime.now(UTC)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    above, own = _named(f"{name} Root"), _named(name)
    root = _begun(above, above, root_key, now).add_extension(x509.BasicConstraints(True, None), True)
    root = root.add_extension(_usage(is_root=True), True)
    leaf = _begun(own, above, key, now).add_extension(x509.BasicConstraints(False, None), True)
    leaf = leaf.add_extension(_usage(is_root=False), True)
    leaf = leaf.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
    leaf = leaf.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), False)
    root_pem, leaf_pem = (
        one.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM) for one in (root, leaf)
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Signatory(leaf_pem + root_pem, secret, root_pem)


def _named(name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.ORGANIZATION_NAME, f"{name} AS")]
    )


def _begun(
    own: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )


def _usage(*, is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )
