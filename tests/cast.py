"""The people of the tests, each in their group, and small makers of what they work on."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from blog import publishing
from blog.models import Author, Comment, Feedback, Post, Source, Tag, TextRepair, Trackback

PASSWORD = "a password of the tests"
_numbers = count(1)


def administrator(name: str = "anna") -> User:
    """Someone who may do everything."""
    return User.objects.create_superuser(name, password=PASSWORD)


def editor(name: str = "edith") -> User:
    return _someone(name, "Editor")


def translator(name: str = "tove") -> User:
    return _someone(name, "Translator")


def moderator(name: str = "maud") -> User:
    return _someone(name, "Moderator")


def client_of(user: User) -> Client:
    """A browser in which the user has logged in."""
    client = Client()
    client.force_login(user)
    return client


def reader_client() -> Client:
    """A browser of someone who has no login."""
    return Client()


def an_author(**fields: Any) -> Author:
    number = next(_numbers)
    return Author.objects.create(**{"name": f"Author {number}", "slug": f"author-{number}"} | fields)


def a_source(**fields: Any) -> Source:
    number = next(_numbers)
    return Source.objects.create(**{"name": f"Old blog {number}", "slug": f"old-blog-{number}"} | fields)


def a_post(*, tags: tuple[str, ...] = (), **fields: Any) -> Post:
    """A published post of 3 June 2009, unless the fields say otherwise; `published_year=None` makes it undated."""
    number = next(_numbers)
    known = {"title": f"Post {number}", "status": Post.Status.PUBLISHED, "body": f"<p>Text of post {number}.</p>"}
    if fields.get("published_year", 2009) is not None:
        known |= {"published_year": 2009, "published_month": 6}
        if "published_month" not in fields:
            known["published_day"] = 3
        if not {"published_year", "published_month", "published_day"} & set(fields):
            known["published_at"] = dt.datetime(2009, 6, 3, 17, 14, tzinfo=dt.UTC)
    post = publishing.save_post(Post(**known | fields))
    post.tags.set([Tag.objects.get_or_create(slug=name.lower(), defaults={"name": name})[0] for name in tags])
    return post


def a_comment(post: Post | None = None, **fields: Any) -> Comment:
    """A pending comment on the post, or on a new one."""
    return Comment.objects.create(**_feedback(post, Feedback.Kind.COMMENT) | fields)


def a_trackback(post: Post | None = None, **fields: Any) -> Trackback:
    """A pending trackback on the post, or on a new one."""
    known = {"title": "An answer", "blog_name": "Another blog", "author_url": "https://blog.example/answer"}
    return Trackback.objects.create(**_feedback(post, Feedback.Kind.TRACKBACK) | known | fields)


def a_repair(obj: Any, field: str, before: str, after: str, **fields: Any) -> TextRepair:
    """A repair that stands applied at the first place of `after` in the field."""
    from blog.text.quotes import quote_at

    text = getattr(obj, field)
    standing = before if fields.get("state", "applied") != "applied" else after
    start = text.index(standing)
    quote = quote_at(text, start, start + len(standing))
    known = {
        "content_type": ContentType.objects.get_for_model(obj),
        "object_id": obj.pk,
        "field": field,
        "before": before,
        "after": after,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
        "reading": "UTF-8 read as cp1252",
        "level": TextRepair.Level.CERTAIN,
        "state": TextRepair.State.APPLIED,
    }
    return TextRepair.objects.create(**known | fields)


def a_lost_word(obj: Any, field: str, word: str, **fields: Any) -> TextRepair:
    """A word of the field that letters are lost from, and nobody has corrected."""
    known = {"reading": "letters replaced by U+FFFD", "level": TextRepair.Level.LOST, "state": TextRepair.State.OPEN}
    return a_repair(obj, field, word, word, **known | fields)


def _feedback(post: Post | None, kind: str) -> dict[str, Any]:
    number = next(_numbers)
    return {
        "kind": kind,
        "post": post or a_post(),
        "author_name": f"Reader {number}",
        "author_email": f"reader{number}@mail.example",
        "body": f"Remark {number}.",
        "anchor": f"{kind}-of-tests-{number}",
        "submitted_at": dt.datetime(2009, 6, 4, 8, 0, tzinfo=dt.UTC),
    }


def _someone(name: str, group: str) -> User:
    user = User.objects.create_user(name, f"{name}@mail.example", PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user
