"""Recordings of a podcast, which WordPress keeps as postmeta: heard in the post, and kept as files."""

import pytest

from blog import fetching, retrieving
from blog.models import Attachment, Post
from importers.preparing import Setting, prepare
from importers.undoing import undo_run
from tests.blog.serving import loopback, serving, site
from tests.importers.blogs import counts, dump
from tests.importers.library import UPLOADS, shelve
from tests.importers.readers.exports import export, item, meta, of, post, read

EPISODE = f"{UPLOADS}/2009/03/tide-1.mp3"
SOUND = b"ID3\x03\x00\x00\x00\x00\x00\x21" + b"\x00" * 400


def enclosed(address=EPISODE, kind="audio/mpeg", end="\n"):
    return meta("enclosure", f"{address}{end}410{end}{kind}{end}")


def shown(*parts):
    return prepare(post(*parts), Setting()).record.body_html


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_recording_is_played_behind_the_text(end):
    assert shown(item(7, enclosed(end=end))) == (
        "<p>Text of post 7.</p>\n"
        f'<figure class="wp-block-audio"><audio controls="" src="{EPISODE}">'
        f'<a href="{EPISODE}">tide-1.mp3</a></audio></figure>'
    )


@pytest.mark.parametrize(
    ("address", "kind", "tag"),
    [
        ("https://x.example/a.bin", "video/mp4", "<video controls"),
        ("https://x.example/a.M4V?x=1", "", "<video controls"),
        ("https://x.example/a.ogg", "", "<audio controls"),
        (
            "https://x.example/notes.pdf",
            "application/pdf",
            '<p><a href="https://x.example/notes.pdf">notes.pdf</a></p>',
        ),
        ("/files/a.mp3", "AUDIO/MPEG", "<audio controls"),
        ("https://x.example/a b&amp;c.mp3", "audio/mpeg", 'src="https://x.example/a%20b&amp;c.mp3"'),
    ],
)
def test_what_it_is_the_type_says_or_else_the_name(address, kind, tag):
    assert tag in shown(item(7, enclosed(address, kind)))


@pytest.mark.parametrize(
    "body",
    [
        f'<a href="{EPISODE}">Listen</a>',
        f"[audio src='{EPISODE}']",
        f"{EPISODE.replace('http:', 'https:')}",
    ],
)
def test_what_the_body_names_already_is_not_put_there_twice(body):
    assert post(item(7, enclosed(), content__encoded=body)).body == body


@pytest.mark.parametrize(
    "value", ["", "\n\n", "javascript:alert(1)", "no address", "ftp://x.example/a.mp3", "//x", "http://"]
)
def test_what_is_no_address_stays_beside(value):
    record = post(item(7, meta("enclosure", value)))
    assert record.body == "Text of post 7."
    assert ["enclosure", value] in [list(pair) for pair in record.meta["postmeta"]]


def test_markup_in_an_address_is_text():
    html = shown(item(7, enclosed('http://x.example/"><script>alert(1)</script>.mp3')))
    assert "<script" not in html


def test_each_is_there_once_and_a_post_of_nothing_else_is_kept():
    parts = enclosed() + enclosed() + enclosed("http://x.example/b.mp3")
    (record,) = of(type(post(item(7))), read(export(item(7, parts, wp__post_type="podcast", content__encoded=""))))
    assert record.body.count("<audio") == 2
    assert record.body.count(f'src="{EPISODE}"') == 1


@pytest.mark.django_db
def test_its_file_is_taken_from_the_uploads_and_a_second_run_writes_nothing(shelf, tmp_path):
    folder = shelve(tmp_path / "uploads", named={"2009/03/tide-1.mp3": SOUND})
    first = dump()
    report = shelf.run(item(7, enclosed()), uploads=str(folder))
    assert counts(report, "post") == {"created": 1}
    kept = Attachment.objects.get()
    assert (kept.media_type, kept.post, kept.original_url) == ("audio/mpeg", Post.objects.get(), EPISODE)
    stored = Post.objects.get()
    assert stored.body_html.count(kept.address) == 2
    assert EPISODE not in stored.body_html
    before = dump()
    shelf.run(uploads=str(folder))
    assert dump() == before
    undo_run(report.run)
    assert {name: rows for name, rows in dump().items() if rows} == {name: rows for name, rows in first.items() if rows}


@pytest.mark.django_db
def test_its_file_is_fetched(shelf, monkeypatch):
    monkeypatch.setattr(retrieving, "PAUSE", 0)
    with serving(site({"/shows/1.mp3": SOUND})) as (port, _):
        monkeypatch.setattr(fetching, "PUBLIC", loopback(port))
        shelf.run(item(7, enclosed(f"http://shows.example:{port}/shows/1.mp3")), fetch_media=True)
        kept = Attachment.objects.get()
        assert (kept.fetch, kept.media_type) == ("fetched", "audio/mpeg")
        assert f'<audio controls src="{kept.address}"' in Post.objects.get().body
