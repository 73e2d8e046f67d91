"""Authors, sources, tags and categories: where they have an address, and when readers learn of them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from blog import redirecting
from blog.models import Author, Category, LegacyURL, Source, Tag
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def nouns():
    """One of each, at the address of a reader, and a draft that bears them all."""
    root = Category.objects.create(name="Secret root", slug="root")
    below = Category.objects.create(name="Secret below", slug="below", parent=root)
    author = cast.an_author(name="Secret author")
    draft = cast.a_post(
        status="draft", title="x", tags=("Secret",), author=author, source=cast.a_source(name="Secret source")
    )
    draft.categories.add(below)
    return draft, [Tag.objects.get(), root, below, draft.author, draft.source]


def feeds_of(noun):
    name = noun._meta.model_name
    kwargs = {"path": noun.path} if name == "category" else {"slug": noun.slug}
    return [reverse(f"blog:{name}_feed{form}", kwargs=kwargs) for form in ("", "_atom", "_json")]


def test_names_that_only_hidden_posts_bear_are_not_told(client, nouns):
    cast.a_post(title="Public")
    for noun in nouns[1]:
        for address in (noun.get_absolute_url(), *feeds_of(noun)):
            assert client.get(address).status_code == 404, address
        assert not redirecting.answers(noun.get_absolute_url())
    assert client.get("/?tag=secret").status_code == 404
    for address in ("/", "/archive/", reverse("blog:sitemap_section", args=["lists"])):
        text = client.get(address).content.decode()
        assert "ecret" not in text
        assert "/root/" not in text


def test_editors_see_them_and_no_cache_keeps_what_they_see(nouns):
    client = cast.client_of(cast.editor())
    for noun in nouns[1]:
        response = client.get(noun.get_absolute_url())
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("kind", ["post", "page"])
def test_one_public_post_or_page_makes_them_known_and_those_above(client, nouns, kind):
    draft, all_nouns = nouns
    draft.status, draft.kind = "published", kind
    draft.save()
    for model in (Tag, Category, Author, Source):
        assert set(model.objects.with_public_posts()) == {noun for noun in all_nouns if isinstance(noun, model)}
    for noun in all_nouns:
        assert client.get(noun.get_absolute_url()).status_code == 200
        assert redirecting.answers(noun.get_absolute_url())


def test_a_category_names_those_below_it_that_readers_may_know(client, nouns):
    _draft, (_tag, root, below, *_others) = nouns
    public = cast.a_post()
    public.categories.add(root)
    assert [*client.get(root.get_absolute_url()).context["children"]] == []
    public.categories.add(below)
    assert [*client.get(root.get_absolute_url()).context["children"]] == [below]


@pytest.mark.parametrize("model", [Tag, Author, Category])
def test_none_is_without_an_address(model):
    noun = model.objects.create(name="x", slug="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=noun.pk).update(slug="")


def test_a_tag_of_signs_alone_gets_a_slug(client):
    post = cast.a_post()
    post.tags.add("?!", "…")
    assert set(Tag.objects.values_list("slug", flat=True)) == {"tag", "tag-2"}
    assert client.get("/").status_code == 200


def test_a_category_below_another_is_no_feed():
    root = Category.objects.create(name="Root", slug="feed")
    root.full_clean()
    with pytest.raises(ValidationError, match="feed"):
        Category(name="Feed", slug="feed", parent=root).full_clean(exclude=["path"])


def test_a_category_keeps_its_own_address_and_those_below_it_within_bounds():
    def category(parent, slug):
        return Category.objects.create(name=slug[:5], slug=slug, parent=parent)

    top = category(None, "t")
    deep = top
    for _ in range(6):
        deep = category(deep, "d" * 100)
    with pytest.raises(ValidationError, match="too long"):
        Category(name="x", slug="x" * 100, parent=deep).full_clean(exclude=["path"])
    top.slug = "t" * 100
    with pytest.raises(ValidationError, match="too long"):
        top.full_clean()
    top.slug = "t" * 90
    top.full_clean()


@pytest.mark.parametrize("target", ["//evil.example/", "archive/", "https://evil.example/", "/\\evil.example"])
def test_no_old_address_leads_to_another_site(target):
    with pytest.raises(ValidationError):
        LegacyURL(path="/old", target_path=target).full_clean()
    if not target.startswith("/\\"):
        with pytest.raises(IntegrityError), transaction.atomic():
            LegacyURL.objects.create(path="/old", target_path=target)
