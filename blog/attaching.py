"""The one place where an attachment gets its bytes or loses them.

A file is kept under the hash of its bytes, once, however many attachments have it, and goes with the last of them. The
file comes first and the row after it: a crash between them leaves a file that nobody names, which the next attachment
of these bytes takes, or `sweep` removes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage
from django.db import transaction
from django.utils import timezone

from blog.locking import hold
from blog.models import Attachment
from blog.sniffing import NotMedia, sniff

__all__ = ["Kept", "NotMedia", "attach", "detach", "examine", "keep", "release", "sweep", "without_files"]

FOLDER = "attachments"
CHUNK = 1 << 20
_KEPT_URL = re.compile(rf"/{FOLDER}/[0-9a-f]{{2}}/([0-9a-f]{{64}})\.[a-z0-9]+\Z")
GRACE = dt.timedelta(hours=1)  # for a file whose row is still to be written

_rehearsing: ContextVar[bool] = ContextVar("rehearsing", default=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it is kept here: its name in the storage, and what its bytes say."""

    name: str
    sha256: str
    size: int
    media_type: str
    width: int | None
    height: int | None

    def columns(self) -> dict[str, Any]:
        """Return the columns of Attachment that it fills."""
        return {
            "file": self.name,
            "sha256": self.sha256,
            "media_type": self.media_type,
            "width": self.width,
            "height": self.height,
        }


NO_FILE = Kept("", "", 0, "", None, None)


@contextmanager
def without_files() -> Iterator[None]:
    """Touch no file inside: a rehearsal writes into a database that is thrown away, and the files are the real ones."""
    token = _rehearsing.set(True)
    try:
        yield
    finally:
        _rehearsing.reset(token)


def examine(file: IO[bytes], name: str = "") -> Kept:
    """Return what a file would be kept as. Raises NotMedia for what is not kept here."""
    sniffed = sniff(file, name)
    file.seek(0)
    digest = hashlib.sha256()
    size = 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    sha256 = digest.hexdigest()
    kept = f"{FOLDER}/{sha256[:2]}/{sha256}.{sniffed.ending}"
    return Kept(kept, sha256, size, sniffed.media_type, sniffed.width, sniffed.height)


def keep(file: IO[bytes], name: str = "") -> Kept:
    """Put a file into the storage, unless it is there, and return it; no row is written. Raises NotMedia, OSError."""
    kept = examine(file, name)
    if _rehearsing.get():
        return kept
    storage = storage_of()
    if storage.exists(kept.name):
        if storage.size(kept.name) == kept.size:
            return kept
        storage.delete(kept.name)  # somebody was killed while writing it
    file.seek(0)
    written = storage.save(kept.name, File(file))
    if written != kept.name:
        # Somebody else was quicker; two files of one hash are one too many.
        storage.delete(written)
    return kept


def attach(attachment: Attachment, kept: Kept, **columns: Any) -> None:
    """Give an attachment a file that is kept; `columns` are written with it. What it had before may go.

    Raises FileNotFoundError when the file went with its last attachment meanwhile.
    """
    before = attachment.file.name or "", attachment.sha256
    with transaction.atomic():
        hold(lock_of(kept.sha256))
        if kept.name and not _rehearsing.get() and not storage_of().exists(kept.name):
            raise FileNotFoundError(kept.name)
        values = kept.columns() | columns
        for name, value in values.items():
            setattr(attachment, name, value)
        Attachment.objects.filter(pk=attachment.pk).update(**values)
        if before[0] not in ("", kept.name):
            release(*before)


def detach(attachment: Attachment) -> None:
    """Take an attachment's file away."""
    attach(attachment, NO_FILE)


def release(name: str, sha256: str) -> None:
    """Delete a file once the transaction is over, unless an attachment has it then."""
    if name and not _rehearsing.get():
        transaction.on_commit(lambda: _delete(name, sha256))


def release_deleted(sender: type[Attachment], instance: Attachment, **kwargs: Any) -> None:
    """Let go of the file of an attachment that was deleted."""
    release(instance.file.name or "", instance.sha256)


def sweep(before: dt.datetime | None = None) -> Iterator[str]:
    """Delete the files that no attachment has and that were written before (by default: an hour ago); yield them."""
    before = before or timezone.now() - GRACE
    storage = storage_of()
    with suppress(FileNotFoundError):
        for folder in sorted(storage.listdir(FOLDER)[0]):
            names = [f"{FOLDER}/{folder}/{name}" for name in storage.listdir(f"{FOLDER}/{folder}")[1]]
            used = set(Attachment.objects.filter(file__startswith=f"{FOLDER}/{folder}/").values_list("file", flat=True))
            for name in sorted(set(names) - used):
                if storage.get_modified_time(name) < before and _delete(name, sha256_of(name)):
                    yield name


def storage_of() -> Storage:
    """Return where the files of attachments are."""
    return Attachment._meta.get_field("file").storage


def served_from() -> str:
    """Return scheme and host of the storage where it serves files itself; "" where this site does."""
    storage = storage_of()
    parts = urlsplit("" if isinstance(storage, FileSystemStorage) else storage.url(f"{FOLDER}/"))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def sha256_of(name: str) -> str:
    """Return the hash that a kept file's name says."""
    return name.rpartition("/")[2].partition(".")[0]


def sha256_of_url(address: str | None) -> str:
    """Return the hash of the kept file that stands at an address of this site; "" when none can."""
    found = _KEPT_URL.search(address or "")
    return found[1] if found and str(address).startswith(settings.MEDIA_URL) else ""


def sizes_of(hashes: Collection[str]) -> dict[str, tuple[int | None, int | None]]:
    """Return width and height of the pictures of these hashes, as far as they are known."""
    rows = Attachment.objects.filter(sha256__in=hashes, width__isnull=False).order_by()
    return {sha256: (width, height) for sha256, width, height in rows.values_list("sha256", "width", "height")}


def lock_of(sha256: str) -> str:
    return f"attachment-file:{sha256}"


def _delete(name: str, sha256: str) -> bool:
    with transaction.atomic():
        hold(lock_of(sha256))
        same = Attachment.objects.filter(sha256=sha256) if sha256 else Attachment.objects.all()
        if same.filter(file=name).exists():
            return False
        storage_of().delete(name)
        return True
