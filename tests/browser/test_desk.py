"""Moderators at the desk: by keys alone through fifty voices and back, two at once, and without scripts."""

import re
from itertools import combinations

import pytest
from playwright.sync_api import expect

from tests.browser.looks import in_each_look, violations

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
    site.run(VOICES)

    def statuses():
        return {int(line.split()[0]): line.split()[1] for line in site.run(STATUSES).splitlines()}

    return statuses


def now(page):
    return page.locator(".fb.now .fb-who")


def number(page, tab):
    return page.locator(f".mod-tabs [data-tab={tab}] .number")


LOOKED_AT = """
from blog.models import Feedback
print(Feedback.objects.filter(anchor__startswith="desk-").exclude(looked_at=None).count())
"""


def test_what_came_into_sight_was_looked_at_and_what_waits_below_was_not(open_page, voices, site):
    def looked_at():
        return int(site.run(LOOKED_AT))

    page = open_page("/admin/moderation/", as_="moderator")
    with page.expect_request("**/moderation/shown/", timeout=10_000) as said:
        pass
    assert said.value.response().status == 204
    in_sight = looked_at()
    assert 0 < in_sight < 8
    with page.expect_request("**/moderation/shown/", timeout=10_000) as said:
        page.locator(".fb").nth(14).scroll_into_view_if_needed()
    said.value.response()
    assert in_sight < looked_at() < 16
    open_page("/admin/moderation/", as_="moderator", scripts=False)  # is loaded once its picture is
    assert looked_at() >= 25


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
    expect(page.locator("#mod-kind option").first).to_have_text("Everything (10)")
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


def test_what_is_typed_stays_when_its_item_is_decided_and_is_sent_afterwards(open_page, voices):
    page = open_page("/admin/moderation/", as_="moderator")
    item = page.locator(".fb", has_text="Voice 59")
    page.keyboard.press("r")
    answer = item.locator("textarea")
    answer.fill("A long answer.")
    for part in ("Edit", "Thread"):  # which would take the place of the form
        item.get_by_role("link", name=part).click()
        expect(page.locator("#said")).to_have_text("What you wrote is still in the form.")
    item.get_by_role("button", name="Approve").click()
    expect(page.locator("#said")).to_have_text("1 item approved.")
    expect(number(page, "pending")).to_have_text("59")
    expect(item.locator(".fb-head")).to_contain_text("approved")
    expect(now(page)).to_have_text("Voice 58")
    page.keyboard.press("u")
    expect(number(page, "pending")).to_have_text("60")
    expect(answer).to_have_value("A long answer.")
    page.keyboard.press("k")
    item.get_by_role("button", name="Block the author").click()
    expect(page.locator("#said")).to_have_text("Blocked, and marked as spam.")
    answer.press("Control+Enter")
    expect(page.locator("#said")).to_have_text("Answered and approved.")
    expect(item).to_have_count(0)
    assert voices()[59] == "approved"
    page.keyboard.press("e")  # opened, and nothing typed
    expect(page.locator(".fb.now textarea")).to_be_visible()
    page.locator(".fb.now").get_by_role("button", name="Trash").click()
    expect(page.locator(".fb", has_text="Voice 58")).to_have_count(0)


def test_whoever_types_on_after_a_conflict_decides_nothing_and_saves_with_the_same_keys(open_page, voices):
    first = open_page("/admin/moderation/", as_="moderator")
    second = open_page("/admin/moderation/", as_="editor")
    words = second.locator(".fb.now textarea")
    second.keyboard.press("e")
    expect(words).to_be_focused()
    words.fill("Other words.")
    second.keyboard.press("ArrowLeft")
    first.keyboard.press("e")
    first.locator(".fb.now textarea").fill("Words of the first.")
    first.keyboard.press("Control+Enter")
    expect(first.locator("#said")).to_have_text("Edited.")
    second.keyboard.press("Control+Enter")
    expect(second.locator(".fb.now .fb-told")).to_contain_text("edited this at")
    expect(words).to_be_focused()
    second.keyboard.type(" as said")
    expect(words).to_have_value("Other words as said.")
    words.evaluate("field => field.closest('.fb').focus()")
    for key in "asdhbxu":
        second.keyboard.press(key)
        words.evaluate("field => field.closest('.fb').focus()")
    expect(words).to_have_value("Other words as said.")
    assert (second.locator(".fb.picked").count(), voices()[59]) == (0, "pending")
    words.focus()
    second.keyboard.press("Control+Enter")
    expect(second.locator("#said")).to_have_text("Edited.")
    expect(second.locator(".fb.now .fb-text")).to_have_text("Other words as said.")


def test_letters_typed_before_the_form_is_there_go_into_it_and_decide_nothing(open_page, voices):
    page, held = open_page("/admin/moderation/", as_="moderator"), []
    page.route(re.compile("part=reply"), lambda route: held.append(route))
    with page.expect_request(re.compile("part=reply")):
        page.keyboard.press("r")
    page.keyboard.type("a sad dub")
    page.keyboard.press("Backspace")
    held[0].continue_()
    answer = page.locator(".fb.now textarea")
    expect(answer).to_have_value("a sad du")
    page.keyboard.type("et")
    expect(answer).to_have_value("a sad duet")
    assert set(voices().values()) == {"pending"}


def test_a_thread_that_comes_when_its_item_was_decided_is_shown_in_what_took_its_place(open_page, voices):
    page, held = open_page("/admin/moderation/?tab=all", as_="moderator"), []
    item = page.locator(".fb", has_text="Voice 59")
    page.route(re.compile("part=thread"), lambda route: held.append(route))
    with page.expect_request(re.compile("part=thread")):
        item.get_by_role("link", name="Thread").click()
    item.get_by_role("button", name="Approve").click()
    expect(page.locator("#said")).to_have_text("1 item approved.")
    held[0].continue_()
    expect(item.locator(".fb-thread .is-this")).to_contain_text("Remark number 59.")
    expect(page.locator("#said")).to_have_text("1 item approved.")


def test_an_undo_that_takes_long_leads_nobody_away_from_what_they_type(open_page, voices):
    page, held = open_page("/admin/moderation/", as_="moderator"), []
    page.keyboard.press("a")
    expect(page.locator("#said")).to_have_text("1 item approved.")
    page.route(re.compile("part=items"), lambda route: held.append(route))
    with page.expect_request(re.compile("part=items")):
        page.keyboard.press("u")
    page.keyboard.press("r")
    answer = page.locator(".fb", has_text="Voice 58").locator("textarea")
    expect(answer).to_be_focused()
    page.keyboard.type("as ")
    held[0].continue_()
    expect(page.locator(".fb", has_text="Voice 59")).to_be_visible()
    page.keyboard.type("said")
    expect(answer).to_have_value("as said")
    expect(now(page)).to_have_text("Voice 58")
    assert set(voices().values()) == {"pending"}


def test_whoever_leaves_the_page_with_typed_words_is_asked(open_page, voices):
    page = open_page("/admin/moderation/", as_="moderator")
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.keyboard.press("r")
    page.locator(".fb.now textarea").press_sequentially("An answer.")
    with page.expect_event("dialog") as asked:
        page.locator(".mod-tabs a").last.click(no_wait_after=True)
    assert asked.value.type == "beforeunload"
    expect(page.locator(".fb.now textarea")).to_have_value("An answer.")


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


@in_each_look
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


def test_what_is_selected_whole_stays_so_when_it_is_there_already(open_page, voices):
    page = open_page("/admin/moderation/?select=all", as_="moderator")
    page.keyboard.press("h")
    expect(page.locator("#said")).to_have_text("It is there already.")
    expect(page.locator("#selected")).to_have_text("60")
    assert "select=all" in page.url
    page.keyboard.press("s")
    expect(number(page, "pending")).to_have_text("0")
    assert set(voices().values()) == {"spam"}


@in_each_look
def test_the_bar_stands_at_the_lower_edge_and_nothing_in_it_lies_over_anything_else(open_page, voices, width, dark):
    page = open_page("/admin/moderation/?q=quokka", width=width, dark=dark, as_="moderator")
    assert page.locator(".mod-bar").evaluate("bar => innerHeight - bar.getBoundingClientRect().bottom") < 60
    page.goto("/admin/moderation/?select=all")
    parts = page.locator("#selected, .mod-verbs, #mod-why, .mod-bar #undo-form").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(({x, y, right, bottom}) => [x, y, right, bottom])"
    )
    for one, other in combinations(parts, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("gone", [["sessionid"], ["sessionid", "csrftoken"]], ids=len)
def test_whoever_is_logged_out_is_told_so(open_page, voices, gone):
    page = open_page("/admin/moderation/", as_="moderator")
    for name in gone:
        page.context.clear_cookies(name=name)
    page.keyboard.press("a")
    expect(page.locator("#said")).to_have_text("You are logged out. Load the page again and log in.")
    assert voices()[59] == "pending"
    expect(now(page)).to_be_visible()
