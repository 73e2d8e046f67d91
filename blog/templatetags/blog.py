"""What the public templates say with: dates, languages, excerpts, found words."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils import dates
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from blog import dating, presenting
from blog.models import Feedback, Post
from blog.text import folding, languages, markup

register = template.Library()

EXCERPT_WORDS = 55
EXCERPT_SOURCE = 20_000  # characters of a body that its excerpt is read from
FOUND_SOURCE = 200_000  # characters of a body in which found words are looked for
FOUND_BEFORE, FOUND_AFTER = 80, 220  # characters around the first word found

_HYPHEN_BEFORE_ANOTHER = re.compile(r"-(?=-)")
_WORD = re.compile(r"\w[\w\u0300-\u036f]*")


@register.simple_tag
def post_date(post: Post, with_time: bool = False) -> SafeString | str:
    """Print a post's date as far as it is known."""
    return _time(*dating.of_post(post, with_time)) or gettext("undated")


@register.simple_tag
def feedback_date(feedback: Feedback, post: Post) -> SafeString | str:
    """Print when feedback was sent, in the zone its post's date is in."""
    return _time(*dating.of_feedback(feedback, dating.zone_of(post)))


def _time(words: str, machine_readable: str) -> SafeString | str:
    if not words or not machine_readable:
        return words
    return format_html('<time datetime="{}">{}</time>', machine_readable, words)


@register.filter
def date_words(parts: tuple[int, ...]) -> str:
    """Return a year, month or day in words."""
    return dating.in_words(*parts)


@register.filter
def month_name(month: int) -> str:
    return str(dates.MONTHS[month])


@register.filter
def month_abbreviation(month: int) -> str:
    return str(dates.MONTHS_AP[month])


@register.simple_tag
def weekdays() -> list[tuple[str, str]]:
    """Return (name, abbreviation) of the days of the week, Monday first."""
    return [(str(dates.WEEKDAYS[day]), str(dates.WEEKDAYS_ABBR[day])) for day in range(7)]


@register.simple_tag
def in_language(tag: str) -> SafeString:
    """Print the lang and dir attributes of text in a language, where it is not the page's own."""
    if not tag or tag == get_language():
        return SafeString("")
    direction = languages.direction(tag)
    return format_html(' lang="{}" dir="{}"', tag, direction)


@register.filter
def is_foreign(tag: str) -> bool:
    """Say whether a text's language is another than the interface's."""
    return bool(tag) and tag.lower().partition("-")[0] != (get_language() or "").partition("-")[0]


@register.filter
def language_name(tag: str) -> str:
    """Return a language's name in the interface's language, the tag itself where there is none."""
    for code in (tag.lower(), tag.lower().partition("-")[0]):
        if "name" in LANG_INFO.get(code, {}):
            name = gettext(LANG_INFO[code]["name"])
            # Django's catalogues hold names of languages with capitals, as English alone writes them.
            name = name if get_language() == "en" else name.lower()
            return name if code == tag.lower() else f"{name} ({tag.partition('-')[2]})"
    return tag


@register.filter
def language_own_name(tag: str) -> str:
    """Return a language's name in itself: what its speakers look for."""
    for code in (tag.lower(), tag.lower().partition("-")[0]):
        if "name_local" in LANG_INFO.get(code, {}):
            return str(LANG_INFO[code]["name_local"])
    return tag


@register.filter
def web_address(address: str) -> str:
    """Return an address that a page may link to, "" for any other scheme or none."""
    address = (address or "").strip()
    return address if address.lower().startswith(("http://", "https://")) else ""


@register.filter
def summary(post: Post) -> str:
    """Return a post's excerpt: its own, else its first words."""
    return post.excerpt or markup.excerpt(post.body_html[:EXCERPT_SOURCE], EXCERPT_WORDS)


@register.filter
def description(post: Post) -> str:
    """Return what search engines are told a post is about: its own description for them, else its excerpt."""
    return post.seo_description or summary(post)


@register.filter
def presented(feedback: Feedback) -> SafeString:
    return presenting.present_fragment(feedback.body_html)


@register.filter
def local_image(post: Post) -> Any:
    """Return the featured image if we keep its file."""
    image = post.featured_image
    return image if image and image.file and (image.media_type or "image/").startswith("image/") else None


@register.filter
def absolute(path: str) -> str:
    return path if "://" in path else settings.SITE_URL + path


@register.filter
def commented(text: str) -> SafeString:
    """Return a text as it may stand in an attribute within a comment, which no two hyphens may end before its end."""
    escaped = _HYPHEN_BEFORE_ANOTHER.sub("&#45;", escape(text))
    return mark_safe(escaped)  # noqa: S308


@register.filter
def found_passage(post: Post, words: tuple[str, ...]) -> SafeString:
    """Return the text around the first word found in body or excerpt, words marked; their beginning where none is."""
    texts = [markup.plain_text(post.body_html)[:FOUND_SOURCE].replace("\n", " "), post.excerpt.replace("\n", " ")]
    places = [next((m.start() for m in _WORD.finditer(text) if _is_found(m[0], words)), None) for text in texts]
    text, first = next(
        ((text, place) for text, place in zip(texts, places, strict=True) if place is not None),
        (post.excerpt or texts[0], 0),
    )
    start = text.rfind(" ", 0, max(0, first - FOUND_BEFORE)) + 1
    end = text.find(" ", first + FOUND_AFTER)
    passage = text[start:] if end < 0 or end - start > 1000 else text[start:end]
    before, after = ("… " if start else ""), (" …" if len(passage) < len(text) - start else "")
    return format_html("{}{}{}", before, highlight(passage[:1000], words), after)


@register.filter
def highlight(text: str, words: tuple[str, ...]) -> SafeString:
    """Mark found words in a text."""
    pieces: list[tuple[str, str]] = []
    position = 0
    for match in _WORD.finditer(text):
        if _is_found(match[0], words):
            pieces.append((text[position : match.start()], match[0]))
            position = match.end()
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[position:])


def _is_found(word: str, words: tuple[str, ...]) -> bool:
    return any(key in words for key in folding.keys(word))
