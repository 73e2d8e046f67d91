"""Addresses that other sites name: which are the web's, and when two are one. Plain functions; nothing is fetched."""

from __future__ import annotations

import hashlib
import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

LONGEST = 2000  # characters; what is longer is no place
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"\ud800-\udfff]")
_NAME = re.compile(r"(?!-)[^\s.:/?#@\[\]%]{1,63}(?:\.[^\s.:/?#@\[\]%]{1,63})*\.?")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def split(url: str) -> SplitResult | None:
    """Return the parts of an http or https address with a host and no user; None for anything else."""
    if len(url) > LONGEST or _UNSAFE.search(url):
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or "@" in parts.netloc or port == 0 or parts.netloc.endswith(":"):
        return None
    return parts if _is_host(host) else None


def _is_host(host: str) -> bool:
    if ":" in host:
        try:
            return ip_address(host.partition("%")[0]).version == 6
        except ValueError:
            return False
    return len(host) < 254 and _NAME.fullmatch(host) is not None


def normalized(url: str) -> str:
    """Return an address without its fragment, its scheme and host in lower case, its default port left out."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    return parts._replace(netloc=host + port, path=parts.path or "/", fragment="").geturl()


def key_of(url: str) -> str:
    """Return what two spellings of one address have in common, at a length that a database can index."""
    return hashlib.sha256(normalized(url).encode("utf-8", "surrogatepass")).hexdigest()


def site_of(url: str) -> str:
    """Return the site that an address belongs to as far as politeness goes: the last two parts of its host.

    Names below one domain mostly lead to one machine, and cost nothing: `a.example.org` and `b.example.org` are one.
    """
    return _end_of_host(url, 2)


def sender_of(url: str) -> str:
    """Return who an address belongs to as far as limits go: the last three parts of its host.

    Below `co.uk` or `wordpress.com` that is one of many, who shall not shut out the others. A list of such endings
    would have to be kept up to date; whoever makes up names below a domain of their own is met by the site's limit.
    """
    return _end_of_host(url, 3)


def _end_of_host(url: str, parts: int) -> str:
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return str(ip_address(host))
    except ValueError:
        return ".".join(host.split(".")[-parts:])[:255]
