"""check_urls says of every old address where it leads, and fails when one leads nowhere, by a chain or in a loop."""

import gzip
import json

import pytest
from django.core.cache import cache
from django.core.management import call_command

from blog.models import LegacyURL, Post
from tests.cast import a_post, a_source
from tests.importers.blogs import Shelf
from tests.importers.readers.exports import comment, export, item
from tests.importers.test_old_addresses import PARTS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "http://new.example"
    settings.ALLOWED_HOSTS = ["new.example"]
    cache.clear()


@pytest.fixture
def old_post():
    a_source(base_url="http://old.example/")
    post = a_post()
    LegacyURL.objects.create(host="old.example", path="/x", post=post)
    LegacyURL.objects.create(host="old.example", path="/", query="p=7", post=post)
    return post


def run(capsys, path, *options):
    """Return the exit status, what was printed, and what was said on stderr."""
    status = 0
    try:
        call_command("check_urls", str(path), *options)
    except SystemExit as end:
        status = end.code
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def fates(capsys, path):
    status, printed, _ = run(capsys, path, "--json")
    return status, {
        row["address"]: (row["fate"], row["status"], row["leads_to"]) for row in json.loads(printed)["results"]
    }


def test_each_address_is_asked_of_the_site_with_its_host(capsys, tmp_path, old_post):
    here = old_post.get_absolute_url()
    listed = tmp_path / "list.txt"
    listed.write_text(
        f"# old ones\nhttp://old.example/x/\n\n?p=7\nold.example/?p=7\nhttp://new.example{here}\n{here.strip('/')}\n"
        "http://old.example/none\nhttp://nobodys.example/\nhttp://[broken/\n"
    )
    status, found = fates(capsys, listed)
    assert status == 2
    assert found["http://old.example/x/"] == ("redirect", 301, here)
    assert found["?p=7"] == ("redirect", 301, here)
    assert found["old.example/?p=7"] == ("redirect", 301, here)
    assert found[f"http://new.example{here}"] == ("page", 200, "")
    assert found[here.strip("/")] == ("redirect", 301, here)
    assert found["http://old.example/none"] == ("not found", 404, "")
    assert found["http://nobodys.example/"] == ("refused", 400, "")
    assert found["http://[broken/"] == ("refused", 400, "")


def test_chains_and_loops_fail(capsys, tmp_path, old_post):
    LegacyURL.objects.create(host="old.example", path="/chain", target_path="/chain-2/")
    LegacyURL.objects.create(path="/chain-2", target_path=old_post.get_absolute_url())
    LegacyURL.objects.create(path="/loop", target_path="/loop-2/")
    LegacyURL.objects.create(path="/loop-2", target_path="/loop/")
    LegacyURL.objects.create(path="/lost", target_path="/nowhere/")
    listed = tmp_path / "list.txt"
    for address, fate in (("http://old.example/chain", "chain"), ("/loop/", "loop"), ("/lost/", "not found")):
        listed.write_text(address)
        status, found = fates(capsys, listed)
        assert (status, found[address][0]) == (2, fate)


def test_a_table_gives_its_first_column_and_a_sitemap_its_locations(capsys, tmp_path, old_post):
    table = tmp_path / "table.csv"
    table.write_text('address,hits\n"http://old.example/x/",12\nhttp://old.example/?p=7,3\n', encoding="utf-8-sig")
    assert set(fates(capsys, table)[1]) == {"http://old.example/x/", "http://old.example/?p=7"}
    sitemap = tmp_path / "sitemap.xml"
    sitemap.write_text('<?xml version="1.0"?><urlset><url><loc> http://old.example/?p=7&amp;x=1 </loc></url></urlset>')
    assert fates(capsys, sitemap) == (
        0,
        {"http://old.example/?p=7&x=1": ("redirect", 301, old_post.get_absolute_url())},
    )


@pytest.mark.parametrize("packed", [False, True])
def test_every_address_of_an_imported_export_answers(capsys, tmp_path, packed):
    shelf = Shelf(tmp_path)
    posts = [item(n, extra=comment(n)) for n in range(20, 26)]
    shelf.run(*PARTS, *posts)
    cache.clear()
    path = shelf.path
    if packed:
        path = tmp_path / "export.xml.gz"
        path.write_bytes(gzip.compress(export(*PARTS, *posts)))
    status, printed, _ = run(capsys, path)
    assert status == 0, printed
    assert "addresses: " in printed.splitlines()[-1]
    assert "?p=11" not in printed
    assert Post.objects.filter(status="draft").exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.txt", None, "There is no file called"),
        ("empty.txt", b"", "names no address"),
        ("image.png", b"\x89PNG\r\n\x00\x00\x00", "it is no text"),
        ("cut.xml", b'<?xml version="1.0"?><urlset>', "names no address"),
    ],
)
def test_a_bad_file_ends_with_one_sentence(capsys, tmp_path, name, content, said):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    status, printed, err = run(capsys, path)
    assert (status, printed) == (1, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1
    status, printed, _ = run(capsys, path, "--json")
    assert (status, list(json.loads(printed))) == (1, ["error"])
