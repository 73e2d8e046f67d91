"""Translations by their names: Hugo's `page.fr.md` beside `page.en.md`, and `fr/page.md` beside `en/page.md`.

The configuration says which languages there are; where it does not, a name counts as a language's only where another
file is there that it translates: a folder "it" may be about computers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from blog.text.languages import normalize_language
from importers.decoding import SourceFile, Tongue
from importers.readers.front_matter.places import HTML, MARKDOWN, PLAIN
from importers.readers.front_matter.site import Site, site_of
from importers.readers.front_matter.values import first, truth

DEEPEST = 2  # folders above that of a language
_CODE = re.compile(r"[a-z]{2,3}(?:[-_](?:[A-Za-z]{2}|[A-Z][a-z]{3}))?")
_INDEXES = ("index", "_index")


@dataclass(frozen=True, slots=True)
class Languages:
    """What a site's configuration says of its languages: their tags as it spells them, and the folders of some."""

    folders: Mapping[str, str] = field(default_factory=dict)  # language -> folder of its pages, or ""
    default: str = ""
    default_has_folder: bool = False
    is_hugo: bool = False

    def tag(self, word: str) -> str:
        """Return the tag that a part of a name spells, "" where it is none of the site's."""
        if self.folders:
            return normalize_language(word) if word.lower() in self.folders else ""
        return normalize_language(word) if _CODE.fullmatch(word) else ""


@dataclass(slots=True)
class Named:
    """A file's name, parted: what its translations share, its language as spelled, and where that stands."""

    shared: str
    spelled: str = ""
    tag: str = ""
    form: str = ""  # "suffix", "folder", or "own" for a folder that the configuration gives to it
    ending: str = ""


def with_tongues(path: Path, files: Sequence[SourceFile]) -> list[SourceFile]:
    """Return files, those that translate each other with their language and their group, and behind the others."""
    known: dict[tuple[bytes, str], Languages] = {}
    named: dict[str, tuple[Named, Languages]] = {}
    for file in files:
        folder = file.folder
        key = (folder.config, folder.config_name) if folder else (b"", "")
        languages = known.get(key) or known.setdefault(key, _languages_of(site_of(folder) or Site()))
        found = parted(_place(file), languages)
        if found is not None:
            named[file.origin] = found, languages
    everybody = [*named.values(), *_neighbours(path, files, named)]
    proved = _proved([one for one, _ in everybody])
    sure = [one for one, languages in everybody if languages.folders or not one.tag or (one.form, one.tag) in proved]
    spoken: dict[str, set[str]] = {}
    for one in sure:
        spoken.setdefault(one.shared, set()).add(one.tag)
    is_sure = set(map(id, sure))
    told = [
        replace(file, tongue=_tongue(*named[file.origin], len(spoken[named[file.origin][0].shared]) > 1))
        if file.origin in named and id(named[file.origin][0]) in is_sure
        else file
        for file in files
    ]
    return (
        sorted(told, key=lambda file: _is_translation(file.tongue)) if any(file.tongue.group for file in told) else told
    )


def _is_translation(tongue: Tongue) -> bool:
    """Say whether a file comes after those in the site's own language, which have what address both ask for."""
    return bool(tongue.prefix or (tongue.language and not tongue.place))


def _languages_of(site: Site) -> Languages:
    values = site.values
    stated = values.get("languages")
    folders: dict[str, str] = {}
    for name in stated if isinstance(stated, dict | list) else ():
        own = stated.get(name) if isinstance(stated, dict) else None
        if isinstance(name, str) and normalize_language(name):
            folder = first(own, "contentDir", "contentdir") if isinstance(own, dict) else ""
            folders[name.lower()] = folder.strip("/.")
    default = first(values, "defaultContentLanguage", "defaultcontentlanguage") or (
        "en" if site.maker == "hugo" else ""
    )
    inside = first(values, "defaultContentLanguageInSubdir", "defaultcontentlanguageinsubdir")
    return Languages(folders, default.lower(), truth(inside) is True, site.maker == "hugo")


def parted(place: str, languages: Languages) -> Named | None:
    """Return a file's name parted, None for what is no writing."""
    path = PurePosixPath(place)
    if path.suffix.lower() not in MARKDOWN | HTML | PLAIN:
        return None
    for word, folder in languages.folders.items():
        if folder and place.startswith(f"{folder}/"):
            rest = place[len(folder) + 1 :].removesuffix(path.suffix)
            return Named(f"content/{rest}", word, normalize_language(word), "own", path.suffix)
    stem, _, word = path.stem.rpartition(".")
    if stem and (tag := languages.tag(word)):
        return Named(str(path.with_name(stem)), word, tag, "suffix", path.suffix)
    for index, part in enumerate(path.parts[:-1][: DEEPEST + 1]):
        if tag := languages.tag(part):
            rest = "/".join((*path.parts[:index], *path.parts[index + 1 : -1], path.stem))
            return Named(rest, part, tag, "folder", path.suffix)
    return Named(place.removesuffix(path.suffix), ending=path.suffix)


def _neighbours(
    path: Path, files: Sequence[SourceFile], named: Mapping[str, tuple[Named, Languages]]
) -> list[tuple[Named, Languages]]:
    """Return the names beside a file that was named by itself: what it translates may be among them."""
    if len(files) != 1 or files[0].member or not path.is_file() or files[0].origin not in named:
        return []
    folder, languages = PurePosixPath(_place(files[0])).parent, named[files[0].origin][1]
    try:
        names = sorted(one.name for one in path.parent.iterdir() if one.name != path.name)
    except OSError:
        return []
    found = (parted(str(folder / name), languages) for name in names)
    return [(one, languages) for one in found if one is not None]


def _place(file: SourceFile) -> str:
    return file.folder.place if file.folder else file.origin


def _proved(named: Sequence[Named]) -> set[tuple[str, str]]:
    """Return where names are proved to be of a language: behind a name, or as a folder most of whose pages others
    translate. Every folder has an index."""
    tags: dict[str, set[str]] = {}
    for one in named:
        tags.setdefault(one.shared, set()).add(one.tag)
    pages: Counter[tuple[str, str]] = Counter()
    translated: Counter[tuple[str, str]] = Counter()
    for one in named:
        if one.tag and (one.form == "suffix" or PurePosixPath(one.shared).name not in _INDEXES):
            pages[one.form, one.tag] += 1
            translated[one.form, one.tag] += len(tags[one.shared]) > 1
    return {key for key, number in translated.items() if number and (key[0] == "suffix" or 2 * number >= pages[key])}


def _tongue(one: Named, languages: Languages, is_translated: bool) -> Tongue:
    word = one.spelled.lower() or (languages.default if languages.folders else "")
    goes_without = one.form != "folder" and word == languages.default and not languages.default_has_folder
    return Tongue(
        one.tag or (normalize_language(word) if is_translated else ""),
        one.shared if is_translated else "",
        f"{one.shared}{one.ending}" if languages.is_hugo else "",
        "" if goes_without or not languages.is_hugo else word,
    )
