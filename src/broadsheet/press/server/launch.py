"""Starts Granian so that its workers never outlive it.

Granian's own command leaves its workers behind on the port when its main process is killed. Here each worker asks the
kernel, the moment it is forked, to be killed when the main process ends. A socket that a killed server left behind is
cleared. Everything else is Granian's command, without its settings from the environment:
`python -m broadsheet.press.server.launch <granian's arguments>`. The app is started by it too.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import signal
import socket
import sys
from pathlib import Path
from typing import Final

PR_SET_PDEATHSIG: Final = 1
"""Source: prctl(2)."""


def die_with_parent(parent: int, sent: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel to end this process when its parent ends; end at once if the parent has ended already."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, sent) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != parent:
        os._exit(1)


def main() -> None:
    """Run Granian's command."""
    from granian.cli import cli

    parent = os.getpid()
    multiprocessing.set_start_method("fork")
    os.register_at_fork(after_in_child=lambda: die_with_parent(parent))
    _allow_many_connections()
    if "--uds" in sys.argv[:-1]:
        clear_stale_socket(Path(sys.argv[sys.argv.index("--uds") + 1]))
    cli()


def clear_stale_socket(socket_file: Path) -> None:
    """Remove a socket that a killed server left behind, which Granian would take for a running one."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(socket_file))
        except ConnectionRefusedError:
            socket_file.unlink(missing_ok=True)
        except OSError:
            return


def _allow_many_connections() -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    main()
