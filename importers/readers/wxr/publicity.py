"""Who may read an item here: nothing is published that was not public where it came from."""

from __future__ import annotations

import re

from importers.readers.wxr import forums
from importers.readers.wxr.context import Context, Item
from importers.readers.wxr.members import why_members_only
from importers.records import Issue
from importers.wordpress import POST_STATUS

# What WordPress links to where a type has no public addresses: a public one is named by a path or its own variable.
_HIDDEN = re.compile(r"[?&]post_type=[^&]{1,100}&(?:amp;|#038;)?p=\d")
_CALLED = {"draft": "a draft", "in_review": "in review", "private": "private", "archived": "archived"}


def status_of(item: Item, post_type: str, where: str, issues: list[Issue], context: Context) -> str:
    """Return what the item may be here; its own word stays in meta."""
    status = _stated(item, where, issues)
    if status == "published" and post_type not in ("post", "page"):
        status = _of_another_type(item, post_type, where, issues, context)
    if status == "published" and (why := why_members_only(item)):
        status = "private"
        issues.append(Issue("members-only", where, f"{why} showed text to members only; the post is private now"))
    return status


def stands_alone(item: Item) -> bool:
    """Say whether an attachment hung on no post, so that it had a page for itself which anyone could read.

    One that names a parent is as public as that, wherever it is.
    """
    is_public = item.get("status") in ("inherit", "publish") and not item.get("post_password")
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
    status = POST_STATUS.get(stated, "")
    if stated == "future":
        issues.append(Issue("scheduled-draft", where, f"was scheduled for {item.get('post_date')}; it is a draft now"))
    if stated == "inherit":
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
