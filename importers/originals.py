"""What old platforms made of a picture's address: sizes in its name, a proxy around it. Plain functions of the address.

`original` gives the address of the picture itself; `key` is what two addresses of one picture share.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

from blog.text import paths, sizes

# Proxies that show another site's picture: the host and the path of it stand in their own path.
_PHOTON = re.compile(r"i\d\.wp\.com|cdn\.statically\.io|i\d\.wordpress\.com")
_BY_QUERY = frozenset({"images.weserv.nl", "wsrv.nl"})
_FETCHING = re.compile(r"/(https?:/{1,2}(?!/).+|https?%3A.+)", re.IGNORECASE)
_WRAPPED_DEEP = 3

_UPLOADS = re.compile(r"/wp-content/(?:uploads/(?:(sites/\d+)/)?|blogs\.dir/(\d+)/files/)(.+)\Z")
_OTHER_UPLOADS = re.compile(r"/uploads/(.+)\Z")
_OF_MANY = re.compile(r"/files/(\d{4}/\d\d/.+)\Z")
_WORDPRESS_COM = re.compile(r".+\.files\.wordpress\.com")
_BLOGGER = re.compile(r"(?:.+\.)?(?:bp\.blogspot\.com|googleusercontent\.com|ggpht\.com)")
_BLOGGER_SIZE = re.compile(r"/(?:[swh]\d{1,5}(?:-[a-z0-9-]+)?)/(?=[^/]+\Z)")


def unwrapped(address: str) -> str:
    """Return the address that a proxy's address holds, as often as one is wrapped around it."""
    for _ in range(_WRAPPED_DEEP):
        parts = _split(address)
        inner = _inner(parts) if parts else ""
        if not inner:
            break
        address = inner
    return address


def _inner(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower()
    if _PHOTON.fullmatch(host):
        path = parts.path.removeprefix("/img") if host == "cdn.statically.io" else parts.path
        wrapped = path.lstrip("/")
        scheme = "https" if "ssl=1" in parts.query else "http"
        return f"{scheme}://{wrapped}" if "." in wrapped.partition("/")[0] and "/" in wrapped else ""
    if host in _BY_QUERY:
        url = parse_qs(parts.query).get("url", [""])[0]
        return url if url.startswith("http") else f"http://{url.lstrip('/')}" if url else ""
    if host == "res.cloudinary.com" or parts.path.startswith("/cdn-cgi/image/"):
        found = _FETCHING.search(parts.path)
        if found:
            address = unquote(found[1]) if "%3a" in found[1][:8].lower() else found[1]
            return re.sub(r"\A(https?):/+", r"\1://", address)
    return ""


def is_sized(address: str) -> bool:
    """Say whether an address is one of those whose names WordPress adds sizes to."""
    parts = _split(address)
    if parts is None:
        return False
    named = _UPLOADS.search(parts.path) or _OF_MANY.search(parts.path) or _OTHER_UPLOADS.search(parts.path)
    return bool(named) or bool(_WORDPRESS_COM.fullmatch((parts.hostname or "").lower()))


def original(address: str) -> str:
    """Return the address of the picture itself: no proxy, no size, no parameter that asks for one."""
    address = unwrapped(address)
    parts = _split(address)
    if parts is None:
        return address
    if _BLOGGER.fullmatch((parts.hostname or "").lower()):
        return parts._replace(path=_BLOGGER_SIZE.sub("/s1600/", parts.path), fragment="").geturl()
    if not is_sized(address):
        return parts._replace(fragment="").geturl()
    head, slash, name = parts.path.rpartition("/")
    return parts._replace(path=head + slash + sizes.without_size(name), query="", fragment="").geturl()


def key(address: str) -> str:
    """Return what two addresses of one file share: the host without "www.", and the path as it is meant."""
    host, path, query = paths.legacy_key(address)
    return host.removeprefix("www.") + path + (f"?{query}" if query else "")


def host(address: str) -> str:
    """Return the host that an address is at, without "www."; "" when it has none."""
    parts = _split(address)
    return paths.normalize_host(parts.netloc).removeprefix("www.") if parts else ""


def places(address: str) -> Iterator[str]:
    """Yield the places below a folder of uploads where the file of an address may be, as the address writes them."""
    parts = _split(unwrapped(address))
    if parts is None:
        return
    path = parts.path
    if found := _UPLOADS.search(path):
        network = found[1] or (f"sites/{found[2]}" if found[2] else "")
        if network:
            yield f"{network}/{found[3]}"
        yield found[3]
    elif found := _OF_MANY.search(path):
        yield found[1]
    elif _BLOGGER.fullmatch((parts.hostname or "").lower()):
        yield path.rpartition("/")[2]
    else:
        if found := _OTHER_UPLOADS.search(path):
            yield found[1]
        steps = path.strip("/").split("/")
        for first in range(max(1, min(len(steps) - 1, 5))):
            yield "/".join(steps[first:])


def spellings(place: str) -> Iterator[str]:
    """Yield the ways in which a disk may spell a place: as it is, decoded, composed, decomposed."""
    decoded = unquote(place, errors="surrogateescape")
    forms = (place, decoded, unicodedata.normalize("NFC", decoded), unicodedata.normalize("NFD", decoded))
    yield from dict.fromkeys((*forms, quote(decoded, errors="surrogateescape")))


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address.strip())
        parts.port  # noqa: B018 - raises for what is no address
    except ValueError:
        return None
    return parts
