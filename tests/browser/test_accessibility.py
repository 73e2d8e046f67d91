"""axe-core finds nothing on any public page, at both widths, in both colour schemes."""

from tests.browser.looks import in_each_look, violations

PAGES = {
    "home": "/",
    "post with a thread": "/2007/11/the-fog-signal/",
    "translation with notes": "/2008/02/la-corne-de-brume/",
    "rescued page": "/2007/11/la-nebbia-contata/",
    "table and preformatted text": "/2008/07/tide-table/",
    "long title": "/2009/02/waiting-and-forgotten/",
    "page": "/about/",
    "archive": "/archive/",
    "year": "/2008/",
    "month": "/2008/03/",
    "day": "/2008/03/24/",
    "empty day": "/2008/03/25/",
    "undated": "/undated/",
    "tag": "/tag/sound/",
    "category": "/category/harbour/fog/",
    "author": "/author/marta-halloran/",
    "source": "/source/quay-notes/",
    "search": "/search/",
    "hits": "/search/?q=harbour",
    "no hits": "/search/?q=submarine",
    "not found": "/no/such/page/",
    "rejected comment": "",
    "login": "/admin/login/",
}


@in_each_look
def test_axe_finds_nothing_on_public_pages(open_page, width, dark):
    page = open_page("/", width=width, dark=dark)
    found = []
    for path in PAGES.values():
        if path:
            page.goto(path)
        else:
            page.goto("/2007/11/the-fog-signal/")
            with page.expect_navigation():
                page.get_by_role("button", name="Send").click()
        found += violations(page)
    assert found == []


LISTS = (
    *("post", "comment", "trackback", "translationnote", "textrepair", "moderationevent", "moderationrule"),
    *("source", "author", "category", "tag", "attachment", "legacyurl"),
)
# A list, and how its first object is found there; its form is opened.
FORMS = {
    "blog/post/?q=fog+signal": "The fog signal",
    "blog/post/?q=corne+de+brume": "La corne de brume",
    "blog/comment/?status=all": "",
    "blog/trackback/?status=all": "",
    "blog/translationnote/": "",
    "blog/textrepair/": "",
    "blog/source/": "",
    "blog/author/": "",
    "blog/category/": "",
    "blog/tag/": "",
    "blog/attachment/": "",
    "blog/legacyurl/": "",
    "blog/moderationrule/": "Suspect words",
    "importers/importrun/": "",
}
ADDED = ("post", "translationnote", "category", "author", "legacyurl", "attachment")


@in_each_look
def test_axe_finds_nothing_on_the_lists_of_the_desk(open_page, width, dark):
    page = open_page("/admin/", width=width, dark=dark, as_="editor")
    found = violations(page)
    others = ("importers/importrun/", "blog/post/?_to_field=id&_popup=1", "notices/", "persons/")
    for address in (*(f"blog/{name}/" for name in LISTS), *others):
        page.goto(f"/admin/{address}")
        found += violations(page)
    assert found == []


@in_each_look
def test_axe_finds_nothing_on_the_forms_of_the_desk(open_page, width, dark):
    page = open_page("/admin/", width=width, dark=dark, as_="editor")
    found = []
    for address, name in FORMS.items():
        page.goto(f"/admin/{address}")
        links = page.locator("#result_list tbody a[href*='/change/']")
        page.goto((links.filter(has_text=name) if name else links).first.get_attribute("href"))
        page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
        found += violations(page)
    for name in ADDED:
        page.goto(f"/admin/blog/{name}/add/")
        found += violations(page)
    page.goto("/admin/blog/moderationrule/add/")
    found += violations(page)
    page.goto("/admin/blog/moderationrule/add/?kind=too_many_links")
    page.get_by_label("Links that are allowed").fill("0")
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("heading", name="What it would have done").wait_for()
    found += violations(page)
    page.goto("/admin/blog/post/add/")
    page.locator("[name=published_month]").fill("13")
    page.locator("[name=_save]").first.click()
    page.locator(".errornote").wait_for()
    found += violations(page)
    assert found == []


@in_each_look
def test_axe_finds_nothing_on_the_history_of_a_post(open_page, width, dark):
    page = open_page("/admin/blog/post/?q=Tide+table", width=width, dark=dark, as_="editor")
    change = page.locator("#result_list tbody a[href*='/change/']").first.get_attribute("href")
    page.goto(change)
    page.locator("[name=_continue]").first.click()
    page.locator(".messagelist .success").wait_for()
    page.goto(change.replace("/change/", "/history/"))
    found = violations(page)
    page.goto(page.locator("#change-history tbody a").first.get_attribute("href"))
    found += violations(page)
    page.goto(change.replace("/change/", "/delete/"))
    found += violations(page)
    assert found == []
