"""Cuts an export into its elements without parsing it: bytes in, one piece per item, author, category, tag or term.

An export of any size is read in memory that the largest item bounds, a broken item cannot take its neighbours with it,
and each piece is the very bytes of the file. Everything outside the pieces is the *frame*: the channel's own fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from importers.decoding import ReadError

CHUNK = 1 << 20
MAX_PIECE = 1 << 26  # 64 MB: no post is longer
MAX_FRAME = 1 << 20
HEADLESS = "nothing opens this item; it was read from where the last one ends"

# The longest of these that may straddle two chunks decides what is kept back when a search fails.
_OVERLAP = 128
_TOKEN = re.compile(
    rb"<(?:(?P<comment>!--)|(?P<cdata>!\[CDATA\[)|(?P<doctype>!DOCTYPE)|(?P<end>(?i:/(?:channel|rss))\s*>)"
    rb"|(?P<headless>(?i:/item)\s*>)"
    rb"|(?:(?P<prefix>[A-Za-z_][\w.-]{0,30}):)?(?P<name>(?i:item|author|category|tag|term))(?=[\s>/]))"
)
# What a term or an author holds, all else is none of it; and what begins behind one.
_FOREIGN = re.compile(
    rb"</?(?!/?(?:[A-Za-z_][\w.-]{0,30}:)?(?:term|tag|cat|category|author|meta)(?:_\w{1,40}|meta)?[\s>/])[A-Za-z]"
)
_BEGINS = rb"<(?:item|[A-Za-z_][\w.-]{0,30}:(?:author|category|tag|term))[\s>]"
_GOES_ON = re.compile(rb"\s*(?:<(?:item|wp:\w+)>\s*<|</channel\s*>|<!--|<\?)")
_ROOT = re.compile(rb"<(?:rss|channel)\b[^<>]*>", re.IGNORECASE)
_IS_POST = re.compile(rb"<(?:wp:|[A-Za-z_][\w.-]{0,30}:post_(?:id|type)[\s>])", re.IGNORECASE)
_NAMESPACE = re.compile(rb"""\bxmlns:([A-Za-z_][\w.-]{0,30})\s*=\s*["']([^"'<>]{0,200})["']""")
_OF_THE_BLOG = re.compile(
    rb"<(?:channel|rss)\b[^<>]*>|</(?:wp:(?:wxr_version|base_\w{1,20})|language|generator|image)>", re.IGNORECASE
)
_TEXT = re.compile(rb"<(?:content:encoded|wp:post_id)[\s>]", re.IGNORECASE)
_LONGEST_COMMENT = 1 << 17  # within an item
_COMMENT = re.compile(rb"<!--(?:[^-]|-(?!-))*-->")  # at a place that is known
_EXPORT = re.compile(r"https?://(?:www\.)?wordpress\.org/export/[\d.]+/?")


class TooLongError(ReadError):
    """More stands between two marks than memory may hold."""


@dataclass(slots=True)
class Piece:
    """One element as it stands in the file. `shorter` is the length up to the first closing tag where that stands in a
    CDATA section: the place to cut after all when the section turns out never to have been closed."""

    name: str
    data: bytes
    offset: int
    shorter: int = 0
    cut: bool = False  # the file ends inside it
    too_long: bool = False  # only its beginning is here
    fault: str = ""  # what is to be said of its tags


class Splitter:
    """Reads a stream once. After iteration `ended` says whether the export's own end was seen."""

    def __init__(self, stream: BinaryIO, origin: str) -> None:
        self.origin = origin
        self.frame = bytearray()
        self.frame_whole = True
        self.ended = False
        self.namespaces: dict[str, str] = {}
        self._stream = stream
        self._buffer = b""
        self._base = 0  # offset in the file of the buffer's first byte
        self._at = 0  # offset in the file of what was not yet taken
        self._last = (0, 0)  # where the last piece ended, in the file and in the frame
        self._fieldless = 0  # up to where the frame is known to hold no field since that
        self._chunk = CHUNK
        self._export_prefixes: frozenset[str] = frozenset()
        self._closings: dict[bytes, int] = {}
        self._absent: dict[bytes, int] = {}  # from where on the rest of the file holds none of these

    @property
    def offset(self) -> int:
        """How many bytes were taken."""
        return self._at

    def rewind(self, piece: Piece, length: int) -> Piece:
        """Take only the first `length` bytes of the piece just given; go on reading behind them."""
        self._closings.clear()
        self._at = piece.offset + length
        return Piece(piece.name, piece.data[:length], piece.offset)

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces in the file's order; ReadError on a document type declaration."""
        while (found := self._next_token()) is not None:
            start = self._base + found.start()
            if found["comment"] or found["cdata"]:
                closing = b"-->" if found["comment"] else b"]]>"
                end = self._find(closing, start + 4)
                # What nothing closes hides nothing.
                self._pass(start + 4 if end < 0 else end + len(closing))
            elif found["doctype"]:
                raise ReadError(f"{self.origin} declares a document type, which no export does; it was not read.")
            elif found["end"]:
                self._pass(self._base + found.end())
                self.ended = found["end"].lower().startswith(b"/rss") or b"<rss" not in self.frame.lower()
            elif found["headless"]:
                self._pass(start)
                if not self._export_prefixes:
                    self._declare(found)
                yield from self._headless(self._base + found.end())
            elif self._is_piece(found):
                self._pass(start)
                try:
                    piece = self._take(start, found)
                except TooLongError:
                    piece = self._give_up(start, found)
                self._last = (self._at, len(self.frame))
                yield piece
            else:
                self._pass(self._base + found.end())
        self._pass(self._base + len(self._buffer))

    def _is_piece(self, found: re.Match[bytes]) -> bool:
        prefix, name = (found["prefix"] or b"").decode().lower(), found["name"].decode().lower()
        self._declare(found)
        return not prefix if name == "item" else prefix in self._export_prefixes

    def _declare(self, found: re.Match[bytes]) -> None:
        """Take note of the prefixes that are declared before the first mark."""
        if not self.namespaces:
            frame = bytes(self.frame) + self._buffer[self._at - self._base : found.start()]
            self.namespaces = {key.decode(): uri.decode("utf-8", "replace") for key, uri in _NAMESPACE.findall(frame)}
            exports = {key.lower() for key, uri in self.namespaces.items() if _EXPORT.fullmatch(uri)}
            self._export_prefixes = frozenset(exports | {"wp"})

    def _headless(self, end: int) -> Iterator[Piece]:
        """Yield the item that ends here and that nothing opens: all behind the last piece, where that is one's fields.
        Otherwise it stays a part of the frame."""
        if not self._last[1] and not self._fieldless:
            self._last = (self._last[0], self._behind_head())
        begun, mark = self._last
        marks = [b"<%s:" % prefix.encode() for prefix in self._export_prefixes]
        unseen = self.frame[max(mark, self._fieldless - _OVERLAP) :].lower()
        is_item = self.frame_whole and any(one in unseen for one in marks)
        self._fieldless = len(self.frame)
        self._pass(end)
        if is_item:
            inside = bytes(self.frame[mark : self._fieldless])
            inside = inside.replace(b"]]>\n<", b"]]><")  # the frame has a line end behind each section
            del self.frame[mark:]
            self._last, self._fieldless = (end, mark), mark
            yield Piece("item", b"<item>\n" + inside + b"</item>", begun, fault=HEADLESS)

    def _behind_head(self) -> int:
        """Return where in the frame what the export says of the blog ends, before its first item."""
        text = _TEXT.search(self.frame)
        ends = [one.end() for one in _OF_THE_BLOG.finditer(self.frame, 0, text.start() if text else len(self.frame))]
        return ends[-1] if ends else 0

    def _take(self, start: int, found: re.Match[bytes]) -> Piece:
        name = found["name"].decode().lower()
        closing = b"</" + found.group()[1:]
        opened = self._find(b">", start)
        if opened >= 0 and self._buffer[opened - self._base - 1 : opened - self._base] == b"/":
            return self._piece(name, start, opened + 1)
        if name != "item" and opened >= 0 and (end := self._end_of_unclosed(closing, opened)) >= 0:
            return self._piece(name, start, end)
        shorter, searched = 0, opened
        while opened >= 0:
            end = self._find_closing(closing, searched)
            mark = self._next_opening(found.group() + b">", searched, end)
            unclosed = mark >= 0
            if not unclosed and end < 0:
                break
            mark = mark if unclosed else end
            if (behind := self._behind_comment(searched, mark)) >= 0:
                searched = behind
                continue
            if not self._open_section(searched, mark):
                return self._piece(name, start, mark, shorter)
            shorter = shorter or mark - start
            searched = self._find(b"]]>", mark)
            if searched < 0:
                break
        if shorter and _GOES_ON.match(self._buffer, start + shorter - self._base):
            # A section that nothing closes: the first closing tag is the item's after all. Where the export does not go
            # on behind it, that tag stood in the text, and the file ends inside the section.
            return self._piece(name, start, start + shorter)
        piece = self._piece(name, start, self._base + len(self._buffer))
        piece.cut = True
        return piece

    def _end_of_unclosed(self, closing: bytes, opened: int) -> int:
        """Return where a term or an author ends that nothing closes before something else begins, or -1 for all others:
        without this it would be all of the file."""
        ends_or_begins = re.compile(rb"%s\s*>|%s" % (re.escape(closing), _BEGINS), re.IGNORECASE)
        at = since = opened
        while True:
            found = ends_or_begins.search(self._buffer, at - self._base)
            if found is None or found.end() == len(self._buffer):
                at = max(at, self._base + len(self._buffer) - _OVERLAP)
                if self._refill():
                    continue
            if found is None or found.group().startswith(b"</"):
                return -1
            begun = self._base + found.start()
            closed = self._find(b"]]>", begun) if self._open_section(since, begun) else -1
            if closed < 0:
                break
            at = since = closed  # it stands in the text of one
        return self._first_foreign(opened, begun)

    def _first_foreign(self, start: int, end: int) -> int:
        """Return where the first tag stands that is none of a term's or an author's own, `end` where there is none."""
        at, high = start + 1 - self._base, end - self._base
        while section := self._buffer.find(b"<![CDATA[", at, high) + 1:
            if found := _FOREIGN.search(self._buffer, at, section):
                return self._base + found.start()
            closed = self._buffer.find(b"]]>", section, high)
            if closed < 0:
                break
            at = closed
        found = _FOREIGN.search(self._buffer, at, high)
        return self._base + found.start() if found else end

    def _give_up(self, start: int, found: re.Match[bytes]) -> Piece:
        """Return the beginning of an element that is too long for any memory; go on behind its closing tag."""
        piece = Piece(found["name"].decode().lower(), self._buffer[start - self._base :][:CHUNK], start, too_long=True)
        closing = b"</" + found.group()[1:]
        self._closings.clear()
        self._absent.clear()
        self._chunk = CHUNK
        while (index := self._buffer.find(closing, self._at - self._base)) < 0:
            self._at = self._base + max(len(self._buffer) - len(closing) + 1, 0)
            if not self._refill():
                self._at = self._base + len(self._buffer)
                return piece
        self._at = self._base + index + len(closing)
        end = self._find(b">", self._at)
        self._at = end + 1 if end >= 0 else self._at
        return piece

    def _piece(self, name: str, start: int, end: int, shorter: int = 0) -> Piece:
        data = self._buffer[start - self._base : end - self._base]
        self._at = end
        return Piece(name, data, start, shorter)

    def _find_closing(self, closing: bytes, start: int) -> int:
        """Return the offset behind the next closing tag, or -1. The last answer is kept, so that many openings before
        one closing tag cost one search."""
        known = self._closings.get(closing, 0)
        if known > start:
            return known
        place = start
        while (found := self._find(closing, place)) >= 0:
            end = self._find(b">", found)
            if end < 0:
                break
            if not self._buffer[found + len(closing) - self._base : end - self._base].strip():
                self._closings[closing] = end + 1
                return end + 1
            place = found + 1
        return -1

    def _next_opening(self, opening: bytes, start: int, end: int) -> int:
        """Return where the next element of the same name begins before `end`: then this one was never closed."""
        high = len(self._buffer) if end < 0 else end - self._base
        index = self._buffer.find(opening, start - self._base, high)
        return self._base + index if index >= 0 else -1

    def _open_section(self, start: int, end: int) -> bool:
        """Say whether what stands at `end` stands in a CDATA section opened since `start`."""
        low, high = start - self._base, end - self._base
        return self._buffer.rfind(b"<![CDATA[", low, high) > self._buffer.rfind(b"]]>", low, high)

    def _behind_comment(self, start: int, end: int) -> int:
        """Return where the comment ends in which `end` stands, or -1; in a CDATA section there are none."""
        low, high = start - self._base, end - self._base
        opened = self._base + self._buffer.rfind(b"<!--", low, high)
        if opened < start or self._buffer.find(b"-->", opened - self._base, high) >= 0:
            return -1
        if self._open_section(start, opened):
            return -1
        while len(self._buffer) < opened - self._base + _LONGEST_COMMENT and self._refill():
            pass
        at = opened - self._base
        found = _COMMENT.match(self._buffer, at, at + _LONGEST_COMMENT)
        return self._base + found.end() if found else -1

    def _pass(self, end: int) -> None:
        """Move to `end`; what lies between belongs to the frame."""
        between = self._buffer[self._at - self._base : end - self._base].strip()
        if between:
            if len(self.frame) + len(between) > MAX_FRAME:
                self.frame_whole = False
            else:
                self.frame += between + b"\n"
        self._at = end

    def _next_token(self) -> re.Match[bytes] | None:
        start = self._at
        while True:
            found = _TOKEN.search(self._buffer, start - self._base)
            # A token that touches the buffer's end may go on behind it.
            if found and found.end() < len(self._buffer):
                self._chunk = CHUNK
                return found
            start = max(self._at, self._base + len(self._buffer) - _OVERLAP)
            if not self._refill():
                return _TOKEN.search(self._buffer, start - self._base)

    def _find(self, what: bytes, start: int) -> int:
        """Return the offset in the file of `what` at or after `start`, or -1, reading on as needed."""
        first = start
        while start < self._absent.get(what, start + 1):
            index = self._buffer.find(what, start - self._base)
            if index >= 0:
                self._chunk = CHUNK
                return self._base + index
            start = max(start, self._base + len(self._buffer) - len(what) + 1)
            if not self._refill():
                self._absent[what] = first
        return -1

    def _refill(self) -> bool:
        """Append the next chunk, dropping what was taken; the chunks grow while one piece needs several."""
        data = self._stream.read(self._chunk)
        if not data:
            return False
        kept = self._buffer[self._at - self._base :]
        if len(kept) > MAX_PIECE:
            raise TooLongError(
                f"{self.origin} holds more than {MAX_PIECE >> 20} MB that nothing ends; reading stopped."
            )
        self._chunk = min(self._chunk * 2, MAX_PIECE)
        self._buffer = kept + data
        self._base = self._at
        return True


def looks_like_export(head: bytes) -> bool:
    """Say whether a file's beginning is that of an export: a channel or an item that speaks WordPress's vocabulary."""
    marked = b"wordpress.org/export" in head or _IS_POST.search(head) is not None
    if marked and (_ROOT.search(head) or b"<item" in head.lower()):
        return True
    # Cut off inside its first element, where it may not have said much: whoever reads it names the cut.
    root = head.rfind(b"<rss")
    return root >= 0 and b">" not in head[root:] and (marked or b'generator="WordPress' in head)
