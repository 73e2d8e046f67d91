"""Who wrote an item: the login that WordPress names, or those whom a plugin for several authors credits instead.

Co-Authors Plus and PublishPress Authors credit by terms of a taxonomy "author", Molongui by postmeta. Guests are items
of a type of their own, which may stand behind the posts that they wrote; or their names were typed beside the post.
"""

from __future__ import annotations

import re

from blog.text.paths import slugify
from importers.decoding import decode_references
from importers.readers.wxr.context import Context, Item
from importers.records import AuthorRecord, TermRecord

GUEST_TYPES = frozenset({"guest-author", "guest_author"})
TAXONOMY = "author"
_MOLONGUI = "_molongui_author"
# (Simply) Guest Author Name has four keys; the other is what WPBeginner's lesson has themes print.
_TYPED = ("sfly_guest_author_names", "guest-author")
_SERIALIZED = re.compile(r"[aObis]:\d")  # a value of PHP's, no name
_LONGEST = 200  # characters of an author's name


def credited(item: Item, context: Context) -> tuple[AuthorRecord, ...]:
    """Return an item's authors, the first one first."""
    elements = [element for element in item.terms if element.get("domain") == TAXONOMY]
    found = [_of_term(term, context) for term in map(context.terms.used, elements) if term]
    if not found:
        found = [_of_number(value, context) for key, value in item.postmeta if key == _MOLONGUI and "-" in value]
    if not found and (guest := _typed(item, context)):
        found = [guest]
    if not found and (login := item.get("creator")):
        found = [context.author(login)]
    return tuple(dict.fromkeys(found))


def read_guest(item: Item, context: Context) -> AuthorRecord | None:
    """Read an item that is an author and no post; None when it names nobody."""
    meta = item.meta_value
    if item.word("post_type") == "guest-author":
        login = meta("cap-user_login") or item.get("post_name").removeprefix("cap-")
        name = meta("cap-display_name") or f"{meta('cap-first_name')} {meta('cap-last_name')}".strip()
        email, url, bio = meta("cap-user_email"), meta("cap-website"), meta("cap-description")
        linked = context.authors.get(meta("cap-linked_account"))
        if linked is not None:
            context.authors[login] = linked
            return linked
    else:
        login, name = f"guest-{item.number('post_id')}", ""
        email, url = meta("_molongui_guest_author_mail"), meta("_molongui_guest_author_web")
        bio = item.get("content")
    name = decode_references(name or item.get("title") or login)
    if not (name and login):
        return None
    guest = AuthorRecord(name=name, login=login, email=email, url=url, bio=decode_references(bio))
    context.authors[login] = guest
    return guest


def _of_term(term: TermRecord, context: Context) -> AuthorRecord:
    """Find whom a term means: its slug is made of the login, its name is the login or what readers see."""
    slug = term.slug.removeprefix("cap-")
    while (known := _known(term.name, slug, context)) is None and context.meet_guests():
        pass
    return known or context.author(slug, term.name)


def _known(name: str, slug: str, context: Context) -> AuthorRecord | None:
    for login in (name, slug):
        if login in context.authors:
            return context.authors[login]
    for login, author in context.authors.items():
        if slugify(login) == slug:
            context.authors[slug] = author
            return author
    return None


def _of_number(value: str, context: Context) -> AuthorRecord:
    kind, _, number = value.partition("-")
    login = context.author_ids.get(number.strip(), "") if kind == "user" else ""
    while kind == "guest" and value.strip() not in context.authors and context.meet_guests():
        pass
    return context.author(login or value.strip())


def _typed(item: Item, context: Context) -> AuthorRecord | None:
    """Return the guest whose name was typed beside the item: an author who bears that name, where there is one."""
    name = decode_references(next((value for key in _TYPED if (value := item.meta_value(key).strip())), ""))
    if not name or len(name) > _LONGEST or "\n" in name or name.isdigit() or _SERIALIZED.match(name):
        return None
    for author in context.authors.values():
        if author.name == name:
            return author
    email, url, bio = (item.meta_value(f"sfly_guest_author_{told}") for told in ("email", "link", "description"))
    return AuthorRecord(name=name, email=email, url=url, bio=decode_references(bio))
