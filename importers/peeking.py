"""What is learned of all files of a run before anything is stored: what they prove, and which blog they are of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from importers import surveying
from importers.decoding import SourceFile
from importers.records import Issue, Occurring, PostRecord, Record, Refused, SiteRecord
from importers.sites import host_of
from importers.surveying import Evidence

PEEKED = 20  # posts that are looked at for the name of their blog
_NOTHING = (Issue, Occurring, Refused, SiteRecord)  # of these alone nothing is stored


def survey(files: Sequence[tuple[SourceFile, str]]) -> Evidence:
    """Learn what all files together teach, reader by reader."""
    furniture: frozenset[int] = frozenset()
    shortcodes: frozenset[str] = frozenset()
    habits: frozenset[str] = frozenset()
    readings: dict[str, int] = {}
    for name in dict.fromkeys(name for _, name in files):
        found = surveying.survey([file for file, reader in files if reader == name], name)
        furniture |= found.furniture
        shortcodes |= found.shortcodes
        habits |= found.habits
        for reading, count in found.readings:
            readings[reading] = readings.get(reading, 0) + count
    proved = tuple(sorted(readings.items(), key=lambda pair: (-pair[1], pair[0])))
    return Evidence(furniture, proved, shortcodes, habits=habits)


def peek(records: Iterator[Record]) -> tuple[list[Record], SiteRecord]:
    """Read on until it is known which blog this is, and that there is something to store; return what was read, and
    the blog.

    A file's own word about its blog counts; else what the first posts agree on. Where they disagree, the blog has no
    name of its own.
    """
    peeked: list[Record] = []
    posts: list[PostRecord] = []
    site: SiteRecord | None = None
    has_something = False
    for record in records:
        peeked.append(record)
        has_something = has_something or holds_something((record,))
        if isinstance(record, SiteRecord):
            site = site or record
        elif isinstance(record, PostRecord):
            posts.append(record)
        if len(posts) == PEEKED or (site is not None and has_something):
            break
    if site is not None:
        return peeked, site
    sites = {(record.site.name, host_of(record.site.url)): record.site for record in posts if record.site}
    if len(sites) == 1 and all(record.site for record in posts):
        return peeked, next(iter(sites.values()))
    hosts = {host_of(record.original_url) for record in posts if record.original_url}
    if len(hosts) == 1 and not sites:
        (host,) = hosts
        return peeked, SiteRecord(url=f"http://{host}" if host else "")
    return peeked, SiteRecord()


def holds_something(records: Iterable[Record]) -> bool:
    """Say whether anything of these could be stored, or was left out on purpose."""
    return not all(isinstance(record, _NOTHING) for record in records)
