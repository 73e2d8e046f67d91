"""Makes elements of the pieces of an export: strictly where that works, else step by step more tolerantly, never in
silence."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from lxml import etree

from importers.decoding import codec_for, decode_stray, with_pairs
from importers.readers.wxr.mending import field_by_field, split_sections, with_whole_sections

# Whatever the version, and http or https, a prefix is bound to one URI, so that tags can be looked up in a dict.
WP = "{http://wordpress.org/export/1.2/}"
EXCERPT = "{http://wordpress.org/export/1.2/excerpt/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"

CANONICAL = (
    (re.compile(r"https?://(?:www\.)?wordpress\.org/export/[\d.]+/?"), WP[1:-1]),
    (re.compile(r"https?://(?:www\.)?wordpress\.org/export/[\d.]+/excerpt/?"), EXCERPT[1:-1]),
    (re.compile(r"https?://(?:www\.)?purl\.org/rss/1\.0/modules/content/?"), CONTENT[1:-1]),
    (re.compile(r"https?://(?:www\.)?purl\.org/dc/(?:elements/1\.1|terms)/?"), DC[1:-1]),
)
# Exports that forget to declare a prefix mean the usual thing by it.
USUAL = {"wp": WP[1:-1], "excerpt": EXCERPT[1:-1], "content": CONTENT[1:-1], "dc": DC[1:-1]}

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIELD_END = re.compile(
    r"</(?:wp:\w{1,40}|(?:content|excerpt):encoded|dc:creator|title|link|guid|description|category)>"
)
_AMPERSAND = re.compile(r"&(?:#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));|([A-Za-z][A-Za-z0-9]{1,31});)?")
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]{0,30}):|\s([A-Za-z_][\w.-]{0,30}):[\w.-]+=[\"']")
_TELLING = re.compile(r"<([A-Za-z_][\w.-]{0,30}):(post_id|wxr_version|base_blog_url|creator|encoded)[\s>]")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_SECTION = "<![CDATA["
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})


@dataclass(frozen=True, slots=True)
class Parsed:
    """An element, or None where nothing could be made of the piece; `faults` are (issue code, message)."""

    element: etree._Element | None
    faults: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class PieceParser:
    """Parses pieces within the namespaces that the file's root declares."""

    namespaces: dict[str, str] = field(default_factory=dict)
    codec: str = ""  # what the file declares, when that is neither UTF-8 nor nothing
    _opening: bytes = b""
    _strict: etree.XMLParser = field(default_factory=lambda: _parser(recover=False))

    def declare(self, namespaces: dict[str, str]) -> None:
        """Bind the prefixes of the file's root."""
        self.namespaces = USUAL | {prefix: _canonical(prefix, uri) for prefix, uri in namespaces.items() if uri}
        declarations = "".join(
            f' xmlns:{prefix}="{html.escape(uri)}"' for prefix, uri in self.namespaces.items() if prefix != "xml"
        )
        self._opening = f"<r{declarations}>".encode()

    def strictly(self, data: bytes) -> etree._Element | None:
        """Parse a sound piece; None when it is not sound."""
        try:
            root = etree.fromstring(self._opening + data + b"</r>", self._strict)
        except etree.XMLSyntaxError:
            return None
        return root[0] if len(root) == 1 else None

    def tolerantly(self, data: bytes, *, guess: bool = True) -> Parsed:
        """Parse a damaged piece: first its characters are made legal, then its references, then what is left is taken.

        With `guess` False the last step is left out.
        """
        text, faults = self._characters(data)
        text = self._with_usual_prefixes(text)
        self._declare_strangers(text)
        element = self.strictly(text.encode())
        if element is not None:
            return Parsed(element, faults)
        text = _mend_references(_close_sections(with_whole_sections(text)))
        element = self.strictly(text.encode())
        if element is not None:
            return Parsed(
                element,
                (*faults, ("markup-broken", "stray “&”, “]]>” or open CDATA sections were read as they were meant")),
            )
        if not guess:
            return Parsed(None, faults)
        reason = self._why_broken(text)
        mended = field_by_field(text, lambda field: self.strictly(field.encode()) is not None)
        element = self.strictly(mended.encode()) if mended else None
        if element is not None:
            message = f"the element is not well-formed ({reason}); its fields were read one by one"
            return Parsed(element, (*faults, ("markup-broken", message)))
        parser = _parser(recover=True)
        try:
            root = etree.fromstring(self._opening + text.encode() + b"</r>", parser)
        except etree.XMLSyntaxError:
            root = None
        message = f"the element is not well-formed ({reason}); what could be read was kept"
        if root is None or not len(root) or not len(root[0]):
            return Parsed(None, (*faults, ("markup-broken", message)))
        return Parsed(root[0], (*faults, ("markup-broken", message)))

    def _why_broken(self, text: str) -> str:
        try:
            etree.fromstring(self._opening + text.encode() + b"</r>", self._strict)
        except etree.XMLSyntaxError as error:
            return str(error.msg or "no element")[:200]
        return "no element"

    def _characters(self, data: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
        faults: list[tuple[str, str]] = []
        try:
            text = data.decode()
        except UnicodeDecodeError:
            if self.codec:
                text = data.decode(self.codec, "replace")
                if "\ufffd" in text:
                    faults.append(("encoding-lossy", f"some bytes have no meaning in {self.codec}"))
            else:
                text = decode_stray(data)
                faults.append(("encoding-guessed", "bytes that are not UTF-8 were read as Windows-1252"))
        legal = _ILLEGAL.sub("", text)
        if len(legal) != len(text):
            count = len(text) - len(legal)
            faults.append(("control-characters", f"{count} control characters, which XML cannot hold, were removed"))
        return legal, tuple(faults)

    def _with_usual_prefixes(self, text: str) -> str:
        """Return an element whose tags have the prefixes by which fields are found, whatever the root calls them."""
        usual = {uri: prefix for prefix, uri in USUAL.items()}
        others = {prefix: usual[uri] for prefix, uri in self.namespaces.items() if usual.get(uri, prefix) != prefix}
        if not others:
            return text
        tag = re.compile(rf"(</?)({'|'.join(map(re.escape, others))})(?=:)")
        parts = split_sections(text)
        parts[::2] = [tag.sub(lambda found: found[1] + others[found[2]], part) for part in parts[::2]]
        return "".join(parts)

    def _declare_strangers(self, text: str) -> None:
        outside = "".join(split_sections(text)[::2])
        strangers = {name for pair in _PREFIX.findall(outside) for name in pair if name} - self.namespaces.keys()
        strangers -= {"xml", "xmlns"}
        if strangers and len(self.namespaces) < 100:
            named = {prefix: f"urn:undeclared:{prefix}" for prefix in sorted(strangers)}
            self.declare(self.namespaces | named | _meant(outside, strangers))


def _meant(outside: str, strangers: set[str]) -> dict[str, str]:
    """Return what prefixes that nothing declares stand for, as far as the names behind them tell.

    Of two for texts the first is the body's: so WordPress orders them.
    """
    found: dict[str, list[str]] = {}
    for prefix, name in _TELLING.findall(outside):
        if prefix in strangers and prefix not in found.setdefault(name, []):
            found[name].append(prefix)
    kinds = {
        **dict.fromkeys(("wxr_version", "base_blog_url", "post_id"), (WP,)),
        "creator": (DC,),
        "encoded": (CONTENT, EXCERPT),
    }
    return {
        prefix: uri[1:-1]
        for name, uris in kinds.items()
        for prefix, uri in zip(found.get(name, ()), uris, strict=False)
    }


def declared_codec(head: bytes) -> str:
    """Return the codec that the XML declaration names for what is not UTF-8; "" for UTF-8 itself or none."""
    found = _DECLARED.search(head)
    codec = codec_for(found[1].decode()) if found else ""
    return "" if codec.startswith("utf-") else codec


def local_name(tag: str) -> str:
    """Return a tag's name without its namespace; damaged tags may hold a colon."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def text_of(element: etree._Element) -> str:
    """Return an element's text; where markup was not escaped, the markup too. Linear, unlike `itertext()`."""
    if not len(element):
        return element.text or ""
    written = etree.tostring(element, encoding="unicode", with_tail=False)
    inner = written[written.index(">") + 1 : written.rindex("<")]
    return re.sub(r' xmlns:[\w.-]+="[^"]*"', "", inner)


def unwrapped(text: str) -> str:
    """Return a field's text without the marks of a CDATA section that stands in its section: it was wrapped twice.

    Browsers would show nothing of it.
    """
    while (inner := text.strip()).startswith(_SECTION):
        text = inner.removeprefix(_SECTION).removesuffix("]]>")
    return text


def _canonical(prefix: str, uri: str) -> str:
    return next((name for pattern, name in CANONICAL if pattern.fullmatch(uri)), USUAL.get(prefix, uri))


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        huge_tree=True, resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=True, recover=recover
    )


def _mend_references(text: str) -> str:
    """Outside CDATA sections: HTML's named references become characters, other ampersands and "]]>" themselves."""
    parts = split_sections(text)
    parts[::2] = [_AMPERSAND.sub(_mend_reference, with_pairs(part)).replace("]]>", "]]&gt;") for part in parts[::2]]
    return "".join(parts)


def _close_sections(text: str) -> str:
    """Close a CDATA section that runs into the next one (or into the end) where its field ends."""
    parts, at, closed = [], 0, -1
    while (opened := text.find("<![CDATA[", at)) >= 0:
        inside = opened + len("<![CDATA[")
        following = text.find("<![CDATA[", inside)
        limit = following if following >= 0 else len(text)
        if closed < inside:
            closed = text.find("]]>", inside)
            closed = len(text) if closed < 0 else closed
        if closed > limit or closed == len(text):
            field_end = _FIELD_END.search(text, inside, limit)
            if field_end:
                parts.append(text[at : field_end.start()] + "]]>")
                at = field_end.start()
                continue
        parts.append(text[at : closed + 3])
        at = closed + 3
    return "".join([*parts, text[at:]])


def _mend_reference(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name:
        if name in _XML_NAMES:
            return found[0]
        character = html.unescape(found[0])
        return found[0].replace("&", "&amp;") if character == found[0] else html.escape(character)
    if not hexadecimal and not decimal:
        return "&amp;"
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    legal = number < 0x110000 and not _ILLEGAL.match(chr(number))
    return found[0] if legal else ""
