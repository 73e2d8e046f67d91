"""check_urls says of every old address where it leads, and fails when one leads nowhere, by a chain or in a loop."""

import gzip
import json

import pytest
from django.core.cache import cache
from django.core.management import call_command

from blog.models import LegacyURL, Post
from tests.cast import a_comment, a_post, a_source
from tests.importers.blogs import Shelf
from tests.importers.readers.exports import comment, export, item
from tests.importers.test_old_addresses import PARTS

pytestmark = pytest.mark.django_db


XML = '<?xml version="1.0"?>\n'


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
    assert found["http://nobodys.example/"] == ("foreign", 400, "")
    assert found["http://[broken/"] == ("refused", 400, "")


def test_a_path_with_a_slash_too_many_is_asked_for_as_it_stands(capsys, tmp_path, old_post):
    listed = tmp_path / "list.txt"
    listed.write_text("http://old.example//x/")
    assert fates(capsys, listed)[1] == {"http://old.example//x/": ("redirect", 301, old_post.get_absolute_url())}


def test_a_host_beyond_ascii_is_asked_for_as_browsers_do(capsys, tmp_path):
    a_source(base_url="http://étale.example/")
    LegacyURL.objects.create(host="étale.example", path="/mer", post=a_post())
    listed = tmp_path / "list.txt"
    listed.write_text("http://étale.example/mer/\nhttp://xn--tale-9oa.example:80/mer/\n", encoding="utf-8")
    assert {fate for fate, *_ in fates(capsys, listed)[1].values()} == {"redirect"}


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
    asked = ("?cat=6", "?tag_id=7", "?author=3", "?tag=%C3%A9t%C3%A9", "?category_name=fog-banks", "?author_name=ines")
    assert [name for name in (*asked, "?m=200903", "?feed=rss2", "?paged=2") if name not in printed] == []
    assert Post.objects.filter(status="draft").exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.txt", None, "There is no file called"),
        ("empty.txt", b"", "names no address"),
        ("image.png", b"\x89PNG\r\n\x00\x00\x00", "it is no text"),
        ("cut.xml", b'<?xml version="1.0"?><urlset>', "names no address"),
        ("folder", "folder", "is a folder"),
        ("empty.txt.gz", gzip.compress(b"", mtime=0), "names no address"),
        ("cut.txt.gz", gzip.compress(b"http://old.example/x\n" * 900, mtime=0)[:60], "cannot be read"),
        ("index.xml", f"{XML}<sitemapindex><sitemap><loc>http://old.example/s.xml</loc></sitemap></sitemapindex>".encode(),
         "is an index of sitemaps"),
        ("doctype.xml", f"{XML}<!DOCTYPE urlset [<!ENTITY a 'b'>]>\n<urlset><url><loc>/x</loc></url></urlset>".encode(),
         "has a DOCTYPE"),
        ("page.html", b"<!doctype html><title>x</title>", "has a DOCTYPE"),
        ("feed.xml", f"{XML}<rss><channel><link>http://old.example/</link></channel></rss>".encode(),
         "names no address"),
    ],
)  # fmt: skip
def test_a_bad_file_ends_with_one_sentence(capsys, tmp_path, name, content, said):
    path = tmp_path / name
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    status, printed, err = run(capsys, path)
    assert (status, printed) == (1, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1
    status, printed, _ = run(capsys, path, "--json")
    assert (status, list(json.loads(printed))) == (1, ["error"])


@pytest.mark.parametrize("debug", [False, True])
def test_what_is_nobody_s_here_has_a_name_and_no_traceback(capsys, caplog, tmp_path, settings, debug):
    settings.DEBUG = debug
    named = {
        "http://foreign.example/x?p=1": "foreign",
        "//foreign.example/": "foreign",
        "http://foreign.example:99999/": "foreign",
        "http://under_score.example/": "refused",
        "http://foreign.example:abc/": "refused",
        "mailto:somebody@old.example": "refused",
        "javascript:void(0)": "refused",
        "ftp://old.example/x": "refused",
    }
    listed = tmp_path / "list.txt"
    listed.write_text("\n".join(named))
    status, found = fates(capsys, listed)
    assert status == 2
    assert {address: fate for address, (fate, _, _) in found.items()} == named
    assert "Traceback" not in caplog.text


def test_a_comment_that_is_not_on_the_page_is_missed(capsys, tmp_path, old_post):
    seen = a_comment(post=old_post, anchor="comment-12", status="approved")
    a_comment(post=old_post, anchor="comment-13", status="pending")
    here = f"http://new.example{old_post.get_absolute_url()}"
    listed = tmp_path / "list.txt"
    listed.write_text(
        "\n".join(f"{page}#{anchor}" for page in ("http://old.example/x", here) for anchor in
                  (seen.anchor, "comment-13", "comment-999", "respond", ""))
    )  # fmt: skip
    status, found = fates(capsys, listed)
    assert status == 2
    assert [fate for fate, _, _ in found.values()] == [
        *("redirect", "no anchor", "no anchor", "redirect", "redirect"),
        *("page", "no anchor", "no anchor", "page", "page"),
    ]


def test_a_cut_sitemap_is_checked_as_far_as_it_goes_and_said_to_be_cut(capsys, tmp_path, old_post):
    sitemap = tmp_path / "sitemap.xml"
    whole = f"{XML}<urlset><url><loc>http://old.example/x/</loc></url><url><loc>http://old.example/none</loc></url>"
    for length in (len(whole), whole.index("none")):
        sitemap.write_text(whole[:length])
        status, printed, err = run(capsys, sitemap)
        assert status == 2
        assert "redirect   http://old.example/x/" in printed
        assert err.strip().endswith("ends before its end; the addresses that stand before were checked.")
    assert "none" not in printed
    status, printed, _ = run(capsys, sitemap, "--json")
    assert "ends before its end" in json.loads(printed)["error"]


def test_a_cut_export_is_checked_as_far_as_it_goes_and_said_to_be_cut(capsys, tmp_path):
    shelf = Shelf(tmp_path)
    shelf.run(*PARTS)
    cache.clear()
    whole = export(*PARTS)
    shelf.path.write_bytes(whole[: whole.index(b"post-11")])
    status, printed, err = run(capsys, shelf.path)
    assert status == 2
    assert "not found" not in printed
    assert "ends before its end" in err


def test_a_packed_list_is_unpacked_and_pictures_of_a_sitemap_are_no_pages(capsys, tmp_path, old_post):
    packed = tmp_path / "sitemap.xml.gz"
    packed.write_bytes(
        gzip.compress(
            f"{XML}<urlset><url><loc>http://old.example/x</loc><image:image><image:loc>http://old.example/none.jpg"
            "</image:loc></image:image></url></urlset>".encode()
        )
    )
    assert fates(capsys, packed) == (0, {"http://old.example/x": ("redirect", 301, old_post.get_absolute_url())})


def test_a_comment_without_a_number_has_no_address_of_its_own(capsys, tmp_path):
    exported = tmp_path / "export.xml"
    exported.write_bytes(export(item(7, extra=comment(0) + comment(5))))
    call_command("import_wxr", str(exported))
    capsys.readouterr()
    status, found = fates(capsys, exported)
    assert status == 0
    assert [address for address in found if "#comment-" in address] == [
        "http://tide.example.org/blog/post-7/#comment-5"
    ]
