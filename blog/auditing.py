"""Look through all stored texts for mojibake, and have `repairing` mend what is found.

Two looks at each blog's texts: the first learns which misreadings are proved, as an import learns it of its batch; the
second repairs. Memory does not grow with the blog: rows are read some at a time, and what is counted is bounded.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from blog import repairing
from blog.models import Attachment, Author, Category, Feedback, Post, Source, Tag, TextRepair
from blog.text import mojibake
from blog.text.levels import Level
from blog.text.lost_letters import broken_words, shapes_of
from blog.text.mojibake import Lost, Repair

AT_ONCE = 100  # rows read at once
FORMS = 5_000  # distinct repairs that are counted apart
LOST_NAMED = 1_000  # places of lost letters that are kept
BROKEN_WORDS = 500

HTML = frozenset({"html", "wordpress"})


class Texts(NamedTuple):
    """The texts of a noun: its fields, those that are always HTML, the one that says the body's format, the time it
    was stored or changed, and the way to its source."""

    model: type[Model]
    fields: tuple[str, ...]
    html: frozenset[str] = frozenset()
    format: str = ""
    time: str = ""
    source: str = ""


TEXTS = (
    Texts(Post, ("title", "excerpt", "body", "seo_title", "seo_description"), format="body_format", time="updated_at",
          source="source"),
    Texts(Feedback, ("title", "blog_name", "author_name", "body"), format="body_format", time="received_at",
          source="post__source"),
    Texts(Source, ("name", "tagline"), time="created_at", source="pk"),
    Texts(Author, ("name", "bio")),
    Texts(Category, ("name", "description")),
    Texts(Tag, ("name", "description")),
    Texts(Attachment, ("title", "alt", "caption", "description"), frozenset({"caption", "description"})),
)  # fmt: skip


class Form(NamedTuple):
    """A garbled form and what it was, as it is counted."""

    reading: str
    before: str
    after: str
    level: Level


class LostAt(NamedTuple):
    """Letters that nothing can bring back, and where they are missing."""

    noun: str
    pk: int
    field: str
    lost: Lost


@dataclass(slots=True)
class Audit:
    """What was found and done, in figures. `texts` counts the objects in which a form stands."""

    dry_run: bool = False
    seen: int = 0
    repaired: int = 0
    passages: Counter[Form] = field(default_factory=Counter)
    texts: Counter[Form] = field(default_factory=Counter)
    uncounted: int = 0
    held: int = 0
    lost_places: int = 0
    lost: list[LostAt] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def note(self, row: Row, found: repairing.Found) -> None:
        """Count what was found in one object."""
        self.repaired += found.changes
        self.held += found.held
        self.refused += (f"{row.name} {row.pk}: {name} has no room for the repaired text" for name in found.too_long)
        steps = Counter(Form(step.reading, step.before, step.after, step.level) for _, step in found.new)
        for form, number in steps.items():
            if form in self.passages or len(self.passages) < FORMS:
                self.passages[form] += number
                self.texts[form] += 1
            else:
                self.uncounted += number

    def level(self, level: Level) -> int:
        """Return how many passages there are of a level."""
        return sum(number for form, number in self.passages.items() if form.level is level)


class Row(NamedTuple):
    """An object's texts as they were read, without the object."""

    texts: Texts
    pk: int
    values: dict[str, str]
    format: str
    is_flagged: bool = False  # letters were lost from it when it was looked at before

    @property
    def name(self) -> str:
        return str(self.texts.model._meta.model_name)

    def repairer(self, evidence: Evidence) -> repairing.Repairer:
        """Return what repairs this object's fields."""
        return partial(_repair, self.texts, self.format, evidence)


@dataclass(slots=True)
class Evidence:
    """What the texts of one blog prove together: misreadings, and words that question marks broke."""

    proved: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


def audit(
    source: Source | None = None,
    since: dt.datetime | None = None,
    *,
    dry_run: bool = False,
    progress: Callable[[int], Any] = lambda number: None,
    check: Callable[[], Any] = lambda: None,
    result: Audit | None = None,
) -> Audit:
    """Look through what is stored, or what one source brought, or what was stored or changed since a moment.

    Where nothing says from which source or since when something is here, neither narrows to it. `check` may raise
    between objects; what was done by then is stored, and in `result`.
    """
    result = result if result is not None else Audit(dry_run)
    blogs: list[int | None] = (
        [source.pk] if source else [*Source.objects.order_by("pk").values_list("pk", flat=True), None]
    )
    everything: set[str] = set()
    for blog in blogs:
        evidence = _learn(partial(_rows_of_blog, blog, since, check), _proved_before(blog))
        everything |= evidence.proved
        _mend(_rows_of_blog(blog, since, check), evidence, result, progress)
    if source is None and since is None:
        # Authors, terms and files belong to all blogs.
        shared = [texts for texts in TEXTS if not texts.source]
        _mend(_rows(shared, {}, check), Evidence(frozenset(everything)), result, progress)
    return result


def _mend(rows: Iterator[Row], evidence: Evidence, result: Audit, progress: Callable[[int], Any]) -> None:
    for row in rows:
        result.seen += 1
        progress(1)
        repairer = row.repairer(evidence)
        garbled = row.is_flagged
        for name, text in row.values.items():
            looked = repairer(name, text)
            garbled = garbled or bool(looked.steps or looked.lost)
            result.lost_places += len(looked.lost)
            room = LOST_NAMED - len(result.lost)
            result.lost += (LostAt(row.name, row.pk, name, lost) for lost in looked.lost[:room])
        if garbled:
            found = _mended(row, repairer, result.dry_run)
            if found is not None:
                result.note(row, found)


def _mended(row: Row, repairer: repairing.Repairer, dry_run: bool) -> repairing.Found | None:
    model, fields = row.texts.model, row.texts.fields
    if not dry_run:
        return repairing.repair_stored(model, row.pk, fields, repairer)
    owner = model._base_manager.filter(pk=row.pk).first()
    return repairing.look_at(owner, fields, repairer) if owner else None


def _repair(texts: Texts, body_format: str, evidence: Evidence, name: str, text: str) -> Repair:
    is_html = name in texts.html or (name == "body" and body_format in HTML)
    repair = mojibake.repair_html if is_html else mojibake.repair
    return repair(text, evidence.proved, evidence.words)


# --- what is read


def _rows_of_blog(blog: int | None, since: dt.datetime | None, check: Callable[[], Any]) -> Iterator[Row]:
    narrowed: dict[type[Model], dict[str, Any]] = {
        texts.model: {texts.source: blog} if blog else {f"{texts.source}__isnull": True} for texts in TEXTS
    }
    kinds = [texts for texts in TEXTS if texts.source and (blog or texts.source != "pk")]
    if since is not None:
        for texts in kinds:
            narrowed[texts.model][f"{texts.time}__gte"] = since
    return _rows(kinds, narrowed, check)


def _rows(
    kinds: Sequence[Texts], narrowed: dict[type[Model], dict[str, Any]], check: Callable[[], Any]
) -> Iterator[Row]:
    """Yield the texts of rows, in pages by key: what is written meanwhile disturbs no open cursor."""
    for texts in kinds:
        columns = ("pk", *texts.fields, *([texts.format] if texts.format else []))
        rows: QuerySet[Any, Any] = texts.model._base_manager.filter(**narrowed.get(texts.model, {})).order_by("pk")
        last = 0
        while page := list(rows.filter(pk__gt=last).values_list(*columns)[:AT_ONCE]):
            flagged = _flagged(texts.model, [row[0] for row in page])
            for pk, *values in page:
                check()
                body_format = values.pop() if texts.format else ""
                yield Row(texts, pk, dict(zip(texts.fields, values, strict=True)), body_format, pk in flagged)
            last = page[-1][0]


def _flagged(model: type[Model], keys: Sequence[int]) -> set[int]:
    """Return those objects in which words are flagged that letters are lost from."""
    content_type = ContentType.objects.get_for_model(model)
    rows = TextRepair.objects.lost().filter(content_type=content_type, object_id__in=keys).order_by()
    return set(rows.values_list("object_id", flat=True).distinct())


# --- what it proves


def _learn(rows: Callable[[], Iterator[Row]], proved: set[str]) -> Evidence:
    """Return what texts prove together, besides what repairs proved that were made before."""
    broken: set[str] = set()
    for row in rows():
        for text in row.values.values():
            if "&" in text or not mojibake.is_clean(text):
                proved |= set(mojibake.readings_in(text))
            if len(broken) < BROKEN_WORDS:
                broken |= broken_words(text)
    whole: set[str] = set()
    for row in rows() if broken else ():
        whole |= {shape for text in row.values.values() for shape in shapes_of(text) & broken}
    return Evidence(frozenset(proved), frozenset(whole))


def _proved_before(blog: int | None) -> set[str]:
    """Return the readings that certain repairs of a blog's texts stand for, as long as nobody took these back."""
    held = TextRepair.objects.filter(level=TextRepair.Level.CERTAIN, state=TextRepair.State.APPLIED).order_by()
    readings: set[str] = set()
    for texts in TEXTS[:2]:
        keys = texts.model._base_manager.filter(**{texts.source: blog}).values("pk")
        rows = held.filter(content_type=ContentType.objects.get_for_model(texts.model), object_id__in=keys)
        readings.update(rows.values_list("reading", flat=True).distinct())
    return readings
