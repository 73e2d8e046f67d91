"""What a person may ask of an import, on the command line or in the admin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from blog.text.wording import Nonsense
from blog.text.wording import gettext_noop as _
from importers.asking import Asked
from importers.author_map import AuthorMap
from importers.decoding import named_codec
from importers.loading import UPDATES
from importers.loading.sources import Wish
from importers.records import AuthorRecord
from importers.reporting import Unusable
from importers.settling import MediaWish
from importers.uploads import Uploads

PLAIN = ("dry_run", "limit", "encoding", "update")
MEDIA = ("uploads", "fetch_media")


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
            raise Unusable(
                _("--update is one of %(names)s, not “%(said)s”."), names=", ".join(UPDATES), said=self.update
            )
        if self.limit is not None and self.limit < 1:
            raise Unusable(_("--limit asks for a number of posts above 0."))
        if self.uploads and not Path(self.uploads).is_dir():
            raise Unusable(_("--uploads asks for a folder, and “%(said)s” is none."), said=self.uploads)
        if self.encoding:
            try:
                named_codec(self.encoding)
            except Nonsense as error:
                raise Unusable(error.sentence, **error.values) from error

    @property
    def key(self) -> str:
        """What of it bears on the items, and must be part of their content hashes."""
        return "|".join(part for part in (self.asked.key, self.authors.key) if part)

    def as_json(self) -> dict[str, Any]:
        """Return what the run keeps of it: all of it, so that the run can be continued."""
        values = {name: getattr(self, name) for name in PLAIN}
        said: dict[str, Any] = {}
        if self.asked.post_types is not None:
            said["post_types"] = sorted(self.asked.post_types)
        if self.asked.taxonomies:
            said["taxonomies"] = [list(pair) for pair in self.asked.taxonomies]
        if self.authors.logins:
            said["authors"] = {login: asdict(author) for login, author in self.authors.logins.items()}
        said |= {name: value for name in MEDIA if (value := getattr(self, name))}
        return {**asdict(self.wish), **values, **said}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Options:
        """Return the options of which a run kept this."""
        types = kept.get("post_types")
        return cls(
            wish=Wish(**{field.name: kept[field.name] for field in fields(Wish) if field.name in kept}),
            asked=Asked(
                None if types is None else frozenset(types),
                tuple((name, meaning) for name, meaning in kept.get("taxonomies", ())),
            ),
            authors=AuthorMap({login: AuthorRecord(**said) for login, said in kept.get("authors", {}).items()}),
            **{name: kept[name] for name in (*PLAIN, *MEDIA) if name in kept},
        )
