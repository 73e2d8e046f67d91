"""Titles and descriptions for search engines, as the plugins for them keep them."""

import time

import pytest

from .exports import item, post
from .test_wxr_credits import meta


def told(*pairs, **fields):
    record = post(item(7, "".join(meta(key, value) for key, value in pairs), **fields))
    return record.seo_title, record.seo_description


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("_yoast_wpseo_title", "_yoast_wpseo_metadesc"),
        ("_aioseo_title", "_aioseo_description"),
        ("_aioseop_title", "_aioseop_description"),
        ("rank_math_title", "rank_math_description"),
        ("_seopress_titles_title", "_seopress_titles_desc"),
    ],
)
def test_each_plugin_is_understood(title, description):
    assert told((title, "Tides &amp; boats"), (description, "All of it: 100 % #sea")) == (
        "Tides & boats",
        "All of it: 100 % #sea",
    )


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("%%title%% %%page%% %%sep%% %%sitename%%", "Post 7 - The Tide Table"),
        ("%title% %sep% %sitename%", "Post 7 - The Tide Table"),
        ("#post_title #separator_sa #site_title", "Post 7 - The Tide Table"),
        ("%%title%% by %%name%%", ""),
        ("%post_title% in %category_title%", ""),
        ("#post_title, #author_name", ""),
        ("100 % of 5%%", "100 % of 5%%"),
        ("%%excerpt%%", ""),
    ],
)
def test_variables_are_filled_in_or_the_text_is_left_empty(template, text):
    assert told(("_yoast_wpseo_title", template))[0] == text


def test_what_stands_twice_counts_once_and_stays_in_the_postmeta():
    record = post(item(7, meta("_yoast_wpseo_title", "One") + meta("_yoast_wpseo_title", "Two")))
    assert record.seo_title == "One"
    assert record.meta["postmeta"] == [["_yoast_wpseo_title", "One"], ["_yoast_wpseo_title", "Two"]]


@pytest.mark.parametrize("text", ["%%a" * 40_000, "%" * 100_000, "#a_" * 40_000, "%%" + "a" * 100_000])
def test_reading_a_template_takes_time_in_proportion(text):
    started = time.monotonic()
    told(("_yoast_wpseo_title", text))
    assert time.monotonic() - started < 2
