"""Whom a person names for the logins of an old blog: a table of their own making, read before anything else.

Authors here are no logins, and a map makes none.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from importers import validating
from importers.identity import bounded, digest
from importers.records import EMPTY, AuthorRecord
from importers.reporting import Unusable

COLUMNS = ("login", "name", "email", "url")
LONGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class AuthorMap:
    """The authors that logins stand for."""

    logins: Mapping[str, AuthorRecord] = field(default_factory=lambda: EMPTY)

    @property
    def key(self) -> str:
        """What must be part of an item's content hash: "" where nothing is mapped."""
        if not self.logins:
            return ""
        rows = (f"{login}={author.name}|{author.email}|{author.url}" for login, author in sorted(self.logins.items()))
        return f"authors={digest(*rows)}"


def read_author_map(path: str | Path) -> AuthorMap:
    """Read a CSV file with a line "login,name[,email,url]" and a row for each login.

    Raises Unusable with one sentence that names the line.
    """
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(LONGEST + 1)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise Unusable(f"The author map {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Unusable(f"The author map {path} is not in UTF-8.") from error
    if len(data) > LONGEST:
        raise Unusable(f"The author map {path} is longer than {LONGEST >> 20} MB.")
    return author_map_of(text, str(path))


def author_map_of(text: str, path: str = "The author map") -> AuthorMap:
    """Read the text of such a file."""
    return AuthorMap(_rows(text, path))


def _rows(text: str, path: str) -> dict[str, AuthorRecord]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    logins: dict[str, AuthorRecord] = {}
    header: list[str] = []
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            where = f"{path}, line {reader.line_num}"
            if not header:
                header = [cell.lower() for cell in cells]
                _check_header(header, where)
                continue
            author = _author(header, cells, where)
            login = bounded(author.login)
            if login in logins:
                raise Unusable(f"{where}: “{author.login}” stands there twice.")
            logins[login] = author
    except csv.Error as error:
        raise Unusable(f"{path}, line {reader.line_num}: this is not CSV ({error}).") from error
    if not header:
        raise Unusable(f"{path} is empty; its first line is login,name or login,name,email,url.")
    return logins


def _check_header(header: list[str], where: str) -> None:
    if not {"login", "name"} <= set(header) <= set(COLUMNS) or len(set(header)) < len(header):
        raise Unusable(
            f"{where}: the first line is login,name or login,name,email,url, not “{','.join(header)[:100]}”."
        )


def _author(header: list[str], cells: list[str], where: str) -> AuthorRecord:
    if len(cells) > len(header):
        raise Unusable(f"{where}: {len(cells)} values for {len(header)} columns.")
    values = dict(zip(header, cells, strict=False))
    author = AuthorRecord(**{name: validating.without_illegal(values.get(name, "")) for name in COLUMNS})
    if not author.login or not author.name:
        raise Unusable(f"{where}: a row needs both a login and a name.")
    if author.email and not validating.is_email(author.email):
        raise Unusable(f"{where}: “{author.email[:100]}” is not an e-mail address.")
    if author.url and not validating.is_web_address(author.url):
        raise Unusable(f"{where}: “{author.url[:100]}” is not an address of the web.")
    for name, limit in validating.LENGTHS["author"].items():
        if len(getattr(author, name)) > limit:
            raise Unusable(f"{where}: the {name} is longer than {limit} characters.")
    return author
