"""Fetch the files of attachments from where they were: a few at a time, gently, failures kept with their reasons.

Run by a worker (blog/tasks.py) or by `manage.py fetch_media`. What else has to happen once files are here, others do
who listen to `files_came`.
"""

from __future__ import annotations

import errno
import tempfile
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
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
from blog.fetching import FetchError, SilentHostError
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
FAILURES_IN_A_ROW = 3  # after which a host is not asked again in a round
LOOKS_EVERY = 0.5  # seconds between two looks at the clock while nothing comes

files_came = Signal()  # sources: the keys of the blogs of which files came

Job = tuple[Attachment, BinaryIO | None, str | Problem]  # a file and its address, or the reason why there is none


@dataclass(slots=True)
class Retrieved:
    """What came of a round of fetching."""

    counts: Counter[str] = field(default_factory=Counter)  # fetched, failed
    failures: list[dict[str, Any]] = field(default_factory=list)
    sources: set[int] = field(default_factory=set)
    not_stored: int = 0  # in a row
    error: str | None = None  # why it ended early

    def as_dict(self) -> dict[str, Any]:
        """Return the object that `--json` prints."""
        waiting = Attachment.objects.filter(fetch=Attachment.Fetch.WANTED).count()
        counts = {name: self.counts[name] for name in ("fetched", "failed")}
        return {**counts, "waiting": waiting, "failures": self.failures, "error": self.error}


class Round:
    """One go at what is wanted: how long it may take, whether somebody wished it to stop, which hosts are silent."""

    def __init__(self, seconds: float | None) -> None:
        self.deadline = None if seconds is None else time.monotonic() + seconds
        self.stopped = threading.Event()
        self.silent: Counter[str] = Counter()

    @property
    def is_over(self) -> bool:
        """Say whether nothing new should be begun."""
        return self.stopped.is_set() or (self.deadline is not None and time.monotonic() >= self.deadline)

    def is_given_up(self, host: str) -> bool:
        """Say whether a host failed so often in a row that it is not asked again."""
        return self.silent[host] >= FAILURES_IN_A_ROW

    def note(self, host: str, is_silent: bool) -> None:
        """Remember whether a host could be talked to; one that is given up stays so."""
        if is_silent:
            self.silent[host] += 1
        elif not self.is_given_up(host):
            self.silent[host] = 0


class Sink:
    """A file that takes no more once its round is stopped."""

    def __init__(self, file: Any, stopped: threading.Event) -> None:
        self.file = file
        self.stopped = stopped

    def write(self, data: bytes) -> int:
        if self.stopped.is_set():
            raise FetchError(_("It was stopped."))
        return int(self.file.write(data))


_rounds: set[Round] = set()


def stop_all() -> None:
    """Wish that the rounds of this process end, as soon as what they hold is stored; the rest stays wanted."""
    for going in tuple(_rounds):
        going.stopped.set()


def retry(attachments: QuerySet[Attachment]) -> int:
    """Wish again for the files that could not be fetched; return how many."""
    failed = attachments.filter(fetch=Attachment.Fetch.FAILED, file="")
    return failed.order_by().update(fetch=Attachment.Fetch.WANTED)


def wanted_of(source: Source | int | None = None) -> QuerySet[Attachment]:
    """Return the attachments whose files are wanted, of one source if it is given."""
    wanted = Attachment.objects.filter(fetch=Attachment.Fetch.WANTED, file="")
    return wanted if source is None else wanted.filter(source=source)


def fetch_wanted(
    source: Source | int | None = None,
    beat: Callable[[], None] = lambda: None,
    seconds: float | None = None,
    tell: bool = True,
) -> Retrieved:
    """Fetch all files that are wanted, each once, or those that can be begun within `seconds`.

    `beat` may raise to stop between two; what was fetched is kept. Without `tell` nobody hears of it: the caller has
    `tell_of` called later. A storage that takes nothing ends the round with a sentence; the rest stays wanted.
    """
    wanted = wanted_of(source).order_by("pk")
    result = Retrieved()
    going = Round(seconds)
    _rounds.add(going)
    try:
        last = 0
        while not going.is_over and (chunk := list(wanted.filter(pk__gt=last)[:CHUNK])):
            last = chunk[-1].pk
            for attachment, file, said in _downloads(chunk, going, beat):
                _take(result, attachment, file, said)
                if result.error:
                    going.stopped.set()
                beat()
    finally:
        _rounds.discard(going)
        if tell:
            # Without news too: an earlier round may have been killed before anybody heard of what it fetched.
            tell_of(result.sources or with_fetched(source))
    return result


def tell_of(sources: Iterable[int]) -> None:
    """Say of which sources files came; this may take a while."""
    if news := sorted(sources):
        files_came.send(sender=Attachment, sources=news)


def addresses_of(attachment: Attachment) -> list[str]:
    """Return where a file may be: its own address, then those under which pages showed it."""
    seen = attachment.source_meta.get("addresses", []) if isinstance(attachment.source_meta, dict) else []
    found = [attachment.original_url, *(address for address in seen if isinstance(address, str))]
    return list(dict.fromkeys(address for address in found if address))[:ADDRESSES]


def _downloads(attachments: Sequence[Attachment], going: Round, beat: Callable[[], None]) -> Iterator[Job]:
    """Yield what came of each, as it comes: few at once, fewer at one host, and no database in the threads.

    Once the round is over nothing new is begun; once it is stopped, what is on its way is let go.
    """
    lines: dict[str, deque[Attachment]] = defaultdict(deque)
    for attachment in attachments:
        lines[_host(attachment.original_url)].append(attachment)
    running: dict[Future[Job], str] = {}
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="media")
    try:
        while (lines or running) and not going.stopped.is_set():
            if going.is_over:
                lines.clear()
            for host in list(lines):
                while len(running) < AT_ONCE and lines[host] and _running_at(host, running) < AT_ONE_HOST:
                    running[pool.submit(_download, lines[host].popleft(), going)] = host
                if not lines[host]:
                    del lines[host]
            for future in wait(running, LOOKS_EVERY, return_when=FIRST_COMPLETED).done:
                del running[future]
                job = future.result()
                if job[1] is not None or not going.stopped.is_set():  # what was let go has not failed
                    yield job
            beat()
    except BaseException:
        going.stopped.set()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _running_at(host: str, running: dict[Future[Job], str]) -> int:
    return sum(other == host for other in running.values())


def _download(attachment: Attachment, going: Round) -> Job:
    said: Problem | None = None  # the reason of the first address: the others are guesses
    for address in addresses_of(attachment):
        if going.stopped.is_set():
            break
        host = _host(address)
        if going.is_given_up(host):
            said = said or Problem(_("%(host)s does not answer; it was not asked for this file."), host=host)
            continue
        time.sleep(PAUSE)
        file: Any = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - goes to the caller
        into: Any = Sink(file, going.stopped)
        try:
            answer = fetching.fetch(address, limit=MAX_BYTES, seconds=MAX_SECONDS, into=into)
        except (FetchError, OSError) as error:
            going.note(host, isinstance(error, SilentHostError))
            said = said or (error if isinstance(error, FetchError) else Problem(str(error)))
        else:
            going.note(host, is_silent=False)
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
            result.not_stored = 0
            result.sources |= {attachment.source_id} if attachment.source_id else set()
            return
    except NotMedia as error:
        said = error
    except FileNotFoundError:
        said = Problem(_("It went away again."))
    except OSError as error:
        said = Problem(_("It could not be stored here: %(reason)s."), reason=error.strerror or type(error).__name__)
        result.not_stored += 1
        if result.not_stored >= FAILURES_IN_A_ROW or error.errno in (errno.ENOSPC, errno.EDQUOT):
            result.error = f"What was fetched cannot be stored: {error.strerror or type(error).__name__}."
    finally:
        if file is not None:
            file.close()
    problem = said.told(gettext) if isinstance(said, Problem) else said
    here.update(fetch=Attachment.Fetch.FAILED, fetch_problem=problem[:500], fetch_tries=F("fetch_tries") + 1)
    result.counts["failed"] += 1
    result.failures.append({"attachment": attachment.pk, "url": attachment.original_url, "reason": str(said)})


def with_fetched(source: Source | int | None) -> set[int]:
    """Return the sources of which files were fetched, or the one given where some were."""
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
