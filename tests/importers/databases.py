"""Databases for processes of their own: copies of the tests' database, which is migrated already."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


class Copies:
    """Copies of the tests' database, for as long as a test lasts."""

    def __init__(self, folder):
        self.folder = folder
        self.made = []

    def make(self, name):
        """Copy the database; return the environment of a process that works with the copy."""
        values = {**os.environ, "DATA_DIR": str(self.folder / name), "DJANGO_SETTINGS_MODULE": "config.settings"}
        (self.folder / name).mkdir()
        if connection.vendor == "sqlite":
            values.pop("DATABASE_URL", None)
            connection.ensure_connection()
            copy = sqlite3.connect(self.file(values))
            connection.connection.backup(copy)
            copy.close()
            return values
        settings = connection.settings_dict
        connection.close()
        database = f"{settings['NAME']}_{name}"
        self.administer(
            f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)',
            f'CREATE DATABASE "{database}" TEMPLATE "{settings["NAME"]}"',
        )
        self.made.append(database)
        login = f"{settings['USER']}:{settings['PASSWORD']}" if settings["PASSWORD"] else settings["USER"]
        values["DATABASE_URL"] = f"postgres://{login}@{settings['HOST']}:{settings['PORT']}/{database}"
        return values

    def file(self, env):
        """Return the file of a copy on SQLite."""
        return Path(env["DATA_DIR"], "db.sqlite3")

    def drop(self):
        for database in self.made:
            self.administer(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def administer(self, *statements):
        with self.connect("postgres") as server:
            for statement in statements:
                server.execute(statement)

    def connect(self, database):
        import psycopg

        settings = connection.settings_dict
        return psycopg.connect(
            host=settings["HOST"], port=settings["PORT"], user=settings["USER"], password=settings["PASSWORD"],
            dbname=database, autocommit=True,
        )  # fmt: skip

    def open(self, env):
        """Return a connection to a copy."""
        if connection.vendor == "sqlite":
            return sqlite3.connect(self.file(env), timeout=20, isolation_level=None)
        return self.connect(env["DATABASE_URL"].rpartition("/")[2])

    def query(self, env, sql):
        """Return the first row of what a copy answers."""
        opened = self.open(env)
        try:
            return opened.execute(sql).fetchone()
        finally:
            opened.close()


def start(env, *arguments, **options):
    """Start a command of manage.py."""
    command = [sys.executable, str(ROOT / "manage.py"), *map(str, arguments)]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | options
    return subprocess.Popen(command, env=env, cwd=ROOT, **streams)


def manage(env, *arguments):
    """Run a command of manage.py; return its exit status and what it said on stderr."""
    process = start(env, *arguments)
    _, said = process.communicate()
    return process.returncode, said


def start_with(change, env, *arguments, **options):
    """Start a command of manage.py with a statement done to `settings` before it."""
    script = f"""
import sys
sys.path[0] = {str(ROOT)!r}
from django.conf import settings
{change}
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, env=env, cwd=ROOT, stderr=subprocess.PIPE, text=True, **options)
