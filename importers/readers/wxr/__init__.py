"""WordPress exports (WXR 1.0 to 1.2), streamed: an export of any size, sound or damaged, item by item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import BinaryIO

from lxml import etree

from importers.asking import Asked
from importers.decoding import ReadError, SourceFile, unicode_form
from importers.readers.wxr.context import Context
from importers.readers.wxr.guests import may_be_guest, may_hold_guests
from importers.readers.wxr.items import read_item
from importers.readers.wxr.mending import parted
from importers.readers.wxr.parsing import CONTENT, WP, Parsed, PieceParser, declared_codec
from importers.readers.wxr.parts import arrange as arrange
from importers.readers.wxr.site import frame_fault, read_site
from importers.readers.wxr.spelling import with_usual_names
from importers.readers.wxr.splitting import MAX_PIECE, Piece, Splitter, looks_like_export
from importers.records import AuthorRecord, Issue, Occurring, PostRecord, Record, Refused, Severity, TermRecord
from importers.surveying import Evidence
from importers.unpacking import fault_of

NAME = "wxr"

_POST_TYPE = re.compile(rb"<wp:post_type>\s*(?:<!\[CDATA\[\s*)?(\w+)")
_POST_ID = re.compile(rb"<wp:post_id>\s*(?:<!\[CDATA\[\s*)?(\d{1,20})")
_COMMENT = re.compile(rb"<wp:comment>")
_COMMENT_END = b"</wp:comment>"
_FIELD_END = re.compile(rb"</(?:wp:\w{1,40}|(?:content|excerpt):encoded|category)>")
_TRACKBACK = re.compile(rb"<wp:comment_type>\s*(?:<!\[CDATA\[\s*)?(?:pingback|trackback)\b", re.IGNORECASE)

_USUAL = re.compile(rb"<(?:[a-z]\w{0,30}:)?[a-z]+[\s/>]")

MOST_ENDS = 20  # of fields, behind which a file that ends inside an item is tried to be read

# Without these, an item is not whole before its comments.
NEEDED = (f"{CONTENT}encoded", f"{WP}post_id", f"{WP}post_type", f"{WP}status")


def recognises(head: bytes, name: str) -> bool:
    """Say whether a file begins like an export."""
    codec = unicode_form(head)
    return looks_like_export(head.decode(codec, "replace").encode() if codec else head)


def read(file: SourceFile, evidence: Evidence) -> Iterator[Record]:
    """Yield site, authors, terms and items in the order of the file; ReadError when it is no export or not safe.

    Every element is accounted for: as a record, as Skipped or as Refused. A file that ends before its end gives all
    that stands before, and an issue "file-cut".
    """
    with file.open_as_utf8() as stream:
        head = file.read_head()
        if not recognises(head, file.origin):
            raise ReadError(f"{file.origin} is not a WordPress export.")
        reading = _Reading(file.origin, head, stream, file.asked)
        reading.context.clock.opener = file.open_as_utf8
        files = [file, *(other for other in file.others if other.origin != file.origin)]
        reading.context.forums.openers = [one.open_as_utf8 for one in files]
        reading.context.guests = _guests_of(files, reading.context)
        yield from reading.records()


def _guests_of(files: Iterable[SourceFile], context: Context) -> Iterator[dict[str, AuthorRecord]]:
    """Yield the guests of one file after the other by their logins, as reading them where they stand gives them."""
    for file in files:
        known = dict(context.authors)
        with suppress(OSError, ReadError):
            with file.open_as_utf8() as stream:
                is_worth_it = may_hold_guests(stream)
            if is_worth_it:
                with file.open_as_utf8() as stream:
                    reading = _GuestsAlone(file.origin, file.read_head(), stream, context.asked)
                    reading.context.authors = known
                    for _ in reading.records():
                        pass
        yield known


def read_again(raw: bytes, origin: str, language: str) -> PostRecord | None:
    """Return the post of an item's raw source, as it was read before; None when it holds none."""
    parser = PieceParser()
    parser.declare({})
    element = parser.strictly(raw)
    if element is None:
        element = parser.tolerantly(raw).element
    if element is None:
        return None
    context = Context(origin.partition("#")[0], language=language)
    return next((one for one in read_item(element, raw, 1, [], context) if isinstance(one, PostRecord)), None)


class _Reading:
    """One pass over one file."""

    def __init__(self, origin: str, head: bytes, stream: BinaryIO, asked: Asked) -> None:
        self.origin = origin
        self.stream = stream
        self.splitter = Splitter(stream, origin)
        self.parser = PieceParser(codec=declared_codec(head))
        self.context = Context(origin, asked)
        self.items = 0
        self.is_unusual = with_usual_names(head) != head  # whether its tags are to be looked at
        self.misspelled = 0
        self.terms: list[TermRecord] = []  # declared; what says their languages comes behind them

    def records(self) -> Iterator[Record]:
        """Yield the file's records."""
        begun = False
        try:
            for piece in self.splitter.pieces():
                if not begun:
                    yield from self._begin()
                    begun = True
                yield from self._read(piece)
        except ReadError as error:
            if not begun:
                raise
            yield from self._declared()
            yield from self._occurring()
            yield Issue("file-refused", f"{self.origin}#byte-{self.splitter.offset}", str(error), Severity.ERROR)
            return
        if not begun:
            yield from self._begin()
        yield from self._end()

    def _begin(self) -> Iterator[Record]:
        self.parser.declare(self.splitter.namespaces)
        site = read_site(self._frame(), self.parser)
        self.context.base_url = site.url.rstrip("/")
        self.context.site_name = site.name
        self.context.language = self.context.terms.language = site.language
        yield site

    def _frame(self) -> bytes:
        frame = bytes(self.splitter.frame)
        return with_usual_names(frame) if self.is_unusual else frame

    def _spelled(self, piece: Piece) -> Piece:
        """Return a piece with the tags of an export, where they may be spelled otherwise."""
        data = with_usual_names(piece.data)
        if data == piece.data:
            return piece
        self.misspelled += 1
        return replace(piece, data=data)

    def _occurring(self) -> Iterator[Occurring]:
        """Yield what the file has of what can be asked for by name, where something was."""
        if self.context.asked.key:
            yield Occurring(frozenset(self.context.types), frozenset(self.context.terms.stated))

    def _declared(self) -> Iterator[TermRecord]:
        """Yield the terms that were declared so far, with what was said of them besides."""
        terms, self.terms = self.terms, []
        return map(self.context.terms.completed, terms)

    def _end(self) -> Iterator[Record]:
        yield from self._declared()
        yield from self._occurring()
        if getattr(self.stream, "lossy", False):
            yield Issue("encoding-lossy", self.origin, "some bytes have no meaning in the file's encoding")
        fault = fault_of(self.stream)
        if fault or not self.splitter.ended:
            message = f"{fault or 'the file ends before the export does'}; what stands before was read"
            yield Issue("file-cut", f"{self.origin}#byte-{self.splitter.offset}", message, Severity.ERROR)
        elif self.splitter.frame_whole and (fault := frame_fault(self._frame(), self.parser)):
            yield Issue("markup-broken", self.origin, f"around the items the file is not well-formed ({fault})")
        if self.misspelled:
            message = (
                f"tags of {self.misspelled} elements are not spelled as in an export; they were read as if they were"
            )
            yield Issue("markup-broken", self.origin, message)
        # One alone has been named.
        for (post_type, why), number in sorted(pair for pair in self.context.left_out.items() if pair[1] > 1):
            message = f"{number} × {post_type} left out: {why}"
            yield Issue("item-skipped", self.origin, message, Severity.INFO)
        for message in self.context.terms.ambiguous():
            yield Issue("ambiguous-identity", self.origin, message)
        for builder, built in sorted(self.context.builders.items()):
            yield built.issue(builder, self.origin)
        if not self.items:
            yield Issue("file-empty", self.origin, "holds no item", Severity.INFO)

    def _read(self, piece: Piece) -> Iterator[Record]:
        if self.is_unusual or not _USUAL.match(piece.data):
            piece = self._spelled(piece)
        if piece.data.count(b"<wp:post_id>") > 1 and len(parts := self._parts(piece)) > 1:
            for part in parts:
                yield from self._read(replace(piece, data=part, shorter=0, fault="had run together with another item"))
            return
        if piece.name == "item":
            self.items += 1
            if self.terms:
                yield from self._declared()
        if piece.cut or piece.too_long:
            yield from self._left_out(piece)
            return
        element = self.parser.strictly(piece.data)
        if element is None and not self.is_unusual:
            piece = self._spelled(piece)
        found: tuple[tuple[str, str], ...] = (("markup-broken", piece.fault),) if piece.fault else ()
        if element is None:
            piece, parsed = self._mend(piece)
            element = parsed.element
            found += parsed.faults
        faults = [Issue(code, f"{self.origin}#byte-{piece.offset}", message) for code, message in found]
        if element is None:
            if piece.name == "item":
                yield self._refused(piece, faults)
            else:
                yield from faults
        elif piece.name == "item":
            yield from read_item(element, piece.data, self.items, faults, self.context)
        else:
            yield from faults
            record = self._declaration(piece, element)
            if isinstance(record, TermRecord):
                self.terms.append(record)
            elif record is not None:
                yield record

    def _parts(self, piece: Piece) -> list[bytes]:
        """Return the items that ran together in one; what a comment of XML holds is none."""
        element = None if piece.fault else self.parser.strictly(piece.data)
        alone = piece.fault or (element is not None and len(element.findall(f"{WP}post_id")) == 1)
        return [piece.data] if alone else parted(piece.data)

    def _declaration(self, piece: Piece, element: etree._Element) -> Record | None:
        if piece.name != "author":
            return self.context.terms.declare(element)
        return self.context.declare_author(element)

    def _mend(self, piece: Piece) -> tuple[Piece, Parsed]:
        """Parse a damaged piece, or its first part where an unclosed CDATA section swallowed its neighbours."""
        parsed = self.parser.tolerantly(piece.data, guess=False)
        if parsed.element is None:
            if piece.shorter:
                piece = self.splitter.rewind(piece, piece.shorter)
            parsed = self.parser.tolerantly(piece.data)
        return piece, parsed

    def _left_out(self, piece: Piece) -> Iterator[Record]:
        """The file ends inside this element, or it does not fit into memory: no field of it is stored in part."""
        if piece.cut and piece.name == "item" and (found := self._among_comments(piece) or self._among_fields(piece)):
            yield from found
            return
        message = f"is longer than {MAX_PIECE >> 20} MB" if piece.too_long else "the file ends inside this item"
        fault = Issue("file-cut" if piece.cut else "item-invalid", self.origin, message)
        if piece.name == "item":
            yield self._refused(piece, [fault])
        elif piece.too_long:
            yield fault

    def _among_comments(self, piece: Piece) -> list[Record]:
        """Return an item of which the file ends among the comments: itself with those that are whole, and the rest."""
        begun = _COMMENT.search(piece.data)
        if begun is None:
            return []
        end = max(piece.data.rfind(_COMMENT_END) + len(_COMMENT_END), begun.start())
        data, rest = piece.data[:end] + b"</item>", piece.data[end:]
        element = self.parser.strictly(data)
        faults: list[Issue] = []
        if element is None:
            parsed = self.parser.tolerantly(data, guess=False)
            element = parsed.element
            faults = [Issue(code, f"{self.origin}#byte-{piece.offset}", message) for code, message in parsed.faults]
        if element is None or any(element.find(name) is None for name in NEEDED):
            return []
        number = len(_COMMENT.findall(data))
        message = f"the file ends among this item's comments; it was read with the {number} that are whole"
        faults.append(Issue("file-cut", f"{self.origin}#byte-{piece.offset}", message))
        found = list(read_item(element, data, self.items, faults, self.context))
        if _COMMENT.search(rest):
            place = f"{self.origin}#byte-{piece.offset + end}"
            kind = "trackback" if _TRACKBACK.search(rest) else "comment"
            found.append(Refused(kind, Issue("file-cut", place, "the file ends inside this comment", Severity.ERROR)))
        return found

    def _among_fields(self, piece: Piece) -> list[Record]:
        """Return an item of which the file ends behind its text, with the fields that are whole.

        A post or page becomes a draft: whether a password protected it, say, may be what is missing.
        """
        ends = [found.end() for found in _FIELD_END.finditer(piece.data)][-MOST_ENDS:]
        data, element = b"", None
        while ends and element is None:
            data = piece.data[: ends.pop()] + b"</item>"
            element = self.parser.strictly(data)
        if element is None or any(element.find(name) is None for name in NEEDED):
            return []
        if element.findtext(f"{WP}post_type", "").strip().lower() == "attachment":
            return []  # what it is of is told last
        message = "the file ends inside this item; what stands before is a draft until the rest comes"
        fault = Issue("file-cut", f"{self.origin}#byte-{piece.offset}", message)
        found = list(read_item(element, data, self.items, [fault], self.context))
        return [_as_draft(one) if isinstance(one, PostRecord) else one for one in found]

    def _refused(self, piece: Piece, faults: list[Issue]) -> Refused:
        """Refuse an item, counting under its kind what can be told from its bytes."""
        found = _POST_TYPE.search(piece.data)
        stated = found[1].decode().lower() if found else ""
        kind = stated if stated in ("page", "attachment") else "post"
        feedback = len(_COMMENT.findall(piece.data))
        trackbacks = len(_TRACKBACK.findall(piece.data))
        identifier = _POST_ID.search(piece.data)
        place = f"item-{identifier[1].decode()}" if identifier else f"item@{self.items}"
        message = "; ".join(fault.message for fault in faults) or "cannot be understood"
        code = "file-cut" if piece.cut else "item-invalid"
        issue = Issue(code, f"{self.origin}#{place}", f"{message} (byte {piece.offset})", Severity.ERROR)
        return Refused(kind, issue, feedback - trackbacks, trackbacks)


class _GuestsAlone(_Reading):
    """One that passes over all but guests."""

    def _read(self, piece: Piece) -> Iterator[Record]:
        if piece.name == "item" and may_be_guest(piece.data):
            yield from super()._read(piece)


def _as_draft(post: PostRecord) -> PostRecord:
    """Return a post that is not whole, to be seen by nobody who could not see it before."""
    return replace(post, status="draft" if post.status == "published" else post.status, is_cut=True)
