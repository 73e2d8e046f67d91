"""Odd values of a file: dates beyond the calendar, zones, characters that no text may hold; and when things changed."""

import datetime as dt
import errno
from zoneinfo import ZoneInfo

import pytest

from blog.models import Author, Post
from importers import preparing, validating
from importers.loading import names
from importers.loading.sources import Wish
from importers.noting import Setting
from importers.records import FoundDate, NoteRecord, PostRecord
from importers.running import Options, run_import
from tests.importers.blogs import Shelf, codes, counts
from tests.importers.readers.exports import item

LATE = FoundDate(9999, 12, 31, dt.time(23, 59, 59), -300)


def imported(folder, text, name="a.md", reader="front_matter", **wish):
    (folder / name).write_bytes(text.encode())
    return run_import([folder], reader, Options(wish=Wish(slug="odd", **wish)))


def test_a_known_moment_is_dated_by_the_zone_of_its_blog():
    found = FoundDate(2009, 6, 30, dt.time(23, 30), 0)
    moved = validating.located(found, ZoneInfo("Asia/Tokyo"))
    assert (moved.year, moved.month, moved.day, moved.offset) == (2009, 7, 1, 540)
    assert moved.instant == found.instant


@pytest.mark.parametrize("at", [dt.time(0, 0, 0), dt.time(11, 40, 28), dt.time(23, 40, 27), dt.time(23, 40, 20)])
def test_a_mean_time_that_was_seconds_off_alters_no_moment_and_no_day(at):
    zone = ZoneInfo("Europe/Amsterdam")
    utc = dt.datetime.combine(dt.date(1911, 1, 1), at, dt.UTC)
    moved = validating.located(FoundDate.of(utc), zone)
    assert moved.instant == utc
    assert (moved.year, moved.month, moved.day) == utc.astimezone(zone).timetuple()[:3]
    here = validating.located(FoundDate.of(utc.astimezone(zone).replace(tzinfo=None)), zone)
    assert here == moved


def test_without_a_zone_the_wall_clock_of_the_file_counts():
    found = FoundDate(2009, 6, 30, dt.time(23, 30), 120)
    assert validating.located(found, None) == found


def test_a_moment_beyond_the_calendar_is_spelled_as_it_stands_and_years_have_four_digits():
    assert LATE.iso() == "9999-12-31T23:59:59"
    assert FoundDate(999, 1, 1, dt.time(0), 0).iso() == "0999-01-01T00:00:00Z"


def test_no_date_is_in_the_year_1():
    record = PostRecord("x", "a", published=FoundDate(1, 1, 1, dt.time(0), 0), modified=LATE)
    prepared = preparing.prepare(record, Setting())
    assert (prepared.record.published, prepared.record.modified) == (None, None)
    assert [issue.code for issue in prepared.issues] == ["date-missing", "date-unreadable"]


def test_a_translation_note_is_repaired_like_the_text_it_quotes():
    cafe = "café".encode().decode("cp1252")
    record = PostRecord("x", "a", body=f"<p>The {cafe}.</p>", translation_notes=(NoteRecord(f"{cafe}\x00!", cafe),))
    (note,) = preparing.prepare(record, Setting()).record.translation_notes
    assert (note.text, note.exact) == ("café!", "café")


@pytest.mark.django_db
def test_comments_without_ids_may_be_dated_beyond_the_calendar(tmp_path):
    text = "---\ntitle: A\ncomments:\n- author: Tam\n  date: 9999-12-31 23:59:59 -0500\n  content: Hi\n---\nText."
    report = imported(tmp_path, text)
    assert (counts(report, "post"), counts(report, "comment")) == ({"created": 1}, {"created": 1})


@pytest.mark.django_db
def test_what_a_page_says_beside_its_fields_holds_no_characters_that_the_database_refuses(tmp_path):
    prose = "<p>" + "This is a paragraph of the post, and it is long enough to be told from the rest. " * 4 + "</p>"
    page = (
        '<html><head><title>Odd title here</title><script type="application/ld+json">{"@type":"BlogPosting",'
        '"headline":"Odd title here","author":{"name":"Tam \\ud83d"}}</script></head><body><h1>Odd title here</h1>'
        f'{prose}<img src="a.png" alt="a\0b">{prose}</body></html>'
    )
    report = imported(tmp_path, page, "a.html", "pages")
    assert counts(report, "post") == {"created": 1}
    assert "item-failed" not in codes(report)


@pytest.mark.django_db
def test_an_update_says_when_it_was(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.run(item(7))
    Post.objects.update(updated_at=dt.datetime(2009, 1, 1, tzinfo=dt.UTC))
    shelf.run(item(7, title="New"))
    assert Post.objects.get().updated_at.year > 2009


@pytest.mark.django_db
def test_the_books_balance_when_the_storing_of_names_is_interrupted(tmp_path, monkeypatch):
    def interrupt(new):
        raise KeyboardInterrupt

    monkeypatch.setattr(names, "new_tags", interrupt)
    tag = '<category domain="post_tag" nicename="low">Low</category>'
    report = Shelf(tmp_path).run(item(7, extra=tag))
    assert (report.stopped, report.unbalanced(), Author.objects.count()) == (True, [], 1)


@pytest.mark.django_db
def test_a_full_disk_stops_the_storing_of_names(tmp_path, monkeypatch):
    def fill(new, source, mapped):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(names, "new_authors", fill)
    report = Shelf(tmp_path).run(item(7))
    assert (report.stopped, report.unbalanced()) == (True, [])
