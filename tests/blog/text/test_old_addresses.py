"""What an old address may mean is told from its words alone, at a cost that follows its length."""

import time

import pytest

from blog.text.old_addresses import Plain, Reading, plain_readings, readings


def test_the_address_itself_comes_first_then_what_was_shown_around_it():
    found = readings("/blog/index.php/2009/03/x/feed/atom", "", ["/blog", ""])
    assert found[0] == Reading("/blog/index.php/2009/03/x/feed/atom")
    assert Reading("/blog/2009/03/x", "", "atom") in found


def test_ids_of_posts_stand_for_one_another():
    assert {Reading("/", f"{name}=7") for name in ("p", "page_id", "attachment_id")} <= set(readings("/", "p=7", [""]))


@pytest.mark.parametrize(
    ("path", "query", "plain"),
    [
        ("/blog/2009/3", "", Plain(date=(2009, 3))),
        ("/", "m=20090301", Plain(date=(2009, 3, 1))),
        ("/", "year=2009&monthnum=3&feed=atom", Plain(date=(2009, 3), feed="atom")),
        ("/blog/comments/feed", "", Plain(home=True, feed="rss")),
        ("/blog/page/2", "", Plain(home=True)),
        ("/", "s=fog", Plain(words="fog")),
        ("/2008_06_22_archive.html", "", Plain(date=(2008, 6))),
        ("/feeds/posts/default", "", Plain(home=True, feed="rss")),
    ],
)
def test_some_addresses_say_all_by_themselves(path, query, plain):
    assert plain in plain_readings(path, query, ["/blog", ""])


def test_a_month_is_not_the_second_page_of_its_year():
    assert Plain(date=(2009,)) not in plain_readings("/2009/04", "", [""])


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/blog/tags/mud", "/blog/tag/mud"),
        ("/categories/Sea/Low Tide/page/2", "/category/low-tide"),
        ("/blog/categories/eel", "/category/eel"),
        ("/search/label/Low Tide", "/category/low-tide"),
        ("/search/label/Mud", "/tag/mud"),
    ],
)
def test_lists_of_other_programs_are_those_of_tags_and_categories(path, key):
    assert Reading(key) in readings(path, "", ["/blog", ""])


@pytest.mark.parametrize(
    "piece", ["/feed", "/1", "/page/1", "/category/", "/tags/", "-1x1", "-e1", "/archives/2009", "/index.php"]
)
def test_no_address_costs_more_than_its_length(piece):
    path = piece * (100_000 // len(piece))
    began = time.process_time()
    readings(path, f"category_name={path}", ["/blog", ""])
    plain_readings(path, f"m={path}", ["/blog", ""])
    assert time.process_time() - began < 1
