"""Which files of a folder make a site, as Jekyll, Hexo and Hugo lay theirs out, and where its configuration stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from importers.decoding import ReadError, SiteFolder, SourceFile

CONFIGS = ("_config.yml", "_config.yaml", "_config.toml", "hugo.toml", "hugo.yaml", "hugo.yml")
# Hugo's older names are anybody's; beside a folder of content they are Hugo's.
HUGO_CONFIGS = ("config.toml", "config.yaml", "config.yml")
POSTS = frozenset({"_posts", "_drafts"})
MAX_CONFIG = 1 << 16
HIGHEST = 3  # so many folders above one of posts are looked into for a configuration


def places_below(path: Path, files: Sequence[SourceFile]) -> dict[str, str]:
    """Return by their origins where the files found at a path stand in their site: the same however it was packed."""
    lead, shared = _lead_of(path)[1], len(_shared(files, path)) if files else 0
    return {file.origin: lead + file.origin[shared:] for file in files}


def in_their_sites(path: Path, files: Sequence[SourceFile]) -> list[SourceFile]:
    """Return the files found at a path, each with the site it is part of; configurations are no files to read."""
    if not files:
        return []
    lead = _lead_of(path)
    places = places_below(path, files)
    configs = dict(_configs(files, places)) or (dict(_configs_above(lead[0])) if lead[1] or path.is_file() else {})
    is_site = bool(configs) or any(POSTS & set(PurePosixPath(place).parts[:-1]) for place in places.values())
    if not is_site:
        return list(files)
    used = {file.origin for file, _ in configs.values()}
    return [replace(file, folder=_folder(places[file.origin], configs)) for file in files if file.origin not in used]


def _lead_of(path: Path) -> tuple[Path, str]:
    """Return the root of the site that a path lies in, and the path's place in it ("" where it is the root itself)."""
    full = path.absolute()
    folder = full if full.is_dir() else full.parent
    parts = folder.parts
    special = next((index for index, part in enumerate(parts) if part in POSTS), 0)
    if not special:
        return folder, ""
    root = Path(*parts[:special])
    above = [root, *root.parents][:HIGHEST]
    root = next((one for one in above if any((one / name).is_file() for name in CONFIGS)), root)
    return root, f"{folder.relative_to(root).as_posix()}/"


def _shared(files: Sequence[SourceFile], path: Path) -> str:
    """Return what the origins of all files begin with: what tells several paths apart, and an archive's one folder."""
    if path.is_file() and not files[0].member:
        return files[0].origin.removesuffix(files[0].origin.rpartition("/")[2])
    first = files[0]
    if not first.member:
        assert first.path is not None
        below = first.path.relative_to(path).as_posix()
        return first.origin.removesuffix(below) if first.origin.endswith(below) else ""
    shared = first.origin.removesuffix(first.member)
    tops = {file.member.partition("/")[0] if "/" in file.member else "" for file in files if file.member}
    top = next(iter(tops)) if len(tops) == 1 else ""
    return f"{shared}{top}/" if top and not top.startswith("_") else shared


def _configs(files: Sequence[SourceFile], places: dict[str, str]) -> Iterator[tuple[str, tuple[SourceFile, bytes]]]:
    """Yield (folder of a site, its configuration), by places."""
    tops = {place.rpartition("content/")[0] for place in places.values() if "content/" in place}
    for file in files:
        folder, _, name = places[file.origin].rpartition("/")
        folder = f"{folder}/" if folder else ""
        if name in CONFIGS or (name in HUGO_CONFIGS and folder in tops):
            try:
                yield folder, (file, file.read_whole(MAX_CONFIG))
            except (OSError, ReadError):
                continue


def _configs_above(root: Path) -> Iterator[tuple[str, tuple[SourceFile, bytes]]]:
    for name in CONFIGS:
        file = SourceFile(name, root / name)
        try:
            if (root / name).is_file():
                yield "", (file, file.read_whole(MAX_CONFIG))
                return
        except (OSError, ReadError):
            continue


def _folder(place: str, configs: dict[str, tuple[SourceFile, bytes]]) -> SiteFolder:
    """Return the site of a place: that of the nearest configuration above it, else the whole."""
    folder = place.rpartition("/")[0]
    while True:
        key = f"{folder}/" if folder else ""
        if key in configs:
            file, config = configs[key]
            return SiteFolder(place[len(key) :], config, PurePosixPath(file.origin).name)
        if not folder:
            return SiteFolder(place)
        folder = folder.rpartition("/")[0]
