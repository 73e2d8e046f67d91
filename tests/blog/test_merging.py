"""Authors, categories or tags that are one and the same become one: nothing that led to either is lost."""

import pytest
from django.urls import reverse

from blog import merging, search
from blog.models import Author, Category, LegacyURL, Post, Tag, TaggedPost
from blog.text.wording import Problem
from tests.cast import a_post, an_author, client_of, editor, translator

pytestmark = pytest.mark.django_db


def category(slug, parent=None, **fields):
    return Category.objects.create(slug=slug, name=slug.capitalize(), parent=parent, **fields)


def tag(slug, **fields):
    return Tag.objects.create(slug=slug, name=slug.capitalize(), **fields)


def test_posts_of_a_merged_tag_bear_the_one_that_is_kept_once():
    kept, gone = tag("mud"), tag("muds")
    both, other = a_post(slug="both"), a_post(slug="other")
    for post, borne in ((both, kept), (both, gone), (other, gone)):
        TaggedPost.objects.create(content_object=post, tag=borne)
    merging.merge(kept, [gone])
    assert list(Tag.objects.all()) == [kept]
    assert sorted(TaggedPost.objects.values_list("content_object__slug", "tag__slug")) == [
        ("both", "mud"),
        ("other", "mud"),
    ]


def test_the_addresses_of_what_is_merged_lead_to_what_is_kept(client):
    kept, gone = tag("mud"), tag("muds")
    TaggedPost.objects.create(content_object=a_post(), tag=gone)
    LegacyURL.objects.create(host="old.example", path="/topics/muds", tag=gone)
    merging.merge(kept, [gone])
    assert LegacyURL.objects.get(host="old.example").tag == kept
    for address in ("/tag/muds/", "/tag/muds/feed/"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, address.replace("muds", "mud"))


def test_an_address_beyond_ascii_leads_to_what_is_kept(client):
    kept, gone = category("summer"), category("été")
    below = category("forêt", gone)
    below.posts.add(a_post())
    addresses = gone.get_absolute_url(), below.get_absolute_url()
    merging.merge(kept, [gone])
    below.refresh_from_db()
    assert [client.get(address)["Location"] for address in addresses] == ["/category/summer/", below.get_absolute_url()]


def test_what_was_merged_twice_is_led_to_at_once(client):
    last, kept, gone = tag("mud"), tag("muds"), tag("mudd")
    TaggedPost.objects.create(content_object=a_post(), tag=gone)
    merging.merge(kept, [gone])
    merging.merge(last, [kept])
    assert [client.get(f"/tag/{old}/")["Location"] for old in ("mudd", "muds")] == ["/tag/mud/"] * 2


def test_an_author_who_is_merged_wrote_as_the_one_that_is_kept_alone_and_with_others():
    kept, gone, friend = an_author(name="Ines Vale"), an_author(name="I. Vale"), an_author(name="Odo")
    own, shared = a_post(author=gone, slug="own"), a_post(author=kept, slug="shared")
    shared.co_authors.add(gone, friend)
    merging.merge(kept, [gone])
    assert Post.objects.get(slug="own").author == kept
    assert [author.name for author in Post.objects.get(slug="shared").writers] == ["Ines Vale", "Odo"]
    assert not Author.objects.filter(pk=own.author_id).exists()


def test_what_is_empty_is_filled_in_from_what_is_merged():
    login = editor()
    kept = an_author(name="Ines Vale", email="ines@tide.example.org")
    gone = an_author(name="I. Vale", email="iv@tide.example.org", bio="Walks on mud.", user=login)
    merging.merge(kept, [gone])
    kept.refresh_from_db()
    assert (kept.email, kept.bio, kept.user) == ("ines@tide.example.org", "Walks on mud.", login)


def test_posts_are_found_by_the_name_of_the_author_that_is_kept():
    kept, gone = an_author(name="Ines Quillfeather"), an_author(name="Somebody")
    post = a_post(author=gone)
    search.index([post])
    merging.merge(kept, [gone])
    assert [found.pk for found in search.find("Quillfeather")] == [post.pk]


def test_what_stands_below_a_merged_category_stands_below_the_one_that_is_kept(client):
    kept, gone = category("birds"), category("fowl")
    below = category("ducks", category("water", gone))
    below.posts.add(a_post())
    merging.merge(kept, [gone])
    below.refresh_from_db()
    assert below.path == "birds/water/ducks"
    for old, new in (("fowl", "birds"), ("fowl/water", "birds/water"), ("fowl/water/ducks", "birds/water/ducks")):
        response = client.get(f"/category/{old}/")
        assert (response.status_code, response["Location"]) == (301, f"/category/{new}/")


@pytest.mark.parametrize("clash", ["alike below both", "kept below gone"])
def test_categories_that_cannot_be_one_are_refused_and_stay(clash):
    kept, gone = category("birds"), category("fowl")
    category("ducks", gone)
    if clash == "alike below both":
        category("ducks", kept)
    else:
        kept.parent = gone
        kept.save()
    stood = sorted(Category.objects.values_list("path", flat=True))
    with pytest.raises(Problem):
        merging.merge(kept, [gone])
    assert sorted(Category.objects.values_list("path", flat=True)) == stood


def choose(client, noun, chosen, **more):
    asked = {"action": "merge_into_one", "_selected_action": [one.pk for one in chosen], **more}
    return client.post(reverse(f"admin:blog_{noun}_changelist"), asked)


def test_an_editor_chooses_which_of_several_is_kept():
    kept, gone, last = tag("mud"), tag("muds"), tag("muddy")
    client = client_of(editor())
    page = choose(client, "tag", [kept, gone, last])
    assert page.status_code == 200
    assert page.content.decode().count('name="kept"') == 3
    assert Tag.objects.count() == 3
    assert choose(client, "tag", [kept, gone, last], kept=kept.pk).status_code == 302
    assert list(Tag.objects.all()) == [kept]


def test_one_alone_is_not_merged_nor_into_what_was_not_chosen():
    one, two, other = tag("mud"), tag("muds"), tag("reeds")
    client = client_of(editor())
    assert choose(client, "tag", [one], kept=one.pk).status_code == 302
    assert choose(client, "tag", [one, two], kept=other.pk).status_code == 200
    assert choose(client, "tag", [one, two], kept="none").status_code == 200
    assert Tag.objects.count() == 3


def test_who_may_not_delete_merges_nothing():
    one, two = tag("mud"), tag("muds")
    choose(client_of(translator()), "tag", [one, two], kept=one.pk)
    assert Tag.objects.count() == 2


def test_a_refusal_is_told_on_the_page():
    kept, gone = category("birds"), category("fowl")
    category("ducks", kept)
    category("ducks", gone)
    client = client_of(editor())
    page = client.get(choose(client, "category", [kept, gone], kept=kept.pk)["Location"])
    assert "Ducks" in page.content.decode()
    assert Category.objects.count() == 4
