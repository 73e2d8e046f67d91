"""Media of an import: from a folder first, shown in bodies once here, counted as long as they are not."""

import time

import pytest
from django.core.cache import cache
from django.core.files.storage import InMemoryStorage, default_storage

from blog import attaching
from blog.middleware import ContentSecurityPolicyMiddleware
from blog.models import Attachment, LegacyURL, Post
from importers import rewriting
from importers.models import ImportedItem
from importers.running import Options, run_import
from importers.undoing import undo_run
from tests.importers.blogs import codes, counts, dump
from tests.importers.library import UPLOADS, attachment, picture, shelve
from tests.importers.readers.exports import item

pytestmark = pytest.mark.django_db


class Signing(InMemoryStorage):
    """A storage that serves its files itself, at addresses that expire."""

    def url(self, name):
        return f"https://bucket.example/{name}?X-Amz-Expires=3600"


@pytest.fixture
def uploads(tmp_path):
    return shelve(tmp_path / "uploads", named={"2009/03/boat.png": picture()})


def showing(address, post_id=7, more=""):
    return item(
        post_id, content__encoded=f'<p>Before <img class="alignleft" src="{address}" alt="A boat"{more}> after.</p>'
    )


def body(post_id=7):
    return Post.objects.get(original_id=str(post_id)).body


def said(report, code):
    return [issue.message for issue in report.issues if issue.code == code]


def files():
    folders, _ = default_storage.listdir("attachments") if default_storage.exists("attachments") else ([], [])
    return [name for folder in folders for name in default_storage.listdir(f"attachments/{folder}")[1]]


def test_a_file_of_the_library_is_taken_from_the_folder_and_shown(shelf, uploads):
    report = shelf.run(attachment(), showing(f"{UPLOADS}/2009/03/boat.png"), uploads=str(uploads))
    boat = Attachment.objects.get()
    assert report.exit_status == 0
    assert boat.file.read() == picture()
    assert (boat.media_type, boat.width, boat.height) == ("image/png", 4, 3)
    assert boat.file.name == f"attachments/{boat.sha256[:2]}/{boat.sha256}.png"
    assert body() == f'<p>Before <img class="alignleft" src="{boat.file.url}" alt="A boat"> after.</p>'
    assert f'src="{boat.file.url}"' in Post.objects.get().body_html
    assert "images-hot-linked" not in codes(report)


def test_without_a_folder_pictures_are_counted_and_left_alone(shelf):
    two = f'<img src="{UPLOADS}/a.png"><img src="{UPLOADS}/b.png"><img src="{UPLOADS}/a.png">'
    report = shelf.run(showing(f"{UPLOADS}/a.png"), item(8, content__encoded=two), item(9))
    assert said(report, "images-hot-linked") == [
        "3 pictures in 2 posts are not kept here; on the command line --uploads DIR and --fetch-media bring them"
    ]
    assert report.exit_status == 0
    assert not Attachment.objects.exists()
    assert said(shelf.run(), "images-hot-linked") == said(report, "images-hot-linked")


@pytest.mark.parametrize(
    "address",
    [
        f"{UPLOADS}/2009/03/boat-300x200.png",
        f"{UPLOADS}/2009/03/boat-scaled.png",
        f"{UPLOADS}/2009/03/boat.png?w=300",
        "https://www.tide.example.org/blog/wp-content/uploads/2009/03/boat.png",
        "//tide.example.org/blog/wp-content/uploads/2009/03/boat.png",
        "/blog/wp-content/uploads/2009/03/boat.png",
        "http://i2.wp.com/tide.example.org/blog/wp-content/uploads/2009/03/boat.png?resize=300%2C200&amp;ssl=1",
    ],
)
def test_sizes_and_proxies_lead_to_the_one_attachment(shelf, uploads, address):
    shelf.run(attachment(), showing(address), uploads=str(uploads))
    assert f'src="{Attachment.objects.get().file.url}"' in body()


def test_a_picture_that_no_item_declares_becomes_an_attachment_of_its_post(shelf, uploads):
    first, second = (showing(f"{UPLOADS}/2009/03/boat{size}.png", number) for number, size in ((7, ""), (8, "-30x20")))
    report = shelf.run(first, second, uploads=str(uploads))
    boat = Attachment.objects.get()
    assert (boat.alt, boat.post.original_id, boat.original_url) == ("A boat", "7", f"{UPLOADS}/2009/03/boat.png")
    assert boat.file.url in body(7)
    assert boat.file.url in body(8)
    assert ImportedItem.objects.filter(kind="attachment", object_id=boat.pk).count() == 1
    assert report.as_dict()["kinds"]["attachment"]["seen"] == 0  # the books are those of the export
    assert said(report, "attachments-from-bodies") == [
        "1 file that bodies show and no item lists became attachments; the counts above leave them out"
    ]
    assert "attachments-from-bodies" not in codes(shelf.run(uploads=str(uploads)))


def test_the_old_address_of_a_picture_that_no_item_declares_leads_to_it_until_the_run_is_undone(client, shelf, uploads):
    cache.clear()
    report = shelf.run(showing("/blog/wp-content/uploads/2009/03/boat-30x20.png"), uploads=str(uploads))
    boat = Attachment.objects.get()
    for name in ("boat", "boat-30x20", "boat-300x200"):
        found = client.get(f"/blog/wp-content/uploads/2009/03/{name}.png", headers={"host": "tide.example.org"})
        assert (found.status_code, found["Location"].endswith(boat.address)) == (301, True)
    assert undo_run(report.run).exit_status == 0
    assert not Attachment.objects.exists()
    assert not LegacyURL.objects.exists()


def test_a_picture_that_another_site_showed_takes_no_address_of_that_site(shelf, tmp_path):
    flickr = "http://photos.example.net/boat.png"
    shelf.run(showing(flickr), fetch_media=True)
    assert Attachment.objects.get().original_url == flickr
    assert not LegacyURL.objects.filter(host="photos.example.net").exists()


def test_bodies_keep_an_address_that_lasts_when_the_storage_signs_its_own(client, shelf, uploads, monkeypatch):
    storage = Signing()
    monkeypatch.setattr(attaching, "storage_of", lambda: storage)
    cache.clear()
    shelf.run(showing(f"{UPLOADS}/2009/03/boat.png"), uploads=str(uploads))
    boat = Attachment.objects.get()
    assert f'src="/media/{boat.file.name}"' in body()
    found = client.get(boat.address)
    assert (found.status_code, found["Location"]) == (
        302,
        f"https://bucket.example/{boat.file.name}?X-Amz-Expires=3600",
    )
    assert client.get("/media/backups/database.sql").status_code == 404
    old = client.get("/blog/wp-content/uploads/2009/03/boat.png", headers={"host": "tide.example.org"})
    assert old["Location"].endswith(f"/media/{boat.file.name}")
    assert "https://bucket.example" in ContentSecurityPolicyMiddleware(lambda request: None).policy


@pytest.mark.parametrize(
    "html",
    [
        '<a href="{}/a.mp3">Listen</a>',
        '<audio controls src="{}/a.mp3"></audio>',
        '<video><source src="{}/a.mp3"></video>',
        '[audio src="{}/a.mp3"]',
    ],
)
def test_a_body_without_a_picture_gets_its_files_too(shelf, tmp_path, html):
    folder = shelve(tmp_path / "u", named={"a.mp3": b"ID3" + b"\0" * 60})
    shelf.run(item(7, content__encoded=html.format(UPLOADS)))
    assert codes(shelf.run(uploads=str(folder))) == ["attachments-from-bodies"]
    assert Attachment.objects.get().file.url in body()


def test_media_elsewhere_are_counted_by_what_they_are():
    html = (
        '<p><img alt="x>y" src="http://a.example/1.png"><img src="http://a.example/1.png" alt="">'
        '<a href="http://a.example/2.pdf?x=1">p</a><a href="http://a.example">h</a><a href="http://a.example/x.html">q</a>'
        '<video poster="/p.jpg"><source src="/v.mp4"></video></p>'
    )
    assert rewriting.media_marks('<code>&lt;img src="no"&gt;</code>')["hot_linked"] == 0
    assert rewriting.media_marks(html) == {"hot_linked": 1, "media_elsewhere": 4}
    assert rewriting.media_marks("<p>Words</p>") == {"hot_linked": 0, "media_elsewhere": 0}


def test_counting_media_takes_no_longer_than_the_body():
    begun = time.monotonic()
    for evil in ('<img a="' * 12_000, ' href="' * 14_000, ' href="' + "a/." * 33_000, ' href="' + "a.bc" * 25_000):
        rewriting.media_marks(f"<img><audio>{evil}")
        rewriting.media_marks(f'<img><audio>{evil}"')
    rewriting.media_marks("<img" + ' a=""' * 20_000)
    assert time.monotonic() - begun < 1


def test_everything_that_shows_a_file_or_leads_to_it_follows(shelf, tmp_path):
    folder = shelve(
        tmp_path / "u", named={"a.png": picture("blue"), "a.mp3": b"ID3" + b"\0" * 60, "b.png": picture("tan")}
    )
    html = (
        f'<a href="{UPLOADS}/a.png"><img src="{UPLOADS}/a-30x20.png"'
        f' srcset="{UPLOADS}/a-30x20.png 30w, {UPLOADS}/a.png 60w" sizes="30px" width="30" height="20"'
        f" alt=\"&quot;x&quot;\"></a><audio src='{UPLOADS}/a.mp3'></audio><video poster={UPLOADS}/b.png>"
        f'<source src="http://far.example/v.mp4"></video> <a href="{UPLOADS}/lost.png">l</a>'
    )
    shelf.run(item(7, content__encoded=html), uploads=str(folder))
    url = {row.original_url.rpartition("/")[2]: row.file.url for row in Attachment.objects.all()}
    assert sorted(url) == ["a.mp3", "a.png", "b.png"]
    assert body() == (
        f'<a href="{url["a.png"]}"><img src="{url["a.png"]}" width="30" height="20" alt="&quot;x&quot;"></a>'
        f'<audio src="{url["a.mp3"]}"></audio><video poster="{url["b.png"]}"><source src="http://far.example/v.mp4">'
        f'</video> <a href="{UPLOADS}/lost.png">l</a>'
    )


@pytest.mark.parametrize("address", ["/assets/boat.png", "assets/boat.png", "../assets/boat.png"])
def test_a_folder_of_posts_finds_its_pictures_without_knowing_its_address(tmp_path, address):
    text = f"---\ntitle: Boat\n---\n![A boat]({address})"
    posts = shelve(tmp_path / "site", named={"_posts/2009-03-01-boat.md": text.encode()})
    folder = shelve(tmp_path / "site", named={"assets/boat.png": picture()})
    for _ in range(2):
        report = run_import([posts / "_posts"], "front_matter", Options(uploads=str(folder)))
        boat = Attachment.objects.get()
        assert Post.objects.get().body == f"![A boat]({boat.file.url})"
        assert report.exit_status == 0
    assert boat.alt == "A boat"


def test_another_sites_picture_of_the_same_name_is_another_picture(shelf, uploads):
    elsewhere = "http://far.example/wp-content/uploads/2009/03/boat.png"
    report = shelf.run(attachment(), showing(elsewhere), uploads=str(uploads))
    assert elsewhere in body()
    assert "images-hot-linked" in codes(report)


def test_a_later_run_brings_the_files_that_an_earlier_one_had_not(shelf, uploads):
    shelf.run(attachment(), showing(f"{UPLOADS}/2009/03/boat.png"))
    assert not Attachment.objects.get().file
    report = shelf.run(uploads=str(uploads))
    assert Attachment.objects.get().file.url in body()
    assert (counts(report, "post"), counts(report, "attachment")) == ({"updated": 1}, {"updated": 1})
    assert report.unbalanced() == []


def test_a_second_run_writes_nothing(shelf, uploads):
    shelve(uploads, named={"buoy.png": picture("green")})
    parts = [attachment(), showing(f"{UPLOADS}/2009/03/boat.png")]
    parts += [showing(f"{UPLOADS}/{name}.png", number) for number, name in ((8, "lost"), (9, "buoy"))]
    shelf.run(*parts, uploads=str(uploads))
    before = dump(), files()
    assert codes(shelf.run(uploads=str(uploads))) == ["images-hot-linked"]
    assert codes(shelf.run()) == ["images-hot-linked"]
    assert (dump(), files()) == before


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_run_that_ends_between_files_and_rows_is_made_whole_by_the_next(shelf, uploads, monkeypatch, number):
    shelve(uploads, named={"2009/03/buoy.png": picture("green")})
    parts = (attachment(), showing(f"{UPLOADS}/2009/03/boat.png"), showing(f"{UPLOADS}/2009/03/buoy.png", 8))
    calls = iter(range(1, 100))
    attach = attaching.attach

    def killed(*args, **kwargs):
        if next(calls) == number:
            raise KeyboardInterrupt
        attach(*args, **kwargs)

    monkeypatch.setattr(attaching, "attach", killed)
    stopped = shelf.run(*parts, uploads=str(uploads))
    monkeypatch.undo()
    assert stopped.exit_status == (3 if number < 3 else 0)
    assert shelf.run(uploads=str(uploads)).exit_status == 0
    assert (Attachment.objects.count(), len(files())) == (2, 2)
    assert "/media/" in body(7)
    assert "/media/" in body(8)
    assert ImportedItem.objects.filter(kind="attachment").count() == 2


def test_a_body_that_an_editor_changed_is_left_alone(shelf, uploads):
    shelf.run(showing(f"{UPLOADS}/2009/03/boat.png"))
    post = Post.objects.get()
    post.body = post.body.replace("Before", "Earlier")
    post.save()
    shelf.run(uploads=str(uploads))
    assert body() == post.body


def test_a_dry_run_leaves_the_files_alone_and_says_what_follows(shelf, uploads):
    parts = (attachment(), showing(f"{UPLOADS}/2009/03/boat.png"), showing(f"{UPLOADS}/lost.png", 8))
    dry = shelf.run(*parts, uploads=str(uploads), dry_run=True).as_dict()
    assert files() == []
    real = shelf.run(uploads=str(uploads)).as_dict()
    assert {**dry, "run": 0, "seconds": 0, "dry_run": 0} == {**real, "run": 0, "seconds": 0, "dry_run": 0}


def test_undo_takes_the_files_with_it(shelf, uploads, django_capture_on_commit_callbacks):
    report = shelf.run(attachment(), showing(f"{UPLOADS}/2009/03/boat.png"), uploads=str(uploads))
    assert len(files()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        result = undo_run(report.run)
    assert (result.kept, result.error) == ([], None)
    assert not Attachment.objects.exists()
    assert files() == []


def test_undoing_the_run_that_brought_files_gives_bodies_back_their_addresses(
    shelf, uploads, django_capture_on_commit_callbacks
):
    parts = (attachment(), showing(f"{UPLOADS}/2009/03/boat.png"), showing(f"{UPLOADS}/2009/03/buoy.png", 8))
    shelve(uploads, named={"2009/03/buoy.png": picture("green")})
    shelf.run(*parts)
    before = body(7), body(8)
    report = shelf.run(uploads=str(uploads))
    assert len(files()) == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert undo_run(report.run).kept == []
    assert (body(7), body(8)) == before
    assert not Attachment.objects.get().file
    assert files() == []
    shelf.run(uploads=str(uploads))
    assert len(files()) == 2
    assert "/media/" in body(7)
    assert "/media/" in body(8)


def test_what_was_deleted_here_is_not_made_again(shelf, uploads):
    shelf.run(showing(f"{UPLOADS}/2009/03/boat.png"))
    shelf.run(uploads=str(uploads))
    Attachment.objects.get().delete()
    Post.objects.update(body=f"<img src='{UPLOADS}/2009/03/boat.png'>")
    shelf.run(uploads=str(uploads), update="force")
    assert not Attachment.objects.exists()


def test_a_page_that_calls_itself_a_picture_is_refused(shelf, tmp_path):
    folder = shelve(tmp_path / "u", named={"2009/03/boat.png": b"<!DOCTYPE html><html>gone"})
    report = shelf.run(attachment(), showing(f"{UPLOADS}/2009/03/boat.png"), uploads=str(folder))
    assert "media-refused" in codes(report)
    assert not Attachment.objects.get().file
    assert report.exit_status == 0


def test_two_items_with_the_same_bytes_share_one_file(shelf, uploads, django_capture_on_commit_callbacks):
    shelve(uploads, named={"2010/01/again.png": picture()})
    shelf.run(attachment(), attachment(21, "2010/01/again.png"), uploads=str(uploads))
    first, second = Attachment.objects.order_by("pk")
    assert first.file.name == second.file.name
    with django_capture_on_commit_callbacks(execute=True):
        first.delete()
    assert len(files()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        second.delete()
    assert files() == []


def test_a_folder_that_is_none_is_said_so(shelf, tmp_path):
    report = shelf.run(item(7), uploads=str(tmp_path / "nowhere"))
    assert report.exit_status == 1
    assert "is none" in report.error


def test_every_file_is_a_sign_of_life(shelf, tmp_path, monkeypatch):
    names = [f"2009/03/f{number}.png" for number in range(6)]
    folder = shelve(tmp_path / "u", named={name: picture() for name in names})
    shown = "".join(f'<img src="{UPLOADS}/{name}">' for name in names[3:])
    shelf.run(*(attachment(20 + number, name) for number, name in enumerate(names[:3])), item(content__encoded=shown))
    kept, beats, keep = [], [0], attaching.keep
    monkeypatch.setattr("importers.running._Run._beat", lambda run: beats.__setitem__(0, beats[0] + 1))
    monkeypatch.setattr(attaching, "keep", lambda *args: kept.append(beats[0]) or keep(*args))
    shelf.run(uploads=str(folder))
    assert len(set(kept)) == len(kept) == 6
