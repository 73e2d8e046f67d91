"""Bodies to safe HTML: each format laid out, then sanitized, last and once. One allowlist for all that is shown."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import escape, unescape
from threading import local
from typing import TYPE_CHECKING

import nh3

from blog.text import bodies, breaks, embeds, journals, linking, pictures, showing, styles
from blog.text.autop import autop, text_to_html
from blog.text.fragments import may_hold, plain_tags, stated
from blog.text.guarding import WITH_OTHER_RULES, MarkupTooDeep, guard, guard_markdown, without_other_rules
from blog.text.plain import excerpt, paragraphs, plain_text, without_controls, without_raw

if TYPE_CHECKING:  # loaded where they are needed: most processes never see Markdown, or a comment for bleach
    import bleach
    from bleach.linkifier import LinkifyFilter
    from markdown_it import MarkdownIt

__all__ = [
    "ALLOWLIST_VERSION", "MarkupTooDeep", "excerpt", "paragraphs", "plain_text", "render_body", "render_feedback",
]  # fmt: skip

# Raise it whenever what this module lets through changes: stored renderings of an older version are made anew.
ALLOWLIST_VERSION = 5

MAX_SIZE = 8_000_000  # characters, about four seconds; pictures that are data in a body are not counted
MAX_MARKDOWN = 400_000  # markdown-it is quadratic on some of what nobody writes
LINKED_SIZE = 10_000  # bytes of feedback that bleach sees; it takes seconds on more


_PHRASING = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd",
        "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
        "u", "var", "wbr",
    }
)  # fmt: skip
_BODY_TAGS = _PHRASING | {
    "address", "article", "aside", "audio", "blockquote", "caption", "center", "col", "colgroup", "dd", "details",
    "div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
    "img",
    "li", "ol", "p", "picture", "pre", "section", "source", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "track", "ul", "video",
}  # fmt: skip
_FEEDBACK_TAGS = _PHRASING - {"bdo"} | {"blockquote", "dd", "dl", "dt", "li", "ol", "p", "pre", "ul"}

# References that a parser would turn into characters that `without_controls` takes out. A space takes their place:
# without one, "&&#2;#2;" would become such a reference again.
_CONTROL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|127|6553[45])(?![0-9])"
    r"|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF]|[fF]{3}[eEfF])(?![0-9a-fA-F]));?"
)
_ADDRESS = re.compile(r"\.(?<=[\w-]\.)(?=\w)")
_SIMPLE_TAG = re.compile(
    r"</?(?:a|b|blockquote|br|cite|code|em|i|p|strong)>|<br ?/>"
    r"""|<a(?: (?:href="https?://[^\s"&<>]*"|rel="[a-z ]*"))*>"""
)
# References that mean one character to every parser, and no space.
_PLAIN_REFERENCE = re.compile(r"&(?:amp|gt|lt|quot|hellip|[lr][sd]quo|[mn]dash|#0?39|#82(?:1[1-9]|2[0-9]|30));")

_BODY_ATTRIBUTES = {
    "*": {"align", "class", "dir", "id", "lang", "title"},
    "a": {"href", "hreflang", "name", "rel", "type"},
    "audio": {"controls", "loop", "preload", "src"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"alt", "decoding", "height", "loading", "sizes", "src", "srcset", "width"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "source": {"height", "media", "sizes", "src", "srcset", "type", "width"},
    "table": {"summary"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"abbr", "colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
    "track": {"default", "kind", "label", "src", "srclang"},
    "video": {"controls", "height", "loop", "muted", "playsinline", "poster", "preload", "src", "width"},
}
_FEEDBACK_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href", "hreflang"},
    "blockquote": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "q": {"cite"},
    "time": {"datetime"},
}
_SCHEMES = {"http", "https", "mailto", "tel", "ftp", "xmpp"}
_DROPPED_WITH_CONTENT = {"script", "style", "textarea", "title", "template", "select", "noembed", "noframes", "xmp"}

# Classes that say what an element is, in words of the old platforms; all others are a theme's.
_CLASSES = re.compile(
    r"align(?:left|right|center|none|wide|full)|size-(?:thumbnail|medium|large|full)|wp-caption(?:-text)?|gallery(?:-.*)?"
    r"|wp-block-(?:quote|pullquote|table|gallery|image|code|verse|columns?|separator|audio|video|file|cover|media-text"
    r"|media-text__(?:media|content)|group|buttons?|button__link|cover__inner-container|details|preformatted)"
    r"|blocks-gallery-(?:grid|item|caption)|columns-[1-9]|has-media-on-the-right|has-text-align-(?:left|center|right|justify)"
    r"|is-style-[a-z-]+|has-drop-cap|embed|file|page-break|playlist|shortcode"
    r"|footnotes?(?:-[a-z]+)?|language-[\w+#-]+|pullquote|screen-reader-text|more-link|spoiler"
)
# Ids of a body get a prefix, so that none is taken for one of the page's own (main, comment-12); links to them follow.
ID_PREFIX = "text-"
_PAGE_ANCHOR = re.compile(r"(?:comments?|respond|trackbacks?|pings?|more)\b", re.IGNORECASE)
_RELATIONS = frozenset(
    {"author", "bookmark", "external", "help", "license", "me", "next", "nofollow", "prev", "tag", "ugc"}
)
_ALIGNMENTS = frozenset({"left", "right", "center", "justify", "middle", "top", "bottom"})


def render_body(body: str, body_format: str, *, is_laid_out: bool = False) -> str:
    """Return the safe HTML of a post's body in format "html", "wordpress", "movable_type", "markdown" or "text".

    One that comes from `bodies.lay_out` is not laid out again. Raises MarkupTooDeep, and ValueError for a format there
    is none of.
    """
    if len(body) > MAX_SIZE:
        body, _ = pictures.without_inline(body)
    _guard_size(body, MAX_MARKDOWN if body_format == "markdown" else MAX_SIZE)
    body = without_controls(body.replace("\f", " "))
    match body_format:
        case "html":
            html = body
        case "movable_type":
            html = breaks.with_breaks(body)
        case "wordpress":
            html = bodies.with_paragraphs(body) if is_laid_out else bodies.to_html(body)
        case "markdown":
            guard_markdown(body)
            html = _markdown().render(body)
        case "text":
            html = text_to_html(body)
        case _:
            raise ValueError(f"no such body format: {body_format}")
    if body_format != "wordpress":
        html = showing.shown(html, structure=True)
    # Paragraphs and breaks change nothing of what is asked for here, and the body was just looked through for them.
    asked = body if body_format == "wordpress" and is_laid_out and _is_plain(body) else html
    if asked is html:
        html = _CONTROL_REFERENCE.sub(" ", embeds.to_links(pictures.without_inline(html)[0]))
        asked = html = without_other_rules(styles.mapped(html))
    guard(html)
    return _body_cleaner(is_narrowing=_has_much_to_narrow(asked)).clean(html)


def _is_plain(body: str) -> bool:
    """Say whether a body surely holds nothing that is to be replaced before it is sanitized."""
    if plain_tags(body) is None or "data:" in stated(body) or ("#" in body and "&#" in body):
        return False
    return not (embeds.has_embeds(body) or styles.may_be_styled(body) or may_hold(body, WITH_OTHER_RULES))


def render_feedback(body: str, body_format: str = "html") -> str:
    """Return the safe HTML of a comment or of a trackback's excerpt, its addresses linked with rel="nofollow ugc".

    "html" is what old platforms stored; "text" what a visitor types: all of it is shown as typed. Over 10 kB nothing is
    linked that was not a link. Raises MarkupTooDeep.
    """
    _guard_size(body, MAX_SIZE)
    body = without_controls(body.replace("\f", " "))
    if body_format == "html" and (escaped := _escaped_if_plain(body)) is not None:
        return autop(escaped).replace("<br />", "<br>").replace("\xa0", "&nbsp;")
    if body_format == "text":
        html = text_to_html(body)
    else:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
        body = showing.words_shown(showing.shown(journals.with_names(body), lines=True))
        guard(body := without_other_rules(body))
        html = autop(without_raw(body))
    html = _CONTROL_REFERENCE.sub(" ", html)
    # bleach is slow, and there is nothing for it where there is neither markup nor anything like an address.
    if _wants_bleach(body, body_format) and len(body.encode("utf-8", "replace")) <= LINKED_SIZE:
        html = _feedback_linker().clean(html)
    return _feedback_cleaner().clean(html)


def _wants_bleach(body: str, body_format: str) -> bool:
    """Say whether bleach would do anything that nh3 does not do after it; around plain tags and links it would not."""
    if not _has_markup_or_address(body):
        return False
    if body_format == "text":
        return True
    rest = _SIMPLE_TAG.sub("", body)
    return _has_markup_or_address(rest) or not _has_plain_references(rest)


def _has_markup_or_address(text: str) -> bool:
    return "<" in text or "://" in text or ("." in text and _ADDRESS.search(text) is not None)


def _has_plain_references(text: str) -> bool:
    return text.count("&") == len(_PLAIN_REFERENCE.findall(text))


def _escaped_if_plain(body: str) -> str | None:
    """Return what the sanitizer would write for a comment without markup and addresses, as most are; None for others.

    Safe: it holds no "<", and its references become characters and references again.
    """
    if body.isspace() or _has_markup_or_address(body):
        return None
    if "&" in body:
        if not _has_plain_references(body):
            return None
        body = unescape(body)
    return escape(body, quote=False)


def fragment_here(fragment: str) -> str:
    """Return the id that a place in a body has on its page; that of the page's own, like a comment's, as it is."""
    return fragment if _PAGE_ANCHOR.match(fragment) else ID_PREFIX + fragment


def is_too_long(body: str) -> bool:
    """Say whether a body is longer than what is laid out, not counting the pictures that are data in it."""
    return len(body) > MAX_SIZE and len(pictures.without_inline(body)[0]) > MAX_SIZE


def _guard_size(body: str, limit: int) -> None:
    if len(body) > limit:
        raise MarkupTooDeep(f"{len(body)} characters are more than {limit}")


def _filter_attribute(tag: str, attribute: str, value: str) -> str | None:
    """Narrow an allowed attribute's value; None drops the attribute."""
    if attribute == "class":
        kept = [word for word in value.split() if _CLASSES.fullmatch(word)]
        return " ".join(kept) or None
    if attribute == "id" or (tag == "a" and attribute == "name"):
        return ID_PREFIX + value.strip() if value.strip() else None
    if attribute == "href" and value.startswith("#") and len(value) > 1:
        return "#" + fragment_here(value[1:])
    if attribute == "rel":
        kept = [word for word in value.lower().split() if word in _RELATIONS]
        return " ".join(kept) or None
    if attribute == "align":
        return value.lower() if value.lower() in _ALIGNMENTS else None
    if attribute == "srcset":
        return value if _safe_srcset(value) else None
    return value


# Attributes of which only some values are let through, as they stand in a tag without surprises.
_NARROWED = re.compile(r"""[ \n](class|id|name|rel|align|srcset|href)="([^"]*)\"""", re.IGNORECASE)


def _has_much_to_narrow(html: str) -> bool:
    """Say whether there may be an attribute that `_filter_attribute` would change: asking it for each is slow."""
    if plain_tags(html) is None:
        return True
    return any(
        value.startswith(("#", "&")) if attribute == "href" else _may_be_narrowed(attribute, value)
        for attribute, value in _NARROWED.findall(stated(html))
    )


@lru_cache(maxsize=1024)
def _may_be_narrowed(attribute: str, value: str) -> bool:
    return "&" in value or _filter_attribute("a", attribute, value) != value


def _safe_srcset(value: str) -> bool:
    addresses = [candidate.strip().split(" ")[0] for candidate in value.split(",") if candidate.strip()]
    return all(re.match(r"https?://|/|[\w.%-]+(?:[/?#]|$)", address) for address in addresses)


@cache
def _body_cleaner(*, is_narrowing: bool) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_BODY_TAGS),
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=_BODY_ATTRIBUTES,
        attribute_filter=_filter_attribute if is_narrowing else None,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


@cache
def _feedback_cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_FEEDBACK_TAGS),
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=_FEEDBACK_ATTRIBUTES,
        url_schemes=_SCHEMES - {"xmpp", "tel"},
        link_rel="nofollow ugc",
    )


class _Kept(local):
    """What a thread keeps for itself: bleach's cleaner holds the text that it works on."""

    linker: bleach.Cleaner | None = None


_kept = _Kept()


def _feedback_linker() -> bleach.Cleaner:
    if _kept.linker is None:
        import bleach

        _kept.linker = bleach.Cleaner(
            tags=_FEEDBACK_TAGS,
            attributes={name: sorted(values) for name, values in _FEEDBACK_ATTRIBUTES.items()},
            protocols=sorted(_SCHEMES - {"xmpp", "tel"}),
            strip=True,
            filters=[_linkify],
        )
    return _kept.linker


def _linkify(source: object) -> LinkifyFilter:
    from bleach.linkifier import LinkifyFilter

    return LinkifyFilter(source, skip_tags={"pre", "code"}, url_re=_addresses())


@cache
def _addresses() -> re.Pattern[str]:
    from bleach.linkifier import TLDS

    return linking.pattern_of(TLDS)


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": True, "maxNesting": 50}).enable(["table", "strikethrough"])
    made.render("*It* sorts its rules when it first needs them, and is not to do so in two threads at once.")
    return made
