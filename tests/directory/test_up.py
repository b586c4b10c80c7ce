"""`manage.py up` as people run it: a process with a port and a folder of its own."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path

import psutil
import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
UP = [ROOT / "manage.py", "up"]
# A job that takes longer than anybody waits.
UP_WITH_A_LONG_JOB = [
    "-c",
    """
import sys, time
import django
django.setup()
from django.core.management import call_command
from procrastinate.contrib.django import app
@app.task(name="long")
def long():
    print("job begins", flush=True)
    time.sleep(60)
call_command("up", *sys.argv[1:])
""",
]


class Site:
    """A process that runs `up`, and what it said."""

    def __init__(self, folder, *options, command=UP, **environment):
        self.said = []
        self.process = subprocess.Popen(
            [sys.executable, *command, *map(str, options)],
            cwd="/",
            env=os.environ
            | {
                "DATA_DIR": str(folder),
                "DATABASE_URL": "",
                "DJANGO_SETTINGS_MODULE": "directory.settings",
                "SECRET_KEY": "",
                "PYTHONPATH": str(ROOT),
            }
            | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def read_until(self, beginning):
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if line.startswith(beginning):
                return line
        pytest.fail("\n".join(self.said))

    def port(self):
        ready = self.read_until("Ready")
        found = re.fullmatch(
            r"Ready: http://127\.0\.0\.1:(\d+)/  \(Ctrl-C .+\)\n", ready
        )
        return int(found[1])

    def end(self, number=signal.SIGINT):
        """The exit code, after at most some seconds."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self):
        code = self.process.wait(15)
        self.said += self.process.stdout.read().splitlines()
        return code

    def web_server(self):
        (child,) = psutil.Process(self.process.pid).children()
        return child


ADD_JOB = """
INSERT INTO procrastinate_jobs (queue_name, args, task_name) VALUES (
    '', '{"max_hours": 72}', 'builtin:procrastinate.builtin_tasks.remove_old_jobs'
)
"""


@pytest.fixture(scope="module")
def prepared():
    """A folder in which everything is ready, and what the first run there said."""
    folder = Path(tempfile.mkdtemp(prefix="it's up ")).resolve()
    with ExitStack() as sites:
        site = started(sites, folder)
        site.port()
        ask(folder, "CREATE SCHEMA kept")
        ask(folder, "CREATE TABLE kept.numbers AS SELECT 42 AS answer")
        code = site.end()
    yield folder, code, site.said
    assert becomes(lambda: processes_in(folder) == [])
    shutil.rmtree(folder)


@pytest.fixture
def up(prepared):
    folder, _, _ = prepared
    with ExitStack() as sites:
        yield lambda *options, **more: started(sites, folder, *options, **more)
    assert becomes(lambda: processes_in(folder) == [])


def started(sites, folder, *options, samples=False, **more):
    if "--port" not in options:
        options = ("--port", 0, *options)
    if not samples:
        options = ("--no-samples", *options)
    site = Site(folder, *options, **more)
    sites.enter_context(site.process)
    sites.callback(site.process.kill)
    return site


def processes_in(folder):
    """Ours that serve: web server, database, and its keeper."""
    return [
        process
        for process in psutil.process_iter(["cmdline", "environ"])
        if str(folder) in " ".join(process.info["cmdline"] or [])
        or (process.info["environ"] or {}).get("DATA_DIR") == str(folder)
    ]


def becomes(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not (is_so := condition()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return is_so


def has_ended(process):
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def status_of_page(port):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as page:
        page.request("GET", "/operators/login/")
        return page.getresponse().status


def ask(folder, statement):
    host = (folder / "postgres" / "postmaster.pid").read_text().splitlines()[4]
    with closing(
        psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True)
    ) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def answers(folder):
    try:
        return ask(folder, "SELECT true")
    except (OSError, IndexError, psycopg.OperationalError):
        return False


def are_done(folder, count):
    done = ask(
        folder, "SELECT count(*) FROM procrastinate_jobs WHERE status = 'succeeded'"
    )
    return done == count


def test_first_run_says_each_step_and_ctrl_c_ends_it(prepared):
    _, code, said = prepared
    steps = [re.sub(r"ready \(\d+\.\d s\)", "ready", line) for line in said]

    assert steps[:-2] == [
        "Database ... ready",
        "Tables ... ready",
        "Static files ... ready",
        "Postal codes ... ready",
    ]
    assert steps[-2].startswith("Ready: ")
    assert steps[-1] == "Stopped."
    assert code == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_page_answers_until_a_signal_ends_it(up, number):
    site = up()
    port = site.port()
    status = status_of_page(port)

    code = site.end(number)

    assert status == 200
    assert (code, site.said[-1]) == (0, "Stopped.")
    with pytest.raises(ConnectionRefusedError):
        status_of_page(port)


def test_second_run_keeps_the_data(up, prepared):
    folder, _, _ = prepared

    up().port()

    assert ask(folder, "SELECT answer FROM kept.numbers") == 42


def test_killed_it_leaves_nothing_and_runs_again_at_once(up, prepared):
    folder, _, _ = prepared
    site = up()
    port = site.port()
    web_server = site.web_server()
    site.process.kill()

    again = up("--port", port)

    assert again.port() == port
    assert status_of_page(port) == 200
    assert becomes(lambda: has_ended(web_server))
    again.process.kill()
    assert becomes(lambda: processes_in(folder) == [])


def test_port_in_use_is_said_in_one_line(up):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        site = up("--port", port)

        assert site.ended() == 1
    (line,) = filter(None, site.said)
    assert line == (
        f"CommandError: Port {port} of 127.0.0.1 is in use by another program."
        " Choose another with --port (make run PORT=8001)."
    )


def test_port_that_does_not_exist_is_said_in_one_line(up):
    site = up("--port", 99_999)

    assert site.ended() == 1
    (line,) = filter(None, site.said)
    assert line.startswith("CommandError: Port 99999 of 127.0.0.1 is no use: ")


def test_web_server_that_ends_by_itself_ends_all(up):
    site = up()
    site.port()

    site.web_server().kill()

    assert site.ended() == 137
    assert "The web server ended by itself, with exit code 137." in site.said


def test_web_server_that_cannot_start_ends_all(up):
    site = up(GUNICORN_CMD_ARGS="--no-such-option")

    assert site.ended() == 2
    assert site.said[-2:] == [
        "The web server ended by itself, with exit code 2.",
        "Stopped.",
    ]


def test_web_server_that_does_not_listen_is_killed_at_the_end(up):
    site = up()
    site.port()
    web_server = site.web_server()
    web_server.suspend()

    site.process.send_signal(signal.SIGINT)

    assert site.process.wait(15) == 0
    has_been_killed = has_ended(web_server)
    if not has_been_killed:
        web_server.kill()
    assert has_been_killed


def test_database_that_does_not_answer_is_said_so(up):
    site = up(DATABASE_URL="postgres://somebody@127.0.0.1:1/nothing")

    assert site.ended() == 1
    assert site.said[0] == "Database ... not done"
    assert (
        "CommandError: The database does not answer: connection failed" in site.said[1]
    )


def test_jobs_are_done_also_after_the_database_was_away(up, prepared):
    folder, _, _ = prepared
    site = up()
    site.port()
    ask(folder, ADD_JOB)
    before = becomes(lambda: are_done(folder, 1))
    server = (folder / "postgres" / "postmaster.pid").read_text().split()[0]

    os.kill(int(server), signal.SIGKILL)
    assert becomes(lambda: answers(folder))
    ask(folder, ADD_JOB)

    assert before
    assert becomes(lambda: are_done(folder, 2), seconds=20)
    assert site.end() == 0


def test_job_that_takes_long_does_not_hold_up_the_end(up, prepared):
    folder, _, _ = prepared
    site = up(command=UP_WITH_A_LONG_JOB)
    site.port()
    ask(
        folder,
        "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('', 'long')",
    )
    site.read_until("job begins")

    code = site.end()

    assert (code, site.said[-1]) == (0, "Stopped.")


def test_two_that_start_at_once_on_nothing_take_turns(up, prepared):
    folder, _, _ = prepared
    site = up()
    site.port()
    ask(folder, "DROP SCHEMA public CASCADE")
    ask(folder, "CREATE SCHEMA public")
    site.end()

    first, second = up(), up()

    ports = {first.port(), second.port()}
    assert [status_of_page(port) for port in ports] == [200, 200]


def test_empty_database_gets_sample_clinics_and_no_other_does(up, prepared):
    folder, _, _ = prepared
    site = up(samples=True)
    site.port()
    loaded = ask(folder, "SELECT count(*) FROM facilities_facility WHERE is_sample")
    ask(folder, "UPDATE facilities_facility SET is_sample = false")
    site.end()

    again = up(samples=True)
    again.port()

    assert loaded > 0
    assert ask(folder, "SELECT count(*) FROM facilities_facility") == loaded
    ask(folder, "TRUNCATE facilities_facility CASCADE")
