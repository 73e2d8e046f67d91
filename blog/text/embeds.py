"""What a page once fetched from others (players, maps, widgets) becomes a link: nothing is lost, nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from types import MappingProxyType
from urllib.parse import SplitResult, parse_qs, urlsplit

from blog.text.fragments import Kind, Token, may_hold, tokens
from blog.text.shortcodes import spoken

# The end of a host name, and what people call who is behind it.
SERVICES: Mapping[str, str] = MappingProxyType(
    {
        "asciinema.org": "asciinema", "bandcamp.com": "Bandcamp", "blip.tv": "blip.tv", "codepen.io": "CodePen",
        "dailymotion.com": "Dailymotion", "dai.ly": "Dailymotion", "facebook.com": "Facebook", "flickr.com": "Flickr",
        "flic.kr": "Flickr", "funnyordie.com": "Funny or Die", "gist.github.com": "GitHub Gist",
        "giphy.com": "Giphy", "docs.google.com": "Google Docs", "maps.google.com": "Google Maps",
        "video.google.com": "Google Video", "imgur.com": "Imgur", "instagram.com": "Instagram",
        "instagr.am": "Instagram",
        "issuu.com": "Issuu", "jsfiddle.net": "JSFiddle", "kickstarter.com": "Kickstarter", "metacafe.com": "Metacafe",
        "mixcloud.com": "Mixcloud", "myspace.com": "Myspace", "openstreetmap.org": "OpenStreetMap",
        "pinterest.com": "Pinterest", "polldaddy.com": "Polldaddy", "poll.fm": "Crowdsignal", "reddit.com": "Reddit",
        "revver.com": "Revver", "reverbnation.com": "ReverbNation", "scribd.com": "Scribd",
        "slideshare.net": "SlideShare", "smugmug.com": "SmugMug", "soundcloud.com": "SoundCloud",
        "speakerdeck.com": "Speaker Deck", "spotify.com": "Spotify", "ted.com": "TED", "tiktok.com": "TikTok",
        "tumblr.com": "Tumblr", "twitch.tv": "Twitch", "twitter.com": "Twitter", "x.com": "X", "viddler.com": "Viddler",
        "vimeo.com": "Vimeo", "vine.co": "Vine", "videopress.com": "VideoPress", "v.wordpress.com": "VideoPress",
        "wordpress.tv": "WordPress.tv", "youtube.com": "YouTube", "youtube-nocookie.com": "YouTube",
        "youtu.be": "YouTube",
    }
)  # fmt: skip

# Spelled out: a pattern that ignores case looks at every character, this one only behind each "<".
_EMBEDDING = re.compile(
    r"<(?:[iI][fF][rR][aA][mM][eE]|[oO][bB][jJ][eE][cC][tT]|[eE][mM][bB][eE][dD]|[sS][cC][rR][iI][pP][tT])\b"
)
_PLAYERS = frozenset({"iframe", "object", "embed", "script"})
_WRITTEN = r"""(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_ATTRIBUTES = {
    name: re.compile(rf"[\s\"'/]{name}\s*=\s*{_WRITTEN}", re.IGNORECASE)
    for name in ("src", "data-src", "data-lazy-src", "data", "title", "name", "value", "data-id")
}
# A script that writes something which has an address of its own.
_SCRIPTS = (
    (re.compile(r"(?:https?:)?//(gist\.github\.com/[\w.-]+(?:/\w+)?)\.js"), "https://{0}"),
    (re.compile(r"(?:https?:)?//asciinema\.org/a/(\w+)\.js"), "https://asciinema.org/a/{0}"),
    (re.compile(r"(?:https?:)?//(?:static|secure)\.polldaddy\.com/p/(\d+)\.js"), "https://polldaddy.com/poll/{0}/"),
)
_BEHIND_EDGE = re.compile(r"http(?<=[\n >\t]http)")
_ALONE = re.compile(
    r"^(?P<before>[ \t]*+(?:<p>[ \t]*+)?)(?P<address>https?://[^\s<>\"\[\]]++)(?P<after>[ \t]*+(?:</p>[ \t]*+)?)$",
    re.MULTILINE,
)
# Within these a paragraph of its own would tear apart what surrounds it.
_LINE = frozenset(
    {
        "b", "caption", "dt", "em", "figcaption", "font", "h1", "h2", "h3", "h4", "h5", "h6", "i", "p", "pre", "small",
        "span", "strong", "summary",
    }
)  # fmt: skip
_ENDS_PARAGRAPH = frozenset({"blockquote", "div", "dl", "figure", "ol", "pre", "section", "table", "td", "ul", "li"})
_ALONE_IN_PARAGRAPH = re.compile(r'<p(?: [^<>]*)?>\s*(<a class="embed" [^<>]*>[^<]*</a>)\s*</p>')
_TRACKING = re.compile(r"[?&](?:utm_\w+|igshid|fbclid|si)=.*$", re.DOTALL)
_LONGEST_LABEL = 80
_PLAYER_TITLES = re.compile(r"(?:youtube|vimeo|spotify|embedded)?\s*(?:video|embed)?\s*(?:player)?", re.IGNORECASE)


def service_of(address: str) -> str:
    """Return the name of the service behind an address, or nothing."""
    parts = _split(address)
    if parts is None or not parts.hostname:
        return ""
    host = parts.hostname.removeprefix("www.")
    if re.fullmatch(r"(?:maps\.)?google\.[a-z.]{2,6}", host) and (host.startswith("maps") or "/maps" in parts.path):
        return "Google Maps"
    labels = host.split(".")
    return next((SERVICES[name] for at in range(len(labels) - 1) if (name := ".".join(labels[at:])) in SERVICES), "")


def page_of(address: str) -> str:
    """Return the page that a player's address plays, where that is known; else the address, absolute."""
    address = unescape(address).strip()
    address = f"https:{address}" if address.startswith("//") else address
    parts = _split(address)
    if parts is None or not parts.hostname:
        return address
    query = parse_qs(parts.query.replace("&amp;", "&"), max_num_fields=100) if parts.query.count("&") < 100 else {}
    path = [piece for piece in parts.path.split("/") if piece]
    match service_of(address), path:
        case "YouTube", ["embed", "videoseries", *_] if query.get("list"):
            return f"https://www.youtube.com/playlist?list={query['list'][0]}"
        case "YouTube", ["watch", *_] if query.get("v") and not (query.keys() & {"list", "t", "start"}):
            return f"https://www.youtube.com/watch?v={query['v'][0]}"
        case "YouTube", ["embed" | "v" | "e", video, *_]:
            return f"https://www.youtube.com/watch?v={video.split('&')[0]}"
        case "Vimeo", ["video", video, *_]:
            return f"https://vimeo.com/{video}"
        case "Vimeo", ["moogaloop.swf", *_] if query.get("clip_id"):
            return f"https://vimeo.com/{query['clip_id'][0]}"
        case "Dailymotion", ["embed", "video", video, *_] | ["swf", "video", video, *_] | ["swf", video, *_]:
            return f"https://www.dailymotion.com/video/{video}"
        case "Google Video", ["googleplayer.swf", *_] if query.get("docId") or query.get("docid"):
            return f"http://video.google.com/videoplay?docid={(query.get('docId') or query['docid'])[0]}"
        case "SoundCloud", ["player", *_] if query.get("url"):
            return query["url"][0]
        case "Spotify", ["embed", *rest]:
            return f"https://open.spotify.com/{'/'.join(rest)}"
        case "Instagram", [kind, name, "embed", *_]:
            return f"https://www.instagram.com/{kind}/{name}/"
        case "VideoPress", ["embed", video, *_]:
            return f"https://videopress.com/v/{video}"
    return address


def anchor(address: str, title: str = "", css: str = "") -> str:
    """Return a link to what an address plays, labelled by its title, else by the service and the address."""
    page = page_of(address)
    title = " ".join(unescape(title).split())
    service = service_of(page)
    if not title or _PLAYER_TITLES.fullmatch(title):
        title = f"{service}: {_shown(page)}" if service else _shown(page)
    elif service and service.lower() not in title.lower():
        title = f"{title} ({service})"
    css = f'class="{css}" ' if css else ""
    return f'<a {css}href="{_written(page)}">{_written(title)}</a>'


def paragraph(address: str, title: str = "") -> str:
    """Return a paragraph with such a link."""
    return f'<p class="embed">{anchor(address, title)}</p>'


def has_embeds(html: str) -> bool:
    """Say whether there may be something to link to in the place of a player; cheap."""
    return may_hold(html, _PLAYERS) and _EMBEDDING.search(html) is not None


def may_have_lines(body: str) -> bool:
    """Say whether an address may stand alone on a line; cheap."""
    return body.startswith("http") or _BEHIND_EDGE.search(body) is not None


def to_links(html: str) -> str:
    """Return the fragment with a link in the place of each frame, object, embed and script that shows a page.

    Those without an address are left to the sanitizer, which drops them.
    """
    if not has_embeds(html):
        return html
    return _ALONE_IN_PARAGRAPH.sub(_own_paragraph, _Linking(html).run())


def lines_to_links(body: str) -> str:
    """Return the text with a link for each address that stands alone on its line, as WordPress embedded it."""
    if not may_have_lines(body) or not _ALONE.search(body):
        return body
    pieces = list(spoken(body))
    out: list[str] = []
    copied = index = 0
    for found in _ALONE.finditer(body):
        start, end = found.span("address")
        while index < len(pieces) and pieces[index][1] < end:
            index += 1
        if index == len(pieces) or pieces[index][0] > start:
            continue
        address = unescape(found["address"])
        whole = ("<p>" in found["before"]) == ("</p>" in found["after"])
        if service_of(address) and whole:
            out += (body[copied : found.start()], paragraph(address))
            copied = found.end()
        else:
            out += (body[copied:start], f'<a href="{_written(address)}">{_written(address)}</a>')
            copied = end
    out.append(body[copied:])
    return "".join(out)


def _own_paragraph(found: re.Match[str]) -> str:
    link = found[1].replace('<a class="embed" ', "<a ", 1)
    return f'<p class="embed">{link}</p>'


class _Linking:
    """One walk through a fragment that holds frames or objects."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.out: list[str] = []
        self.copied = 0
        self.open: dict[str, int] = {}
        self.object: Token | None = None
        self.inner: list[Token] = []
        self.replaced = ""  # the element whose rest goes with its opening tag
        lowered = html.lower()
        self.last_object_end = lowered.rfind("</object")

    def run(self) -> str:
        for token in tokens(self.html):
            if self.object is not None:
                self._in_object(token)
            elif self.replaced and token.name == self.replaced:
                self.copied = token.end
                self.replaced = "" if token.kind is Kind.CLOSE else self.replaced
            elif token.kind is Kind.OPEN:
                self._open(token)
            elif token.kind is Kind.CLOSE:
                self._close(token)
        self.out.append(self.html[self.copied :])
        return "".join(self.out)

    def _open(self, token: Token) -> None:
        name = token.name
        if name == "object":
            if token.end <= self.last_object_end:
                self.object, self.inner = token, []
        elif name in ("iframe", "embed"):
            address = self._address(token, "src", "data-src", "data-lazy-src")
            self._put(token.start, token.end, address, token)
            self.replaced = name if name == "iframe" and address else ""
        elif name == "script":
            # Gone with its end tag, so that what is stored has the link alone, and none is made of it again.
            address = _script_page(self._attribute(token, "src"))
            self._put(token.start, token.end, address, token)
            self.replaced = name if address else ""
        elif name in _LINE or name == "a":
            self.open[name] = self.open.get(name, 0) + 1
        if name in _ENDS_PARAGRAPH:
            self.open["p"] = 0

    def _close(self, token: Token) -> None:
        if self.open.get(token.name):
            self.open[token.name] -= 1

    def _in_object(self, token: Token) -> None:
        assert self.object is not None
        if token.kind is Kind.OPEN and token.name in ("param", "embed", "iframe") and len(self.inner) < 100:
            self.inner.append(token)
        elif token.kind is Kind.CLOSE and token.name == "object":
            address = self._address(self.object, "data")
            for inner in self.inner:
                if address:
                    break
                if inner.name != "param":
                    address = self._address(inner, "src")
                elif self._attribute(inner, "name").lower() in ("movie", "src", "url", "filename"):
                    address = self._address(inner, "value")
            self._put(self.object.start, token.end, address, self.object)
            self.object = None

    def _put(self, start: int, end: int, address: str, token: Token) -> None:
        """Put a link in the place of what has an address."""
        if not address:
            return
        title = self._attribute(token, "title")
        if self.open.get("a"):
            link = re.sub(r"</?a[^<>]*>", "", anchor(address, title))
            if start and self.html[start - 1] == "<":
                link = f" {link}"  # which must not become a tag's name
        elif any(self.open.values()):
            link = anchor(address, title, "embed")
        else:
            link = paragraph(address, title)
        self.out += (self.html[self.copied : start], link)
        self.copied = end

    def _attribute(self, token: Token, name: str) -> str:
        found = _ATTRIBUTES[name].search(self.html, token.start, token.end)
        return next((group for group in found.groups() if group is not None), "") if found else ""

    def _address(self, token: Token, *names: str) -> str:
        """Return the first of these attributes that is the address of a page."""
        for name in names:
            value = unescape(self._attribute(token, name)).strip()
            if value.startswith(("http://", "https://", "//", "/")):
                return value
        return ""


def _script_page(address: str) -> str:
    for pattern, page in _SCRIPTS:
        if found := pattern.match(unescape(address).strip()):
            return page.format(found[1])
    return ""


def _shown(address: str) -> str:
    shown = re.sub(r"^https?://(?:www\.)?", "", _TRACKING.sub("", address)).rstrip("/")
    return shown if len(shown) <= _LONGEST_LABEL else shown[: _LONGEST_LABEL - 1] + "…"


def _written(text: str) -> str:
    """Escape for text and attributes; a bracket in an address is no shortcode."""
    return escape(text).replace("[", "&#91;").replace("]", "&#93;")


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        parts.hostname  # noqa: B018 - raises for what is no address
    except ValueError:
        return None
    return parts
