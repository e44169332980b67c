"""The process tree: order of the start, restarts, the stop, and that nothing outlives the supervisor."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broadsheet.press.server.config import ServerConfig, dump_config
from broadsheet.supervisor import (
    AlreadyRunningError,
    ChildSpec,
    PortTakenError,
    Supervisor,
    UpLock,
    accepts,
    app_argv,
    page_server_argv,
    port_free,
    restart_delay,
)

SLEEP = "import signal; signal.pause()"

TREE = """
import sys
from pathlib import Path
from broadsheet.supervisor import ChildSpec, Supervisor
folder = Path(sys.argv[1])
def child(name, code):
    code = f"import os; open({str(folder / 'order')!r}, 'a').write('{name} %d\\\\n' % os.getpid()); " + code
    return ChildSpec(name, [sys.executable, "-c", code])
stay = "import signal; signal.pause()"
hello = "print('hello from the press', flush=True); "
children = [child("pages", stay), child("app", stay), child("press", hello + stay)]
steps = [child("migrate", "raise SystemExit(int(os.environ.get('FAIL', '0')))")]
sys.exit(Supervisor(children, before=steps, on_ready=lambda: print("ready", flush=True)).run())
"""


def until(condition: Callable[[], object], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def order(tmp_path: Path) -> Callable[[], list[tuple[str, int]]]:
    def read() -> list[tuple[str, int]]:
        file = tmp_path / "order"
        lines = file.read_text().splitlines() if file.exists() else []
        return [(line.split()[0], int(line.split()[1])) for line in lines]

    return read


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", TREE, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    yield process
    process.kill()
    process.communicate()


def test_the_page_server_starts_before_the_steps_and_the_rest_after_them(tree, order):
    until(lambda: len(order()) == 4)
    names = [name for name, _pid in order()]
    assert names[:2] == ["pages", "migrate"]
    assert sorted(names[2:]) == ["app", "press"]


def test_output_carries_the_name_of_its_child(tree, order):
    until(lambda: len(order()) == 4)
    tree.send_signal(signal.SIGTERM)
    said, _nothing = tree.communicate(timeout=15)
    assert "press | hello from the press\n" in said


def test_a_child_that_dies_is_started_again(tree, order):
    until(lambda: len(order()) == 4)
    os.kill(dict(order())["app"], signal.SIGKILL)
    until(lambda: [name for name, _pid in order()].count("app") == 2)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_a_signal_stops_everything_and_the_status_is_0(tree, order, number):
    until(lambda: len(order()) == 4)
    tree.send_signal(number)
    assert tree.wait(timeout=15) == 0
    assert not [pid for _name, pid in order() if is_alive(pid)]


def test_no_child_outlives_a_killed_supervisor(tree, order):
    until(lambda: len(order()) == 4)
    tree.kill()
    until(lambda: not [pid for _name, pid in order() if is_alive(pid)])


def test_a_step_that_keeps_failing_ends_the_start_with_status_1(tmp_path, order):
    done = subprocess.run(
        [sys.executable, "-c", TREE, str(tmp_path)],
        env={**os.environ, "FAIL": "3"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1
    assert "migrate failed with status 3 (attempt 5 of 5)" in done.stdout
    assert {name for name, _pid in order()} == {"pages", "migrate"}


def test_a_step_whose_command_is_not_there_is_told_and_ends_the_start():
    said: list[str] = []
    pages = ChildSpec("pages", [sys.executable, "-c", SLEEP])
    assert Supervisor([pages], before=[ChildSpec("step", ["/nowhere/at/all"])], write=said.append).run() == 1
    assert any(line.startswith("up | step cannot be started:") for line in said)


def test_the_wait_before_a_restart_grows_from_a_fifth_of_a_second_to_ten_seconds():
    assert [restart_delay(failures) for failures in (0, 1, 2, 5, 6, 100)] == [0.2, 0.4, 0.8, 6.4, 10.0, 10.0]


def test_two_on_one_folder_are_refused_with_the_holder_named(tmp_path):
    with UpLock(tmp_path / "up.lock"), pytest.raises(AlreadyRunningError) as caught:
        UpLock(tmp_path / "up.lock").take()
    assert caught.value.pid == os.getpid()


def test_the_lock_is_free_once_given_back(tmp_path):
    with UpLock(tmp_path / "up.lock"):
        pass
    with UpLock(tmp_path / "up.lock"):
        pass


def test_a_taken_port_is_told_in_a_plain_sentence(free_port):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", free_port))
        holder.listen()
        with pytest.raises(PortTakenError, match="another program uses it"):
            port_free("127.0.0.1", free_port)


def test_a_free_port_is_free(free_port):
    port_free("127.0.0.1", free_port)


@pytest.fixture
def server_config(tmp_path: Path) -> Path:
    folders = {name: str(tmp_path / name) for name in ("pages", "static", "pictures")}
    file = tmp_path / "server.json"
    dump_config(ServerConfig(**folders, app_socket=str(tmp_path / "app.sock")), file)
    return file


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def start_granian(argv: list[str], config: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(argv, env={**os.environ, "BROADSHEET_SERVER_CONFIG": str(config)}, start_new_session=True)


def test_no_worker_of_the_page_server_stays_on_the_port_when_its_main_process_is_killed(server_config, free_port):
    argv = page_server_argv(host="127.0.0.1", port=free_port, workers=2)
    process = start_granian(argv, server_config)
    until(lambda: listens(free_port))
    process.kill()
    process.wait()
    until(lambda: not listens(free_port))


def test_control_without_our_launcher_a_worker_stays_on_the_port(server_config, free_port):
    argv = page_server_argv(host="127.0.0.1", port=free_port, workers=2)
    argv[argv.index("broadsheet.press.server.launch")] = "granian"
    process = start_granian(argv, server_config)
    try:
        until(lambda: listens(free_port))
        process.kill()
        process.wait()
        assert listens(free_port)
    finally:
        os.killpg(process.pid, signal.SIGKILL)


def app_like_argv(socket_file: Path) -> list[str]:
    folder = Path(__file__).parent / "press" / "server"
    argv = app_argv(socket_file, workers=1)
    argv[argv.index("asginl")] = "rsgi"
    return [*argv[:-1], "--working-dir", str(folder), "bare:app"]


def start_app(socket_file: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(app_like_argv(socket_file), start_new_session=True)
    until(accepts(socket_file))
    return process


def test_the_app_starts_again_on_the_socket_that_it_left_when_it_was_killed(tmp_path):
    socket_file = tmp_path / "app.sock"
    killed = start_app(socket_file)
    killed.kill()
    killed.wait()
    until(lambda: not accepts(socket_file)())
    again = start_app(socket_file)
    again.terminate()
    assert again.wait(timeout=15) == 0


def test_the_socket_of_the_app_is_for_its_owner_alone(tmp_path):
    process = start_app(tmp_path / "app.sock")
    mode = (tmp_path / "app.sock").stat().st_mode & 0o777
    process.terminate()
    process.wait(timeout=15)
    assert mode == 0o600


def test_a_worker_that_is_killed_is_replaced(tmp_path):
    socket_file = tmp_path / "app.sock"
    process = start_app(socket_file)
    worker = children_of(process.pid)[0]
    os.kill(int(worker), signal.SIGKILL)
    until(lambda: children_of(process.pid) not in ([], [worker]))
    until(accepts(socket_file))
    process.terminate()
    assert process.wait(timeout=15) == 0


def test_a_stop_waits_for_a_request_that_is_under_way(tmp_path):
    socket_file = tmp_path / "app.sock"
    process = start_app(socket_file)
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(15)
        line.connect(str(socket_file))
        head = b"POST /whole-body/ HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
        line.sendall(head + b"Expect: 100-continue\r\nConnection: close\r\n\r\n")
        assert line.recv(1000).startswith(b"HTTP/1.1 100")
        process.terminate()
        line.sendall(b"abcd")
        assert line.recv(1000).startswith(b"HTTP/1.1 200")
    process.wait(timeout=15)


def children_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
