"""Whether the words that question marks stand in are written whole elsewhere in a batch: then letters are lost there.

Bounded in what it reads and keeps. A batch without such words, which nearly every one is, costs one look at its marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from blog.text.lost_letters import LONGEST_WORD, broken_words, shapes_of
from importers.decoding import ReadError, SourceFile

CHUNK = 1 << 20
SAMPLE = 1 << 26  # bytes of a file that are looked at for broken words
WHOLE = 1 << 23  # bytes of a file, and
WHOLE_IN_ALL = 1 << 26  # bytes of the batch, that are looked at for the same words whole
WORDS = 500  # shapes asked for

# A question mark between letters, and not at the head of an address's query, on bytes of UTF-8.
_INSIDE = re.compile(rb"\?(?<=[A-Za-z\x80-\xff]\?)(?=[A-Za-z\xc3-\xc9])(?!\w{1,40}+=)")
_MARKUP = re.compile(r"[<>\[\]]")
_ASIDE = LONGEST_WORD + 8


def look_for_broken_words(file: SourceFile, found: set[str]) -> None:
    """Add the shapes of words with a question mark inside, in the beginning of one file."""
    with file.open_as_utf8() as stream:
        carried, taken = b"", 0
        while len(found) < WORDS and taken < SAMPLE and (chunk := stream.read(CHUNK)):
            taken += len(chunk)
            data = carried + chunk
            for match in _INSIDE.finditer(data):
                if len(found) >= WORDS:
                    break
                around = data[max(0, match.start() - _ASIDE) : match.end() + _ASIDE].decode("utf-8", "ignore")
                found |= broken_words(_MARKUP.sub(" ", around))
            carried = data[-_ASIDE:]


def written_whole(files: Sequence[SourceFile], shapes: set[str]) -> frozenset[str]:
    """Return those of the shapes that words of the files have."""
    found: set[str] = set()
    left = WHOLE_IN_ALL
    for file in files:
        if left <= 0 or found == shapes:
            break
        try:
            with file.open_as_utf8() as stream:
                taken = 0
                while taken < min(WHOLE, left) and (chunk := stream.read(CHUNK)):
                    taken += len(chunk)
                    found |= shapes_of(chunk.decode("utf-8", "ignore")) & shapes
                left -= taken
        except (OSError, ReadError):
            continue  # whoever reads it says why
    return frozenset(found)
