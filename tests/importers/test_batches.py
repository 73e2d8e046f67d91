"""What is stored together, what the lease is told meanwhile, and what the stored report says afterwards."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Feedback, Post
from importers import batching, loading
from importers.loading import leasing
from importers.loading.sources import Wish
from importers.models import ImportRun
from importers.running import Options, run_import
from tests.importers.blogs import counts
from tests.importers.readers.exports import comment, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def sizes(monkeypatch):
    """The sizes of the batches that are stored."""
    found = []
    begin = loading.Loader.begin
    monkeypatch.setattr(loading.Loader, "begin", lambda loader, batch: found.append(len(batch)) or begin(loader, batch))
    return found


def test_a_batch_ends_early_when_its_items_are_large(shelf, sizes, monkeypatch):
    monkeypatch.setattr(batching, "MOST_BYTES", 3000)
    shelf.run(*(item(n, content__encoded="x" * 2000) for n in range(4)))
    assert sizes == [2, 2]


def test_a_batch_ends_early_when_its_posts_were_much_discussed(shelf, sizes, monkeypatch):
    monkeypatch.setattr(batching, "MOST_PARTS", 3)
    shelf.run(*(item(n, extra=comment(2 * n) + comment(2 * n + 1)) for n in range(1, 5)))
    assert sizes == [2, 2]


@pytest.mark.parametrize(("items", "times"), [(40, 0), (120, 1)])
def test_postgresql_is_told_once_what_a_large_blog_s_tables_hold(shelf, monkeypatch, items, times):
    monkeypatch.setattr(batching, "MOST", 60)
    with CaptureQueriesContext(connection) as asked:
        shelf.run(*(item(n) for n in range(1, items + 1)))
    counts = [query for query in asked if query["sql"].startswith("ANALYZE")]
    assert len(counts) == (times if connection.vendor == "postgresql" else 0)


def test_a_run_gives_signs_of_life_while_it_prepares(shelf, monkeypatch):
    beaten = []
    monkeypatch.setattr(leasing.Lease, "beat", lambda lease, values: beaten.append(1))
    shelf.run(*(item(n) for n in range(30)))
    assert len(beaten) > 30


def test_the_stored_report_says_how_long_it_took(shelf):
    report = shelf.run(item(7))
    assert 0 < ImportRun.objects.get().report["seconds"] <= report.seconds + 0.001


def test_another_encoding_reads_the_same_file_again(tmp_path):
    page = tmp_path / "page.txt"
    page.write_bytes(("Titre du billet\n\n" + "Déjà vu à la plage, où les élèves lisaient. " * 8).encode("mac-roman"))
    options = {"wish": Wish(slug="beach")}
    run_import([page], "pages", Options(encoding="koi8-r", **options))
    report = run_import([page], "pages", Options(encoding="mac-roman", **options))
    assert counts(report, "post") == {"updated": 1}
    assert Post.objects.get().body.startswith("Déjà vu") or "Déjà vu" in Post.objects.get().body


def test_posts_and_attachments_of_one_batch_are_stored_together(shelf, monkeypatch):
    tries = []
    write = loading.Loader._write_together

    def count(loader, works):
        tries.append(len(works))
        return write(loader, works)

    monkeypatch.setattr(loading.Loader, "_write_together", count)
    attachment = {"wp__post_type": "attachment", "wp__attachment_url": "http://tide.example.org/a.jpg"}
    shelf.run(*(item(n, extra=comment(n), **(attachment if n % 2 else {})) for n in range(1, 9)))
    assert tries == [8]
    assert Feedback.objects.count() == 4
