"""Which post that is here already an item speaks of too: a page of a post that an export brought, or another capture.

Candidates come from the database (by old address, by title, by date); whether they are one is for `matching` to say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from django.db.models import Q

from blog.models import Post, Source
from blog.text.levels import Level
from importers import matching
from importers.loading import addresses
from importers.loading.batch import Context, Elder, Work
from importers.loading.finding import PAGES, POSTS, is_page, only_adds
from importers.matching import Likeness
from importers.models import ImportedItem
from importers.records import PostRecord

NEAR = 50  # posts of a title or a day that are compared with one
UNTITLED = 20_000  # posts of a blog among which the text of a page without a title is looked for
CHUNK = 500


class Elders:
    """Finds the elders of one run's items."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._with_pages: dict[int, bool] = {}
        self._texts: dict[int, _Texts] = {}

    def part(self, works: Sequence[Work]) -> tuple[list[Work], list[Work]]:
        """Return what can be written as it is, and what has to wait for it: what joins another post, or may do so."""
        asking = [work for work in works if self._may_join(work)]
        if not asking:
            return list(works), []
        likenesses = {id(work): likeness_of(work) for work in asking}
        keys = {id(work): addresses.legacy_keys(_record(work), work.source.base_url) for work in asking}
        for source in {work.source for work in asking}:
            self._find([work for work in asking if work.source == source], source, likenesses, keys)
        first: list[Work] = []
        waiting: list[Work] = []
        taken: set[object] = set()
        for work in works:
            if id(work) not in likenesses:
                first.append(work)
                continue
            marks = set(_marks(work, likenesses[id(work)], keys[id(work)]))
            awaits = _record(work).adds_only and not all(_adds_only(other) for other in works)
            if work.elder is not None or awaits or (is_page(work) and marks & taken):
                waiting.append(work)
            else:
                first.append(work)
            taken |= marks
        return first, waiting

    def _may_join(self, work: Work) -> bool:
        """Whether another item may be of the same post: one of both is a page that visitors saw."""
        if not work.is_new or work.post is None:
            return False
        if only_adds(work) or work.kin:
            return True
        key = work.source.pk
        if key not in self._with_pages:
            pages = ImportedItem.objects.filter(source=key, reader__in=PAGES, kind__in=POSTS)
            self._with_pages[key] = pages.exists()
        return self._with_pages[key]

    def _find(
        self,
        works: Sequence[Work],
        source: Source,
        likenesses: dict[int, Likeness],
        keys: dict[int, list[addresses.Key]],
    ) -> None:
        """Give works of one source the elders they have."""
        owners = addresses.owners(key for work in works for key in keys[id(work)])
        led: dict[int, list[int]] = {}
        alike: dict[int, list[int]] = {}
        for work in works:
            found = [owners[key] for key in keys[id(work)] if key in owners]
            led[id(work)] = ([work.kin] if work.kin else []) + [key for column, key in found if column == "post_id"]
            alike[id(work)] = self._alike(work, likenesses[id(work)])
        near = _Near(source, [likenesses[id(work)] for work in works])
        around = {id(work): near.to(likenesses[id(work)]) for work in works}
        items = _main_items(source, chain(*led.values(), *alike.values(), *around.values()))
        posts = Post.objects.only(*_COMPARED).in_bulk(items)
        known = {key: Likeness(post.title, _date(post), post.body_html) for key, post in posts.items()}
        for work in works:
            for key in dict.fromkeys((*led[id(work)], *alike[id(work)], *around[id(work)])):
                if key not in known or not (only_adds(work) or items[key][1] in PAGES):
                    continue
                if _record(work).adds_only:
                    if posts[key].published_at and posts[key].published_at == _moment(work):
                        work.elder = Elder(items[key][0], key, "its moment")
                    continue
                # Two pages of two addresses are two posts.
                apart = is_page(work) and items[key][1] in PAGES and bool(keys[id(work)] and posts[key].original_url)
                how = matching.reason(
                    likenesses[id(work)], known[key], by_address=key in led[id(work)], by_address_only=apart
                )
                if how:
                    work.elder = Elder(items[key][0], key, how)
                    break

    def _alike(self, work: Work, likeness: Likeness) -> list[int]:
        """Return posts whose text may be that of a page without a title or a date."""
        known = likeness.title_key and likeness.day
        if not is_page(work) or known or len(likeness.shingles) < matching.FEW:
            return []
        texts = self._texts.setdefault(work.source.pk, _Texts(work.source))
        return texts.like(likeness)


_COMPARED = (
    "title", "published_year", "published_month", "published_day",
    "published_at", "body_html", "original_url", "source",
)  # fmt: skip


class _Texts:
    """The texts of a blog's posts, a few numbers of each."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.last = 0
        self.posts: dict[int, list[int]] = {}

    def like(self, likeness: Likeness) -> list[int]:
        """Return the posts that share numbers with a text, the likeliest first; those stored meanwhile too."""
        fresh = Post.objects.filter(source=self.source, pk__gt=self.last).order_by("pk")
        for key, body_html in fresh.values_list("pk", "body_html")[:UNTITLED].iterator(chunk_size=CHUNK):
            self.last = key
            for number in matching.sketch_of(Likeness("", body_html=body_html)):
                self.posts.setdefault(number, []).append(key)
        shared: dict[int, int] = {}
        for number in matching.sketch_of(likeness):
            for key in self.posts.get(number, ())[:NEAR]:
                shared[key] = shared.get(key, 0) + 1
        return [key for key in sorted(shared, key=lambda key: -shared[key]) if shared[key] > 1][:10]


def likeness_of(work: Work) -> Likeness:
    """Return what is compared of an item."""
    record = _record(work)
    found = record.published
    date = (found.year, found.month, found.day) if found else (None, None, None)
    source = record.fields.get("title")
    guessed = source is not None and source.level is Level.GUESS
    return Likeness("" if guessed else record.title, date, record.body_html)


def _record(work: Work) -> PostRecord:
    assert work.post is not None
    return work.post.record


def _adds_only(work: Work) -> bool:
    return work.post is not None and work.post.record.adds_only


def _moment(work: Work) -> dt.datetime | None:
    found = _record(work).published
    return found.instant if found else None


def _date(post: Post) -> tuple[int | None, int | None, int | None]:
    return post.published_year, post.published_month, post.published_day


class _Near:
    """The posts of a source that bear one of these titles or dates."""

    def __init__(self, source: Source, likenesses: Sequence[Likeness]) -> None:
        self.by_title: dict[str, list[int]] = {}
        self.by_day: dict[tuple[int | None, ...], list[int]] = {}
        wanted = Q(title__in={likeness.title for likeness in likenesses if likeness.title})
        for year, month, day in {likeness.date for likeness in likenesses if likeness.day}:
            wanted |= Q(published_year=year, published_month=month, published_day=day)
        rows = Post.objects.filter(wanted, source=source).order_by("pk")
        for key, title, *date in rows.values_list("pk", *_COMPARED[:4])[: NEAR * max(1, len(likenesses))]:
            self.by_title.setdefault(Likeness(title).title_key, []).append(key)
            self.by_day.setdefault(tuple(date), []).append(key)

    def to(self, likeness: Likeness) -> list[int]:
        """Return the posts near one: those of its title first, then those of its day."""
        titled = self.by_title.get(likeness.title_key, [])[:NEAR] if likeness.title_key else []
        return list(dict.fromkeys((*titled, *(self.by_day.get(likeness.date, [])[:NEAR] if likeness.day else ()))))


def _main_items(source: Source, posts: Iterable[int]) -> dict[int, tuple[int, str]]:
    """Return the item of each post and its reader, of those that an import of this source brought."""
    rows = ImportedItem.objects.filter(source=source, kind__in=POSTS, object_id__in=posts, tombstone="")
    return {post: (item, reader) for item, post, reader in rows.values_list("pk", "object_id", "reader") if post}


def _marks(work: Work, likeness: Likeness, keys: Iterable[addresses.Key]) -> Iterator[object]:
    """Yield what two items of one batch may share when they are of one post."""
    yield from keys
    if likeness.title_key:
        yield likeness.title_key
    elif sketch := matching.sketch_of(likeness):
        yield tuple(sketch)
    if work.kin:
        yield work.kin
