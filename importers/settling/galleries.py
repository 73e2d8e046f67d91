"""Galleries and playlists of a body, and alternative texts that its pictures lack: from the attachments they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.db.models import Q

from blog.models import Attachment
from blog.text import shortcodes, stand_ins
from blog.text.plain import plain_text
from importers.records import Issue
from importers.rewriting import PICTURE, Body, Rewrite, Rewritten, lacking_alt

MOST = 1000  # attachments that one gallery shows

_MARKED = re.compile(r'(?:<p>\s*)?<span class="shortcode">\[(gallery|playlist)((?:\s[^\[\]<>]*)?)\]</span>(?:\s*</p>)?')
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|svg|avif|tiff?|heic)$", re.IGNORECASE)
_RECORDING = re.compile(r"\.(?:mp3|m4a|ogg|oga|opus|wav|flac|wma|aac)$", re.IGNORECASE)
_FILM = re.compile(r"\.(?:mp4|m4v|webm|ogv|mov|wmv|flv)$", re.IGNORECASE)
_COLUMNS = re.compile(r"[1-9]")


@dataclass(frozen=True, slots=True)
class Listed:
    """What a gallery asks for: ids in their order, or, without any, what was attached to the post."""

    name: str
    named: Mapping[str, str]
    ids: tuple[str, ...]
    excluded: frozenset[str]

    @classmethod
    def of(cls, found: re.Match[str]) -> Listed:
        """Read a marked shortcode."""
        named, _ = shortcodes.attributes(found[2].replace("&quot;", '"').removesuffix("/"))
        ids = _ids(named.get("ids") or named.get("include") or "")
        return cls(found[1], named, ids, frozenset(_ids(named.get("exclude", ""))))

    def holds(self, attachment: Attachment) -> bool:
        """Say whether an attachment of the post is one of its own accord."""
        address = attachment.original_url.partition("?")[0]
        form = _PICTURE if self.name == "gallery" else _FILM if self.named.get("type") == "video" else _RECORDING
        return bool(form.search(address)) and attachment.original_id not in self.excluded


def _ids(value: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d{1,20}", value)[:MOST])


def gather(found: Sequence[Body]) -> Rewrite:
    """Look up the attachments that these bodies name, and those of the posts whose galleries name none."""
    ids: set[str] = set()
    posts: set[int] = set()
    for body in found:
        ids.update(filter(None, map(lacking_alt, PICTURE.findall(body.text))))
        for marked in _MARKED.finditer(body.text):
            listed = Listed.of(marked)
            ids.update(listed.ids)
            if not listed.ids:
                posts.add(body.post_id)
    by_id: dict[str, Attachment] = {}
    by_post: dict[int, list[Attachment]] = {}
    for attachment in _attachments(found[0].source_id, ids, posts):
        if attachment.original_id in ids:
            by_id.setdefault(attachment.original_id, attachment)
        if attachment.post_id in posts:
            by_post.setdefault(attachment.post_id, []).append(attachment)
    return _Hanging(by_id, by_post).rewrite


def _attachments(source_id: int, ids: Iterable[str], posts: Iterable[int]) -> Iterable[Attachment]:
    names, rows = sorted(ids), Attachment.objects.filter(source=source_id)
    columns = ("original_id", "original_url", "title", "alt", "caption", "post_id", "source_meta", "file")
    for start in range(0, len(names), 500):
        yield from rows.filter(original_id__in=names[start : start + 500]).only(*columns)
    if posts:
        known = Q(original_id__in=names) if len(names) <= 500 else Q(pk=None)
        yield from rows.filter(post__in=list(posts)).exclude(original_id="").exclude(known).only(*columns)


@dataclass(slots=True)
class _Hanging:
    by_id: Mapping[str, Attachment]
    by_post: Mapping[int, Sequence[Attachment]]

    def rewrite(self, body: Body) -> Rewritten:
        """Show what the marked galleries name; one of which nothing is here stays marked."""
        absent: list[str] = []
        waiting = False

        def shown(found: re.Match[str]) -> str:
            nonlocal waiting
            listed = Listed.of(found)
            attachments = self._of(listed, body.post_id)
            here = {attachment.original_id for attachment in attachments}
            absent.extend(number for number in listed.ids if number not in here)
            if not attachments:
                waiting = True
                if not listed.ids:
                    absent.append("those of the post itself")
                return found[0]
            return gallery(attachments, listed) if listed.name == "gallery" else playlist(attachments, listed)

        text = _MARKED.sub(shown, body.text)
        text = PICTURE.sub(self._with_alt, text)
        issues: tuple[Issue, ...] = ()
        if absent:
            more = f" and {len(absent) - 10} more" if len(absent) > 10 else ""
            message = f"attachments of a gallery that are not in the file: {', '.join(absent[:10])}{more}"
            issues = (Issue("gallery-incomplete", body.origin, message),)
        return Rewritten(text, missing=waiting, issues=issues)

    def _of(self, listed: Listed, post_id: int) -> list[Attachment]:
        if listed.ids:
            found = [self.by_id[number] for number in listed.ids if number in self.by_id]
        else:
            own = [*self.by_post.get(post_id, ()), *(a for a in self.by_id.values() if a.post_id == post_id)]
            found = sorted({a.pk: a for a in own if listed.holds(a)}.values(), key=_place)[:MOST]
            if listed.named.get("orderby", "").lower().startswith("title"):
                found.sort(key=lambda attachment: attachment.title)
        return found[::-1] if listed.named.get("order", "").upper() == "DESC" else found

    def _with_alt(self, found: re.Match[str]) -> str:
        """Give a picture without an alternative text that of its attachment."""
        attachment = self.by_id.get(lacking_alt(found[0]))
        if attachment is None or not attachment.alt:
            return found[0]
        tag = re.sub(r"\salt\s*=\s*(?:\"\"|'')", "", found[0])
        return f'<img alt="{escape(attachment.alt)}"{tag[4:]}'


def _place(attachment: Attachment) -> tuple[int, int, str]:
    """Order as WordPress did: by the place given by hand, then by id."""
    order = attachment.source_meta.get("menu_order") if isinstance(attachment.source_meta, dict) else 0
    number = attachment.original_id
    return (order if isinstance(order, int) else 0, int(number) if number.isdigit() else 0, number)


def gallery(attachments: Sequence[Attachment], listed: Listed) -> str:
    """Return a figure of figures, each picture linked to its file unless the gallery says that none is."""
    columns = _COLUMNS.fullmatch(listed.named.get("columns", "3"))
    linked = listed.named.get("link") != "none"
    shown = "\n".join(_picture(attachment, linked) for attachment in attachments)
    return f'\n<figure class="gallery gallery-columns-{columns[0] if columns else 3}">\n{shown}\n</figure>\n'


def _picture(attachment: Attachment, linked: bool) -> str:
    address = _written(_address(attachment))
    alt = attachment.alt or (plain_text(attachment.caption) if attachment.caption else attachment.title)
    picture = f'<img src="{address}" alt="{_written(alt)}">'
    if linked:
        picture = f'<a href="{address}">{picture}</a>'
    return stand_ins.figure(picture, _caption(attachment))


def playlist(attachments: Sequence[Attachment], listed: Listed) -> str:
    """Return a list of players, each under its title."""
    kind = "video" if listed.named.get("type") == "video" else "audio"
    items = []
    for attachment in attachments:
        address = _written(_address(attachment))
        title = _written(attachment.title or _address(attachment).rpartition("/")[2])
        player = f'<{kind} controls src="{address}"><a href="{address}">{title}</a></{kind}>'
        items.append(f'<li><a href="{address}">{title}</a><br>{player}</li>')
    return '\n<ol class="playlist">\n{}\n</ol>\n'.format("\n".join(items))


def _address(attachment: Attachment) -> str:
    return attachment.original_url or attachment.address


def _caption(attachment: Attachment) -> str:
    """Return a caption on one line, its brackets no shortcodes."""
    return " ".join(attachment.caption.split()).replace("[", "&#91;")


def _written(text: str) -> str:
    return escape(text).replace("[", "&#91;").replace("]", "&#93;")
