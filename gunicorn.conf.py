"""How the web server runs: `gunicorn directory.wsgi`, and under `manage.py up`."""

import gc
import logging
import os
import re
import signal
import threading
from pathlib import Path

from django.db import DatabaseError, connections
from django.utils import timezone

wsgi_app = "directory.wsgi"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
# Loaded once and shared by the workers: less memory, and the first page is quick.
preload_app = True
# A search keeps its whole state in the query string.
limit_request_line = 8190
# Nothing reaches into the running server, and nothing is written into the home folder.
control_socket_disable = True
# A worker's sign of life must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


class WithoutQuery(logging.Filter):
    """A search reveals a health concern, and where somebody is: no log holds one.

    There is no access log; but what is told of a broken request may quote its address.
    """

    def filter(self, record):
        record.msg = re.sub(r"\?.*", "?...", record.getMessage(), flags=re.DOTALL)
        record.args = ()
        return True


def on_starting(_server):
    """Under `manage.py up`: end when it does, even if it was killed."""
    logging.getLogger("gunicorn.error").addFilter(WithoutQuery())
    pipe = os.environ.pop("UP_HOLDS_PIPE", None)
    if pipe:
        threading.Thread(target=_end_with, args=[int(pipe)], daemon=True).start()


def _end_with(pipe):
    os.read(pipe, 1)  # Nothing is ever written: it returns when the other end is gone.
    os.kill(os.getpid(), signal.SIGQUIT)


def when_ready(_server):
    """Load the search index once, in memory that the workers then share."""
    from facilities import search  # noqa: PLC0415 -- the settings are loaded only now

    try:
        search.preload(on=timezone.now().date())
    except DatabaseError:
        message = "The search index is not loaded yet: the database does not answer."
        logging.getLogger("gunicorn.error").warning(message)
    gc.freeze()  # Collecting would write into every object, and so copy it.


def pre_fork(_server, _worker):
    """A connection made while loading must not be shared by processes."""
    connections.close_all()
