"""A reader reads the rescued blog."""

import re

from playwright.sync_api import expect


def test_the_sample_blog_is_read_from_its_front_page(open_page):
    page = open_page("/")
    page.get_by_role("link", name="The fog signal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The fog signal")
    expect(page.get_by_text("4 comments")).to_be_visible()
    reply = page.locator("#comment-13")
    expect(reply).to_contain_text("It is a long day in fog")
    # A thread of three, each within the one it answers.
    expect(page.locator("#comment-11 ~ ol #comment-12, #comment-11 #comment-12")).to_have_count(1)
    expect(page.get_by_role("heading", name="2 trackbacks")).to_be_visible()
    expect(page.get_by_text("ringtones")).to_have_count(0)


def test_an_old_address_leads_to_the_post(open_page, site):
    page = open_page("/?p=41")
    assert page.url == f"{site.url}/2007/11/the-fog-signal/"
    page.goto("/?p=23#comment-5")
    expect(page.locator("#comment-5")).to_contain_text("Mine is called “Same Again”. You can’t imagine the radio.")


def test_a_translation_is_read_with_its_notes_and_beside_its_original(open_page):
    page = open_page("/2008/02/la-corne-de-brume/")
    assert page.locator("html").get_attribute("lang") == "fr"
    expect(page.locator(".margin-note").first).to_contain_text("un mot de télégraphiste")
    expect(page.get_by_text("Garder le chiffre")).to_have_count(0)
    page.locator("main").get_by_role("link", name="The fog signal").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The fog signal")
    assert page.locator("html").get_attribute("lang") == "en"


def test_search_finds_accents_without_accents_and_without_scripts(open_page):
    page = open_page("/search/", scripts=False)
    field = page.get_by_role("searchbox")
    field.fill("deja vu")
    field.press("Enter")
    expect(page.get_by_role("link", name="Soup by the moon")).to_be_visible()


def test_the_whole_page_is_walked_by_keyboard(open_page):
    page = open_page("/2007/11/the-fog-signal/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href").startswith("#")
    expect(skip).to_be_in_viewport()
    target = skip.get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{target}$"))
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


def test_nothing_scrolls_sideways_on_a_phone(open_page):
    page = open_page("/", width=390)
    for path in ("/", "/2008/07/tide-table/", "/2009/02/waiting-and-forgotten/", "/2007/11/the-fog-signal/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
