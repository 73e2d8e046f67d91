"""Two who merge the same at once: one of them does, and the other is told."""

import contextlib
import threading

import pytest

from blog import merging
from blog.models import Author, Category, Tag
from blog.text.wording import Problem
from tests import cast
from tests.at_once import AtOnce

pytestmark = pytest.mark.django_db(transaction=True)


def made(model, slug):
    return model.objects.create(slug=slug, name=slug.capitalize())


@pytest.mark.parametrize("model", [Author, Category, Tag])
def test_two_that_are_merged_into_each_other_become_one_and_the_second_is_told(tmp_path, model):
    one, other = made(model, "ines"), made(model, "tam")
    for slug, noun in (("first", one), ("second", other)):
        post = cast.a_post(slug=slug, **({"author": noun} if model is Author else {}))
        if model is not Author:
            (post.categories if model is Category else post.tags).add(noun)
    both = threading.Barrier(2)

    def wait_for_the_other(**kwargs):
        """Go on once the other one has come as far, or cannot."""
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(1)

    def merge(pair):
        kept, gone = (model.objects.get(pk=noun.pk) for noun in pair)
        try:
            merging.merge(kept, [gone])
        except Problem as problem:
            return str(problem)
        return "merged"

    merging.merged.connect(wait_for_the_other, sender=model)
    try:
        at_once = AtOnce(tmp_path)
        said = sorted(at_once(merge, [(one, other), (other, one)]))
    finally:
        merging.merged.disconnect(wait_for_the_other, sender=model)
    assert said[0] == "merged"
    assert "is not here any more" in said[1]
    left = at_once.after(lambda: [(noun.pk in (one.pk, other.pk), noun.slug) for noun in model.objects.all()])
    assert len(left) == 1
