"""How values look in the admin's lists: badges, dates as far as they are known, short texts, links."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from typing import Any

from django.db.models import TextChoices
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog import dating
from blog.models import Feedback, Mention, ModerationStatus, Post, TextRepair
from blog.text import markup, quotes
from blog.text.mojibake_steps import LOST_ASKED, LOST_REPLACED

# What a state means for the person at the desk; the colours are in admin.css.
TONES: dict[str, str] = {
    Post.Status.PUBLISHED: "good",
    Post.Status.DRAFT: "wait",
    Post.Status.IN_REVIEW: "wait",
    ModerationStatus.PENDING: "wait",
    ModerationStatus.APPROVED: "good",
    ModerationStatus.SPAM: "bad",
    Mention.State.WAITING: "wait",
    Mention.State.VERIFIED: "good",
    Mention.State.REFUSED: "bad",
    TextRepair.State.APPLIED: "good",
    TextRepair.State.PROPOSED: "wait",
    TextRepair.Level.CERTAIN: "good",
    TextRepair.Level.LIKELY: "wait",
    TextRepair.Level.GUESS: "bad",
    TextRepair.State.OPEN: "wait",
    TextRepair.Level.LOST: "bad",
}
MAX_MARKED = 2000  # characters; the comparison is quadratic
# Shown in place of a character that a garbled passage may hold and that nobody could see.
_UNSEEN = {code: chr(0x2400 + code) for code in range(0x20)} | {0x0A: "↵", 0x7F: "\u2421", 0xA0: "⍽", 0xAD: "‐"}
_UNSEEN |= {code: f"[{code:02X}]" for code in range(0x80, 0xA0)}


def badge(value: str, label: Any = "") -> SafeString:
    """Show a state as a small label, its tone by what it means."""
    return format_html('<span class="badge tone-{}">{}</span>', TONES.get(value, "quiet"), label or value)


def state_badge(obj: Any) -> SafeString:
    """Show the status of a post or of feedback."""
    return badge(obj.status, obj.get_status_display())


def choice_badge(choice: TextChoices) -> SafeString:
    """Show one of the choices of a field."""
    return badge(choice.value, choice.label)


def known_date(post: Post) -> str:
    """Return the date as far as it is known: "3 June 2009", "June 2009", "2009", or that it is not."""
    match post.date_parts:
        case (year, month, day):
            return date_format(dt.date(year, month, day), "DATE_FORMAT")
        case (year, month):
            return date_format(dt.date(year, month, 1), "YEAR_MONTH_FORMAT")
        case (year,):
            return str(year)
    return _("undated")


def sent_date(feedback: Feedback) -> str:
    """Return when feedback was sent, as far as it is known."""
    if feedback.submitted_at:
        return date_format(feedback.submitted_at, "DATETIME_FORMAT")
    return dating.of_printed(feedback.submitted_text)[0] or _("undated")


def first_day(feedback: Feedback) -> str:
    """Return the day on which feedback was sent as far as it is known, else that on which it was stored."""
    printed = "" if feedback.submitted_at else dating.of_printed(feedback.submitted_text)[0]
    return printed or date_format(feedback.submitted_at or feedback.received_at, "DATE_FORMAT")


def excerpt(text: str, length: int = 140) -> str:
    """Return the beginning of a plain text, on one line."""
    return Truncator(" ".join(text.split())).chars(length)


def excerpt_of(html: str, length: int = 140) -> str:
    """Return the beginning of rendered text, on one line."""
    return excerpt(markup.plain_text(html), length)


def public_link(obj: Any) -> SafeString | str:
    """Link to the public page, where there is one."""
    try:
        url = obj.get_absolute_url()
    except NoReverseMatch:
        return ""
    return format_html(
        '<a class="public" href="{}" title="{}"><span aria-hidden="true">↗</span>'
        '<span class="visually-hidden">{}</span></a>',
        url,
        _("Public page"),
        _("Public page of “%s”") % obj,
    )


def change_link(obj: Any, text: str = "") -> SafeString:
    """Link to the admin's page of an object."""
    return format_html('<a href="{}">{}</a>', change_url(obj), text or str(obj) or obj.pk)


def change_url(obj: Any) -> str:
    """Return the address of an object's page in the admin; of feedback that of its proxy."""
    meta = obj._meta
    model = meta.model_name
    if isinstance(obj, Feedback):
        model = "comment" if obj.kind == Feedback.Kind.COMMENT else "trackback"
    return reverse(f"admin:{meta.app_label}_{model}_change", args=[obj.pk])


def list_url(model: str, query: str = "") -> str:
    """Return the address of a model's list in the admin, filtered."""
    return reverse(f"admin:blog_{model}_changelist") + (f"?{query}" if query else "")


def marked(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Return both texts with what differs in <mark>; characters that cannot be seen get their pictures."""
    if len(before) + len(after) > MAX_MARKED:
        return format_html("{}", visible(before)), format_html("{}", visible(after))
    left: list[SafeString | str] = []
    right: list[SafeString | str] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for side, piece in ((left, before[i1:i2]), (right, after[j1:j2])):
            if piece:
                side.append(visible(piece) if tag == "equal" else format_html("<mark>{}</mark>", visible(piece)))
    return _joined(left), _joined(right)


def marked_passages(repair: TextRepair) -> tuple[SafeString, SafeString]:
    """Return what a repair found and what it made of it, marked; of a word that letters are lost from, their places."""
    if not repair.is_lost:
        return marked(repair.before, repair.after)
    word = lost_word(repair.before)
    return word, word


def lost_word(word: str) -> SafeString:
    """Show a word with the places marked where letters are missing."""
    pieces = _MISSING.split(visible(word))
    return _joined([format_html("<mark>{}</mark>", piece) if at % 2 else piece for at, piece in enumerate(pieces)])


def _joined(pieces: list[SafeString | str]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def visible(text: str) -> str:
    """Show line breaks, control characters and no-break spaces by pictures."""
    return text.translate(_UNSEEN)


def _whole_words(context: str, at_the_end: bool) -> str:
    """Return the surroundings of a passage with an ellipsis instead of the word that their outer end cuts in two."""
    if len(context) < quotes.CONTEXT:
        return context
    if at_the_end:
        kept, space, _cut = context.rpartition(" ")
        return f"{kept} …" if space else f"{context}…"
    _cut, space, kept = context.partition(" ")
    return f"… {kept}" if space else f"…{context}"


_MISSING = re.compile("(\ufffd+|\\?)")
LONGEST_FORM = 120  # characters of a garbled form that are shown as a heading


def repair_form(before: str, after: str) -> SafeString:
    """Show a garbled form and what it was, or a word that letters are lost from."""
    if before == after:
        return format_html(
            '<span class="repair"><del>{}</del></span>', lost_word(Truncator(before).chars(LONGEST_FORM))
        )
    return format_html(
        '<span class="repair"><del>{}</del><span class="arrow" aria-hidden="true">→</span>'
        '<span class="visually-hidden">{}</span><ins>{}</ins></span>',
        visible(Truncator(before).chars(LONGEST_FORM)),
        _("became"),
        visible(Truncator(after).chars(LONGEST_FORM)),
    )


def reading_name(reading: str) -> str:
    """Say what was read as what, and how often, in the reader's language."""
    if reading in _LOST:
        return str(_LOST[reading])
    name, *more = reading.split(", ")
    written, read, by = name.partition(" read as ")
    told = _("%(written)s read as %(by)s") % {"written": written, "by": by} if read else name
    return ", ".join([told, *map(_said_more, more)])


def _said_more(part: str) -> str:
    then, _as, by = part.partition("then as ")
    return _("then as %(by)s") % {"by": by} if by and not then else str(_MORE.get(part, part))


# What may have happened besides, as the readings of `blog.text.mojibake_forms` say it.
_MORE = {
    "twice": gettext_lazy("twice"),
    "three times": gettext_lazy("three times"),
    "its controls as MacRoman": gettext_lazy("its controls as MacRoman"),
}

_LOST = {
    LOST_REPLACED: gettext_lazy("letters lost, U+FFFD in their place"),
    LOST_ASKED: gettext_lazy("letters lost, “?” in their place"),
}


def repair_state(repair: TextRepair) -> SafeString:
    """Show how a repair stands; a word that is left as it is was never repaired."""
    if repair.is_lost and repair.state == TextRepair.State.REVERTED:
        return badge(repair.state, _("left as it is"))
    return badge(repair.state, repair.get_state_display())


def repair_sentence(repair: TextRepair) -> SafeString:
    """Show a repair where it was made: its surroundings, the passage before and after, the difference marked."""
    if repair.is_lost:
        return format_html(
            '<span class="repair"><span class="context">{}</span><del>{}</del><span class="context">{}</span></span>',
            visible(_whole_words(repair.prefix, at_the_end=False)),
            lost_word(repair.before),
            visible(_whole_words(repair.suffix, at_the_end=True)),
        )
    before, after = marked(repair.before, repair.after)
    return format_html(
        '<span class="repair"><span class="context">{}</span><del>{}</del>'
        '<span class="arrow" aria-hidden="true">→</span><span class="visually-hidden">{}</span>'
        '<ins>{}</ins><span class="context">{}</span></span>',
        visible(_whole_words(repair.prefix, at_the_end=False)),
        before,
        _("became"),
        after,
        visible(_whole_words(repair.suffix, at_the_end=True)),
    )
