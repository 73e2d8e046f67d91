"""Which files an import reads, and what it says of those it does not."""

import os

import pytest

from importers.gathering import gather, spelled
from importers.reporting import Unusable
from tests.importers.readers.exports import export, item

POST = b"---\ntitle: Rain\n---\nIt rained.\n"


def origins(gathered):
    return [file.origin for file, _ in gathered.files]


def errors(gathered):
    return [(issue.where, issue.message) for issue in gathered.issues if issue.level == "error"]


def test_files_of_one_name_in_several_folders_stay_apart(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.md").write_bytes(POST)
    named = gather([tmp_path / "a" / "index.md", tmp_path / "b" / "index.md"], ["front_matter"])
    assert origins(named) == origins(gather([tmp_path], ["front_matter"])) == ["a/index.md", "b/index.md"]


def test_a_missing_path_is_an_error_beside_good_ones_and_refused_alone(tmp_path):
    (tmp_path / "post.md").write_bytes(POST)
    gathered = gather([tmp_path / "nope.md", tmp_path / "post.md"], ["front_matter"])
    assert (origins(gathered), errors(gathered)) == (["post.md"], [(str(tmp_path / "nope.md"), "is not there")])
    with pytest.raises(Unusable, match=r"nope\.md"):
        gather([tmp_path / "nope.md"], ["front_matter"])


def test_a_file_that_holds_nothing_is_called_empty(tmp_path):
    (tmp_path / "export.xml").write_bytes(b"\n")
    assert errors(gather([tmp_path / "export.xml"], ["wxr"])) == [("export.xml", "is empty")]


def test_a_name_that_is_not_utf_8_is_spelled_with_escapes(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.md"
    with open(path, "wb") as file:
        file.write(POST)
    assert origins(gather([tmp_path], ["front_matter"])) == ["caf\\xe9.md"]
    assert spelled(os.fsdecode(path)).isprintable()


def test_a_link_out_of_the_folder_is_left_out_with_an_issue(tmp_path):
    folder = tmp_path / "posts"
    folder.mkdir()
    (tmp_path / "secret.md").write_bytes(POST)
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    gathered = gather([folder], ["front_matter"])
    assert (origins(gathered), [issue.where for issue in gathered.issues]) == ([], ["link.md"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
def test_a_folder_that_may_not_be_entered_is_an_error(tmp_path):
    (tmp_path / "post.md").write_bytes(POST)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    try:
        assert [where for where, _ in errors(gather([tmp_path], ["front_matter"]))] == ["closed"]
    finally:
        closed.chmod(0o700)


def test_what_a_browser_saves_beside_a_page_is_no_page_unless_it_is_named(tmp_path):
    (tmp_path / "page.html").write_text("<html><body><p>It rained.</p></body></html>")
    for name in ("style.css", "jquery.js", "data.json", "README.md"):
        (tmp_path / name).write_text("Some words that any text may hold.")
    readers = ["scraped_html", "scraped_text"]
    assert origins(gather([tmp_path], readers)) == ["page.html"]
    assert origins(gather([tmp_path / "README.md"], readers)) == ["README.md"]


def test_of_many_files_of_another_kind_the_first_are_named_and_the_rest_counted(tmp_path, monkeypatch):
    monkeypatch.setattr("importers.gathering.NAMED_PER_KIND", 2)
    for number in range(5):
        (tmp_path / f"{number}.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    assert [(issue.where, issue.level) for issue in gather([tmp_path], ["wxr"]).issues] == [
        ("0.jpg", "info"),
        ("1.jpg", "info"),
        ("a.pdf", "info"),
        ("*.jpg", "info"),
    ]


@pytest.mark.parametrize(
    ("codec", "named"), [("utf-16-le", ""), ("utf-16-be", ""), ("utf-16-le", "utf-16le"), ("utf-16", "")]
)
def test_a_file_in_another_unicode_form_is_recognised_with_or_without_a_mark(tmp_path, codec, named):
    (tmp_path / "post.md").write_bytes(POST.decode().encode(codec))
    (tmp_path / "export.xml").write_bytes(export(item(1)).decode().encode(codec))
    assert origins(gather([tmp_path], ["front_matter", "wxr"], named)) == ["export.xml", "post.md"]


def test_files_are_read_in_the_order_of_their_numbers(tmp_path):
    for number in (10, 9, 1):
        (tmp_path / f"post {number}.md").write_bytes(POST)
    assert origins(gather([tmp_path], ["front_matter"])) == ["post 1.md", "post 9.md", "post 10.md"]


def test_among_pages_a_post_with_a_header_is_read_by_it_and_an_export_is_none(tmp_path):
    (tmp_path / "370.txt").write_bytes(POST)
    (tmp_path / "page.txt").write_bytes(b"A boat\n\nIt leaks.\n")
    (tmp_path / "blog.txt").write_bytes(b"TITLE: Rain\nAUTHOR: Ada\nDATE: 08/03/2008 07:20:00 PM\n-----\nBODY:\nWet.\n")
    gathered = gather([tmp_path], ["scraped_html", "scraped_text"])
    assert {file.origin: reader for file, reader in gathered.files} == {
        "370.txt": "front_matter",
        "page.txt": "scraped_text",
    }
    assert [(issue.code, issue.where) for issue in gathered.issues] == [("item-skipped", "blog.txt")]


def test_an_export_that_is_named_as_a_page_is_refused(tmp_path):
    (tmp_path / "export.xml").write_bytes(export(item()))
    gathered = gather([tmp_path / "export.xml"], ["scraped_html", "scraped_text"])
    assert [where for where, _ in errors(gathered)] == ["export.xml"]
