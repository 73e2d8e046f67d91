"""A real blog for a real browser: quickstart fills a database of its own, gunicorn serves it, Chromium reads it."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
# The first is the same engine without what a window needs, and takes a third of the processor's time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
MAKE_LOGIN = """
from django.contrib.auth.models import Group, User
user = User.objects.create_user({name!r}, password={password!r}, is_staff=True)
user.groups.add(Group.objects.get(name={group!r}))
"""

# Runs pieces of code, a line of JSON each, and answers each with a line of what it printed: starting a process for each
# takes longer than most of them.
SHELL = """
import contextlib, io, json, sys
import django
django.setup()
for line in sys.stdin:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(json.loads(line), {})
    print(json.dumps(printed.getvalue()), flush=True)
"""


def pytest_collection_modifyitems(items):
    here = f"{Path(__file__).parent}{os.sep}"
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@dataclass(frozen=True)
class Site:
    url: str
    env: dict[str, str]
    passwords: dict[str, str]
    shell: subprocess.Popen
    log: Path

    def run(self, code: str) -> str:
        """Run a piece of Python against this blog; return what it printed."""
        self.shell.stdin.write(json.dumps(code) + "\n")
        self.shell.stdin.flush()
        return json.loads(self.shell.stdout.readline() or pytest.fail("the shell ended: what it said stands on stderr"))

    def manage(self, *arguments: str) -> str:
        """Run a management command against this blog; return what it printed."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def own_database() -> tuple[dict[str, str], str]:
    """Return what DATABASE_URL must say for a database nobody else uses, and its name on PostgreSQL."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return {"DATABASE_URL": ""}, ""
    name = f"palimpsest_browser_{uuid.uuid4().hex[:8]}"
    return {"DATABASE_URL": os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"}, name


def execute_on_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/postgres", autocommit=True) as connection:
        connection.execute(statement)


def start_shell(env: dict[str, str]) -> subprocess.Popen:
    env = env | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", SHELL]
    return subprocess.Popen(command, env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    database, name = own_database()
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    env |= {"DATA_DIR": str(tmp_path_factory.mktemp("data")), "SITE_URL": url, "BIND": f"127.0.0.1:{port}"}
    env |= {key: value for key, value in database.items() if value}
    if name:
        execute_on_server(f'CREATE DATABASE "{name}"')
    log = tmp_path_factory.mktemp("log") / "gunicorn.log"
    started = Site(url, env, {}, start_shell(env), log)
    printed = started.manage("quickstart", "--no-serve", "--bind", f"127.0.0.1:{port}")
    started.passwords["editor"] = re.search(r"with password +(\S+)", printed)[1]
    for login, group in (("translator", "Translator"), ("moderator", "Moderator")):
        started.passwords[login] = f"{login}-{uuid.uuid4().hex}"
        started.run(MAKE_LOGIN.format(name=login, password=started.passwords[login], group=group))
    with log.open("wb") as stderr:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py"], env=env, cwd=ROOT, stderr=stderr
        )
    try:
        wait_for(f"{url}/healthz", server, log)
        yield started
    finally:
        server.terminate()
        server.wait(timeout=30)
        started.shell.communicate()
        if name:
            execute_on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def wait_for(url: str, server: subprocess.Popen, log: Path, seconds: float = 30) -> None:
    """Wait until the server answers; fail with what it said when it ended instead."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"gunicorn ended: {log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                assert answer.status == 200
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"nothing answered at {url}")


# Not for the whole session: while Playwright's event loop runs, Django refuses the ORM to other tests of this process.
@pytest.fixture(scope="package")
def chromium():
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # milliseconds; three processes share what may be two slow processors
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def login_of(chromium, site):
    """Return what a browser keeps of somebody's login. Each logs in once: hashing a password is meant to take long."""
    kept = {}

    def login(name):
        if name not in kept:
            with chromium.new_context(base_url=site.url) as context:
                page = context.new_page()
                page.goto("/admin/login/")
                page.fill("#id_username", name)
                page.fill("#id_password", site.passwords[name])
                page.press("#id_password", "Enter")
                page.wait_for_url("**/admin/")
                kept[name] = context.storage_state()
        return kept[name]

    return login


def tell(failed: str, log: Path | None = None) -> None:
    """Say what a page asked for in vain, and the end of what the server said; shown when the test fails."""
    sys.stderr.write(f"{failed}\n{log.read_text()[-3000:] if log else ''}\n")


@pytest.fixture
def open_page(chromium, site, login_of):
    """Open pages in fresh contexts: `open_page(width=390, dark=True, as_="editor")`. Console errors fail the test."""
    contexts, errors = [], []

    def open_one(path: str = "/", *, width: int = 1280, dark: bool = False, as_: str = "", scripts: bool = True):
        context = chromium.new_context(
            base_url=site.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            storage_state=login_of(as_) if as_ else None,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("requestfailed", lambda r: tell(f"{r.method} {r.url}: {r.failure}"))
        page.on("response", lambda r: r.status < 500 or tell(f"{r.request.method} {r.url}: {r.status}", site.log))
        page.on("request", lambda r: r.url.startswith((site.url, "data:", "blob:")) or errors.append(f"asked {r.url}"))
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert errors == []
