"""What the review screen shows of a page: its lines by part, the record that follows, and what fails or is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.models import Post
from blog.text.levels import Level
from importers.admin.parts import ASSIGNABLE, EVIDENCE, FIELDS, PARTS, Part
from importers.found_dates import FoundDate
from importers.loading.deciding import steps_alike
from importers.loading.examining import OpenPage, open_page
from importers.models import PageReview
from importers.records import FieldSource, PostRecord
from importers.reporting import Unusable
from importers.scraping.decisions import lines_of
from importers.scraping.doubts import guesses_of, is_untold, nameless, textless
from importers.scraping.shown import ShownLine
from importers.scraping.states import ATTRIBUTION

SHOWN_LINES = 3_000
SHOWN_LENGTH = 2_000  # characters of a line
SHOWN_LEFTOVERS = 200
SHOWN_COMMENTS = 200
SHOWN_NUMBERS = 12  # of comments that lack something
UNSURE = 0.0  # a line that fits its part by less than this deserves a look: its neighbours decided
LONG = 12  # words from which on a line that is left over deserves a look, too


@dataclass(frozen=True, slots=True)
class Row:
    """A line on the left."""

    number: int
    text: str
    part: Part
    first: bool  # of its stretch
    assigned: bool
    unsure: bool
    blank: bool


def rows_of(page: OpenPage, first: int = 1) -> list[Row]:
    """Return the lines as they are shown, from one of them on."""
    found = []
    before = ""
    for line in lines_of(page.decided)[first - 1 : first - 1 + SHOWN_LINES]:
        part = part_of(page, line)
        blank = not line.text.strip()
        found.append(
            Row(
                line.number,
                line.text[:SHOWN_LENGTH] + ("…" if len(line.text) > SHOWN_LENGTH else ""),
                part,
                not blank and part.name != before,
                line.assigned and not blank,
                is_unsure(line, part),
                blank,
            )
        )
        before = before if blank else part.name
    return found


# Thousands of these: a template would take most of the time that opening a page takes.
_LINE = (
    '<li id="line-{number}" class="line{marks}" data-number="{number}" data-part="{part}" data-family="{family}">'
    '<label><input type="checkbox" name="line" value="{number}"{disabled}><span class="number">{number}</span>'
    '<span class="pattern" aria-hidden="true"></span><span class="text"><span class="part">{label}</span>{text}</span>'
    "</label></li>\n"
)
_BLANK = SafeString('<li class="blank" aria-hidden="true"></li>\n')


def lines_html(rows: Iterable[Row], may_decide: bool) -> SafeString:
    """Return the lines as items of a list."""
    disabled = "" if may_decide else SafeString(" disabled")
    labels = {part.name: str(part.label) for part in PARTS.values()}
    items = (_BLANK if row.blank else _line_html(row, labels[row.part.name], disabled) for row in rows)
    return format_html_join("", "{}", ((item,) for item in items))


def _line_html(row: Row, label: str, disabled: str) -> SafeString:
    marks = " first" * row.first + " assigned" * row.assigned + " unsure" * row.unsure
    return format_html(
        _LINE, number=row.number, marks=marks, part=row.part.name, family=row.part.family, disabled=disabled,
        label=label, text=row.text,
    )  # fmt: skip


def is_unsure(line: ShownLine, part: Part) -> bool:
    """Say whether a line may as well be something else; which furniture it is matters to nobody."""
    if line.assigned or not line.text.strip() or line.score >= UNSURE:
        return False
    return part.family != "furniture" or len(line.text.split()) >= LONG


def part_of(page: OpenPage, line: ShownLine) -> Part:
    """Return the part of a line; who wrote a comment is a part of its own where a person said so."""
    name = ATTRIBUTION if page.assigned.get(line.number) == ATTRIBUTION else line.part
    return PARTS.get(name, PARTS["chrome"])


def painting(page: OpenPage, first: int = 1) -> list[list[Any]]:
    """Return [number, part, assigned, unsure] of the lines that are no blanks: by these a script repaints them."""
    return [[row.number, row.part.name, row.assigned, row.unsure] for row in rows_of(page, first) if not row.blank]


@dataclass(frozen=True, slots=True)
class Shown:
    """A field of the record: its name, its value, how sure it is and why."""

    name: str
    label: Any
    value: Any
    level: str = ""
    rule: str = ""


def record_of(page: OpenPage) -> dict[str, Any]:
    """Return what the right side shows."""
    record = page.beginning(SHOWN_COMMENTS)
    comments = len(page.decided.record.comments)
    lines = lines_of(page.decided)
    return {
        "fields": list(_fields(record)),
        "body_html": record.body_html,
        "body_source": _source(record, "body"),
        "comments_source": _source(record, "comments"),
        "comments": [
            {"name": comment.author.name, "when": _when(comment.submitted), "parent": comment.parent,
             "title": comment.title, "body_html": comment.body_html}
            for comment in record.comments
        ],
        "comments_number": comments,
        "more_comments": comments - len(record.comments),
        "trackbacks": record.trackbacks,
        "trackback_url": record.trackback_url,
        "terms": [(FIELDS["categories"], record.categories), (FIELDS["tags"], record.tags)],
        "related": record.related,
        "images": record.images,
        "leftover": [
            {"lines": rest.lines, "role": _role(rest.role), "text": rest.text}
            for rest in record.leftover[:SHOWN_LEFTOVERS]
        ],
        "leftover_number": len(record.leftover),
        "lines": len(lines),
        "checks": list(failed_checks(record, page.decided.record)),
        "guesses": [
            {"field": guess.field, "label": FIELDS[guess.field], "value": guess.value,
             "why": EVIDENCE.get(guess.evidence, guess.evidence)}
            for guess in guesses_of(record)
        ],
    }  # fmt: skip


def _role(name: str) -> Any:
    return PARTS[name].label if name in PARTS else name


def _when(found: FoundDate | None) -> str:
    return found.iso().replace("T", " ") if found else ""


def _source(record: PostRecord, name: str) -> FieldSource | None:
    return record.fields.get(name)


def _fields(record: PostRecord) -> Iterator[Shown]:
    values = {
        "title": record.title,
        "author": record.author.name if record.author else "",
        "published": _when(record.published),
        "language": record.language,
        "excerpt": record.excerpt,
        "original_url": record.original_url,
    }
    for name, value in values.items():
        source = _source(record, name)
        if value or name in ("title", "author", "published", "language"):
            level = str(source.level) if source is not None and value else ""
            yield Shown(name, FIELDS[name], value, level, source.rule if source is not None and value else "")


def failed_checks(record: PostRecord, whole: PostRecord) -> Iterator[str]:
    """Say what on the page disagrees with what was found (`whole` has all comments), the gravest first."""
    codes = {issue.code for issue in record.issues}
    if "checksum-failed" in codes:
        yield from _failed_counts(record, len(whole.comments))
        yield from _failed_comments(whole)
    if not record.title:
        yield _("No line stands as the title.")
    elif "title-guessed" in codes:
        yield _("The title is a guess.")
    if not record.body.strip():
        yield _("No line stands as the post’s text.")
    elif "body-guessed" in codes:
        body = record.fields.get("body")
        is_short = body is None or body.level is Level.GUESS
        yield _("The text is so short that it is a guess.") if is_short else _("The page is too long to be read whole.")
    if "several-posts" in codes:
        yield _("The page holds several posts; only one was read.")


def _failed_counts(record: PostRecord, comments: int) -> Iterator[str]:
    stated = record.comments_stated
    if stated is not None and stated not in (comments, comments + len(record.trackbacks)):
        says = ngettext("The page says %d comment", "The page says %d comments", stated) % stated
        yield _("%(says)s, %(found)s.") % {
            "says": says,
            "found": ngettext("%d was found", "%d were found", comments) % comments,
        }
    trackbacks, stated = len(record.trackbacks), record.trackbacks_stated
    if stated is not None and trackbacks and stated != trackbacks:
        says = ngettext("The page says %d trackback", "The page says %d trackbacks", stated) % stated
        yield _("%(says)s, %(found)s.") % {
            "says": says,
            "found": ngettext("%d was found", "%d were found", trackbacks) % trackbacks,
        }


def _failed_comments(record: PostRecord) -> Iterator[str]:
    if is_untold(record):
        yield _("What looks like comments could not be told apart.")
    if numbers := textless(record):
        told = ngettext("Comment %s has no text.", "Comments %s have no text.", len(numbers))
        yield told % _listed(numbers)
    if numbers := nameless(record):
        told = ngettext("Comment %s names nobody.", "Comments %s name nobody.", len(numbers))
        yield told % _listed(numbers)


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:SHOWN_NUMBERS])) + (" …" if len(numbers) > SHOWN_NUMBERS else "")


def context_of(page: OpenPage, review: PageReview, post: Post | None) -> dict[str, Any]:
    """Return everything the screen needs."""
    return {
        "review": review,
        "page": page,
        "post": post,
        "parts": ASSIGNABLE,
        "part_names": {part.name: (str(part.label), part.family) for part in PARTS.values()},
        "record": record_of(page),
        "steps": len(review.steps),
        "is_public": post is not None and post.status == Post.Status.PUBLISHED,
    }


def alike_of(example: OpenPage, reviews: QuerySet[PageReview], limit: int) -> list[dict[str, Any]]:
    """Return the first pages built alike, each with what would change there, by part."""
    first = list(reviews.select_related("item__source")[:limit])
    posts = Post.objects.only("pk", "title").in_bulk([review.item.object_id or 0 for review in first])
    return [_page_alike(example, review, posts.get(review.item.object_id or 0)) for review in first]


def _page_alike(example: OpenPage, review: PageReview, post: Post | None) -> dict[str, Any]:
    refusal = ""
    steps: list[dict[str, Any]] = []
    try:
        steps = steps_alike(example, open_page(review))
    except Unusable as error:
        refusal = error.told(_)
    return {
        "review": review,
        "name": str(post or review.item.origin or review.item.identity),
        "url": reverse("admin:importers_pagereview_change", args=[review.pk]),
        "changes": [(PARTS[step["part"]].label, len(step["lines"])) for step in steps],
        "refusal": refusal,
    }
