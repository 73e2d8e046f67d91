"""What a file's place in its site says of it: a post, a draft, a page, or no writing at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from importers.decoding import SiteFolder, Tongue
from importers.readers.front_matter.folders import POSTS
from importers.readers.front_matter.site import Site

MARKDOWN = frozenset({".md", ".markdown", ".mkd", ".mkdn", ".mkdown"})
HTML = frozenset({".html", ".htm", ".xhtml"})
PLAIN = frozenset({".textile", ".rst", ".org"})
WRITING = MARKDOWN | HTML | PLAIN | {".txt", ""}
# Folders of a site's machinery. Their templates have headers too.
MACHINERY = frozenset(
    {"_layouts", "_includes", "_sass", "_data", "_site", "_plugins", "layouts", "archetypes", "themes", "scaffolds"}
    | {"node_modules", "vendor"}
)

_NAME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-(.+)")
# A page that goes through the site's posts, tags or pages is a list of them, not writing.
_LISTING = re.compile(
    r"\{[%{]-?[^%{}]{0,200}\b(?:site\.(?:posts|tags|categories|pages|related_posts)|paginator)\b|<!--\s{0,9}pagination"
)


@dataclass(frozen=True, slots=True)
class Place:
    """What a file is by its place: `kind` is post, page or "" where the place does not tell; `why_not` why it is no
    writing; `folders` are Jekyll's categories by folder; `section` is a collection's or Hugo's name for a folder."""

    kind: str = ""
    is_draft: bool = False
    why_not: str = ""
    folders: tuple[str, ...] = ()
    section: str = ""
    path: str = ""  # of a page: where it answered, without its file's ending
    name: str = ""  # without its ending
    day: str = ""  # as the name says it
    prefix: str = ""  # of its language, before whatever else its address says


def place_of(origin: str, folder: SiteFolder | None, site: Site | None, tongue: Tongue) -> Place:
    """Return what a file's place says."""
    path = PurePosixPath(tongue.place or (folder.place if folder else origin))
    stem = path.parent.name if path.stem in ("index", "_index") and path.parent.name and folder else path.stem
    named = _NAME.fullmatch(stem)
    name, day = (named[2], named[1]) if named else (stem, "")
    if folder is None or site is None:
        return Place(is_draft="_drafts" in path.parts, name=name, day=day)
    parts = list(path.parts[:-1])
    if parts and parts[0] in {site.source, "source"} - {""}:
        del parts[0]
    special = next((index for index, part in enumerate(parts) if part in POSTS), None)
    if special is not None:
        return Place(
            "post", parts[special] == "_drafts", folders=tuple(parts[:special]), name=name, day=day, section="posts"
        )
    if why_not := _why_not(parts, path):
        return Place("page", why_not=why_not, name=name)
    if site.maker == "hugo" and parts[:1] == ["content"]:
        return _of_hugo(parts[1:], path, name, day, tongue.prefix)
    collection = parts[0].lstrip("_") if parts and parts[0].startswith("_") else ""
    where = "/".join([collection, *parts[1:]] if collection else parts)
    own = "" if path.stem == "index" else path.stem
    return Place("page", section=collection, path=f"{where}/{own}".lstrip("/"), name=name or "home", day=day)


def _why_not(parts: list[str], path: PurePosixPath) -> str:
    if MACHINERY & set(parts[:1]):
        return "is a template of the site"
    if path.suffix.lower() not in WRITING:
        return "is a template, not a page of text"
    if path.stem == "_index":
        return "heads a list of other pages"
    return ""


def _of_hugo(parts: list[str], path: PurePosixPath, name: str, day: str, prefix: str) -> Place:
    bundle = path.stem == "index"
    where = "/".join(filter(None, [prefix, *(parts if bundle else [*parts, path.stem])]))
    depth = len(parts) - (1 if bundle else 0)
    if depth <= 0:
        return Place("page", path=where, name=name, day=day)
    return Place("post", section=parts[0], path=where, name=name, day=day, prefix=prefix)


def is_listing(body: str) -> bool:
    """Say whether a page only lists others, or says nothing at all."""
    return not body.strip() or bool(_LISTING.search(body))
