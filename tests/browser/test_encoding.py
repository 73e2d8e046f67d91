"""An editor looks at garbled text in the encoding doctor and decides, without scripts, on phone and desk."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looks import in_each_look, violations

GARBLED = """
from blog import publishing
from blog.models import Post
for number in range(3):
    post = Post(slug=f"garbled-{number}", body_format="html", status="draft",
        title=f"Ebb {number} \\u00e2\\u20ac\\u201d flood",
        body="<p>We waited. It wasn\\u00e2\\u20ac\\u2122t the boat \\u00e2\\u20ac\\" not yet.</p>"
        "<p>" + "\\u00c3\\u00a9" * 200 + "</p>")
    publishing.save_post(post)
"""


@pytest.fixture(scope="module")
def garbled(site):
    site.run(GARBLED)
    site.manage("repair_mojibake")


def test_forms_are_opened_looked_at_and_decided_on_without_scripts(open_page, garbled):
    page = open_page("/admin/", as_="editor", scripts=False)
    page.get_by_role("link", name="repairs proposed").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Encoding doctor")
    expect(page.get_by_role("heading", name="UTF-8 read as cp1252")).to_be_visible()
    page.locator("a.form", has_text='â€"').click()
    first = page.locator(".sentence").first
    expect(first.locator("del")).to_have_text('â€"')
    expect(first.locator("ins")).to_have_text("–")
    expect(first).to_contain_text("It wasn’t the boat")
    first.get_by_role("button", name="Apply").click()
    expect(page.locator(".messagelist")).to_contain_text("1 repair was changed.")
    page.get_by_role("button", name="Reject 2 proposals").click()
    expect(page.locator(".messagelist")).to_contain_text("2 repairs were changed.")

    page.goto("/admin/encoding/?state=applied")
    page.locator("a.form", has_text="â€™").first.click()
    for box in range(2):
        page.locator(".sentence input[type=checkbox]").nth(box).check()
    page.get_by_role("group", name="The chosen ones").get_by_role("button", name="Revert or reject").click()
    expect(page.locator(".messagelist")).to_contain_text("2 repairs were changed.")
    page.get_by_role("link", name="Reverted").click()
    page.get_by_role("button", name="Apply 2 that were reverted").click()
    expect(page.locator(".messagelist")).to_contain_text("2 repairs were changed.")


def test_enter_in_a_check_box_decides_nothing(open_page, garbled):
    page = open_page("/admin/encoding/?state=applied", as_="editor")
    page.locator("a.form", has_text="â€”").first.click()
    expect(page.locator(".sentence").first).to_be_visible()
    applied = page.get_by_role("link", name="Applied").inner_text()
    page.locator(".sentence input[type=checkbox]").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("link", name="Applied").inner_text() == applied
    expect(page.locator(".messagelist")).to_have_count(0)


def test_with_the_keyboard_alone_who_decides_on_one_goes_on_beside_it(open_page, garbled):
    page = open_page("/admin/encoding/?state=applied", as_="editor", scripts=False)
    page.locator("a.form", has_text="Ã©").first.click()
    buttons = page.locator(".sentence .one button")
    buttons.nth(4).focus()
    decided = buttons.nth(4).get_attribute("value").partition("-")[2]
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#repair-\d+$"))
    assert int(page.url.rpartition("-")[2]) > int(decided)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.sentence') !== null")


@in_each_look
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(open_page, garbled, width, dark):
    page = open_page("/admin/encoding/", width=width, dark=dark, as_="editor")
    found = violations(page)
    wide = [page.evaluate("document.documentElement.scrollWidth")]
    for form in page.locator("a.form").evaluate_all("links => links.map(link => link.href)"):
        page.goto(form)
        found += violations(page)
        wide.append(page.evaluate("document.documentElement.scrollWidth"))
    assert found == []
    assert max(wide) <= width
