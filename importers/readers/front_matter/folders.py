"""Which files of a folder make a site, as Jekyll, Hexo and Hugo lay theirs out, and where its configuration stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from importers.decoding import ReadError, SiteFolder, SourceFile
from importers.readers.front_matter.configuring import in_one

CONFIGS = ("_config.yml", "_config.yaml", "_config.toml", "hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json")
# Hugo's older names are anybody's; beside a folder of content they are Hugo's.
HUGO_CONFIGS = ("config.toml", "config.yaml", "config.yml", "config.json")
# Hugo's configuration in several files, those for the published site before those for any.
_IN_PARTS = re.compile(r"(?:_default|(production))/[\w-]{1,60}\.(?:toml|ya?ml|json)")
POSTS = frozenset({"_posts", "_drafts"})
MAX_CONFIG = 1 << 16
HIGHEST = 3  # so many folders above one of posts are looked into for a configuration


class Config(NamedTuple):
    """A site's configuration: what it is called, its bytes, and the files that it stands in."""

    name: str
    content: bytes
    origins: tuple[str, ...] = ()


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
    used = {origin for config in configs.values() for origin in config.origins}
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


def _configs(files: Sequence[SourceFile], places: dict[str, str]) -> Iterator[tuple[str, Config]]:
    """Yield (folder of a site, its configuration), by places."""
    tops = {place.rpartition("content/")[0] for place in places.values() if "content/" in place}
    parts: dict[str, dict[tuple[int, str], Config]] = {}
    for file in files:
        folder, _, name = places[file.origin].rpartition("/")
        folder, order = f"{folder}/" if folder else "", 0
        top, _, below = f"/{places[file.origin]}".rpartition("/config/")
        top = f"{top}/".removeprefix("/")
        if top in tops and (part := _IN_PARTS.fullmatch(below)):
            folder, order = top, 2 if part[1] else 1
        elif not (name in CONFIGS or (name in HUGO_CONFIGS and folder in tops)):
            continue
        try:
            config = Config(name, file.read_whole(MAX_CONFIG), (file.origin,))
        except (OSError, ReadError):
            continue
        parts.setdefault(folder, {})[order, name] = config
    for folder, found in parts.items():
        ordered = [config for _, config in sorted(found.items())]
        yield folder, ordered[0] if len(ordered) == 1 and (0, ordered[0].name) in found else _together(ordered)


def _together(configs: Sequence[Config]) -> Config:
    """Return configurations as one; of several for a whole site, one that is not Hugo's stands by itself."""
    alone = next((config for config in configs if config.name.startswith("_")), None)
    if alone is not None:
        return alone
    content = in_one([(config.name, config.content) for config in configs])
    return Config("hugo.json", content, tuple(origin for config in configs for origin in config.origins))


def _configs_above(root: Path) -> Iterator[tuple[str, Config]]:
    for name in CONFIGS:
        file = SourceFile(name, root / name)
        try:
            if (root / name).is_file():
                yield "", Config(name, file.read_whole(MAX_CONFIG), (name,))
                return
        except (OSError, ReadError):
            continue


def _folder(place: str, configs: dict[str, Config]) -> SiteFolder:
    """Return the site of a place: that of the nearest configuration above it, else the whole."""
    folder = place.rpartition("/")[0]
    while True:
        key = f"{folder}/" if folder else ""
        if key in configs:
            return SiteFolder(place[len(key) :], configs[key].content, configs[key].name)
        if not folder:
            return SiteFolder(place)
        folder = folder.rpartition("/")[0]
