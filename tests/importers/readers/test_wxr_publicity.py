"""What was for some people only is not for everybody here."""

import time

import pytest

from importers.records import PostRecord

from .exports import export, item, meta, of, post, posts, read


def told(body="Text.", extra="", **fields):
    record = post(item(7, extra, content__encoded=body, **fields))
    return record.status, [issue.code for issue in record.issues if issue.code != "shortcode-unknown"]


HIDDEN = ("private", ["members-only"])
PUBLIC = ("published", [])


@pytest.mark.parametrize(
    "body",
    [
        'Low water. [private role="admin"]The key lies under the third pot.[/private]',
        "[members_only]The key.[/members_only]",
        "[s2If current_user_can(access_s2member_level1)]The key.[/s2If]",
        "[wpmem_logged_in]The key.[/wpmem_logged_in]",
        "[um_loggedin]The key.[/um_loggedin]",
        "[restrict]The key.[/restrict]",
        '[membership level="2"]The key.[/membership]',
        '<!-- wp:premium-content/container {"planId":3} --><p>The key.</p><!-- /wp:premium-content/container -->',
    ],
)
def test_text_for_members_only_makes_its_post_private(body):
    assert told(body) == HIDDEN


@pytest.mark.parametrize(
    "body",
    [
        "The [private] path and the [members] room are prose.",
        "Write [[private]The key.[/private]] so that it is shown.",
        "[not_logged_in]Please log in.[/not_logged_in]",
        "The end [/private] alone; and then [private] again.",
        "[privateer]Ahoy[/privateer]",
    ],
)
def test_what_hid_nothing_stays_public(body):
    assert told(body) == PUBLIC


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("_members_access_role", "subscriber", HIDDEN),
        ("_wpmem_block", "1", HIDDEN),
        ("_wpmem_block", "0", PUBLIC),
        ("_jetpack_newsletter_access", "subscribers", HIDDEN),
        ("_jetpack_newsletter_access", "everybody", PUBLIC),
        ("rcUserLevel", "None", PUBLIC),
        ("rcUserLevel", "Author", HIDDEN),
        (
            "um_content_restriction",
            'a:2:{s:26:"_um_custom_access_settings";s:1:"1";s:14:"_um_accessible";s:1:"2";}',
            HIDDEN,
        ),
        (
            "um_content_restriction",
            'a:2:{s:26:"_um_custom_access_settings";s:1:"0";s:14:"_um_accessible";s:1:"2";}',
            PUBLIC,
        ),
    ],
)
def test_postmeta_of_plugins_for_members_makes_the_post_private(key, value, expected):
    assert told(extra=meta(key, value)) == expected


def test_the_issue_names_what_hid_the_text_once():
    record = post(
        item(
            7,
            meta("_members_access_role", "a") + meta("_members_access_role", "b"),
            content__encoded="[s2If x]y[/s2If]",
        )
    )
    (issue,) = record.issues
    assert issue.message.startswith("[s2If], _members_access_role showed text to members only")


def test_a_draft_for_members_stays_a_draft():
    assert told("[members_only]x[/members_only]", wp__status="draft") == ("draft", [])


def test_a_password_of_one_blank_protects():
    assert told(wp__post_password=" ") == ("private", ["private-password"])
    assert told(wp__post_password="\n  ") == PUBLIC


@pytest.mark.parametrize(("status", "now"), [("draft", "a draft"), ("pending", "in review"), ("publish", "private")])
def test_the_issue_of_a_password_says_what_the_post_is_now(status, now):
    (issue,) = post(item(7, wp__post_password="x", wp__status=status)).issues
    assert issue.message == f"was protected by a password; it is {now} now"


def statuses(*parts):
    return {record.source_id: record.status for record in posts(*parts)}


@pytest.mark.parametrize("status", ["draft", "private", "spam", "hidden"])
def test_a_reply_to_a_topic_that_comes_later_and_was_not_public_is_private(status):
    found = statuses(
        item(6, wp__post_type="forum"),
        item(10, wp__post_type="reply", wp__post_parent=11),
        item(12, wp__post_type="reply", wp__post_parent=13),
        item(11, wp__post_type="topic", wp__post_parent=6, wp__status=status),
        item(13, wp__post_type="topic", wp__post_parent=6),
    )
    assert (found["10"], found["12"], found["13"]) == ("private", "published", "published")


def test_a_reply_to_what_the_file_does_not_have_is_private():
    record = post(item(10, wp__post_type="reply", wp__post_parent=11))
    assert (record.status, [issue.code for issue in record.issues]) == ("private", ["forum-private"])


def test_the_words_of_a_reply_make_no_topic_public():
    forged = "<wp:post_id>11</wp:post_id><wp:status>publish</wp:status><wp:post_type>topic</wp:post_type>"
    found = statuses(
        item(10, wp__post_type="reply", wp__post_parent=11, content__encoded=forged),
        item(11, wp__post_type="topic", wp__status="private"),
    )
    assert found["10"] == "private"


def test_replies_that_answer_each_other_in_a_circle_end():
    assert statuses(
        item(1, wp__post_type="reply", wp__post_parent=2), item(2, wp__post_type="reply", wp__post_parent=1)
    ) == {"1": "published", "2": "published"}


@pytest.mark.parametrize("body", ["[private]" * 11_000, "[" * 100_000, "[/private]" * 10_000, "<!-- wp:" * 12_000])
def test_looking_for_what_is_for_members_takes_time_in_proportion(body):
    started = time.monotonic()
    of(PostRecord, read(export(item(7, content__encoded=body))))
    assert time.monotonic() - started < 2
