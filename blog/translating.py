"""The one place where translations are made and their notes are anchored and resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog import publishing, search
from blog.models import Post, TranslationNote
from blog.text import languages, markup, quotes

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

# What a translation takes over from its original; the body and title wait to be written over.
TAKEN_OVER = (
    *("kind", "title", "excerpt", "body", "body_format", "author_id", "featured_image_id", "parent_id", "menu_order"),
    *("comments_open", "comments_close_after", "published_year", "published_month", "published_day", "published_at"),
)

# The statuses of a translation that translators work on; then an editor decides.
IN_PREPARATION = (Post.Status.DRAFT, Post.Status.IN_REVIEW)


class TranslationError(ValueError):
    """The translation cannot be made; the message says why, in one sentence for a person."""


class NoSuchPassageError(ValueError):
    """The words do not stand in the post."""


def may_edit(user: User | AnonymousUser, post: Post | None = None) -> bool:
    """Say whether the user may change posts, or this one: editors all, translators translations in preparation."""
    if user.has_perm("blog.change_post"):
        return True
    prepared = post and post.translation_of_id and post.status in IN_PREPARATION
    return bool(prepared and user.has_perm("blog.translate_post"))


def may_annotate(user: User | AnonymousUser, post: Post) -> bool:
    """Say whether someone who may write notes may write them on this post: editors on all, others on translations."""
    return user.has_perm("blog.change_post") or post.translation_of_id is not None


def original_of(post: Post) -> Post:
    """Return the post at the root of a group of translations: the post itself when it is no translation."""
    seen = {post.pk}
    while post.translation_of and post.translation_of_id not in seen:
        post = post.translation_of
        seen.add(post.pk)
    return post


def group_of(post: Post) -> list[Post]:
    """Return the original and its translations, the original first."""
    original = original_of(post)
    return [original, *original.translations.order_by("language", "pk")]


@transaction.atomic
def translate(post: Post, language: str, *, by: User | None) -> Post:
    """Make a linked draft in `language` (a BCP 47 tag) that begins as a copy of the original, and return it.

    It stands beside its original: same date, author, categories and tags. Raises TranslationError when the language
    is none, is the original's, or has its translation already.
    """
    tag = languages.normalize_language(language)
    if not tag:
        raise TranslationError(_("“%s” is not the tag of a language.") % language[:40])
    # Two translators who ask at once wait for each other here.
    original = Post.objects.select_for_update(of=("self",)).get(pk=original_of(post).pk)
    for known in group_of(original):
        if languages.normalize_language(known.language) != tag:
            continue
        if known.pk == original.pk:
            raise TranslationError(_("The original is in this language already (%s).") % tag)
        raise TranslationError(_("There is a translation in this language already: “%s”.") % known)
    draft = Post(**{name: getattr(original, name) for name in TAKEN_OVER})
    draft.translation_of = original
    draft.language = tag
    draft.slug = f"{original.slug[:180]}-{tag.lower()}"
    draft._history_user = by
    publishing.save_post(draft)
    for author in original.further_authors:
        draft.co_authors.add(author)
    draft.categories.set(original.categories.all())
    draft.tags.set(original.tags.all())
    search.index([draft])
    return draft


def anchor_note(post: Post, exact: str) -> quotes.Quote:
    """Return the quote of these words in the post's plain text, their white space as it stands there.

    Raises NoSuchPassageError when the words do not stand in it.
    """
    text = markup.plain_text(post.body_html)
    found = quotes.find_words(text, exact)
    if found is None:
        raise NoSuchPassageError(_("These words do not stand in the text."))
    return quotes.quote_at(text, *found)


def save_note(note: TranslationNote, *, by: Any) -> TranslationNote:
    """Store a note as written: anchored to its passage, signed by its first writer.

    One whose passage was not chosen anew keeps its anchor, though the text may have been rewritten since.
    """
    stored = TranslationNote.objects.filter(pk=note.pk).values_list("exact", "post_id").first() if note.pk else None
    if stored == (note.exact, note.post_id):
        pass
    elif note.exact.strip():
        quote = anchor_note(note.post, note.exact)
        note.exact, note.prefix, note.suffix = quote.exact, quote.prefix, quote.suffix
    else:
        note.exact = note.prefix = note.suffix = ""
    if note.pk is None and note.author_id is None:
        note.author = by
    note.save()
    return note


def resolve(note: TranslationNote, by: User | None) -> TranslationNote:
    """Mark a note as answered; one that is keeps who answered it and when."""
    if note.resolved_at is None:
        note.resolved_at, note.resolved_by = timezone.now(), by
        note.save(update_fields=["resolved_at", "resolved_by"])
    return note


def reopen(note: TranslationNote) -> TranslationNote:
    """Mark a note as open again."""
    note.resolved_at = note.resolved_by = None
    note.save(update_fields=["resolved_at", "resolved_by"])
    return note
