"""Which blog and which file an item is of: two blogs may count alike, two files may be called alike."""

import zipfile

import pytest

from blog.models import Post, Source
from importers.gathering import gather
from importers.loading.sources import Wish
from importers.models import ImportedItem
from importers.running import Options, run_import
from tests.importers.blogs import codes, counts
from tests.importers.readers.exports import export, item

PROSE = "This is the first paragraph of the post, long enough to be told from all that stands around it. " * 3


def page(site, host, title):
    address = f"http://{host}/{title.replace(' ', '-')}"
    return (
        f'<html><head><title>{title}</title><meta property="og:site_name" content="{site}">'
        f'<link rel="canonical" href="{address}"></head><body class="single postid-123"><div class="post">'
        f'<h1 class="entry-title">{title}</h1><div class="entry-content"><p>{PROSE}</p></div></div></body></html>'
    )


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def post(folder, name, title):
    return write(folder, name, f"---\ntitle: {title}\ndate: 2009-03-01\n---\nText of {title}.")


def front_matter(*paths, **options):
    return run_import(list(paths), "front_matter", Options(wish=Wish(slug="field"), **options))


def titles():
    return sorted(Post.objects.values_list("title", flat=True))


@pytest.mark.django_db
def test_pages_of_two_blogs_may_bear_one_number(tmp_path):
    write(tmp_path, "a.html", page("Site Alpha", "alpha.example.org", "First of alpha"))
    write(tmp_path, "b.html", page("Site Beta", "beta.example.org", "Second of beta"))
    report = run_import([tmp_path], "pages")
    assert counts(report, "post") == {"created": 2}
    assert set(Post.objects.values_list("source__name", "original_id")) == {
        ("Site Alpha", "123"),
        ("Site Beta", "123"),
    }
    assert counts(run_import([tmp_path], "pages"), "post") == {"unchanged": 2}
    # Named one by one, they are the same items.
    assert counts(run_import([tmp_path / "b.html"], "pages"), "post") == {"unchanged": 1}


@pytest.mark.django_db
def test_exports_of_two_blogs_are_not_mixed_up(tmp_path):
    one = tmp_path / "one.xml"
    two = tmp_path / "two.xml"
    one.write_bytes(export(item(5, title="One")))
    two.write_bytes(export(item(5, title="Two")).replace(b"tide.example.org", b"dune.example.org"))
    report = run_import([one, two], "wxr")
    assert (report.exit_status, codes(report), counts(report, "post")) == (2, ["file-refused"], {"created": 1})
    assert report.issues[0].where == "two.xml"
    assert "one by one" in report.issues[0].message
    run_import([two], "wxr")
    assert titles() == ["One", "Two"]
    assert Source.objects.count() == 2


@pytest.mark.django_db
def test_an_export_in_several_files_is_of_one_blog(tmp_path):
    for number in (1, 2):
        (tmp_path / f"part{number}.xml").write_bytes(export(item(number)))
    assert counts(run_import([tmp_path], "wxr"), "post") == {"created": 2}


@pytest.mark.parametrize(
    ("named", "origins"),
    [
        (["a/index.md"], ["index.md"]),
        (["a/index.md", "b/index.md"], ["a/index.md", "b/index.md"]),
        (["a/index.md", "a/more.md"], ["index.md", "more.md"]),
        (["a", "b"], ["a/index.md", "a/more.md", "b/index.md"]),
        (["a"], ["index.md", "more.md"]),
    ],
)
def test_files_are_called_by_their_place_below_what_all_that_was_named_shares(tmp_path, named, origins):
    for name in ("a/index.md", "a/more.md", "b/index.md"):
        post(tmp_path, name, "Title")
    gathered = gather([tmp_path / name for name in named], ["front_matter"])
    assert [file.origin for file, _ in gathered.files] == origins


@pytest.mark.django_db
def test_a_file_named_later_is_the_item_it_was_before(tmp_path):
    a, b = (post(tmp_path, f"{name}/index.md", f"Of {name}") for name in "ab")
    assert counts(front_matter(a, b), "post") == {"created": 2}
    assert counts(front_matter(b), "post") == {"unchanged": 1}
    post(tmp_path, "b/index.md", "Of b again")
    assert counts(front_matter(b), "post") == {"updated": 1}
    assert titles() == ["Of a", "Of b again"]


@pytest.mark.django_db
def test_another_file_of_the_same_name_overwrites_nothing(tmp_path):
    a, b = (post(tmp_path, f"{name}/index.md", f"Of {name}") for name in "ab")
    front_matter(a)
    report = front_matter(b)
    assert (counts(report, "post"), codes(report)) == ({"skipped": 1}, ["ambiguous-identity"])
    assert titles() == ["Of a"]
    assert counts(front_matter(b, update="force"), "post") == {"updated": 1}


@pytest.mark.django_db
def test_a_file_that_was_moved_is_still_the_same(tmp_path):
    a = post(tmp_path, "a/index.md", "Title")
    front_matter(a)
    a.unlink()
    assert counts(front_matter(post(tmp_path, "b/index.md", "New title")), "post") == {"updated": 1}


@pytest.mark.django_db
def test_a_post_that_became_a_page_is_updated_with_its_feedback_and_back_again(tmp_path):
    from importers.undoing import undo_run
    from tests.importers.blogs import Shelf
    from tests.importers.readers.exports import comment

    shelf = Shelf(tmp_path)
    shelf.run(item(5, extra=comment(1)))
    report = shelf.run(item(5, extra=comment(1), wp__post_type="page"))
    assert (counts(report, "page"), counts(report, "comment")) == ({"updated": 1}, {"unchanged": 1})
    assert Post.objects.get().kind == "page"
    assert counts(shelf.run(), "page") == {"unchanged": 1}
    assert undo_run(report.run).kept == []
    assert Post.objects.get().kind == ImportedItem.objects.get(identity="id:5").kind == "post"
    assert counts(shelf.run(), "page") == {"updated": 1}


def test_a_link_that_leads_out_of_the_folder_is_left_out(tmp_path):
    secret = post(tmp_path, "secret.md", "Secret")
    post(tmp_path, "blog/in.md", "In")
    (tmp_path / "blog/out.md").symlink_to(secret)
    (tmp_path / "blog/near.md").symlink_to(tmp_path / "blog/in.md")
    gathered = gather([tmp_path / "blog"], ["front_matter"])
    assert [file.origin for file, _ in gathered.files] == ["in.md", "near.md"]
    assert [(issue.code, issue.where) for issue in gathered.issues] == [("item-skipped", "out.md")]


def packed(path, folder, top):
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, f"{top}{file.relative_to(folder).as_posix()}")
    return path


@pytest.mark.django_db
def test_posts_are_the_same_whether_their_folder_their_site_or_an_archive_of_either_is_named(tmp_path):
    site = tmp_path / "field"
    for n in range(1, 4):
        post(site, f"_posts/2009-03-0{n}-walk.md", f"Walk {n}")
    assert counts(front_matter(site / "_posts"), "post") == {"created": 3}
    for path in (
        packed(tmp_path / "posts.zip", site / "_posts", "_posts/"),
        packed(tmp_path / "site.zip", site, "field/"),
        packed(tmp_path / "bare.zip", site, ""),
        site,
    ):
        assert counts(front_matter(path), "post") == {"unchanged": 3}, path


@pytest.mark.django_db
def test_pages_are_the_same_in_a_folder_and_in_an_archive_of_it(tmp_path):
    for name in ("a", "b"):
        write(
            tmp_path / "saved",
            f"old/{name}.html",
            page("", "", name).replace("http:///", "").replace(" postid-123", ""),
        )
    wish = Wish(slug="field")
    first = run_import([tmp_path / "saved"], "pages", Options(wish=wish))
    again = run_import([packed(tmp_path / "saved.zip", tmp_path / "saved", "saved/")], "pages", Options(wish=wish))
    assert (counts(first, "post"), counts(again, "post")) == ({"created": 2}, {"unchanged": 2})


@pytest.mark.django_db
def test_archives_in_a_folder_that_hold_files_of_one_name_are_told_apart(tmp_path):
    for name in ("a", "b"):
        post(tmp_path / name, "walk.md", f"Walk {name}")
        (tmp_path / "all").mkdir(exist_ok=True)
        packed(tmp_path / "all" / f"{name}.zip", tmp_path / name, "")
    assert counts(front_matter(tmp_path / "all"), "post") == {"created": 2}
