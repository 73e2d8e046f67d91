"""The one place where posts get their address and their status changes. Admin, views and importers call it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from django.db import transaction
from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from django.utils import timezone

from blog import anchoring, locking, search
from blog.models import LegacyURL, Post, Tag, TaggedPost
from blog.models.legacy_url import NOWHERE
from blog.text import paths

TEXTS = ("title", "excerpt", "body", "seo_title", "seo_description")  # that may hold repairs
MAX_PATH = 380  # leaves room for a suffix within Post.path
_LONG_SLUG = re.compile(r"[^\W_]+(?:-[^\W_]+){2,}")
# What an address gives another meaning, and what cannot be seen in one.
_IMPOSSIBLE = re.compile(r"[?#%\\\x00-\x1f\x7f-\x9f\ufffe\uffff]")


class PathAllocator:
    """Gives addresses, each once: reserved words of the URLconf and taken paths get a suffix.

    `wanted` is looked up in one query; only collisions cost more.
    """

    def __init__(self, wanted: Iterable[str] = ()) -> None:
        self.given: set[str] = set()
        self.taken = set(Post.objects.filter(path__in=list(wanted)).order_by().values_list("path", flat=True))
        self.known = set(wanted)

    def allocate(self, wanted: str) -> str:
        """Return `wanted` (no slash at its ends) or, where it is reserved or taken, it with a suffix."""
        wanted = wanted.strip("/")[:MAX_PATH].rstrip("/")
        path, number = wanted, 1
        while not self.is_free(path):
            number += 1
            path = paths.with_suffix(wanted, number)
        self.given.add(path)
        return path

    def is_free(self, path: str) -> bool:
        if not path or path in self.given or path in self.taken or is_reserved(path):
            return False
        return path in self.known or not Post.objects.filter(path=path).exists()


def is_reserved(path: str) -> bool:
    """Say whether another page than a post answers at this path."""
    # No route speaks of a slug of three words: what stands before decides for all of them, and is often the same.
    head, slash, slug = path.rpartition("/")
    return _is_reserved(f"{head}{slash}{'a-long-slug' if _LONG_SLUG.fullmatch(slug) else slug}")


@lru_cache(maxsize=4096)
def _is_reserved(path: str) -> bool:
    try:
        return resolve(f"/{path}/").view_name != "blog:post"
    except Resolver404:
        return False


def is_possible(path: str) -> bool:
    """Say whether a path written by hand can be a post's: browsers ask for it as it is, and no other page answers."""
    segments = path.split("/")
    if len(path) > MAX_PATH or _IMPOSSIBLE.search(path) or not {"", ".", ".."}.isdisjoint(segments):
        return False
    return not is_reserved(path)


def wanted_path(post: Post) -> str:
    """Return the path that date, kind and slug ask for, free or not."""
    slug = post.slug or paths.slugify(post.title) or "untitled"
    if post.kind == Post.Kind.PAGE:
        return f"{post.parent.path}/{slug}" if post.parent else slug
    return paths.post_path(post.published_year, post.published_month, post.published_day, slug).strip("/")


def allocate_path(post: Post) -> str:
    """Return a free path for one new post; inside a transaction, until whose end nobody else is given one."""
    locking.hold("the paths of posts")
    return PathAllocator().allocate(wanted_path(post))


@transaction.atomic
def save_post(post: Post) -> Post:
    """Store a post as edited: give a new one its path, keep a changed path as a legacy URL, index it."""
    if not post.slug:
        post.slug = paths.slugify(post.title) or "untitled"
    if not post.path:
        post.path = allocate_path(post)
    stood = Post.objects.filter(pk=post.pk).values("path", *TEXTS).first() if post.pk else None
    before = stood["path"] if stood else None
    post.save()
    if stood:
        changed = [name for name in TEXTS if getattr(post, name) != stood[name]]
        anchoring.carry(Post, {(post.pk, name): (stood[name], getattr(post, name)) for name in changed})
    if before and before != post.path:
        LegacyURL.objects.filter(host="", path=f"/{post.path}", query="").delete()
        LegacyURL.objects.update_or_create(host="", path=f"/{before}", query="", defaults={**NOWHERE, "post": post})
    search.index([post])
    return post


@transaction.atomic
def publish(post: Post) -> Post:
    """Make a post public now; an undated one that was born here, not translated here, gets today's date.

    An address that said "undated" then says the date.
    """
    if post.published_year is None and post.source_id is None and post.translation_of_id is None:
        undated = wanted_path(post)
        now = timezone.localtime()
        post.published_at = now
        post.published_year, post.published_month, post.published_day = now.year, now.month, now.day
        if re.fullmatch(rf"{re.escape(undated)}(-\d+)?", post.path) and undated != wanted_path(post):
            post.path = allocate_path(post)
    post.status = Post.Status.PUBLISHED
    return save_post(post)


def unpublish(post: Post, status: str = Post.Status.DRAFT) -> Post:
    """Take a post out of public sight."""
    assert status != Post.Status.PUBLISHED, "publish() does that"
    post.status = status
    return save_post(post)


def open_for_mentions(posts: QuerySet[Post], is_open: bool) -> int:
    """Let posts take trackbacks, pingbacks and webmentions, or no more; return how many changed.

    A switch of many at once, and nothing of their text: it makes no versions.
    """
    return posts.filter(trackbacks_open=not is_open).update(trackbacks_open=is_open, updated_at=timezone.now())


def plain_name(tag: Tag) -> str:
    """Return a tag's name as a list of names can hold it: on one line, without the quotation mark that lists use."""
    return " ".join(tag.name.replace('"', "”").split())


@transaction.atomic
def set_tags(post: Post, names: Iterable[str]) -> None:
    """Give a post the tags of these plain names and no others; tags that are no longer used stay.

    Names may repeat: one that the post bears already keeps that very tag. Any other is the tag of its slug, or new.
    """
    here = list(Tag.objects.filter(tagged_posts__content_object=post))
    wanted: list[Tag] = []
    for name in names:
        borne = [tag for tag in here if plain_name(tag) == name]
        wanted += borne or [Tag.objects.get_or_create(slug=paths.slugify(name), defaults={"name": name})[0]]
    TaggedPost.objects.filter(content_object=post).exclude(tag__in=wanted).delete()
    post.tags.add(*wanted)
