"""One worker of the darkroom: reads jobs from its input until that ends. ``python -m broadsheet.photos.darkroom.worker``.

It limits itself before it reads the first byte of a picture: memory for good, processor time anew for each job. The
clock on the wall is the asker's: a worker that hangs cannot look at it.
"""

from __future__ import annotations

import math
import os
import resource
import signal
import sys
import time
import warnings
from typing import IO

from PIL import Image

from broadsheet.photos.checks import MAX_PIXELS
from broadsheet.photos.darkroom import messages
from broadsheet.photos.darkroom.jobs import JOBS
from broadsheet.photos.errors import NotAPictureError


def main(max_memory_bytes: int) -> None:
    """Do jobs until nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _lower(resource.RLIMIT_AS, max_memory_bytes)
    _lower(resource.RLIMIT_CORE, 0)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # what a library prints must not come amid a message
        while _one(sys.stdin.buffer, answers):
            pass


def _one(questions: IO[bytes], answers: IO[bytes]) -> bool:
    try:
        facts, parts = messages.read(questions)
        _lower(resource.RLIMIT_CPU, math.ceil(time.process_time()) + int(facts.pop("max_cpu_seconds")))
        try:
            told, made = JOBS[facts.pop("job")](*parts, **facts)
        except NotAPictureError as err:
            told, made = {"refused": err.detail}, []
        messages.write(answers, told, made)
    except (EOFError, BrokenPipeError):
        return False
    return True


def _lower(which: int, value: int) -> None:
    """Set a limit that holds for now; never above what this process was given itself."""
    _soft, hard = resource.getrlimit(which)
    resource.setrlimit(which, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


if __name__ == "__main__":
    main(int(sys.argv[1]))
