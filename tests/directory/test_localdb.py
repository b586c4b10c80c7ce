"""Real servers and real processes; each test has a folder, with a difficult name."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path

import psutil
import psycopg
import pytest

from directory import localdb, postgres

ROOT = Path(__file__).resolve().parent.parent.parent
is_root = os.geteuid() == 0
JOINS = """
import os, sys
from pathlib import Path
from directory import localdb
def join():
    return localdb.database(Path(sys.argv[1]))["HOST"]
def stay():
    print(host, flush=True)
    sys.stdin.read()
host = join()
"""
STAYS = JOINS + "stay()"
JOINS_TWICE = JOINS + "join(); stay()"
FORK_ENDS = JOINS + "if os.fork(): os.wait(); stay()"
FORK_STAYS = JOINS + "if not os.fork(): stay()"


@pytest.fixture
def data():
    # Not tmp_path: as root the server is another account, and pytest shuts it out.
    folder = Path(tempfile.mkdtemp(prefix="a b'c\"$d")).resolve()
    data = folder / "not made" / "postgres"
    yield data
    if data.exists():
        postgres.Server(data).stop()
    for process in psutil.process_iter():
        if str(folder) in text_of(process):
            process.kill()
    shutil.rmtree(folder)


@pytest.fixture
def run():
    """Starts processes, and ends them after the test."""
    with ExitStack() as processes:

        def start(*command, **options):
            process = subprocess.Popen(command, **options)
            processes.enter_context(process)
            processes.callback(process.kill)
            return process

        yield start


@pytest.fixture
def use(data, run):
    """Starts processes that use the server on the data, until their input ends."""
    return lambda program=STAYS: run(
        *(sys.executable, "-c", program, data),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def text_of(process):
    try:
        return " ".join([process.cwd(), *process.cmdline()])
    except psutil.Error:
        return ""


def processes_on(data):
    return [
        p for p in psutil.process_iter() if str(data) in text_of(p) and is_theirs(p)
    ]


def is_theirs(process):
    return "postgres -D" in text_of(process) or "localdb" in text_of(process)


def postmaster(data):
    return psutil.Process(int((data / "postmaster.pid").read_text().split()[0]))


def host_of(process):
    host = process.stdout.readline().strip()
    assert host, process.stderr.read()
    return host


def ask(host, statement):
    with closing(
        psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True)
    ) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def answers(host):
    try:
        return ask(host, "SELECT true")
    except psycopg.OperationalError:
        return False


def becomes(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not (is_so := condition()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return is_so


def end(process):
    process.stdin.close()
    return process.wait(10)


def test_last_one_out_stops_the_server(data, use):
    user = use()
    host = host_of(user)
    answer = ask(host, "SELECT 6 * 7")

    code = end(user)

    assert answer == 42
    assert code == 0
    assert not (data / "postmaster.pid").exists()
    assert not Path(host).exists()
    assert becomes(lambda: processes_on(data) == [])


def test_joining_twice_is_one_user(data, use):
    user = use(JOINS_TWICE)
    host_of(user)

    assert end(user) == 0
    assert not (data / "postmaster.pid").exists()


def test_two_at_once_share_one_server(data, use):
    first, second = use(), use()
    hosts = {host_of(first), host_of(second)}
    server = postmaster(data)

    end(first)

    assert len(hosts) == 1
    assert ask(hosts.pop(), "SELECT pg_postmaster_start_time() IS NOT NULL")
    assert postmaster(data) == server
    end(second)
    assert not (data / "postmaster.pid").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_of_one_that_was_ended(data, use, number):
    user = use()
    ask(host_of(user), "CREATE TABLE kept AS SELECT 42 AS answer")

    user.send_signal(number)

    assert user.wait(10) != 0
    assert becomes(lambda: processes_on(data) == [])
    assert ask(host_of(use()), "SELECT answer FROM kept") == 42


def test_starting_again_at_once_after_a_kill(use):
    user = use()
    ask(host_of(user), "CREATE TABLE kept AS SELECT 42 AS answer")
    user.kill()

    host = host_of(use())

    time.sleep(1)  # what a keeper needs, should it err
    assert ask(host, "SELECT answer FROM kept") == 42


def test_server_and_keeper_killed_too(data, use):
    user = use()
    ask(host_of(user), "CREATE TABLE kept AS SELECT 42 AS answer")
    for process in [user, *processes_on(data)]:
        process.kill()

    again = use()

    assert ask(host_of(again), "SELECT answer FROM kept") == 42
    again.kill()
    assert becomes(lambda: processes_on(data) == [])


def test_server_that_dies_is_started_again(data, use):
    host = host_of(use())
    server = postmaster(data)

    server.kill()
    server.wait(10)

    assert becomes(lambda: answers(host))
    assert postmaster(data) != server


def test_process_that_got_the_number_of_a_dead_server_is_left_alone(data, use, run):
    user = use()
    folder = Path(host_of(user))
    account = postmaster(data).uids().real
    for process in [user, *processes_on(data)]:
        process.kill()
    stranger = run("sleep", "60", **{"user": account} if is_root else {})
    for file in (data / "postmaster.pid", folder / f"{postgres.SOCKET}.lock"):
        _, *lines = file.read_text().splitlines(keepends=True)
        file.write_text("".join([f"{stranger.pid}\n", *lines]))

    user = use()

    assert ask(host_of(user), "SELECT 42") == 42
    assert end(user) == 0
    assert stranger.poll() is None


def test_stranger_with_the_number_of_the_server_is_not_stopped(data, use, run):
    end(use())
    stranger = run("sleep", "60")
    (data / "postmaster.pid").write_text(f"{stranger.pid}\n{data}\n")

    postgres.Server(data).stop()

    assert stranger.poll() is None


def test_fork_that_ends_does_not_stop_the_server(use):
    host = host_of(use(FORK_ENDS))

    time.sleep(1)  # what a keeper needs, should it err
    assert ask(host, "SELECT 42") == 42


def test_fork_that_stays_keeps_the_server(data, use):
    user = use(FORK_STAYS)
    host = host_of(user)

    user.wait(10)

    time.sleep(1)  # what a keeper needs, should it err
    assert ask(host, "SELECT 42") == 42
    user.stdin.close()
    assert becomes(lambda: processes_on(data) == [])


def test_creation_that_was_cut_short_is_begun_anew(data, use):
    unfinished = data.with_name("postgres.unfinished")
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18")

    host = host_of(use())

    assert ask(host, "SELECT 42") == 42
    assert not unfinished.exists()


def test_failed_start_names_the_log_and_its_end(data, use):
    end(use())
    with (data / "postgresql.conf").open("a") as configuration:
        configuration.write("no_such_setting = 1\n")

    user = use()

    assert user.wait(20) == 1
    message = user.stderr.read()
    assert f"PostgreSQL did not start. The end of {data}.log:" in message
    assert 'unrecognized configuration parameter "no_such_setting"' in message
    assert becomes(lambda: processes_on(data) == [])


def test_failed_creation_names_the_log_and_its_end(data, monkeypatch):
    monkeypatch.setattr(postgres, "INITDB", ["--no-such-option"])

    with pytest.raises(
        RuntimeError, match=r"(?s)initdb failed.*postgres\.log.*no-such"
    ):
        localdb.database(data)

    assert not data.exists()


def test_log_does_not_grow_for_ever(data, use):
    data.parent.mkdir()
    log = data.with_name("postgres.log")
    log.write_text("x" * (postgres.LOG_BYTES + 1))

    host_of(use())

    assert log.stat().st_size < 10_000


def test_log_keeps_no_statement(data, use):
    host = host_of(use())
    ask(host, "CREATE TABLE notes (text varchar UNIQUE)")
    ask(host, "INSERT INTO notes VALUES ('a secret')")

    with pytest.raises(psycopg.errors.UniqueViolation):
        ask(host, "INSERT INTO notes VALUES ('a secret')")

    log = data.with_name("postgres.log").read_text()
    assert "ready to accept connections" in log
    assert "secret" not in log


def test_folder_of_the_socket_must_be_ours(use, tmp_path):
    user = use()
    host = Path(host_of(user))
    end(user)
    host.symlink_to(tmp_path)

    other = use()

    assert other.wait(10) == 1
    assert f"{host} belongs to someone else" in other.stderr.read()
    host.unlink()


def test_only_its_owner_reaches_the_server(data, use):
    host = Path(host_of(use()))

    assert oct(host.stat().st_mode)[-3:] == "700"
    assert oct(data.stat().st_mode)[-3:] == "700"
    assert ask(host, "SHOW listen_addresses") == ""


@pytest.mark.skipif(not is_root, reason="only root is refused by PostgreSQL")
def test_as_root_the_server_is_another_account_let_through(data, use):
    host_of(use())

    assert postmaster(data).username() == "nobody"
    assert oct(data.parent.parent.stat().st_mode)[-3:] == "701"


@pytest.mark.skipif(not is_root, reason="only root may give a folder away")
def test_as_root_the_server_is_the_owner_of_the_folder(data, use):
    data.parent.mkdir()
    os.chown(data.parent, 1, 1)

    host_of(use())

    assert postmaster(data).uids().real == 1
    assert data.with_name("postgres.users").stat().st_uid == 1
    assert oct(data.parent.parent.stat().st_mode)[-3:] == "701"


def test_without_the_wheel_it_asks_for_another_server(data, monkeypatch):
    monkeypatch.setattr(postgres, "WHEEL", "no_such_wheel")

    with pytest.raises(RuntimeError, match=r"no_such_wheel.*set DATABASE_URL"):
        localdb.database(data)


def test_on_windows_it_asks_for_another_server(data, monkeypatch):
    monkeypatch.setattr(localdb, "fcntl", None)

    with pytest.raises(RuntimeError, match="set DATABASE_URL"):
        localdb.database(data)


def test_folder_that_another_server_will_not_leave(data, run, monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "SECONDS", 0.2)
    data.mkdir(parents=True)
    other = run(
        shutil.copy(shutil.which("sleep"), tmp_path / "postgres"), "60", cwd=data
    )

    with pytest.raises(RuntimeError, match="busy and does not answer"):
        localdb.database(data)

    assert other.poll() is None


def test_keeper_starts_a_dead_server_while_it_is_used_and_stops_it_after(data, run):
    server = postgres.Server(data)
    lock, user, keeper = map(server.open_beside, ("start", "users", "keeper"))
    fcntl.flock(user, fcntl.LOCK_SH)
    host = server.start(lock)
    command = [sys.executable, "-m", "directory.localdb", data, str(keeper)]
    process = run(*command, cwd=ROOT, pass_fds=[keeper])
    time.sleep(1)  # it finds all well
    postmaster(data).kill()
    is_back = becomes(lambda: answers(host))

    for descriptor in (lock, user, keeper):
        os.close(descriptor)

    assert is_back
    assert process.wait(10) == 0
    assert not (data / "postmaster.pid").exists()
