"""A database for the benchmark alone, dropped when it is over."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from psycopg import sql

ALIAS = "bench"


@contextmanager
def scratch_database(name: str = "") -> Iterator[str]:
    """The alias of an empty database with all the site's tables."""
    name = name or f"bench_{os.getpid()}"
    settings = deepcopy(connections[DEFAULT_DB_ALIAS].settings_dict) | {"NAME": name}
    settings |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False}
    _drop(name)
    _execute("CREATE DATABASE {}", name)
    connections.settings[ALIAS] = settings
    try:
        call_command("migrate", database=ALIAS, verbosity=0)
        yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]
        _drop(name)


def _drop(name: str) -> None:
    _execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _execute(statement: str, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
