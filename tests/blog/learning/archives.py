"""Archives to learn from, drawn from the generator of the benchmark, stored as feedback where a test needs rows."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import feedback_archive

from blog.learning.features import PostWords, Sample, days_between, post_words
from blog.models import Feedback, Post
from blog.text.rendering import feedback_html

Item = feedback_archive.Item
archive, videos, messages = feedback_archive.archive, feedback_archive.videos, feedback_archive.messages


def samples(items: list[Item]) -> list[Sample]:
    """Return items as the filter sees them; bodies are taken for plain text."""
    known: dict[int, PostWords] = {}
    found = []
    for item in items:
        said = item.post
        if said.number not in known:
            known[said.number] = post_words(said.title, said.text, said.language)
        post, days = known[said.number], days_between(said.at, item.at)
        sender = (item.author_name, item.author_email, item.author_url, item.title, item.blog_name)
        found.append(Sample(item.body, item.body, item.kind, *sender, item.is_reply, days, post))
    return found


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
