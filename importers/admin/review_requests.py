"""What a request about a page under review asks for: which lines, which version, which pages are next."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from blog.text.keys import key_of
from importers.admin import screen
from importers.loading import deciding
from importers.models import PageReview

FILTERS = ("state", "why", "source__id__exact")  # that go along from page to page
_RANGES = re.compile(r"\d{1,6}(?:-\d{1,6})?")


def seen_of(request: HttpRequest) -> int:
    """Return the version of the review that the person saw."""
    value = request.POST.get("seen", "")
    return int(value) if value.isdecimal() and value.isascii() and len(value) < 9 else -1


def numbers_of(request: HttpRequest) -> set[int]:
    """Return the numbers of the chosen lines: ticked one by one, or from one to another, or both."""
    asked = [*request.POST.getlist("line")[: screen.SHOWN_LINES], request.POST.get("lines", "")[:20_000]]
    first, last = request.POST.get("first", "")[:6], request.POST.get("last", "")[:6]
    if first.isdecimal():
        asked.append(f"{first}-{last if last.isdecimal() else first}")
    found: set[int] = set()
    for piece in _RANGES.findall(",".join(asked))[: screen.SHOWN_LINES]:
        low, _dash, high = piece.partition("-")
        found.update(range(int(low), min(int(high or low), int(low) + screen.SHOWN_LINES) + 1))
    return found


def narrowed(request: HttpRequest) -> QuerySet[PageReview]:
    """Return the pages that wait, those of one blog or with one doubt where the list was narrowed to them."""
    pages = deciding.waiting()
    source, why = key_of(request.GET.get("source__id__exact", "")), request.GET.get("why", "")
    if source:
        pages = pages.filter(source=source)
    return pages.filter(doubts__contains=f",{why},") if why in PageReview.Doubt.values else pages


def lines_from(request: HttpRequest) -> int:
    """Return the first of the lines that are shown, of a page that has more than are shown at once."""
    asked = request.GET.get("from", "")
    first = int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 7 else 1
    return max(0, first - 1) // screen.SHOWN_LINES * screen.SHOWN_LINES + 1


def here_of(request: HttpRequest, first: int | None = None) -> str:
    """Return the filters of the list that the person came from, and which lines are shown."""
    first = lines_from(request) if first is None else first
    kept = _kept(request) | ({"from": str(first)} if first > 1 else {})
    return f"?{urlencode(kept)}" if kept else ""


def query_of(request: HttpRequest) -> str:
    """Return the filters of the list that the person came from."""
    kept = _kept(request)
    return f"?{urlencode(kept)}" if kept else ""


def _kept(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in FILTERS if name in request.GET}


def screen_url(key: int, request: HttpRequest | None = None) -> str:
    """Return the address of a page's screen."""
    address = reverse("admin:importers_pagereview_change", args=[key])
    return address + query_of(request) if request is not None else address


def list_url(request: HttpRequest) -> str:
    """Return the address of the list that the person came from."""
    return reverse("admin:importers_pagereview_changelist") + query_of(request)


def anchor_of(request: HttpRequest) -> str:
    """Return where on the screen the person was: at the first of the chosen lines."""
    numbers = numbers_of(request)
    return f"#line-{min(numbers)}" if numbers else ""
