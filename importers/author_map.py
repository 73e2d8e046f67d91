"""Whom a person names for the logins of an old blog: a table of their own making, read before anything else.

Authors here are no logins, and a map makes none.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from blog.text.wording import gettext_noop as _
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
        raise Unusable(
            _("The author map %(path)s cannot be read: %(reason)s."), path=path, reason=error.strerror
        ) from error
    except UnicodeDecodeError as error:
        raise Unusable(_("The author map %(path)s is not in UTF-8."), path=path) from error
    if len(data) > LONGEST:
        raise Unusable(_("The author map %(path)s is longer than %(most)d MB."), path=path, most=LONGEST >> 20)
    return author_map_of(text, str(path))


def author_map_of(text: str, path: str = "The author map") -> AuthorMap:
    """Read the text of such a file."""
    return AuthorMap(_rows(text, path))


def _rows(text: str, path: str) -> dict[str, AuthorRecord]:
    head = text.partition("\n")[0]
    # Where a comma parts euros from cents, programs write tables with semicolons between the columns.
    delimiter = ";" if ";" in head and "," not in head else ","
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    logins: dict[str, AuthorRecord] = {}
    header: list[str] = []
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            where = {"path": path, "line": reader.line_num}
            if not header:
                header = [cell.lower() for cell in cells]
                _check_header(header, where)
                continue
            author = _author(header, cells, where)
            login = bounded(author.login)
            if login in logins:
                raise Unusable(
                    _("%(path)s, line %(line)d: “%(login)s” stands there twice."), **where, login=author.login
                )
            logins[login] = author
    except csv.Error as error:
        raise Unusable(
            _("%(path)s, line %(line)d: this is not CSV (%(reason)s)."), path=path, line=reader.line_num, reason=error
        ) from error
    if not header:
        raise Unusable(_("%(path)s is empty; its first line is login,name or login,name,email,url."), path=path)
    return logins


def _check_header(header: list[str], where: Mapping[str, Any]) -> None:
    if not {"login", "name"} <= set(header) <= set(COLUMNS) or len(set(header)) < len(header):
        raise Unusable(
            _("%(path)s, line %(line)d: the first line is login,name or login,name,email,url, not “%(said)s”."),
            **where,
            said=",".join(header)[:100],
        )


def _author(header: list[str], cells: list[str], where: Mapping[str, Any]) -> AuthorRecord:
    if len(cells) > len(header):
        raise Unusable(
            _("%(path)s, line %(line)d: %(values)d values for %(columns)d columns."),
            **where,
            values=len(cells),
            columns=len(header),
        )
    values = dict(zip(header, cells, strict=False))
    author = AuthorRecord(**{name: validating.without_illegal(values.get(name, "")) for name in COLUMNS})
    if not author.login or not author.name:
        raise Unusable(_("%(path)s, line %(line)d: a row needs both a login and a name."), **where)
    if author.email and not validating.is_email(author.email):
        raise Unusable(
            _("%(path)s, line %(line)d: “%(said)s” is not an e-mail address."), **where, said=author.email[:100]
        )
    if author.url and not validating.is_web_address(author.url):
        raise Unusable(
            _("%(path)s, line %(line)d: “%(said)s” is not an address of the web."), **where, said=author.url[:100]
        )
    for name, limit in validating.LENGTHS["author"].items():
        if len(getattr(author, name)) > limit:
            raise Unusable(
                _("%(path)s, line %(line)d: the %(column)s is longer than %(limit)d characters."),
                **where,
                column=name,
                limit=limit,
            )
    return author
