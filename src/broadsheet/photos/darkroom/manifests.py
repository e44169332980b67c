"""Reading a C2PA manifest in the worker: the parser is fed by strangers, as the decoders are.

Nothing is fetched: no remote manifest, no list of trust, no answer on a certificate's state.

Source: C2PA 2.1, 10 (manifests), 15 (validation), 18.15 (actions).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import orjson

from broadsheet.core.metadata.text import clean, cut

MAX_REPORT_CHARACTERS = 4_000_000
MAX_ACTIONS = 20
MAX_CODES = 10
MAX_MANIFESTS = 50
MAX_TEXT = 200
PASSED_ON = ("c2pa.actions", "c2pa.hash.", "c2pa.ingredient", "cawg.identity")
"""Beginnings of the assertions that a published copy may carry on. Any other may hold a place, a serial number or a face."""

CHANGED = ("dataHash.mismatch", "bmffHash.mismatch", "boxesHash.mismatch")
"""Ends of the codes that say: the bytes are not those that were signed."""

OFFLINE: dict[str, Any] = {
    "verify": {
        "remote_manifest_fetch": False,
        "ocsp_fetch": False,
        "verify_trust": True,
        "verify_timestamp_trust": True,
    },
    "core": {"allowed_network_hosts": []},
}


def settings(anchors: str) -> dict[str, Any]:
    """Return the library's settings: offline, and trusting the certificates in `anchors` (PEM) alone."""
    return {**OFFLINE, **({"trust": {"trust_anchors": anchors}} if anchors else {})}


def told(data: bytes, *, format: str, anchors: str) -> dict[str, Any]:
    """Return what the file's active manifest says, as JSON; {} where it has none. Never raises for the file's sake."""
    import c2pa

    with c2pa.Settings.from_dict(settings(anchors)) as chosen, c2pa.Context(chosen) as context:
        try:
            reader = c2pa.Reader.try_create(format, io.BytesIO(data), context=context)
        except c2pa.C2paError as err:
            return {"state": "invalid", "codes": [_text(str(err))]}
        if reader is None:
            return {}
        with reader:
            report = reader.json()
    try:
        return facts(report)
    except (AttributeError, KeyError, TypeError) as err:
        return {"state": "invalid", "codes": [_text(f"a report of another shape: {err}")]}


def facts(report: str) -> dict[str, Any]:
    """Return the few facts of the library's report that a newsroom asks for, each bounded in length and number."""
    if len(report) > MAX_REPORT_CHARACTERS:
        return {"state": "invalid", "codes": ["report too long"]}
    whole = orjson.loads(report)
    manifests, active = whole.get("manifests") or {}, whole.get("active_manifest")
    manifest = manifests.get(active) or {}
    signature = manifest.get("signature_info") or {}
    own, lent = _source_types(manifests, active)
    codes = _failures(whole)
    return {
        "state": _state(str(whole.get("validation_state") or ""), codes),
        "codes": codes,
        "signer": _text(signature.get("common_name") or signature.get("issuer")),
        "issuer": _text(signature.get("issuer")),
        "signed_at": _text(signature.get("time")),
        "tool": _tool(manifest),
        "actions": list(_actions(manifest)),
        "source_types": own[:MAX_ACTIONS],
        "source_types_of_parts": lent[:MAX_ACTIONS],
        "ingredients": len(manifest.get("ingredients") or ()),
        "private": list(_private(manifests)),
    }


def _state(validation: str, codes: list[str]) -> str:
    if validation in ("Trusted", "Valid"):
        return validation.lower()
    return "changed" if any(code.endswith(CHANGED) for code in codes) else "invalid"


def _failures(whole: dict[str, Any]) -> list[str]:
    results = (whole.get("validation_results") or {}).get("activeManifest") or {}
    return [_text(one.get("code")) for one in (results.get("failure") or ())[:MAX_CODES]]


def _tool(manifest: dict[str, Any]) -> str:
    named: dict[str, Any] = next(iter(manifest.get("claim_generator_info") or ()), {})
    words = (named.get("name"), named.get("version")) if named else (manifest.get("claim_generator"),)
    return " ".join(filter(None, map(_text, words)))


def _actions(manifest: dict[str, Any]) -> Iterator[dict[str, str]]:
    listed = (one for one in manifest.get("assertions") or () if str(one.get("label")).startswith("c2pa.actions"))
    actions = [action for one in listed for action in (one.get("data") or {}).get("actions") or ()]
    for action in actions[:MAX_ACTIONS]:
        agent = action.get("softwareAgent")
        yield {
            "action": _text(action.get("action")),
            "tool": _text(agent.get("name") if isinstance(agent, dict) else agent),
            "when": _text(action.get("when")),
            "source_type": _text(action.get("digitalSourceType")),
        }


def _source_types(manifests: dict[str, Any], active: str | None) -> tuple[list[str], list[str]]:
    """Return the source types of the picture and of what it was before, and those of the parts put into it."""
    own: list[str] = []
    lent: list[str] = []
    seen: set[str | None] = set()
    ahead: list[tuple[str | None, list[str]]] = [(active, own)]
    while ahead and len(seen) < MAX_MANIFESTS:
        label, found = ahead.pop(0)
        manifest = manifests.get(label or "") or {}
        if label in seen:
            continue
        seen.add(label)
        found += [action["source_type"] for action in _actions(manifest) if action["source_type"]]
        for one in manifest.get("ingredients") or ():
            ahead.append((one.get("active_manifest"), found if one.get("relationship") == "parentOf" else lent))
    return own, lent


def _private(manifests: dict[str, Any]) -> Iterator[str]:
    """Yield the addresses, inside the file, of what may not be published: thumbnails, and what is not in `PASSED_ON`."""
    for label, manifest in manifests.items():
        for one in manifest.get("assertions") or ():
            name, instance = str(one.get("label")), one.get("instance")
            if not name.startswith(PASSED_ON):
                yield f"self#jumbf=/c2pa/{label}/c2pa.assertions/{name}{f'__{instance}' if instance else ''}"
        for owner in (manifest, *(manifest.get("ingredients") or ())):
            if thumbnail := owner.get("thumbnail"):
                yield str(thumbnail.get("identifier"))


def _text(value: Any) -> str:
    return cut(clean(value), MAX_TEXT) if isinstance(value, str) else ""
