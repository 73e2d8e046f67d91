"""Hosts of addresses, and the domains they belong to."""

from __future__ import annotations

from collections.abc import Container
from urllib.parse import urlsplit


def host_of(url: str) -> str:
    """Return the host of an address in small letters, ASCII where it can be; nothing for what is no address."""
    try:
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").rstrip(".")
    except ValueError:
        return ""
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return host


def within(host: str, domains: Container[str]) -> str:
    """Return the domain among these that a host is or belongs to, or nothing."""
    while host:
        if host in domains:
            return host
        _label, _dot, host = host.partition(".")
    return ""
