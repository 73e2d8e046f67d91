"""From the paths that a person named to the files to read, each with the reader that reads it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from importers.decoding import SourceFile
from importers.readers import sniff
from importers.records import Issue, Severity
from importers.reporting import Unusable
from importers.validating import without_illegal

# What browsers and people keep beside pages. By itself, any file can be named.
_BESIDE = frozenset(
    {".css", ".js", ".mjs", ".map", ".json", ".svg", ".xml", ".xsl", ".rss", ".atom", ".rdf", ".opml", ".ics", ".vcf"}
)
_WRITTEN = frozenset({".md", ".markdown", ".rst", ".csv", ".tsv", ".log", ".ini", ".yml", ".yaml", ".toml", ".sql"})
_CODE = frozenset({".py", ".rb", ".pl", ".sh", ".c", ".h", ".java", ".bat", ".tex", ".srt", ".po"})
NOT_PAGES = {"scraped_html": _BESIDE, "scraped_text": _BESIDE | _WRITTEN | _CODE}


@dataclass(slots=True)
class Gathered:
    """Files with their readers' names, in the order of reading, and what was left out."""

    files: list[tuple[SourceFile, str]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    named: set[str] = field(default_factory=set)  # origins of files that were named by themselves


def gather(paths: Sequence[str | Path], readers: Sequence[str], encoding: str = "") -> Gathered:
    """Find the files of these readers; the first that recognises a file reads it.

    In a folder, hidden files and those of other formats are left out; what was named and is not there or cannot be read
    is an error. Raises Unusable when nothing that was named is there.
    """
    gathered = Gathered()
    missing = [path for path in map(Path, paths) if not _is_there(path)]
    if len(missing) == len(paths):
        raise Unusable(f"There is no file or folder called {spelled(missing[0])}.")
    prefixes = prefixes_of(paths)
    for path in map(Path, paths):
        if path in missing:
            gathered.issues.append(Issue("file-refused", spelled(path), "is not there", Severity.ERROR))
            continue
        folder = path.is_dir()
        files = files_below(path, gathered.issues.append) if folder else [SourceFile(spelled(path.name), path)]
        for file in files:
            origin = prefixes[path] + file.origin
            _take(gathered, SourceFile(origin, file.path, encoding=encoding), readers, named=not folder)
    return gathered


def spelled(path: str | Path) -> str:
    """Return a path as text; bytes of its name that are not UTF-8 are written as escapes, so each stays itself."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # it lies in a folder that may not be entered, or its name is too long
        return False


def prefixes_of(paths: Sequence[str | Path]) -> dict[Path, str]:
    """Return what goes before the names of the files of each path: where it lies below what all of them share."""
    folders = {path: path.absolute() if path.is_dir() else path.absolute().parent for path in map(Path, paths)}
    try:
        shared = os.path.commonpath(list(folders.values()))
    except ValueError:  # several drives
        shared = ""
    prefixes = {path: Path(os.path.relpath(folder, shared or folder.anchor)) for path, folder in folders.items()}
    return {path: "" if prefix == Path() else f"{spelled(prefix.as_posix())}/" for path, prefix in prefixes.items()}


def files_below(root: Path, leave_out: Callable[[Issue], None] | None = None) -> Iterator[SourceFile]:
    """Yield the regular files below a folder, sorted, hidden ones left out; origins are relative to the folder.

    A link that leads out of the folder is left out too: who names a folder means what is in it.
    """
    inside = root.resolve()

    def cannot_enter(error: OSError) -> None:
        if leave_out is not None:
            where = os.path.relpath(error.filename or root, root)
            message = f"cannot be opened: {error.strerror or error}"
            leave_out(Issue("file-refused", spelled(root.name if where == "." else where), message, Severity.ERROR))

    for folder, folders, names in os.walk(root, onerror=cannot_enter):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if name.startswith(".") or not path.is_file():
                continue
            origin = spelled(path.relative_to(root).as_posix())
            if not path.is_symlink() or path.resolve().is_relative_to(inside):
                yield SourceFile(origin, path)
            elif leave_out is not None:
                leave_out(Issue("item-skipped", origin, "is a link that leads out of the folder"))


def places_of(gathered: Gathered) -> dict[str, str]:
    """Return where the file of each origin stands."""
    found = {file.origin: os.path.abspath(file.path) for file, _ in gathered.files if file.path}
    return {origin: without_illegal(place) for origin, place in found.items()}


def bytes_of(gathered: Gathered) -> int:
    """Return how long all files are together."""
    return sum(file.path.stat().st_size for file, _ in gathered.files if file.path)


def fallback_name(paths: Sequence[str | Path]) -> str:
    """Return a name for a blog that says none: the folder's, or the file's."""
    first = Path(paths[0]).resolve()
    if first.is_dir():
        return spelled(first.name) or "source"
    return spelled(first.stem if len(paths) == 1 else first.parent.name or first.stem)


def nothing_to_read(issues: Sequence[Issue]) -> str:
    """Return the sentence for a run that found no file to read."""
    named = [issue for issue in issues if issue.level is Severity.ERROR]
    if len(named) == 1:
        return f"{named[0].where} {named[0].message}."
    return "There is no file here that this command reads."


def _may_be(reader: str, name: str) -> bool:
    """Say whether a file found in a folder is of a reader's kind by its name: any text may be a page, few are."""
    return reader not in NOT_PAGES or PurePosixPath(name).suffix.lower() not in NOT_PAGES[reader]


def _take(gathered: Gathered, file: SourceFile, readers: Sequence[str], *, named: bool) -> None:
    try:
        if file.path is not None and not file.path.is_file():
            raise OSError("is not a regular file")
        reader = sniff(file, readers)
    except OSError as error:
        message = f"cannot be opened: {error.strerror or error}"
        gathered.issues.append(Issue("file-refused", file.origin, message, Severity.ERROR))
        return
    if reader is not None and (named or _may_be(reader, file.origin)):
        gathered.files.append((file, reader))
        if named:
            gathered.named.add(file.origin)
    elif named:
        message = f"is not in a format that is read here ({', '.join(readers)})"
        gathered.issues.append(Issue("file-refused", file.origin, message, Severity.ERROR))
    else:
        gathered.issues.append(Issue("item-skipped", file.origin, "is not in the format that is read", Severity.INFO))
