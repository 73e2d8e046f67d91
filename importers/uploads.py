"""A folder of uploads on the archivist's disk: the file of an address, if it is there. Nothing outside is ever read."""

from __future__ import annotations

from pathlib import Path

from blog.text import sizes
from importers import originals

# Where uploads are within what a person may name: the folder itself, or one of those around it.
_WITHIN = ("", "wp-content/uploads", "uploads", "files")


class Uploads:
    """A folder that files are taken from."""

    def __init__(self, folder: str | Path) -> None:
        self.root = Path(folder).resolve()
        self.folders = [place for name in _WITHIN if (place := self.root / name).is_dir()]
        self.leading_out: list[str] = []  # links to files outside that were asked for, by where they stand

    def find(self, address: str, *, exact: bool = False) -> Path | None:
        """Return the file of an address: of the original where that is here, else of the very name.

        `exact` asks for the very name first: what a blog's library lists is no size of something else.
        """
        for place in originals.places(address):
            head, slash, name = place.rpartition("/")
            names = sizes.names_of(name)
            for candidate in [name, *names] if exact else names:
                found = self._spelled(head + slash + candidate)
                if found is not None:
                    return found
        return None

    def _spelled(self, place: str) -> Path | None:
        for spelling in originals.spellings(place):
            for folder in self.folders:
                found = self._inside(folder, spelling)
                if found is not None:
                    return found
        return None

    def _inside(self, folder: Path, place: str) -> Path | None:
        """Return a file below the folder; None for what is not there, and for what leads out, by dots or by links."""
        if not place or ".." in place.split("/") or "\x00" in place:
            return None
        try:
            stands = folder / place.lstrip("/")
            found = stands.resolve(strict=True)
            if found.is_relative_to(self.root):
                return found if found.is_file() else None
            self.leading_out.append(str(stands.relative_to(self.root)))
            return None
        except (OSError, ValueError, RuntimeError):
            return None
