"""Characters that no page and no feed can say break neither, wherever they come from."""

import pytest
from django.urls import reverse

from blog.forms import CommentForm
from blog.models import Feedback, Post, TranslationNote
from blog.text import markup, plain
from tests import cast

CONTROLS = "\x00\x01\x08\x0b\x0c\x1f\x7f\ufffe\uffff"


def test_controls_are_left_out_and_white_space_stays():
    assert plain.without_controls(f"a{CONTROLS}b\t\r\n\x85c") == "ab\t\r\n\x85c"


@pytest.mark.parametrize("render", [markup.render_body, markup.render_feedback])
@pytest.mark.parametrize("reference", ["\x02", "&#2;", "&#x02", "&#0000031;", "&#XFFFF;", "&&#2;#2;", "&#12;"])
def test_no_reference_brings_a_control_character_in(render, reference):
    html = render(f'<p title="a{reference}b">{reference}<a href="http://x.example/{reference}">x</a></p>', "html")
    assert plain.without_controls(html) == html


@pytest.mark.parametrize("render", [markup.render_body, markup.render_feedback])
@pytest.mark.parametrize("reference", ["\x02", "&#2;", "&&#2;#2;"])
def test_a_control_character_hides_no_script(render, reference):
    html = render(f'<p>a <a href="java{reference}script:alert(1)">x</a></p>', "html")
    assert "javascript" not in html


def test_references_to_other_characters_stay():
    assert markup.render_body("<p>&#233;&#x9;&#10;&#13;&#8217;&amp;#2;</p>", "html") == "<p>é\t\n\r’&amp;#2;</p>"


@pytest.mark.django_db
@pytest.mark.parametrize("stored", [False, True])
def test_they_break_neither_a_post_nor_a_feed(client, stored):
    body = '<p>one <img src="/a.png" alt="a&#1;b"><a href="http://x.example/&#2;">x</a></p>'
    post = cast.a_post(body=body, original_url="http://old.example/\x03")
    comment = cast.a_comment(post, status="approved", body=body, body_format="html")
    if stored:
        Post.objects.update(body_html='<p title="\x02"><a href="java\x02script:a()">one</a></p>')
        Feedback.objects.filter(pk=comment.pk).update(body_html='<p><a href="java\x02script:a()">one</a></p>')
    TranslationNote.objects.create(post=post, visibility="public", text="a\x01b", exact="one")
    feeds = [f"blog:{kind}{form}" for kind in ("feed", "comment_feed") for form in ("", "_atom", "_json")]
    addresses = [reverse(name, args=[post.pk] if "comment" in name else []) for name in feeds]
    for address in (post.get_absolute_url(), "/", *addresses):
        response = client.get(address)
        assert response.status_code == 200, address
        text = response.content.decode()
        assert "javascript:a()" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["text", "name"])
def test_a_comment_or_name_of_nothing_else_is_missing(field):
    form = CommentForm({"text": "words", "name": "Ann", field: "\x01 \x02"}, post=cast.a_post())
    assert form.errors.as_data()[field][0].code == "required"
