"""Every count of a synthetic export, by a query, beside what its maker says it holds."""

import json
import subprocess
import sys

import pytest
from django.db.models import F

from blog.models import Author, Category, Comment, Feedback, Post, Tag, TaggedPost, Trackback
from importers.running import run_import
from tests.importers.blogs import counts

pytestmark = pytest.mark.django_db

POSTS = 100


def make(shared, *arguments):
    command = [sys.executable, shared / "tools" / "make_wxr.py", str(POSTS), *arguments]
    return subprocess.run(command, capture_output=True, check=True).stdout


@pytest.fixture
def imported(shared, tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes(make(shared))
    return run_import([path], "wxr"), json.loads(make(shared, "--counts")), path


def test_the_database_holds_what_the_export_holds(imported):
    report, stated, _ = imported
    assert report.exit_status == 0
    assert {
        "posts": Post.objects.public().posts().count(),
        "authors": Author.objects.count(),
        "categories": Category.objects.count(),
        "tags": Tag.objects.count(),
        "post_categories": Post.categories.through.objects.count(),
        "post_tags": TaggedPost.objects.count(),
        "postmeta": sum(len(meta["postmeta"]) for meta in Post.objects.values_list("source_meta", flat=True)),
        "comments_all": Feedback.objects.count(),
        "replies": Feedback.objects.exclude(parent=None).filter(parent__post=F("post")).count(),
        "status_0": Feedback.objects.filter(status="pending").count(),
        "status_1": Feedback.objects.filter(status="approved").count(),
        "status_spam": Feedback.objects.filter(status="spam").count(),
        "type_comment": Comment.objects.count(),
        "type_pingback": Trackback.objects.filter(kind="pingback").count(),
        "type_trackback": Trackback.objects.filter(kind="trackback").count(),
    } == {name: number for name, number in stated.items() if name not in ("body_bytes", "mojibake_posts")}


def test_every_reply_answers_the_comment_that_the_export_names(imported):
    _, _, path = imported
    text = path.read_text(encoding="utf-8")
    stated = {}
    for block in text.split("<wp:comment>")[1:]:
        number, parent = (block.split(f"<wp:comment_{name}>")[1].split("<")[0] for name in ("id", "parent"))
        stated[number] = None if parent == "0" else parent
    assert dict(Feedback.objects.values_list("original_id", "parent__original_id")) == stated


def test_seen_is_what_the_file_holds_and_a_second_run_changes_nothing(imported):
    report, stated, path = imported
    seen = {kind: row["seen"] for kind, row in report.as_dict()["kinds"].items()}
    assert (seen["post"], seen["comment"]) == (stated["posts"], stated["type_comment"])
    assert seen["trackback"] == stated["type_pingback"] + stated["type_trackback"]
    again = run_import([path], "wxr")
    for kind, number in seen.items():
        assert counts(again, kind) == ({"unchanged": number} if number else {})


def test_the_garbled_posts_are_repaired_and_no_other(imported):
    _, stated, _ = imported
    from blog.models import TextRepair

    repaired = set(TextRepair.objects.applied().filter(field="body").values_list("object_id", flat=True))
    assert len(repaired) == stated["mojibake_posts"]
    assert not Post.objects.filter(body__contains="\u00e2\u20ac").exists()
