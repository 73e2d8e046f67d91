"""kill -9 at fifty points of an import: run again, it ends like one that nobody disturbed, table by table."""

import json
import signal
import subprocess
import sys

import pytest
from django.db import connection

from tests.importers.databases import ROOT
from tests.importers.readers.exports import comment, export, item, meta
from tests.importers.readers.test_wxr_credits import GUEST, credit

POINTS = 50
GARBLED = "it" + "’".encode().decode("cp1252") + "s"


def used(domain, slug, name):
    return f'<category domain="{domain}" nicename="{slug}"><![CDATA[{name}]]></category>'


def picture(number, parent=0):
    address = f"http://tide.example.org/wp-content/uploads/2009/03/{number}.jpg"
    return item(number, wp__post_type="attachment", wp__attachment_url=address, wp__post_parent=parent)


def everything():
    """An export of all that points at something else, forwards and backwards, and of all that comes with an issue."""
    categories = (
        "<wp:category><wp:category_nicename>waders</wp:category_nicename><wp:category_parent>birds</wp:category_parent>"
        "<wp:cat_name>Waders</wp:cat_name></wp:category>"
        "<wp:category><wp:category_nicename>birds</wp:category_nicename><wp:cat_name>Birds</wp:cat_name></wp:category>"
    )
    pages = [
        item(n, wp__post_type="page", wp__post_parent=parent, wp__post_name="tide" if n % 2 else f"page-{n}")
        for n, parent in ((101, 102), (102, 103), (103, 0), (104, 109), (105, 101), (106, 999))
    ]
    posts = []
    for n in range(1, 25):
        terms = used("post_tag", f"tag-{n % 5}", f"Tag {n % 5}") + used("category", "waders", "Waders")
        thread = comment(10 * n + 2, parent=10 * n + 3) + comment(10 * n + 3, parent=10 * n + 1) + comment(10 * n + 1)
        ping = comment(10 * n + 4, comment_type="pingback", comment_content=f"[…] {GARBLED} […]")
        orphan = comment(10 * n + 5, parent=7777) if n % 6 == 0 else ""
        thumbnail = meta("_thumbnail_id", 200 + n % 4) if n % 3 == 0 else ""
        link = f'<a href="http://tide.example.org/blog/post-{(n + 7) % 24 + 1}/">{GARBLED}</a>'
        terms += credit("cap-anna-guest", "anna-guest") if n % 5 == 0 else ""  # who stands behind all posts
        fields = {"wp__post_name": "same"} if n % 8 == 0 else {}
        fields |= {"wp__status": "perhaps"} if n % 7 == 0 else {}
        fields |= {"dc__creator": f"author-{n % 3}", "content__encoded": f"<p>Text {n}, {link}.</p>"}
        fields |= {"link": "http://tide.example.org/blog/claimed/"} if n % 9 == 0 else {}
        posts.append(item(n, extra=terms + thumbnail + thread + ping + orphan, **fields))
    pictures = [picture(200 + n, parent=n + 20) for n in range(4)]
    return export(categories, *pages[:3], *posts[:12], *pictures[:2], item(300, wp__post_type="nav_menu_item"),
                  *posts[12:], *pages[3:], *pictures[2:], GUEST)  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_an_import_that_was_killed_at_any_point_ends_like_an_undisturbed_one(copies, tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes(everything())
    folder = tmp_path / "databases"
    folder.mkdir()
    env = copies.make("template")
    template = copies.file(env) if connection.vendor == "sqlite" else env["DATABASE_URL"].rpartition("/")[2]
    command = ["-m", "tests.importers.killing", template, folder, path, "--points", str(POINTS)]
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    calm, kills = result["calm"], result["kills"]
    sys.stdout.write(f"{calm['commits']} commits, {calm['events']} points; undisturbed: {calm['rows']}\n")
    for kill in kills:
        when = "settling" if kill["settling"] else "loading"
        sys.stdout.write(f"{when}, {kill['commits']} commits, {kill['what']}: {kill['rows']}\n")
    assert calm["ended"] == [0, None, []]
    assert {kill["by"] for kill in kills} == {signal.SIGKILL}
    assert [(kill["point"], kill["differences"]) for kill in kills if kill["differences"]] == []
    assert {tuple(kill["ended"][:2]) for kill in kills} == {(0, None)}
    assert sum(1 <= kill["commits"] < calm["commits"] for kill in kills) >= 40
    assert len({kill["point"] for kill in kills}) == POINTS
    assert sum(kill["settling"] for kill in kills) >= 3
    again = result["again_and_again"]
    assert again["deaths"] >= 5
    assert (again["ended"][:2], again["differences"]) == ([0, None], {})
