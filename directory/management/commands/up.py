"""Everything a trial needs, in one command."""

import contextlib
import errno
import hashlib
import os
import signal
import sys
import time
from io import StringIO
from pathlib import Path

import psutil
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, connections

from directory import serving
from facilities.models import Facility, PostalCode

# Whoever prepares the database holds this advisory lock; the number is arbitrary.
PREPARING = 7_302_025


def _collect_static_files():
    """Only if one has changed: to compress them all takes seconds."""
    files = [
        (path, storage.path(path), Path(storage.path(path)).stat().st_mtime_ns)
        for finder in get_finders()
        for path, storage in finder.list(["CVS", ".*", "*~"])
    ]
    fingerprint = hashlib.sha256(repr([settings.STORAGES, files]).encode()).hexdigest()
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if not stamp.exists() or stamp.read_text() != fingerprint:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(fingerprint)


class Command(BaseCommand):
    help = "Prepares the database and serves the site, with a worker for jobs."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, help="processes that serve pages")
        parser.add_argument(
            "--no-samples",
            action="store_true",
            help="leave an empty database empty, instead of adding invented clinics",
        )

    def handle(self, *, host, port, workers, no_samples, **_options):
        code, self._running = 0, []
        self._on_signals(signal.default_int_handler)
        try:
            with self._listen(host, port) as listener:
                self._prepare(with_samples=not no_samples)
                code = self._serve(listener, host, workers)
        except KeyboardInterrupt:
            pass
        finally:
            self._on_signals(signal.SIG_IGN)  # a second Ctrl-C changes nothing
            in_time = [part.stop() for part in reversed(self._running)]
        with contextlib.suppress(OSError):  # the terminal is gone
            self._say("Stopped.")
        if not all(in_time):
            os._exit(code)  # Python itself would wait for the job that still runs.
        sys.exit(code)

    def _on_signals(self, handler):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, handler)

    def _say(self, text, ending="\n"):
        self.stdout.write(text, ending=ending)
        self.stdout.flush()

    def _listen(self, host, port):
        try:
            return serving.listen(host, port)
        except (OSError, OverflowError) as error:
            is_taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
            reason = (
                "is in use by another program" if is_taken else f"is no use: {error}"
            )
            raise CommandError(
                f"Port {port} of {host} {reason}."
                " Choose another with --port (make run PORT=8001)."
            ) from error

    @contextlib.contextmanager
    def _step(self, name, started=None):
        started = started or time.time()
        self._say(f"{name} ... ", ending="")
        try:
            yield
        except BaseException:
            self._say("not done")
            raise
        self._say(f"ready ({time.time() - started:.1f} s)")

    def _prepare(self, *, with_samples):
        # The embedded server was started with the settings, before this command.
        with self._step("Database", started=psutil.Process().create_time()):
            try:
                connection.ensure_connection()
            except OperationalError as error:
                raise CommandError(f"The database does not answer: {error}") from error
        # Two that start at once take turns; the lock goes with the connection.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        with self._step("Tables"):
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
        with self._step("Static files"):
            _collect_static_files()
        with self._step("Postal codes"):
            if not PostalCode.objects.exists():
                call_command("load_places", stdout=StringIO())
        if with_samples:
            with self._step("Sample clinics"):
                if not Facility.objects.exists():
                    call_command("load_samples", stdout=StringIO())
        connections.close_all()

    def _serve(self, listener, host, workers):
        jobs = serving.JobWorker()
        self._running.append(jobs)
        jobs.start()
        web = serving.WebServer(listener, workers)
        self._running.append(web)
        if web.is_answering():
            host = f"[{host}]" if ":" in host else host
            self._say(f"Ready: http://{host}:{web.port}/  (Ctrl-C stops it)")
        code = web.wait()
        self.stderr.write(f"The web server ended by itself, with exit code {code}.")
        return code
