"""Web archives: pages that answered are read with their addresses; damage costs one record, and bombs nothing."""

import gzip
import io
import json
import zlib

import pytest
from django.core.management import call_command

from blog.models import Comment, LegacyURL, Post
from importers import unpacking, web_archives
from importers.decoding import ReadError
from importers.gathering import gather
from importers.inspecting import inspect
from importers.running import Options, run_import
from importers.undoing import undo_run
from tests.importers.archived import HOST, archive, page
from tests.importers.blogs import codes, counts, dump

PAGES = ("scraped_html", "scraped_text")
BELL = f"{HOST}/2009/03/bell/"


@pytest.fixture
def shelf(tmp_path):
    def put(data, name="crawl.warc.gz"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return put


def found(path):
    """Return the records that inspecting shows."""
    return inspect([path]).records


def listing(path):
    return web_archives.listing_of(path, path.name)


@pytest.mark.parametrize(("name", "packed"), [("crawl.warc.gz", True), ("crawl.warc", False), ("whatever", True)])
def test_pages_of_an_archive_are_read_with_their_addresses(shelf, name, packed):
    data = archive(
        (BELL, page(comments=[("Jonas", "It was me.")])),
        (f"{HOST}/bell.png", b"\x89PNG", {"Content_Type": "image/png"}),
        (f"{HOST}/gone/", page("Gone"), {"status": "404 Not Found"}),
        (f"{HOST}/robots.txt", "User-agent: *", {"Content_Type": "text/plain"}),
        (f"{HOST}/saved/", page("Saved by hand"), {"kind": "resource"}),
        (BELL, b"", {"kind": "metadata"}),
        gzip=packed,
    )
    records = found(shelf(data, name))
    assert [(record["title"], record["original_url"]) for record in records] == [
        ("The bell of the ferry", BELL),
        ("Saved by hand", f"{HOST}/saved/"),
    ]
    assert records[0]["origin"] == f"{name}#20090401120000/{BELL}"
    assert [comment["author_name"] for comment in records[0]["comments"]] == ["Jonas"]


def test_an_archive_in_a_folder_is_read_too(shelf):
    path = shelf(archive((BELL, page())))
    shelf(page("Beside it").encode(), "beside.html")
    assert {record["title"] for record in found(path.parent)} == {"The bell of the ferry", "Beside it"}


def test_the_charset_that_was_sent_goes_before_the_pages_own(shelf):
    text = page("Marée, été", head='<meta charset="utf-8">').encode("cp1252")
    path = shelf(archive((BELL, text, {"Content_Type": "text/html; charset=ISO-8859-1"})))
    assert found(path)[0]["title"] == "Marée, été"


def test_chunks_and_packed_answers_are_put_together(shelf):
    packed = gzip.compress(page("Packed").encode())
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(packed[at : at + 99]), packed[at : at + 99]) for at in range(0, len(packed), 99)
    )
    answer = {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}
    assert found(shelf(archive((BELL, chunks + b"0\r\n\r\n", answer))))[0]["title"] == "Packed"


def test_redirects_and_revisits_give_a_page_its_other_addresses(shelf):
    old, older, other = f"{HOST}/?p=12", f"{HOST}/archives/12", f"{HOST}/bell.html"
    data = archive(
        (older, b"", {"status": "301 Moved", "Location": "/?p=12"}),
        (old, b"", {"status": "302 Found", "Location": BELL}),
        (BELL, page()),
        (other, b"", {"kind": "revisit", "warc": {"WARC-Refers-To-Target-URI": BELL}}),
        (BELL, b"", {"kind": "revisit", "warc": {"WARC-Refers-To-Target-URI": BELL}}),
    )
    (record,) = found(shelf(data))
    assert sorted(record["legacy_urls"]) == sorted([old, older, other])


def test_a_canonical_address_without_the_query_is_the_pages_own(shelf):
    head = f'<link rel="canonical" href="{BELL}">'
    path = shelf(archive((f"{BELL}?replytocom=7", page(head=head)), (f"{HOST}/other/", page("Other", head=head))))
    first, second = found(path)
    assert (first["original_url"], first["legacy_urls"]) == (BELL, [f"{BELL}?replytocom=7"])
    assert second["original_url"] == f"{HOST}/other/"


@pytest.mark.parametrize("packed", [True, False])
def test_a_damaged_record_is_named_and_the_next_is_read(shelf, packed):
    parts = [archive((f"{HOST}/{n}/", page(f"Page {n}")), gzip=packed) for n in range(3)]
    middle = bytearray(parts[1])
    if packed:
        middle[len(middle) // 2 :] = b"\xff" * (len(middle) - len(middle) // 2)
    else:
        place = middle.index(b"Content-Length: ", middle.index(b"WARC-Type: response"))
        middle[place : place + 17] = b"Content-Length: x"
    path = shelf(parts[0] + bytes(middle) + parts[2])
    assert [record["title"] for record in found(path)] == ["Page 0", "Page 2"]
    (issue,) = [issue for issue in listing(path).issues if issue.code == "record-damaged"]
    assert issue.where.startswith("crawl.warc.gz#byte-")


@pytest.mark.parametrize("packed", [True, False])
def test_a_cut_anywhere_gives_what_stands_before_it(shelf, packed):
    data = archive((f"{HOST}/1/", page("One")), (f"{HOST}/2/", page("Two")), gzip=packed)
    whole = listing(shelf(data)).captures[1].offset
    for end in range(whole + 1, len(data) - 8, 61):
        got = listing(shelf(data[:end]))
        assert [capture.address for capture in got.captures] == [f"{HOST}/1/"]
        assert [issue.code for issue in got.issues].count("record-damaged") == 1


def test_what_is_packed_as_one_piece_is_named(shelf):
    path = shelf(gzip.compress(archive((BELL, page()), gzip=False)))
    assert "unpack it first" in next(issue.message for issue in listing(path).issues if issue.code == "record-damaged")


def test_a_packing_that_is_not_read_is_named(shelf):
    path = shelf(archive((BELL, b"\x0b\x00", {"Content_Encoding": "br"})))
    assert "packed by br" in next(issue.message for issue in listing(path).issues if issue.code == "record-damaged")


def test_a_record_that_is_a_bomb_is_not_unpacked(shelf, monkeypatch):
    monkeypatch.setattr(unpacking, "FREE", 1 << 20)
    bomb = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\n" + b"\0" * (1 << 25)
    path = shelf(gzip.compress(bomb) + archive((BELL, page())))
    got = listing(path)
    assert [capture.address for capture in got.captures] == [BELL]
    assert "more than any page" in next(issue.message for issue in got.issues if issue.code == "record-damaged")


def test_an_answer_that_is_a_bomb_is_refused_as_too_large(shelf):
    squeeze = zlib.compressobj(wbits=31)
    bomb = b"".join([squeeze.compress(b"<p>a</p>" * 4096) for _ in range(2000)]) + squeeze.flush()
    path = shelf(archive((BELL, bomb, {"Content_Encoding": "gzip"}), (f"{HOST}/2/", page("Two"))))
    gathered = gather([path], PAGES)
    assert max(len(file.read_bytes()) for file, _ in gathered.files) <= web_archives.LARGEST
    assert [record["title"] for record in found(path)] == ["Two"]


def test_an_answer_that_is_damaged_inside_is_named(shelf):
    broken = gzip.compress(page().encode() * 50)[:200] + b"\xff" * 200
    path = shelf(archive((BELL, broken, {"Content_Encoding": "gzip"}), (f"{HOST}/2/", page("Two"))))
    gathered = gather([path], PAGES)
    assert [issue.code for issue in gathered.issues if issue.level == "error"] == ["file-refused"]
    with pytest.raises(ReadError):
        web_archives.content_of(path, listing(path).captures[0], "x")


@pytest.mark.parametrize("data", [b"WARC/1.0\r\n" * 50_000, b"\x1f\x8b\x08\0" * 50_000, b"\nWARC/1.0\r\n\r\n" * 20_000])
def test_worst_cases_end(shelf, data):
    path = shelf(archive((BELL, page()), gzip=data[0] == 31) + data)
    assert len(listing(path).captures) == 1


@pytest.mark.django_db
def test_an_archive_is_stored_with_the_addresses_that_led_to_its_pages(shelf, capsys):
    data = archive(
        (f"{HOST}/?p=12", b"", {"status": "301 Moved", "Location": BELL}),
        (BELL, page(comments=[("Jonas", "It was me."), ("Ida", "No, it was me.")])),
        (f"{HOST}/broken/", b"\x0b\x00", {"Content_Encoding": "br"}),
    )
    path = shelf(data)
    with pytest.raises(SystemExit, match="2"):
        call_command("import_pages", str(path), source="tide", json=True)
    report = json.loads(capsys.readouterr().out)
    assert report["kinds"]["post"]["created"] == 1
    assert Post.objects.get().original_url == BELL
    assert Comment.objects.count() == 2
    assert set(LegacyURL.objects.exclude(post=None).values_list("path", "query")) == {
        ("/2009/03/bell", ""),
        ("/", "p=12"),
    }


@pytest.mark.django_db
def test_a_second_run_changes_nothing_and_undoing_leaves_nothing(shelf):
    path = shelf(archive((BELL, page(comments=[("Jonas", "It was me.")])), (f"{HOST}/2/", page("Two"))))
    report = run_import([path], "pages", Options())
    before = dump()
    again = run_import([path], "pages", Options())
    assert counts(again, "post") == {"unchanged": 2}
    assert dump() == before
    assert codes(report) == codes(again)
    assert undo_run(report.run).kept == []
    assert not Post.objects.exists()


def test_nothing_is_read_twice_for_its_length(shelf):
    stream = io.BytesIO(archive((BELL, page())))
    assert web_archives.is_web_archive(shelf(stream.getvalue()))
    assert not web_archives.is_web_archive(shelf(b"\x1f\x8b\x08 cut", "other.gz"))
    assert not web_archives.is_web_archive(shelf(b"", "empty.warc"))
