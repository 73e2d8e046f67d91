"""Lines in a blog's own words, which no table has: what stands around them tells what they are.

"3 scribbles:" above three signatures counts comments; a few words above "Name" and "E-mail" head a form.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from importers.scraping.attributions import attributions, first_prose, tells
from importers.scraping.features import Anchor, Features, labelled
from importers.scraping.phrases import fold, looks_like_a_name

_ENDS_FEEDBACK = frozenset({"form", "sidebar", "powered", "related"})
_PING = frozenset({"trackback-url", "trackback-heading", "trackback-intro"})
_LABEL = 8  # words of a heading


def tell_own_words(page: list[Features]) -> list[Features]:
    """Return the page with the lines told that only their places explain; each step sees what those before it told."""
    found = list(page)
    for tell in (_bios, _pings, _rows, _counts, _forms, _neighbours, _blogs, _terms, _signatures):
        for place, seen in [*tell(found)]:
            found[place] = seen
    return found


def _bios(page: Sequence[Features]) -> Iterator[tuple[int, Features]]:
    """Tell headings of the text ("On clothing", in many languages "Over kleding") from those that introduce somebody.

    These give a full name, or one that the page knows, or that opens the paragraph below.
    """
    bios = {place: [hit for hit in seen.matches if hit.role == "bio"] for place, seen in enumerate(page)}
    named = [
        place for place, hits in bios.items() if hits and all("name" in hit for hit in hits)
    ]  # "the author" is none
    if not named:
        return
    known = {word for name in _names(page) for word in name.casefold().split()}
    for place in named:
        seen = page[place]
        name = (seen.group("bio", "name") or "").strip(" .:")
        words = name.split()
        below = page[place + 1].view.strip() if place + 1 < len(page) else ""
        full = len(words) > 1 and all(word[0].isupper() for word in words) and len(named) == 1
        if not (full or below.startswith(name) or not known.isdisjoint(name.casefold().split())):
            matches = tuple(hit for hit in seen.matches if hit.role != "bio")
            yield place, replace(seen, matches=matches, roles=seen.roles - {"bio"})


def _names(page: Sequence[Features]) -> Iterator[str]:
    """Give the names of those who wrote the post or comments."""
    for seen in page:
        for role in ("posted", "byline", "entry-date"):
            if name := seen.group(role, "name"):
                yield name
        if seen.anchor is not None and seen.anchor.name:
            yield seen.line.found(*seen.anchor.name)


_ARROW = re.compile(r"\s{0,9}»\s\S")
_REACH = 4  # lines of a trackback below its title


def _pings(page: Sequence[Features]) -> Iterator[tuple[int, Features]]:
    """Tell the date below each "» Title from Blog" and its excerpt, and the line that introduces them all."""
    is_open = False
    for place, seen in enumerate(page):
        if seen.roles & _PING:
            is_open = True
        elif tells(seen):
            is_open = False
        if not is_open or not _ARROW.match(seen.view) or seen.dates:
            continue
        above = page[place - 1]
        opens = bool(page[place - 2].roles & _PING) or page[place - 2].kind == "url"
        if opens and not (above.roles or above.kind or above.anchor):
            yield place - 1, labelled(above, "trackback-intro")
        below = itertools.takewhile(lambda other: not _ARROW.match(other.view), page[place + 1 : place + 1 + _REACH])
        for index, other in enumerate(below, start=place + 1):
            if (
                other.dates
                and len((other.view[: other.dates[0].start] + other.view[other.dates[0].end :]).split()) <= 4
            ):
                if "trackback-date" not in other.roles:
                    dated = replace(other, anchor=Anchor("date", None, other.dates[0]))
                    yield index, labelled(dated, "trackback-date")
                break


_COUNTED_PIECE = re.compile(
    r"(?:^|[|·•])\s{0,3}(?P<label>[^\W\d_][^\d|·•()]{1,28}?)\s?\((?P<n>\d{1,4})\)\s{0,3}(?=$|[|·•])"
)


def _rows(page: Sequence[Features]) -> Iterator[tuple[int, Features]]:
    """Tell "Permalink | Your words (2)" where "Your words" alone heads what follows: the page's word for comments."""
    signed = _Signed(page)
    if signed.is_headed():
        return
    heads = {
        fold(seen.view).strip(" :"): place
        for place, seen in enumerate(page)
        if place > signed.prose and seen.words <= _LABEL and not seen.roles and signed.below(place)
    }
    for place, seen in enumerate(page) if heads else ():
        if place < signed.prose or not seen.roles | seen.parts or len(seen.view) > 300:
            continue
        for piece in _COUNTED_PIECE.finditer(seen.view):
            head = heads.get(fold(piece["label"]), 0)
            if head > place:
                yield place, labelled(seen, "comment-count", n=piece.span("n"))
                yield head, labelled(page[head], "comments-heading")
                return


class _Signed:
    """Where lines say who wrote a comment, or when, and where the lists of comments end."""

    def __init__(self, page: Sequence[Features]) -> None:
        self.prose = first_prose(page)
        self.places = attributions(page)
        self.dates = [place for place, seen in enumerate(page) if seen.short and seen.is_dated]
        self._ends = [place for place, seen in enumerate(page) if seen.roles & _ENDS_FEEDBACK]
        self._told = [place for place, seen in enumerate(page) if place > self.prose and tells(seen)]

    def below(self, place: int) -> int:
        """Return how many sign below a line, up to a form or a list; where none does, how many days stand there."""
        last = bisect_right(self._ends, place)
        end = self._ends[last] if last < len(self._ends) else MOST
        return self._between(self.places, place, end) or self._between(self.dates, place, end)

    def above(self, place: int) -> int:
        """Return how many sign between the beginning of the text and a line."""
        return self._between(self.places, self.prose, place)

    def is_headed(self) -> bool:
        """Say whether a line below the text is known to head comments, and somebody signs below it."""
        return any(map(self.below, self._told))

    @staticmethod
    def _between(places: Sequence[int], first: int, end: int) -> int:
        return bisect_left(places, end) - bisect_right(places, first)


MOST = 1_000_000  # lines


_COUNT = re.compile(
    r"\W{0,4}(?:(?P<first>\d{1,3})\s[^\W\d_][^\d.]{1,80}|[^\W\d_][^\d.]{1,60}?\s?[(\[:]\s?(?P<last>\d{1,3})\s?[)\]]?)\s?:?\s{0,3}"
)


def _counts(page: Sequence[Features]) -> Iterator[tuple[int, Features]]:
    """Tell the line that counts, in whatever words, as many as sign below it."""
    signed = _Signed(page)
    if signed.is_headed():
        return
    for place, seen in enumerate(page):
        if (
            place <= signed.prose
            or seen.roles
            or seen.kind
            or seen.dates
            or seen.words > _LABEL + 4
            or len(seen.view) > 120
        ):
            continue
        if signed.above(place) > 1:
            return
        if (count := _COUNT.fullmatch(seen.view)) and signed.below(place) == int(count["first"] or count["last"]) > 0:
            yield place, labelled(seen, "comment-count", n=count.span("first" if count["first"] else "last"))
            return


def _forms(page: Sequence[Features]) -> Iterator[tuple[int, Features]]:
    """Tell the heading of the form: a few words between the last comment and the fields for name and mail."""
    signed = _Signed(page)
    spaced = any(seen.line.gap for seen in page[1:])
    told = next((place for place, seen in enumerate(page) if tells(seen)), len(page))
    closing = set(signed.places) if told + 1 < len(page) and page[told + 1].anchor is None else set()
    for place, seen in enumerate(page[:-2]):
        fields = all(_is_field(other) for other in page[place + 1 : place + 3])
        named = seen.roles - {"byline"} or seen.kind or seen.anchor  # "Di algo" reads like a byline
        if place <= signed.prose or not fields or named or seen.words > _LABEL:
            continue
        if (spaced and not seen.line.gap) or seen.view.rstrip().endswith((".", ",", ";")):
            continue
        # Above it stands a comment's text, or its signature where these stand below the texts.
        apart = page[place - 1].anchor is None and bool(signed.dates) and signed.dates[0] < place
        if apart or (told + 1 < place and place - 1 in closing):
            yield place, labelled(replace(seen, matches=(), roles=frozenset()), "form")
            return


def _is_field(seen: Features) -> bool:
    return ("form" in seen.roles or seen.kind == "form") and seen.words <= 8


def _neighbours(page: Sequence[Features]) -> Iterator[tuple[int, Features]]:
    """Tell the titles below "Previous article" and "Next article"."""
    for place, row in enumerate(zip(page, page[1:], page[2:], page[3:], strict=False)):
        labels, titles = row[::2], row[1::2]
        if all(seen.roles == {"related"} and not any(hit.groups for hit in seen.matches) for seen in labels) and all(
            not (seen.roles or seen.kind or seen.anchor) and seen.words <= 25 and not seen.line.gap for seen in titles
        ):
            yield place + 1, labelled(titles[0], "related")
            yield place + 3, labelled(titles[1], "related")


_BLOG_OF = re.compile(
    r"(?:(?:le )?blog (?:di|de|von|van|do|da) (?P<of>.{2,40})|(?P<own>.{2,40}?)(?:['’]s|s|['’]) blog)", re.I
)


def _blogs(page: Sequence[Features]) -> Iterator[tuple[int, Features]]:
    """Tell Drupal's link below a text to all that its author wrote: "Ada's blog"."""
    prose = first_prose(page)
    authors = {fold(name).strip() for seen in page[:prose] if (name := seen.group("posted", "name"))}
    for place, seen in enumerate(page) if authors else ():
        link = _BLOG_OF.fullmatch(seen.view.strip()) if place > prose and seen.words <= 6 and not seen.roles else None
        if link and fold(link["of"] or link["own"]) in authors:
            yield place, labelled(seen, "chrome")


_TERMS = re.compile(r"\s{0,9}[^\W\d_]{3,20}(?:\s[^\W\d_]{1,20})?\s?:\s(?P<terms>\S[^:.!?]{1,120})")
_NO_TERMS = re.compile(
    r"\s{0,9}(?:current )?(?:m[uú]si|mood|humor|umore|humeur|stimmung|stemming|laune)", re.IGNORECASE
)


def _terms(page: Sequence[Features]) -> Iterator[tuple[int, Features]]:
    """Tell the row right below the one that signs the post, which names a few things: "Drawers: family, phrases"."""
    prose = first_prose(page)
    end = next((place for place, seen in enumerate(page) if place > prose and tells(seen)), len(page))
    for place, (above, seen) in enumerate(itertools.pairwise(page[:end]), start=1):
        if place <= prose + 1 or seen.roles or seen.kind or seen.line.gap or seen.anchor or seen.words > 14:
            continue
        if "posted" not in above.roles:
            continue
        if row := _TERMS.fullmatch(seen.view.rstrip()):
            terms = row["terms"].split(",")
            lower = len(terms) > 1 and all(term.strip()[:1].islower() and len(term.split()) <= 3 for term in terms)
            if lower and not _NO_TERMS.match(seen.view):  # what blogs call with capitals may be a category, or a town
                yield place, labelled(seen, "tags", tags=row.span("terms"))
            else:
                yield place, labelled(seen, "chrome")


_DASHED = re.compile(r"\s{0,9}[—–-]{1,2}\s?(?P<name>[^\W\d_][^,:;!?]{1,40}?)\s{0,9}")
_BELOW_TEXT = frozenset({"comments-heading", "comment-count", "form", "closed", "categories", "tags", "entry-date"})


def _signatures(page: Sequence[Features]) -> Iterator[tuple[int, Features]]:
    """Tell "— Ada Finch" at the end of a text where comments are signed so, too, or she wrote one; else it is cited."""
    prose = first_prose(page)
    signed = attributions(page)
    for place, (seen, below) in enumerate(itertools.pairwise(page)):
        signs = _DASHED.fullmatch(seen.view) if place > prose and seen.words <= 4 and not seen.roles else None
        if not signs or below.roles.isdisjoint(_BELOW_TEXT) or not looks_like_a_name(signs["name"]):
            continue
        if not signs["name"][0].isupper() or page[place - 1].view.rstrip().endswith(("”", "»", '"', "“")):
            continue
        after = [page[index] for index in signed if index > place]
        names = {other.line.found(*other.anchor.name).strip() for other in after if other.anchor and other.anchor.name}
        dashes = [other for other in after if other.view.lstrip()[:1] in "—–-"]
        if names & {signs["name"], signs["name"].split()[0]} or (len(dashes) >= 2 and len(dashes) == len(after)):
            yield place, labelled(replace(seen, anchor=None), "byline", name=signs.span("name"))
        return
