"""Several posts on one page: the archive of a month, a list of news, the thread of a forum. One of them is the page's.

Each stands in an element of the same class with a heading of its own. The one that the document's title names is the
page's post, else the first. The others are what stands beside it; in a thread they answer it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from importers.scraping import hints
from importers.scraping.documents import Node
from importers.scraping.phrases import fold, match

_TAGS = frozenset({"article", "div", "section", "td", "table", "li"})
_POSTS = frozenset(
    {
        "post", "hentry", "entry", "blogentry", "blogpost", "blogbody", "bpost", "blog-entry", "blog-post",
        "entry-asset", "journal-entry", "serendipity_entry", "blockpost", "postbit", "postcontainer", "post_wrapper",
    }
)  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5"})
_PROFILES = frozenset(
    {"postprofile", "userinfo", "postleft", "poster", "user-profile", "author-profile", "postauthor", "message-user"}
)  # who wrote a message of a thread, and since when they are there
_ANSWERS = re.compile(r"(?:re|aw|antw|rif|r[ée]f|res|ynt)\s?:\s", re.IGNORECASE)
_FEEDBACK = frozenset({"comments-heading", "comment-count", "trackback-heading", "trackback-count", "form"})
_LEAST = 60  # characters of a text besides its heading
_TEXT = 120  # from so many on, a post is more than a teaser


def tell_apart(nodes: Sequence[Node], lines: Sequence[tuple[str, int]], title: str) -> int:
    """Mark what is of other posts, or answers, among a page's elements; return how many posts claim the page.

    `lines` are texts and the elements in which they stand; parents come before their children. One or none: no doubt.
    """
    inside = _within(nodes)
    headings: dict[int, str] = {}
    sizes: Counter[int] = Counter()
    for text, place in lines:
        if not (post := inside[place]):
            continue
        if post not in headings and _is_heading(nodes, place, post):
            headings[post] = text
        else:
            sizes[post] += len(text)
    posts = [post for post in headings if sizes[post] >= _LEAST and not _heads_feedback(headings[post])]
    posts = _largest(nodes, posts)
    if len(posts) < 2:
        return len(posts)
    if _is_thread(nodes, inside, [headings[post] for post in posts]):
        _answer(nodes, inside, posts)
        return 1
    named = [post for post in posts if len(headings[post]) >= 4 and fold(headings[post]) in fold(title)]
    own = named[0] if len(named) == 1 else posts[0]
    for index, node in _of(nodes, inside, [post for post in posts if post != own]):
        if node.hint not in hints.STRONG:
            node.hint, node.item = "chrome" if index < own else "related", None
    return 1 if len(named) == 1 else sum(sizes[post] >= _TEXT for post in posts)


def _within(nodes: Sequence[Node]) -> list[int]:
    """Return for each element the outermost one of a post that it stands in; 0 for none."""
    found = [0] * len(nodes)
    for index, node in enumerate(nodes[1:], start=1):
        above = found[node.parent]
        found[index] = above or (index if _is_post(node) else 0)
    return found


def _is_post(node: Node) -> bool:
    if node.tag not in _TAGS or node.unseen or node.hint in hints.STRONG or node.hint in hints.FEEDBACK:
        return False
    return node.tag == "article" or not _POSTS.isdisjoint(map(str.lower, node.tokens))


def _is_heading(nodes: Sequence[Node], place: int, post: int) -> bool:
    while place > post:
        if nodes[place].tag in _HEADINGS:
            return True
        place = nodes[place].parent
    return False


def _heads_feedback(heading: str) -> bool:
    """Say whether a heading is that of comments or trackbacks: Canalblog's blocks of them have the class of posts."""
    return any(hit.whole and hit.role in _FEEDBACK for hit in match(heading))


def _largest(nodes: Sequence[Node], posts: Sequence[int]) -> list[int]:
    """Return the posts of the class that most of them have."""
    alike: defaultdict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
    for post in posts:
        alike[nodes[post].tag, frozenset(map(str.lower, nodes[post].tokens)) & _POSTS].append(post)
    return max(alike.values(), key=len, default=[])


def _is_thread(nodes: Sequence[Node], inside: Sequence[int], headings: Sequence[str]) -> bool:
    """Say whether posts answer each other: most of their headings say so, or each tells who its writer is."""
    told = {post for node, post in zip(nodes, inside, strict=True) if post and not _PROFILES.isdisjoint(node.tokens)}
    return 2 * sum(_ANSWERS.match(text) is not None for text in headings[1:]) > len(headings) - 1 or (
        len(told) >= len(headings) > 1
    )


def _answer(nodes: Sequence[Node], inside: Sequence[int], posts: Sequence[int]) -> None:
    """Make the first of a thread the post and the others its comments."""
    for index, node in _of(nodes, inside, posts):
        above = nodes[node.parent]
        profile = not _PROFILES.isdisjoint(node.tokens)
        if inside[index] == posts[0]:
            own = "chrome" if profile or "signature" in node.tokens else "byline" if "author" in node.tokens else ""
            node.hint = own or (above.hint if above.hint in ("chrome", "byline") and inside[node.parent] else node.hint)
        else:
            node.hint, node.item = "comment", inside[index]
            up = above.piece if index != inside[index] else ""
            silent = profile or "signature" in node.tokens or up == "noise"
            node.piece = "noise" if silent else hints.piece(node.tag, node.tokens, up)


def _of(nodes: Sequence[Node], inside: Sequence[int], posts: Sequence[int]) -> Iterator[tuple[int, Node]]:
    chosen = frozenset(posts)
    return ((index, node) for index, node in enumerate(nodes) if inside[index] in chosen)
