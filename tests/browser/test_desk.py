"""Moderators at the desk: by keys alone through fifty voices and back, two at once, and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import violations

VOICES = """
import datetime as dt
from blog.models import Feedback, Post
post = Post.objects.public().first()
Feedback.objects.filter(anchor__startswith="desk-").delete()
Feedback.objects.filter(status="pending").update(status="trash")
Feedback.objects.bulk_create(
    Feedback(post=post, anchor=f"desk-{n}", author_name=f"Voice {n:02}", author_email=f"voice{n % 5}@mail.example",
        body=f"Remark number {n}.", body_html=f"<p>Remark number {n}.</p>",
        submitted_at=dt.datetime(2026, 1, 1, 0, n, tzinfo=dt.UTC))
    for n in range(60)
)
long = "<p>" + "A long story of the harbour and its boats. " * 60 + "</p>"
Feedback.objects.filter(anchor="desk-55").update(body_html=long, author_name="Longwinded " * 20)
"""
STATUSES = """
from blog.models import Feedback
for row in Feedback.objects.filter(anchor__startswith="desk-").order_by("pk"):
    print(row.anchor.removeprefix("desk-"), row.status)
"""


@pytest.fixture
def voices(site):
    site.manage("shell", "-c", VOICES)

    def statuses():
        printed = site.manage("shell", "-v", "0", "-c", STATUSES)
        return {int(line.split()[0]): line.split()[1] for line in printed.splitlines() if line[:1].isdigit()}

    return statuses


def now(page):
    return page.locator(".fb.now .fb-who")


def number(page, tab):
    return page.locator(f".mod-tabs [data-tab={tab}] .number")


def test_fifty_are_decided_by_keys_alone_and_undone_again(open_page, voices):
    page = open_page("/admin/moderation/", as_="moderator")
    decided = {}
    keys = {"a": "approved", "s": "spam", "d": "trash"}
    for place in range(50):
        voice = 59 - place
        if voice != 55:
            expect(now(page)).to_have_text(f"Voice {voice:02}")
        key = "asd"[place % 3]
        page.keyboard.press(key)
        decided[voice] = keys[key]
        if place % 10 == 9:  # a slip of the finger
            expect(number(page, "pending")).to_have_text(str(60 - place - 1))
            page.keyboard.press("u")
            expect(now(page)).to_have_text(f"Voice {voice:02}")
            page.keyboard.press("a")
            decided[voice] = "approved"
    expect(number(page, "pending")).to_have_text("10")
    found = voices()
    assert {voice: found[voice] for voice in decided} == decided
    assert [found[voice] for voice in range(10)] == ["pending"] * 10
    for left in range(11, 15):
        page.keyboard.press("u")
        expect(number(page, "pending")).to_have_text(str(left))
    assert [voices()[voice] for voice in range(15)] == ["pending"] * 14 + [decided[14]]


def test_a_range_is_selected_answered_and_edited_by_keys(open_page, voices):
    page = open_page("/admin/moderation/", as_="moderator")
    for key in ("x", "j", "j", "X"):
        page.keyboard.press(key)
    expect(page.locator("#selected")).to_have_text("Selected: 3")
    page.keyboard.press("s")
    expect(page.locator("#said")).to_have_text("3 items marked as spam.")
    expect(now(page)).to_have_text("Voice 56")
    page.keyboard.press("u")
    expect(now(page)).to_have_text("Voice 59")
    page.keyboard.press("r")
    page.locator(".fb.now textarea").fill("So glad you found us.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#said")).to_have_text("Answered and approved.")
    expect(now(page)).to_have_text("Voice 58")
    page.keyboard.press("e")
    page.locator(".fb.now textarea").fill("Other words.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".fb.now .fb-text")).to_have_text("Other words.")
    page.keyboard.press("i")
    expect(page.locator("#drawer")).to_contain_text("Rejected")
    page.locator("#note-text").fill("A regular.")
    page.locator("#drawer").get_by_role("button", name="Note it").click()
    expect(page.locator("#drawer .mod-notes")).to_contain_text("A regular.")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.locator(".fb.now .fb-thread .is-this")).to_contain_text("Other words.")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#mod-q")).to_be_focused()
    assert voices()[59] == "approved"


def test_two_at_once_overwrite_nothing_silently(open_page, voices):
    first = open_page("/admin/moderation/", as_="moderator")
    second = open_page("/admin/moderation/", as_="editor")
    first.keyboard.press("a")
    expect(first.locator("#said")).to_have_text("1 item approved.")
    second.keyboard.press("s")
    told = second.locator(".fb.now .fb-told")
    expect(told).to_contain_text("moderator approved this at")
    assert voices()[59] == "approved"
    second.keyboard.press("s")  # having been told, one may decide again
    expect(second.locator("#said")).to_have_text("1 item marked as spam.")
    assert voices()[59] == "spam"
    first.keyboard.press("u")  # what somebody else has decided since stays
    expect(first.locator("#said")).to_contain_text("1 was changed again since and stays as it is.")
    assert voices()[59] == "spam"


def test_a_quick_undo_takes_back_the_last_and_typed_words_outlive_undo_and_conflict(open_page, voices):
    page = open_page("/admin/moderation/", as_="moderator")
    other = open_page("/admin/moderation/", as_="editor")
    for key in "asu":
        page.keyboard.press(key)
    expect(page.locator("#said")).to_have_text("1 is back where it was.")
    assert (voices()[59], voices()[58]) == ("approved", "pending")
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("r")
    answer = page.locator(".fb", has_text="Voice 57").locator("textarea")
    answer.fill("A long answer.")
    button = page.locator(".fb.now").get_by_role("button", name="Answer", exact=True)
    assert button.evaluate("b => b.getBoundingClientRect().bottom") <= page.locator(".mod-bar").evaluate(
        "b => b.getBoundingClientRect().top"
    )
    page.get_by_role("button", name="Undo").click()
    expect(number(page, "pending")).to_have_text("60")
    expect(answer).to_have_value("A long answer.")
    other.keyboard.press("j")
    other.keyboard.press("j")
    other.keyboard.press("a")
    expect(other.locator("#said")).to_have_text("1 item approved.")
    answer.press("Control+Enter")
    expect(page.locator(".fb.now .fb-told")).to_contain_text("approved this at")
    expect(answer).to_have_value("A long answer.")
    answer.press("Control+Enter")
    expect(page.locator("#said")).to_have_text("Answered and approved.")


def test_all_works_without_scripts(open_page, voices):
    page = open_page("/admin/moderation/?author=voice1@mail.example", as_="moderator", scripts=False)
    page.locator(".fb").first.get_by_role("button", name="Approve").click()
    expect(page.locator(".messagelist")).to_contain_text("1 item approved.")
    page.get_by_role("link", name="Select all that match").click()
    expect(page.locator(".mod-selected-all")).to_contain_text("All 11 items")
    page.get_by_role("group", name="The selected ones").get_by_role("button", name="Spam").click()
    expect(page.locator(".messagelist")).to_contain_text("11 items marked as spam.")
    expect(page.locator("#empty")).to_contain_text("Nothing is like that.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".messagelist")).to_contain_text("11 are back where they were.")
    page.locator(".fb").first.get_by_role("link", name="Edit").click()
    page.locator("#edit textarea").fill("Without scripts.")
    page.locator("#edit").get_by_role("button", name="Save").click()
    expect(page.locator(".fb-text", has_text="Without scripts.")).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["desk", "phone"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(open_page, voices, width, dark):
    page = open_page("/admin/moderation/", width=width, dark=dark, as_="moderator")
    found = violations(page)
    page.keyboard.press("x")
    page.keyboard.press("e")
    expect(page.locator(".fb.now textarea")).to_be_visible()
    found += violations(page)
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    expect(page.locator("#note-text")).to_be_visible()
    found += violations(page)
    wide = [page.evaluate("document.documentElement.scrollWidth")]
    wide.append(page.locator(".mod-tabs").evaluate("tabs => tabs.lastElementChild.getBoundingClientRect().right"))
    tops = page.locator(".mod-search > :is(#mod-order, .button)").evaluate_all("all => all.map(one => one.offsetTop)")
    assert len(set(tops)) == 1 or width < 500
    page.goto(page.locator(".fb-when a").first.get_attribute("href"))
    found += violations(page)
    wide.append(page.evaluate("document.documentElement.scrollWidth"))
    assert found == []
    assert max(wide) <= width
