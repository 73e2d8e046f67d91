"""The work that an import of an export cannot leave out, each part done by its library alone and by nothing of ours.

What the import's own time is held against: `parts(path)` works on the file, `Tables` writes again what an import wrote.
Every part says seconds of the processor and of the clock.
"""

import html
import re
import resource
import sqlite3
import time
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import bleach
import ftfy
import nh3
from bleach.linkifier import LinkifyFilter
from lxml import etree

AT_ONCE = 500  # items that are held while they are worked on
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
WP = "{http://wordpress.org/export/1.2/}"
# How text begins whose UTF-8 was read as Windows-1252, as characters or as references.
SUSPECT = re.compile("[ÂÃâ][^\x00-\x7f]|&(?:Acirc|Atilde|acirc);")
MARKUP_OR_ADDRESS = re.compile(r"<|://|www\.")
MARKS = re.compile("[\u0300-\u036f]+")  # accents, taken apart from their letters
COMMENT_TAGS = {"a", "b", "blockquote", "br", "code", "em", "i", "li", "ol", "p", "pre", "strong", "ul"}
SEARCH = "modelsearch_indexentry"


@dataclass
class Spent:
    """Seconds of the processor, our children's among them, and of the clock."""

    processor: float = 0.0
    clock: float = 0.0

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.processor + other.processor, self.clock + other.clock)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Add what is spent inside."""
        processor, clock = processor_time(), time.perf_counter()
        yield
        self.processor += processor_time() - processor
        self.clock += time.perf_counter() - clock


def processor_time() -> float:
    """Return the seconds that this process and the children it waited for have computed."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@dataclass
class Items:
    """What some items of the file hold, as the parts ask for it."""

    raw: list[bytes] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


def parts(path: Path) -> dict[str, Spent]:
    """Return what each part that works on the file takes."""
    spent = {name: Spent() for name in ("lxml iterparse", *WORK)}
    with spent["lxml iterparse"].measured():
        for _, element in etree.iterparse(path, tag="item", huge_tree=True):
            element.clear()
    for items in batches(path):
        for name, work in WORK.items():
            with spent[name].measured():
                work(items)
    return spent


def batches(path: Path) -> Iterator[Items]:
    """Yield the items of the file, some at a time."""
    items = Items()
    for _, element in etree.iterparse(path, tag="item", huge_tree=True, strip_cdata=False):
        items.raw.append(etree.tostring(element, encoding="utf-8", with_tail=False))
        items.bodies.append(element.findtext(CONTENT, ""))
        comments = [text or "" for text in (e.text for e in element.iterfind(f"{WP}comment/{WP}comment_content"))]
        items.comments += comments
        authors = [text or "" for text in (e.text for e in element.iterfind(f"{WP}comment/{WP}comment_author"))]
        items.texts += [element.findtext("title", ""), items.bodies[-1], *comments, *authors]
        element.clear()
        if len(items.raw) == AT_ONCE:
            yield items
            items = Items()
    yield items


def repair(items: Items) -> None:
    for text in items.texts:
        if (not text.isascii() or "&" in text) and SUSPECT.search(text):
            ftfy.fix_encoding(html.unescape(text))


def sanitize_bodies(items: Items) -> None:
    cleaner = nh3.Cleaner()
    for body in items.bodies:
        cleaner.clean(body)


def sanitize_comments(items: Items) -> None:
    cleaner = bleach.Cleaner(tags=COMMENT_TAGS, strip=True, filters=[LinkifyFilter])
    for comment in items.comments:
        if MARKUP_OR_ADDRESS.search(comment):
            cleaner.clean(comment)


def compress(items: Items) -> None:
    for raw in items.raw:
        zlib.compress(raw, 1)


def words(items: Items) -> None:
    """Make the text of bodies that goes into the search index: what a reader sees, without case and accents.

    It is a contracted part, since an index of words cannot be made without them: whoever makes one takes the markup off
    and folds the letters. Titles and names, which are indexed too, are not counted.
    """
    stripper = nh3.Cleaner(tags=set())
    for body in items.bodies:
        text = unicodedata.normalize("NFKD", html.unescape(stripper.clean(body)))
        MARKS.sub("", text.casefold())


WORK = {
    "mojibake test and ftfy": repair,
    "nh3 on bodies": sanitize_bodies,
    "bleach on comments": sanitize_comments,
    "zlib on raw items": compress,
    "search index, its text": words,
}


class Tables:
    """The tables that an import wrote, taken out of the database and put back."""

    def __init__(self, connection) -> None:
        self.postgresql = connection.vendor == "postgresql"
        if self.postgresql:
            self.cursor, self.mark = connection.cursor(), "%s"
        else:
            connection.close()
            own = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
            self.cursor, self.mark = own.cursor(), "?"
            self.cursor.executescript("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = OFF")

    def spent(self, tables: Sequence[str], kept: Iterable[str] = ()) -> dict[str, Spent]:
        """Return what one executemany per table and one into the search index take, in a transaction each.

        `kept` are the tables that the database's own triggers write.
        """
        held = {table: self._read(table) for table in tables}
        search, index = self._index()
        if self.postgresql:
            self.cursor.execute(f"TRUNCATE {', '.join((*tables, SEARCH, *kept))} CASCADE")
        else:
            for table in (*tables, SEARCH, *kept):
                self.cursor.execute(f"DELETE FROM {table}")
            self.cursor.execute("PRAGMA foreign_keys = ON")
        return {
            "executemany, one per table": self._insert(held),
            "search index, its rows": self._insert({search: index}),
        }

    def _read(self, table: str, columns: str = "*") -> tuple[str, list[tuple]]:
        """Return a table's places and rows."""
        self.cursor.execute(f"SELECT {columns} FROM {table} ORDER BY id")
        names = [f'"{column[0]}"' for column in self.cursor.description]
        return f"({', '.join(names)}) VALUES ({', '.join([self.mark] * len(names))})", self.cursor.fetchall()

    def _index(self) -> tuple[str, tuple[str, list[tuple]]]:
        """Return the index and its rows; PostgreSQL makes its vectors of the text."""
        if not self.postgresql:
            return SEARCH, self._read(SEARCH)
        columns = "content_type_id, object_id, title_norm, autocomplete, title_text, body_text"
        found = self._read(SEARCH, columns)[1]
        vectors = "to_tsvector('simple', %s), to_tsvector('simple', %s)"
        places = f"({columns}, title, body) VALUES (%s, %s, %s, %s, %s, %s, {vectors})"
        return SEARCH, (places, [(*row, *row[-2:]) for row in found])

    def _insert(self, held: dict[str, tuple[str, list[tuple]]]) -> Spent:
        spent = Spent()
        with spent.measured():
            self.cursor.execute("BEGIN")
            for table, (places, found) in held.items():
                self.cursor.executemany(f"INSERT INTO {table} {places}", found)
            self.cursor.execute("COMMIT")
        return spent
