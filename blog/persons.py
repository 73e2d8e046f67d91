"""What is stored of one person who sent feedback, known by an e-mail address: given to them, and erased.

Other applications hold something too: they answer the signals. Nobody's login, and no author of posts, is erased here;
what stays is named.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.serializers import serialize
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.dispatch import Signal
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from blog import feedback_search, retention
from blog.models import (
    Author,
    AuthorNote,
    Comment,
    Feedback,
    Mention,
    ModerationEvent,
    ModerationRule,
    ReplyNotice,
    TextRepair,
    Trackback,
)
from blog.reply_notices import is_quiet
from blog.speaking import interface_language

# Sent with `email` and `ids`, the keys of the person's feedback; receivers return {what: rows as JSON}.
exported = Signal()
# Sent in the transaction of an erasure, before anything changes, with `traces`; receivers return {what: how many}.
erasing = Signal()

ERASED = "[…]"
# Of what is given, that which tells of somebody who sent nothing.
GIVEN = ("notes", "wants_no_letters", "logins", "authors", "rules")
AT_A_TIME = 100  # words that one query looks for
SHOWN = 20  # of what others wrote, each is named
SHORT = 2  # letters of a name that may be part of anything


@dataclass(frozen=True, slots=True)
class Traces:
    """What tells of a person: the keys of their feedback, and the words by which they can be known."""

    email: str
    ids: list[int]
    names: frozenset[str]
    urls: frozenset[str]
    addresses: frozenset[str]
    texts: frozenset[str]  # of what is removed

    @property
    def known_by(self) -> frozenset[str]:
        """By what others can be seen to name the person: a first name alone is anybody's."""
        return frozenset({self.email}) | {name for name in self.names if " " in name}

    @property
    def written(self) -> frozenset[str]:
        """What moderators write down of a person."""
        return self.known_by | self.addresses


@dataclass(slots=True)
class Erased:
    """What an erasure did, or would do. `kept` says what it leaves to others to decide."""

    removed: int = 0
    anonymised: int = 0
    notes: int = 0
    journal: int = 0
    elsewhere: dict[str, int] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.removed + self.anonymised

    @property
    def is_any(self) -> bool:
        """Whether anything was found to be done."""
        return bool(self.total or self.notes or self.journal or any(self.elsewhere.values()))

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def feedback_of(email: str) -> QuerySet[Feedback]:
    """Return what was sent under an address, or with a login that has it; ValueError for what is no address."""
    email = email.strip()
    if "@" not in email or len(email) > 254 or "\x00" in email:
        raise ValueError(_("This is no e-mail address."))
    # By the index of each, and with keys that the database can estimate: an "or" would have it read every row.
    logins = list(User.objects.filter(email__iexact=email).values_list("pk", flat=True))
    sent = Feedback.objects.by_email(email).order_by().values("pk")
    return Feedback.objects.filter(
        pk__in=sent.union(Feedback.objects.filter(user__in=logins).order_by().values("pk"))
    ).order_by("pk")


# --- Given -------------------------------------------------------------------------------------


def export(email: str, by: User | None = None) -> dict[str, Any]:
    """Return as JSON values all that is stored of a person, and journal that it was asked for."""
    feedback, email = feedback_of(email), email.strip()
    ids = list(feedback.values_list("pk", flat=True))
    events = ModerationEvent.objects.filter(feedback__in=ids).order_by("pk")
    found: dict[str, Any] = {
        "email": email,
        "exported_at": timezone.now().isoformat(timespec="seconds"),
        "feedback": _rows(feedback),
        "addresses": [item.get_absolute_url() for item in feedback.select_related("post")],
        # Who decided is another person's data.
        "journal": list(
            events.values("feedback", "at", "from_status", "to_status", "rule", "reason", "changes", "batch")
        ),
        "notes": list(_notes(email).values("text", "at")),
        "told_of_replies": list(ReplyNotice.objects.filter(reply__parent__in=ids).values("reply", "sent_at")),
        "wants_no_letters": is_quiet(email),
        "mentions": _rows(Mention.objects.filter(feedback__in=ids)),
        "logins": list(User.objects.filter(email__iexact=email).values("username", "first_name", "last_name", "email")),
        "authors": list(Author.objects.filter(email__iexact=email).values("name", "slug", "email")),
        "rules": [rule.name for rule in _rules(email)],
        "named_in": _named_in(email, feedback),
    }
    for _receiver, rows in exported.send(sender=None, email=email, ids=ids):
        found.update(_answered(rows))
    if ids or any(found[name] for name in GIVEN):
        ModerationEvent.objects.create(by=by, about={"exported": len(ids)})
    return found


def _named_in(email: str, own: QuerySet[Feedback]) -> dict[str, list[str]]:
    """Return where others wrote of a person: the addresses of what anybody may read, and what moderators noted."""
    traces = _traces(email, list(own), anonymise=False)
    public = _naming(Feedback.objects.public(), "body", traces.known_by).exclude(pk__in=traces.ids)
    notes = _naming(AuthorNote.objects.exclude(pk__in=_notes(email)), "text", traces.written)
    reasons = _naming(ModerationEvent.objects.exclude(feedback__in=traces.ids), "reason", traces.written)
    return {
        "feedback": [item.get_absolute_url() for item in public.select_related("post").order_by("pk")],
        "notes": list(notes.order_by("pk").values_list("text", flat=True)),
        "reasons": list(reasons.order_by("pk").values_list("reason", flat=True)),
    }


def _naming(rows: QuerySet[Any], column: str, words: Iterable[str]) -> QuerySet[Any]:
    """Return the rows in whose column one of the words stands, some of the words at a time."""
    keys: set[int] = set()
    sought = sorted(words)
    for start in range(0, len(sought), AT_A_TIME):
        held = reduce(or_, (Q(**{f"{column}__icontains": word}) for word in sought[start : start + AT_A_TIME]))
        keys.update(rows.filter(held).values_list("pk", flat=True))
    return rows.filter(pk__in=keys)


def _answered(value: Any) -> dict[str, Any]:
    return value or {}


def _rows(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    return [{"id": item["pk"], **item["fields"]} for item in serialize("python", rows)]


def _notes(email: str) -> QuerySet[AuthorNote]:
    return AuthorNote.objects.filter(author=f"email:{email.strip().lower()}"[:300])


def _rules(email: str) -> list[ModerationRule]:
    """Return the rules that name the address: few, and all read."""
    return [rule for rule in ModerationRule.objects.all() if email.casefold() in str(rule.values).casefold()]


# --- Erased ------------------------------------------------------------------------------------


def erase(email: str, *, by: User | None = None, anonymise: bool = False, dry_run: bool = False) -> Erased:
    """Remove a person's feedback, or keep its words and take away whose they are; all or nothing.

    What has answers stays in either case, with a sentence in place of its words where they are to be removed.
    """
    with transaction.atomic():
        done = _erase(email, by, anonymise)
        if dry_run:
            transaction.set_rollback(True)
    if not dry_run:
        feedback_search.catch_up()  # else the index keeps the words until the next search
    return done


def _erase(email: str, by: User | None, anonymise: bool) -> Erased:
    rows = list(feedback_of(email).select_related("post").select_for_update(of=("self",)))
    email = email.strip()
    done = Erased()
    answered = set(Feedback.objects.filter(parent__in=rows).values_list("parent", flat=True))
    removed = [item.pk for item in rows if not anonymise and item.pk not in answered]
    traces = _traces(email, rows, anonymise)
    done.kept = _kept(email) + _kept_words(traces)
    for _receiver, numbers in erasing.send(sender=None, traces=traces):
        done.elsewhere.update(_answered(numbers))
    done.journal = _clean_journal(traces)
    _clean_log(traces.ids)
    Mention.objects.filter(feedback__in=rows).update(sender_address="")
    retention.delete(removed)
    for item in rows:
        if item.pk not in removed:
            _anonymise(item, email, keep_words=anonymise)
    done.removed, done.anonymised = len(removed), len(rows) - len(removed)
    done.notes = _notes(email).delete()[0] + _clean_notes(traces)
    if rows or done.notes:
        about = {name: n for name, n in (("erased", done.removed), ("anonymised", done.anonymised)) if n}
        ModerationEvent.objects.create(by=by, about=about or {"erased": 0})
    return done


def _traces(email: str, rows: list[Feedback], anonymise: bool) -> Traces:
    def words(name: str) -> frozenset[str]:
        return frozenset(text for item in rows if (text := getattr(item, name).strip()))

    texts = frozenset() if anonymise else words("body")
    addresses = words("author_address")
    return Traces(email, [item.pk for item in rows], words("author_name"), words("author_url"), addresses, texts)


def _anonymise(item: Feedback, email: str, *, keep_words: bool) -> None:
    for name in ("author_name", "author_email", "author_url", "author_address", "decided_by"):
        setattr(item, name, "")
    item.user, item.source_meta, item.findings, item.notify_replies = None, {}, [], False
    if keep_words:
        item.body = without(email)(item.body)
    else:
        with translation.override(interface_language(item.post.language)):
            item.body, item.body_format = _("[Removed at the request of whoever wrote it.]"), Feedback.BodyFormat.TEXT
        item.title = item.blog_name = ""
        kind = ContentType.objects.get_for_model(Feedback)
        TextRepair.objects.filter(content_type=kind, object_id=item.pk).delete()
    item.save()


def _clean_journal(traces: Traces) -> int:
    """Take out of the journal the words of edits, and what tells of the person wherever it stands in a reason."""
    edits = ModerationEvent.objects.filter(feedback__in=traces.ids).exclude(changes={})
    number = edits.update(changes={}, about={"edited": True})
    clean = _clean_of(traces)
    of_others = _naming(ModerationEvent.objects.all(), "reason", traces.written)
    own = ModerationEvent.objects.filter(feedback__in=traces.ids).exclude(reason="")
    for event in (own | of_others).only("reason"):
        if (reason := clean(event.reason)) != event.reason:
            number += ModerationEvent.objects.filter(pk=event.pk).update(reason=reason)
    return number


def _clean_notes(traces: Traces) -> int:
    """Take a person out of the notes about others."""
    clean, number = _clean_of(traces), 0
    for note in _naming(AuthorNote.objects.all(), "text", traces.written):
        number += AuthorNote.objects.filter(pk=note.pk).update(text=clean(note.text))
    return number


def _clean_of(traces: Traces) -> Callable[[str], str]:
    names = (name for name in traces.names if len(name) > SHORT)
    return without(traces.email, *traces.urls, *traces.addresses, *names)


def _clean_log(ids: list[int]) -> None:
    """Take names out of Django's own log of the admin."""
    models: tuple[type[Model], ...] = (Feedback, Comment, Trackback)
    kinds = ContentType.objects.get_for_models(*models, for_concrete_models=False).values()
    LogEntry.objects.filter(content_type__in=kinds, object_id__in=map(str, ids)).update(object_repr=ERASED)


def without(*words: str) -> Callable[[str], str]:
    """Return what takes these words out of a text, however they are written."""
    pattern = re.compile("|".join(map(pattern_of, sorted(words, key=len, reverse=True))), re.IGNORECASE)
    return lambda text: pattern.sub(ERASED, text)


def pattern_of(word: str) -> str:
    """Return the regular expression of a word; of an e-mail or IP address only where it is no part of another's."""
    if _is_ip(word):
        before, after = (r"(?<![0-9a-f]:)", r"(?!:[0-9a-f])") if ":" in word else (r"(?<!\d\.)", r"(?!\.\d)")
        return rf"(?<!\w){before}{re.escape(word)}{after}(?!\w)"
    if "@" in word:
        return rf"(?<![\w+-])(?<!\w\.){re.escape(word)}(?![\w-])(?!\.\w)"
    return re.escape(word)


def _is_ip(word: str) -> bool:
    try:
        return bool(ipaddress.ip_address(word))
    except ValueError:
        return False


def _kept(email: str) -> list[str]:
    """Say what has the address and stays."""
    kept = [_("login %s") % user for user in User.objects.filter(email__iexact=email)]
    kept += [_("author %s") % author for author in Author.objects.filter(email__iexact=email)]
    kept += [_("rule %s") % rule for rule in _rules(email)]
    if is_quiet(email):
        kept.append(_("the wish for no letters, under a key that tells nobody"))
    return kept


def _kept_words(traces: Traces) -> list[str]:
    """Name what others wrote that names the person: whether that stays is an editor's to decide."""
    rows = _naming(Feedback.objects.exclude(pk__in=traces.ids), "body", traces.known_by).select_related("post")
    kept = [
        _("%(kind)s %(number)d on “%(post)s”, where somebody else names them")
        % {"kind": item.get_kind_display(), "number": item.pk, "post": item.post.title}
        for item in rows.order_by("pk")[: SHOWN + 1]
    ]
    if len(kept) > SHOWN:
        kept[SHOWN:] = [_("in all, %d where somebody else names them") % rows.count()]
    return kept
