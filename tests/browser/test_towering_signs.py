"""Signs that join without end, and accents that pile up, stay in their place on every page that shows them."""

import json

import pytest
from playwright.sync_api import expect

STORE = """
import json
from blog import moderation
from blog.models import AuthorNote, Feedback, Post
post = Post.objects.public().posts().filter(comments_open=True).newest_first().first()
text = json.loads({text!r})
cut = dict(author_name=text[:250], title=text[:500], blog_name=text[:250])
known = dict(post=post, body=text, body_format="text", author_address="192.0.2.3", author_email="tower@mail.example")
parent = Feedback.objects.create(kind="comment", status="approved", anchor="tower-1", **known, **cut)
Feedback.objects.create(kind="comment", status="pending", parent=parent, anchor="tower-2", **known, **cut)
back = Feedback.objects.create(kind="trackback", status="approved", anchor="tower-3", **known, **cut)
AuthorNote.objects.create(author="email:tower@mail.example", text=text[:2000])
moderation.edit(parent, {{"body": text + "."}})
moderation.hold([back.pk], reason=text[:500])
moderation.approve([back.pk], reason=text[:500])
print(json.dumps({{"post": post.pk, "path": post.get_absolute_url(), "parent": parent.pk, "trackback": back.pk}}))
"""
CLEAR = """
from blog.models import AuthorNote, Feedback
Feedback.objects.filter(author_address="192.0.2.3").delete()
AuthorNote.objects.filter(author="email:tower@mail.example").delete()
"""
TEXTS = {"joined": "👩\u200d" * 5000, "piled": "a" + "\u0301" * 9999, "long": "W" * 10_000}
SENT = ".comments, .trackbacks, #items, .journal-lines"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(params=TEXTS)
def tower(request, site):
    yield json.loads(site.run(STORE.format(text=json.dumps(TEXTS[request.param])))) | {"text": TEXTS[request.param]}
    site.run(CLEAR)


def assert_in_its_place(page):
    """Nothing is wider than the page, and what stands above all that strangers sent looks the same without it."""
    assert page.evaluate(WIDER) <= 0, page.url
    above = page.locator("h1, .mod-tabs, #branding, #site-name").first
    above.scroll_into_view_if_needed()
    with_it = above.screenshot(animations="disabled")
    show = "(all, how) => { for (const one of all) one.style.visibility = how; }"
    page.locator(SENT).evaluate_all(show, "hidden")
    assert above.screenshot(animations="disabled") == with_it, page.url
    page.locator(SENT).evaluate_all(show, "visible")


@pytest.mark.parametrize("width", [1280, 390])
def test_on_public_pages(open_page, tower, width):
    page = open_page(tower["path"], width=width)
    for selector in (".comment-text", ".commenter", ".comment-title", ".trackback-head", ".trackbacks blockquote"):
        assert_shut(page.locator(selector, has_text=tower["text"][:9]).first)
    assert_in_its_place(page)
    page.goto(f"/comment/{tower['post']}/?parent={tower['parent']}")
    assert page.evaluate(WIDER) <= 0
    page.fill("#comment-form-text", tower["text"])
    page.fill("#comment-form-name", tower["text"][:100])
    page.click("button.quiet")
    expect(page.locator(".draft .comment-text")).to_be_visible()
    assert_shut(page.locator(".draft .comment-text"))
    assert page.evaluate(WIDER) <= 0


@pytest.mark.parametrize("width", [1280, 390])
def test_at_the_desk(open_page, tower, width):
    page = open_page("/admin/moderation/?tab=all&address=192.0.2.3", width=width, as_="moderator")
    expect(page.locator(".fb")).to_have_count(3)
    for selector in (".fb-text", ".fb-who", ".fb-answered"):
        assert_shut(page.locator(selector).first)
    assert_in_its_place(page)
    one = page.locator(".fb-when a").first.get_attribute("href")
    page.locator(".fb").first.get_by_role("link", name="About the author").click()
    expect(page.locator("#drawer .mod-latest").first).to_be_visible()
    assert page.locator("#drawer").evaluate("box => box.scrollWidth - box.clientWidth") <= 0
    assert_shut(page.locator("#drawer .mod-latest > li").first)
    assert_shut(page.locator("#drawer .mod-notes > li").first)
    page.goto(one)
    assert page.evaluate(WIDER) <= 0
    page.goto("/admin/blog/moderationevent/")
    assert_shut(page.locator(".journal-line .reason").first)
    assert_in_its_place(page)


def assert_shut(element):
    """What an element holds is painted within it."""
    assert element.evaluate("one => getComputedStyle(one).overflowY") in ("clip", "hidden", "auto")
