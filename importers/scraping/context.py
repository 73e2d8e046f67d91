"""What a page as a whole says about its lines: the titles it repeats, the lines that introduce its author."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from importers.scraping.attributions import (
    after_form,
    beside_attributions,
    listing_pings,
    openings,
    pinging,
    sole_comment,
    speech,
    weight_of_attributions,
)
from importers.scraping.features import Features
from importers.scraping.filing import find_filed, find_listed
from importers.scraping.phrases import fold, looks_like_a_name
from importers.scraping.recurring import amid_post, interrupting
from importers.scraping.states import State
from importers.scraping.trails import title_key, trail_terms, trailed


@dataclass(frozen=True, slots=True)
class Context:
    """What the page as a whole says: titles that it repeats (folded), and lines, by number, that stand out."""

    titles: frozenset[str] = frozenset()
    bio: Collection[int] = field(default=frozenset())  # lines that introduce the author
    labels: Collection[int] = field(default=frozenset())  # lines that stand alone and are no sentence, like titles
    listed: Collection[int] = field(default=frozenset())  # lines under a heading "Tags"
    filed: Collection[int] = field(default=frozenset())  # a heading "Categories:" beside the text, and lines under it
    leads: Collection[int] = field(default=frozenset())  # of these, the ones that prose follows closely
    headed: Collection[int] = field(default=frozenset())  # lines with a byline right below: titles have one
    terms: Collection[int] = field(default=frozenset())  # a few words each, between the byline and the text
    said: Collection[int] = field(default=frozenset())  # lines beside one that says who wrote a comment
    pinging: Collection[int] = field(default=frozenset())  # lines that open a list of trackbacks
    listing: Collection[int] = field(default=frozenset())  # lines of such a list that markup calls comments
    opens: Collection[int] = field(default=frozenset())  # lines at which comments may begin without a heading
    signed: int = 0  # how much says who wrote comments; below 2 there are none
    byline: Collection[int] = field(default=frozenset())  # the line below `headed`, when it says so in words
    standfirst: Collection[int] = field(default=frozenset())  # the sentence between title and byline
    sites: frozenset[str] = frozenset()  # what the copyright line names (folded): the blog
    pitched: Collection[int] = field(default=frozenset())  # what a newsletter says for itself
    opening: Collection[int] = field(default=frozenset())  # headings that open what a theme marks as the post's text
    closed: Collection[int] = field(default=frozenset())  # what follows the form under comments that are signed
    usual: Mapping[int, State] = field(default_factory=dict)  # what most pages of the batch have in such a place
    above: Collection[int] = field(default=frozenset())  # who wrote the post, and when, in two lines above its title
    spoken: Collection[int] = field(default=frozenset())  # in the text: who speaks, and what; what interruptions part
    amid: Collection[int] = field(default=frozenset())  # what recurs between text and footer, or interrupts the text
    credits: Sequence[int] = ()  # lines below a bare date under the title: terms, and who wrote the post
    named: Collection[int] = field(default=frozenset())  # lines with which the title of the document begins or ends


def gather_context(page: Sequence[Features], titles: Collection[str] = (), head: str = "") -> Context:
    """Collect what the page says about itself: the titles it repeats, the lines that introduce its author.

    `titles` are what structured data calls the post, `head` is the title of the document, the blog's name included.
    """
    stated = {title_key(text) for text in titles}
    for seen in page:
        for role in ("trackback-intro", "comments-heading", "thread"):
            title = seen.group(role, "title")
            if title:
                stated.add(title_key(title))
                stated.add(title_key(title.split(":", 1)[-1]))
    stated |= trailed(page)
    labels = _labels(page)
    terms = _terms(page)
    headed = _headed(page, labels)
    sole, pitched = sole_comment(page), _pitched(page)
    interruptions, between = interrupting(page, pitched)
    return Context(
        titles=frozenset(stated - {""}),
        bio=frozenset(_bio_lines(page)),
        labels=labels,
        listed=find_listed(page) | terms,
        filed=find_filed(page) | trail_terms(page),
        leads=_leads(page, labels),
        headed=headed[:1],
        byline=headed[1:2],
        standfirst=headed[2:] or _under_title(page, stated),
        terms=terms,
        pitched=pitched,
        sites=_sites(page, head) - stated,
        signed=max(weight_of_attributions(page), 2 if sole else 0),
        said=beside_attributions(page) | sole,
        pinging=pinging(page),
        listing=listing_pings(page),
        opens=openings(page),
        opening=_opening(page),
        spoken=speech(page) | between,
        amid=amid_post(page) | interruptions,
        named=_named(page, head),
        above=_above(page),
        credits=_credits(page),
        closed=after_form(page),
    )


def _under_title(page: Sequence[Features], titles: Collection[str]) -> tuple[int, ...]:
    """Find the label between a title that the page repeats and the byline: a magazine's second title."""
    for index, (seen, below) in enumerate(itertools.pairwise(page[:100])):
        if seen.line.marks is None and title_key(seen.view) in titles and _may_head(below) and below.words >= 4:
            after = list(itertools.takewhile(lambda other: other.prose < 3, page[index + 2 : index + 7]))
            if any(_is_byline(other) for other in after):
                return (below.line.number,)
    return ()


def _opening(page: Sequence[Features]) -> frozenset[int]:
    """Find the heading that opens the post's text where no line is marked as its title."""
    marked = [(seen, seen.line.marks) for seen in page if seen.line.marks is not None]
    if any(marks.hint == "title" for _, marks in marked):
        return frozenset()
    for seen, marks in marked:
        if marks.hint == "body" and not (seen.anchor or seen.kind or seen.roles):
            return frozenset({seen.line.number} if marks.tag in ("h1", "h2", "h3", "h4") else ())
    return frozenset()


def _above(page: Sequence[Features]) -> frozenset[int]:
    """Find "Anna wrote," and the date on the next line, above all prose: how LiveJournal heads an entry."""
    for seen, below in itertools.pairwise(page[:40]):
        if max(seen.prose, below.prose) >= 3:
            break
        named = seen.anchor is not None and seen.anchor.name is not None and seen.roles & {"comment-before", "posted"}
        if named and below.anchor is not None and below.anchor.side == "date" and below.dates:
            return frozenset({seen.line.number, below.line.number})
    return frozenset()


def _named(page: Sequence[Features], head: str) -> frozenset[int]:
    """Find the headings that are the beginning or the end of the document's title: the post's title, and the blog's."""
    whole = title_key(head)
    return frozenset(
        seen.line.number
        for seen in page[:200]
        if len(key := title_key(seen.view)) >= 4
        and (whole.startswith(key) or whole.endswith(key))
        and not (seen.line.marks and seen.line.marks.link_share > 0.6 and seen.line.marks.tag == "li")
    )


def _credits(page: Sequence[Features]) -> tuple[int, ...]:
    """Find the few words on the lines below a bare date, no blank line between, that a text follows after one.

    Twenty Thirteen prints so: date, categories, tags, author.
    """
    for place, seen in enumerate(page[:60]):
        if seen.line.marks is not None or seen.prose >= 3:
            break
        if seen.anchor is None or seen.anchor.side != "date" or not seen.dates or not seen.line.gap:
            continue
        run = [
            *itertools.takewhile(lambda below: not below.line.gap and _is_credit(below), page[place + 1 : place + 6])
        ]
        after = page[place + 1 + len(run) : place + 2 + len(run)]
        if run and after and after[0].line.gap and after[0].prose >= 3:
            return tuple(below.line.number for below in run)
    return ()


def _is_credit(seen: Features) -> bool:
    return 1 <= seen.words <= 8 and not (seen.roles or seen.kind or seen.anchor or seen.dates or seen.ends)


_TITLES = frozenset({"h1", "h2", "h3", "h4"})
_SAYS_WHO = frozenset({"posted", "byline", "entry-date"})


def _is_byline(seen: Features) -> bool:
    """Say whether a line says when (and who) in so many words, and nothing else."""
    if "titled" in seen.roles:
        return False
    if seen.roles & _SAYS_WHO and seen.prose < 3:
        return bool(seen.dates) or seen.short
    return seen.is_dated and seen.short and not seen.kind


_ROWS = frozenset({"categories", "tags", "reply"})  # may stand between a date and the title below it


def _headed(page: Sequence[Features], labels: frozenset[int]) -> tuple[int, ...]:
    """Find the first line that could be a title and has a byline right below it, and prose soon after; and that byline.

    A line that is nothing but a date stands below a title or above it: above, where no prose follows but a title.
    """
    for index, seen in enumerate(page[:-1]):
        below, after = page[index + 1], page[index + 2 : index + 14]
        if not _may_head(seen) or not _is_byline(below) or not any(other.prose >= 3 for other in after):
            continue
        if titled := next((other for other in after[:3] if _is_titled(other)), None):  # a theme's class says so
            return (titled.line.number,)
        bare = below.anchor is not None and below.anchor.side == "date" and not below.roles & _SAYS_WHO
        under = next((other for other in after if not other.roles & _ROWS), after[0])
        # At the head of a dump stand the blog's name and what it is about.
        named = (index == 0 or (index <= 3 and under.words >= 3)) and under.line.number in labels
        heads = _may_head(under) and under.words <= 14 and not under.view.rstrip().endswith(".")
        if (bare or named) and heads and not _goes_on(page, under):
            return (under.line.number,)
        above = page[index - 1] if index else seen
        stands = seen.view.rstrip().endswith(".") or seen.words >= 14  # a title may be a question
        if stands and seen.ends and seen.prose >= 2 and _may_head(above) and not above.view.rstrip().endswith("."):
            return above.line.number, below.line.number, seen.line.number  # a standfirst stands between
        return (seen.line.number,) if bare else (seen.line.number, below.line.number)
    return ()


def _goes_on(page: Sequence[Features], seen: Features) -> bool:
    """Say whether the next line carries on with a small letter: a text that is wrapped at a column."""
    after = next((other for other in page if other.line.number > seen.line.number), None)
    return after is not None and not after.line.gap and after.words >= 5 and after.view.lstrip()[:1].islower()


def _is_titled(seen: Features) -> bool:
    """Say whether a line is a heading that its class calls a title."""
    marks = seen.line.marks
    return marks is not None and marks.hint == "title" and marks.tag in _TITLES and _may_head(seen)


def _may_head(seen: Features) -> bool:
    return 1 <= seen.words <= 25 and not (seen.roles or seen.kind or seen.anchor or seen.dates)


def _terms(page: Sequence[Features]) -> frozenset[int]:
    """Find the short lines of a list that stands between the byline and the text."""
    found: list[int] = []
    open_now = False
    for seen in page[:400]:
        if "posted" in seen.roles or "byline" in seen.roles:
            open_now, found = True, []
        elif open_now and _is_titled(seen):
            open_now = False
        elif (
            open_now and seen.words <= 3 and not (seen.ends or seen.roles or seen.kind or seen.anchor or _counts(seen))
        ):
            found.append(seen.line.number)
        elif open_now and found and seen.prose >= 2.5 and len(found) <= 12:
            return frozenset(found)
        else:
            open_now = False
    return frozenset()


def _counts(seen: Features) -> bool:
    """Say whether a line is no term but a label and its number, "Hits: 214", or a link to comments: "2 drops"."""
    linked = any("#" in inline.href for inline in seen.line.marks.inlines) if seen.line.marks else False
    counted = linked and seen.view.strip()[:1].isdecimal()
    return counted or (seen.view.rstrip()[-1:].isdecimal() and ":" in seen.view)


def _sites(page: Sequence[Features], title: str) -> frozenset[str]:
    """Find the names of the blog: what stands at the head of the page and again in its line of copyright.

    Radio UserLand gave the documents of a blog no title but the blog's.
    """
    if any("radio userland" in fold(seen.view) for seen in page[-40:]):
        return frozenset({title_key(title), title_key(title.partition(":")[0])} - {""})
    closing = " ".join(fold(seen.view) for seen in page[-12:] if seen.kind == "copyright" or "powered" in seen.roles)
    heads = (title_key(seen.view) for seen in page[:15] if seen.short and seen.prose < 2.5)
    return frozenset(head for head in heads if len(head) >= 4 and head in closing)


def _pitched(page: Sequence[Features]) -> frozenset[int]:
    """Find a call to subscribe and what follows it: lines that speak of mail and forms, up to its button."""
    found: set[int] = set()
    for index, seen in enumerate(page):
        if "newsletter" not in seen.roles:
            continue
        places = [index]
        for place in range(index + 1, min(index + 5, len(page))):
            if page[place].kind == "form" or page[place].roles & {"newsletter", "form"}:
                places.append(place)
        found |= {other.line.number for other in page[index : places[-1] + 1]}
        if index and page[index - 1].kind == "form":
            found.add(page[index - 1].line.number)
    return frozenset(found)


_CLOSING = " »”’\"')"


def _labels(page: Sequence[Features]) -> frozenset[int]:
    """Find short lines between blank ones that do not end as a statement does."""
    gaps = [*(seen.line.gap for seen in page[1:]), 1][: len(page)]
    if sum(map(bool, gaps[:-1])) * 20 < len(page):  # a text without blank lines: every line stands alone
        gaps = [1] * len(page)
        page = [replace(seen, line=replace(seen.line, gap=1)) for seen in page]
    return frozenset(
        seen.line.number
        for index, (seen, below) in enumerate(zip(page, gaps, strict=True))
        if seen.words <= 18
        and seen.line.marks is None
        and (index == 0 or seen.line.gap or (page[index - 1].anchor and page[index - 1].short))
        and below
        and not seen.view.rstrip(_CLOSING).endswith((".", ":", ",", ";"))
    )


def _leads(page: Sequence[Features], labels: frozenset[int]) -> frozenset[int]:
    """Find the labels that a long sentence follows within three lines, no other label of that kind between."""
    leads = set()
    for index, seen in enumerate(page):
        if seen.line.number not in labels:
            continue
        for below in page[index + 1 : index + 4]:
            label = below.line.number in labels
            if label and below.anchor is None and not below.kind and not below.roles | below.parts:
                break
            if below.prose >= 3 and not label:
                leads.add(seen.line.number)
                break
    return frozenset(leads)


def _bio_lines(page: Sequence[Features]) -> set[int]:
    """Find a name line and the paragraph that opens with the same name, or what follows "About the author"."""
    found: set[int] = set()
    for here, below in itertools.pairwise(seen for seen in page if seen.kind != "url"):
        name = shared_name(here.view, below.view) or _introduced(here, below)
        if name and here.short and not here.ends and below.words >= 8 and below.prose > 2:
            found |= {here.line.number, below.line.number}
    for index, here in enumerate(page[:-1]):
        if "bio" in here.roles and here.line.number not in found:
            found |= _bio_after(page, index)
    return found


_INTRODUCES = re.compile(
    r"(?:about|à propos(?: de)?|riguardo(?: a)?|informazioni su|chi è|über|acerca de|sobre|over)"
    r"\W{1,3}(?P<name>\S.{2,60})",
    re.IGNORECASE,
)


def _introduced(here: Features, below: Features) -> str:
    """Return the name in a heading "About Anna Holm" when the paragraph below opens with it."""
    heading = _INTRODUCES.match(here.view.strip())
    name = heading["name"] if heading else ""
    return name if name and below.view.strip().startswith(name) else ""


def _bio_after(page: Sequence[Features], index: int) -> set[int]:
    found = set()
    after = page[index + 1 : index + 3]
    if after and looks_like_a_name(after[0].view) and not after[0].roles and 2 <= after[0].words <= 5:
        found.add(after[0].line.number)
        after = after[1:]
        if after and after[0].words >= 8 and after[0].prose > 2 and found:
            found.add(after[0].line.number)
    elif after and after[0].words >= 8 and after[0].prose > 2:
        found.add(after[0].line.number)
    return found


def shared_name(label: str, paragraph: str) -> str:
    """Return the capitalized words that open both lines, if they are two to four: a person's name."""
    common = []
    for one, other in zip(label.split(), paragraph.split(), strict=False):
        bare = one.strip(",.:;")
        if bare != other.strip(",.:;") or not bare[:1].isupper():
            break
        common.append(bare)
        if one != bare or other.strip(",.:;") != other:
            break
    return " ".join(common) if 2 <= len(common) <= 4 else ""
