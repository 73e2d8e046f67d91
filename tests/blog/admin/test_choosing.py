"""How a form chooses authors, categories, tags and other objects."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog import search, translating
from blog.admin import choosing
from blog.models import Attachment, Category, Post, Tag, TaggedPost
from tests import cast
from tests.blog.admin.test_roles import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return cast.client_of(cast.editor())


def page_of(obj):
    return reverse(f"admin:blog_{obj._meta.model_name}_change", args=[obj.pk])


def save(client, post, **changes):
    """Send the form; return the errors, or the tags as stored."""
    response = client.post(page_of(post), form_of(post) | changes)
    return response.context["errors"] if response.status_code == 200 else tags_of(post)


def tags_of(post):
    return sorted((tag.name, tag.slug) for tag in Post.objects.get(pk=post.pk).tags.all())


def shown_tags(client, post):
    return client.get(page_of(post)).context["adminform"].form["tags"].value()


def a_tree(*paths):
    """Make a category for each path, named as its last step."""
    made = {}
    for path in paths:
        above, _, slug = path.rpartition("/")
        made[path] = Category.objects.create(name=slug.title(), slug=slug, parent=made.get(above))
    return made


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("fog signal", ["fog signal"]),
        ("rain, fog  signal,, ", ["fog signal", "rain"]),
        ('"Salt, pepper", rain', ["Salt, pepper", "rain"]),
        ('an "open, end', ["an", "end", "open"]),
        (" , ,", []),
    ],
)
def test_commas_separate_names_and_spaces_do_not(text, names):
    assert choosing.names_in(text) == names


def test_a_post_bears_the_tags_that_are_named_and_those_taken_off_stay_tags(client):
    post = cast.a_post(tags=("Rain", "Hail"))
    snow = Tag.objects.create(name="Snow", slug="snow")
    assert save(client, post, tags="Rain, snow, Black ice, black ice") == [
        ("Black ice", "black-ice"),
        ("Rain", "rain"),
        ("Snow", "snow"),
    ]
    assert snow in Post.objects.get(pk=post.pk).tags.all()
    assert Tag.objects.filter(slug="hail").exists()
    assert [found.pk for found in search.find("ice")] == [post.pk]
    assert not search.find("hail")


def test_a_name_that_the_post_bears_keeps_that_very_tag(client):
    post, plain = cast.a_post(), Tag.objects.create(name="Rain", slug="rain")
    post.tags.add(Tag.objects.create(name="Rain", slug="rain-2"))
    assert save(client, post, tags="Rain, Hail") == [("Hail", "hail"), ("Rain", "rain-2")]
    TaggedPost.objects.create(content_object=post, tag=plain)
    assert save(client, post, tags=shown_tags(client, post)) == [("Hail", "hail"), ("Rain", "rain"), ("Rain", "rain-2")]
    assert save(client, post, tags="") == []


@pytest.mark.parametrize("name", ["Salt, pepper", 'Five 5" nails', "two\n lines", ":-)", "x" * 100, "“so”", "déjà vu"])
def test_whatever_an_import_called_a_tag_comes_back_unchanged(client, name):
    post = cast.a_post()
    post.tags.add(Tag.objects.create(name=name, slug="odd"))
    assert save(client, post, tags=shown_tags(client, post) + ", new") == sorted([(name, "odd"), ("new", "new")])


def test_untouched_tags_are_not_told_as_a_change(client):
    post = cast.a_post(tags=("Rain", "Black ice"))
    assert shown_tags(client, post) == "Black ice, Rain"
    form = client.get(page_of(post)).context["adminform"].form
    assert not form.fields["tags"].has_changed(form.initial["tags"], "Rain,  Black ice")
    assert form.fields["tags"].has_changed(form.initial["tags"], "Rain")


@pytest.mark.parametrize("name", ["!!!", "x" * 256])
def test_what_can_be_no_tag_is_refused(client, name):
    assert "cannot be a tag" in str(save(client, cast.a_post(), tags=f"Rain, {name}"))
    assert not Tag.objects.exists()


def test_a_translator_takes_tags_that_are_there_and_makes_none():
    translation = translating.translate(cast.a_post(language="en", tags=("Rain",)), "fr", by=None)
    Tag.objects.create(name="Snow", slug="snow")
    client = cast.client_of(cast.translator())
    assert "Hail" in str(save(client, translation, tags="Rain, Hail"))
    assert save(client, translation, tags="Rain, snow") == [("Rain", "rain"), ("Snow", "snow")]


def test_going_back_to_an_older_version_keeps_the_tags(client):
    post = cast.a_post(title="Rain", tags=("Rain", "Black ice"))
    save(client, post, title="Snow")
    url = reverse("admin:blog_post_simple_history", args=[post.pk, post.history.last().pk])
    form = client.get(url).context["adminform"].form
    assert client.post(url, form_of(post) | {"tags": form["tags"].value()}).status_code == 302
    assert (Post.objects.get().title, len(tags_of(post))) == ("Rain", 2)


def test_categories_stand_as_the_tree_they_are_and_are_stored(client):
    tree = a_tree("a", "a-b", "a/x", "a/x/deep", "b")
    post = cast.a_post()
    post.categories.set([tree["b"]])
    page = client.get(page_of(post)).content.decode()
    box = page[page.index('id="id_categories"') :].partition("</div>")[0]
    assert re.findall(r'class="depth-(\d)"', box) == ["0", "1", "2", "0", "0"]
    assert [tree[path].pk for path in ("a", "a/x", "a/x/deep", "a-b", "b")] == [
        int(value) for value in re.findall(r'value="(\d+)"', box)
    ]
    assert "A › X › </span>Deep" in box
    assert re.findall(r'value="(\d+)"[^>]*checked', box) == [str(tree["b"].pk)]
    save(client, post, categories=[tree["a/x"].pk])
    assert [category.path for category in post.categories.all()] == ["a/x"]


def test_the_form_costs_the_same_for_many_authors_and_categories(client):
    post = cast.a_post(tags=("Rain",))

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page_of(post)).status_code == 200
        return [query["sql"] for query in captured]

    a_tree("a", "a/b")
    cost()
    few = cost()
    assert len([sql for sql in few if re.search(r'FROM "blog_category"', sql) and "JOIN" not in sql]) == 1
    for n in range(30):
        cast.an_author(), cast.a_source(), a_tree(f"c-{n}", f"c-{n}/d")
    assert len(cost()) == len(few)


def test_a_category_is_put_below_another_by_the_names_above(client):
    tree = a_tree("a", "a/x", "b")
    page = client.get(page_of(tree["b"])).content.decode()
    assert f'<option value="{tree["a/x"].pk}">A › X</option>' in page
    client.post(page_of(tree["b"]), {"name": "B", "slug": "b", "parent": tree["a/x"].pk, "description": ""})
    assert Category.objects.get(slug="b").path == "a/x/b"
    refused = client.post(page_of(tree["a"]), {"name": "A", "slug": "a", "parent": tree["a/x"].pk, "description": ""})
    assert "parent" in refused.context["adminform"].form.errors


def test_an_object_chosen_by_number_is_shown_by_its_title(client):
    page, image = cast.a_post(title="Harbour", kind="page"), Attachment.objects.create(title="A rope")
    post = cast.a_post(kind="page", parent=page, featured_image=image)
    shown = client.get(page_of(post)).content.decode()
    for obj in (page, image):
        assert f'<a href="{page_of(obj)}">{obj}</a></strong>' in shown
    assert reverse("admin:blog_attachment_changelist") + "?_to_field=id" in shown


def test_who_may_not_see_a_list_is_not_sent_there(client):
    shown = client.get(page_of(cast.an_author())).content.decode()
    assert 'name="user"' in shown
    assert "lookup_id_user" not in shown


@pytest.mark.parametrize("query", [{"_to_field": "id"}, {"_to_field": "id", "_popup": "1"}])
@pytest.mark.parametrize("make", [cast.a_post, lambda: Attachment.objects.create(title="A rope")])
def test_a_list_that_is_looked_up_shows_numbers_and_lets_one_choose(client, make, query):
    obj = make()
    page = client.get(reverse(f"admin:blog_{obj._meta.model_name}_changelist"), query).content.decode()
    assert re.search(rf'field-number"><a href="[^"]+"[^>]*>{obj.pk}</a>', page)
    assert (f'data-popup-opener="{obj.pk}"' in page) == ("_popup" in query)
