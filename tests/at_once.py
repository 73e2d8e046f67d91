"""Several connections at once, in threads. SQLite's database of the tests is in memory, where threads shut each other
out by tables; they work on a copy in a file, as the site does."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

THREADS = 6


class AtOnce:
    """Calls a function with each argument, in threads."""

    def __init__(self, folder):
        self.name = None
        if connection.vendor == "sqlite":
            self.name = folder / "at-once.sqlite3"
            copy = sqlite3.connect(self.name)
            connection.connection.backup(copy)
            copy.close()

    def __call__(self, function, arguments):
        def call(argument):
            try:
                return function(argument)
            finally:
                connection.close()

        settings, known = connection.settings_dict, connection.settings_dict["NAME"]
        if self.name:
            settings["NAME"] = str(self.name)  # the one mapping that new connections are made of
        try:
            with ThreadPoolExecutor(THREADS) as pool:
                return list(pool.map(call, arguments))
        finally:
            settings["NAME"] = known

    def after(self, function):
        """Return what a function finds that looks at the same database afterwards."""
        return self(lambda _: function(), [None])[0]
