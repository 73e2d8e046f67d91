"""The subject that a comment had on its page: stored, and shown above its text."""

import pytest

from blog.models import Comment
from importers.loading.sources import Wish
from importers.running import Options, run_import
from tests.importers.archived import SENTENCES

pytestmark = pytest.mark.django_db


def test_the_subject_that_a_page_gives_a_comment_is_stored_and_shown(tmp_path, client):
    dated = '<div class="submitted">Submitted by Ida on Tue, 2009-03-10 08:10.</div><div class="content">Mine.</div>'
    subject = '<h3 class="title"><a href="#c1">Whose bell?</a></h3>'
    body = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    (tmp_path / "page.html").write_text(
        f'<html><body><h1 class="title">The bell</h1><div class="content">{body}</div><div id="comments">'
        f'<div class="comment">{subject}{dated}</div></div></body></html>'
    )
    run_import([tmp_path / "page.html"], "pages", Options(wish=Wish(slug="tide", timezone="Europe/Rome")))
    found = Comment.objects.get()
    assert (found.title, found.author_name) == ("Whose bell?", "Ida")
    assert "Whose bell?" in client.get(found.post.get_absolute_url()).content.decode()
