"""What was for some people only is not for everybody here."""

import time

import pytest

from importers.records import AttachmentRecord, PostRecord

from .exports import comment, export, item, meta, of, post, posts, read


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


PROTECTED = item(7, wp__post_password="hunter2", content__encoded="Behind the door.")


@pytest.mark.parametrize(
    ("written", "damaged"),
    [
        ("<wp:post_password>", "<wp:post_passw"),
        ("<wp:post_password>", ""),
        ("</wp:post_password>", "</wp:post_pass>"),
        ("<wp:post_password><![CDATA[hunter2]]></wp:post_password>", "<wp:post_passwoor><![CDATA[hunter2]]></wp:x>"),
        ("<wp:post_password><![CDATA[hunter2]]></wp:post_password>\n</item>", "</wp:x></item>"),
        ("<wp:post_password><![CDATA[", "<wp:post_passwordhunter2"),
    ],
)
def test_a_post_whose_password_is_damaged_is_not_published_and_the_password_stands_nowhere(written, damaged):
    assert written in PROTECTED
    before = item(6, wp__post_password="")
    record = posts(before, PROTECTED.replace(written, damaged, 1), item(8, wp__post_password=""))[1]
    assert (record.source_id, record.status) == ("7", "private")
    assert "private-password" in [issue.code for issue in record.issues]
    assert b"hunter2" not in record.raw
    assert "hunter2" not in repr(record.meta)


def test_an_item_whose_type_is_damaged_is_a_draft():
    message = item(7, wp__post_type="feedback").replace("<wp:post_type>", "<wp:post_t", 1)
    (found,) = (one for one in posts(item(6), message) if one.source_id == "7")
    assert (found.status, found.issues[-1].code) == ("draft", "status-unknown")


def test_an_attachment_whose_parent_or_password_is_damaged_has_no_page():
    hung = item(7, wp__post_type="attachment", wp__status="inherit", wp__post_parent=5, wp__post_password="")
    for written, damaged in (("<wp:post_parent>", "<wp:post_paren>"), ("<wp:post_password>", "<wp:post_passw>")):
        assert written in hung
        (found,) = of(AttachmentRecord, read(export(item(6), hung.replace(written, damaged, 1))))
        assert not found.has_page


def test_a_topic_whose_forum_is_lost_is_private_with_its_replies():
    topic = item(11, wp__post_type="topic", wp__post_parent=6).replace("<wp:post_parent>", "<wp:post_paren>", 1)
    found = statuses(
        item(6, wp__post_type="forum", wp__status="private"), topic, item(12, wp__post_type="reply", wp__post_parent=11)
    )
    assert (found["11"], found["12"]) == ("private", "private")


def test_what_plugins_for_members_wrote_counts_in_a_damaged_item_too():
    hidden = item(7, meta("_members_access_role", "editor")).replace("<wp:meta_key>", "<wp:meta_ky>", 1)
    (found,) = (one for one in posts(item(6), hidden) if one.source_id == "7")
    assert (found.status, found.issues[-1].code) == ("private", "members-only")


def test_a_comment_whose_type_is_damaged_waits():
    note = comment(3, comment_type="note").replace("<wp:comment_type>", "<wp:coment_type>", 1)
    (found,) = (one for one in posts(item(6), item(7, note)) if one.source_id == "7")
    assert [one.status for one in found.comments] == ["pending"]


def test_a_damaged_item_stays_public_where_no_item_speaks_of_passwords():
    broken = item(7).replace("<title>", "<title><b>", 1)
    assert [(one.source_id, one.status) for one in posts(item(6), broken)] == [("6", "published"), ("7", "published")]


@pytest.mark.parametrize("hidden", [{"wp__status": "draft"}, {"wp__post_password": "hunter2"}])
@pytest.mark.parametrize("behind", ["<wp:status>", "<wp:post_name>", "</wp:post_date_gmt>"])
@pytest.mark.parametrize("before", ["<link>", "<dc:creator>", "<content:encoded>", "[CDATA[Text of post 8"])
def test_what_was_hidden_takes_no_status_of_the_item_behind_a_hole(hidden, behind, before):
    first, second = item(7, **hidden), item(8, wp__post_password="")
    holed = first[: first.index(behind) + 4] + second[second.index(before) + 3 :]
    found = posts(item(6, wp__post_password=""), holed, item(9, wp__post_password=""))
    assert not [one for one in found if "7" in (one.source_id, one.title[-1:]) and one.status == "published"]
    assert {"6", "9"} <= {one.source_id for one in found}
