"""From the paths that a person named to the files to read, each with the reader that reads it."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from importers import unpacking, web_archives
from importers.decoding import ReadError, SourceFile
from importers.readers import READERS, sniff
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
# Of files of other formats so many of one kind are named; an uploads folder may hold thousands.
NAMED_PER_KIND = 50
# Of those of a name's ending so many are looked at where a few are enough, and of all together so many.
FEW = 20
MOST_OF_FEW = 500

_DIGITS = re.compile(r"(\d{1,18})")


@dataclass(slots=True)
class Gathered:
    """Files with their readers' names, in the order of reading, and what was left out."""

    files: list[tuple[SourceFile, str]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    named: set[str] = field(default_factory=set)  # origins of files that were named by themselves
    strangers: Counter[str] = field(default_factory=Counter)  # of other formats, by the ends of their names


@unpacking.held()
def gather(
    paths: Sequence[str | Path], readers: Sequence[str], encoding: str = "", *, only_a_few: bool = False
) -> Gathered:
    """Find the files of these readers; the first that recognises a file reads it. Of `only_a_few`, where it is enough
    to know what kinds there are.

    A zip archive is a folder. In a folder, hidden files and those of other formats are left out; what was named and is
    not there or cannot be read is an error. Raises Unusable when nothing that was named is there.
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
        found = list(_files_at(path, prefixes[path], alone=len(paths) == 1, gathered=gathered))
        named = {file.origin for file, by_itself in found if by_itself}
        files = [file for file, _ in found]
        files = _in_their_sites(path, files) if "front_matter" in readers else files
        if len(paths) == 1 and (path.is_file() or not any(file.member for file in files)):
            files = _in_their_places(path, files, readers)
        for file in _few_of_each_kind(files) if only_a_few else files:
            _take(gathered, replace(file, encoding=encoding), readers, named=file.origin in named)
    for kind, number in gathered.strangers.items():
        if number > NAMED_PER_KIND:
            message = f"{number - NAMED_PER_KIND} more files of this kind are not in the format that is read"
            gathered.issues.append(Issue("item-skipped", f"*{kind}", message, Severity.INFO))
    _arrange(gathered)
    return gathered


def _in_their_sites(path: Path, files: list[SourceFile]) -> list[SourceFile]:
    from importers.readers.front_matter.folders import in_their_sites  # loaded where they are needed, like their reader
    from importers.readers.front_matter.tongues import with_tongues

    return with_tongues(path, in_their_sites(path, files))


def _in_their_places(path: Path, files: list[SourceFile], readers: Sequence[str]) -> list[SourceFile]:
    """Tell files the same place whether their folder is named, or packed: an item may be known by it."""
    if not files or not (files[0].member or "front_matter" in readers):
        return files
    from importers.readers.front_matter.folders import places_below  # as above

    places = places_below(path, files)
    return [replace(file, place=places[file.origin]) for file in files]


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


def _files_at(path: Path, prefix: str, *, alone: bool, gathered: Gathered) -> Iterator[tuple[SourceFile, bool]]:
    """Yield the files that a path stands for, those in archives too, and whether each was named by itself."""
    if not path.is_dir():
        file = SourceFile(prefix + spelled(path.name), path)
        members = _pages(file, gathered)
        if members is None:
            members = _members(file, gathered, inside="" if alone else f"{file.origin}/")
        yield from ((file, True),) if members is None else ((member, False) for member in members)
        return
    for file in files_below(path, gathered.issues.append):
        file = replace(file, origin=prefix + file.origin)
        name, members = file.origin.lower(), None
        if name.endswith(web_archives.ENDINGS):
            members = _pages(file, gathered)
        elif name.endswith(".zip"):
            members = _members(file, gathered, inside=f"{file.origin}/")
        yield from ((file, False),) if members is None else ((member, False) for member in members)


def _members(file: SourceFile, gathered: Gathered, inside: str) -> list[SourceFile] | None:
    """Return the files in an archive, hidden ones left out; None for a file that is none."""
    path = file.path
    assert path is not None
    try:
        if not path.is_file() or not unpacking.is_archive(path):
            return None
        names = unpacking.members_of(path, file.origin)
    except OSError:
        return None  # whoever opens it says why
    except ReadError as error:
        gathered.issues.append(Issue("file-refused", file.origin, without_name(error, file), Severity.ERROR))
        return []
    shown = [name for name in names if not any(part.startswith((".", "__MACOSX")) for part in name.split("/"))]
    return [
        SourceFile(inside + "".join(sign if sign.isprintable() else "?" for sign in name), path, member=name)
        for name in sorted(shown, key=in_sequence)
    ]


def _pages(file: SourceFile, gathered: Gathered) -> list[SourceFile] | None:
    """Return the pages in a web archive, each called by its address and its time; None for a file that is none."""
    path = file.path
    assert path is not None
    try:
        if not path.is_file() or not web_archives.is_web_archive(path):
            return None
        listing = web_archives.listing_of(path, file.origin)
    except OSError:
        return None  # whoever opens it says why
    gathered.issues += listing.issues
    return [
        replace(file, origin=web_archives.called(file.origin, capture), capture=capture) for capture in listing.captures
    ]


def _few_of_each_kind(files: Sequence[SourceFile]) -> list[SourceFile]:
    """Return some files of each ending, spread over all there are."""
    kinds: dict[str, list[SourceFile]] = {}
    for file in files:
        kinds.setdefault(PurePosixPath(file.origin).suffix.lower(), []).append(file)
    return [file for kind in kinds.values() for file in kind[:: -(-len(kind) // FEW)]][:MOST_OF_FEW]


def files_below(root: Path, leave_out: Callable[[Issue], None] | None = None) -> Iterator[SourceFile]:
    """Yield the regular files below a folder, sorted, hidden ones left out; origins are relative to the folder.

    A link that leads out of the folder is left out too, and so is one to a folder or to nothing: who names a folder
    means what is in it, once.
    """
    inside = root.resolve()

    def say(path: Path, message: str, code: str = "item-skipped", level: Severity = Severity.WARNING) -> None:
        if leave_out is not None:
            where = os.path.relpath(path, root)
            leave_out(Issue(code, spelled(root.name if where == "." else where), message, level))

    def cannot_enter(error: OSError) -> None:
        say(
            Path(error.filename or root), f"cannot be opened: {error.strerror or error}", "file-refused", Severity.ERROR
        )

    for folder, folders, names in os.walk(root, onerror=cannot_enter):
        folders[:] = sorted((name for name in folders if not name.startswith(".")), key=in_sequence)
        for linked in (Path(folder, name) for name in folders if Path(folder, name).is_symlink()):
            say(linked, "is a link to a folder and was not followed")
        for name in sorted(names, key=in_sequence):
            path = Path(folder, name)
            if name.startswith("."):
                continue
            if path.is_symlink() and (problem := _fault_of_link(path, inside)):
                say(path, problem)
            elif path.is_file():
                yield SourceFile(spelled(path.relative_to(root).as_posix()), path)
            else:
                say(path, "is not a regular file")


def in_sequence(name: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts names with their numbers by value: "part 9" before "part 10"."""
    pieces = _DIGITS.split(name)
    return [(1, int(piece), piece) if place % 2 else (0, 0, piece) for place, piece in enumerate(pieces)]


def _fault_of_link(path: Path, inside: Path) -> str:
    """Return why a link is not followed, or ""."""
    try:
        if not path.exists():
            return "is a link that leads nowhere"
        return "" if path.resolve().is_relative_to(inside) else "is a link that leads out of the folder"
    except (OSError, RuntimeError):  # RuntimeError: it leads in a circle
        return "is a link that leads nowhere"


def places_of(gathered: Gathered) -> dict[str, str]:
    """Return where the file of each origin stands."""
    found = {file.origin: os.path.abspath(file.path) for file, _ in gathered.files if file.path}
    return {origin: without_illegal(place) for origin, place in found.items()}


def bytes_of(gathered: Gathered) -> int:
    """Return how long all files are together, once they are unpacked, as far as they say."""
    return sum(unpacking.length_of(path) for path in {file.path for file, _ in gathered.files} if path)


def fallback_name(paths: Sequence[str | Path]) -> str:
    """Return a name for a blog that says none: the folder's, or the file's."""
    first = Path(paths[0]).resolve()
    if first.is_dir():
        return spelled(first.name) or "source"
    stem = first.stem.removesuffix(".xml")  # of "export.xml.gz"
    return spelled(stem if len(paths) == 1 else first.parent.name or stem)


def nothing_to_read(issues: Sequence[Issue]) -> str:
    """Return the sentence for a run that found no file to read."""
    named = [issue for issue in issues if issue.level is Severity.ERROR]
    if len(named) == 1:
        return f"{named[0].where} {named[0].message}."
    return "There is no file here that this command reads."


def without_name(error: ReadError, file: SourceFile) -> str:
    """Return what a sentence says of a file, as an issue says it: the name stands beside it."""
    return str(error).removeprefix(f"{file.origin} ").removesuffix(".")


def _may_be(reader: str, name: str) -> bool:
    """Say whether a file found in a folder is of a reader's kind by its name: any text may be a page, few are."""
    return reader not in NOT_PAGES or PurePosixPath(name).suffix.lower() not in NOT_PAGES[reader]


def _take(gathered: Gathered, file: SourceFile, readers: Sequence[str], *, named: bool) -> None:
    try:
        if file.path is not None and not file.path.is_file():
            raise OSError("is not a regular file")
        reader = sniff(file, readers)
        if reader in NOT_PAGES and file.capture is None and (named or _may_be(reader, file.origin)):
            reader = _of_a_format(file, reader)
    except (OSError, ReadError) as error:
        if isinstance(error, OSError):
            message = f"cannot be opened: {error.strerror or error}"
        else:
            message = without_name(error, file)
        gathered.issues.append(Issue("file-refused", file.origin, message, Severity.ERROR))
        return
    if reader is not None and (named or file.capture is not None or _may_be(reader, file.origin)):
        gathered.files.append((file, reader))
        if named:
            gathered.named.add(file.origin)
    elif named:
        unknown = f"is not in a format that is read here ({', '.join(readers)})"
        message = unknown if file.read_head().strip() else "is empty"
        gathered.issues.append(Issue("file-refused", file.origin, message, Severity.ERROR))
    else:
        kind = PurePosixPath(file.origin).suffix.lower()
        gathered.strangers[kind] += 1
        if gathered.strangers[kind] <= NAMED_PER_KIND:
            message = "is not in the format that is read"
            gathered.issues.append(Issue("item-skipped", file.origin, message, Severity.INFO))


def _of_a_format(file: SourceFile, reader: str) -> str | None:
    """Return who reads what readers of pages would take: a post with a header has its own, an export is no page."""
    strict = sniff(file)
    if strict in NOT_PAGES or strict is None:
        return reader
    return strict if strict == "front_matter" else None


def _arrange(gathered: Gathered) -> None:
    """Let a reader whose files belong together put them into order."""
    for name in dict.fromkeys(name for _, name in gathered.files):
        arrange = getattr(READERS[name], "arrange", None)
        files = [file for file, reader in gathered.files if reader == name]
        if arrange is not None and len(files) > 1:
            arranged, issues = arrange(files)
            gathered.issues += issues
            others = [(file, reader) for file, reader in gathered.files if reader != name]
            gathered.files = [*((file, name) for file in arranged), *others]
