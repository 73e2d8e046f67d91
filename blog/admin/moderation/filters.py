"""What the address of the desk narrows the feedback to; what makes no sense narrows nothing."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from blog import counting
from blog.admin import display
from blog.models import Feedback, ModerationRule, ModerationStatus, Post, Source
from blog.ruling import name_of
from blog.text.keys import key_of

SOURCES = 200  # offered in the filter
LANGUAGES = 60
ALL = "all"
TABS = (
    (ModerationStatus.PENDING.value, gettext_lazy("Pending")),
    (ModerationStatus.APPROVED.value, gettext_lazy("Approved")),
    (ModerationStatus.SPAM.value, pgettext_lazy("tab", "Spam")),
    (ModerationStatus.TRASH.value, pgettext_lazy("tab", "Trash")),
    (ALL, gettext_lazy("All")),
)
KINDS = (
    ("", gettext_lazy("Everything")),
    (Feedback.Kind.COMMENT.value, gettext_lazy("Comments")),
    (counting.MENTIONS, gettext_lazy("Trackbacks")),
)
ORDERS = (
    ("", gettext_lazy("Newest first")),
    ("oldest", gettext_lazy("Oldest first")),
    ("score", gettext_lazy("Most suspect first")),
)


class Tab(NamedTuple):
    label: str
    query: str
    is_chosen: bool
    number: int
    name: str


class Filters:
    """The filters as asked for: each a plain value, empty where it narrows nothing."""

    NAMES = ("tab", "kind", "source", "post", "author", "address", "language", "reason", "since", "until", "q", "order")

    def __init__(self, asked: Mapping[str, str]) -> None:
        def one_of(name: str, choices: tuple[tuple[str, object], ...]) -> str:
            value = asked.get(name, "")
            return value if value in dict(choices) else ""

        def text(name: str, length: int = 250) -> str:
            return asked.get(name, "").replace("\x00", "").strip()[:length]

        self.tab = one_of("tab", TABS) or ModerationStatus.PENDING.value
        self.kind = one_of("kind", KINDS)
        self.order = one_of("order", ORDERS)
        if self.order == "score" and not self.status:
            self.order = ""  # the index of scores is by status
        self.source = text("source", 60)
        self.post = key_of(text("post", 18))
        self.author = text("author")
        self.address = text("address", 64)
        self.language = text("language", 35)
        self.reason = text("reason", 80)
        self.since, self.until = _day(text("since", 10)), _day(text("until", 10))
        self.q = text("q", 200)
        if not self.address and (address := _ip_address(self.q)):
            self.q, self.address = "", address  # which no text holds, and the cards show

    @property
    def status(self) -> str:
        """The status, empty for all."""
        return "" if self.tab == ALL else self.tab

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but tab, kind and order is asked for."""
        return any(getattr(self, name) for name in self.NAMES if name not in ("tab", "kind", "order"))

    @property
    def number(self) -> int:
        """How many filters are in force, beside the box of words."""
        return sum(bool(getattr(self, name)) for name in self.NAMES if name not in ("tab", "kind", "order", "q"))

    @property
    def moments(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        """The first moment, and the first that is too late."""
        zone = timezone.get_current_timezone()
        since = dt.datetime.combine(self.since, dt.time(), zone) if self.since else None
        until = dt.datetime.combine(self.until + dt.timedelta(1), dt.time(), zone) if self.until else None
        return since, until

    def query(self, **other: str) -> str:
        """Return the address's query, with other values for some of its names."""
        values = {name: getattr(self, name) for name in self.NAMES} | other
        said = {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in values.items()
            if value and not (name == "tab" and value == ModerationStatus.PENDING)
        }
        return urlencode(said)

    # What the page offers

    def tabs(self, kept: counting.Counts) -> list[Tab]:
        return [
            Tab(
                str(label),
                self.query(tab=name),
                name == self.tab,
                kept.get((self.kind, "" if name == ALL else name), 0),
                name,
            )
            for name, label in TABS
        ]

    def kinds(self, kept: counting.Counts) -> list[Tab]:
        return [
            Tab(str(label), self.query(kind=name), name == self.kind, kept.get((name, self.status), 0), name)
            for name, label in KINDS
        ]

    def numbers(self, kept: counting.Counts) -> dict[str, int]:
        """Return the numbers that the page shows, by their places: none beside filters, which they know nothing of."""
        if self.is_narrowed:
            return {}
        tabs = {f"tab-{tab.name}": tab.number for tab in self.tabs(kept)}
        return tabs | {f"kind-{kind.name}": kind.number for kind in self.kinds(kept)}

    def orders(self) -> list[tuple[str, str]]:
        return [(name, str(label)) for name, label in ORDERS if self.status or name != "score"]

    def sources(self) -> list[tuple[str, str]]:
        return list(Source.objects.order_by("name", "pk").values_list("slug", "name")[:SOURCES])

    def languages(self) -> list[str]:
        rows = Post.objects.exclude(language="").order_by("language").values_list("language", flat=True)
        return list(rows.distinct()[:LANGUAGES])

    def reasons(self) -> list[tuple[str, str]]:
        names = list(ModerationRule.objects.values_list("name", flat=True))
        if self.reason and self.reason not in names:
            names.append(self.reason)
        return [(name, name_of(name)) for name in names]

    def chips(self) -> list[tuple[str, str]]:
        """Return (what is narrowed to, the query without it) of the filters, which are folded away."""
        chips = []
        if self.post:
            post = Post.objects.filter(pk=self.post).only("title", "path").first()
            title = display.excerpt(str(post), 60) if post else f"#{self.post}"
            chips.append((_("on “%s”") % title, self.query(post="")))
        if self.author:
            chips.append((_("by %s") % self.author, self.query(author="")))
        if self.address:
            chips.append((_("from %s") % self.address, self.query(address="")))
        for name, label, value in (
            ("source", _("Source"), self.source),
            ("language", _("Language of the post"), self.language),
            ("reason", _("Decided by the rule"), self.reason and name_of(self.reason)),
            ("since", _("Sent from"), self.since and date_format(self.since)),
            ("until", _("Sent until"), self.until and date_format(self.until)),
        ):
            if value:
                chips.append((_("%(name)s: %(value)s") % {"name": label, "value": value}, self.query(**{name: ""})))
        return chips


def _ip_address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""


def _day(text: str) -> dt.date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    # A day more or less, and other zones, must still be years that databases know.
    return day if day and 1 < day.year < 9999 else None
