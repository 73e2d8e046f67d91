"""What the reading of one file shares: its head, and each item's values under WordPress's names for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from importers.asking import Asked
from importers.decoding import decode_references, with_pairs
from importers.readers.wxr.clock import Clock
from importers.readers.wxr.feedback import read_meta
from importers.readers.wxr.forums import Forums
from importers.readers.wxr.parsing import CONTENT, DC, EXCERPT, WP, local_name, text_of, unwrapped
from importers.readers.wxr.terms import Terms, read_author
from importers.records import AuthorRecord, Issue

# content:encoded and excerpt:encoded share a local name; the namespace tells them apart.
TEXTS = {CONTENT + "encoded": "content", EXCERPT + "encoded": "excerpt", "description": "description"}
WORDS = {
    "title": "title",
    "link": "link",
    "pubDate": "pubDate",
    "guid": "guid",
    DC + "creator": "creator",
    WP + "author": "creator",
} | {
    WP + name: name
    for name in (
        "post_id",
        "post_date",
        "post_date_gmt",
        "post_modified",
        "post_modified_gmt",
        "comment_status",
        "ping_status",
        "post_name",
        "status",
        "post_parent",
        "menu_order",
        "post_type",
        "post_password",
        "is_sticky",
        "attachment_url",
    )
}
NAMED = 10  # posts that an issue names
_COMMENT, _POSTMETA, _TERM = WP + "comment", WP + "postmeta", "category"


@dataclass(slots=True)
class Built:
    """The posts of one builder: how many, the first of them, of how many the text was taken, and what was not."""

    posts: int = 0
    taken: int = 0
    named: list[str] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)  # widgets of those that were taken

    def issue(self, name: str, where: str) -> Issue:
        """Return what there is to say of them all."""
        more = f" and {self.posts - NAMED} more" if self.posts > NAMED else ""
        message = f"{name} kept the text of {self.posts} posts with an empty body: {', '.join(self.named)}{more}"
        if self.taken:
            message += f"; it was taken of {self.taken}"
        if self.left:
            left = ", ".join(f"{kind} {number}×" for kind, number in self.left.most_common(NAMED))
            message += f", but for widgets that are not plain text ({left})"
        rest = "" if self.taken == self.posts else "; the others are empty here"
        return Issue("body-in-builder", where, f"{message}{rest}; what it kept is in source_meta")


@dataclass(slots=True)
class Context:
    """What the file said before its items: where it lies, its address and name, authors and terms."""

    origin: str
    asked: Asked = field(default_factory=Asked)
    base_url: str = ""
    site_name: str = ""
    authors: dict[str, AuthorRecord] = field(default_factory=dict)
    author_ids: dict[str, str] = field(default_factory=dict)  # WordPress's number -> login
    guests: Iterator[dict[str, AuthorRecord]] = field(default_factory=lambda: iter(()))  # of each file, when asked for
    terms: Terms = field(default_factory=Terms)
    clock: Clock = field(default_factory=Clock)
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)  # (type, why)
    types: set[str] = field(default_factory=set)
    language: str = ""
    builders: dict[str, Built] = field(default_factory=dict)
    forums: Forums = field(default_factory=Forums)
    told: set[str] = field(default_factory=set)  # what items of this file say of who may read them

    def __post_init__(self) -> None:
        self.terms.map(self.asked.taxonomies)

    def declare_author(self, element: etree._Element) -> AuthorRecord | None:
        """Read a wp:author and remember it by its login and its number."""
        author = read_author(element)
        if author is not None:
            self.authors[author.identity] = author
            self.author_ids[element.findtext(WP + "author_id", "").strip()] = author.identity
        return author

    def author(self, login: str, name: str = "") -> AuthorRecord:
        """Return the author of a login, as declared or made of what the item says."""
        known = self.authors.get(login)
        if known is None:
            known = self.authors[login] = AuthorRecord(name=name or decode_references(login), login=login)
        return known

    def meet_guests(self) -> bool:
        """Look through the next file for guests who stand behind their posts; say whether there was one."""
        found = next(self.guests, None)
        self.authors |= {login: guest for login, guest in (found or {}).items() if login not in self.authors}
        return found is not None


@dataclass(slots=True)
class Item:
    """An item's values under WordPress's names for them."""

    values: dict[str, str] = field(default_factory=dict)
    terms: list[etree._Element] = field(default_factory=list)
    comments: list[etree._Element] = field(default_factory=list)
    postmeta: list[list[str]] = field(default_factory=list)
    other: list[list[str]] = field(default_factory=list)
    doubled: bool = False
    builder: str = ""  # that keeps its text elsewhere
    body_from: str = "content:encoded"
    language: str = ""  # that was found in its text

    @classmethod
    def of(cls, element: etree._Element) -> Item:
        """Sort an element's children."""
        item = cls()
        values = item.values
        for child in element:
            tag = child.tag
            if (word := WORDS.get(tag)) is not None:
                if word in values:
                    # dc:creator, which comes first, counts; what else stands twice belongs to another item.
                    item.doubled |= word != "creator"
                    continue
                written = (child.text or "") if not len(child) else text_of(child)
                written = unwrapped(written) if "[" in written else written
                values[word] = written.strip()
                if word == "post_password" and not values[word] and "\n" not in written:
                    values[word] = written  # of blanks alone: it protects too
            elif tag == _COMMENT:
                item.comments.append(child)
            elif tag == _TERM:
                item.terms.append(child)
            elif tag == _POSTMETA:
                item.postmeta.append(read_meta(child))
            elif (word := TEXTS.get(tag)) is not None:
                values[word] = with_pairs(unwrapped(text_of(child)))
            elif isinstance(tag, str) and (text := text_of(child)).strip():
                item.other.append([local_name(tag), text])
        return item

    def get(self, name: str) -> str:
        return self.values.get(name, "")

    def word(self, name: str) -> str:
        """Return one of WordPress's own words, which its database does not tell apart by capitals."""
        return self.values.get(name, "").lower()

    def number(self, name: str) -> str:
        """Return an id; WordPress writes 0 for none."""
        value = self.values.get(name, "")
        return "" if value == "0" else value

    def meta_value(self, key: str) -> str:
        return next((value for name, value in self.postmeta if name == key), "")
