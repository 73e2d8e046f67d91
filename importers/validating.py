"""What a stored value may be: lengths, characters, addresses, dates. Plain functions; nothing is repaired here."""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
from dataclasses import replace
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from blog.text import plain
from importers.records import FoundDate

# Longest values, in characters, by record and field; the columns of the models are as wide.
LENGTHS = {
    "post": {"title": 500, "seo_title": 500, "slug": 200, "original_url": 2000, "guid": 2000, "source_id": 200},
    "attachment": {"title": 500, "alt": 1000, "url": 2000, "source_id": 200},
    "author": {"name": 200, "login": 200, "email": 254, "url": 500},
    "category": {"name": 255},
    "tag": {"name": 255},
    "comment": {"title": 500, "author_name": 250, "author_email": 254, "author_url": 2000, "source_id": 200},
    "trackback": {"title": 500, "blog_name": 250, "url": 2000, "source_id": 200, "author_email": 254},
}

# C0 but for tab, line feed and carriage return; delete; halves of surrogate pairs; U+FFFE and U+FFFF.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# With a host that cannot be malformed, as most have.
_SIMPLE_WEB = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[^\s<>\"]*)?\Z", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s<>\"@]+@[^\s<>\"]+\Z", re.IGNORECASE)
_IPV4 = re.compile(r"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!\Z)|\Z)){4}")
_WITH_PORT = re.compile(r"\[([0-9A-Fa-f:.]{2,45})\](?::\d{1,5})?|([\d.]{7,15}):\d{1,5}")
_EMAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+\Z")


def without_illegal(text: str) -> str:
    """Return the text without the characters that no text may hold; the very same string when there are none."""
    return _ILLEGAL.sub("", text) if plain.has_controls(text) else text


def is_web_address(url: str) -> bool:
    """Say whether this is an absolute http or https address."""
    try:
        return bool(_SIMPLE_WEB.match(url) or (_WEB.match(url) and urlsplit(url).hostname))
    except ValueError:
        return False


def is_address(url: str) -> bool:
    """Say whether a link may lead here: http, https or mailto."""
    return bool(_WEB.match(url) or _MAIL.match(url))


def is_email(text: str) -> bool:
    """Say whether this could be an e-mail address; what is undeliverable is no matter here."""
    return bool(_EMAIL.match(text))


def is_ip_address(text: str) -> bool:
    """Say whether this is an IPv4 or IPv6 address."""
    if _IPV4.fullmatch(text):
        return True
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def without_port(text: str) -> str:
    """Return an IP address without the port behind it, as some proxies passed it on; any other text as it is."""
    found = _WITH_PORT.fullmatch(text) if ":" in text else None
    address = (found[1] or found[2]) if found else ""
    return address if is_ip_address(address) else text


def located(found: FoundDate, zone: ZoneInfo | None) -> FoundDate:
    """Return the date as the zone's calendar has it; ValueError when there is no such date.

    Where the file knows no offset, the zone tells it; where it does, the moment is moved into the zone. Without a zone
    the file's own wall clock counts, by the offset that its other dates prove, if any.
    """
    dt.date(found.year, found.month or 1, found.day or 1)
    if zone is None and found.hint is None and 1 < found.year < 9999:
        return found
    try:
        instant = found.instant
        if zone is None and instant is None and found.hint is not None:
            hinted = replace(found, offset=found.hint)
            return hinted if hinted.instant is not None else found
        if zone is None or (local := found.local) is None:
            return found
        if instant is not None:
            return FoundDate.of(instant.astimezone(zone))
        return FoundDate.of(local.replace(tzinfo=zone))
    except OverflowError as error:
        raise ValueError("beyond the calendar") from error
