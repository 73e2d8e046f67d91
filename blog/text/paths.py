"""Slugs, paths and the keys under which old addresses are found again. Plain functions; nothing is fetched."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

SLUG_LENGTH = 80

_ENGLISH_ENDING = re.compile(r"['’](?=(?:s|t|d|m|ll|re|ve)\b)")
_HYPHENS = re.compile(r"-+")
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters that say where a visitor came from or how the page was shown, never which page it is.
_TRACKING = """
fbclid gclid dclid gbraid wbraid msclkid yclid twclid igshid mc_cid mc_eid _ga _gl ref ref_src replytocom share nb
fb_ref fb_source fb_action_ids fb_action_types awesm _hsenc _hsmi mkt_tok phpsessid sid jsessionid s_cid spm cmpid xtor
print
"""
_TRACKING_NAMES = frozenset(_TRACKING.split())


def slugify(text: str) -> str:
    """Return a lower-case slug of letters and digits of any script, joined by hyphens, at most 80 characters, NFC.

    A percent-encoded slug, as WordPress keeps those of other scripts, is decoded first. May be empty.
    """
    if _PERCENT.search(text):
        with suppress(UnicodeDecodeError):
            text = unquote(text, errors="strict")
    text = unicodedata.normalize("NFC", text).lower()
    text = _ENGLISH_ENDING.sub("", text)
    # Marks belong to the letters before them (Hindi, Thai); \w alone would cut there.
    text = "".join(c if c.isalnum() or unicodedata.category(c) in ("Mn", "Mc") else "-" for c in text)
    return _bounded(unicodedata.normalize("NFC", _HYPHENS.sub("-", text).strip("-")))


def _bounded(slug: str, length: int = SLUG_LENGTH) -> str:
    if len(slug) <= length:
        return slug
    cut = slug[: length + 1].rpartition("-")[0]
    return (cut if len(cut) >= length // 2 else slug[:length]).strip("-")


def normalize_host(host: str) -> str:
    """Return a host in lower case, IDNA-decoded where it can be, without its default port, user or final dot."""
    host = host.strip().rpartition("@")[2].lower()
    name, colon, port = host.rpartition(":")
    if colon and port.isdigit() and not name.endswith(":"):
        host = name if int(port) in _DEFAULT_PORTS.values() else host
    host = host.rstrip(".")
    if "xn--" in host:
        try:
            host = host.encode("ascii").decode("idna")
        except UnicodeError:
            return host
    return host


# Of such an address, as most are, nothing has to be normalized.
_SIMPLE = re.compile(
    r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/[a-zA-Z0-9_-]+)*/?)(?:\?((?:p|page_id|attachment_id|cat)=[0-9]+))?"
)


def legacy_key(url: str) -> tuple[str, str, str]:
    """Return (host, path, query) under which an old address is stored and looked up.

    The path is percent-decoded, NFC, begins with a slash and ends without one (but for the root); the query holds
    the significant parameters, sorted. Without a host the first is empty; a malformed address gives its text as path.
    """
    if simple := _SIMPLE.fullmatch(url):
        host, path, query = simple.groups("")
        if "xn--" not in host:
            return host, path.rstrip("/") or "/", query
    try:
        parts = urlsplit(url.strip())
        host = normalize_host(parts.netloc)
    except ValueError:
        return "", _legacy_path(url.strip()), ""
    return host, _legacy_path(parts.path), _legacy_query(parts.query)


def _legacy_path(path: str) -> str:
    decoded = unicodedata.normalize("NFC", unquote(path, errors="replace")).replace("\x00", "")
    decoded = "/" + re.sub(r"/{2,}", "/", decoded).strip("/")
    return re.sub(r"/index\.(?:php|html?)$", "", decoded) or "/"


def _legacy_query(query: str) -> str:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return ""
    kept = sorted(
        (key, unicodedata.normalize("NFC", value))
        for key, value in pairs
        if key.lower() not in _TRACKING_NAMES and not key.lower().startswith(("utm_", "pk_", "mtm_"))
    )
    return urlencode(kept, quote_via=quote)


def post_path(year: int | None, month: int | None, day: int | None, slug: str) -> str:
    """Return "2009/06/slug/", "2009/slug/" or "undated/slug/", as far as the date is known; no leading slash."""
    if year is None:
        return f"undated/{slug}/"
    if month is None:
        return f"{year:04}/{slug}/"
    return f"{year:04}/{month:02}/{slug}/"


def with_suffix(path: str, n: int) -> str:
    """Return the path with "-n" after its last segment: ("2009/06/rain/", 2) gives "2009/06/rain-2/"."""
    stem = path.rstrip("/")
    return f"{stem}-{n}{path[len(stem) :]}"
