"""A blog that comes later is linked to by the posts of those that came before."""

import pytest

from blog.models import Post, Source
from importers.loading.leasing import take
from importers.models import ImportedItem, ImportRun
from importers.undoing import undo_run
from tests.importers.blogs import Shelf, codes, dump
from tests.importers.readers.exports import HEAD, export, item

pytestmark = pytest.mark.django_db

FOG = "http://fog.example.org"
BODY = (
    f'<a href="{FOG}/blog/?p=8">x</a> <a href="http://www.fog.example.org/blog/eight/">y</a>'
    '<a href="/blog/?p=404">z</a>'
)


@pytest.fixture
def shelf(tmp_path):
    """A blog whose post 7 links to one that is not here yet, and posts that do not."""
    shelf = Shelf(tmp_path)
    shelf.run(item(7, content__encoded=BODY), item(9, content__encoded="The fog came in."))
    return shelf


@pytest.fixture
def other(tmp_path):
    """That other blog."""
    (tmp_path / "other").mkdir()
    other = Shelf(tmp_path / "other")
    head = HEAD.replace("tide.example.org", "fog.example.org").replace("The Tide Table", "Fog")
    other.path.write_bytes(export(item(8, link=f"{FOG}/blog/eight/", guid=f"{FOG}/blog/?p=8"), head=head))
    return other


def linked():
    return [part.split('"')[0] for part in Post.objects.get(title="Post 7").body.split('href="')[1:]]


def test_a_blog_that_comes_later_is_linked_to_until_its_import_is_undone(shelf, other):
    before = linked()
    report = other.run()
    assert linked() == ["/2009/03/post-8/", "/2009/03/post-8/", "/blog/?p=404"]
    assert 'href="/2009/03/post-8/"' in Post.objects.get(title="Post 7").body_html
    assert "links-from-other-blogs" in codes(report)
    assert report.as_dict()["kinds"]["post"] == {
        "seen": 1, "created": 1, "updated": 0, "unchanged": 0, "skipped": 0, "failed": 0,
    }  # fmt: skip
    assert ImportedItem.objects.filter(unsettled=True).count() == 1  # for ?p=404
    assert not ImportRun.objects.filter(state=ImportRun.State.RUNNING).exists()
    assert undo_run(report.run).exit_status == 0
    assert linked() == before


def test_running_again_writes_nothing(shelf, other):
    other.run()
    before = dump()
    assert "links-from-other-blogs" not in codes(other.run())
    shelf.run()
    assert dump() == before


def test_a_link_that_an_editor_changed_is_left_alone(shelf, other):
    post = Post.objects.get(title="Post 7")
    post.body += "<p>Mine.</p>"
    post.save()
    other.run()
    assert linked()[0] == f"{FOG}/blog/?p=8"


def test_a_dry_run_says_the_same_and_changes_nothing(shelf, other):
    before = dump()
    dry = codes(other.run(dry_run=True))
    assert dump() == before
    assert dry == codes(other.run())


def test_a_blog_that_is_being_imported_is_passed_over(shelf, other):
    take(Source.objects.get(base_url__contains="tide"), print)
    other.run()
    assert linked()[0] == f"{FOG}/blog/?p=8"
