"""Random damage to files that are imported: one sentence at most, never a traceback, and the books balance."""

import gzip
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from importers.models import ImportRun
from importers.running import run_import
from tests.importers.blogs import counts, dump
from tests.importers.readers.exports import comment, export, item
from tests.importers.readers.test_front_matter_sites import CONFIG

pytestmark = pytest.mark.django_db


EXPORT = export(*(item(n, comment(n) + comment(10 * n, comment_type="pingback")) for n in range(1, 5)))
POST = (
    b"---\ntitle: Low tide\ndate: 2009-03-01 12:00:00 +0100\ntags: [mud, eel]\ncomments:\n- id: 1\n  author: Tam\n"
    b"  content: Hello\n---\nSand {{ site.url }} {% highlight c %}x{% endhighlight %}\n<!--more-->\nMore.\n"
)
PIECES = [
    *b"<![CDATA[ ]]> <item> </item> </title> & < \0 \xff\x93 <!-- --> <wp:comment> </wp:comment>".split(),
    *b"</channel></rss> \" ' {% %} {{ &#0; [[[[ *a !!binary 0000-00-00 99999-01-01 \xed\xa0\x80".split(),
    *b"http://[ % <br/><b>Warning</b>".split(),
    *(b"---\n", b"+++\n", b": ", b"- ", b"\t", b"&a *a"),
]


def damaged(data, rng):
    data = bytearray(data)
    for _ in range(rng.randint(1, 5)):
        if len(data) < 2:
            break
        place, other = rng.randrange(len(data)), rng.randrange(len(data))
        match rng.randrange(6):
            case 0:
                data[place] = rng.randrange(256)
            case 1:
                del data[place : place + rng.randint(1, 150)]
            case 2:
                data[place:place] = data[other : other + rng.randint(1, 300)]
            case 3 if place > 50:
                del data[place:]
            case _:
                data[place:place] = rng.choice(PIECES) * rng.choice((1, 1, 1, 30))
    return bytes(data)


def balanced(path, reader):
    report = run_import([path], reader)
    assert report.unbalanced() == []
    assert report.error is None or "unexpectedly" not in report.error, report.error
    assert report.exit_status in (0, 1, 2)


@pytest.mark.parametrize("seed", range(12))
def test_the_books_of_a_damaged_export_balance(tmp_path, seed):
    rng = random.Random(seed)
    path = tmp_path / "export.xml"
    for _ in range(3):
        data = damaged(EXPORT, rng)
        path.write_bytes(rng.choice((data, data, gzip.compress(data), damaged(gzip.compress(data), rng))))
        balanced(path, "wxr")


@pytest.mark.parametrize("seed", range(8))
def test_the_books_of_a_damaged_site_balance(tmp_path, seed):
    rng = random.Random(seed)
    (tmp_path / "_posts").mkdir()
    for _ in range(2):
        (tmp_path / "_config.yml").write_bytes(damaged(CONFIG.encode(), rng))
        for number in range(6):
            (tmp_path / "_posts" / f"2009-03-0{number + 1}-x.md").write_bytes(damaged(POST, rng))
        balanced(tmp_path, "front_matter")


DOCTYPE = export(item(7)).replace(b"<rss", b'<!DOCTYPE rss [<!ENTITY a "b">]>\n<rss')
CUT = export(item(7))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (DOCTYPE, "export.xml: declares a document type, which no export does; it was not read"),
        (CUT[: CUT.index(b"xmlns:wp")], "export.xml#byte-{end}: the file ends before the export does"),
        (CUT[: CUT.index(b"xmlns:excerpt")], "export.xml#byte-{end}: the file ends before the export does"),
        (CUT[: CUT.index(b"<channel>") + 4], "export.xml#byte-{end}: the file ends before the export does"),
        (CUT[: CUT.index(b"<wp:post_id>")], "export.xml#item@1: the file ends inside this item"),
    ],
    ids=["a document type", "cut inside rss", "cut before its names", "cut inside channel", "cut inside an item"],
)
def test_a_file_of_which_nothing_can_be_read_is_named_once_and_nothing_is_written(shelf, content, sentence):
    shelf.path.write_bytes(content)
    with CaptureQueriesContext(connection) as asked:
        report = shelf.run()
    assert report.exit_status == 1
    assert report.error.startswith("Nothing was stored: " + sentence.format(end=len(content)))
    assert [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert (report.source, report.run, report.unbalanced()) == ("", None, [])


def test_a_blog_that_is_here_keeps_no_trace_of_a_file_of_which_nothing_can_be_read(shelf):
    shelf.run(item(7))
    before = dump(without=())
    shelf.path.write_bytes(CUT[: CUT.index(b"<wp:post_id>")])
    report = shelf.run()
    assert (counts(report, "post"), ImportRun.objects.count()) == ({"failed": 1}, 1)
    assert dump(without=()) == before
