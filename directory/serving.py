"""What `manage.py up` keeps running: a web server, and a worker for jobs."""

import asyncio
import contextlib
import errno
import http.client
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping

from django.conf import settings
from procrastinate.contrib.django import app as jobs

SECONDS_TO_STOP = 3
logger = logging.getLogger(__name__)
# While the database is away, the pool of the job worker says so several times a second.
logging.getLogger("psycopg.pool").setLevel(logging.ERROR)


def listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The web server of an `up` that was killed needs a moment to let the port go.
    deadline = time.monotonic() + 3
    while True:
        try:
            return socket.create_server((host, port), family=family, backlog=2048)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise
        time.sleep(0.1)


class WebServer:
    """gunicorn, in a session of its own so that Ctrl-C reaches only us.

    It holds one end of a pipe and we the other: when we end, it does too.
    """

    def __init__(
        self,
        listener: socket.socket,
        workers: int | None,
        environment: Mapping[str, str] = os.environ,
    ):
        self.host, self.port = listener.getsockname()[:2]
        theirs, self._ours = os.pipe()
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
        command += ["--bind", f"fd://{listener.fileno()}", "--log-level", "warning"]
        command += ["--graceful-timeout", str(SECONDS_TO_STOP)]
        command += ["--workers", str(workers)] if workers else []
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            cwd=settings.BASE_DIR,
            env=dict(environment) | {"UP_HOLDS_PIPE": str(theirs)},
            stdin=subprocess.DEVNULL,
            pass_fds=[listener.fileno(), theirs],
            start_new_session=True,
        )
        os.close(theirs)
        listener.close()

    def is_answering(self) -> bool:
        """Wait for the first page; False if the server ended instead."""
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
        host = everywhere.get(self.host, self.host)
        while self._process.poll() is None:
            page = http.client.HTTPConnection(host, self.port, timeout=60)
            with (
                contextlib.closing(page),
                contextlib.suppress(OSError, http.client.HTTPException),
            ):
                page.request("GET", "/")
                page.getresponse()
                return True
            time.sleep(0.1)
        return False

    def wait(self) -> int:
        """The exit code, as a shell gives it."""
        code = self._process.wait()
        return code if code >= 0 else 128 - code

    def stop(self) -> bool:
        self._process.terminate()
        try:
            self._process.wait(SECONDS_TO_STOP + 2)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._ours)
        return True


class JobWorker(threading.Thread):
    """Runs jobs until stopped; comes back after the database was away."""

    def __init__(self):
        super().__init__(name="jobs", daemon=True)
        self._loop = asyncio.new_event_loop()
        self._work = self._loop.create_task(self._keep_working())

    def run(self):
        with (
            contextlib.closing(self._loop),
            contextlib.suppress(asyncio.CancelledError),
        ):
            self._loop.run_until_complete(self._work)

    def stop(self) -> bool:
        """Whether it ended in time: a job cannot be interrupted."""
        with contextlib.suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self._work.cancel)
        self.join(SECONDS_TO_STOP)
        return not self.is_alive()

    async def _keep_working(self):
        while True:
            try:
                await self._work_until_disturbed()
            except Exception:
                logger.exception("Jobs were disturbed and go on in a second")
            await asyncio.sleep(1)

    async def _work_until_disturbed(self):
        connector = jobs.connector.get_worker_connector()
        with jobs.replace_connector(connector) as app:
            async with app.open_async():
                await app.run_worker_async(
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=SECONDS_TO_STOP - 1,
                )
