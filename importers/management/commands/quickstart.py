"""From a fresh clone to a blog in the browser: `manage.py quickstart`."""

import os
import secrets
import socket
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import BaseCommand, CommandError, call_command
from django.db import DatabaseError

from blog.management.answering import unusable
from importers import starting
from importers.records import Severity


class Command(BaseCommand):
    help = "Set up a blog: database, an editor's login, the sample blog or your own files, and serve it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", help="import these instead of the sample blog")
        parser.add_argument("--no-serve", action="store_true", help="stop before serving")
        parser.add_argument("--bind", default="127.0.0.1:8000", metavar="HOST:PORT", help="where to serve")

    def handle(self, *args: Any, **options: Any) -> None:
        missing = [path for path in options["files"] if not os.path.exists(path)]
        if missing:
            raise CommandError(f"There is no file or folder called {missing[0]}, or it may not be looked at.")
        if not options["no_serve"]:
            self.check_address(options["bind"])
        self.stdout.write("Preparing the database …")
        try:
            call_command("migrate", verbosity=0)
        except DatabaseError as error:
            raise CommandError(unusable(error)) from None
        self.make_editor()
        self.import_files(options["files"])
        address = f"http://{options['bind']}/"
        self.stdout.write(f"\nRead it at     {address}\nEdit it at     {address}admin/\n")
        if not options["no_serve"]:
            self.stdout.write("Stop with Ctrl-C.\n")
            self.serve(options["bind"])

    def import_files(self, files: list[str]) -> None:
        """Import and say what came of it; with nothing stored of a person's own files there is nothing to serve."""
        reports = list(starting.import_all(starting.own_files(files) if files else starting.samples()))
        for report in reports:
            self.stdout.write(f"Imported       {starting.summary(report)}")
            for issue in report.issues:
                if issue.level is Severity.ERROR:
                    self.stderr.write(f"{issue.where}: {issue.message}")
        if files and not any(report.stored_some for report in reports):
            raise CommandError(reports[-1].error or "Nothing could be imported; see above.")

    def make_editor(self) -> None:
        """Make the login "editor" once; its password is printed here and nowhere else."""
        user, created = get_user_model().objects.get_or_create(username="editor", defaults={"is_staff": True})
        if not created:
            self.stdout.write("The login editor is there; `manage.py changepassword editor` gives it a new password.")
            return
        password = secrets.token_urlsafe(12)
        user.set_password(password)
        user.save()
        user.groups.add(Group.objects.get(name="Editor"))
        self.stdout.write(f"Log in as      editor\nwith password  {password}   (shown only now)")

    def check_address(self, bind: str) -> None:
        host, _, port = bind.rpartition(":")
        if settings.DEVELOPMENT and host not in ("127.0.0.1", "localhost", "[::1]"):
            raise CommandError(
                f"Cannot serve at {bind}: to be seen by others, a site needs SITE_URL and SECRET_KEY (see README.md)."
            )
        try:
            with socket.create_server((host, int(port))):
                pass
        except (OSError, ValueError, OverflowError) as problem:
            raise CommandError(f"Cannot serve at {bind}: {problem}. Choose another with --bind HOST:PORT.") from None

    def serve(self, bind: str) -> None:
        """Become gunicorn, so that Ctrl-C and signals reach it; the worker beside it is kept, and ends when it does."""
        self.stdout.flush()
        os.environ["BIND"] = bind
        os.environ.setdefault("SITE_URL", f"http://{bind}")
        config = Path(settings.BASE_DIR) / "config" / "gunicorn.py"
        os.chdir(settings.BASE_DIR)
        keeper = [sys.executable, "-m", "importers.management.keeping", str(os.getpid())]
        subprocess.Popen([*keeper, sys.executable, "manage.py", "db_worker", "-v0"], stdin=subprocess.DEVNULL)
        os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--config", str(config)])
