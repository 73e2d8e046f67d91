"""Records prepared in another process come out as they do here, and a run outlives that process."""

import datetime as dt
import os
import pickle
import subprocess
import sys
import time

import pytest

from blog.models import Feedback, Post
from importers import loading, preparing_aside
from importers.found_dates import FoundDate
from importers.loading import ahead
from importers.models import ImportedItem
from importers.noting import Setting
from importers.preparing_aside import Aside, prepared
from importers.records import AttachmentRecord, AuthorRecord, CommentRecord, Issue, PostRecord, TermRecord
from importers.running import Options, run_import

SETTING = Setting(language="en", proved=frozenset({"UTF-8 read as cp1252"}))


def a_record(number):
    comment = CommentRecord(
        source_id=f"{number}1",
        author=AuthorRecord(name="Zoë", email="zoe@reader.example"),
        body="CafÃ© — <b>yes</b>",
        submitted=FoundDate(2009, 6, 3, dt.time(17, 14), 60),
        meta={"user_id": "3"},
    )
    return PostRecord(
        reader="wxr",
        origin=f"export.xml#item-{number}",
        source_id=str(number),
        title=f"Rain {number}",
        body="<p>It rainedâ€¦</p>",
        categories=(TermRecord("category", "weather", "Weather"),),
        comments=(comment,),
        issues=(Issue("date-missing", "here", "none"),),
        raw=b"<item>",
    )


def an_attachment():
    return AttachmentRecord(
        origin="export.xml#item-9", source_id="9", url="http://old.example.com/a.jpg", raw=b"<item>"
    )


@pytest.fixture
def aside():
    other = Aside()
    yield other
    other.close()


def test_what_is_prepared_aside_is_what_is_prepared_here(aside):
    found = [a_record(1), an_attachment(), a_record(2)]
    for _ in range(2):
        assert aside.give(found, SETTING)
        results = aside.take()
        post, (attachment, *_), _ = results
        assert post.found is found[0]
        here = [prepared(record, SETTING) for record in found]
        assert (post.record.comments, post.words, post.repairs) == (
            here[0].record.comments,
            here[0].words,
            here[0].repairs,
        )
        assert attachment.url == here[1][0].url


def test_one_record_that_cannot_be_prepared_does_not_stop_the_others(aside):
    broken = PostRecord(reader="wxr", origin="broken", body_format="parchment", body="x", source_id="3")
    aside.give([broken, a_record(1)], SETTING)
    fault, other = aside.take()
    assert fault == prepared(broken, SETTING)
    assert "parchment" in fault
    assert other.record.title == "Rain 1"


def test_every_record_survives_its_pickle():
    for record in (a_record(1), an_attachment(), SETTING, prepared(a_record(1), SETTING)):
        assert pickle.loads(pickle.dumps(record)) == record


def test_a_process_that_is_gone_is_noticed(aside):
    aside._process.kill()
    aside._process.join()
    assert not (aside.give([a_record(1)] * 400, SETTING) and aside.take() is not None)


def test_it_ends_with_the_process_that_started_it():
    script = (
        "import os, signal; from importers.preparing_aside import Aside; a = Aside(); print(a._process.pid, flush=True)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", f"{script}; os.kill(os.getpid(), signal.SIGKILL)"],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        check=False,
    )
    pid = int(ended.stdout)
    for _ in range(600):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if "Z" in status_of(pid):
            return
        time.sleep(0.1)
    pytest.fail("it goes on alone")


def status_of(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0]


@pytest.mark.django_db
@pytest.mark.parametrize("dies", [False, True])
def test_an_import_with_help_stores_what_one_without_stores(an_export, monkeypatch, dies):
    monkeypatch.setattr(loading, "MANY", 2)
    monkeypatch.setattr("importers.batching.MOST", 4)
    monkeypatch.setattr(loading, "pays", lambda: False)
    run_import([an_export("one")], "wxr")
    alone = stored()
    monkeypatch.setattr(loading, "pays", lambda: True)
    given = []

    class Watched(Aside):
        def give(self, found, setting):
            given.append(len(found))
            if dies and len(given) == 2:
                self._process.kill()
                self._process.join()
            return super().give(found, setting)

    monkeypatch.setattr(loading, "Aside", Watched)
    report = run_import([an_export("two")], "wxr")
    assert report.exit_status == 0
    assert given[:2] == [4, 4]
    assert stored() == alone


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["whole", "before the first", "after some"])
def test_a_new_blog_is_read_aside_and_stored_like_one_read_here(an_export, monkeypatch, end):
    monkeypatch.setattr("importers.batching.MOST", 4)
    monkeypatch.setattr(loading, "pays", lambda: False)
    run_import([an_export("one")], "wxr")
    alone = stored()
    read = []

    class Watched(Aside):
        def read(self, order, setting, taken, items):
            chunks = super().read(order, setting, taken, items)
            if end == "before the first":
                self._process.kill()
                self._process.join()
            for chunk in chunks:
                given = chunk[:5] if end == "after some" else chunk
                read.extend(given)
                yield given
                if end == "after some":
                    return

    monkeypatch.setattr(ahead, "pays", lambda: True)
    monkeypatch.setattr(ahead, "Aside", Watched)
    monkeypatch.setattr(ahead, "LARGE", 0)
    monkeypatch.setattr(ahead, "HEAD_START", 3)
    report = run_import([an_export("two")], "wxr")
    assert report.exit_status == 0
    assert len(read) == {"whole": 10, "before the first": 0, "after some": 5}[end]
    assert report.tally.counts["post", "created"] == 14
    assert all(item.raw for item in ImportedItem.objects.filter(kind="post"))
    assert stored() == alone
    again = run_import([an_export("two")], "wxr")
    assert again.tally.counts["post", "skipped"] == 14  # deleted here


@pytest.fixture
def helped(monkeypatch):
    """Have another process read files of any size, behind the first few items."""
    monkeypatch.setattr(ahead, "pays", lambda: True)
    monkeypatch.setattr(ahead, "LARGE", 0)
    monkeypatch.setattr(ahead, "HEAD_START", 3)


@pytest.mark.django_db
def test_a_limit_ends_what_is_read_aside(an_export, helped):
    report = run_import([an_export("one")], "wxr", Options(limit=5))
    assert report.exit_status == 0
    assert Post.objects.count() == 5


def stored():
    """Return what stands here, and remove it."""
    posts = list(Post.objects.order_by("original_id").values_list("original_id", "title", "body_html", "path"))
    comments = list(Feedback.objects.order_by("original_id").values_list("original_id", "body_html", "author_name"))
    Post.objects.all().delete()
    return [row[:3] for row in posts], comments


@pytest.fixture
def an_export(tmp_path):
    """Return a function that writes an export of ten posts of one blog, named as told."""

    def write(name):
        items = "".join(
            f"""<item><title>Rain {number}</title><link>http://{name}.example/?p={number}</link>
            <content:encoded><![CDATA[It rainedâ€¦ {number}]]></content:encoded>
            <wp:post_id>{number}</wp:post_id><wp:post_date_gmt>2009-06-{number:02} 10:00:00</wp:post_date_gmt>
            <wp:post_name>rain-{number}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
            <wp:comment><wp:comment_id>{number}1</wp:comment_id><wp:comment_author>Zoë</wp:comment_author>
            <wp:comment_content>Indeed</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>
            </item>"""
            for number in range(1, 15)
        )
        path = tmp_path / f"{name}.xml"
        path.write_text(
            f"""<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
            <channel><title>{name}</title><link>http://{name}.example</link><language>en</language>{items}</channel></rss>""",
            encoding="utf-8",
        )
        return path

    return write


def test_with_one_core_nobody_helps(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0}, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert not preparing_aside.pays()
