"""From a record as found to the record that will be stored: repaired, then validated, then sanitized.

Pure: no ORM, no settings, no clock. The same record with the same evidence always gives the same result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import field, replace
from functools import lru_cache
from typing import Any

from blog.text import folding, languages, markup, mojibake, plain, rendering, showing, styles
from blog.text.levels import Level
from blog.text.titles import name_line, one_line
from importers import identity, laying_out, linking, validating
from importers.frozen import frozen, replaced
from importers.identity import part_name
from importers.linking import Link
from importers.noting import Desk, Setting
from importers.records import (
    AttachmentRecord,
    AuthorRecord,
    CommentRecord,
    FieldRepair,
    FieldSource,
    Issue,
    NoteRecord,
    PostRecord,
    TermRecord,
    TrackbackRecord,
)

SURE_LANGUAGE = 0.95  # from here on a guessed language is likely

_EMPTY_WHEN_GUESSED: Mapping[str, Any] = {
    "author": None,
    "published": None,
    "language": "",
    "excerpt": "",
    "categories": (),
    "tags": (),
    "original_url": "",
}
_DRAFT_WHEN_GUESSED = {"title": "title-guessed", "body": "body-guessed"}


@frozen
class Prepared:
    """A record as found and ready to be stored, what was repaired in it, and what there is to say about it.

    `words` are excerpt and body as search indexes them, `shortcodes` those in the body that nothing stands for,
    `feedback` identity and content hash of each comment, then of each trackback, `styles` the kinds of styles in its
    tags that nothing is made of, `links` where the body leads to.
    """

    found: PostRecord
    record: PostRecord
    words: str = ""
    repairs: tuple[FieldRepair, ...] = ()
    issues: tuple[Issue, ...] = ()
    shortcodes: Counter[str] = field(default_factory=Counter)
    feedback: tuple[tuple[str, str], ...] = ()
    styles: Counter[str] = field(default_factory=Counter)
    links: tuple[Link, ...] = ()


def prepare(found: PostRecord, setting: Setting) -> Prepared:
    """Prepare a post or page with its feedback."""
    desk = Desk(found.origin, setting)
    record = _without_guesses(found, desk)
    told = _told_of_it(record, desk)
    laid_out = laying_out.lay_out(record, setting.shortcodes)
    for code, message in laying_out.remarks(laid_out):
        desk.say(code, message)
    body_format = laid_out.body_format
    body = desk.text("body", laid_out.body, html=body_format in ("html", "wordpress"))
    body_html = _rendered(desk, body, body_format)
    links = tuple(linking.links(body, body_format))  # here, where the body was just looked through
    language, fields = _language(record, body_html, setting)
    particulars = _particulars(record, desk)
    notes = tuple(_note(note, desk) for note in record.translation_notes)
    comments = _comments(record.comments, desk)
    trackbacks = tuple(_trackback(index, trackback, desk) for index, trackback in enumerate(record.trackbacks))
    prepared = replaced(
        record,
        **told,
        **particulars,
        **_names(record, setting.proved),
        body_format=body_format,
        body=body,
        body_html=body_html,
        language=language,
        fields=fields,
        comments=comments,
        trackbacks=trackbacks,
        translation_notes=notes,
    )
    feedback = identity.marks_of_feedback(identity.of_post(found), found, (comment.parent for comment in comments))
    words = folding.index_text(f"{told['excerpt']}\n{plain.words_of(body_html)}")
    unseen = styles.left_out(body) if body_format != "text" else Counter()
    said = (tuple(desk.repairs), tuple(desk.issues), laid_out.unknown, feedback, unseen, links)
    return Prepared(found, prepared, words, *said)


def _told_of_it(record: PostRecord, desk: Desk) -> dict[str, Any]:
    """Return the texts that tell of a post where it is not itself."""
    limits = validating.LENGTHS["post"]
    return {
        "title": desk.text("title", one_line(record.title), limit=limits["title"]),
        "excerpt": desk.text("excerpt", laying_out.excerpt(record, desk.setting.shortcodes)),
        "seo_title": desk.text("seo_title", one_line(record.seo_title), limit=limits["seo_title"]),
        "seo_description": desk.text("seo_description", record.seo_description.strip()),
    }


def _particulars(record: PostRecord, desk: Desk) -> dict[str, Any]:
    """Return what is no text: when it was published, and by what it is known."""
    limits = validating.LENGTHS["post"]
    return {
        "original_url": desk.checked("original_url", record.original_url, _is_old_address, limits["original_url"]),
        "published": desk.date("published", record.published),
        "modified": desk.date("modified", record.modified),
        "slug": validating.without_illegal(record.slug)[: limits["slug"]],
        "source_id": desk.legal("source_id", record.source_id, limits["source_id"]),
        "guid": desk.legal("guid", record.guid, limits["guid"]),
        "meta": desk.meta(record.meta),
    }


def _names(record: PostRecord, proved: frozenset[str]) -> dict[str, Any]:
    """Return its authors and terms."""
    return {
        "author": prepare_author(record.author, proved)[0] if record.author else None,
        "co_authors": tuple(prepare_author(author, proved)[0] for author in record.co_authors),
        "categories": tuple(prepare_term(term, proved)[0] for term in record.categories),
        "tags": tuple(prepare_term(term, proved)[0] for term in record.tags),
    }


PreparedAttachment = tuple[AttachmentRecord, tuple[FieldRepair, ...], tuple[Issue, ...]]


def prepare_attachment(found: AttachmentRecord, setting: Setting) -> PreparedAttachment:
    """Prepare an attachment."""
    desk = Desk(found.origin, setting)
    limits = validating.LENGTHS["attachment"]
    prepared = replace(
        found,
        source_id=desk.legal("source_id", found.source_id, limits["source_id"]),
        title=desk.text("title", one_line(found.title), limit=limits["title"]),
        alt=desk.text("alt", found.alt, limit=limits["alt"]),
        caption=desk.text("caption", found.caption, html=True),
        description=desk.text("description", found.description, html=True),
        url=desk.checked("url", found.url, validating.is_web_address, limits["url"]),
        uploaded=desk.date("uploaded", found.uploaded),
        author=prepare_author(found.author, setting.proved)[0] if found.author else None,
    )
    return replace(prepared, meta=desk.meta(found.meta)), tuple(desk.repairs), tuple(desk.issues)


@lru_cache(maxsize=4096)
def prepare_author(
    found: AuthorRecord, proved: frozenset[str] = frozenset()
) -> tuple[AuthorRecord, tuple[FieldRepair, ...]]:
    """Prepare an author; remembered, since every post names one."""
    desk = Desk("", Setting(proved=proved), target="author")
    limits = validating.LENGTHS["author"]
    name = desk.text("name", name_line(found.name), limit=limits["name"])
    login = desk.legal("login", found.login.strip(), limits["login"])
    author = AuthorRecord(
        name=name or login,
        login=login,
        email=desk.checked("email", found.email, validating.is_email, limits["email"]),
        url=desk.checked("url", found.url, validating.is_address, limits["url"]),
        bio=desk.text("bio", found.bio),
        source_id=found.source_id,
    )
    return author, tuple(desk.repairs)


@lru_cache(maxsize=16384)
def prepare_term(found: TermRecord, proved: frozenset[str] = frozenset()) -> tuple[TermRecord, tuple[FieldRepair, ...]]:
    """Prepare a category or tag; remembered, since many posts bear it."""
    desk = Desk("", Setting(proved=proved), target=found.taxonomy)
    limits = validating.LENGTHS[found.taxonomy]
    slug = validating.without_illegal(found.slug)
    name = desk.text("name", name_line(found.name), limit=limits["name"])
    term = replace(
        found,
        slug=slug,
        name=name or slug[: limits["name"]],
        description=desk.text("description", found.description),
        besides=found.besides + tuple(desk.kept.get("whole", {}).items()),
    )
    return term, tuple(desk.repairs)


def _without_guesses(record: PostRecord, desk: Desk) -> PostRecord:
    """Empty what is only guessed (the guess stays in `fields`); a post with a guessed title or body is a draft."""
    changes: dict[str, Any] = {}
    codes = {issue.code for issue in record.issues}
    draft = "checksum-failed" in codes
    for name, source in record.fields.items():
        if source.level is not Level.GUESS:
            continue
        if name in _EMPTY_WHEN_GUESSED:
            changes[name] = _EMPTY_WHEN_GUESSED[name]
        elif name in _DRAFT_WHEN_GUESSED:
            draft = True
            if _DRAFT_WHEN_GUESSED[name] not in codes:
                desk.say(_DRAFT_WHEN_GUESSED[name], f"the {name} is a guess; the post is a draft")
    if draft and record.status == "published":
        changes["status"] = "draft"
    return replace(record, **changes) if changes else record


def _rendered(desk: Desk, body: str, body_format: str) -> str:
    try:
        return markup.render_body(body, body_format, is_laid_out=True)
    except markup.MarkupTooDeep:
        desk.say("markup-too-deep", "the body is too long or nested too deeply; it was kept as text")
        return rendering.body_html(body, body_format)


def _language(record: PostRecord, body_html: str, setting: Setting) -> tuple[str, Mapping[str, FieldSource]]:
    """Return the language that the file says, or the source's, or the one that the body's words show."""
    stated = languages.normalize_language(record.language)
    if stated or "language" in record.fields:
        return stated, record.fields
    if setting.language:
        source = FieldSource(setting.language, "the source's language", Level.LIKELY)
        return setting.language, {**record.fields, "language": source}
    guess, probability = languages.guess_language(plain.plain_text(body_html))
    if not guess:
        return "", record.fields
    sure = probability >= SURE_LANGUAGE
    source = FieldSource(guess, "the words of the body", Level.LIKELY if sure else Level.GUESS)
    return guess if sure else "", {**record.fields, "language": source}


def _is_old_address(url: str) -> bool:
    return validating.is_web_address(url) or url.startswith("/")


def _note(found: NoteRecord, desk: Desk) -> NoteRecord:
    """Prepare a translation note: it quotes the body, which was repaired too."""
    proved = desk.setting.proved
    text, exact = (mojibake.repair(value, proved).after for value in (found.text, found.exact))
    return replace(found, text=desk.legal("note", text), exact=validating.without_illegal(exact))


def _comments(found: tuple[CommentRecord, ...], desk: Desk) -> tuple[CommentRecord, ...]:
    prepared = []
    for index, comment in enumerate(found):
        desk.target, desk.named = f"comment-{index}", part_name("comment", comment.source_id, index)
        parent = comment.parent
        if parent is not None and not (0 <= parent < len(found) and parent != index):
            desk.say("orphan-comment", f"{desk.named} answers one that is not there; kept at the top level")
            parent = None
        prepared.append(_comment(comment, parent, desk))
    return tuple(prepared)


def _comment(found: CommentRecord, parent: int | None, desk: Desk) -> CommentRecord:
    limits = validating.LENGTHS["comment"]
    author = found.author
    body = desk.text("body", found.body, html=found.body_format == "html")
    writer = AuthorRecord(
        name=desk.text("author_name", name_line(author.name), limit=limits["author_name"]),
        email=desk.checked("author_email", author.email, validating.is_email, limits["author_email"]),
        url=desk.checked("author_url", author.url, validating.is_address, limits["author_url"]),
    )
    return CommentRecord(
        source_id=desk.legal("source_id", found.source_id, limits["source_id"]),
        author=writer,
        address=desk.checked("author_address", validating.without_port(found.address), validating.is_ip_address),
        body=body,
        body_format=found.body_format,
        body_html=_feedback_html(desk, body, found.body_format),
        submitted=desk.date("submitted", found.submitted),
        parent=parent,
        title=desk.text("title", one_line(found.title), limit=limits["title"]),
        status=found.status,
        meta=desk.meta(found.meta),
        fields=found.fields,
    )


def _trackback(index: int, found: TrackbackRecord, desk: Desk) -> TrackbackRecord:
    desk.target, desk.named = f"trackback-{index}", part_name("trackback", found.source_id, index)
    limits = validating.LENGTHS["trackback"]
    excerpt = desk.text("excerpt", found.excerpt, html=True)
    return TrackbackRecord(
        source_id=desk.legal("source_id", found.source_id, limits["source_id"]),
        kind=found.kind,
        title=desk.text("title", one_line(found.title), limit=limits["title"]),
        blog_name=desk.text("blog_name", one_line(found.blog_name), limit=limits["blog_name"]),
        url=desk.checked("url", found.url, validating.is_web_address, limits["url"]),
        email=desk.checked("author_email", found.email, validating.is_email, limits["author_email"]),
        address=desk.checked("author_address", validating.without_port(found.address), validating.is_ip_address),
        excerpt=excerpt,
        body_html=_feedback_html(desk, excerpt, "html"),
        received=desk.date("received", found.received),
        status=found.status,
        meta=desk.meta(found.meta),
        fields=found.fields,
    )


def _feedback_html(desk: Desk, body: str, body_format: str) -> str:
    if len(body) > markup.LINKED_SIZE // 4 and len(body.encode("utf-8", "replace")) > markup.LINKED_SIZE:
        desk.say("comment-too-long", f"{desk.named} is over {markup.LINKED_SIZE} bytes; addresses in it are no links")
    try:
        if body_format == "html" and (unseen := showing.unseen(body)):
            desk.say("text-left-out", f"{desk.named}: text in elements that are not shown: {', '.join(unseen)}")
        return markup.render_feedback(body, body_format)
    except markup.MarkupTooDeep:
        desk.say("markup-too-deep", f"{desk.named} is nested too deeply; it was kept as text")
        return rendering.feedback_html(body, body_format)
