"""What becomes of old addresses: each is asked of the site itself, in this process, as a browser would ask.

Reads only. A page that a redirect leads to is looked for as its view does, and not made: that takes the longest.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from django.conf import settings
from django.test.client import Client

from blog import redirecting

MOST_STEPS = 5
PAGE, REDIRECT, CHOICE, ELSEWHERE = "page", "redirect", "choice", "elsewhere"
CHAIN, LOOP, NOT_FOUND, REFUSED, FAILED = "chain", "loop", "not found", "refused", "failed"
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
    """What became of all addresses."""

    fates: list[Fate] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(fate.fate for fate in self.fates).most_common())

    @property
    def exit_status(self) -> int:
        """0 all lead to a page at once or by one step; 2 some do not."""
        return 2 if any(fate.fate not in GOOD for fate in self.fates) else 0

    def as_dict(self) -> dict[str, Any]:
        """Return the object that `--json` prints."""
        return {
            "addresses": len(self.fates),
            "fates": self.counts,
            "results": [asdict(fate) for fate in self.fates],
            "error": None,
        }

    def as_lines(self) -> Iterator[str]:
        """Yield the fates for a person to read, and a summary."""
        for fate in self.fates:
            steps = f" ({fate.steps} steps)" if fate.steps > 1 else ""
            arrow = f" → {fate.leads_to}{steps}" if fate.steps else ""
            yield f"{fate.status} {fate.fate:<10} {fate.address}{arrow}"
        yield f"{len(self.fates)} addresses: " + ", ".join(f"{number} {name}" for name, number in self.counts.items())


def check(addresses: Iterable[str], progress: Callable[[int], Any] = lambda number: None) -> Fates:
    """Ask for every address and follow where it leads."""
    result = Fates()
    with _quiet():
        asking = _Asking()
        for address in addresses:
            result.fates.append(asking.fate(address))
            progress(1)
    return result


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Django from logging each 404."""
    logger = logging.getLogger("django.request")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


class _Asking:
    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.site = urlsplit(settings.SITE_URL)
        self.known: dict[str, tuple[int, str]] = {}

    def fate(self, address: str) -> Fate:
        try:
            url = self._absolute(address)
        except ValueError:
            return Fate(address, 400, "", 0, REFUSED)
        status, target = self._ask(url)
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
        if "://" not in address and not address.startswith(("/", "?")):
            address = f"//{address}" if "." in address.partition("/")[0] else f"/{address}"
        parts = urlsplit(urljoin(f"{settings.SITE_URL}/", address))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(address)
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        return urlunsplit((parts.scheme, parts.netloc, path, quote(parts.query, safe="=&%+/:?@!$'()*,;~-._[]"), ""))

    def _ask(self, url: str) -> tuple[int, str]:
        """Return the status of an address and where it leads, in full; "" when nowhere."""
        parts = urlsplit(url)
        response = self.client.get(
            f"{parts.path}?{parts.query}" if parts.query else parts.path,
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


def _named(status: int, steps: int) -> str:
    if status == 200:
        return (PAGE, REDIRECT)[steps] if steps < 2 else CHAIN
    if status == 300:
        return CHOICE
    if status in (404, 410):
        return NOT_FOUND
    return FAILED if status >= 500 else REFUSED
