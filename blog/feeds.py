"""Feeds of posts and of comments, each as RSS 2.0, Atom and JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _

from blog import presenting
from blog.models import Author, Category, Feedback, Post, Source, Tag
from blog.speaking import interface_language
from blog.text import markup, plain
from blog.views.base import CACHEABLE
from blog.views.listings import in_category

MAX_ITEMS = 20
REQUIRED = ("items", "content_text")
# When a feed changed in which nothing has a date: Atom asks for a time, and the present one would always be news.
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class XMLFormat(SyndicationFeed):
    """What is written leaves out the control characters that XML has no way to say."""

    def latest_post_date(self) -> dt.datetime:
        dates = [item[key] for item in self.items for key in ("updateddate", "pubdate") if item[key]]
        return max(dates, default=NEVER)

    def write(self, outfile: Any, encoding: str) -> None:
        self.feed, *self.items = [speakable(mapping) for mapping in (self.feed, *self.items)]
        super().write(outfile, encoding)


def speakable(mapping: dict[str, Any]) -> dict[str, Any]:
    def clean(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [clean(part) for part in value]
        return plain.without_controls(value) if isinstance(value, str) else value

    return {key: clean(value) for key, value in mapping.items()}


class RSSFormat(XMLFormat, Rss201rev2Feed):
    """RSS 2.0 with the whole body in content:encoded."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name, _url in item["further_authors"]:
            handler.addQuickElement("dc:creator", name, {"xmlns:dc": "http://purl.org/dc/elements/1.1/"})
        handler.addQuickElement("content:encoded", item["content"])


class AtomFormat(XMLFormat, Atom1Feed):
    """Atom with summary and content."""

    def add_item_elements(self, handler, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name, url in item["further_authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.addQuickElement("uri", url)
            handler.endElement("author")
        language = {"xml:lang": item["language"]} if item["language"] else {}
        handler.addQuickElement("content", item["content"], {"type": "html", **language})


class JSONFormat(SyndicationFeed):
    """JSON Feed 1.1."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile, encoding: str) -> None:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "items": [self.item_object(item) for item in self.items],
        }
        outfile.write(json.dumps(filled(feed), ensure_ascii=False).encode(encoding))

    def item_object(self, item: dict[str, Any]) -> dict[str, Any]:
        writers = [(item["author_name"], item["author_link"]), *item["further_authors"]]
        return filled(
            {
                "id": item["unique_id"],
                "url": item["link"],
                "title": item["title"],
                # One of the two must be there.
                "content_html" if item["content"] else "content_text": item["content"],
                "summary": item["description"],
                "date_published": item["pubdate"] and item["pubdate"].isoformat(),
                "date_modified": item["updateddate"] and item["updateddate"].isoformat(),
                "authors": [filled({"name": name, "url": url}) for name, url in writers if name],
                "tags": list(item["categories"]),
                "language": item["language"],
            }
        )


def filled(mapping: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty; the specification asks for absence, not for null. `REQUIRED` may be empty."""
    return {key: value for key, value in mapping.items() if value or key in REQUIRED}


def lasting_id(kind: str, pk: int, stored: dt.datetime) -> str:
    """Return a tag URI (RFC 4151): an item keeps it when its address changes."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{stored.astimezone(dt.UTC):%Y-%m-%d}:{kind}/{pk}"


class PostFeed(Feed):
    """The newest posts; classes below it say of what."""

    item_guid_is_permalink = False
    subject: Any = None

    def __init__(self, feed_type: type[SyndicationFeed] = RSSFormat) -> None:
        self.feed_type = feed_type

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer by a copy of its own for each request: the URLconf holds one instance for all threads."""
        return type(self)(self.feed_type).answer(request, **kwargs)

    def answer(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.path = request.path
        self.subject = self.find_subject(**kwargs)
        self.language = self.text_language()
        with translation.override(self.interface_language()):
            response = super().__call__(request, **kwargs)
        # By date alone a reader would not learn that something was taken away; the ETag says so.
        response.headers.pop("Last-Modified", None)
        response.headers["Cache-Control"] = CACHEABLE
        return response

    # What the feed is about.

    def find_subject(self, **kwargs: Any) -> Any:
        return None

    def interface_language(self) -> str:
        return settings.SITE_LANGUAGE

    def posts(self) -> Any:
        return Post.objects.public().posts()

    def title(self) -> str:
        return f"{self.subject} · {settings.SITE_NAME}" if self.subject else settings.SITE_NAME

    def description(self) -> str:
        return _("The latest posts")

    def link(self) -> str:
        page = self.subject.get_absolute_url() if self.subject else reverse("blog:home")
        return settings.SITE_URL + page

    def feed_url(self) -> str:
        return settings.SITE_URL + self.path

    def feed_guid(self) -> str:
        return self.feed_url()

    def text_language(self) -> str:
        return self.interface_language()

    # Its items.

    def items(self) -> Iterable[Any]:
        return (
            self.posts()
            .select_related("author", "source")
            .prefetch_related("tags", "categories")
            .with_co_authors()
            .newest_first()[:MAX_ITEMS]
        )

    def item_title(self, item: Post) -> str:
        return item.title

    def item_description(self, item: Post) -> str:
        return item.excerpt or markup.excerpt(item.body_html)

    def item_link(self, item: Post) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item: Post) -> str:
        return lasting_id("post", item.pk, item.created_at)

    def item_author_name(self, item: Post) -> str:
        return item.writers[0].name if item.writers else ""

    def item_author_link(self, item: Post) -> str:
        return settings.SITE_URL + item.writers[0].get_absolute_url() if item.writers else ""

    def item_pubdate(self, item: Post) -> Any:
        """Give a date only where it is known to the day: a feed has no way to say less."""
        return (item.published_at or item.sort_at.astimezone(item.zone)) if item.published_day else None

    def item_updateddate(self, item: Post) -> Any:
        return item.updated_at

    def item_categories(self, item: Post) -> list[str]:
        return [term.name for term in (*item.categories.all(), *item.tags.all())]

    def item_extra_kwargs(self, item: Post) -> dict[str, Any]:
        further = [(author.name, settings.SITE_URL + author.get_absolute_url()) for author in item.writers[1:]]
        return {"content": presenting.absolute_body(item), "language": item.language, "further_authors": further}


class TagFeed(PostFeed):
    def find_subject(self, **kwargs: Any) -> Tag:
        return get_object_or_404(Tag.objects.known(), slug=kwargs["slug"])

    def posts(self) -> Any:
        return Post.objects.public().filter(tagged_posts__tag=self.subject)


class CategoryFeed(PostFeed):
    def find_subject(self, **kwargs: Any) -> Category:
        return get_object_or_404(Category.objects.known(), path=kwargs["path"])

    def posts(self) -> Any:
        below = Category.objects.filter(in_category(self.subject))
        return Post.objects.public().filter(
            pk__in=Post.categories.through.objects.filter(category__in=below).values("post")
        )


class AuthorFeed(PostFeed):
    def find_subject(self, **kwargs: Any) -> Author:
        return get_object_or_404(Author.objects.known(), slug=kwargs["slug"])

    def posts(self) -> Any:
        return super().posts().by(self.subject)


class SourceFeed(PostFeed):
    def find_subject(self, **kwargs: Any) -> Source:
        return get_object_or_404(Source.objects.with_public_posts(), slug=kwargs["slug"])

    def posts(self) -> Any:
        return super().posts().filter(source=self.subject)


class LanguageFeed(PostFeed):
    """Posts in one language; `subject` is its tag."""

    def find_subject(self, **kwargs: Any) -> str:
        first = get_object_or_404(Post.objects.public().filter(language=kwargs["tag"]).only("language")[:1])
        return first.language

    def interface_language(self) -> str:
        return interface_language(self.subject)

    def posts(self) -> Any:
        return super().posts().filter(language=self.subject)

    def link(self) -> str:
        return settings.SITE_URL + reverse("blog:home")

    def text_language(self) -> str:
        return self.subject


class CommentFeed(PostFeed):
    """The newest comments under one post."""

    def find_subject(self, **kwargs: Any) -> Post:
        return get_object_or_404(Post.objects.public(), pk=kwargs["pk"])

    def interface_language(self) -> str:
        return interface_language(self.subject.language)

    def title(self) -> str:
        return _("Comments on “%(title)s”") % {"title": self.subject.title}

    def description(self) -> str:
        return _("The latest comments")

    def items(self) -> Iterable[Feedback]:
        return self.subject.feedback.approved().comments().newest_first()[:MAX_ITEMS]

    def item_title(self, item: Feedback) -> str:  # type: ignore[override]
        return item.author_name or _("Anonymous")

    def item_description(self, item: Feedback) -> str:  # type: ignore[override]
        return markup.excerpt(item.body_html)

    def item_link(self, item: Feedback) -> str:  # type: ignore[override]
        return f"{settings.SITE_URL}{self.subject.get_absolute_url()}#{item.anchor}"

    def item_guid(self, item: Feedback) -> str:  # type: ignore[override]
        return lasting_id("comment", item.pk, item.received_at)

    def item_author_name(self, item: Feedback) -> str:  # type: ignore[override]
        return item.author_name

    def item_author_link(self, item: Feedback) -> str:  # type: ignore[override]
        return item.author_url

    def item_pubdate(self, item: Feedback) -> Any:  # type: ignore[override]
        return item.submitted_at

    def item_updateddate(self, item: Feedback) -> Any:  # type: ignore[override]
        return item.submitted_at or item.received_at

    def item_categories(self, item: Feedback) -> list[str]:  # type: ignore[override]
        return []

    def item_extra_kwargs(self, item: Feedback) -> dict[str, Any]:  # type: ignore[override]
        return {"content": plain.without_controls(item.body_html, " "), "language": "", "further_authors": []}
