"""What a person may ask of an import, on the command line or in the admin."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from importers.asking import Asked
from importers.author_map import AuthorMap
from importers.decoding import named_codec
from importers.loading import UPDATES
from importers.loading.sources import Wish
from importers.reporting import Unusable
from importers.settling import MediaWish
from importers.uploads import Uploads


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may ask of an import."""

    wish: Wish = field(default_factory=Wish)
    dry_run: bool = False
    limit: int | None = None
    encoding: str = ""
    update: str = "changed"
    asked: Asked = field(default_factory=Asked)
    authors: AuthorMap = field(default_factory=AuthorMap)

    uploads: str = ""  # the folder that media files are taken from
    fetch_media: bool = False

    @property
    def media(self) -> MediaWish | None:
        """What is wished of media files; None for nothing."""
        if not self.uploads and not self.fetch_media:
            return None
        return MediaWish(Uploads(self.uploads) if self.uploads else None, self.fetch_media)

    def check(self) -> None:
        """Raise Unusable when something asked makes no sense."""
        self.wish.check()
        if self.update not in UPDATES:
            raise Unusable(f"--update is one of {', '.join(UPDATES)}, not “{self.update}”.")
        if self.limit is not None and self.limit < 1:
            raise Unusable("--limit asks for a number of posts above 0.")
        if self.uploads and not Path(self.uploads).is_dir():
            raise Unusable(f"--uploads asks for a folder, and “{self.uploads}” is none.")
        if self.encoding:
            try:
                named_codec(self.encoding)
            except ValueError as error:
                raise Unusable(str(error)) from error

    @property
    def key(self) -> str:
        """What of it bears on the items, and must be part of their content hashes."""
        return "|".join(part for part in (self.asked.key, self.authors.key) if part)

    def as_json(self) -> dict[str, Any]:
        """Return what the run keeps of it."""
        values = {name: getattr(self, name) for name in ("dry_run", "limit", "encoding", "update")}
        asked = {"asked": self.asked.key} if self.asked.key else {}
        authors = {"authors": {login: author.name for login, author in self.authors.logins.items()}}
        media: dict[str, Any] = {"uploads": self.uploads} if self.uploads else {}
        media |= {"fetch_media": True} if self.fetch_media else {}
        return {**asdict(self.wish), **values, **asked, **(authors if self.authors.logins else {}), **media}
