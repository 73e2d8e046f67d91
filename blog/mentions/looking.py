"""One look at the page that is said to mention a post: fetched, read, and nothing stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum
from http import HTTPStatus

from blog import fetching
from blog.fetching import Fetched, FetchError, NoHostError, PassingError
from blog.mentions import describing, pages, targets
from blog.mentions.describing import Description
from blog.mentions.pingback import Code
from blog.models import Mention
from blog.text.wording import Problem
from blog.text.wording import gettext_noop as _

LATEST = dt.timedelta(days=1)  # that a site may ask us to wait
PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


class Outcome(Enum):
    """What a look at a source shows."""

    LINKS = "links"
    NO_LINK = "no link"
    GONE = "gone"
    CLOSED = "closed"  # it will not be read, now or later
    PASSING = "passing"  # it may be read later


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of a look; a problem wherever there is no link; what the page says where there is one."""

    outcome: Outcome
    problem: Problem | None = None
    description: Description = field(default_factory=Description)
    wait: dt.timedelta | None = None  # what the site asked for

    @property
    def code(self) -> Code:
        """Return pingback's word for it."""
        return Code.NO_LINK if self.outcome is Outcome.NO_LINK else Code.NO_SOURCE


def look(mention: Mention) -> Found:
    """Fetch a source and say whether it links to the post."""
    try:
        answer = fetching.fetch(mention.source_url, accept=pages.ACCEPT)
    except NoHostError as problem:
        return Found(Outcome.CLOSED, problem)
    except PassingError as problem:
        return Found(Outcome.PASSING, problem)
    except FetchError as problem:
        return Found(Outcome.CLOSED, problem)
    if answer.status != HTTPStatus.OK:
        return _without_page(answer)
    media_type = answer.media_type or "text/html"
    if not pages.is_readable(media_type):
        return Found(Outcome.CLOSED, Problem(_("The source is no page but %(type)s."), type=media_type[:80]))
    page = pages.read(answer.url, answer.headers.get("content-type", ""), answer.body)
    found = targets.links_to(mention.post, pages.links(page))
    if not found:
        return Found(Outcome.NO_LINK, Problem(_("The source does not link to the post.")))
    return Found(Outcome.LINKS, description=describing.describe(page, found))


def _without_page(answer: Fetched) -> Found:
    status = answer.status
    said = Problem(_("The source answers %(status)d."), status=status)
    if status in GONE:
        return Found(Outcome.GONE, said)
    if status in PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        seconds = answer.headers.get("retry-after", "")
        wait = dt.timedelta(seconds=int(seconds)) if seconds.isdecimal() and len(seconds) < 8 else None
        return Found(Outcome.PASSING, said, wait=min(wait, LATEST) if wait else None)
    return Found(Outcome.CLOSED, said)
