"""Terms that no list of the file tells, but the categories of its items alone: by their slugs, never by their names."""

import pytest

from blog.models import Category, Post, Tag
from tests.importers.blogs import codes, counts, dump
from tests.importers.readers.exports import field, item

pytestmark = pytest.mark.django_db


def used(slug, name="Rome", domain="category"):
    named = f' nicename="{slug}"' if slug else ""
    return f'<category domain="{domain}"{named}><![CDATA[{name}]]></category>'


def old(slug, name="Rome", domain="category"):
    """As WordPress before 3.1 named a term: twice, the first time without its slug."""
    first = (
        f"<category><![CDATA[{name}]]></category>"
        if domain == "category"
        else f'<category domain="tag"><![CDATA[{name}]]></category>'
    )
    return first + used(slug, name, domain)


def borne(model):
    name = "categories" if model is Category else "tags"
    return {
        post.original_id: sorted(term.slug for term in getattr(post, name).all())
        for post in Post.objects.order_by("pk")
    }


@pytest.mark.parametrize("form", [used, old])
@pytest.mark.parametrize(("domain", "model"), [("category", Category), ("post_tag", Tag), ("tag", Tag)])
def test_two_terms_of_one_name_stay_two(shelf, form, domain, model):
    parts = (
        item(1, form("rome", domain=domain)),
        item(2, form("rome-georgia", domain=domain)),
        item(3, form("rome-georgia", domain=domain) + form("rome", domain=domain)),
    )
    report = shelf.run(*parts)
    kind = "category" if model is Category else "tag"
    assert counts(report, kind) == {"created": 2}
    assert sorted(model.objects.values_list("slug", "name")) == [("rome", "Rome"), ("rome-georgia", "Rome")]
    assert borne(model) == {"1": ["rome"], "2": ["rome-georgia"], "3": ["rome", "rome-georgia"]}
    before = dump()
    shelf.run()
    assert dump() == before


def test_they_stay_two_when_a_later_file_tells_their_parents(shelf):
    def declared(slug, name, parent=""):
        words = field("wp:category_nicename", slug) + field("wp:category_parent", parent) + field("wp:cat_name", name)
        return f"<wp:category>{words}</wp:category>"

    posts = (item(1, used("rome")), item(2, used("rome-georgia")))
    shelf.run(*posts)
    told = (declared("rome", "Rome", "italy"), declared("italy", "Italy"), declared("georgia", "Georgia"))
    report = shelf.run(*told, declared("rome-georgia", "Rome", "georgia"), *posts)
    assert counts(report, "post") == {"unchanged": 2}
    assert sorted(Category.objects.values_list("path", flat=True)) == [
        *("georgia", "georgia/rome-georgia", "italy", "italy/rome"),
    ]
    assert borne(Category) == {"1": ["rome"], "2": ["rome-georgia"]}


def test_a_name_alone_that_several_terms_have_is_named(shelf):
    report = shelf.run(item(1, used("rome")), item(2, used("rome-georgia")), item(3, used("")), item(4, old("rome")))
    assert borne(Category)["3"] == ["rome"]
    (issue,) = (issue for issue in report.issues if issue.code == "ambiguous-identity")
    assert issue.message == (
        "“Rome” is the name of several terms (category rome, rome-georgia); "
        "1 × it stands alone, and the first was taken"
    )
    assert "ambiguous-identity" not in codes(shelf.run(item(1, used("rome")), item(3, used("")), item(4, old("rome"))))
