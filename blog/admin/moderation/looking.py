"""What was looked at, which retention asks before it deletes: what stood on a screen, not what a page has below it.

A script says what came into sight. Without scripts a page's picture asks for its own address, which names what the page
lists; it is signed, so that no other page can say it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core import signing
from django.http import HttpRequest, HttpResponse

from blog import moderation
from blog.admin.moderation import one
from blog.admin.moderation.items import Item
from blog.admin.people import at_the_desk
from blog.text.keys import key_of

AT_ONCE = 500  # keys that a request may name
_SALT = "blog.admin.moderation.looking"


def shown(request: HttpRequest) -> HttpResponse:
    """Note what a script saw on the screen (POST), or what a page without scripts lists (GET)."""
    one.demand(request, "view")
    keys = _said(request.POST.get("shown", "")) if request.method == "POST" else _signed(request.GET.get("page", ""))
    look(request, keys)
    return HttpResponse(status=204)


def look(request: HttpRequest, keys: Iterable[int]) -> None:
    """Note that who asks has seen feedback, if they may decide about it: one statement, if any."""
    if (keys := list(keys)) and one.may(request, "change"):
        moderation.look(keys, at_the_desk(request))


def unseen(items: Iterable[Item]) -> list[int]:
    """Return the keys of what nobody has looked at yet."""
    return [item.pk for item in items if item.feedback.looked_at is None]


def sign(keys: list[int]) -> str:
    """Return what a page without scripts says when it shows these; nothing for none."""
    return signing.dumps(keys, salt=_SALT) if keys else ""


def _signed(text: str) -> list[int]:
    try:
        found = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return []
    return found[:AT_ONCE] if isinstance(found, list) else []


def _said(text: str) -> list[int]:
    return [key for word in text[: AT_ONCE * 20].split()[:AT_ONCE] if (key := key_of(word))]
