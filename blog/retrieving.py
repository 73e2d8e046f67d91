"""Fetch the files of attachments from where they were: a few at a time, gently, failures kept with their reasons.

Run by a worker (blog/tasks.py) or by `manage.py fetch_media`. What else has to happen once files are here, others do
who listen to `files_came`.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from django.db.models import F, QuerySet
from django.dispatch import Signal
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from blog import attaching, fetching
from blog.attaching import NotMedia
from blog.fetching import FetchError
from blog.models import Attachment, Source
from blog.text.wording import Problem

MAX_BYTES = 200_000_000
MAX_SECONDS = 300.0
AT_ONCE = 4
AT_ONE_HOST = 2
PAUSE = 0.1  # seconds between two requests of one line to a host
CHUNK = 100
ADDRESSES = 4  # of one file that are tried
IN_MEMORY = 1 << 20  # bytes of a file before it goes to the disk

files_came = Signal()  # sources: the keys of the blogs of which files came

Job = tuple[Attachment, BinaryIO | None, str | Problem]  # a file and its address, or the reason why there is none


@dataclass(slots=True)
class Retrieved:
    """What came of a round of fetching."""

    counts: Counter[str] = field(default_factory=Counter)  # fetched, failed
    failures: list[dict[str, Any]] = field(default_factory=list)
    sources: set[int] = field(default_factory=set)

    def as_dict(self) -> dict[str, Any]:
        """Return the object that `--json` prints."""
        waiting = Attachment.objects.filter(fetch=Attachment.Fetch.WANTED).count()
        counts = {name: self.counts[name] for name in ("fetched", "failed")}
        return {**counts, "waiting": waiting, "failures": self.failures, "error": None}


def retry(attachments: QuerySet[Attachment]) -> int:
    """Wish again for the files that could not be fetched; return how many."""
    failed = attachments.filter(fetch=Attachment.Fetch.FAILED, file="")
    return failed.order_by().update(fetch=Attachment.Fetch.WANTED)


def wanted_of(source: Source | int | None = None) -> QuerySet[Attachment]:
    """Return the attachments whose files are wanted, of one source if it is given."""
    wanted = Attachment.objects.filter(fetch=Attachment.Fetch.WANTED, file="")
    return wanted if source is None else wanted.filter(source=source)


def fetch_wanted(
    source: Source | int | None = None, beat: Callable[[], None] = lambda: None, seconds: float | None = None
) -> Retrieved:
    """Fetch all files that are wanted, each once, or those for which `seconds` are enough.

    `beat` may raise to stop between two; what was fetched is kept.
    """
    begun = time.monotonic()
    wanted = wanted_of(source).order_by("pk")
    result = Retrieved()
    try:
        last = 0
        while (seconds is None or time.monotonic() - begun < seconds) and (
            chunk := list(wanted.filter(pk__gt=last)[:CHUNK])
        ):
            last = chunk[-1].pk
            for attachment, file, said in _downloads(chunk):
                _take(result, attachment, file, said)
                beat()
    finally:
        # Without news too: an earlier round may have been killed before anybody heard of what it fetched.
        files_came.send(sender=Attachment, sources=sorted(result.sources or _with_fetched(source)))
    return result


def addresses_of(attachment: Attachment) -> list[str]:
    """Return where a file may be: its own address, then those under which pages showed it."""
    seen = attachment.source_meta.get("addresses", []) if isinstance(attachment.source_meta, dict) else []
    found = [attachment.original_url, *(address for address in seen if isinstance(address, str))]
    return list(dict.fromkeys(address for address in found if address))[:ADDRESSES]


def _downloads(attachments: Sequence[Attachment]) -> Iterator[Job]:
    """Yield what came of each, as it comes: few at once, fewer at one host, and no database in the threads."""
    lines: dict[str, deque[Attachment]] = defaultdict(deque)
    for attachment in attachments:
        lines[_host(attachment.original_url)].append(attachment)
    running: dict[Future[Job], str] = {}
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="media")
    try:
        while lines or running:
            for host in list(lines):
                while len(running) < AT_ONCE and lines[host] and _running_at(host, running) < AT_ONE_HOST:
                    running[pool.submit(_download, lines[host].popleft())] = host
                if not lines[host]:
                    del lines[host]
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                del running[future]
                yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _running_at(host: str, running: dict[Future[Job], str]) -> int:
    return sum(other == host for other in running.values())


def _download(attachment: Attachment) -> Job:
    said: Problem | None = None
    for address in addresses_of(attachment):
        time.sleep(PAUSE)
        file: Any = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - goes to the caller
        try:
            answer = fetching.fetch(address, limit=MAX_BYTES, seconds=MAX_SECONDS, into=file)
        except FetchError as error:
            said = said or error  # the reason of the first address: the others are guesses
        except OSError as error:
            said = said or Problem(str(error))
        else:
            if answer.status == HTTPStatus.OK and file.tell():
                return attachment, file, answer.url
            said = said or _said_by_server(answer.status)
        file.close()
    return attachment, None, said or Problem(_("It has no address."))


def _take(result: Retrieved, attachment: Attachment, file: BinaryIO | None, said: str | Problem) -> None:
    """Store what came of one attachment, unless it was given a file, or deleted, meanwhile."""
    here = Attachment.objects.filter(pk=attachment.pk, fetch=Attachment.Fetch.WANTED, file="")
    name = urlsplit(str(said)).path if file else ""
    try:
        if not here.exists():
            return
        if file is not None:
            kept = attaching.keep(file, name)
            attaching.attach(
                attachment, kept, fetch=Attachment.Fetch.FETCHED, fetch_problem="", fetch_tries=F("fetch_tries") + 1
            )
            result.counts["fetched"] += 1
            result.sources |= {attachment.source_id} if attachment.source_id else set()
            return
    except NotMedia as error:
        said = error
    except FileNotFoundError:
        said = Problem(_("It went away again."))
    finally:
        if file is not None:
            file.close()
    problem = said.told(gettext) if isinstance(said, Problem) else said
    here.update(fetch=Attachment.Fetch.FAILED, fetch_problem=problem[:500], fetch_tries=F("fetch_tries") + 1)
    result.counts["failed"] += 1
    result.failures.append({"attachment": attachment.pk, "url": attachment.original_url, "reason": str(said)})


def _with_fetched(source: Source | int | None) -> set[int]:
    fetched = Attachment.objects.filter(fetch=Attachment.Fetch.FETCHED, source__isnull=False)
    if source is not None:
        fetched = fetched.filter(source=source)
    return {key for key in fetched.order_by().values_list("source_id", flat=True).distinct() if key}


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _said_by_server(status: int) -> Problem:
    if status == HTTPStatus.OK:
        return Problem(_("The server sent nothing."))
    try:
        answer = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        answer = str(status)
    return Problem(_("The server answers %(answer)s."), answer=answer)
