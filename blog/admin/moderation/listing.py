"""A page of the desk out of a million rows: one condition leads, by an index that has its rows in order.

SQLite keeps no statistics and would walk the index of the status through everything that is approved, looking for the
three comments of one address. So the condition that narrows most leads, and the others are written so that no index
serves them. Where only wide conditions are left (a language, a source), a page looks through a bounded number of rows
and then says where it stopped. Pages follow each other by the key of the last row, never by number.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, Func, IntegerField, Max, Q, QuerySet, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower
from django.utils.dateparse import parse_datetime

from blog import counting, feedback_search
from blog.admin.moderation.filters import Filters
from blog.models import Feedback, Post
from blog.text.keys import key_of

ON_A_PAGE = 25
FEW = 5000  # rows: so many are sorted in no time, whatever else is asked for
FEW_POSTS = 100
WINDOW = 20_000  # rows that one page looks through
BULK = 20_000  # that one action takes

_ORDERS = {"": ("-pk",), "oldest": ("pk",), "score": ("-score", "-pk")}
_BY_TIME = {
    "date": {"": ("-submitted_at", "-pk"), "oldest": ("submitted_at", "pk")},
    "address": {"": ("-received_at", "-pk"), "oldest": ("received_at", "pk")},
}
# Conditions of partial indexes, word for word: SQLite does not see that a parameter says the same.
_MENTIONS = "NOT (blog_feedback.kind = 'comment')"
_SCORED = "NOT (blog_feedback.score = 0.0)"
_DECIDED = "NOT (blog_feedback.decided_by = '')"


@dataclass(frozen=True, slots=True)
class Page:
    """Keys of the feedback of a page in its order. `after` says where the next one begins, empty at the end.

    `stopped`: the page has looked through WINDOW rows; there may be more like these.
    """

    keys: list[int]
    after: str
    stopped: bool = False


class Listing:
    """The feedback that some filters let through."""

    def __init__(self, filters: Filters, kept: counting.Counts) -> None:
        self.filters = filters
        status = kept.get(("", filters.status), 0) if filters.status else kept.get(("", ""), 0)
        self.is_few = status <= FEW
        self.posts = self._posts()
        self.leads = self._lead()
        self.order = self._order()

    def page(self, after: str = "", number: int = ON_A_PAGE) -> Page:
        """Return one page: two queries at most."""
        leading = self._after(self._leading(), after)
        rows, edge = self._rest(leading), None
        if self._may_walk:
            edge = next(iter(leading.order_by(*self.order).values_list(*self._keys)[WINDOW - 1 : WINDOW]), None)
            if edge is not None:
                rows = rows.filter(~self._beyond(list(edge)) if len(edge) > 1 else self._until(edge[0]))
        found = list(rows.order_by(*self.order).values_list(*self._keys)[: number + 1])
        shown = [row[-1] for row in found[:number]]
        if len(found) > number:
            return Page(shown, _cursor(found[number - 1]))
        return Page(shown, _cursor(edge) if edge else "", stopped=edge is not None)

    def everything(self, upto: int | None = None) -> QuerySet[Feedback]:
        """Return all that the filters let through, up to a key: what came after the person looked is not among it."""
        rows = self._rest(self._leading())
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
            ("q", bool(asked.q)),
            ("post", bool(asked.post)),
            ("author", bool(asked.author)),
            ("address", bool(asked.address)),
            ("status", bool(asked.status) and self.is_few),
            ("posts", self.posts is not None),
            ("reason", bool(asked.reason)),
            ("score", asked.order == "score"),
            ("date", bool(asked.since or asked.until)),
            ("mentions", bool(asked.status) and asked.kind == counting.MENTIONS),
            ("status", bool(asked.status)),
        )
        return next((name for name, applies in possible if applies), "")

    def _order(self) -> tuple[str, ...]:
        """Return the order, by time where the index that leads has its rows in that order."""
        asked = self.filters.order
        return _BY_TIME.get(self.leads, _ORDERS).get(asked) or _ORDERS[asked]

    @property
    def _may_walk(self) -> bool:
        """Whether rows may be passed over by the thousand before a page is full."""
        asked, leads = self.filters, self.leads
        if leads in ("q", "post", "posts") or (leads == "status" and self.is_few):
            return False
        if leads == "author" and "@" not in asked.author:
            return False
        others = {
            "status": bool(asked.status) and leads not in ("score", "mentions"),
            "mentions": bool(asked.kind),
            "posts": bool(asked.source or asked.language),
            "author": bool(asked.author),
            "address": bool(asked.address),
            "reason": bool(asked.reason),
            "date": bool(asked.since or asked.until),
        }
        return any(applies for name, applies in others.items() if name != leads)

    def _leading(self) -> QuerySet[Feedback]:
        """Return the rows by the condition that leads."""
        rows, asked = Feedback.objects.order_by(), self.filters
        match self.leads:
            case "q":
                feedback_search.catch_up()
                found = feedback_search.matching(asked.q, newest=asked.order != "oldest")
                return rows.none() if found is None else rows.filter(pk__in=found)
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
            case "score":
                return rows.filter(status=asked.status).extra(where=[_SCORED])  # noqa: S610
            case "date":
                since, until = asked.moments
                return rows.filter(**_range(since, until))
            case "mentions":
                return rows.filter(status=asked.status).extra(where=[_MENTIONS])  # noqa: S610
            case "status":
                return rows.filter(status=asked.status)
        return rows

    def _by_author(self, rows: QuerySet[Feedback]) -> QuerySet[Feedback]:
        if "@" in self.filters.author:
            return rows.alias(email=Lower("author_email")).filter(email=self.filters.author.lower())
        feedback_search.catch_up()
        found = feedback_search.matching(self.filters.author, only_names=True, newest=self.filters.order != "oldest")
        return rows.none() if found is None else rows.filter(pk__in=found)

    def _rest(self, rows: QuerySet[Feedback]) -> QuerySet[Feedback]:
        """Narrow what the leading condition found by all the others."""
        asked, leads = self.filters, self.leads
        if asked.status and leads not in ("status", "score", "mentions"):
            rows = rows.alias(its_status=_unindexed("status")).filter(its_status=asked.status)
        if asked.kind and leads != "mentions":
            comment = Q(kind=Feedback.Kind.COMMENT)
            rows = rows.filter(comment if asked.kind == Feedback.Kind.COMMENT else ~comment)
        if asked.post and leads != "post":
            rows = rows.alias(its_post=_unindexed_key("post_id")).filter(its_post=asked.post)
        if asked.author and leads != "author":
            rows = self._narrowed_to_author(rows)
        if asked.address and leads != "address":
            rows = rows.alias(its_address=_unindexed("author_address")).filter(its_address=asked.address)
        if asked.reason and leads != "reason":
            rows = rows.alias(its_reason=_unindexed("decided_by")).filter(its_reason=asked.reason)
        if (asked.source or asked.language) and leads != "posts":
            wanted = self._wide_posts().values("pk") if self.posts is None else self.posts
            rows = rows.alias(its_post=_unindexed_key("post_id")).filter(its_post__in=wanted)
        since, until = asked.moments
        return rows.filter(**_range(since, until)) if leads != "date" else rows

    def _narrowed_to_author(self, rows: QuerySet[Feedback]) -> QuerySet[Feedback]:
        author = self.filters.author
        if "@" in author:
            return rows.alias(its_email=Lower(_unindexed("author_email"))).filter(its_email=author.lower())
        return rows.filter(author_name__icontains=author)

    # Where a page begins

    @property
    def _keys(self) -> tuple[str, ...]:
        return tuple(name.removeprefix("-") for name in self.order)

    def _after(self, rows: QuerySet[Feedback], after: str) -> QuerySet[Feedback]:
        values = self._read(after)
        return rows.filter(self._beyond(values)) if values else rows

    def _beyond(self, values: list[Any]) -> Q:
        """Return the condition of what comes after a row with these values of the keys."""
        *_first, key = self.order
        beyond = Q(**{f"pk__{_side(key)}": values[-1]})
        if len(values) == 1:
            return beyond
        name = self._keys[0]
        return Q(**{f"{name}__{_side(self.order[0])}": values[0]}) | Q(**{name: values[0]}) & beyond

    def _until(self, key: int) -> Q:
        return Q(pk__gte=key) if self.order[-1].startswith("-") else Q(pk__lte=key)

    def _read(self, after: str) -> list[Any]:
        parts = after.split("~")
        key = key_of(parts[-1])
        if not key or len(parts) != len(self.order):
            return []
        if len(parts) == 1:
            return [key]
        try:
            first = float(parts[0]) if self._keys[0] == "score" else parse_datetime(parts[0])
        except ValueError:
            return []
        return [] if first is None or first != first else [first, key]


def _cursor(values: Any) -> str:
    """Write the keys of a row as the address has them."""
    return "~".join(value.isoformat() if isinstance(value, dt.datetime) else str(value) for value in values)


def _side(name: str) -> str:
    return "lt" if name.startswith("-") else "gt"


def _range(since: dt.datetime | None, until: dt.datetime | None) -> dict[str, dt.datetime]:
    known = {"submitted_at__gte": since, "submitted_at__lt": until}
    return {name: moment for name, moment in known.items() if moment is not None}


def _unindexed(name: str) -> Combinable:
    """Return a text column as an expression that no index serves; PostgreSQL's statistics know better."""
    if connection.vendor == "postgresql":
        return F(name)
    return Func(F(name), template="(%(expressions)s || '')", output_field=TextField())


def _unindexed_key(name: str) -> Combinable:
    if connection.vendor == "postgresql":
        return F(name)
    return Func(F(name), template="(%(expressions)s + 0)", output_field=IntegerField())
