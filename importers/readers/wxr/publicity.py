"""Who may read an item here: nothing is published that was not public where it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from importers.readers.wxr import forums
from importers.readers.wxr.context import Context, Item
from importers.readers.wxr.members import key_in_remnants, why_members_only
from importers.readers.wxr.mending import split_sections
from importers.records import Issue
from importers.wordpress import POST_STATUS

# What WordPress links to where a type has no public addresses: a public one is named by a path or its own variable.
_HIDDEN = re.compile(r"[?&]post_type=[^&]{1,100}&(?:amp;|#038;)?p=\d")
_TYPE = re.compile(r"[\w-]{1,100}")
_CALLED = {"draft": "a draft", "in_review": "in review", "private": "private", "archived": "archived"}


class Lost(NamedTuple):
    """What becomes of an item whose field is lost with what is damaged; `remnant` is what is left of the tag."""

    remnant: bytes
    status: str
    code: str
    message: str


# What every item of a file says where one does.
_LOST = {
    "post_password": Lost(
        b"post_pass", "private", "private-password",
        "whether a password protected it is lost with what is damaged; it is private now",
    ),
    "status": Lost(
        b"wp:stat", "draft", "status-unknown", "its status is lost with what is damaged; it is a draft now"
    ),
    "post_type": Lost(
        b"post_typ", "draft", "status-unknown",
        "of which type it is, is lost with what is damaged; it is a draft now",
    ),
}  # fmt: skip
_MARK = re.compile(r"<wp:(post_id|post_password|post_type|status)[\s>]")
_NUMBER = re.compile(r"(?:<!\[CDATA\[)?\s{0,99}(\d{1,20})")


def is_broken(issues: Iterable[Issue]) -> bool:
    """Say whether an item is damaged, so that what it does not say may be lost."""
    return any(issue.code == "markup-broken" for issue in issues)


def _is_damaged(name: str, item: Item, raw: bytes, issues: Iterable[Issue], context: Context) -> bool:
    """Say whether what told who may read an item may have gone with its damage."""
    if not is_broken(issues):
        return False
    if _is_anothers(name, raw):
        return True
    if name in item.values:
        return name == "post_type" and not _TYPE.fullmatch(item.word(name))
    return name in context.told or _LOST[name].remnant in raw.lower()


def _is_anothers(name: str, raw: bytes) -> bool:
    """Say whether a field stands behind the number of another item, which ran together with this one."""
    parts, seen, own = split_sections(raw.decode("utf-8", "replace")), set(), ""
    for index in range(0, len(parts), 2):
        for mark in _MARK.finditer(parts[index]):
            seen.add(mark[1])
            if mark[1] == "post_id":
                told = _NUMBER.match(parts[index][mark.end() :].strip() or "".join(parts[index + 1 : index + 2]))
                if told and own and told[1] != own:
                    return name not in seen
                own = own or (told[1] if told else "")
    return False


def status_of(item: Item, post_type: str, where: str, issues: list[Issue], context: Context, raw: bytes) -> str:
    """Return what the item may be here; its own word stays in meta."""
    status = _stated(item, where, issues)
    for name, lost in _LOST.items():
        if status == "published" and _is_damaged(name, item, raw, issues, context):
            status = lost.status
            issues.append(Issue(lost.code, where, lost.message))
    if not issues and len(context.told) < len(_LOST):
        context.told |= item.values.keys() & _LOST.keys()
    if status == "published" and post_type not in ("post", "page"):
        status = _of_another_type(item, post_type, where, issues, context)
    why = why_members_only(item) or (key_in_remnants(item, raw) if is_broken(issues) else "")
    if status == "published" and why:
        status = "private"
        issues.append(Issue("members-only", where, f"{why} showed text to members only; the post is private now"))
    return status


def stands_alone(item: Item, issues: Iterable[Issue]) -> bool:
    """Say whether an attachment hung on no post, so that it had a page for itself which anyone could read.

    One that names a parent is as public as that, wherever it is; of one that is damaged nobody knows what it named.
    """
    if is_broken(issues) and not {"post_parent", "post_password"} <= item.values.keys():
        return False
    is_public = item.word("status") in ("inherit", "publish") and not item.get("post_password")
    return is_public and not item.number("post_parent") and not why_members_only(item)


def _of_another_type(item: Item, post_type: str, where: str, issues: list[Issue], context: Context) -> str:
    """Return what a published item may be that is neither a post nor a page."""
    if _HIDDEN.search(item.get("link")):
        message = f"no visitor could see items of the type {post_type} at an address of their own; it is a draft now"
        issues.append(Issue("type-not-public", where, message))
        return "draft"
    if post_type in forums.TYPES and (why := context.forums.why_hidden(item.number("post_id"))):
        issues.append(Issue("forum-private", where, f"{why}; it is private now"))
        return "private"
    return "published"


def _stated(item: Item, where: str, issues: list[Issue]) -> str:
    stated = item.get("status")
    word = item.word("status")
    status = POST_STATUS.get(word, "")
    if word == "future":
        issues.append(Issue("scheduled-draft", where, f"was scheduled for {item.get('post_date')}; it is a draft now"))
    if word == "inherit":
        status = "draft"
        issues.append(Issue("status-unknown", where, "has its parent's status, which is not told; it is a draft now"))
    elif not status:
        status = "draft"
        message = f"“{stated}” is not a status; it is a draft now" if stated else "has no status; it is a draft now"
        issues.append(Issue("status-unknown", where, message))
    if item.get("post_password"):
        status = "private" if status == "published" else status
        issues.append(Issue("private-password", where, f"was protected by a password; it is {_CALLED[status]} now"))
    return status
