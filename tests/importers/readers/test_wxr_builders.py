"""Posts whose body is empty because a page builder kept their text: said, and taken where that is sure."""

import json

import pytest

from tests.importers.readers.exports import codes, export, issues, item, meta, post, posts, read


def widget(kind, **settings):
    return {"elType": "widget", "widgetType": kind, "settings": settings, "elements": []}


def elementor(*widgets):
    column = {"elType": "column", "settings": [], "elements": list(widgets)}
    return meta("_elementor_data", json.dumps([{"elType": "section", "elements": [column]}]))


def empty(post_id=7, extra="", **fields):
    return item(post_id, extra, content__encoded="", **fields)


def test_the_text_of_plain_widgets_is_the_body():
    data = elementor(
        widget("heading", title="Low tide", header_size="h3"),
        widget("text-editor", editor="<p>The quay is <em>dry</em>.</p>"),
        widget("image", image={"url": "http://tide.example.org/q.jpg", "id": 20, "alt": "a quay"}, caption="At noon"),
        widget("tabs", tabs=[{"tab_title": "When", "tab_content": "Now"}, 3]),
        widget("form", form_name="x"),
    )
    record = post(empty(extra=data))
    assert record.body == (
        "<h3>Low tide</h3>\n\n<p>The quay is <em>dry</em>.</p>\n\n"
        '<figure><img class="wp-image-20" src="http://tide.example.org/q.jpg" alt="a quay">'
        "<figcaption>At noon</figcaption></figure>\n\n<h3>When</h3>\n\nNow"
    )
    assert record.fields["body"].rule == "_elementor_data"
    assert record.meta["postmeta"][0][0] == "_elementor_data"


def test_one_issue_for_each_builder_names_number_and_posts():
    data = elementor(widget("text-editor", editor="Words"), widget("form"))
    records = list(read(export(
        empty(7, data), empty(8, meta("_elementor_data", "[{")), empty(9, meta("_fl_builder_data", "a:1:{i:0;s:1:"))
    )))  # fmt: skip
    told = [issue.message for issue in issues(records) if issue.code == "body-in-builder"]
    assert told == [
        "Beaver Builder kept the text of 1 posts with an empty body: item-9; the others are empty here; "
        "what it kept is in source_meta",
        "Elementor kept the text of 2 posts with an empty body: item-7, item-8; it was taken of 1, but for widgets "
        "that are not plain text (form 1×); the others are empty here; what it kept is in source_meta",
    ]


def test_a_post_with_a_body_keeps_it_and_nothing_is_said():
    records = list(read(export(item(7, elementor(widget("heading", title="No"))))))
    assert "body-in-builder" not in codes(records)
    assert posts(item(7, elementor(widget("heading", title="No"))))[0].body == "Text of post 7."


@pytest.mark.parametrize(
    "data", ["[" * 100_000, "[]", "null", "3", '[{"elType":"widget","settings":3}]', "[" * 99 + "]" * 99]
)
def test_what_cannot_be_read_leaves_the_body_empty(data):
    assert post(empty(extra=meta("_elementor_data", data))).body == ""


def test_a_type_of_its_own_is_kept_for_what_its_builder_holds():
    assert posts(empty(wp__post_type="boat", extra=meta("panels_data", "a:1:{}")))
