"""Files for attachments, and bodies that show them: from the folder of uploads at once, from the web later.

What is not asked for is only counted: `written` says how many media of a body are elsewhere (`media_elsewhere`), and
how many of these are pictures that it shows (`hot_linked`). With a folder, or once files were fetched, these bodies are
looked at again; a picture of theirs that no item of the export declares becomes an attachment of its own when its file
is here, or is to be fetched. Without news, nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.db import transaction
from django.db.models import QuerySet

from blog import attaching
from blog.models import Attachment, LegacyURL, Post, Source
from blog.models.attachment import address_of
from blog.sniffing import PICTURE_ENDINGS
from blog.text import references
from blog.text.references import Reference
from importers import identity, originals
from importers.loading import merging
from importers.loading.addresses import keys_of, owners
from importers.loading.changing import note_changes
from importers.loading.finding import POSTS
from importers.loading.leasing import held_for
from importers.loading.trouble import reason, stop_if_full
from importers.models import ImportChange, ImportedItem, ImportRun
from importers.records import Issue, Severity
from importers.rewriting import Body, Rewrite, Rewritten
from importers.settling.bodies import LateBodies
from importers.uploads import Uploads
from importers.validating import is_web_address, without_illegal

CHUNK = 200
LONGEST_ADDRESS = 2000
RECORDINGS = frozenset({"aac", "flac", "m4a", "m4v", "mov", "mp3", "mp4", "oga", "ogg", "ogv", "wav", "weba", "webm"})


@dataclass(frozen=True, slots=True)
class Find:
    """Where it was found, what it is there, its full address, whether that was the blog's own, and its file where the
    folder has it."""

    item: ImportedItem
    reference: Reference
    address: str
    is_own: bool
    kept: attaching.Kept | None


@dataclass(frozen=True, slots=True)
class MediaWish:
    """What a person asked for: files from a folder, files from the web."""

    uploads: Uploads | None = None
    fetch: bool = False


@dataclass(slots=True)
class Known:
    """The attachments of a source by their addresses, and which of them have files."""

    exact: dict[str, int] = field(default_factory=dict)
    originals: dict[str, int] = field(default_factory=dict)
    files: dict[int, str] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)  # where the old blog kept its files

    @classmethod
    def of(cls, source: Source) -> Known:
        """Gather what is known of a source."""
        aliases = (f"//{host}" for host in source.alias_hosts or ())
        known = cls(hosts={originals.host(address) for address in (source.base_url, *aliases)})
        declared = ImportedItem.objects.filter(source=source, kind="attachment", identity__startswith="id:")
        keys = set(declared.exclude(object_id=None).values_list("object_id", flat=True))
        rows = Attachment.objects.filter(source=source).order_by("pk").values_list("pk", "original_url", "file")
        for pk, address, file in rows.iterator(chunk_size=2000):
            known.add(pk, address, file)
            if pk in keys:
                known.hosts.add(originals.host(originals.unwrapped(address)))
        known.hosts.discard("")
        return known

    def add(self, pk: int, address: str, file: str) -> None:
        """Know one more; of two under one address the first that has a file counts."""
        if file:
            self.files[pk] = file
        for table, name in self._names(address):
            if name not in table or (file and table[name] not in self.files):
                table[name] = pk

    def find(self, address: str) -> int | None:
        """Return the key of the attachment that an address means."""
        return next((table[name] for table, name in self._names(address) if name in table), None)

    def _names(self, address: str) -> Iterator[tuple[dict[str, int], str]]:
        if address:
            yield self.exact, originals.key(originals.unwrapped(address).partition("#")[0])
            yield self.originals, originals.key(originals.original(address))


@dataclass(slots=True)
class MediaSettler:
    """Brings files to one source's attachments and bodies."""

    run: ImportRun
    source_id: int
    asked: MediaWish
    issues: list[Issue] = field(default_factory=list)
    known: Known = field(default_factory=lambda: Known())
    added: int = 0  # attachments that no item of the export declares
    source: Source = field(init=False)
    bodies: LateBodies = field(init=False)

    def settle(self, beat: Callable[[], object]) -> list[Issue]:
        """Take what the folder has, wish for what it has not, and rewrite the bodies; return what there is to say."""
        if self.asked.uploads is not None:
            for chunk in self._without_file():
                self._take_files(chunk, beat)
        if self.asked.fetch:
            missing = Attachment.objects.filter(source=self.source_id, file="", fetch=Attachment.Fetch.NONE)
            missing.filter(original_url__istartswith="http").update(fetch=Attachment.Fetch.WANTED)
        self.source = Source.objects.get(pk=self.source_id)
        self.known = Known.of(self.source)
        self.bodies = LateBodies(self.run, self.source_id, rewriters={"media": self.gather})
        for items in self._showing():
            self._settle_bodies(items, beat)
        if self.added:
            files = "1 file" if self.added == 1 else f"{self.added} files"
            message = f"{files} that bodies show and no item lists became attachments; the counts above leave them out"
            self.issues.append(Issue("attachments-from-bodies", self.source.slug, message, Severity.INFO))
        return self.issues + self.bodies.issues + self._said_of_links()

    def _said_of_links(self) -> list[Issue]:
        """Name the files that were not taken since a link leads to them out of the folder."""
        if self.asked.uploads is None:
            return []
        links = list(dict.fromkeys(self.asked.uploads.leading_out))
        self.asked.uploads.leading_out.clear()  # told once, however many blogs the files are of
        message = "is a link that leads out of the folder of uploads; it was not followed"
        return [Issue("media-refused", without_illegal(link), message) for link in links]

    # --- What the export declares ------------------------------------------------------------------

    def _without_file(self) -> Iterator[list[tuple[ImportedItem, Attachment]]]:
        rows = Attachment.objects.filter(source=self.source_id, file="").exclude(original_url="").order_by("pk")
        last = 0
        while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
            last = chunk[-1].pk
            keys = [attachment.pk for attachment in chunk]
            items = ImportedItem.objects.filter(kind="attachment", object_id__in=keys).defer("raw", "provenance")
            known = {item.object_id: item for item in items}
            # A file that somebody took away here is not brought back.
            yield [
                (item, attachment)
                for attachment in chunk
                if (item := known.get(attachment.pk)) and not item.written.get("file")
            ]

    def _take_files(self, chunk: Sequence[tuple[ImportedItem, Attachment]], beat: Callable[[], object]) -> None:
        assert self.asked.uploads is not None
        taken = []
        for item, attachment in chunk:
            beat()
            path = self.asked.uploads.find(attachment.original_url, exact=item.identity.startswith("id:"))
            kept = self._keep(path, item.origin) if path else None
            if kept is not None:
                taken.append((item, attachment, kept))
        if not taken:
            return
        with transaction.atomic():
            note_changes(
                self.run,
                [(item, merging.Merge({"file": kept.name}, {"file": ""})) for item, _, kept in taken],
            )
            for item, attachment, kept in taken:
                attaching.attach(attachment, kept, fetch=Attachment.Fetch.NONE, fetch_problem="")
                item.written = merging.with_values(item.written, {"file": kept.name})
                item.save(update_fields=["written"])

    def _keep(self, path: Path, where: str) -> attaching.Kept | None:
        """Keep a file from the disk; say so when it is none that can be kept."""
        try:
            with path.open("rb") as file:
                return attaching.keep(file, path.name)
        except (attaching.NotMedia, OSError) as error:
            stop_if_full(error)
            message = f"{path.name} was not taken: {reason(error)}"
            self.issues.append(Issue("media-refused", where, without_illegal(message)))
            return None

    # --- What bodies show --------------------------------------------------------------------------

    def _showing(self) -> Iterator[list[ImportedItem]]:
        rows = showing(self.source_id).defer("raw", "provenance").order_by("pk")
        last = 0
        while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
            last = chunk[-1].pk
            yield chunk

    def _settle_bodies(self, items: Sequence[ImportedItem], beat: Callable[[], object]) -> None:
        """Make attachments of what these bodies show, then have the bodies rewritten."""
        found = self._new_files(items, beat)
        with transaction.atomic():
            for find in found:
                self._add(find)
            self.bodies.rewrite(items)

    def _new_files(self, items: Sequence[ImportedItem], beat: Callable[[], object]) -> list[Find]:
        """Return what these bodies show and nobody knows: from the folder, or to be fetched."""
        keys = [item.object_id or 0 for item in items]
        posts = Post.objects.only("body", "body_format", "original_url").in_bulk(keys)
        found: dict[str, Find] = {}
        beat()
        for item in items:
            post = posts.get(item.object_id or 0)
            for reference in references.references(post.body, post.body_format) if post else ():
                base = post.original_url if post else ""
                address = self._absolute(reference, base)
                name = originals.key(originals.original(address))
                if not address or name in found or self.known.find(address) is not None:
                    continue
                own = self._is_own(address, base)
                if not reference.is_shown and not (own and _is_media(address)):
                    continue
                beat()
                # Other blogs' files bear the same names.
                kept = self._from_disk(address, item.origin) if own else None
                if kept is not None or (self.asked.fetch and is_web_address(address)):
                    found[name] = Find(item, reference, address, own, kept)
        return self._not_deleted(found)

    def _not_deleted(self, found: dict[str, Find]) -> list[Find]:
        """Leave out what is here by that address, or was and somebody deleted it; do not look at it again."""
        names = {identity.of_address(originals.original(find.address)): name for name, find in found.items()}
        here = ImportedItem.objects.filter(source=self.source_id, kind="attachment", identity__in=list(names))
        for name, key in here.order_by().values_list("identity", "object_id"):
            self.known.originals[names[name]] = key or 0
            found.pop(names[name])
        return list(found.values())

    def _is_own(self, address: str, base: str) -> bool:
        """Say whether an address was the old blog's: of its host, of its files', or of the very post's."""
        host = originals.host(originals.unwrapped(address))
        return not host or host in self.known.hosts or host == originals.host(base)

    def _absolute(self, reference: Reference, base: str) -> str:
        """Return the full address, or the mere path where nobody knows of which host; "" for one of this site's own
        files, and for no address of the web."""
        if attaching.sha256_of_url(reference.address):
            return ""
        try:
            address = urljoin(base or self.source.base_url, reference.address)
            parts = urlsplit(address)
        except ValueError:
            return ""
        if not parts.scheme and not base and not self.source.base_url:
            address = f"http:{address}" if parts.netloc else f"/{parts.path.lstrip('/')}"
        elif parts.scheme not in ("http", "https"):
            return ""
        return address if len(address) <= LONGEST_ADDRESS else ""

    def _from_disk(self, address: str, where: str) -> attaching.Kept | None:
        path = self.asked.uploads.find(address) if self.asked.uploads is not None else None
        return self._keep(path, where) if path else None

    def _add(self, find: Find) -> None:
        """Make an attachment of what a body shows, with an item of its own, so that undo knows it."""
        item, reference, address, kept = find.item, find.reference, find.address, find.kept
        original = originals.original(address)
        stated_as = original if is_web_address(original) else ""
        others = [
            name for name in dict.fromkeys((original, originals.unwrapped(address), address)) if name != stated_as
        ]
        attachment = Attachment.objects.create(
            source_id=self.source_id,
            original_url=without_illegal(stated_as)[:LONGEST_ADDRESS],
            alt=without_illegal(reference.alt)[:1000],
            post_id=item.object_id,
            fetch=Attachment.Fetch.WANTED if kept is None else Attachment.Fetch.NONE,
            source_meta={"addresses": others} if others else {},
        )
        stated = {
            "original_url": attachment.original_url,
            "alt": attachment.alt,
            "source_meta": attachment.source_meta,
            "post_id": attachment.post_id,
        }
        own = ImportedItem.objects.create(
            source_id=self.source_id,
            kind="attachment",
            identity=identity.of_address(original),
            object_id=attachment.pk,
            origin=item.origin,
            content_hash="",  # no reader read it, and no file lacks it later
            written=merging.base_of(stated | {"file": kept.name if kept else ""}),
            first_run=self.run,
        )
        ImportChange.objects.create(run=self.run, item=own, before=None, after={})
        if find.is_own:
            self._claim(attachment, original)
        self.added += 1
        if kept is not None:
            attaching.attach(attachment, kept)
        self.known.add(attachment.pk, address, attachment.file.name or "")
        self.known.add(attachment.pk, original, attachment.file.name or "")

    def _claim(self, attachment: Attachment, address: str) -> None:
        """Have the address at which the old blog had the file lead to it, where it leads nowhere else."""
        keys = keys_of([address], self.source.base_url)
        taken = owners(keys)
        rows = [
            LegacyURL(host=key[0], path=key[1], query=key[2], attachment=attachment) for key in keys if key not in taken
        ]
        LegacyURL.objects.bulk_create(rows, ignore_conflicts=True)

    # --- The rewriter ------------------------------------------------------------------------------

    def gather(self, bodies: Sequence[Body]) -> Rewrite:
        """Return what rewrites one body: everything that leads to a file that is here."""
        return self._rewrite

    def _rewrite(self, body: Body) -> Rewritten:
        places: dict[Reference, str] = {}
        for reference in references.references(body.text, body.format):
            address = self._absolute(reference, body.original_url)
            file = self.known.files.get(self.known.find(address) or 0) if address else None
            if file is not None:
                places[reference] = address_of(file)
        return Rewritten(references.replace(body.text, places), words_changed=False)


def showing(source_id: int) -> QuerySet[ImportedItem]:
    """Return the posts that show media, or lead to files, which are not kept here."""
    return ImportedItem.objects.filter(
        source=source_id, kind__in=POSTS, object_id__isnull=False, written__media_elsewhere__gt=0
    )


def hot_linked(source_ids: Iterable[int], where: str) -> list[Issue]:
    """Return the issue that says how many pictures are elsewhere still; none when all are here."""
    numbers = [
        number
        for source_id in source_ids
        for number in showing(source_id).order_by().values_list("written__hot_linked", flat=True)
        if number
    ]
    if not numbers:
        return []
    pictures = "1 picture" if sum(numbers) == 1 else f"{sum(numbers)} pictures"
    posts = "1 post" if len(numbers) == 1 else f"{len(numbers)} posts"
    verb = "is" if sum(numbers) == 1 else "are"
    how = "on the command line --uploads DIR and --fetch-media bring them"
    message = f"{pictures} in {posts} {verb} not kept here; {how}"
    return [Issue("images-hot-linked", where, message, Severity.INFO)]


def settle_fetched(sources: Iterable[int]) -> None:
    """Let bodies show the files that came since, in the name of the run that last wrote the blog."""
    for source_id in sources:
        with held_for(source_id) as lease:
            if lease is not None:
                MediaSettler(lease.run, source_id, MediaWish()).settle(lease.beat)


def _is_media(address: str) -> bool:
    """Say whether a link leads to a file of the library, by its name."""
    path = originals.original(address).partition("?")[0]
    ending = path.rpartition(".")[2].lower()
    return ending in PICTURE_ENDINGS or ending in RECORDINGS or (originals.is_sized(address) and len(ending) <= 5)
