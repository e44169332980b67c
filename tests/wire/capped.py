"""Reads hostile files in a child process with little memory and little time (CAP of the criteria).

Run as `python -m tests.wire.capped HARDENED|DEFENCE_OFF FILE…`; prints a JSON object: the result of each file, and the
peak memory of the process in megabytes.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

MAX_ADDRESS_SPACE = 512 * 1024 * 1024
MAX_CPU_SECONDS = 10
ROOT = Path(__file__).parents[2]


def run(mode: str, paths: list[Path]) -> dict[str, Any]:
    """Return what the child printed; `{"died": …}` if it broke a limit."""
    command = [sys.executable, "-m", "tests.wire.capped", mode, *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60, preexec_fn=_limit)
    if done.returncode:
        return {"died": done.returncode, "why": done.stderr[-2000:]}
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_ADDRESS_SPACE, MAX_ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))


def _hardened(data: bytes) -> dict[str, Any]:
    from broadsheet.wire.errors import UnreadableFileError
    from broadsheet.wire.formats import read, xml

    result: dict[str, Any] = {}
    try:
        root = xml.parse(data, [])
        result["text"] = "".join(str(part) for part in root.itertext())
    except UnreadableFileError as error:
        result["parse_error"] = type(error).__name__
    try:
        result["items"] = [item.to_json() for item in read(data, filename="x", time_zone=ZoneInfo("Europe/Oslo"))]
    except UnreadableFileError as error:
        result["error"] = type(error).__name__
    return result


def _defence_off(data: bytes) -> dict[str, Any]:
    """The parser as a careless hand would set it: this is what the defence is against."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=True, load_dtd=True, no_network=False, huge_tree=True)
    try:
        return {"text": "".join(str(part) for part in etree.fromstring(data, parser).itertext())}
    except etree.XMLSyntaxError as error:
        return {"error": str(error)}


def _main(mode: str, *names: str) -> None:
    read_one = {"HARDENED": _hardened, "DEFENCE_OFF": _defence_off}[mode]
    files = {}
    for name in names:
        start = time.process_time()
        result = read_one(Path(name).read_bytes())
        files[name] = {**result, "seconds": time.process_time() - start}
    # Not ru_maxrss: across fork and exec that starts at what the parent, a whole test run, held.
    status = Path("/proc/self/status").read_text("ascii")
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(json.dumps({"files": files, "megabytes": peak}))


if __name__ == "__main__":
    _main(*sys.argv[1:])
