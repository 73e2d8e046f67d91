"""What is not approved is nowhere: not on a page, in a feed, in a number, in a search, nor in what a cache kept.

Walks every public address of the table in `tests/roles.txt`: an address that is added there is walked too.
"""

import re

import pytest
from django.test import Client
from django.urls import reverse

from blog import moderation, reply_notices
from blog.models import Attachment, Category, Feedback, ModerationStatus
from tests.cast import a_comment, a_post, a_source, a_trackback, an_author
from tests.test_roles import lines

pytestmark = pytest.mark.django_db

MARK = "zibeline"  # in every field of what is sent
FEEDBACK = {
    "author_name": f"{MARK} name",
    "author_url": f"https://{MARK}.example/",
    "author_email": f"{MARK}@mail.example",
    "body": f"{MARK} text",
}
LATER = "Fri, 01 Jan 2100 00:00:00 GMT"
HIDDEN = [status for status in ModerationStatus if status != ModerationStatus.APPROVED]


class Blog:
    """A post that is on every list, what is sent to it, and what every address answered."""

    def __init__(self):
        source, author = a_source(slug="quay"), an_author(slug="ada")
        category = Category.objects.create(name="Sea", slug="sea")
        self.post = a_post(language="en", author=author, source=source, tags=("tide",), title="Weirs")
        self.post.categories.add(category)
        page = a_post(kind="page", language="en")
        gaps = {"post": self.post.pk, "path": self.post.path, "year": 2009, "month": 6, "day": 3, "language": "en"}
        gaps |= {"tide": "tide", "sea": "sea", "ada": "ada", "quay": "quay", "posts": "posts", "file": "a.png"}
        gaps |= {"comment": 10**9, "token": reply_notices.make_token(Feedback(pk=10**9))}
        gaps["alone"] = Attachment.objects.create(source=source, title="The tide table", has_page=True).pk
        gaps["notice"] = "of-a-moderator"  # whose links show what waits, and nobody else has one
        self.addresses = [
            reverse(line.address, args=[gaps[gap] for gap in line.gaps])
            for line in lines()
            if line.address.startswith("blog:")
        ]
        self.addresses += [f"/{page.path}/", f"/search/?q={MARK}", "/search/?q=weirs", "/?page=1"]
        self.client = Client()

    def send(self):
        """Return, for each status that hides, what shall get it: a comment, an answer to it, and a trackback."""
        sent = {}
        for status in HIDDEN:
            comment = a_comment(self.post, status="approved", **FEEDBACK)
            mention = a_trackback(self.post, status="approved", title=f"{MARK} title", blog_name=MARK, **FEEDBACK)
            answer = a_comment(self.post, status="approved", parent=comment, **FEEDBACK)
            sent[status] = [comment.pk, answer.pk, mention.pk]
        return sent

    def ask(self, **headers):
        """Return {address: response}, each with its text without what a form's token makes differ."""
        answers = {}
        for address in self.addresses:
            answer = answers[address] = self.client.get(address, headers=headers)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            answer.text = re.sub(r'name="token" value="[^"]*"', "", content.decode())
        return answers


def test_what_is_not_approved_leaves_no_trace_at_any_public_address():
    blog = Blog()
    without = blog.ask()
    sent = blog.send()
    shown = blog.ask()
    changed = {address for address in blog.addresses if shown[address].text != without[address].text}
    post = blog.post.get_absolute_url()
    for address in (post, "/", "/feed/", f"/comment/{blog.post.pk}/feed/", "/tag/tide/", "/2009/06/"):
        assert (address in changed) is (address not in ("/feed/",)), address
    for status, ids in sent.items():
        moderation.moderate(ids, status)
    hidden = blog.ask(**{"if-modified-since": LATER})
    assert [address for address in blog.addresses if hidden[address].text != without[address].text] == []
    for address in changed:
        kept = {"if-none-match": shown[address]["ETag"], "if-modified-since": LATER}
        again = blog.client.get(address, headers=kept)
        assert again.status_code == 200, address
        assert MARK not in again.content.decode(), address
    # Each decision alone changes the page's tag; an answer whose parent is hidden is shown without it.
    _comment, answer, mention = sent[ModerationStatus.SPAM]
    tags = {hidden[post]["ETag"]}
    for pk in (answer, mention):
        moderation.approve([pk])
        tags.add(blog.client.get(post)["ETag"])
    assert len(tags) == 3
    assert blog.client.get(post).content.decode().count(f"{MARK} text") == 2


def test_public_addresses_are_for_every_cache_alike():
    blog = Blog()
    blog.send()
    for address, answer in blog.ask().items():
        assert not answer.cookies, address
        assert "Cookie" not in answer.get("Vary", ""), address
        assert "private" not in answer.get("Cache-Control", ""), address
