"""The one place where authors, categories or tags that are one and the same become one.

What bore the others bears the one that is kept, and their addresses lead to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q
from django.dispatch import Signal

from blog import locking, search
from blog.models import Author, Category, LegacyURL, Post, Tag, TaggedPost, TextRepair
from blog.models.category import LONGEST_PATH
from blog.models.legacy_url import NOWHERE
from blog.text.paths import legacy_key
from blog.text.wording import Problem
from blog.text.wording import gettext_noop as _

Noun = Author | Category | Tag

# Sent before the other one is deleted: `kept`, `gone`, and `posts`, the keys of those that bore it.
merged = Signal()

# The table that says which posts bear one, and its columns for the noun and the post.
BORNE: Mapping[type[Model], tuple[Any, str, str]] = MappingProxyType(
    {
        Author: (Post.co_authors.through, "author_id", "post_id"),
        Category: (Post.categories.through, "category_id", "post_id"),
        Tag: (TaggedPost, "tag_id", "content_object_id"),
    }
)
# What the one that is kept takes from the others where it says nothing itself.
FILLED: Mapping[type[Model], tuple[str, ...]] = MappingProxyType(
    {Author: ("email", "url", "bio"), Category: ("description",), Tag: ("description",)}
)


@transaction.atomic
def merge(kept: Noun, others: Sequence[Noun]) -> None:
    """Have `kept` stand for others of its kind too; what cannot be done raises Problem and changes nothing."""
    _hold(kept, others)
    # The deepest first: what stands below a category that goes passes on before it does.
    for gone in sorted(others, key=lambda noun: -getattr(noun, "path", "").count("/")):
        _merge_one(kept, gone)


def _hold(kept: Noun, others: Sequence[Noun]) -> None:
    """Let nobody else merge or delete these meanwhile; Problem where somebody did before."""
    # One at a time: what hangs on them is written in no order that two could share.
    locking.hold("merging")
    keys = [kept.pk, *(noun.pk for noun in others)]
    nouns: Any = type(kept)._default_manager
    rows = nouns.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))
    here = set(rows.values_list("pk", flat=True))
    for noun in (kept, *others):
        if noun.pk not in here:
            raise Problem(
                _("“%(name)s” is not here any more: somebody merged or deleted it meanwhile. Nothing was changed."),
                name=str(noun),
            )
        noun.refresh_from_db()


def _merge_one(kept: Any, gone: Any) -> None:
    model = type(kept)
    posts = _posts_of(gone)
    addresses = {gone.pk: _address_of(gone)}
    if model is Category:
        # Both may have moved with what was merged before.
        kept.refresh_from_db()
        gone.refresh_from_db()
        addresses = _take_in(kept, gone)
    _pass_posts(kept, gone)
    name = model._meta.model_name
    LegacyURL.objects.filter(**{name: gone.pk}).update(**{name: kept.pk})
    for key, address in addresses.items():
        leads_to = {**NOWHERE, f"{name}_id": kept.pk if key == gone.pk else key}
        LegacyURL.objects.update_or_create(host="", path=address, query="", defaults=leads_to)
    _fill_in(kept, gone)
    merged.send(model, kept=kept, gone=gone, posts=posts)
    TextRepair.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id=gone.pk).delete()
    gone.delete()
    search.index_again(posts)


def _address_of(noun: Noun) -> str:
    """Return the path under which old addresses are looked up."""
    return legacy_key(noun.get_absolute_url())[1][:LONGEST_PATH]


def _posts_of(noun: Any) -> list[int]:
    table, mine, post = BORNE[type(noun)]
    bearing = Q(pk__in=table.objects.filter(**{mine: noun.pk}).values(post))
    if isinstance(noun, Author):
        bearing |= Q(author=noun)
    return list(Post.objects.filter(bearing).order_by("pk").values_list("pk", flat=True))


def _pass_posts(kept: Any, gone: Any) -> None:
    """Have the posts of the one bear the other, each once."""
    table, mine, post = BORNE[type(kept)]
    rows = table.objects.filter(**{mine: gone.pk})
    rows.filter(**{f"{post}__in": table.objects.filter(**{mine: kept.pk}).values(post)}).delete()
    rows.update(**{mine: kept.pk})
    if isinstance(kept, Author):
        Post.objects.filter(author=gone).update(author=kept)
        table.objects.filter(author=kept, post__author=kept).delete()


def _take_in(kept: Category, gone: Category) -> dict[int, str]:
    """Put what stands below one category below another; return the addresses that all of them had."""
    if kept.path.startswith(f"{gone.path}/"):
        raise Problem(_("“%(kept)s” stands below “%(gone)s”; keep that one instead."), kept=kept.name, gone=gone.name)
    twice = gone.children.filter(slug__in=kept.children.values("slug")).first()
    if twice is not None:
        raise Problem(_("“%(name)s” stands below both of them; merge these two first."), name=twice.name)
    below = Category.objects.filter(Q(pk=gone.pk) | Q(path__startswith=f"{gone.path}/")).order_by()
    addresses = {category.pk: _address_of(category) for category in below}
    for child in gone.children.all():
        child.parent = kept
        try:
            child.clean()
        except ValidationError as error:
            raise Problem("%(why)s", why=" ".join(error.messages)) from error
        child.save()
    return addresses


def _fill_in(kept: Any, gone: Any) -> None:
    """Take over what only the other one says, and the login that is linked to it."""
    news = {name: value for name in FILLED[type(kept)] if (value := getattr(gone, name)) and not getattr(kept, name)}
    if isinstance(kept, Author) and gone.user_id and not kept.user_id:
        news["user_id"] = gone.user_id
        # A login is linked to one author.
        Author.objects.filter(pk=gone.pk).update(user=None)
    if news:
        type(kept)._default_manager.filter(pk=kept.pk).update(**news)
