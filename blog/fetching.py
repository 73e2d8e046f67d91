"""The one way out: every request that this site makes goes through `fetch`, under rules that protect its network.

On the standard library: the clients that are pleasant to use resolve the host themselves, after any check of ours, and
count their timeouts from one byte to the next. Here an address is resolved once, checked, and connected to as checked.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import BinaryIO
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

from blog.text.wording import Problem
from blog.text.wording import gettext_noop as _

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

LIMIT = 1_000_000  # bytes of a body, unless a caller that fetches media asks for more
SECONDS = 5.0  # for all of it, unless a caller that fetches media asks for more
MAX_HEADERS = 200_000  # bytes around the body: status lines, headers, sizes of chunks
MAX_REDIRECTS = 5
MAX_ADDRESSES = 4  # of one host that are tried
CHUNK = 1 << 16
SCHEMES = {"http": 80, "https": 443}
NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
REDIRECTS = (301, 302, 303, 307, 308)

_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,252}[a-z0-9_])?")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")

# ipaddress's own `is_global` changed from one patch release to the next; these are the registries' special ranges.
_V4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        ),
    )
)  # fmt: skip
# Global unicast is 2000::/3 alone: what maps, translates or tunnels to IPv4 lies outside of it or is named here.
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_V6 = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))


class FetchError(Problem):
    """Nothing was fetched. Its text is a sentence for a person."""


class PassingError(FetchError):
    """What may pass by itself: the same request may succeed later."""


class SilentHostError(PassingError):
    """Nobody could be talked to: another address of the same host will hardly do better."""


class NoHostError(SilentHostError):
    """No host has this name."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, whatever its status. `url` is the last address asked; `body` is empty when it went `into` a file."""

    url: str
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    media_type: str  # as the server says, in lower case, without parameters; "" when it says none


def is_public(address: Address) -> bool:
    """Say whether an address is one of the open Internet's."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _V4)
    if address.scope_id is not None or address not in _GLOBAL_V6:
        return False
    return not any(address in network for network in _V6)


def resolve(host: str, port: int) -> list[Address]:
    """Return the addresses of a host; OSError when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in found))


@cache
def default_tls() -> ssl.SSLContext:
    return ssl.create_default_context()


@dataclass(frozen=True)
class Rules:
    """What a request may do. Tests that run a server of their own bring other rules; nothing else ever does."""

    is_allowed: Callable[[Address], bool] = is_public
    ports: frozenset[int] = frozenset(SCHEMES.values())
    resolve: Callable[[str, int], Iterable[Address]] = resolve
    step: float = 5.0  # seconds for resolving, connecting, and each wait for the other side
    tls: Callable[[], ssl.SSLContext] = field(default=default_tls)


PUBLIC = Rules()


def fetch(
    url: str,
    *,
    limit: int = LIMIT,
    seconds: float = SECONDS,
    accept: str = "*/*",
    data: bytes | None = None,
    content_type: str = "",
    into: BinaryIO | None = None,
    rules: Rules | None = None,
) -> Fetched:
    """Fetch an address and return the answer, at most `limit` bytes within `seconds`, redirects included.

    http and https, ports 80 and 443, addresses of the open Internet only, redirected at most five times and checked
    each time. No proxies, credentials or cookies. With `data` it is a POST. Raises FetchError.
    """
    request = _Request(rules or PUBLIC, limit, time.monotonic() + seconds, accept, data, content_type)
    for _hop in range(MAX_REDIRECTS + 1):
        answer = request.send(url, into)
        if isinstance(answer, Fetched):
            return answer
        url = answer
    raise FetchError(_("It redirects more than %(times)d times."), times=MAX_REDIRECTS)


class _Request:
    def __init__(
        self, rules: Rules, limit: int, deadline: float, accept: str, data: bytes | None, content_type: str
    ) -> None:
        self.rules = rules
        self.limit = limit
        self.deadline = deadline
        self.accept = accept
        self.data = data
        self.content_type = content_type

    def send(self, url: str, into: BinaryIO | None) -> Fetched | str:
        """Send one request; return the answer, or the address that it redirects to."""
        parts = self._check(url)
        host, port = parts.hostname or "", parts.port or SCHEMES[parts.scheme]
        connection = http.client.HTTPConnection(host, port)
        line: _Line | None = None
        try:
            connection.sock = line = self._connect(host, port, parts.scheme == "https")  # type: ignore[assignment]
            connection.request("GET" if self.data is None else "POST", _target(parts), self.data, self._headers(parts))
            response = connection.getresponse()
            if response.status in REDIRECTS and response.getheader("Location"):
                return self._redirected(url, response)
            return self._answer(url, response, into)
        except FetchError:
            raise
        except ssl.SSLCertVerificationError as error:
            raise FetchError(
                _("The certificate of %(host)s is not valid: %(reason)s."), host=host, reason=error.verify_message
            ) from error
        except TimeoutError as error:
            raise SilentHostError(_("%(host)s took too long to answer."), host=host) from error
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            kind = PassingError if line else SilentHostError
            raise kind(_("%(host)s could not be read (%(reason)s)."), host=host, reason=_reason(error)) from error
        finally:
            if line is not None:
                line.socket.close()

    def _check(self, url: str) -> SplitResult:
        """Return the parts of an address that may be asked, its host in ASCII."""
        try:
            parts = urlsplit(url.strip())
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError as error:
            raise FetchError(_("This is not an address of the web.")) from error
        if parts.scheme not in SCHEMES or not host or _UNSAFE.search(parts.netloc):
            raise FetchError(_("This is not an address of the web."))
        if "@" in parts.netloc:
            raise FetchError(_("An address with a user name or password is not fetched."))
        if (port or SCHEMES[parts.scheme]) not in self.rules.ports:
            raise FetchError(_("Port %(port)d is not one that is fetched from."), port=port or SCHEMES[parts.scheme])
        if ":" in host:
            return parts._replace(netloc=f"[{host}]" + (f":{port}" if port else ""))
        try:
            # Python's encoder is quadratic, and no name is longer.
            host = host.rstrip(".").encode("idna").decode("ascii") if len(host) < 255 else ""
        except UnicodeError:
            host = ""
        if not _HOST.fullmatch(host):
            raise FetchError(_("The host's name is not a valid one."))
        return parts._replace(netloc=host + (f":{port}" if port else ""))

    def _headers(self, parts: SplitResult) -> dict[str, str]:
        headers = {
            "Host": parts.netloc,
            "User-Agent": f"Palimpsest (+{settings.SITE_URL}/)",
            "Accept": self.accept,
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        if self.data is not None:
            headers["Content-Type"] = self.content_type or "application/octet-stream"
        return headers

    # --- Connecting --------------------------------------------------------------------------------

    def _connect(self, host: str, port: int, secure: bool) -> _Line:
        """Return a connection to one of the host's addresses, all of which were checked."""
        addresses = self._addresses(host, port)
        problem: OSError | None = None
        for address in addresses[:MAX_ADDRESSES]:
            try:
                sock = socket.create_connection((str(address), port), timeout=self._patience())
            except OSError as error:
                problem = error
                continue
            try:
                if secure:
                    sock.settimeout(self._patience())
                    sock = self.rules.tls().wrap_socket(sock, server_hostname=host)
            except BaseException:
                sock.close()
                raise
            return _Line(sock, self._patience, self.limit + MAX_HEADERS)
        assert problem is not None
        raise problem

    def _addresses(self, host: str, port: int) -> list[Address]:
        kind = SilentHostError
        try:
            found = _within(self._patience(), lambda: list(self.rules.resolve(host, port)))
        except OSError as error:
            found = []
            kind = NoHostError if error.errno in NO_SUCH_NAME else SilentHostError
        if not found:
            raise kind(_("There is no host called %(host)s."), host=host)
        # One bad address among good ones is how a name is made to lead inside at the second look.
        if not all(self.rules.is_allowed(address) for address in found):
            raise FetchError(_("%(host)s is not on the open Internet."), host=host)
        return found

    def _patience(self) -> float:
        """Return how long the next step may take."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise PassingError(_("It took too long."))
        return min(self.rules.step, left)

    # --- Reading -----------------------------------------------------------------------------------

    def _redirected(self, url: str, response: http.client.HTTPResponse) -> str:
        """Return where an answer leads. What was posted is posted again only where the answer asks for that."""
        # http.client reads headers as Latin-1; an address may hold UTF-8 that nobody encoded.
        location = (response.getheader("Location") or "").encode("latin-1", "replace").decode("utf-8", "replace")
        if response.status in (301, 302, 303):
            self.data = None
        try:
            return urljoin(url, location.strip())
        except ValueError as error:
            raise FetchError(_("It redirects to what is no address.")) from error

    def _answer(self, url: str, response: http.client.HTTPResponse, into: BinaryIO | None) -> Fetched:
        if response.length is not None and response.length > self.limit:
            raise FetchError(_("It is larger than %(limit)s bytes."), limit=f"{self.limit:,}")
        out: BinaryIO = into or io.BytesIO()
        self._copy(response, out)
        headers = {name.lower(): value for name, value in response.getheaders()}
        media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        return Fetched(url, response.status, headers, b"" if into else out.getvalue(), media_type)  # type: ignore[attr-defined]

    def _copy(self, response: http.client.HTTPResponse, out: BinaryIO) -> None:
        """Write the body, unpacked, and stop as soon as it is larger than it may be."""
        unpacker = _Unpacker((response.getheader("Content-Encoding") or "").strip().lower())
        size = 0
        while packed := response.read1(CHUNK):
            piece = unpacker.unpack(packed, self.limit - size)
            size += len(piece)
            if size > self.limit:
                raise FetchError(_("It is larger than %(limit)s bytes."), limit=f"{self.limit:,}")
            out.write(piece)
        if response.length or (size and not unpacker.is_whole):
            raise PassingError(_("It ended before its end."))


class _Line:
    """A connected socket as http.client uses one. Who made it closes it, once the answer is read."""

    def __init__(self, sock: socket.socket, patience: Callable[[], float], limit: int) -> None:
        self.socket = sock
        self.patience = patience
        self.limit = limit

    def makefile(self, *args: object, **kwargs: object) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self))

    def sendall(self, data: bytes) -> None:
        self.socket.settimeout(self.patience())
        self.socket.sendall(data)

    def close(self) -> None:
        """Do nothing: http.client is done with a connection as soon as the headers are there."""


class _Reader(io.RawIOBase):
    """What a line brings: no wait longer than its patience, however the bytes drip, and no more than its limit."""

    def __init__(self, line: _Line) -> None:
        self.line = line
        self.left = line.limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self.line.socket.settimeout(self.line.patience())
        number = self.line.socket.recv_into(buffer)
        self.left -= number
        if self.left < 0:
            raise FetchError(_("It sends more than it may."))
        return number


class _Unpacker:
    """Makes plain bytes of packed ones, never much more than it is asked for. gzip is not asked for, but comes."""

    def __init__(self, encoding: str) -> None:
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            raise FetchError(_("It is compressed in a way that was not asked for."))
        self.state = zlib.decompressobj(16 + zlib.MAX_WBITS) if encoding.endswith("gzip") else None

    def unpack(self, packed: bytes, most: int) -> bytes:
        return packed if self.state is None else self.state.decompress(packed, most + 1)

    @property
    def is_whole(self) -> bool:
        return self.state is None or self.state.eof


def _target(parts: SplitResult) -> str:
    """Return what is asked of the host: path and query, percent-encoded where a browser would."""
    path = quote(parts.path or "/", safe="/%:=&?~+!$,;'@()*")
    return path + (f"?{quote(parts.query, safe='/%:=&?~+!$,;@()*')}" if parts.query else "")


def _within(seconds: float, work: Callable[[], list[Address]]) -> list[Address]:
    """Return what `work` gives, nothing when it takes longer; the system's resolver knows no timeout of its own.

    Raises OSError where there is nothing to be given.
    """
    found: list[Address] = []
    problems: list[OSError] = []

    def run() -> None:
        try:
            found.extend(work())
        except OSError as error:
            problems.append(error)
        except ValueError:  # a name that no host can have
            problems.append(OSError(socket.EAI_NONAME, "no name of a host"))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if problems:
        raise problems[0]
    return [] if thread.is_alive() else found


def _reason(error: BaseException) -> str:
    text = " ".join(str(error).split())[:200]
    return text or type(error).__name__
