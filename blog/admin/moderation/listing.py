"""A page of the desk out of a million rows: one condition leads, by an index that has its rows in order.

SQLite keeps no statistics and would walk the index of the status through everything that is approved, looking for the
three comments of one address. So the condition that narrows most leads, and the others are written so that no index
serves them. Where only wide conditions are left (a language, a source), a page looks through a bounded number of rows
and then says where it stopped. Pages follow each other by the key of the last row, never by number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, Func, IntegerField, Max, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower

from blog import counting, feedback_search
from blog.admin.moderation.filters import Filters
from blog.feedback_search import Search
from blog.models import Feedback, Post
from blog.models.feedback import FeedbackQuerySet
from blog.models.sent import sent_between
from blog.text.keys import key_of

ON_A_PAGE = 25
FEW = 5000  # rows: so many are sorted in no time, whatever else is asked for
FEW_POSTS = 100
WINDOW = 20_000  # rows that one page looks through
ASKED = 4000  # that it looks through where each is asked for words
BULK = 200_000  # that one action takes, in one transaction and for one undo
BULK_OF_ONE_WRITER = 50_000  # on SQLite, where everybody else who writes waits for it, but not for ever

# Each in one direction, as the indexes have it.
_ORDERS = {"": ("-sent", "-pk"), "oldest": ("sent", "pk"), "score": ("-score", "-sent", "-pk")}
# Conditions of partial indexes, word for word: SQLite does not see that a parameter says the same.
_MENTIONS = "NOT (blog_feedback.kind = 'comment')"
_DECIDED = "NOT (blog_feedback.decided_by = '')"


@dataclass(frozen=True, slots=True)
class Page:
    """Keys of the feedback of a page in its order. `after` says where the next one begins, empty at the end.

    `stopped`: after how many rows the page stopped looking, though there may be more like these; 0 if it did not.
    """

    keys: list[int]
    after: str
    stopped: int = 0


class Listing:
    """The feedback that some filters let through."""

    def __init__(self, filters: Filters, kept: counting.Counts) -> None:
        self.filters = filters
        status = kept.get(("", filters.status), 0) if filters.status else kept.get(("", ""), 0)
        self.is_few = status <= FEW
        self.posts = self._posts()
        self.search = Search.of(filters.q)
        self.names = None if "@" in filters.author else Search.of(filters.author, only_names=True)
        if self.search or self.names:
            feedback_search.catch_up()
        self.leads = self._lead()
        self.order = _ORDERS[filters.order]

    def page(self, after: str = "", number: int = ON_A_PAGE) -> Page:
        """Return one page: two queries at most."""
        leading = self._after(self._leading(), after)
        rows, edge, window = self._rest(leading), None, self._window
        if self._may_walk:
            edge = next(iter(leading.order_by(*self.order).values_list(*self._keys)[window - 1 : window]), None)
            if edge is not None:
                rows = rows.filter(~self._beyond(list(edge)))
        found = list(rows.order_by(*self.order).values_list(*self._keys)[: number + 1])
        shown = [row[-1] for row in found[:number]]
        if len(found) > number:
            return Page(shown, _cursor(found[number - 1]))
        return Page(shown, _cursor(edge) if edge else "", stopped=window if edge else 0)

    def everything(self, upto: int | None = None) -> QuerySet[Feedback]:
        """Return all that the filters let through, up to a key: what came after the person looked is not among it."""
        rows = self._rest(self._leading(), is_whole=True)
        return rows.filter(pk__lte=upto) if upto is not None else rows

    def upto(self) -> int:
        return Feedback.objects.aggregate(last=Max("pk"))["last"] or 0

    # Which condition leads

    def _posts(self) -> list[int] | None:
        """Return the posts of the source and language asked for, where they are few."""
        if not (self.filters.source or self.filters.language):
            return None
        found = list(self._wide_posts().values_list("pk", flat=True)[: FEW_POSTS + 1])
        return found if len(found) <= FEW_POSTS else None

    def _wide_posts(self) -> QuerySet[Post]:
        posts = Post.objects.order_by()
        if self.filters.source:
            posts = posts.filter(source__slug=self.filters.source)
        return posts.filter(language=self.filters.language) if self.filters.language else posts

    def _lead(self) -> str:
        asked = self.filters
        possible = (
            ("q", bool(asked.q) and _is_few(self.search)),
            ("post", bool(asked.post)),
            ("author", bool(asked.author) and self._can_lead_by_author()),
            ("address", bool(asked.address) and self._is_little(Feedback.objects.filter(author_address=asked.address))),
            ("status", bool(asked.status) and self.is_few),
            ("posts", self.posts is not None),
            ("reason", bool(asked.reason) and asked.order != "score"),
            ("mentions", bool(asked.status) and asked.kind == counting.MENTIONS and asked.order != "score"),
            ("status", bool(asked.status)),
        )
        return next((name for name, applies in possible if applies), "")

    def _can_lead_by_author(self) -> bool:
        """Whether the index has someone's feedback in the order asked for, or there is little to be sorted."""
        if "@" not in self.filters.author:
            return _is_few(self.names)
        if self.filters.order != "score":
            return True
        return self._is_little(Feedback.objects.by_email(self.filters.author))

    def _is_little(self, rows: QuerySet[Feedback]) -> bool:
        """Whether rows are so few that all of them may be sorted for one page."""
        return not rows.order_by().values_list(Value(1))[WINDOW : WINDOW + 1]  # no row is fetched beside the index

    @property
    def _window(self) -> int:
        """How many rows a page looks through, if need be."""
        is_asked = not _is_few(self.search) or not _is_few(self.names)
        return min(ASKED, WINDOW) if is_asked else WINDOW

    @property
    def _may_walk(self) -> bool:
        """Whether rows may be passed over by the thousand before a page is full."""
        asked, leads = self.filters, self.leads
        if leads in ("q", "post", "posts", "address") or (leads == "status" and self.is_few):
            return False
        if leads == "author" and "@" not in asked.author:
            return False
        others = {
            "status": bool(asked.status) and leads != "mentions",
            "mentions": bool(asked.kind),
            "posts": bool(asked.source or asked.language),
            "author": bool(asked.author),
            "address": bool(asked.address),
            "q": bool(asked.q),
            "reason": bool(asked.reason),
        }
        return any(applies for name, applies in others.items() if name != leads)

    def _leading(self) -> QuerySet[Feedback]:
        """Return the rows by the condition that leads, and of the time asked for: most indexes have both."""
        return self._led(Feedback.objects.order_by().with_sent()).filter(sent_between(*self.filters.moments)[0])

    def _led(self, rows: FeedbackQuerySet) -> QuerySet[Feedback]:
        asked = self.filters
        match self.leads:
            case "q":
                return rows.filter(pk__in=self.search.among_few()) if self.search else rows.none()
            case "post":
                return rows.filter(post=asked.post)
            case "author":
                return self._by_author(rows)
            case "address":
                return rows.filter(author_address=asked.address)
            case "posts":
                return rows.filter(post__in=self.posts or [])
            case "reason":
                return rows.filter(decided_by=asked.reason).extra(where=[_DECIDED])  # noqa: S610
            case "mentions":
                return rows.filter(status=asked.status).extra(where=[_MENTIONS])  # noqa: S610
            case "status":
                return rows.filter(status=asked.status)
        return rows

    def _by_author(self, rows: FeedbackQuerySet) -> QuerySet[Feedback]:
        if "@" in self.filters.author:
            return rows.by_email(self.filters.author)
        return rows.filter(pk__in=self.names.among_few()) if self.names else rows.none()

    def _rest(self, rows: QuerySet[Feedback], is_whole: bool = False) -> QuerySet[Feedback]:
        """Narrow what the leading condition found by all the others; `is_whole`: not for a page, but for all of it."""
        asked, leads = self.filters, self.leads
        rows = rows.filter(sent_between(*asked.moments)[1])
        if asked.status and leads not in ("status", "mentions"):
            rows = rows.alias(its_status=_unindexed("status")).filter(its_status=asked.status)
        if asked.kind and leads != "mentions":
            comment = Q(kind=Feedback.Kind.COMMENT)
            rows = rows.filter(comment if asked.kind == Feedback.Kind.COMMENT else ~comment)
        if asked.post and leads != "post":
            rows = rows.alias(its_post=_unindexed_key("post_id")).filter(its_post=asked.post)
        if asked.author and leads != "author":
            rows = self._narrowed_to_author(rows, is_whole)
        if asked.q and leads != "q":
            rows = _narrowed_to(self.search, rows, is_whole)
        if asked.address and leads != "address":
            rows = rows.alias(its_address=_unindexed("author_address")).filter(its_address=asked.address)
        if asked.reason and leads != "reason":
            rows = rows.alias(its_reason=_unindexed("decided_by")).filter(its_reason=asked.reason)
        if (asked.source or asked.language) and leads != "posts":
            wanted = self._wide_posts().values("pk") if self.posts is None else self.posts
            rows = rows.alias(its_post=_unindexed_key("post_id")).filter(its_post__in=wanted)
        return rows

    def _narrowed_to_author(self, rows: QuerySet[Feedback], is_whole: bool) -> QuerySet[Feedback]:
        author = self.filters.author
        if "@" in author:
            return rows.alias(its_email=Lower(_unindexed("author_email"))).filter(its_email=author.lower())
        return _narrowed_to(self.names, rows, is_whole)

    # Where a page begins

    @property
    def _keys(self) -> tuple[str, ...]:
        return tuple(name.removeprefix("-") for name in self.order)

    def _after(self, rows: QuerySet[Feedback], after: str) -> QuerySet[Feedback]:
        values = self._read(after)
        return rows.filter(self._beyond(values)) if values else rows

    def _beyond(self, values: list[Any]) -> Q:
        """Return the condition of what comes after a row with these values of the keys."""
        names = list(zip(self._keys, values, strict=True))
        side = _side(self.order[0])
        beyond = Q()
        for name, value in reversed(names):
            beyond = Q(**{f"{name}__{side}": value}) | (Q(**{name: value}) & beyond if beyond else Q())
        # The first key bounds all of it: by that an index begins where the page does.
        return Q(**{f"{names[0][0]}__{side}e": names[0][1]}) & beyond

    def _read(self, after: str) -> list[Any]:
        parts = after.split("~")
        if len(parts) != len(self.order) or not (key := key_of(parts[-1])):
            return []
        sent = parts[-2]
        if not (sent.isascii() and sent.isdigit() and len(sent) < 15):
            return []
        try:
            scores = [float(part) for part in parts[:-2]]
        except ValueError:
            return []
        return [*scores, int(sent), key] if all(map(math.isfinite, scores)) else []


def bulk() -> int:
    """Return how many one action takes."""
    return BULK_OF_ONE_WRITER if connection.vendor == "sqlite" else BULK


def _is_few(search: Search | None) -> bool:
    """Whether all that matches is read; also where no word is asked for, and so nothing matches."""
    return search is None or search.few is not None


def _narrowed_to(search: Search | None, rows: QuerySet[Feedback], is_whole: bool) -> QuerySet[Feedback]:
    if search is None:
        return rows.none()
    return rows.filter(pk__in=search.among_all()) if is_whole else rows.filter(search.matches())


def _cursor(values: Any) -> str:
    """Write the keys of a row as the address has them."""
    return "~".join(map(str, values))


def _side(name: str) -> str:
    return "lt" if name.startswith("-") else "gt"


def _unindexed(name: str) -> Combinable:
    """Return a text column as an expression that no index serves; PostgreSQL's statistics know better."""
    if connection.vendor == "postgresql":
        return F(name)
    return Func(F(name), template="(%(expressions)s || '')", output_field=TextField())


def _unindexed_key(name: str) -> Combinable:
    if connection.vendor == "postgresql":
        return F(name)
    return Func(F(name), template="(%(expressions)s + 0)", output_field=IntegerField())
