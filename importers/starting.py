"""What quickstart imports: the sample blog, a source for each folder, or a person's own files, each by its reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from importers.decoding import SourceFile
from importers.gathering import files_below, gather
from importers.loading.sources import Wish
from importers.readers import READERS, sniff
from importers.reporting import ImportReport
from importers.running import GROUPS, Options, run_import

SAMPLES = Path(__file__).parent / "samples"


@dataclass(frozen=True, slots=True)
class Errand:
    """Paths to import by one reader (or group of readers)."""

    reader: str
    paths: tuple[Path, ...]
    options: Options = field(default_factory=Options)


def samples() -> list[Errand]:
    """Return the errands of the sample blog."""
    folders = sorted(path for path in SAMPLES.iterdir() if path.is_dir())
    # The blog the others link to comes first.
    folders.sort(key=lambda folder: not (folder / "wordpress.xml").exists())
    return [errand for folder in folders for errand in own_files([folder], Options(wish=Wish(slug=folder.name)))]


def own_files(paths: Sequence[str | Path], options: Options | None = None) -> list[Errand]:
    """Return errands for files and folders, by the readers that recognise them, in the order of READERS.

    What nobody recognises and what does not exist goes to the last reader, whose report says so.
    """
    found: dict[str, list[Path]] = {_group(name): [] for name in READERS}
    for path in map(Path, paths):
        for group in dict.fromkeys(map(_group, _readers_of(path))) or [list(found)[-1]]:
            found[group].append(path)
    return [Errand(group, tuple(named), options or Options()) for group, named in found.items() if named]


def recognise(path: Path, group: str = "") -> str:
    """Return the reader (or group) of the strictest format in a file or folder, or ""; of a group when one is named."""
    readers = GROUPS.get(group, (group,)) if group else tuple(READERS)
    found = {name for _, name in gather([path], readers, only_a_few=True).files}
    return next((_group(name) for name in READERS if name in found), "")


def import_all(errands: Iterable[Errand], progress: Callable[[int], None] | None = None) -> Iterator[ImportReport]:
    """Run the errands one after another."""
    for errand in errands:
        yield run_import(errand.paths, errand.reader, errand.options, progress)


def summary(report: ImportReport) -> str:
    """Return a report as one line: "quay-notes (wxr): 9 posts, 2 pages, 12 comments; 7 passages repaired"."""
    counts = report.tally.counts
    parts = []
    for kind in ("post", "page", "comment", "trackback"):
        number = counts[kind, "created"] + counts[kind, "updated"] + counts[kind, "unchanged"]
        if number:
            parts.append(f"{number} {kind}{'' if number == 1 else 's'}")
    line = f"{report.source or 'nothing'} ({report.reader}): {', '.join(parts) or 'nothing stored'}"
    repaired = report.repairs["certain"] + report.repairs["likely"]
    if repaired:
        line += f"; {repaired} garbled passages repaired"
    failed = report.tally.of("failed")
    if failed:
        line += f"; {failed} failed"
    return line + (f". {report.error}" if report.error else "")


def _group(reader: str) -> str:
    return next((group for group, members in GROUPS.items() if reader in members), reader)


def _readers_of(path: Path) -> list[str]:
    found = set()
    try:
        for file in files_below(path) if path.is_dir() else [SourceFile(path.name, path)]:
            found.add(sniff(file))
    except OSError:
        pass  # the import itself says what cannot be opened
    return [name for name in READERS if name in found]
