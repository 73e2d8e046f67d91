"""Full-text search over posts and pages, by modelsearch: FTS5 on SQLite, full-text search on PostgreSQL.

Indexed in bulk by `index(posts)`, called by whatever writes posts; there is no signal per save. Both databases are
given folded words (`blog.text.folding`) and are asked for folded words, so both find the same, in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat
from modelsearch.backends import get_search_backend
from modelsearch.query import PlainText

from blog import statements
from blog.models import Post
from blog.text import folding

MAX_QUERY = 200  # characters that are looked at
MAX_WORDS = 12
AT_ONCE = 500  # posts that are indexed together
TERMS = ["tags", "categories"]
# Where the index keeps the folded text itself.
TITLE, BODY = ("title_text", "body_text") if connection.vendor == "postgresql" else ("title", "body")

_TEXTS = "modelsearch_indexentry (content_type_id, object_id, title_norm, title, autocomplete, body)"
_TEXTS_AGAIN = "ON CONFLICT (content_type_id, object_id) DO UPDATE SET title = EXCLUDED.title, body = EXCLUDED.body"
# Folded words are taken as they stand: PostgreSQL's parser has nothing to find in them and takes three times as long.
# Their places, which only it tells, are not asked for: phrases are looked for in the text.
_ADD_VECTORS = """
    INSERT INTO modelsearch_indexentry
        (content_type_id, object_id, title_norm, title, autocomplete, body, title_text, body_text)
    SELECT %s, key, 1.0, setweight(to_tsvector('simple', title), 'A'), '',
        array_to_tsvector(string_to_array(body, ' ')), title, body
    FROM unnest(%s::text[], %s::text[], %s::text[]) AS folded (key, title, body)
    ON CONFLICT (content_type_id, object_id) DO UPDATE SET title = EXCLUDED.title, body = EXCLUDED.body,
        title_text = EXCLUDED.title_text, body_text = EXCLUDED.body_text
"""

_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”|«([^»]*)»')


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for: words that must all occur, and runs of words that must occur as they stand."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]

    @classmethod
    def parse(cls, text: str) -> Query:
        """Read a visitor's words. Over-long input is cut, not refused.

        Phrases are what stands in quotation marks, and what is written without a space: l'eau, e-mail, 日本.
        """
        text = text[:MAX_QUERY]
        words = list(dict.fromkeys(folding.keys(text)))[:MAX_WORDS]
        quoted = ["".join(groups) for groups in _QUOTED.findall(text)]
        runs = [folding.keys(piece) for piece in (*quoted, *text.split())]
        return cls(tuple(words), tuple(tuple(run[:MAX_WORDS]) for run in runs if len(run) > 1))


def index(posts: Iterable[Post]) -> None:
    """Put posts into the index, or anew, as they are stored, with author, tags and categories; removes nothing.

    What is given may hold relations as they were before; so they are read again, in four queries for all.
    """
    stored = Post.objects.select_related("author").prefetch_related(*TERMS).with_co_authors()
    stored = stored.only("title", "excerpt", "body_html", "author__name")
    read = stored.in_bulk([post.pk for post in posts]).values()
    add_folded([(post.pk, folding.index_text(post.title), folding.index_text(post.search_text)) for post in read])


def add_folded(entries: Sequence[tuple[int, str, str]]) -> None:
    """Put posts into the index by (key, folded title, folded text), all at once.

    modelsearch itself builds several objects and an expression for each post, and keeps a factor for short titles in
    step, which costs a look at the whole index each time; `find` ranks otherwise.
    """
    if not entries:
        return
    content_type = ContentType.objects.get_for_model(Post).pk
    keys, titles, texts = (list(column) for column in zip(*entries, strict=True))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_ADD_VECTORS, [content_type, list(map(str, keys)), titles, texts])
        else:
            rows = zip(repeat(content_type), map(str, keys), repeat(1.0), titles, repeat(""), texts)
            statements.insert(cursor, _TEXTS, list(rows), _TEXTS_AGAIN)


def index_again(keys: Iterable[int]) -> None:
    """Put stored posts into the index anew, by their primary keys, some at a time: a name they bear has changed."""
    waiting = list(keys)
    for start in range(0, len(waiting), AT_ONCE):
        index([Post(pk=key) for key in waiting[start : start + AT_ONCE]])


def find(text: str, posts: QuerySet | None = None) -> QuerySet:
    """Return the public posts and pages (or those of `posts`) that hold every word asked for.

    Those with all words in their title come first, then the newest.
    """
    query = Query.parse(text)
    posts = Post.objects.public() if posts is None else posts
    if not query.words:
        return posts.none()
    results = get_search_backend().search(
        PlainText(" ".join(query.words), operator="and"), Post.objects.order_by(), order_by_relevance=False
    )
    hits = posts.filter(pk__in=results.get_queryset().order_by().values("pk"))
    hits = hits.annotate(title_words=_spaced(TITLE), body_words=_spaced(BODY))
    for phrase in query.phrases:
        run = f" {' '.join(phrase)} "
        hits = hits.filter(Q(title_words__contains=run) | Q(body_words__contains=run))
    in_title = Q()
    for word in query.words:
        in_title &= Q(title_words__contains=f" {word} ")
    rank = Case(When(in_title, then=Value(0)), default=Value(1))
    return hits.order_by(rank, "-sort_at", "-pk")


def _spaced(column: str) -> Concat:
    """Return a column of the index with a space at both ends, so that every word in it has one on both sides."""
    return Concat(Value(" "), F(f"index_entries__{column}"), Value(" "), output_field=TextField())
