"""Links of new bodies, rewritten as the bodies are stored, where all that they name is here or comes with the batch.

Most links lead back to what was written before, so that most bodies are settled by the time they are stored. A body of
which any link cannot be told yet is left whole to importers.settling, which reads it again once everything is here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from blog.redirecting import Asked, OldBlogs
from importers import linking
from importers.linking import Link
from importers.loading.leading import AT_ONCE, Known, asked_by, of_posts, with_fragment
from importers.records import PostRecord


class Linked(NamedTuple):
    """A body and its rendering with the addresses that its links have here."""

    body: str
    body_html: str


class Wanted(NamedTuple):
    """A body whose links are to be looked at."""

    post_id: int
    record: PostRecord
    links: Sequence[Link]
    base_url: str  # of its blog


def link(wanted: Iterable[Wanted], blogs: OldBlogs, fresh: Known) -> dict[int, Linked]:
    """Return the bodies, by post, that can be stored as they will stay; `fresh` are the addresses of this batch."""
    links = {}
    asked: dict[int, dict[str, Asked]] = {}
    for post_id, record, found, base_url in wanted:
        links[post_id] = record, found
        urls = {link.url for link in found}
        asked[post_id] = asked_by(urls, record.original_url, base_url, blogs.hosts)
    addresses: dict[Asked, str] = {}
    ordered = list(dict.fromkeys(one for found in asked.values() for one in found.values()))
    for start in range(0, len(ordered), AT_ONCE):
        addresses |= of_posts(ordered[start : start + AT_ONCE], blogs, fresh)
    linked = {}
    for post_id, (record, found) in links.items():
        if all(one in addresses for one in asked[post_id].values()):
            new = {url: with_fragment(addresses[one], url) for url, one in asked[post_id].items()}
            body = linking.rewritten(record.body, found, new)
            times = Counter(link.url for link in found if link.url in new)
            html = linking.with_addresses(record.body_html, {url: (new[url], number) for url, number in times.items()})
            if html is not None:
                linked[post_id] = Linked(body, html)
    return linked
