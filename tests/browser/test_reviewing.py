"""An editor reviews scraped pages: by keys alone, by mouse, without scripts, one for all that are built alike."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looks import in_each_look, violations
from tests.importers.reviews import NEWS

LIST = "/admin/importers/pagereview/"
NAMES = ("river", "lake", "canal", "harbour", "weir", "mill", "ferry")
SAID = "The lantern was mine"


@pytest.fixture(scope="module")
def queue(site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("river-pages")
    for name in NAMES:
        text = NEWS.replace("river", name).replace("lantern was", f"lantern of the {name} was")
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    site.manage("import_pages", str(folder), "--source", "rivers", "--source-name", "Rivers")
    yield
    # Other tests count what a fresh blog holds.
    undo = "from blog.models import Source; source = Source.objects.get(slug='rivers'); source.posts.all().delete()"
    site.run(f"{undo}; source.delete()")


def reviewed(open_page, name, **how):
    """Open the screen of a page."""
    page = open_page(f"{LIST}?q={name}.txt&state=all", as_="editor", **how)
    page.locator("#result_list tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"A day on the {name}")
    page.wait_for_load_state()  # keys are heard once its script has run
    return page


def line(page, text):
    return page.locator(".line", has_text=text)


def test_a_page_is_reviewed_by_keys_alone(open_page, queue):
    page = reviewed(open_page, "river")
    expect(page.locator("#checks")).to_contain_text("The page says 2 comments, 1 was found.")
    expect(line(page, "A day on the river")).to_have_class(re.compile(r"\bnow\b"))
    record = page.locator("#record")
    expect(record.locator(".record-comment")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    expect(line(page, "We rowed until")).to_have_class(re.compile(r"\bnow\b"))
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#selected")).to_have_text("Selected: 1")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_be_empty()
    page.keyboard.press("f")
    expect(page.locator("#said")).to_have_text("1 line was assigned.")
    expect(line(page, "Subscribe to the river")).to_have_attribute("data-family", "furniture")
    expect(record.locator(".record-body")).not_to_contain_text("Subscribe to the river")
    # The key goes to the line below when nothing is selected.
    expect(line(page, "2 Comments")).to_have_class(re.compile(r"\bnow\b"))
    page.keyboard.press("Shift+J")
    page.keyboard.press("Shift+J")
    expect(page.locator("#selected")).to_have_text("Selected: 3")
    page.keyboard.press("b")
    expect(record.locator(".record-comment")).to_have_count(0)
    page.keyboard.press("u")
    expect(record.locator(".record-comment")).to_have_count(1)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("select the line")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.locator(".messagelist")).to_contain_text("Saved in the post.")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("river")


def test_keys_that_are_pressed_while_the_server_answers_are_kept_in_their_order(open_page, queue):
    page = reviewed(open_page, "ferry")
    page.route("**/assign/*", lambda route: (page.wait_for_timeout(300), route.continue_()))
    for key in "jfjfjfs":
        page.keyboard.press(key)
    expect(page.locator(".messagelist")).to_contain_text("Saved", timeout=15_000)
    page.goto(f"{LIST}?q=ferry.txt&state=all")
    page.locator("#result_list tbody a").first.click()
    expect(page.locator(".line.assigned")).to_have_count(3)


def test_a_draft_becomes_public_by_one_key(open_page, queue):
    page = reviewed(open_page, "lake")
    page.keyboard.press("Shift+P")
    expect(page.locator(".messagelist")).to_contain_text("public now")
    reader = open_page("/2009/06/a-day-on-the-lake/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("A day on the lake")


def test_lines_are_selected_by_mouse(open_page, queue):
    page = reviewed(open_page, "canal")
    line(page, "Posted by Olga").locator(".text").click()
    line(page, "Subscribe to").locator(".text").click(modifiers=["Shift"])
    expect(page.locator("#selected")).to_have_text("Selected: 3")
    page.get_by_role("button", name="text b").click()
    expect(page.locator("#said")).to_have_text("3 lines were assigned.")
    expect(line(page, "Posted by Olga")).to_have_attribute("data-part", "body")
    expect(page.locator(".record-body")).to_contain_text("Posted by Olga")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".record-body")).not_to_contain_text("Posted by Olga")


def test_a_page_is_reviewed_without_scripts(open_page, queue):
    page = reviewed(open_page, "harbour", scripts=False)
    line(page, "Subscribe to").get_by_role("checkbox").check()
    page.get_by_role("button", name="furniture f").click()
    expect(page.locator(".messagelist")).to_contain_text("1 line was assigned.")
    expect(page.locator(".record-body")).not_to_contain_text("Subscribe")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".record-body")).to_contain_text("Subscribe")
    page.get_by_label("then the next page").uncheck()
    page.get_by_role("button", name="Save s").click()
    expect(page.locator(".review-title")).to_contain_text("Reviewed by editor")


def test_pages_built_alike_follow_and_the_run_tells_of_them(open_page, queue):
    page = reviewed(open_page, "weir")
    line(page, "Subscribe to").locator(".text").click()
    page.keyboard.press("i")
    page.get_by_role("link", name=re.compile("built like this one")).click()
    expect(page.locator("tbody tr", has_text="A day on the mill")).to_contain_text("introduction × 1")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#content")).to_contain_text("review")
    page.goto(f"{LIST}?q=mill.txt&state=all")
    page.locator("#result_list tbody a").first.click()
    expect(line(page, "Subscribe to the mill")).to_have_attribute("data-part", "standfirst")
    expect(page.locator(".review-title")).to_contain_text("Decided like another page")


@in_each_look
def test_axe_finds_nothing_on_the_review_and_nothing_is_too_wide(open_page, queue, width, dark):
    page = reviewed(open_page, "canal", width=width, dark=dark)
    found = seen(page)
    line(page, "Subscribe to").locator(".text").click()
    page.keyboard.press("f")
    expect(page.locator("#said")).not_to_be_empty()
    found += seen(page)
    alike = page.locator("#alike a")
    if alike.count():
        page.goto(alike.get_attribute("href").replace("..", page.url.split("/change/")[0]))
        found += seen(page)
        page.go_back()
    page.keyboard.press("u")
    page.keyboard.press("?")
    found += seen(page)
    page.goto(f"{LIST}?state=all")
    assert found + seen(page) == []


def seen(page):
    """Return what axe finds, and whether the page is wider than its window."""
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return violations(page) + (["too wide"] if wide else [])


@pytest.mark.parametrize("gone", [["sessionid"], ["sessionid", "csrftoken"]], ids=len)
def test_whoever_is_logged_out_is_told_so(open_page, queue, gone):
    page = reviewed(open_page, "mill")
    for name in gone:
        page.context.clear_cookies(name=name)
    page.keyboard.press("f")
    expect(page.locator("#said")).to_have_text("You are logged out. Load the page again and log in.")
