"""The body of a record as it will be stored: WordPress's and Movable Type's as honest HTML, any other as it was found.

Done before the text is repaired: what is repaired is looked for later where it stands in the stored body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from blog.text import blocks, bodies, breaks, markup, pictures, plain, showing
from blog.text.bodies import LaidOut
from blog.text.fragments import may_have_comments
from importers.decoding import decode_references
from importers.records import PostRecord

NAMED = 20  # shortcodes or blocks that an issue names


def lay_out(record: PostRecord, shortcodes: frozenset[str]) -> LaidOut:
    """Lay out a record's body; `shortcodes` are the names that the batch proved."""
    body, body_format = record.body, record.body_format
    if body_format == "movable_type":
        body, body_format = breaks.with_breaks(body), "html"
    if markup.is_too_long(body):
        return LaidOut(body, body_format)
    if body_format != "wordpress":
        return LaidOut(pictures.with_addresses(body) if body_format == "html" else body, body_format)
    return bodies.lay_out(_with_footnotes(record), shortcodes)


def _with_footnotes(record: PostRecord) -> str:
    if not may_have_comments(record.body):  # it is a block
        return record.body
    if "wp:footnotes" not in record.body and "wp:core/footnotes" not in record.body:
        return record.body
    told = next((value for key, value in record.meta.get("postmeta", ()) if key == "footnotes"), "")
    return blocks.with_footnotes(record.body, told) if told else record.body


def excerpt(record: PostRecord, shortcodes: frozenset[str]) -> str:
    """Return a record's excerpt as plain text, without the shortcodes of a WordPress one."""
    text = record.excerpt
    if "[" in text and record.body_format == "wordpress":
        laid_out = bodies.lay_out(text, shortcodes).body
        if laid_out != text:
            return plain.plain_text(plain.without_shortcodes(laid_out))
    if "<" in text:
        return plain.plain_text(text)
    return text if record.body_format == "text" else decode_references(text)


def remarks(laid_out: LaidOut) -> Iterator[tuple[str, str]]:
    """Yield the code and the message of what there is to say."""
    if laid_out.unknown:
        yield "shortcode-unknown", f"kept as marked text: {_counted(laid_out.unknown, '[{}]')}"
    if laid_out.dynamic:
        names = _counted(laid_out.dynamic, "{}")
        yield "block-dynamic", f"here stood what WordPress made anew for every visitor: {names}"
    if laid_out.broken:
        yield "block-broken", f"delimiters of blocks that fit no other or cannot be read: {laid_out.broken}"
    if laid_out.body_format != "text" and (unseen := showing.unseen(laid_out.body)):
        yield "text-left-out", f"text in elements that are not shown: {', '.join(unseen)}"
    if laid_out.body_format != "text" and (number := pictures.without_inline(laid_out.body)[1]):
        yield "image-inline", f"pictures that are data in the body: {number}; their alternative texts are shown"


def _counted(names: Counter[str], form: str) -> str:
    told = [form.format(name) + (f" {number}×" if number > 1 else "") for name, number in names.most_common(NAMED)]
    return ", ".join(told) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
