"""What a writer meant to be seen stays to be seen: code that was never escaped, the text of fields, words in "<>".

Old platforms stored such text as markup, and their plugins escaped it on its way to the page. A tokenizer's work: what
comes out is markup like any other, to be sanitized.
"""

from __future__ import annotations

import re
from html import escape

from blog.text.fragments import RAW_ELEMENTS, Kind, Token, holds_only, may_hold, tokens

# Everything below begins with one of these; spelled out, so that bodies without pay for one look.
_WORTH_IT = re.compile(r"<(?:[pP][rR][eE]|[cC][oO][dD][eE]|[tT][eE][xX][tT][aA]|[xX][mM][pP]|[lL][iI][sS][tT])")
_FIELDS = frozenset({"textarea", "xmp", "listing"})
_CODE = frozenset({"pre", "code"})
_SHOWN = _FIELDS | _CODE
_END = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in _CODE | {"listing"}}
MOST_LOOKS = 50  # at code that ends within what the tokenizer took for a script or a comment

_FORMATTING = (
    "a|abbr|acronym|b|bdi|bdo|big|br|center|cite|code|del|dfn|div|em|font|i|img|ins|kbd|mark|nobr|p|pre|q|rp|rt|ruby|s"
    "|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr"
)
_STRUCTURE = "|blockquote|dd|dl|dt|h[1-6]|hr|li|ol|table|tbody|td|tfoot|th|thead|tr|ul"
_TAG = re.compile(rf"<(/?)({_FORMATTING})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ANY_TAG = re.compile(rf"<(/?)({_FORMATTING}{_STRUCTURE})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ALONE = frozenset({"br", "hr", "img", "wbr"})
_END_IMPLIED = frozenset({"dd", "dt", "li", "p", "tbody", "td", "tfoot", "th", "thead", "tr"})
_LESS = re.compile(r"<(?=[a-zA-Z/!?])")
# The plugins that escaped all of it; languages of code, not of people.
_HIGHLIGHTED = re.compile(
    r"""\s(?:lang\s*=\s*["']?(?!\w\w(?:-\w*)?["'\s>])\w|lang\s*=\s*["']?(?:js|py|rb|vb)\b|line\s*=)""", re.IGNORECASE
)
_MAY_BE_UNSEEN = re.compile(
    r"<(?:[tT][iI][tT][lL][eE]|[tT][eE][mM][pP]|[nN][oO][eE][mM]|[nN][oO][fF][rR]|[tT][eE][xX][tT][aA]|[xX][mM][pP])"
)
_UNSEEN = RAW_ELEMENTS | {"template"}
_BREAK_AT_LINE_END = re.compile(r"<br ?/?>\n", re.IGNORECASE)


def shown(html: str, *, lines: bool = False, structure: bool = False) -> str:
    """Return the fragment with what is no formatting in its code escaped, and fields as preformatted text.

    With `lines`, line ends make paragraphs in it: code of several lines becomes preformatted. With `structure`, lists
    and tables in code are what they say.
    """
    if not (may_hold(html, _SHOWN) and _WORTH_IT.search(html)):
        return html
    out: list[str] = []
    copied = start = 0
    last = _last_ends(html)
    for _look in range(MOST_LOOKS):
        again = False
        for token in tokens(html, start):
            if token.end <= copied:
                continue
            if token.start < copied:
                # Something in the code was taken for a script, or for a comment, that goes on behind it.
                start, again = copied, True
                break
            if token.kind is not Kind.OPEN or token.name not in last or token.end > last[token.name]:
                continue
            piece, end = _piece(html, token, lines=lines, structure=structure)
            out += (html[copied : token.start], piece)
            copied = end
        if not again:
            break
    out.append(html[copied:])
    return "".join(out)


def _last_ends(html: str) -> dict[str, int]:
    """Return where the last end tag of each element of interest stands: one that nothing closes holds nothing."""
    lowered = html.lower()
    if len(lowered) != len(html):
        lowered = html.translate({ord("İ"): "I"}).lower()
    return {name: place for name in _SHOWN if (place := lowered.rfind(f"</{name}")) >= 0}


def _piece(html: str, token: Token, *, lines: bool, structure: bool) -> tuple[str, int]:
    """Return an element as it is to be shown, and where it ends."""
    name = token.name
    ending = _end_of(html, token)
    if ending is None:
        return html[token.start : token.end], token.end
    content = html[token.end : ending.start()]
    opening = html[token.start : token.end]
    if name in _FIELDS:
        text = content.strip("\r\n")
        text = escape(text, quote=False) if name == "xmp" else text.replace("<", "&lt;").replace(">", "&gt;")
        return (f"<pre>{text}</pre>" if text.strip() else ""), ending.end()
    if name == "pre" and _HIGHLIGHTED.search(opening):
        content = content.replace("<", "&lt;").replace(">", "&gt;")
    elif "<" in content:
        content = _escaped(content, _ANY_TAG if structure else _TAG)
    if lines and name == "code" and _is_block(html, token, ending, content):
        content = _BREAK_AT_LINE_END.sub("\n", content).strip("\r\n")
        return f"<pre>{opening}{content}</code></pre>", ending.end()
    return f"{opening}{content}{ending[0]}", ending.end()


def _end_of(html: str, token: Token) -> re.Match[str] | None:
    pattern = _END.get(token.name) or re.compile(rf"</{token.name}\s*>", re.IGNORECASE)
    return pattern.search(html, token.end)


def _escaped(code: str, known: re.Pattern[str]) -> str:
    """Escape each "<" that begins no tag of formatting; one that stands without its other half is code as well."""
    tags = list(known.finditer(code))
    opened = {tag[2].lower() for tag in tags if not tag[1]}
    paired = {tag[2].lower() for tag in tags if tag[1]} & opened | opened & _END_IMPLIED | _ALONE
    kept = {tag.start() for tag in tags if tag[2].lower() in paired}
    return _LESS.sub(lambda found: "<" if found.start() in kept else "&lt;", code)


def _is_block(html: str, token: Token, ending: re.Match[str], content: str) -> bool:
    """Say whether code is a block of lines: more than one, and not a line that was broken within a sentence."""
    text = content.strip()
    if "\n" not in text or "<pre" in text:
        return False
    before, after = html[max(0, token.start - 1) : token.start], html[ending.end() : ending.end() + 1]
    return text.count("\n") > 1 or content[:1] in "\r\n" or before in ("", "\n", ">") or after in ("", "\n")


def unseen(html: str) -> list[str]:
    """Return the names of the elements, in their order, whose text the sanitizer drops."""
    if not (may_hold(html, _UNSEEN) and _MAY_BE_UNSEEN.search(html)):
        return []
    html = shown(html, structure=True)
    names: list[str] = []
    templates = 0
    for token in tokens(html):
        if token.name == "template":
            templates = max(0, templates + (1 if token.kind is Kind.OPEN else -1))
        is_text = token.kind is Kind.RAW and token.name not in ("iframe", "script", "style")
        if (is_text or (token.kind is Kind.TEXT and templates)) and not html[token.start : token.end].isspace():
            names.append(token.name or "template")
    return list(dict.fromkeys(names))


# Every element there is or was, those of a page as a whole aside: nobody means them in a comment.
_ELEMENTS = frozenset(
    {
        "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base", "basefont",
        "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "br", "button", "canvas", "caption", "center", "cite",
        "code", "col", "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl",
        "dt", "em", "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "i", "iframe", "img", "input", "ins", "isindex",
        "kbd", "keygen", "label", "layer", "legend", "li", "link", "listing", "main", "map", "mark", "marquee",
        "math", "menu", "menuitem", "meta", "meter", "nav", "nobr", "noembed", "noframes", "noscript", "object", "ol",
        "optgroup", "option", "output", "p", "param", "picture", "plaintext", "portal", "pre", "progress", "q", "rb",
        "rp", "rt", "rtc", "ruby", "s", "samp", "script", "search", "section", "select", "slot", "small", "source",
        "spacer", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td",
        "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var",
        "video", "wbr", "xml", "xmp",
    }
)  # fmt: skip
_PAGE = frozenset({"body", "head", "html"})
# Of Word and of Facebook: no words of anybody's.
_FOREIGN = re.compile(r"(?:fb|g|m|o|st\d|svg|v|w|x):[a-z]", re.IGNORECASE)
_OPENED = re.compile(r"""<(?=[a-zA-Z][^<>"'=]*(?:<|\Z))""")
_STRAY = re.compile(r"<(?=[a-zA-Z/?!])")


def words_shown(html: str) -> str:
    """Return what a reader sent with each "<" escaped that begins no element there is: "vector<int>", "<hugs>"."""
    if holds_only(html, _ELEMENTS):
        return html
    last = html.rfind(">") + 1
    html = _OPENED.sub("&lt;", html[:last] + _STRAY.sub("&lt;", html[last:]))
    within = ""
    out: list[str] = []
    for token in tokens(html):
        source = html[token.start : token.end]
        if token.kind in (Kind.OPEN, Kind.CLOSE) and not within and not _is_element(token.name):
            source = "&lt;" + source[1:]
        elif token.name in ("math", "svg"):
            # Theirs are elements of their own.
            within = token.name if token.kind is Kind.OPEN else ""
        out.append(source)
    return "".join(out)


def _is_element(name: str) -> bool:
    return name in _ELEMENTS or _FOREIGN.match(name) is not None
