"""Compressed exports: read as a stream, guarded, and what is there before their damage is kept."""

import gzip
import io
import random
import zipfile

import pytest

from importers import unpacking
from importers.decoding import ReadError, SourceFile
from importers.gathering import gather
from importers.readers import sniff, wxr
from importers.records import PostRecord, Refused
from importers.starting import recognise
from importers.surveying import Evidence
from tests.importers.readers.exports import codes, export, issues, item, of

DATA = export(*(item(n) for n in range(1, 41)))


def read(data):
    return list(wxr.read(SourceFile("export.xml.gz", content=data), Evidence()))


def ids(records):
    return [record.source_id for record in of(PostRecord, records)]


def unpack(data, size=1000):
    stream = unpacking.unpacked(io.BytesIO(data), "x.gz")
    out = b"".join(iter(lambda: stream.read(size), b""))
    return out, unpacking.fault_of(stream)


def archive(path, members, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as written:
        for name, data in members.items():
            written.writestr(name, data)
    return path


def test_a_compressed_export_is_read_as_what_it_holds():
    file = SourceFile("export.xml.gz", content=gzip.compress(DATA))
    assert sniff(file) == "wxr"
    assert (ids(read(gzip.compress(DATA))), codes(read(gzip.compress(DATA)))) == ([str(n) for n in range(1, 41)], [])


@pytest.mark.parametrize("behind", [b"", b"\0" * 700, b"something else"])
def test_several_members_are_one_text_and_what_stands_behind_them_is_none(behind):
    assert unpack(gzip.compress(b"one ") + gzip.compress(b"two") + behind) == (b"one two", "")


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_the_size_of_the_pieces_does_not_matter(size):
    assert unpack(gzip.compress(DATA), size) == (DATA, "")


def test_wherever_a_compressed_export_is_cut_what_stands_before_is_read_and_the_cut_is_named():
    random.seed(5)
    noisy = export(*(item(n, content__encoded=random.randbytes(300).hex()) for n in range(1, 9)))
    packed = gzip.compress(noisy)
    for end in (*range(1000, len(packed), 37), len(packed) - 4):
        records = read(packed[:end])
        out, fault = unpack(packed[:end])
        assert noisy.startswith(out)
        assert fault
        assert ids(records) == [str(n) for n in range(1, 9)][: out.count(b"</item>")]
        assert "file-cut" in codes(records)
    assert ids(records) == [str(n) for n in range(1, 9)]


def test_a_damaged_compressed_export_is_named():
    packed = bytearray(gzip.compress(DATA))
    packed[-6] ^= 255  # in the checksum
    assert [issue.message for issue in issues(read(bytes(packed)))] == [
        "the compressed file is damaged; what stands before was read"
    ]


def test_what_only_begins_like_a_compressed_file_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "export.xml.gz"
    path.write_bytes(b"\x1f\x8b nothing of the kind")
    (issue,) = gather([path], ["wxr"]).issues
    assert issue.code == "file-refused"


def test_what_unpacks_to_more_than_any_text_is_stopped():
    bomb = gzip.compress(export(item(1), "x" * (1 << 27)))
    records = read(bomb)
    assert ids(records) == ["1"]
    assert "file-refused" in codes(records)
    assert "unpacks to more than" in issues(records)[-1].message


def test_an_archive_is_a_folder(tmp_path):
    path = archive(
        tmp_path / "export.zip",
        {"blog/two.xml": export(item(2)), "blog/one.xml": DATA, "notes.bin": b"\0" * 99, "__MACOSX/._one.xml": DATA},
    )
    gathered = gather([path], ["wxr"])
    assert [file.origin for file, _ in gathered.files] == ["blog/one.xml", "blog/two.xml"]
    assert [issue.where for issue in gathered.issues] == ["notes.bin"]
    assert ids(list(wxr.read(gathered.files[1][0], Evidence()))) == ["2"]
    below = gather([tmp_path], ["wxr"])
    assert [file.origin for file, _ in below.files] == ["export.zip/blog/one.xml", "export.zip/blog/two.xml"]


def test_a_compressed_export_in_an_archive_is_read_too(tmp_path):
    parts = {f"parts/tide.{n:03}.xml.gz": gzip.compress(export(item(n + 1))) for n in range(3)}
    parts["parts/tide.003.xml"] = export(item(4))
    parts["parts/tide.004.xml.gz"] = gzip.compress(export(item(5), item(6)))[:-40]
    gathered = gather([archive(tmp_path / "parts.zip", parts)], ["wxr"])
    assert [file.origin for file, _ in gathered.files] == list(parts)
    records = [record for file, _ in gathered.files for record in wxr.read(file, Evidence())]
    assert ids(records)[:4] == ["1", "2", "3", "4"]
    assert "the compressed file ends before its end" in issues(records)[-1].message


def test_what_is_compressed_twice_may_grow_no_more_than_what_is_once(tmp_path):
    packed = gzip.compress(b"\0" * (200 << 20))
    file = archive(tmp_path / "x.zip", {"x.xml.gz": packed}, compresslevel=9)
    with unpacking.member(file, "x.xml.gz", "x") as stream, pytest.raises(ReadError, match="unpacks to more than"):
        stream.read()


def test_a_cut_archive_is_refused_in_a_sentence(tmp_path):
    path = archive(tmp_path / "export.zip", {"one.xml": DATA})
    path.write_bytes(path.read_bytes()[:-60])
    (issue,) = gather([path], ["wxr"]).issues
    assert (issue.code, issue.where) == ("file-refused", "export.zip")
    assert issue.message == "is a damaged or cut-off zip archive, at “one.xml”; nothing in it can be found"


def test_a_damaged_member_is_read_up_to_the_damage(tmp_path):
    random.seed(5)
    noisy = export(*(item(n, content__encoded=random.randbytes(9000).hex()) for n in range(1, 9)))
    path = archive(tmp_path / "export.zip", {"one.xml": noisy})
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 255
    path.write_bytes(data)
    ((file, _),) = gather([path], ["wxr"]).files
    records = list(wxr.read(file, Evidence()))
    assert "file-cut" in codes(records)
    assert ids(records)[0] == "1"


def test_a_locked_member_is_refused_by_name(tmp_path):
    path = archive(tmp_path / "export.zip", {"one.xml": DATA})
    data = path.read_bytes()
    path.write_bytes(
        data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01").replace(
            b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01"
        )
    )
    (issue,) = gather([path], ["wxr"]).issues
    assert "locked by a password" in issue.message


def test_a_member_that_unpacks_to_more_than_any_text_is_stopped(tmp_path):
    path = archive(tmp_path / "bomb.zip", {"one.xml": export(item(1), "x" * (1 << 27))})
    ((file, _),) = gather([path], ["wxr"]).files
    assert codes(list(wxr.read(file, Evidence())))[-1] == "file-refused"


def test_a_post_in_a_compressed_file_that_is_cut_is_refused_by_name():
    from importers.readers import front_matter

    data = gzip.compress(b"---\ntitle: Rain\n---\n" + random.randbytes(5000).hex().encode())
    file = SourceFile("rain.md.gz", content=data)
    assert not isinstance(next(front_matter.read(file, Evidence())), Refused)
    with pytest.raises(ReadError, match=r"rain\.md\.gz was not read"):
        list(front_matter.read(SourceFile("rain.md.gz", content=data[:-100]), Evidence()))


def many(path, number):
    names = (f"_posts/2010-01-{1 + n % 28:02}-p{n}.md" for n in range(number))
    return archive(path, dict.fromkeys(names, b"---\ntitle: p\n---\nrain\n"))


@pytest.fixture
def opened(monkeypatch):
    """The archives whose directories were read, in their order."""
    paths = []

    class Counted(zipfile.ZipFile):
        def __init__(self, file, *args, **options):
            paths.append(file)
            super().__init__(file, *args, **options)

    monkeypatch.setattr(zipfile, "ZipFile", Counted)
    return paths


def test_the_directory_of_an_archive_is_read_once_however_many_members_are_read(tmp_path, opened):
    path = many(tmp_path / "site.zip", 50)
    opened.clear()
    with unpacking.held():
        found = gather([path], ["front_matter"]).files
        assert [file.read_bytes(3) for file, _ in found] == [b"---"] * 50
    assert opened == [path]
    assert len(gather([path], ["front_matter"]).files) == 50
    assert opened == [path, path]


def test_more_archives_than_are_held_open_are_read_all_the_same(tmp_path):
    for n in range(20):
        many(tmp_path / f"{n}.zip", 3)
    with unpacking.held():
        found = gather([tmp_path], ["front_matter"]).files
        assert [file.read_bytes(3) for file, _ in sorted(found, key=lambda each: each[0].member)] == [b"---"] * 60


@pytest.mark.parametrize("comment", [b"", b"of old"])
@pytest.mark.parametrize("lie", [False, True])
def test_an_archive_of_too_many_members_is_refused_before_its_directory_is_read(
    tmp_path, opened, monkeypatch, comment, lie
):
    path = many(tmp_path / "site.zip", 11)
    with zipfile.ZipFile(path, "a") as written:
        written.comment = comment
    if lie:
        data = path.read_bytes()
        place = data.rindex(b"PK\5\6") + 8
        path.write_bytes(data[:place] + b"\1\0\1\0" + data[place + 4 :])
    monkeypatch.setattr(unpacking, "MEMBERS", 11)
    assert len(gather([path], ["front_matter"]).files) == 11
    monkeypatch.setattr(unpacking, "MEMBERS", 10)
    opened.clear()
    [issue] = gather([path], ["front_matter"]).issues
    assert (issue.message, opened) == ("holds more than 10 files; it was not read", [])


def test_a_directory_that_is_too_long_is_refused_before_it_is_read(tmp_path, opened, monkeypatch):
    path = many(tmp_path / "site.zip", 40)
    opened.clear()
    monkeypatch.setattr(unpacking, "MEMBERS", 2)
    [issue] = gather([path], ["front_matter"]).issues
    assert (issue.message, opened) == ("holds more than 2 files; it was not read", [])


def test_to_say_what_an_upload_is_few_members_are_looked_at(tmp_path, monkeypatch):
    path = many(tmp_path / "site.zip", 300)
    with zipfile.ZipFile(path, "a") as written:
        written.writestr("blog.xml", DATA)
    looked = []
    monkeypatch.setattr("importers.gathering.sniff", lambda file, readers: looked.append(file.origin) or sniff(file))
    assert recognise(path) == "wxr"
    assert len(looked) <= 21
    assert looked[0] == "_posts/2010-01-01-p0.md"
