"""From an analysed page to its record: fields, feedback under the page's checksums, leftovers, issues."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from blog.text.languages import guess_language
from blog.text.levels import Level
from importers.records import (
    AuthorRecord,
    CommentRecord,
    FieldSource,
    ImageRecord,
    Issue,
    PostRecord,
    TrackbackRecord,
)
from importers.scraping import paragraphs
from importers.scraping.arranging import Item
from importers.scraping.counts import stated_count
from importers.scraping.dating import Dating, find_date
from importers.scraping.doubts import NAMELESS, UNTOLD
from importers.scraping.features import Features, caption_like
from importers.scraping.feedback import Checks, Reading, dated, read_comments
from importers.scraping.fields import find_author, find_site, find_title
from importers.scraping.habits import usual_layout
from importers.scraping.lines import Line
from importers.scraping.pages import Page
from importers.scraping.signatures import says_nobody
from importers.scraping.states import State
from importers.scraping.terms import find_terms
from importers.scraping.threads import is_answer, link_answers, link_headed, link_replies, link_targets, renumber
from importers.scraping.trackbacks import Ping, date_pings, find_ping_url, from_item, is_ping, read_pings
from importers.scraping.trails import title_key

Join = Callable[[Sequence[Line]], str]


class Elements(Protocol):
    """What the markup of an HTML page tells beyond its lines."""

    def items(self, region: Sequence[Features]) -> list[Item]:
        """Return the comments that have an element of their own."""

    def pings(self, region: Sequence[Features]) -> list[Ping]:
        """Return the trackbacks that have an element of their own."""

    def images(self, lines: Sequence[Line]) -> list[ImageRecord]:
        """Return the images among lines."""

    def join(self, lines: Sequence[Line]) -> str:
        """Return the markup of lines."""


def build(
    page: Page, *, reader: str, origin: str, raw: bytes, body_format: str, elements: Elements | None = None
) -> PostRecord:
    """Make the record of a page; without `elements` its bodies are text."""
    lines, images = _body(page)
    apart = elements is None and paragraphs.stands_apart(page.lines, lines)
    join: Join = elements.join if elements else partial(paragraphs.join, apart=apart)
    language = _language(page, lines)
    dating = find_date(page, language.raw if language else "")
    record = PostRecord(
        reader=reader,
        origin=origin,
        source_id=page.stated.source_id,
        published=dating.published,
        modified=page.stated.modified,
        date_hints=dating.hints,
        language=language.raw if language else "",
        excerpt="\n".join(seen.line.text.strip() for seen in page.of(State.STANDFIRST)),
        body_format=body_format,
        body=elements.join(lines) if elements else paragraphs.join_body(lines, apart),
        original_url=page.stated.url,
        images=tuple(elements.images(lines)) if elements else images,
        raw=raw,
        habits=tuple(sorted(page.habits)),
    )
    sources = {"published": dating.source, "language": language, "body": _body_source(page, lines) if lines else None}
    record = _with_names(page, record, {name: source for name, source in sources.items() if source})
    record = _Feedback(page, dating, join, body_format, elements).add_to(record)
    return _judged(page, record)


def _language(page: Page, lines: Sequence[Line]) -> FieldSource | None:
    """Return the language, as the raw value of its provenance: what the body is written in, else what is declared."""
    tag, probability = guess_language(paragraphs.join(lines))
    if tag:
        return FieldSource(tag, "statistics", Level.CERTAIN if probability > 0.99 else Level.LIKELY)
    return FieldSource(page.stated.language, "declared", Level.LIKELY) if page.stated.language else None


def _with_names(page: Page, record: PostRecord, sources: dict[str, FieldSource]) -> PostRecord:
    """Add title, author, site, terms and related posts."""
    title = find_title(page)
    author = find_author(page)
    categories, tags = find_terms(page)
    if title:
        sources["title"] = title.source
    if author:
        sources["author"] = author[1]
    return replace(
        record,
        title=title.value if title else "",
        author=author[0] if author and author[1].level is not Level.GUESS else None,
        site=find_site(page, author[0].name if author else ""),
        categories=categories,
        tags=tags,
        related=_related(page),
        fields=sources,
    )


def _judged(page: Page, record: PostRecord) -> PostRecord:
    """Add what is left over and what is in doubt; a doubt about title, body or a checksum makes a draft."""
    issues = (*record.issues, *_doubts(record.fields.get("title"), record.fields.get("body"), record.origin))
    if page.stated.posts > 1:
        told = f"the page holds {page.stated.posts} posts; one was read, the others are left over"
        issues = (*issues, Issue("several-posts", record.origin, told))
    return replace(
        record,
        status="draft" if any(issue.code in _DRAFT for issue in issues) else "published",
        leftover=tuple(page.leftovers()),
        fields={**page.sources(), **record.fields},
        issues=issues,
    )


_DRAFT = frozenset({"title-guessed", "body-guessed", "checksum-failed", "several-posts"})


def _body(page: Page) -> tuple[list[Line], tuple[ImageRecord, ...]]:
    """Return the body's lines, and the images that stand among them as a file name or an alternative text."""
    lines: list[Line] = []
    images: list[ImageRecord] = []
    title = next((set(title_key(seen.view).split()) for seen in page.of(State.TITLE)), set())
    for seen in page.of(State.STANDFIRST, State.BODY):
        if seen.line.marks is None and seen.kind == "image":
            images.append(ImageRecord(seen.view.strip(), seen.line.text.strip()))
            page.take("images", seen.line)
        elif seen.line.marks is None and _is_caption(seen, title):
            images.append(ImageRecord("", seen.line.text.strip()))
            page.take("images", seen.line)
        else:
            lines.append(seen.line)
            page.take("body", seen.line)
    return lines, tuple(images)


def _is_caption(seen: Features, title: set[str]) -> bool:
    if caption_like(seen.view) and seen.prose < 2.5 and not seen.ends:
        return True
    words = set(title_key(seen.view).split())
    return len(words) >= 3 and words <= title and seen.view.strip()[0].islower() and not seen.ends


def _body_source(page: Page, lines: Sequence[Line]) -> FieldSource:
    prose = sum(seen.prose for seen in page.of(State.BODY))
    span = (lines[0].number, lines[-1].number)
    if any(line.number in page.assigned for line in lines):
        return FieldSource("", "assigned", Level.CERTAIN, span)
    return FieldSource("", "segments", Level.LIKELY if prose >= 4 else Level.GUESS, span)


def _doubts(title: FieldSource | None, body: FieldSource | None, origin: str) -> list[Issue]:
    issues = []
    if title is None:
        issues.append(Issue("title-guessed", origin, "no line of the page stands as a title"))
    elif title.level is Level.GUESS:
        issues.append(Issue("title-guessed", origin, "what stands above the text is the blog's own name"))
    if body is None:
        issues.append(Issue("body-guessed", origin, "no line of the page reads as a post's text"))
    elif body.level is Level.GUESS:
        issues.append(Issue("body-guessed", origin, "the text is too short to be told from its surroundings"))
    return issues


def _related(page: Page) -> tuple[str, ...]:
    """Return the titles of related posts: the lines of that list that are no heading and no teaser."""
    titles = []
    for seen in page.of(State.RELATED):
        linked = seen.line.marks is not None and seen.line.marks.link_share > 0.6
        if seen.roles or seen.kind or seen.anchor or seen.words < 3:
            continue
        if linked or (seen.words <= 20 and not seen.view.rstrip().endswith((".", "…"))):
            titles.append(seen.line.text.strip())
            page.take("related", seen.line)
    return tuple(titles)


_OUTSIDE = (State.DATELINE, State.TITLE, State.BYLINE, State.FOOT, State.COMMENT_HEAD, State.TRACKBACK_HEAD, State.FORM)


class _Feedback:
    """Comments and trackbacks of a page, and what the page states about them."""

    def __init__(self, page: Page, dating: Dating, join: Join, body_format: str, elements: Elements | None) -> None:
        self._page = page
        self._join = join
        self._format = body_format
        self._elements = elements
        self.fields: dict[str, FieldSource] = {}
        self.issues: list[Issue] = []
        outside = page.of(*_OUTSIDE)
        comments = stated_count(outside, "comments-heading", "comment-count") or stated_count(
            page.below_body(), "comments-heading", "comment-count"
        )
        pings = stated_count(page.of(*_OUTSIDE, State.TRACKBACK), "trackback-count")
        self.comments_stated = comments[0] if comments else None
        self.trackbacks_stated = pings[0] if pings else None
        self.trackback_url, lines = find_ping_url(page.features, page.states)
        if not self.trackback_url or "__mode=view" in self.trackback_url:  # Movable Type's window that lists them
            self.trackback_url = page.stated.ping
        page.take("trackback_url", *lines)
        self._read(dating)

    def add_to(self, record: PostRecord) -> PostRecord:
        """Return the record with what was found."""
        return replace(
            record,
            comments=self.comments,
            comments_stated=self.comments_stated,
            trackbacks=self.trackbacks,
            trackbacks_stated=self.trackbacks_stated,
            trackback_url=self.trackback_url,
            fields={**record.fields, **self.fields},
            issues=(*record.issues, *self.issues),
        )

    def _read(self, dating: Dating) -> None:
        page = self._page
        region = [seen for seen in page.of(State.COMMENT) if page.taken.get(seen.line.number) != "trackback_url"]
        usual = usual_layout(page.habits)
        checks = Checks(self.comments_stated, dating.published, dating.day_first, _recent_names(page), usual)
        reading = _closer(self._by_elements(region, checks), read_comments(region, checks), self.comments_stated)
        if reading and not self._is_feedback(reading, region):
            reading = None
        pings = self._elements.pings(page.of(State.TRACKBACK)) if self._elements else []
        pings = pings or read_pings(page.features, page.states)
        date_pings(pings, dating.published, dating.day_first)
        items: list[Item] = []
        for item in reading.items if reading else ():
            if is_ping(item, paragraphs.join(item.lines)):
                pings.append(from_item(item))
            else:
                items.append(item)
        renumber(reading.items if reading else (), items)
        link_targets(items)
        link_replies(items)
        link_headed(items, page.features)
        link_answers(items)
        for number, item in enumerate(items, start=1):
            if not item.lines:
                self._doubt(f"comment {number}, by {item.name or 'nobody'}, has no text")
            elif says_nobody(item.name):
                item.name = ""
            elif not item.name and item.name_line is None:  # or the page says that nobody gave one
                self._doubt(NAMELESS.format(number))
        if not items and not pings and self._looks_told(region):
            self._doubt(UNTOLD)
        self.comments = tuple(self._comment(item) for item in items)
        self.trackbacks = tuple(self._ping(ping) for ping in pings)
        if reading:
            self._note(reading)
        self._check(len(items), len(pings), sum(map(is_answer, items)))

    def _is_feedback(self, reading: Reading, region: Sequence[Features]) -> bool:
        """Say whether comments are comments: the page says so, or somebody signs; a list of articles has dates, too."""
        if not any(item.lines or item.ping or item.printed for item in reading.items):
            return False  # "posted by Anna at 10:12 PM" between two counts
        said = (
            reading.layout == "elements" or self.comments_stated is not None or State.COMMENT_HEAD in self._page.states
        )
        return said or any(seen.anchor is not None and seen.anchor.name for seen in region)

    def _looks_told(self, region: Sequence[Features]) -> bool:
        """Say whether there is text where comments stand, or a link to answer below more than one text."""
        closed = self.comments_stated == 0 or any("closed" in seen.roles for seen in self._page.features)
        replies = sum("reply" in seen.roles | seen.parts for seen in self._page.below_body())
        return replies > 1 or (not closed and any(seen.prose >= 2 and not seen.roles for seen in region))

    def _by_elements(self, region: Sequence[Features], checks: Checks) -> Reading | None:
        """Read the comments by the elements that hold them, if there are such."""
        heads = (seen for seen in self._page.of(State.COMMENT_HEAD) if seen.anchor is not None and seen.anchor.name)
        lines = sorted((*region, *heads), key=lambda seen: seen.line.number)  # a heading may say who wrote a comment
        items = self._elements.items(lines) if self._elements else []
        for item in items:
            item.date = dated(item, checks)
        return Reading("elements", tuple(items), (), 20.0, 20.0) if items else None

    def _note(self, reading: Reading) -> None:
        lines = [line.number for item in reading.items for line in (*item.heads, *item.lines)]
        level = Level.LIKELY if reading.margin > 1 else Level.GUESS
        span = (min(lines), max(lines))
        raw, rule = f"score {reading.score:.1f}", f"layout-{reading.layout}"
        self.fields["comments"] = FieldSource(raw, rule, level, span, reading.others)

    def _check(self, comments: int, pings: int, answers: int) -> None:
        stated = self.comments_stated
        if stated is not None and stated not in (comments, comments + pings, comments - answers):
            self._doubt(_counted(stated, "comment", comments))
        expected = self.trackbacks_stated
        if expected is not None and pings and expected != pings:
            self._doubt(_counted(expected, "trackback", pings))

    def _doubt(self, message: str) -> None:
        self.issues.append(Issue("checksum-failed", self._page.stated.url or "page", message))

    def _comment(self, item: Item) -> CommentRecord:
        self._page.take("comments", *item.heads, *item.lines)
        return CommentRecord(
            source_id=item.source_id,
            author=AuthorRecord(name=item.name, url=item.url),
            body=self._join(item.lines),
            body_format=self._format,
            submitted=item.date,
            parent=item.parent,
            title=item.subject,
            fields=_heading("author", item.heads),
        )

    def _ping(self, ping: Ping) -> TrackbackRecord:
        self._page.take("trackbacks", *ping.heads, *ping.lines)
        return TrackbackRecord(
            source_id=ping.source_id,
            kind=ping.kind,
            title=ping.title,
            blog_name=ping.blog,
            url=ping.url,
            excerpt=ping.excerpt,
            received=ping.date,
            fields={**_heading("title", ping.heads), **_uncut(ping)},
        )


def _counted(stated: int, what: str, found: int) -> str:
    return f"the page says {stated} {what}{'' if stated == 1 else 's'}, {found} {'was' if found == 1 else 'were'} found"


def _heading(name: str, lines: Sequence[Line]) -> dict[str, FieldSource]:
    """Return the provenance of what stands around a comment's or a trackback's text: all lines that say it."""
    if not lines:
        return {}
    span = (min(line.number for line in lines), max(line.number for line in lines))
    return {name: FieldSource("\n".join(line.text for line in lines), "attribution", Level.LIKELY, span)}


def _uncut(ping: Ping) -> dict[str, FieldSource]:
    """Return the provenance of an excerpt that lost its link to the whole text: all that its lines say."""
    raw = ping.said
    if raw == ping.excerpt:
        return {}
    span = (ping.lines[0].number, ping.lines[-1].number)
    return {"excerpt": FieldSource(raw, "without-link-to-the-whole", Level.LIKELY, span)}


def _closer(elements: Reading | None, layout: Reading | None, stated: int | None) -> Reading | None:
    """Choose between two readings: elements are trusted unless only the other gives the count that is stated."""
    if elements is None or layout is None:
        return elements or layout
    counted = {len(elements.items), sum(not is_ping(item, paragraphs.join(item.lines)) for item in elements.items)}
    return layout if stated not in counted and stated == len(layout.items) else elements


def _recent_names(page: Page) -> frozenset[str]:
    """Return the names that the sidebar repeats, folded: "Recent comments" lists who wrote."""
    return frozenset(seen.view.strip().casefold() for seen in page.of(State.SIDEBAR) if 1 <= seen.words <= 4)
