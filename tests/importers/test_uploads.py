"""The file of an old address in a folder of uploads: the original where it is there, and never a file outside."""

import os
import time
import unicodedata

import pytest

from importers import originals
from importers.uploads import Uploads
from tests.importers.blogs import Shelf
from tests.importers.library import UPLOADS, attachment, picture, shelve
from tests.importers.readers.exports import item

HOST = "http://old.example/wp-content/uploads"


def found(tmp_path, address, *names, exact=False, root="."):
    """Return which of these files is found for an address."""
    folder = shelve(tmp_path / "uploads", named={name: name.encode() for name in names})
    path = Uploads(folder / root).find(address, exact=exact)
    return path and path.relative_to(folder.resolve()).as_posix()


@pytest.mark.parametrize(
    "name",
    [
        "boat-300x200.jpg", "boat-scaled.jpg", "boat-rotated.jpg", "boat@2x.jpg",
        "boat-e1287654321-300x200.jpg", "boat-1024x768@2x.jpg", "boat-scaled-300x200.jpg", "boat.jpg",
    ],
)  # fmt: skip
def test_a_size_leads_to_its_original(tmp_path, name):
    address = f"{HOST}/2009/03/{name}"
    assert found(tmp_path, address, "2009/03/boat.jpg", f"2009/03/{name}") == "2009/03/boat.jpg"


def test_a_size_is_taken_when_the_original_is_lost(tmp_path):
    assert found(tmp_path, f"{HOST}/boat-300x200.jpg", "boat-300x200.jpg", "boat-90x90.jpg") == "boat-300x200.jpg"
    assert found(tmp_path, f"{HOST}/gull-300x200.jpg", "gull-scaled.jpg", "gull-300x200.jpg") == "gull-scaled.jpg"


def test_an_edited_picture_is_not_the_one_it_was_made_of(tmp_path):
    names = ("boat.jpg", "boat-e1287654321.jpg")
    assert found(tmp_path, f"{HOST}/gull-e1287654321.jpg", "gull.jpg") == "gull.jpg"
    assert found(tmp_path, f"{HOST}/boat-e1287654321-300x200.jpg", *names) == "boat-e1287654321.jpg"


def test_what_the_library_lists_is_no_size_of_something_else(tmp_path):
    names = ("banner.gif", "banner-468x60.gif")
    assert found(tmp_path, f"{HOST}/banner-468x60.gif", *names, exact=True) == "banner-468x60.gif"
    assert found(tmp_path, f"{HOST}/gull-scaled.jpg", "gull.jpg", exact=True) == "gull.jpg"


@pytest.mark.parametrize(
    "address",
    [
        "https://i0.wp.com/old.example/wp-content/uploads/2009/03/boat-300x200.jpg?resize=300%2C200&ssl=1",
        "http://old.files.wordpress.com/2009/03/boat.jpg?w=300&h=200",
        "http://old.example/blog/wp-content/blogs.dir/7/files/2009/03/boat.jpg",
        "http://old.example/wp-content/uploads/sites/7/2009/03/boat.jpg",
        "http://old.example/files/2009/03/boat.jpg",
        "http://old.example/app/uploads/2009/03/boat.jpg",
        "https://res.cloudinary.com/cloud/image/fetch/w_300,c_fit/http://old.example/wp-content/uploads/2009/03/boat.jpg",
        "https://old.example/cdn-cgi/image/width=300/https://old.example/wp-content/uploads/2009/03/boat.jpg",
        "https://images.weserv.nl/?url=old.example/wp-content/uploads/2009/03/boat.jpg&w=300",
        "https://i1.wp.com/i0.wp.com/old.example/wp-content/uploads/2009/03/boat.jpg",
        "http://old.example/wp-content/uploads/2009/03/boat.jpg#top",
    ],
)
@pytest.mark.parametrize("root", [".", "wp-content/uploads/../../"])
def test_platforms_and_proxies_are_seen_through(tmp_path, address, root):
    shelve(tmp_path / "uploads" / "wp-content" / "uploads", named={"x": b""})
    assert found(tmp_path, address, "2009/03/boat.jpg", root=root) == "2009/03/boat.jpg"


def test_a_folder_above_the_uploads_will_do(tmp_path):
    assert found(tmp_path, f"{HOST}/a.jpg", "wp-content/uploads/a.jpg") == "wp-content/uploads/a.jpg"


def test_a_sites_own_uploads_come_before_the_networks(tmp_path):
    address = "http://old.example/wp-content/uploads/sites/7/a.jpg"
    assert found(tmp_path, address, "a.jpg", "sites/7/a.jpg") == "sites/7/a.jpg"


def test_a_blogger_picture_is_known_by_its_name(tmp_path):
    address = "http://2.bp.blogspot.com/_x/S8/AAA/s320/Le+bateau.jpg"
    assert found(tmp_path, address, "Le+bateau.jpg") == "Le+bateau.jpg"
    assert originals.original(address) == "http://2.bp.blogspot.com/_x/S8/AAA/s1600/Le+bateau.jpg"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("written", ["Côte d%C3%A9j%C3%A0.jpg", "Co%CC%82te%20de%CC%81ja%CC%80.jpg", "Côte déjà.jpg"])
def test_a_name_is_found_however_it_is_composed_and_encoded(tmp_path, form, written):
    name = unicodedata.normalize(form, "Côte déjà.jpg")
    assert found(tmp_path, f"{HOST}/{written}", name) == name


def test_names_differ_by_case(tmp_path):
    assert found(tmp_path, f"{HOST}/Boat.jpg", "boat.jpg") is None
    assert found(tmp_path, f"{HOST}/Boat.jpg", "boat.jpg", "Boat.jpg") == "Boat.jpg"


@pytest.mark.parametrize(
    "path",
    [
        "../secret.jpg", "%2e%2e/secret.jpg", "a/../../secret.jpg", "..%2fsecret.jpg", "%2e%2e%2fsecret.jpg",
        "link.jpg",
        "linked/secret.jpg", "/etc/passwd", "", "a%00.jpg", "x" * 5000 + ".jpg", "%2fetc%2fpasswd", "pipe",
    ],
)  # fmt: skip
def test_nothing_outside_the_folder_is_ever_read(tmp_path, path):
    shelve(tmp_path, named={"secret.jpg": b"s", "uploads/a/b.jpg": b"b"})
    (tmp_path / "uploads" / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (tmp_path / "uploads" / "linked").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "uploads" / "pipe")
    assert found(tmp_path, f"{HOST}/{path}") is None


@pytest.mark.django_db
def test_a_link_that_leads_out_of_the_folder_is_named(tmp_path):
    shelve(tmp_path / "elsewhere", named={"boat.png": picture(), "quay.png": picture()})
    folder = shelve(tmp_path / "uploads", named={"2009/03/here.png": picture()})
    (folder / "2009" / "03" / "boat.png").symlink_to(tmp_path / "elsewhere" / "boat.png")
    (folder / "2010").symlink_to(tmp_path / "elsewhere")
    shelf = Shelf(tmp_path)
    shown = "".join(f'<img src="{UPLOADS}/{place}">' for place in ("2009/03/boat.png", "2010/quay.png"))
    report = shelf.run(attachment(), item(8, content__encoded=shown), uploads=str(folder))
    told = [issue.where for issue in report.issues if issue.code == "media-refused"]
    assert sorted(told) == ["2009/03/boat.png", "2010/quay.png"]


@pytest.mark.parametrize(
    ("address", "original"),
    [
        ("http://far.example/pictures/wall-300x200.jpg?id=3", "http://far.example/pictures/wall-300x200.jpg?id=3"),
        ("http://i0.wp.com/far.example/a.jpg?w=9", "http://far.example/a.jpg"),
        ("http://i0.wp.com/broken", "http://i0.wp.com/broken"),
        ("http://[broken", "http://[broken"),
        (f"{HOST}/-300x200.jpg", f"{HOST}/-300x200.jpg"),
        (f"{HOST}/README", f"{HOST}/README"),
    ],
)
def test_only_what_wordpress_sized_is_shortened(address, original):
    assert originals.original(address) == original


def test_a_long_address_takes_no_longer_than_its_length():
    begun = time.monotonic()
    for evil in ("-1x1" * 25_000, "/uploads/" * 11_000, "/files/2009/03" * 8_000, "/https:/" * 12_000, "-e1" * 33_000):
        address = f"http://res.cloudinary.com/{evil}.jpg"
        originals.original(address)
        originals.key(address)
        list(originals.places(address))
    assert time.monotonic() - begun < 1
