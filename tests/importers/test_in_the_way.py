"""Two blogs imported at once: what one finds in its way it tries again, and fails no item for it."""

import time

import pytest
from django.db import connection

from tests.importers.databases import start, start_with
from tests.importers.readers.exports import comment, export, item
from tests.importers.test_terms_stored import category, tag

TERMS = range(60)
POSTS = range(1, 161)


def used(domain, slug):
    return f'<category domain="{domain}" nicename="{slug}">{slug}</category>'


def a_blog(order):
    """A blog whose terms, addresses and authors are those of the other, met in another order."""
    names = [f"n{n}" for n in list(TERMS)[::order]]
    terms = [category(name, name) for name in names] + [tag(name, name) for name in names]
    items = []
    for n in list(POSTS)[::order]:
        name = names[n % len(names)]
        own = used("post_tag", f"t{n // 4}") + used("category", f"c{n // 4}") + used("post_tag", name)
        items.append(item(n, dc__creator=f"author{n // 4}", extra=own + comment(2 * n) + comment(2 * n + 1)))
    return export(*terms, *items)


@pytest.mark.django_db(transaction=True)
def test_two_blogs_that_share_terms_and_addresses_are_imported_at_once_and_lose_nothing(copies, tmp_path):
    paths = [tmp_path / "one.xml", tmp_path / "two.xml"]
    for path, order in zip(paths, (1, -1), strict=True):
        path.write_bytes(a_blog(order))
    env = copies.make("both")
    processes = [start(env, "import_wxr", path, "--source", path.stem, "-v0") for path in paths]
    said = [process.communicate()[1] for process in processes]
    assert [(process.returncode, words) for process, words in zip(processes, said, strict=True)] == [(0, ""), (0, "")]
    assert copies.query(env, "SELECT count(*), count(DISTINCT path) FROM blog_post") == (320, 320)
    assert copies.query(env, "SELECT count(*) FROM blog_feedback") == (640,)
    assert copies.query(env, "SELECT count(*), count(DISTINCT slug) FROM blog_tag") == (101, 101)
    assert copies.query(env, "SELECT count(*), count(DISTINCT path) FROM blog_category") == (101, 101)
    assert copies.query(env, "SELECT count(*) FROM importers_importissue WHERE level = 'error'") == (0,)


IMPATIENT = 'settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.2'


@pytest.mark.django_db(transaction=True)
def test_an_import_waits_for_whoever_holds_the_lock_of_sqlite_longer_than_a_statement_would(copies, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL locks no database")
    path = tmp_path / "one.xml"
    path.write_bytes(a_blog(1))
    env = copies.make("locked")
    holder = copies.open(env)
    holder.execute("PRAGMA journal_mode=WAL")
    process = start_with(IMPATIENT, env, "import_wxr", path, "-v0")
    while process.poll() is None:
        # Held again and again, whenever something was stored.
        holder.execute("BEGIN IMMEDIATE")
        time.sleep(1)
        holder.execute("COMMIT")
        time.sleep(0.3)
    holder.close()
    said = process.stderr.read()
    assert (process.returncode, said) == (0, ""), said
    assert copies.query(env, "SELECT count(*) FROM blog_post") == (160,)
