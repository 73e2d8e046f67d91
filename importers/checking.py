"""What becomes of old addresses: each is asked of the site itself, in this process, as a browser would ask.

Reads only. A page that a redirect leads to is looked for as its view does, and not made: that takes the longest.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from django.conf import settings
from django.test.client import Client

from blog import redirecting
from blog.middleware import is_own
from blog.text import paths
from importers.wordpress import web_form

MOST_STEPS = 5
PAGE, REDIRECT, CHOICE, ELSEWHERE = "page", "redirect", "choice", "elsewhere"
CHAIN, LOOP, NOT_FOUND, REFUSED, FAILED = "chain", "loop", "not found", "refused", "failed"
FOREIGN, NO_ANCHOR = "foreign", "no anchor"
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+-]{0,20}:(?!\d)", re.IGNORECASE)
GOOD = (PAGE, REDIRECT, CHOICE, ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one address: its first status, where it led in how many steps, and what that is called."""

    address: str
    status: int
    leads_to: str
    steps: int
    fate: str


@dataclass(slots=True)
class Fates:
    """What became of all addresses; `fault` is what of their file could not be read."""

    fates: list[Fate] = field(default_factory=list)
    fault: str = ""

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(fate.fate for fate in self.fates).most_common())

    @property
    def exit_status(self) -> int:
        """0 all lead to a page at once or by one step; 2 some do not, or were not read."""
        return 2 if self.fault or any(fate.fate not in GOOD for fate in self.fates) else 0

    def as_dict(self) -> dict[str, Any]:
        """Return the object that `--json` prints."""
        return {
            "addresses": len(self.fates),
            "fates": self.counts,
            "results": [asdict(fate) for fate in self.fates],
            "error": self.fault or None,
        }

    def as_lines(self) -> Iterator[str]:
        """Yield the fates for a person to read, and a summary."""
        for fate in self.fates:
            steps = f" ({fate.steps} steps)" if fate.steps > 1 else ""
            arrow = f" → {fate.leads_to}{steps}" if fate.steps else ""
            yield f"{fate.status} {fate.fate:<10} {fate.address}{arrow}"
        yield f"{len(self.fates)} addresses: " + ", ".join(f"{number} {name}" for name, number in self.counts.items())


def check(addresses: Iterable[str], progress: Callable[[int], Any] = lambda number: None, fault: str = "") -> Fates:
    """Ask for every address and follow where it leads."""
    result = Fates(fault=fault)
    with _quiet():
        asking = _Asking()
        for address in addresses:
            result.fates.append(asking.fate(address))
            progress(1)
    return result


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Django from logging each 404 and each host that it refuses."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


class _Asking:
    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.site = urlsplit(settings.SITE_URL)
        self.known: dict[str, tuple[int, str]] = {}
        self.asked = ("", 0, "")  # the last address, whose comments may be asked for next
        self.hosts = redirecting.OldBlogs.known().hosts
        self.anchors: tuple[str, set[str]] = ("", set())  # of the last page

    def fate(self, address: str) -> Fate:
        """Return what becomes of an address; with that of a comment on the page, where there is none such."""
        try:
            url = self._absolute(web_form(address))
        except ValueError:
            return Fate(address, 400, "", 0, REFUSED)
        if not self._is_ours(url):
            return Fate(address, 400, "", 0, FOREIGN)
        fate = self._followed(address, url)
        anchor = address.partition("#")[2]
        if fate.fate in (PAGE, REDIRECT) and anchor.startswith("comment-"):
            page = urljoin(f"{settings.SITE_URL}/", fate.leads_to) if fate.steps else url
            if anchor not in self._anchors_at(page):
                return replace(fate, fate=NO_ANCHOR)
        return fate

    def _is_ours(self, url: str) -> bool:
        """Say whether this site, or an old blog of its, answers at the host of an address."""
        host = urlsplit(url).netloc.rpartition("@")[2]
        return is_own(host) or paths.normalize_host(host) in self.hosts

    def _anchors_at(self, url: str) -> set[str]:
        path = unquote(urlsplit(url).path)
        if self.anchors[0] != path:
            self.anchors = (path, redirecting.anchors_at(path))
        return self.anchors[1]

    def _followed(self, address: str, url: str) -> Fate:
        if self.asked[0] != url:
            self.asked = (url, *self._ask(url))
        _, status, target = self.asked
        first, steps, seen, leads_to = status, 0, {url}, ""
        while target:
            steps, leads_to = steps + 1, target
            if target in seen or steps > MOST_STEPS:
                return Fate(address, first, self._short(leads_to), steps, LOOP)
            seen.add(target)
            if urlsplit(target).netloc not in (self.site.netloc, urlsplit(url).netloc):
                return Fate(address, first, leads_to, steps, ELSEWHERE if steps == 1 else CHAIN)
            if target not in self.known:
                self.known[target] = (200, "") if self._is_page(target) else self._ask(target)
            status, target = self.known[target]
        return Fate(address, first, self._short(leads_to), steps, _named(status, steps))

    def _absolute(self, address: str) -> str:
        """Return the address in full: without a host it is of this site."""
        if _OTHER_SCHEME.match(address):
            raise ValueError(address)
        if "://" not in address and not address.startswith(("/", "?")):
            address = f"//{address}" if "." in address.partition("/")[0] else f"/{address}"
        parts = urlsplit(urljoin(f"{settings.SITE_URL}/", address))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(address)
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        return urlunsplit(
            (parts.scheme, _as_asked(parts.netloc), path, quote(parts.query, safe="=&%+/:?@!$'()*,;~-._[]"), "")
        )

    def _ask(self, url: str) -> tuple[int, str]:
        """Return the status of an address and where it leads, in full; "" when nowhere."""
        parts = urlsplit(url)
        response = self.client.get(
            url,  # in full: a path that begins with two slashes would be taken for a host
            headers={"host": parts.netloc.rpartition("@")[2]},
            secure=parts.scheme == "https",
        )
        location = response.headers.get("Location", "") if 300 < response.status_code < 400 else ""
        return response.status_code, urlsplit(urljoin(url, location))._replace(fragment="").geturl() if location else ""

    def _is_page(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.netloc == self.site.netloc and redirecting.answers(unquote(parts.path))

    def _short(self, url: str) -> str:
        return url.removeprefix(f"{self.site.scheme}://{self.site.netloc}") if url else ""


def _as_asked(host: str) -> str:
    """Return a host as browsers ask for it: letters beyond ASCII in the form that the names of domains have."""
    name, colon, port = host.rpartition(":") if host[-1:].isdigit() and ":" in host else (host, "", "")
    return host if host.isascii() else f"{name.encode('idna').decode()}{colon}{port}"


def _named(status: int, steps: int) -> str:
    if status == 200:
        return (PAGE, REDIRECT)[steps] if steps < 2 else CHAIN
    if status == 300:
        return CHOICE
    if status in (404, 410):
        return NOT_FOUND
    return FAILED if status >= 500 else REFUSED
