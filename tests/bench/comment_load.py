"""How many comments a site takes in: python tests/bench/comment_load.py [--seconds 60] [--clients 16] [--posts 100]

Serves a blog of its own by 2 gunicorn processes of 4 threads each (config/gunicorn.py). Clients post sound comments as
fast as they are answered, each from a network of its own and from a new address in it as soon as one has sent what an
address may, as X-Forwarded-For says behind a proxy that is trusted. Meanwhile a moderator works in the admin. Then
everything accepted is read back, the kept counts are compared with the rows, and one address alone runs into its limit.

SQLite in a folder of its own, or, with DATABASE_URL, a database of its own on that PostgreSQL server. Exits with 1
where a promise is not kept: 60 accepted a second, no answer of 500 or above, everything there, the limit counted right.
"""

import argparse
import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
PROMISED = 60  # accepted a second
PASSWORD = "a password of the benchmark"
WORDS = re.findall(
    r"\w+",
    """
    the harbour wall weir tide gull rope winter paper letter answer garden street corner morning evening kettle window
    remember think wonder agree doubt read write walk old new quiet loud small long first last never always perhaps and
    but because where when
""",
)


class Browser:
    """One connection that says from which address it comes, keeps cookies, and is opened anew when it was closed."""

    def __init__(self, port: int, address: str = "192.0.2.1") -> None:
        self.port, self.address = port, address
        self.cookies: dict[str, str] = {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method: str, path: str, form: dict[str, object] | None = None) -> tuple[int, str, str]:
        """Return status, text and Location."""
        headers = {"X-Forwarded-For": self.address, "Origin": f"http://127.0.0.1:{self.port}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(form, doseq=True) if form is not None else None
        for attempt in (1, 2):
            try:
                self.connection.request(method, path, body, headers)
                answer = self.connection.getresponse()
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                # A connection that was kept too long, or a worker that makes room for a new one: nothing was read.
                self.connection.close()
                if attempt == 2:
                    raise
                continue
            text = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.partition(";")[0].partition("=")
                if name != "own_comment":
                    self.cookies[name] = value
            self.last = answer
            return answer.status, text, answer.headers.get("Location", "")
        raise AssertionError

    def token(self, pattern: str, path: str) -> str:
        found = re.search(pattern, self.ask("GET", path)[1])
        assert found, f"no form at {path}"
        return found[1]


class Client(threading.Thread):
    """Somebody who comments as fast as the site answers."""

    def __init__(self, number: int, port: int, tokens: dict[int, str], until: float, per_address: int) -> None:
        super().__init__()
        self.number, self.tokens, self.until, self.per_address = number, tokens, until, per_address
        self.browser = Browser(port)
        self.random = random.Random(number)
        self.accepted: dict[int, str] = {}  # id: text
        self.statuses: Counter[int] = Counter()
        self.times: list[float] = []
        self.refused = ""

    def run(self) -> None:
        sent = 0
        while time.monotonic() < self.until:
            self.browser.address = (
                f"10.{self.number}.{sent // self.per_address // 250}.{sent // self.per_address % 250}"
            )
            self.send(self.random.choice(list(self.tokens)), self.sentence(sent))
            sent += 1

    def send(self, post: int, text: str) -> None:
        form = {"name": f"Reader {self.number}", "email": f"reader{self.number}@mail.example", "url": "", "text": text}
        begun = time.monotonic()
        status, page, location = self.browser.ask("POST", f"/comment/{post}/", form | {"token": self.tokens[post]})
        self.times.append(time.monotonic() - begun)
        self.statuses[status] += 1
        if status == 303:
            self.accepted[int(re.search(r"/edit/(\d+)/", location)[1])] = text
        else:
            self.refused = page

    def sentence(self, number: int) -> str:
        words = " ".join(self.random.choice(WORDS) for _ in range(self.random.randint(8, 90)))
        link = "\n\nSee http://www.example.org/letters.html for more." if number % 10 == 0 else ""
        return f"{words}, {self.number} {number}.{link}"


class Moderator(threading.Thread):
    """Somebody who logs in, and approves some of the newest again and again."""

    def __init__(self, port: int, until: float) -> None:
        super().__init__()
        self.browser, self.until = Browser(port, "192.0.2.200"), until
        self.statuses: Counter[int] = Counter()
        self.approved = 0
        self.times: list[float] = []

    def run(self) -> None:
        token = self.browser.token(r'name="csrfmiddlewaretoken" value="([^"]+)"', "/admin/login/")
        self.ask("POST", "/admin/login/", {"username": "mod", "password": PASSWORD, "csrfmiddlewaretoken": token})
        waiting = "/admin/blog/comment/?status__exact=pending"
        while time.monotonic() < self.until:
            page = self.ask("GET", waiting)
            ids = re.findall(r'name="_selected_action" value="(\d+)"', page)[:20]
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
            if ids and token:
                form = {"csrfmiddlewaretoken": token[1], "action": "approve", "_selected_action": ids, "reason": ""}
                self.ask("POST", waiting, form)
                self.approved += len(ids)
            self.ask("GET", f"/admin/blog/comment/{ids[0]}/change/" if ids else "/admin/")
            time.sleep(0.3)

    def ask(self, method: str, path: str, form: dict[str, object] | None = None) -> str:
        begun = time.monotonic()
        status, page, _location = self.browser.ask(method, path, form)
        self.times.append(time.monotonic() - begun)
        self.statuses[status] += 1
        return page


@contextmanager
def own_database() -> Iterator[str]:
    """Yield the engine's name; DATABASE_URL names a new database on the same server meanwhile, where it names one."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield "sqlite"
        return
    import psycopg

    server, name = url.rsplit("/", 1)[0], f"palimpsest_load_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        os.environ["DATABASE_URL"] = f"{server}/{name}"
        try:
            yield "postgresql"
        finally:
            from django.db import connections

            connections.close_all()
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def served(port: int, log: Path) -> Iterator[int]:
    """Serve until the end; yield the process id of gunicorn, whose children answer."""
    with log.open("wb") as stderr:
        command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py"]
        server = subprocess.Popen(command, cwd=ROOT, stderr=stderr)
        try:
            for _ in range(300):
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield server.pid
        finally:
            server.terminate()
            server.wait(timeout=30)


def prepare(posts: int) -> list[int]:
    """Make the tables, the posts and the moderator."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.contrib.auth.models import Group, User

    from blog import publishing
    from blog.models import Post

    moderator = User.objects.create_user("mod", password=PASSWORD, is_staff=True)
    moderator.groups.add(Group.objects.get(name="Moderator"))
    known = {"status": Post.Status.PUBLISHED, "language": "en", "body": "<p>Of weirs and harbours.</p>"}
    date = {"published_year": 2009, "published_month": 6, "published_day": 3}
    return [publishing.save_post(Post(title=f"Post {number}", **known, **date)).pk for number in range(posts)]


def read_back(accepted: dict[int, str]) -> dict[str, int]:
    """Compare what was accepted with what is there, and the kept counts with the rows."""
    from blog import counting
    from blog.models import Feedback

    stored = dict(Feedback.objects.comments().values_list("pk", "body"))
    rows = {status: Feedback.objects.filter(status=status).count() for status in ("pending", "approved", "spam")}
    return {
        "accepted": len(accepted),
        "rows": len(stored),
        "missing or other": sum(stored.get(pk) != text for pk, text in accepted.items()),
        "counts that are wrong": sum(counting.number(status) != number for status, number in rows.items()),
        "approved rows": rows["approved"],
    }


def flood(port: int, tokens: dict[int, str], clients: int) -> tuple[Counter[int], list[str]]:
    """Send from one address by many connections at once; return the answers' statuses and what Retry-After said."""
    statuses: Counter[int] = Counter()
    waits: list[str] = []

    def send(number: int) -> None:
        client = Client(number, port, tokens, 0, 1)
        client.browser.address = "203.0.113.77"
        for repeat in range(5):
            client.send(random.choice(list(tokens)), client.sentence(1000 + repeat))
            waits.append(client.browser.last.headers.get("Retry-After", ""))
        statuses.update(client.statuses)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses, waits


def processor_seconds(parent: int) -> float:
    """Return what the workers of a server have used of the processors, as Linux counts it."""
    used = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def quantiles(times: list[float]) -> str:
    if len(times) < 2:
        return "none"
    cuts = statistics.quantiles(times, n=100)
    return f"median {cuts[49] * 1000:.0f} ms, p95 {cuts[94] * 1000:.0f} ms, longest {max(times) * 1000:.0f} ms"


def run(options: argparse.Namespace, engine: str, folder: str, port: int, server: int) -> bool:
    from django.conf import settings

    per_address = settings.COMMENTS_PER_ADDRESS[0]
    browser = Browser(port)
    pattern = r'name="token" value="([^"]+)"'
    tokens = {post: browser.token(pattern, f"/comment/{post}/") for post in options.pks}
    time.sleep(settings.COMMENT_FORM_MIN_SECONDS + 1.1)
    begun, used = time.monotonic(), processor_seconds(server)
    until = begun + options.seconds
    clients = [Client(number, port, tokens, until, per_address) for number in range(options.clients)]
    moderator = Moderator(port, until)
    for thread in (*clients, moderator):
        thread.start()
    for thread in (*clients, moderator):
        thread.join()
    took, used = time.monotonic() - begun, processor_seconds(server) - used
    statuses = sum((client.statuses for client in clients), Counter())
    accepted = {pk: text for client in clients for pk, text in client.accepted.items()}
    found = read_back(accepted)
    rate = len(accepted) / took
    say(f"{engine}: {rate:.1f} accepted a second over {took:.1f} s; statuses {dict(statuses)}")
    say(f"  processors: {used / took:.2f} used by the server, {used / max(1, len(accepted)) * 1000:.1f} ms a comment")
    say(f"  answers: {quantiles([spent for client in clients for spent in client.times])}")
    say(f"  read back: {found}")
    say(f"  moderator: approved {moderator.approved}, {dict(moderator.statuses)}; {quantiles(moderator.times)}")
    flooded, waits = flood(port, tokens, 8)
    told = [wait for wait in waits if wait]
    say(f"  one address, 8 connections: {dict(flooded)}; Retry-After {min(told)} to {max(told)} s")
    say(f"  load of the machine: {os.getloadavg()[0]:.1f} (one minute), {os.cpu_count()} processors")
    for client in clients:
        if client.refused:
            say("  refused: " + re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.refused))[-600:])
            break
    log = (Path(folder) / "gunicorn.log").read_text()
    say(f"  server's log: {len(re.findall('Traceback', log))} tracebacks")
    for trace in re.findall(r"^Traceback.*?^\S[^\n]*Error[^\n]*$", log, re.DOTALL | re.MULTILINE)[:3]:
        say(trace[-1500:])
    return (
        rate >= PROMISED
        and not any(status >= 500 for status in (*statuses, *moderator.statuses))
        and not any(status >= 400 for status in moderator.statuses)
        and not found["missing or other"]
        and not found["counts that are wrong"]
        and found["rows"] == len(accepted)
        and flooded == Counter({303: per_address, 429: 40 - per_address})
        and len(told) == 40 - per_address
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--posts", type=int, default=100)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder, own_database() as engine:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATA_DIR": folder,
            "SITE_URL": f"http://127.0.0.1:{port}",
            "BIND": f"127.0.0.1:{port}",
            "TRUSTED_PROXIES": "127.0.0.1",
            "WEB_CONCURRENCY": "2",
            "THREADS": "4",
        }
        options.pks = prepare(options.posts)
        with served(port, Path(folder) / "gunicorn.log") as server:
            kept = run(options, engine, folder, port, server)
    say("  kept" if kept else "  NOT KEPT")
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
