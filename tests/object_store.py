"""A real S3 server for tests: Debian's radosgw with one monitor and one store in memory, on loopback, gone at the end.

It starts in two seconds, because the monitor is told not to gather changes for a second each.
"""

from __future__ import annotations

import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import uuid
from pathlib import Path

from broadsheet.core.bucket import Bucket
from broadsheet.settings.links import store_from
from tests.running import free_port, wait_until

NEEDED = ("radosgw", "radosgw-admin", "ceph-mon", "ceph-osd", "ceph", "monmaptool")
CONFIGURATION = """
[global]
fsid = {fsid}
mon_initial_members = a
mon_host = [v1:127.0.0.1:{monitor}]
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
ms_bind_msgr2 = false
ms_bind_port_min = 8640
ms_bind_port_max = 8699
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
run_dir = {folder}/run
admin_socket = {folder}/run/$name.$pid.asok
log_file = {folder}/$name.log
mon_data = {folder}/mon
osd_data = {folder}/osd
osd_objectstore = memstore
memstore_device_bytes = 1073741824
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_pool_default_pgp_num = 1
osd_crush_chooseleaf_type = 0
osd_class_update_on_start = false
osd_crush_update_on_start = false
mon_allow_pool_size_one = true
paxos_propose_interval = 0.05
paxos_min_wait = 0.01
mon_tick_interval = 1
rgw_frontends = beast endpoint=127.0.0.1:{port}
rgw_data = {folder}/rgw
rgw_run_sync_thread = false
rgw_enable_gc_threads = false
rgw_enable_lc_threads = false
rgw_enable_quota_threads = false
"""


def lacks() -> str | None:
    """Return what has to be installed before this can run, None if nothing."""
    return None if all(shutil.which(name) for name in NEEDED) else "radosgw, ceph-mon and ceph-osd"


class ObjectStore:
    """Monitor, memory store and gateway; `bucket` makes a new bucket and returns the `store.url` for it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="broadsheet-s3-"))
        self.port = free_port()
        for name in ("mon", "osd", "rgw", "run"):
            (self.folder / name).mkdir()
        text = CONFIGURATION.format(fsid=uuid.uuid4(), monitor=free_port(), port=self.port, folder=self.folder)
        (self.folder / "ceph.conf").write_text(text)
        self._key, self._secret = secrets.token_hex(8), secrets.token_urlsafe(16)
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start all three, and make the user."""
        self._start_monitor()
        self._start_memory()
        self.start_gateway()
        who = ("--uid=broadsheet", "--display-name=broadsheet", f"--access-key={self._key}", f"--secret={self._secret}")
        self._run("radosgw-admin", "-n", "client.gateway", "user", "create", *who)

    def stop(self) -> None:
        """End all three and remove what they left."""
        for process in reversed(self._processes.values()):
            process.kill()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start_gateway(self) -> None:
        """Start the gateway, and wait until it answers."""
        self._spawn("gateway", "radosgw", "-n", "client.gateway", "-f")
        wait_until(self.answers, 60)

    def stop_gateway(self) -> None:
        """Kill the gateway: the objects are kept, and nobody answers for them."""
        process = self._processes.pop("gateway")
        process.send_signal(signal.SIGKILL)
        process.wait()

    def answers(self) -> bool:
        """Return whether the gateway takes connections."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def bucket(self) -> str:
        """Make a bucket of its own for a test."""
        name = f"paper-{secrets.token_hex(4)}"
        url = f"s3://{self._key}:{self._secret}@127.0.0.1:{self.port}/{name}/house?tls=no"
        address = store_from(url)
        assert address is not None
        Bucket(address)._client.create_bucket(Bucket=name)
        return url

    def _start_monitor(self) -> None:
        monitors = next(line for line in (self.folder / "ceph.conf").read_text().splitlines() if "mon_host" in line)
        address = monitors.partition("= ")[2]
        fsid = (self.folder / "ceph.conf").read_text().partition("fsid = ")[2].split()[0]
        map_file = str(self.folder / "monmap")
        subprocess.run(
            ["monmaptool", "--create", "--addv", "a", address, "--fsid", fsid, map_file],
            check=True,
            capture_output=True,
        )
        self._run("ceph-mon", "-i", "a", "--mkfs", "--monmap", map_file)
        self._spawn("monitor", "ceph-mon", "-i", "a", "-f")

    def _start_memory(self) -> None:
        number, identity = "0", str(uuid.uuid4())
        wait_until(lambda: self._says("ceph", "--connect-timeout", "20", "osd", "new", identity) == number, 60)
        self._run("ceph-osd", "-i", number, "--mkfs", "--osd-uuid", identity)
        self._spawn("memory", "ceph-osd", "-i", number, "-f")
        wait_until(lambda: self._says("ceph", "osd", "crush", "add", f"osd.{number}", "1.0", "root=default") == "", 60)

    def _says(self, *words: str) -> str | None:
        """Return what a command prints, None where it fails: a monitor that has just started refuses at first."""
        try:
            return self._run(*words).strip()
        except AssertionError:
            return None

    def _run(self, *words: str) -> str:
        command = [words[0], "-c", str(self.folder / "ceph.conf"), *words[1:]]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        if done.returncode:
            raise AssertionError(f"{words}: {done.stdout}{done.stderr}")
        return done.stdout

    def _spawn(self, name: str, *words: str) -> None:
        command = [words[0], "-c", str(self.folder / "ceph.conf"), *words[1:]]
        with (self.folder / f"{name}.out").open("ab") as out:
            self._processes[name] = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)
