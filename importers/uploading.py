"""An export that somebody sends from the browser: written to the disk as it comes, kept for its run and no longer."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
import unicodedata
import uuid
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from importers.unpacking import is_archive

KEPT_DAYS = 14  # an upload whose run did not come to its end
NAME_BYTES = 200


class UploadRefused(Exception):  # noqa: N818 - it says what is wrong with what was sent
    """What was sent cannot be taken. Its text is the sentence for a person."""


class Intake(FileUploadHandler):
    """Writes the one file that is sent to the disk that it will lie on, and lets go what is too much."""

    refusal = ""
    files = 0
    file: UploadedFile[Any]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.files += 1
        if self.files > 1:
            self.refusal = _("Only one file can be sent at a time.")
            raise SkipFile
        try:
            incoming = tempfile.NamedTemporaryFile(dir=made(settings.IMPORT_ROOT), prefix=".incoming-")  # noqa: SIM115
        except OSError as problem:
            self._refuse(problem)
        self.file = UploadedFile(incoming, self.file_name, self.content_type, 0, self.charset)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > settings.IMPORT_MAX_UPLOAD:
            self.refusal = too_large()
            raise SkipFile
        try:
            self.file.write(raw_data)
        except OSError as problem:
            self._refuse(problem)

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        self.file.seek(0)
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()

    def _refuse(self, problem: OSError) -> None:
        self.refusal = sentence_for(problem)
        raise SkipFile from problem


def keep(upload: UploadedFile[Any]) -> Path:
    """Give an upload a place of its own; return what to import. UploadRefused when it cannot be kept.

    It is called as the file was, since a blog without a name takes its file's. A file lies in a folder that is
    imported: an upload is the file of that name, wherever the last one lay.
    """
    own = settings.IMPORT_ROOT / uuid.uuid4().hex
    name = safe_name(upload.name or "")
    folder = own / (PurePosixPath(name.removesuffix(".gz")).stem.strip(". ") or "export")
    if not upload.size:
        raise UploadRefused(_("The file is empty."))
    try:
        made(own)
        folder.mkdir()
        stream: Any = upload.file
        stream.flush()
        try:
            # No byte is written twice: what Django removes is only the first name.
            os.link(stream.name, folder / name)
        except OSError:
            shutil.copyfile(stream.name, folder / name)
        archive = is_archive(folder / name)
    except OSError as problem:
        shutil.rmtree(own, ignore_errors=True)
        raise UploadRefused(sentence_for(problem)) from problem
    return folder / name if archive else folder


def file_in(folder: Path) -> Path:
    """Return the one file of an upload that `keep` gave a folder."""
    return next(folder.iterdir()) if folder.is_dir() else folder


def remove(paths: Iterable[str]) -> None:
    """Remove the folders of these uploads; what lies elsewhere is not ours."""
    for folder in map(folder_of, paths):
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def folder_of(path: str) -> Path | None:
    """Return the upload's folder that a path lies in, None when it lies in none."""
    place = Path(path)
    try:
        token = place.relative_to(settings.IMPORT_ROOT).parts[0]
    except (ValueError, IndexError):
        return None
    return settings.IMPORT_ROOT / token if _is_token(token) else None


def is_kept(paths: Iterable[str]) -> bool:
    """Say whether these paths are of an upload, and still there."""
    folders = [folder_of(path) for path in paths]
    return bool(folders) and all(folder is not None and folder.is_dir() for folder in folders)


def remove_old(in_use: Iterable[str]) -> None:
    """Remove uploads that nobody came back for, and what never arrived whole."""
    used = {folder_of(path) for path in in_use}
    latest = time.time() - KEPT_DAYS * 24 * 3600
    for place in settings.IMPORT_ROOT.iterdir() if settings.IMPORT_ROOT.is_dir() else ():
        if place in used or place.lstat().st_mtime > latest:
            continue
        if place.is_dir() and _is_token(place.name):
            shutil.rmtree(place, ignore_errors=True)
        elif place.name.startswith(".incoming-"):
            place.unlink(missing_ok=True)


def made(folder: Path) -> Path:
    """Make a folder that only this user of the machine may enter."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def safe_name(name: str) -> str:
    """Return a file's name as it may stand on our disk: no folders, no hidden file, no control characters."""
    bare = "".join(
        "_" if unicodedata.category(character)[0] == "C" else character for character in name.replace("\\", "/")
    ).rpartition("/")[2]
    stem, dot, suffix = bare.strip(". ").rpartition(".")
    stem, suffix = (stem, f".{suffix[:16]}") if dot else (suffix, "")
    return (stem.encode()[:NAME_BYTES].decode("utf-8", "ignore") or "export") + suffix


def most() -> str:
    """Return how much may be sent, for a person to read."""
    return filesizeformat(settings.IMPORT_MAX_UPLOAD)


def too_large() -> str:
    """Return the sentence for a file that is too large."""
    return _("The file is larger than %s. Pack it, split it, or import it at the command line.") % most()


def sentence_for(problem: OSError) -> str:
    """Return what a person should read of the disk's trouble."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("The disk is full: the file could not be kept.")
    return _("The file could not be kept: %s.") % (problem.strerror or type(problem).__name__)


def _is_token(name: str) -> bool:
    return len(name) == 32 and name.isalnum()
