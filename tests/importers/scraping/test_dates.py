"""Dates as blogs print them."""

import pytest

from importers.records import FoundDate
from importers.scraping.dates import (
    chosen,
    find_dates,
    find_month,
    find_time,
    find_yearless,
    parse_iso,
    with_year,
)
from importers.scraping.ordering import resolve_order


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Posted on June 3, 2009 5:14 PM", "2009-06-03T17:14:00"),
        ("Wednesday, June 3rd, 2009 at 12:05 am", "2009-06-03T00:05:00"),
        ("Le mercredi 3 juin 2009 à 17h14, par Léa", "2009-06-03T17:14:00"),
        ("am 1. März 2008 um 09:05 Uhr", "2008-03-01T09:05:00"),
        ("lunedì 11 febbraio 2010 alle ore 22.18", "2010-02-11T22:18:00"),
        ("3 de junio de 2009 a las 17:14", "2009-06-03T17:14:00"),
        ("21 de Janeiro de 2009 às 08:31", "2009-01-21T08:31:00"),
        ("op 19 september 2012 om 21:30", "2012-09-19T21:30:00"),
        ("den 5 maj 2007", "2007-05-05"),
        ("sexta-feira, 3 maio, 2024", "2024-05-03"),
        ("2009-06-04 10:12", "2009-06-04T10:12:00"),
        ("04.06.2009 um 10:12", "2009-06-04T10:12:00"),
        ("10:12 am, June 4, 2009", "2009-06-04T10:12:00"),
        ("31/12/2008 - 23:59", "2008-12-31T23:59:00"),
    ],
)
def test_a_date_is_read_as_printed(text, iso):
    (printed,) = find_dates(text)
    assert printed.date.iso() == iso
    assert printed.other is None


@pytest.mark.parametrize("text", ["7 8 9 10 11 12 13", "32 June 2009", "1.5 million", "call 555-1234", "June", "2009"])
def test_what_is_no_date_gives_none(text):
    assert find_dates(text) == []


@pytest.mark.parametrize(("text", "day_first"), [("Thu, 06/04/2009 - 10:12", False), ("Sat, 06/04/2009", None)])
def test_a_weekday_decides_the_order_of_an_open_date(text, day_first):
    expected = day_first if day_first is not None else resolve_order([], "fr")
    assert resolve_order(find_dates(text), "fr") is expected


def test_an_open_date_follows_the_language_when_nothing_else_decides():
    (printed,) = find_dates("06/04/09 @ 10:12")
    assert chosen(printed, resolve_order([printed], "en-US")).iso() == "2009-06-04T10:12:00"
    assert chosen(printed, resolve_order([printed], "en-GB")).iso() == "2009-04-06T10:12:00"
    assert chosen(printed, resolve_order([printed], "it")).iso() == "2009-04-06T10:12:00"


def test_a_missing_year_is_the_first_in_which_the_day_follows_the_post():
    printed = find_yearless("Tracked: Jan 04, 10:12")
    assert with_year(printed, FoundDate(2008, 12, 30)).iso() == "2009-01-04T10:12:00"
    assert with_year(printed, None) is None


def test_a_line_of_a_month_and_a_year_is_a_calendars():
    assert find_month("juin 2009").iso() == "2009-06"
    assert find_month("In June 2009 it rained") is None


def test_a_time_needs_its_separator():
    assert find_time("Posted by Zoe at 5:14 PM").time.isoformat() == "17:14:00"
    assert find_time("room 17") is None


@pytest.mark.parametrize("text", ["", "yesterday", "2009-13-45", "T" * 39, "0000-00-00T00:00:00"])
def test_a_bad_machine_date_is_none(text):
    assert parse_iso(text) is None
