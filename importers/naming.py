"""Slugs for categories and tags that come without one."""

from __future__ import annotations

from collections.abc import Mapping

from blog.text.paths import slugify
from importers.identity import digest


def slug_for(name: str, names: Mapping[str, str]) -> str:
    """Return the slug of a name; `names` are those that bear a slug already.

    Where another name bears it ("C" and "C++"), a few digits of the name's own follow. A name without letters has
    none: the loader makes one.
    """
    slug = slugify(name)
    if not slug or names.get(slug, name).casefold() == name.casefold():
        return slug
    return f"{slug}-{digest(name.casefold())[:6]}"
