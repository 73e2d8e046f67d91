"""Which examples may be of one hand: they name one host, come from one mail domain, or say the same words in a row.

Pure. What many share, a mail service or a turn of speech, joins nobody, and no group holds more than a part of all.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from blog.learning import words as reading
from blog.learning.features import Sample, host_of

KINDS = ("host", "mail", "name", "said")  # of marks, what says most first
RUN = 4  # words in a row that two hands hardly write alike
READ = 100  # words of a text
MOST_JOINED, FEWEST_JOINED = 0.01, 30  # what more examples share, a part of them or this number, joins nobody
LARGEST, SMALL = 0.05, 50


def marks_of(sample: Sample) -> array[int]:
    """Return what a sample can be joined with others by: hashes, alike in every process."""
    return array("q", sorted({_number(*mark) for mark in _marks(sample) if mark[1]}))


def _number(kind: str, *words: str) -> int:
    """Return a number of 62 bits for a mark; those of the kinds that say most are the smallest."""
    digest = blake2b("\0".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return KINDS.index(kind) << 60 | int.from_bytes(digest) >> 4


def _marks(sample: Sample) -> Iterator[tuple[str, ...]]:
    for url in (sample.author_url, *reading.links(sample.markup or sample.body)):
        yield "host", host_of(url) if url else ""
    yield "mail", sample.author_email.lower()
    yield "host", sample.author_email.rpartition("@")[2].lower()
    for name in (sample.title, sample.blog_name, sample.author_name):
        yield "name", " ".join(word.text for word in reading.words(name[:200]))
    said = [word.text for word in reading.words(sample.body[:2000]) if not word.is_linked][:READ]
    for at in range(len(said) - RUN + 1):
        yield "said", *said[at : at + RUN]


def groups(marks: Sequence[array[int]]) -> list[int]:
    """Return for each example the number of the first of those that it is joined with, by others too.

    What few share joins first.
    """
    first, sizes = list(range(len(marks))), [1] * len(marks)
    largest = max(SMALL, round(len(marks) * LARGEST))

    def root(number: int) -> int:
        while first[number] != number:
            first[number] = first[first[number]]
            number = first[number]
        return number

    for sharing in _shared(marks):
        for other in sharing[1:]:
            one, another = sorted((root(sharing[0]), root(other)))
            if one != another and sizes[one] + sizes[another] <= largest:
                first[another] = one
                sizes[one] += sizes[another]
    return [root(number) for number in range(len(marks))]


def _shared(marks: Sequence[array[int]]) -> list[list[int]]:
    """Return who shares each mark that joins, those that the fewest share first."""
    import numpy as np

    if not any(map(len, marks)):
        return []
    most = max(FEWEST_JOINED, round(len(marks) * MOST_JOINED))
    of = np.repeat(np.arange(len(marks)), [len(found) for found in marks])
    known = np.concatenate([np.array(found, dtype=np.int64) for found in marks])
    order = np.argsort(known, kind="stable")
    starts = np.flatnonzero(np.diff(known[order])) + 1
    parts = np.split(of[order], starts)
    kinds = known[order][np.concatenate(([0], starts))] >> 60
    joining = [(int(kind), part.tolist()) for kind, part in zip(kinds, parts, strict=True) if 1 < len(part) <= most]
    return [part for _kind, part in sorted(joining, key=lambda found: (found[0], len(found[1])))]
