"""Kill imports: each in a process of its own, with a database of its own, dead by SIGKILL at a chosen point.

    python -m tests.importers.killing TEMPLATE FOLDER EXPORT [--points N]

TEMPLATE is a migrated database: a file of SQLite, or the name of a database on the server of DATABASE_URL. Prints one
JSON object: of each kill the point, the rows that were there, and how the import that was run again ended.
"""

import argparse
import json
import os
import shutil
import signal
import sys
from collections import Counter
from pathlib import Path

TABLES = ("importers_importeditem", "blog_post", "blog_feedback", "blog_attachment", "blog_legacyurl")
BATCH = 4


def in_child(work, *args):
    """Run `work` in a child; return what it returned (None when it died), and the signal that killed it."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "w") as out:
                json.dump(work(*args), out)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    _, status = os.waitpid(child, 0)
    return json.loads(text) if text else None, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


class Databases:
    """Copies of the template, one for each story."""

    def __init__(self, template, folder):
        from django.db import connection

        self.template, self.folder, self.vendor = template, folder, connection.vendor
        self.settings = connection.settings_dict

    def administer(self, *statements):
        import psycopg

        settings = self.settings
        with psycopg.connect(
            host=settings["HOST"], port=settings["PORT"], user=settings["USER"], password=settings["PASSWORD"],
            dbname="postgres", autocommit=True,
        ) as server:  # fmt: skip
            for statement in statements:
                server.execute(statement)

    def make(self, name):
        """Make a database and have the connection of this process (and its children) lead to it."""
        if self.vendor == "sqlite":
            self.settings["NAME"] = str(self.folder / f"{name}.sqlite3")
            shutil.copyfile(self.template, self.settings["NAME"])
        else:
            self.settings["NAME"] = f"{self.template}_{name}"
            self.administer(f'CREATE DATABASE "{self.settings["NAME"]}" TEMPLATE "{self.template}"')

    def drop(self):
        name = self.settings["NAME"]
        if self.vendor == "sqlite":
            for path in self.folder.glob(f"{Path(name).name}*"):
                path.unlink()
        else:
            self.administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


class Watch:
    """Counts what happens on the connection, and kills this process when it is told to."""

    def __init__(self, deadline=None):
        from django.db import connection

        from importers import batching, running, settling

        self.deadline = deadline
        self.events = []
        self.commits = 0
        self.settling = False
        self.connection = connection
        batching.MOST = BATCH
        for module in vars(settling).values():
            if hasattr(module, "CHUNK"):
                module.CHUNK = BATCH
        settle, commit = running.settle, connection._commit

        def watched_settle(*args, **kwargs):
            self.settling = True
            return settle(*args, **kwargs)

        def watched_commit():
            self.happens("before a commit")
            commit()
            self.commits += 1
            self.happens("after a commit")

        running.settle, connection._commit = watched_settle, watched_commit
        connection.execute_wrappers.append(self.execute)

    def execute(self, execute, sql, params, many, context):
        self.happens("before a statement")
        result = execute(sql, params, many, context)
        word = sql.split(None, 1)[0].upper()
        if word in ("INSERT", "UPDATE", "DELETE"):
            if self.connection.in_atomic_block:
                self.happens("between the statements of a transaction")
            else:
                self.commits += 1
                self.happens("after a commit")
        return result

    def happens(self, what):
        self.events.append((what, self.commits, self.settling))
        if len(self.events) == self.deadline:
            os.kill(os.getpid(), signal.SIGKILL)


def run(export):
    from importers.loading import leasing
    from importers.running import run_import

    leasing.BEATS_EVERY = 3600  # by the clock, which no two runs have alike
    report = run_import([export], "wxr")
    return [report.exit_status, report.error, report.unbalanced()]


def warm_up(export):
    """Have the children find read whatever the code reads when it is first used; this process connects to nothing."""
    from importers.inspecting import inspect

    inspect([export])


def calm_run(export):
    watch = Watch()
    ended = run(export)
    watch.connection.execute_wrappers.clear()
    return {"ended": ended, "events": watch.events, "tables": told(), "rows": rows()}


def killed_run(export, deadline):
    Watch(deadline)
    run(export)


def run_again(export, expected):
    from tests.importers.comparing import differences

    found = rows()
    return {"rows": found, "ended": run(export), "differences": differences(expected, told())}


def told():
    from tests.importers.comparing import tables

    return tables()


def rows():
    from django.db import connection

    with connection.cursor() as cursor:
        counts = {}
        for table in TABLES:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
    return counts


def spread(events, number):
    """Choose points all over the run: its commits one after another, and of what happens at each in turn."""
    last = events[-1][1]
    kinds = ("after a commit", "between the statements of a transaction", "before a commit", "before a statement")
    chosen = []
    for index in range(number):
        commit = 1 + index * (last - 1) // number
        kind = kinds[index % len(kinds)]
        # What happens next of that kind once so many commits are through; the middle one of those in one transaction.
        here = [place for place, (what, commits, _) in enumerate(events, 1) if commits == commit and what == kind]
        here = here or [place for place, (_, commits, _) in enumerate(events, 1) if commits == commit]
        place = here[len(here) // 2]
        while place in chosen:
            place += 1
        chosen.append(place)
    return chosen


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("template")
    parser.add_argument("folder", type=Path)
    parser.add_argument("export", type=Path)
    parser.add_argument("--points", type=int, default=50)
    args = parser.parse_args()
    import django

    django.setup()
    warm_up(args.export)
    databases = Databases(args.template, args.folder)
    databases.make("calm")
    calm, _ = in_child(calm_run, args.export)
    databases.drop()
    events = calm["events"]
    kills = []
    for number, deadline in enumerate(spread(events, args.points)):
        databases.make(f"kill_{number}")
        _, killed_by = in_child(killed_run, args.export, deadline)
        ended, _ = in_child(run_again, args.export, calm["tables"])
        databases.drop()
        what, commits, settling = events[deadline - 1]
        kills.append(
            {"point": deadline, "what": what, "commits": commits, "settling": settling, "by": killed_by, **ended}
        )
    # Killed again and again, each time somewhat later, until one run comes to its end.
    databases.make("again_and_again")
    deaths, deadline = 0, 20
    while in_child(killed_run, args.export, deadline)[1]:
        deaths, deadline = deaths + 1, deadline + 15
    ended, _ = in_child(run_again, args.export, calm["tables"])
    databases.drop()
    happened = Counter(kill["what"] for kill in kills)
    json.dump(
        {
            "calm": {"ended": calm["ended"], "events": len(events), "commits": events[-1][1], "rows": calm["rows"]},
            "kills": kills, "kinds": happened, "again_and_again": {"deaths": deaths, **ended},
        },
        sys.stdout,
    )  # fmt: skip


if __name__ == "__main__":
    main()
