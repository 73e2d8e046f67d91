"""How much one sender may send and one post may get in a while. Counted in the database, so that the workers of all
machines count alike.

    with transaction.atomic():
        throttling.admit(
            throttling.from_address(address, settings.COMMENTS_PER_ADDRESS),
            throttling.under_post(post, settings.COMMENTS_PER_POST),
        )

What is refused is not counted; neither is what is rolled back.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from blog import locking
from blog.models import Arrival

if TYPE_CHECKING:
    from blog.models import Post

SALT = "blog.throttling"
SWEPT_ONCE_IN = 500  # arrivals: then those of longer ago than any limit looks back are deleted
KEPT = dt.timedelta(days=1)  # at least; longer where a limit looks back longer
# The settings that limit what comes in: what one of them counts, a request that another limits must not forget.
LIMITS = ("COMMENTS_PER_ADDRESS", "COMMENTS_PER_POST", "MENTIONS_PER_ADDRESS", "MENTIONS_PER_POST")

# So many in so many seconds; 0 of them: no limit.
Limit = tuple[int, int]


class Throttled(Exception):  # noqa: N818 - said as it is
    """Too many came; `retry_after` seconds (at least 1) from now the next may. `whose` is "address" or "post"."""

    def __init__(self, retry_after: int, whose: str) -> None:
        super().__init__(f"too many of this {whose}; again in {retry_after} s")
        self.retry_after = retry_after
        self.whose = whose


@dataclass(frozen=True, slots=True)
class Claim:
    """What something that comes in counts against."""

    whose: str
    key: str
    limit: Limit


def from_address(address: str, limit: Limit, kind: str = "comment") -> Claim:
    """Count what an IP address sends; the addresses of an IPv6 network of 64 bits count as one."""
    return Claim("address", _key(f"{kind} of {counted_as(address)}"), limit)


def under_post(post: Post, limit: Limit, kind: str = "comment") -> Claim:
    """Count what comes in for a post."""
    return Claim("post", _key(f"{kind} under {post.pk}"), limit)


def admit(*claims: Claim, holding: str = "") -> None:
    """Count one arrival against all claims, or raise Throttled; within a transaction, to whose end each is held.

    `holding`: a name of the caller's that is held before them.
    """
    claims = tuple(
        sorted((claim for claim in claims if claim.limit[0] > 0), key=lambda claim: (claim.whose, claim.key))
    )
    # Everywhere in one order, so that no two wait for each other; a post, which many share, is held last.
    locking.hold(*filter(None, [holding]), *(f"arrivals {claim.key}" for claim in claims))
    if not claims:
        return
    now = timezone.now()
    counted = Q()
    for claim in claims:
        counted |= Q(key=claim.key, at__gt=now - dt.timedelta(seconds=claim.limit[1]))
    known = dict(Arrival.objects.filter(counted).order_by().values_list("key").annotate(Count("pk")))
    for claim in claims:
        if known.get(claim.key, 0) >= claim.limit[0]:
            raise Throttled(_wait(claim, now), claim.whose)
    Arrival.objects.bulk_create([Arrival(key=claim.key, at=now) for claim in claims])
    if random.randrange(SWEPT_ONCE_IN) == 0:  # noqa: S311 - chance, no secret
        forget(longest=max(claim.limit[1] for claim in claims))


def _wait(claim: Claim, now: dt.datetime) -> int:
    """Return in how many seconds so many have gone out of sight that there is room for one."""
    allowed, seconds = claim.limit
    since = now - dt.timedelta(seconds=seconds)
    newest = Arrival.objects.filter(key=claim.key, at__gt=since).order_by("-at").values_list("at", flat=True)
    return max(1, math.ceil((newest[allowed - 1] - since).total_seconds()))


def forget(longest: int = 0) -> int:
    """Delete arrivals that no limit counts any more and return how many.

    `longest`: seconds that a limit looks back which is none of LIMITS.
    """
    longest = max(longest, *(getattr(settings, name)[1] for name in LIMITS))
    before = timezone.now() - max(KEPT, dt.timedelta(seconds=longest))
    return Arrival.objects.filter(at__lt=before).delete()[0]


def counted_as(address: str) -> str:
    """Return what an address counts as: whoever has one of an IPv6 /64 has all; an IPv4 in disguise is that IPv4."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        # Below 1000:: are addresses of this machine.
        return str(ipaddress.IPv6Network((found, 64), strict=False)) if int(found) >> 124 else str(found)
    return str(found)


def _key(text: str) -> str:
    return salted_hmac(SALT, text, secret=settings.SECRET_KEY).hexdigest()[:40]
