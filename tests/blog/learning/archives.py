"""Archives to learn from, drawn from the generator of the benchmark, stored as feedback where a test needs rows."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import feedback_archive
import feedback_samples

from blog.models import Feedback, Post
from blog.text.rendering import feedback_html

Item = feedback_archive.Item
archive, videos, messages = feedback_archive.archive, feedback_archive.videos, feedback_archive.messages
samples = feedback_samples.samples

# Looked for and not imported: each process collects these tests, and few train.
needs_the_filter = pytest.mark.skipif(find_spec("sklearn") is None, reason="training needs the extra `filter`")


def store(items: list[Item]) -> None:
    """Store items and their posts, as an import would."""
    posts: dict[int, Post] = {}
    for said in {item.post.number: item.post for item in items}.values():
        posts[said.number] = Post(
            title=said.title,
            slug=f"post-{said.number}",
            path=f"2004/post-{said.number}",
            body=said.text,
            body_html=f"<p>{said.text}</p>",
            language=said.language,
            published_at=said.at,
            published_year=said.at.year,
            published_month=said.at.month,
            published_day=said.at.day,
            status=Post.Status.PUBLISHED,
        )
    Post.objects.bulk_create(posts.values())
    Feedback.objects.bulk_create(
        [
            Feedback(
                kind=item.kind,
                post=posts[item.post.number],
                author_name=item.author_name,
                author_email=item.author_email,
                author_url=item.author_url,
                title=item.title,
                blog_name=item.blog_name,
                body=item.body,
                body_html=feedback_html(item.body, "text"),
                submitted_at=item.at,
                status=item.recorded,
                anchor=f"comment-{number}",
            )
            for number, item in enumerate(items)
        ]
    )
