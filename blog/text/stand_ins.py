"""What stands for the shortcodes that everybody used: captions, code, players, addresses of services.

Galleries, playlists and reusable blocks speak of other items: they stay marked in the text until the import settles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from html import escape, unescape
from types import MappingProxyType

from blog.text import embeds, footnotes
from blog.text.brackets import Names
from blog.text.fragments import Kind, Token, tokens
from blog.text.shortcodes import Shortcode, marked

# What to do with the shortcodes within a shortcode's content.
Inner = Callable[[str], str]

SETTLED = frozenset({"gallery", "playlist"})
_CAPTIONS = frozenset({"caption", "wp_caption"})
# The names under which highlighters of code took it, and what HTML's convention calls the language.
_LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        **{
            name: name
            for name in (
                "bash", "c", "coldfusion", "cpp", "csharp", "css", "delphi", "diff", "erlang", "go", "groovy",
                "haskell", "html", "java", "js", "lua", "matlab", "perl", "php", "powershell", "python", "r", "ruby",
                "scala", "scss", "sql", "swift", "vb", "xhtml", "xml", "yaml",
            )
        },
        "actionscript3": "actionscript", "as3": "actionscript", "c#": "csharp", "javascript": "js", "jscript": "js",
        "objc": "objectivec", "py": "python", "rails": "ruby", "ror": "ruby", "shell": "bash", "vbnet": "vb",
    }
)  # fmt: skip
# CodeColorer had its own name for each language, block and line.
_COLORED = {f"{form}_{name}": language for form in ("cc", "ccb", "cci", "ccn") for name, language in _LANGUAGES.items()}
_CODE = frozenset({"code", "sourcecode", "source", "cc", "cci", "crayon", "plain", "text"}) | _LANGUAGES.keys() - {"c#"}
_FORMULAS = frozenset({"latex", "math", "tex"})
_INLINE = {"code", "cci", *(name for name in _COLORED if name.startswith("cci_"))}
_NO_LANGUAGE = frozenset({"", "plain", "plaintext", "text", "none"})

# Shortcode: the page of an id on that service; "" where only whole addresses are known.
_SERVICES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "archive", "bandcamp", "blip.tv", "bliptv", "embedly", "facebook", "flickr", "googlemap", "googlemaps",
                "instagram", "kickstarter", "livevideo", "metacafe", "mixcloud", "myspace", "soundcloud", "spotify",
                "tiktok", "twitter", "viddler", "youtube_sc",
            ),
            "",
        ),
        "archiveorg": "https://archive.org/details/{0}",
        "dailymotion": "https://www.dailymotion.com/video/{0}",
        "gist": "https://gist.github.com/{0}",
        "polldaddy": "https://polldaddy.com/poll/{0}/",
        "crowdsignal": "https://polldaddy.com/poll/{0}/",
        "googlevideo": "http://video.google.com/videoplay?docid={0}",
        "gvideo": "http://video.google.com/videoplay?docid={0}",
        "scribd": "https://www.scribd.com/document/{0}",
        "slideshare": "https://www.slideshare.net/slideshow/embed_code/{0}",
        "ted": "https://www.ted.com/talks/id/{0}",
        "tweet": "https://twitter.com/i/status/{0}",
        "videopress": "https://videopress.com/v/{0}",
        "vimeo": "https://vimeo.com/{0}",
        "vimeovideo": "https://vimeo.com/{0}",
        "vine": "https://vine.co/v/{0}",
        "wpvideo": "https://videopress.com/v/{0}",
        "youtube": "https://www.youtube.com/watch?v={0}",
        "youtubehq": "https://www.youtube.com/watch?v={0}",
    }
)  # fmt: skip
_MEDIA: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "audio": ("src", "mp3", "m4a", "ogg", "oga", "opus", "flac", "wav", "wma"),
        "video": ("src", "mp4", "m4v", "webm", "ogv", "mov", "wmv", "flv"),
    }
)
_BREAKS = frozenset({"nextpage"})
# Of plugins and of WordPress.com: shortcodes for certain, even bare, and nothing stands for them.
_OF_PLUGINS = frozenset(
    {
        "archives", "blog_subscription_form", "contact-form", "contact-form-7", "jetpack_subscription_form",
        "latest_tweets", "nggallery", "ngg_images", "portfolio", "recent-posts", "recent_posts", "sitemap", "slideshow",
        "toc", "woocommerce_cart", "woocommerce_checkout", "woocommerce_my_account", "wp_sitemap_page",
    }
)  # fmt: skip
# Words as well, which need more than a pair of brackets.
_LITERAL = _CODE | _FORMULAS | _COLORED.keys()
_WORDS = _LITERAL | footnotes.NAMES | {
    "archive", "archives", "audio", "bandcamp", "caption", "embed", "facebook", "flickr", "gist", "instagram",
    "kickstarter", "myspace", "portfolio", "scribd", "sitemap", "slideshare", "slideshow", "soundcloud",
    "spotify", "ted", "tiktok", "toc", "tweet", "twitter", "video", "vimeo", "vine", "wp_caption", "youtube",
}  # fmt: skip
# Of these, the ones that took an id without a name.
_IDENTIFIED = frozenset({"gist", "tweet", "vimeo", "vine", "youtube"})

_NATIVE = frozenset({"embed", *SETTLED, *_CAPTIONS, *_MEDIA})
_KNOWN = frozenset({*_NATIVE, *_SERVICES, *_BREAKS, *_OF_PLUGINS}) | _WORDS
_ASSIGNED = frozenset({"audio", *_SERVICES})
_ADDRESS = re.compile(r"https?://[^\s\"'<>|\]]+")
_ID = re.compile(r"[\w-]{1,64}(?=&|\Z)")
_NAMES_OF_IDS = ("id", "video", "clip_id", "video_id", "videoid", "poll")
_SPOTIFY = re.compile(r"spotify:(album|artist|episode|playlist|show|track):(\w{1,64})")
_ALIGNED = re.compile(r"align(?:left|right|center|none)")
_TITLES = re.compile(r"\|titles=([^|<\]]{1,300})")  # of the Audio Player
_HALF = re.compile(r'(?<!<span class="shortcode">)\[(/?)([A-Za-z_][\w-]*+)')
_TAG = re.compile(r"<[^<>]*>")
_PICTURE = re.compile(r"<(?:img|audio|video|iframe|object|embed)\b", re.IGNORECASE)
_EMPTY = re.compile(r"<(div|span)(?: [^<>]*)?>\s*</\1>")
# What an editor made of the line ends of code.
_LINE_TAGS = re.compile(r"<(?:br ?/?|/?p)>(?:\r?\n)?")


def names(proved: frozenset[str] = frozenset()) -> Names:
    """Return what is known of the names of shortcodes, with those that a batch proved."""
    return Names(_KNOWN, _ASSIGNED, _LITERAL, _WORDS, SETTLED | _BREAKS, _IDENTIFIED, proved, _NATIVE)


def stand_in(shortcode: Shortcode, inner: Inner) -> str | None:
    """Return what stands for a shortcode, None where nothing does."""
    name = shortcode.name
    if name in SETTLED:
        return marked(shortcode.source) + _kept(shortcode, inner)
    if name in _CAPTIONS:
        return _caption(shortcode, inner)
    if name in _CODE or name in _COLORED:
        return _code(shortcode)
    if name in _FORMULAS:
        return formula(shortcode.content) if shortcode.content else None
    if name in _MEDIA:
        return _recording(shortcode, inner)
    if name == "embed":
        return _linked(shortcode, "", inner)
    if name in _SERVICES:
        return _linked(shortcode, _SERVICES[name], inner)
    return PAGE_BREAK + _kept(shortcode, inner) if name in _BREAKS else None


def without_halves(fragment: str, ends: Container[str]) -> str:
    """Return a shortcode's content with each bracket as text that is half a shortcode: beside it stands its other half,
    among the body's `ends`, or another one that it would find."""
    return _HALF.sub(lambda half: f"&#91;{half[0][1:]}" if half[1] or half[2] in ends else half[0], fragment)


PAGE_BREAK = '\n<hr class="page-break">\n'


def figure(media: str, caption: str = "", css: str = "") -> str:
    """Return a figure of HTML that is ready, with its caption."""
    told = f'\n<figcaption class="wp-caption-text">{caption}</figcaption>' if caption else ""
    css = f' class="{css}"' if css else ""
    return f"<figure{css}>{media}{told}</figure>"


def formula(text: str) -> str:
    """Return a formula as the code that it is: no reader's machine makes a picture of it."""
    return f'<code class="language-latex">{" ".join(code_text(text).split())}</code>'


def _kept(shortcode: Shortcode, inner: Inner, shown: Sequence[str] = ()) -> str:
    """Return the content of a shortcode that something else stands for, where there is more to see than addresses that
    are shown."""
    content = rest = shortcode.content or ""
    for address in shown:
        rest = rest.replace(escape(address), "").replace(address, "")
    if _PICTURE.search(rest) or _TAG.sub("", rest).strip():
        return f"\n{without_halves(inner(content), shortcode.ends).strip()}\n"
    return ""


def _caption(shortcode: Shortcode, inner: Inner) -> str | None:
    """The caption stands in an attribute (WordPress 2.6), behind the picture (3.4), or in a paragraph behind it."""
    if shortcode.content is None:
        return None
    media, told = _parted(without_halves(inner(shortcode.content), shortcode.ends).strip())
    stated = shortcode.named.get("caption", "").strip()
    if stated and "<" not in stated:
        stated = escape(unescape(stated), quote=False)
    told = stated if stated and not told else f"{stated} {told}".strip()
    if not media:
        media, told = told, ""
    align = _ALIGNED.fullmatch(shortcode.named.get("align", ""))
    css = f"wp-caption {align[0]}" if align else "wp-caption"
    return f"\n{figure(media, told, css)}\n"


def _parted(content: str) -> tuple[str, str]:
    """Return the picture with the link around it, or a player, and all that stands beside it."""
    before: Token | None = None
    walked = list(tokens(content))
    for place, token in enumerate(walked):
        if token.kind is Kind.OPEN and token.name in ("img", "audio", "video", "iframe", "embed", "object"):
            start = before.start if before else token.start
            end = _end_of(content, walked, place, before is not None)
            rest = f"{content[:start]} {content[end:]}"
            return content[start:end], _unwrapped(rest)
        if token.kind is Kind.OPEN and token.name == "a":
            before = token
        elif token.kind is Kind.CLOSE or (token.kind is Kind.TEXT and not content[token.start : token.end].isspace()):
            before = None
    return "", _unwrapped(content)


def _end_of(content: str, walked: list[Token], place: int, in_link: bool) -> int:
    """Return where a medium ends, with the end of the link it stands in."""
    name = walked[place].name
    closes = {"a"} if in_link else set() if name in ("img", "embed") else {name}
    if not closes:
        return walked[place].end
    return next((t.end for t in walked[place:] if t.kind is Kind.CLOSE and t.name in closes), walked[place].end)


def _unwrapped(text: str) -> str:
    """Take away paragraphs around a caption, and the blank lines that would make some."""
    text = _EMPTY.sub("", re.sub(r"</?p(?: [^<>]*)?>", "\n", text)).strip()
    text = re.sub(r"^(?:<br ?/?>\s*)+", "", text)
    return re.sub(r"\n\s+", "\n", text)


def _code(shortcode: Shortcode) -> str | None:
    if shortcode.content is None:
        return None
    named = shortcode.named
    language = named.get("language") or named.get("lang") or named.get("brush") or ""
    if not language and shortcode.name in _LANGUAGES:
        language = shortcode.name
    language = language or _COLORED.get(shortcode.name, "")
    if not language and shortcode.words and re.fullmatch(r"[A-Za-z+#0-9]{1,20}", shortcode.words[0]):
        language = shortcode.words[0]
    language = language.lower().strip()
    language = _LANGUAGES.get(language, language)
    known = language not in _NO_LANGUAGE and re.fullmatch(r"[\w+#-]{1,30}", language)
    css = f' class="language-{language}"' if known else ""
    text = code_text(shortcode.content).strip("\r\n")
    if "\n" not in text and shortcode.name in _INLINE and not named:
        return f"<code{css}>{text}</code>"
    return f"\n<pre><code{css}>{text}</code></pre>\n"


def code_text(content: str) -> str:
    """Return code as text of HTML, escaped once: what an editor had escaped already, and laid out with tags for the
    ends of lines, is taken for that only when no other markup stands in it."""
    bare = _LINE_TAGS.sub("\n", content)
    if "<" not in bare and (re.search(r"&(?:lt|gt|amp|quot|#0?39);", bare)):
        content = unescape(bare)
    return escape(content, quote=False).replace("[", "&#91;")


def _recording(shortcode: Shortcode, inner: Inner) -> str | None:
    kind = shortcode.name
    named = shortcode.named
    addresses = [value for name in _MEDIA[kind] if (value := _address(named.get(name, "")))]
    titles = ""
    if not addresses:
        spoken = " ".join((*shortcode.words, shortcode.content or ""))
        titles = found[1].strip() if (found := _TITLES.search(spoken)) else ""
        addresses = [found[0] for found in _ADDRESS.finditer(unescape(spoken))][:10]
    if not addresses:
        return None
    if embeds.service_of(addresses[0]):
        return f"\n{embeds.paragraph(addresses[0], named.get('title', ''))}\n" + _kept(shortcode, inner, addresses)
    poster = _address(named.get("poster", "")) if kind == "video" else ""
    shown = f' poster="{_attribute(poster)}"' if poster else ""
    links = " ".join(f'<a href="{_attribute(a)}">{_attribute(_file_name(a))}</a>' for a in addresses)
    if len(addresses) == 1:
        player = f'<{kind} controls src="{_attribute(addresses[0])}"{shown}>{links}</{kind}>'
    else:
        sources = "".join(f'<source src="{_attribute(address)}">' for address in addresses)
        player = f"<{kind} controls{shown}>{sources}{links}</{kind}>"
    caption = escape(unescape(named.get("caption", "") or titles), quote=False)
    return f"\n{figure(player, caption, f'wp-block-{kind}')}\n" + _kept(shortcode, inner, addresses)


def _linked(shortcode: Shortcode, page: str, inner: Inner) -> str | None:
    """Return a link for a service's shortcode: to the address in it, else to the page of its id."""
    named = shortcode.named
    content = (shortcode.content or "").strip()
    spoken = unescape(" ".join((*named.values(), *shortcode.words, content)))
    found = _ADDRESS.search(spoken)
    if found:
        address = known = found[0]
    elif shortcode.name == "spotify" and (found := _SPOTIFY.search(spoken)):
        address, known = f"https://open.spotify.com/{found[1]}/{found[2]}", found[0]
    else:
        words = [*(named.get(name, "") for name in _NAMES_OF_IDS), *shortcode.words, content]
        ids = (_ID.match(unescape(word)) for word in words)
        known = next((found[0] for found in ids if found), "")
        if not page or not known:
            return None
        address = page.format(known)
    return f"\n{embeds.paragraph(address, named.get('title', ''))}\n" + _kept(shortcode, inner, (known,))


def _address(value: str) -> str:
    value = unescape(value).strip()
    return value if value.startswith(("http://", "https://", "//", "/")) else ""


def _file_name(address: str) -> str:
    return address.partition("?")[0].rstrip("/").rpartition("/")[2] or address


def _attribute(value: str) -> str:
    return escape(value).replace("[", "&#91;")
