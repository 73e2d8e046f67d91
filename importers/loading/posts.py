"""Posts and pages of a batch: new ones by the table, changed ones field by field, each with its feedback."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils import timezone

from blog.models import Feedback, Post, TaggedPost
from blog.models.post import zone_of_dates
from blog.publishing import PathAllocator
from blog.text import folding, markup, plain, quotes
from importers import rewriting
from importers.loading import addresses, merging, values
from importers.loading.batch import Batch, StoredItem, Work
from importers.loading.changing import about, keep_item, note_changes, set_aside
from importers.loading.feedback import FeedbackWriter, Part, brings_news, hold_back, issues_of, parts_of
from importers.loading.finding import CAPTURE
from importers.loading.linked import Linked, Wanted, link
from importers.loading.missing import gone_parts
from importers.loading.twins import find_twins
from importers.models import ImportedItem
from importers.records import FieldRepair, PostRecord


class Placed(NamedTuple):
    """A new post with its key, its address here, the columns of its date, and what it points at."""

    work: Work
    post_id: int
    path: str
    date: dict[str, Any]
    points_to: dict[str, Any]


NOTE_KINDS = ("remark", "question", "context", "wordplay", "error")


class PostWriter:
    """Writes the posts of one batch."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.context = batch.context
        self.now = timezone.now()

    def write(self, works: list[Work]) -> None:
        """Write posts and pages with their feedback."""
        if not works:
            return
        new = [work for work in works if work.is_new]
        old = [work for work in works if not work.is_new]
        parts = {id(work): parts_of(work) for work in works}
        self._know_parts(old, parts)
        for work in new:
            self._remember_deleted(work, parts[id(work)])
        fresh_parts = sum(part.stored is None for group in parts.values() for part in group)
        reserve = self.batch.reserve
        ids, item_ids = iter(reserve(Post, len(new))), iter(reserve(ImportedItem, len(new) + fresh_parts))
        self.feedback = FeedbackWriter(self.batch, iter(reserve(Feedback, fresh_parts)), item_ids)
        wanted = {id(work): addresses.wanted_path(record_of(work)) for work in new}
        self.paths = PathAllocator(wanted.values())
        self.keys = {id(work): self._keys(work) for work in works}
        self.claims = addresses.Claims(key for keys in self.keys.values() for key in keys)
        self.context.blogs = self.context.blogs.also_at({key[0] for keys in self.keys.values() for key in keys})
        # Pages that find their place below others later let go of the addresses that they are given now.
        pairs = sorted(zip(new, ids, strict=False), key=lambda pair: is_below(record_of(pair[0])))
        placed = sorted((self._place(work, key, wanted[id(work)]) for work, key in pairs), key=lambda one: one.post_id)
        linked = self._link(placed)
        for place in placed:
            self._create(place, next(item_ids), parts[id(place.work)], linked.get(place.post_id))
        self._update_all(old, parts)
        self.batch.outcome.issues += self.claims.issues

    def _keys(self, work: Work) -> list[addresses.Key]:
        return addresses.legacy_keys(record_of(work), work.source.base_url)

    def _know_parts(self, old: list[Work], parts: dict[int, list[Part]]) -> None:
        """Find what is stored of the feedback of posts that are here already."""
        if not old:
            return
        known = {
            (item.kind, item.identity): item
            for item in ImportedItem.objects.filter(
                parent_id__in=[work.stored.pk for work in old if work.stored]
            ).defer("raw", "provenance")
        }
        for work in old:
            for part in parts[id(work)]:
                part.stored = known.get((part.kind, part.identity))
            if not work.parts_only:
                self._miss(work, list(known.values()), parts[id(work)])

    def _miss(self, work: Work, known: Sequence[ImportedItem], parts: list[Part]) -> None:
        """Say what of a post's feedback the file has no more."""
        self.batch.outcome.issues += gone_parts(work, known, parts)

    def _remember_deleted(self, work: Work, parts: list[Part]) -> None:
        """Find what a person deleted of the feedback of a post that was here before."""
        deleted = self.context.deleted_parts()
        for part in parts if deleted else ():
            part.stored = deleted.get((work.source.pk, part.kind, part.identity))

    def _values(self, record: PostRecord) -> dict[str, Any]:
        names = self.context.names
        return values.of_post(
            record,
            names.key_of(record.author),
            names.keys_of(record.co_authors),
            names.keys_of(record.categories),
            names.keys_of(record.tags),
        )

    def _points_to(self, record: PostRecord) -> dict[str, Any]:
        """Return what is settled when the whole import is stored: pointers, and what the body wants."""
        wanted = rewriting.wishes(record.body, record.body_format, self.context.blogs.hosts)
        return {**pointers(record), "body": wanted} if wanted else pointers(record)

    def _place(self, work: Work, post_id: int, wanted: str) -> Placed:
        """Give a new post its address, and have its old ones lead to it."""
        record = record_of(work)
        path = self.paths.allocate(wanted)
        if path != wanted and not is_below(record):
            self.batch.say("address-collision", record.origin, f"/{wanted}/ is taken; the address here is /{path}/")
        self._claim(work, post_id)
        date = values.date_columns(values.date_values(record.published), zone_of_dates(work.source))
        if self._waits(record, date):
            self.batch.say("dated-ahead", record.origin, f"is dated {date['sort_at']:%Y-%m-%d}; nobody sees it before")
        return Placed(work, post_id, path, date, self._points_to(record))

    def _waits(self, record: PostRecord, date: dict[str, Any]) -> bool:
        """Say whether a post is published with a day that is still to come."""
        return record.status == "published" and bool(date["sort_at"]) and date["sort_at"] > self.now

    def _link(self, placed: list[Placed]) -> dict[int, Linked]:
        """Return what becomes of the bodies whose links can all be told already."""
        wanted = [
            Wanted(place.post_id, place.work.post.record, place.work.post.links, place.work.source.base_url)
            for place in placed
            if place.points_to.get("body") == ["links"] and place.work.post is not None
        ]
        if not wanted:
            return {}
        fresh: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for place in placed:
            record = record_of(place.work)
            if record.status == "published" and not self._waits(record, place.date):
                for key in self.keys[id(place.work)]:
                    if self.claims.owners[key] == ("post_id", place.post_id):
                        fresh.setdefault(key[1:], []).append((key[0], place.path))
        return link(wanted, self.context.blogs, fresh)

    def _create(self, place: Placed, item_id: int, parts: list[Part], linked: Linked | None) -> None:
        work, post_id, path, date, points_to = place
        record = record_of(work)
        body, body_html = linked or (record.body, record.body_html)
        stated = self._values(record)
        source = work.source
        slug = record.slug or path.rsplit("/", 1)[-1]
        self.batch.posts.add(
            post_id, record.kind, path, record.title, slug, record.status, stated["author_id"], record.language,
            record.excerpt, record.sticky, record.menu_order, record.comments_open, record.original_url, record.guid,
            stated["source_meta"], *date.values(), record.body_format, body, body_html,
            markup.ALLOWLIST_VERSION, source.pk, record.source_id, record.seo_title, record.seo_description,
        )  # fmt: skip
        for key in stated["co_authors"]:
            self.batch.co_authors.add(key, post_id)
        for key in stated["categories"]:
            self.batch.categories.add(key, post_id)
        for key in stated["tags"]:
            self.batch.tags.add(key, post_id)
        self._notes(record, post_id)
        stated |= {"slug": slug, "path": path, **rewriting.media_marks(record.body_html)}
        written = merging.base_of(stated)
        if body != record.body:
            written = merging.settled_base(written, "body", [record.body_format, body])
        self.batch.add_item(
            item_id, source, record.kind, work.item.identity, post_id, work.item.content_hash, written,
            origin=record.origin, raw=work.raw, points_to=points_to,
            unsettled=bool(points_to.keys() - ({"body"} if linked else ())),
            provenance=values.provenance(record.fields, record, work.file),
        )  # fmt: skip
        repairs = repairs_of(work)
        if repairs and body != record.body:
            repairs = values.carried(repairs, "body", record.body, body)
        self.batch.add_repairs(Post, post_id, repairs)
        self._say_all(work, item_id)
        self._fold(work, post_id, stated)
        self.feedback.write(work, parts, post_id, item_id, set())

    def _fold(self, work: Work, post_id: int, stated: dict[str, Any]) -> None:
        """Have a new post indexed, without reading it again."""
        assert work.post is not None
        names = self.context.names
        terms = [
            (kind, key) for kind, column in (("tag", "tags"), ("category", "categories")) for key in stated[column]
        ]
        writers = [stated["author_id"]] if stated["author_id"] else []
        terms[:0] = [("author", key) for key in (*writers, *stated["co_authors"])]
        borne = (folding.index_name(names.name_of(kind, key)) for kind, key in terms)
        text = " ".join(filter(None, (work.post.words, *borne)))
        self.batch.folded.append((post_id, folding.index_text(work.post.record.title), text))

    def _claim(self, work: Work, post_id: int) -> list[addresses.Key]:
        """Have old addresses lead to the post; return those that led nowhere before."""
        fresh = self.claims.claim(self.keys[id(work)], ("post_id", post_id), work.item.record.origin)
        for host, path, query in fresh:
            self.batch.legacy.add(host, path, query, post_id, None, "")
        return fresh

    def _notes(self, record: PostRecord, post_id: int) -> None:
        if not record.translation_notes:
            return
        text = plain.plain_text(record.body_html)
        for note in record.translation_notes:
            place = quotes.find_quote(text, note.exact)
            quote = quotes.Quote(note.exact) if place is None else quotes.quote_at(text, place, place + len(note.exact))
            kind = note.kind if note.kind in NOTE_KINDS else "remark"
            visibility = "public" if note.visibility == "public" else "private"
            self.batch.notes.add(post_id, kind, visibility, quote.exact, quote.prefix, quote.suffix, note.text)

    def _say_all(self, work: Work, item_id: int | None) -> None:
        assert work.post is not None
        self.batch.outcome.issues += about(item_id, (*issues_of(work), *work.post.issues))
        if work.post.shortcodes:
            self.batch.outcome.shortcodes.append(work.post.shortcodes)
        if work.post.styles:
            self.batch.outcome.styles.append(work.post.styles)

    def _update_all(self, works: list[Work], parts: dict[int, list[Part]]) -> None:
        if not works:
            return
        keys = [work.stored.object_id for work in works if work.stored and work.stored.object_id]
        stored = Post.objects.select_related("source").prefetch_related("categories", "tagged_posts")
        posts = stored.with_co_authors().in_bulk(keys)
        anchors: dict[int, set[str]] = {key: set() for key in keys}
        for post_id, anchor in Feedback.objects.filter(post_id__in=keys).values_list("post_id", "anchor"):
            anchors[post_id].add(anchor)
        for work in works:
            assert work.stored is not None
            post = posts.get(work.stored.object_id or 0)
            if post is None:
                self.batch.outcome.issues += issues_of(work)
                skip_deleted(self.batch, work)
                continue
            written = False
            if work.parts_only:
                self.batch.outcome.tally.add(work.item.kind, "skipped" if work.is_older else "unchanged")
                if work.stored.kind == CAPTURE and not work.is_older:
                    self._look_again(work, work.stored, post, parts[id(work)])
            else:
                written = self._update(work, work.stored, post, brings_news(parts[id(work)]))
            self.feedback.write(work, parts[id(work)], post.pk, work.stored.pk, anchors[post.pk])
            if work.parts_only:
                self.batch.outcome.issues += issues_of(work)
            else:
                self._say_all(work, work.stored.pk if written else None)

    def _look_again(self, work: Work, stored: StoredItem, post: Post, parts: list[Part]) -> None:
        """Take over what else a page that joined a post says now, which is feedback alone."""
        find_twins(self.context.run, post.pk, parts)
        hold_back(work, parts)
        if stored.content_hash != work.item.content_hash:
            record = record_of(work)
            note_changes(self.context.run, [(ImportedItem.objects.get(pk=stored.pk), merging.Merge())])
            columns = values.item_columns(work.item.content_hash, self.context.reader, record, work.raw, work.file)
            ImportedItem.objects.filter(pk=stored.pk).update(**columns)

    def _update(self, work: Work, stored: StoredItem, post: Post, feedback_changes: bool) -> bool:
        """Merge what the source says now; say whether the item was written."""
        record = record_of(work)
        incoming = self._values(record)
        incoming["slug"] = incoming["slug"] or post.slug
        base = {"kind": stored.kind, **stored.written}
        result = self.batch.merge(stored.pk, base, values.present_post(post), incoming, record.origin)
        if result.changes:
            write_post(post, result.changes)
            self.batch.renew_repairs(stored.pk, Post, post.pk, repairs_of(work), result.changes)
            self.batch.to_index.append(post)
        elif stored.content_hash != work.item.content_hash and (
            feedback_changes or stored.points_to != self._points_to(record)
        ):
            keep_item(self.context.run, stored.pk)
        set_aside(self.context.run, stored.pk, "addresses", self._claim(work, post.pk))
        self.batch.outcome.tally.add(record.kind, "updated" if result.changes else "unchanged")
        return self._update_item(work, stored, post, result)

    def _update_item(self, work: Work, stored: StoredItem, post: Post, result: merging.Merge) -> bool:
        record = record_of(work)
        changes: dict[str, Any] = {}
        if stored.content_hash != work.item.content_hash:
            changes = values.item_columns(work.item.content_hash, self.context.reader, record, work.raw, work.file)
        if stored.kind != record.kind:
            changes["kind"] = record.kind
        base = merging.with_values(result.base, rewriting.media_marks(post.body_html))
        if base != stored.written:
            changes["written"] = base
        points_to = self._points_to(record)
        moved = ("body" in result.changes and "body" in points_to) or (
            "language" in result.changes and "group" in points_to
        )
        if points_to != stored.points_to or moved:
            changes |= {"points_to": points_to, "unsettled": True}
            self.context.unsettling = True
            if (group := stored.points_to.get("group")) and group != points_to.get("group"):
                self.batch.left_groups.add((work.source.pk, str(group[0])))
        if changes:
            ImportedItem.objects.filter(pk=stored.pk).update(**changes)
            self.batch.places[record.origin] = stored.pk
        return bool(changes)


def write_post(post: Post, changes: dict[str, Any]) -> None:
    """Write changed values into a stored post; it keeps its address."""
    columns = values.post_columns(changes, post.zone)
    if columns:
        for name, value in columns.items():
            setattr(post, name, value)
        post.updated_at = timezone.now()  # a raw save sets nothing by itself
        post.save_base(raw=True, update_fields=[*columns, "updated_at"])
    if "co_authors" in changes:
        # Their order is that of their rows.
        post.co_authors.clear()
        for key in changes["co_authors"]:
            post.co_authors.add(key)
    if "categories" in changes:
        post.categories.set(changes["categories"])
    if "tags" in changes:
        TaggedPost.objects.filter(content_object=post).exclude(tag_id__in=changes["tags"]).delete()
        here = set(TaggedPost.objects.filter(content_object=post).values_list("tag_id", flat=True))
        TaggedPost.objects.bulk_create(
            TaggedPost(content_object=post, tag_id=key) for key in changes["tags"] if key not in here
        )


def skip_deleted(batch: Batch, work: Work) -> None:
    """Count what someone deleted or merged here, with its feedback, as left out on purpose."""
    tombstone = work.stored.tombstone if work.stored else ""
    batch.outcome.tally.add(work.item.kind, "skipped")
    record = work.item.record
    if isinstance(record, PostRecord):
        batch.outcome.tally.add("comment", "skipped", len(record.comments))
        batch.outcome.tally.add("trackback", "skipped", len(record.trackbacks))
    code = tombstone or "deleted-here"
    batch.say(code, record.origin, f"was {code.removesuffix('-here')} here; it was not imported again")


def record_of(work: Work) -> PostRecord:
    """Return the prepared record of a post."""
    assert work.post is not None
    return work.post.record


def is_below(record: PostRecord) -> bool:
    """Say whether a page names one that it stands below."""
    return record.kind == "page" and bool(record.parent_id)


def repairs_of(work: Work) -> list[FieldRepair]:
    """Return the repairs of the post itself."""
    assert work.post is not None
    return [repair for repair in work.post.repairs if repair.target == "post"]


def pointers(record: PostRecord) -> dict[str, Any]:
    """Return what the post points at, by the source's ids: settled when the whole import is stored."""
    stated = {
        "parent": record.parent_id,
        "featured_image": record.featured_image_id,
        # A group says it better than one of its members.
        "translation_of": "" if record.translation_group else record.translation_of,
        "group": _group(record) if record.translation_group else None,
        "members": list(record.translation_members),
        "former": list(record.former_urls),
    }
    return {name: value for name, value in stated.items() if value}


def _group(record: PostRecord) -> list[str]:
    """Return a group's name, the language of its original, and the post's own where the file says it."""
    stated = "" if "language" in record.fields else record.language
    return [record.translation_group, record.translation_from, *([stated] if stated else [])]


def all_posts(works: Iterable[Work]) -> list[Work]:
    """Return the works that are posts or pages."""
    return [work for work in works if isinstance(work.item.record, PostRecord)]
