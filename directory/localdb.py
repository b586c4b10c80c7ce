"""PostgreSQL for when DATABASE_URL is not set: whoever comes first starts it.

Every process that uses the database holds a shared lock on a file beside the data; the
kernel takes it back however the process ends, so "is anybody left?" always has a true
answer. The last one out stops the server. A keeper, a process of its own, does so for
those who were killed, and starts the server again should it die before them.

The locks: ``start`` is held while the server is started or stopped; ``users`` is shared
by those who use it, and taken whole, under ``start``, to stop it; ``keeper`` is held by
the keeper as long as it lives.
"""

import atexit
import contextlib
import os
import sys
import time
from pathlib import Path

from directory.postgres import Server

try:
    import fcntl
except ImportError:  # Windows, where DATABASE_URL must be set
    fcntl = None

# Those who leave make no file anew: the folder may be about to be removed.
MUST_BE_THERE = 0

_held: dict[Path, int] = {}


def database(pgdata: Path) -> dict:
    """Django's DATABASES entry for the server on this data, which runs from now on."""
    if not fcntl:
        raise RuntimeError("There is no embedded PostgreSQL here: set DATABASE_URL")
    server = Server(pgdata)
    user, host = _join(server)
    if server.data in _held:
        os.close(user)
    else:
        _held[server.data] = user
        atexit.register(_leave, server)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "postgres",
        "USER": "postgres",
        "HOST": str(host),
        "PORT": "5432",
    }


@contextlib.contextmanager
def _locked(descriptor: int, how: int = 0):
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | how)
        yield descriptor
    finally:
        os.close(descriptor)


def _join(server: Server) -> tuple[int, Path]:
    """The lock that says we use the server, and the folder of its socket."""
    with _locked(server.open_beside("start")) as lock:
        user = server.open_beside("users")
        try:
            fcntl.flock(user, fcntl.LOCK_SH)
            host = server.running() or server.start(lock)
            _call_keeper(server)
        except BaseException:
            os.close(user)
            raise
    return user, host


def _leave(server: Server) -> None:
    user = _held.pop(server.data)
    with (
        contextlib.suppress(FileNotFoundError),  # the data have been removed
        _locked(server.open_beside("start", MUST_BE_THERE)),
    ):
        # A fork has a copy: the lock is free when the last of them is closed.
        os.close(user)
        _stop_if_unused(server)


def _stop_if_unused(server: Server) -> bool:
    try:
        with _locked(server.open_beside("users", MUST_BE_THERE), fcntl.LOCK_NB):
            server.stop()
    except BlockingIOError:
        return False
    return True


def _call_keeper(server: Server) -> None:
    with (
        contextlib.suppress(BlockingIOError),  # it is there
        _locked(server.open_beside("keeper"), fcntl.LOCK_NB) as keeper,
    ):
        # The lock goes over to it: at no time is it free.
        server.detach(
            [sys.executable, "-P", "-m", "directory.localdb", server.data, keeper],
            environment={"PYTHONPATH": Path(__file__).resolve().parent.parent},
            pass_fds=[keeper],
        )


def keep(server: Server, keeper: int) -> None:
    """Wait until nobody uses the server, however they went, and stop it."""
    while True:
        with _locked(server.open_beside("start", MUST_BE_THERE)) as lock:
            if _stop_if_unused(server):
                # Before ``start`` is free: the next one in must call a new keeper.
                os.close(keeper)
                return
            if server.has_died():
                server.running() or server.start(lock)
        time.sleep(0.5)


if __name__ == "__main__":
    with contextlib.suppress(FileNotFoundError):  # the data have been removed
        keep(Server(Path(sys.argv[1])), int(sys.argv[2]))
