"""Guests that stand behind the posts they wrote: a file is looked through for them when a post credits a stranger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from importers.decoding import Opener, ReadError
from importers.readers.wxr.context import Context
from importers.readers.wxr.items import read_item
from importers.readers.wxr.parsing import PieceParser
from importers.readers.wxr.splitting import Splitter
from importers.records import AuthorRecord

_GUEST = re.compile(rb"<wp:post_type>\s{0,9}(?:<!\[CDATA\[\s{0,9})?guest[-_]author\b", re.IGNORECASE)


def guests_of(openers: Iterable[Opener], codec: str, context: Context) -> Iterator[dict[str, AuthorRecord]]:
    """Yield the guests of one file after the other by their logins, as reading them where they stand gives them."""
    for opener in openers:
        aside = Context(context.origin, context.asked, language=context.language, authors=dict(context.authors))
        with suppress(OSError, ReadError), opener() as stream:
            splitter, parser = Splitter(stream, context.origin), PieceParser(codec=codec)
            for piece in splitter.pieces():
                if piece.name == "item" and _GUEST.search(piece.data):
                    parser.declare(splitter.namespaces)
                    element = parser.strictly(piece.data)
                    if element is None:
                        element = parser.tolerantly(piece.data, guess=False).element
                    if element is not None:
                        list(read_item(element, piece.data, 0, [], aside))
        yield aside.authors
