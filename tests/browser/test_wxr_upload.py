"""An editor sends an export, watches a worker import it, follows a link to a post, and takes everything back."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT
from tests.browser.looks import in_each_look, violations
from tests.importers.readers.exports import comment, export, item

SECONDS = 90_000
ADD = "/admin/importers/importrun/add/"


@pytest.fixture
def worker(site):
    command = [sys.executable, str(ROOT / "manage.py"), "db_worker", "-v0"]
    process = subprocess.Popen(command, env=site.env, cwd=ROOT)
    yield process
    process.terminate()
    process.wait(timeout=60)


def an_export(number, first=1, **values):
    posts = range(first, first + number)
    return export(
        *(item(n, title=f"Slack water {n}", extra=comment(10 * n) + comment(10 * n + 1), **values) for n in posts)
    )


def send(page, content, name="slack-water.xml", **chosen):
    page.get_by_label("File", exact=True).set_input_files({"name": name, "mimeType": "text/xml", "buffer": content})
    for label in chosen.get("ticked", ()):
        page.get_by_label(label).check()
    page.get_by_role("button", name="Import").click()
    page.wait_for_url("**/change/")


def undo(page, removed):
    """Take the run back whose page is open, by its button, and read what came of it."""
    page.get_by_role("link", name="Undo this run").press("Enter")
    page.get_by_role("button", name="Undo this run").press("Enter")
    told = page.get_by_role("region", name="What undoing did")
    expect(told).to_contain_text(f"{removed} removed", timeout=SECONDS)
    expect(told).not_to_contain_text("kept:")


def test_an_export_is_imported_by_the_worker_watched_read_about_and_undone(open_page, worker):
    page = open_page(ADD, as_="editor")
    send(page, an_export(3000))
    work = page.get_by_role("region", name="What happens now")
    expect(work.get_by_role("progressbar")).to_be_visible()
    # Without loading the page again the numbers move.
    expect(work).to_contain_text(re.compile(r"\d+ items"), timeout=SECONDS)
    books = page.get_by_role("region", name="What came of each")
    expect(books).to_be_visible(timeout=SECONDS)
    run = page.url
    row = books.get_by_role("row", name=re.compile("^post"))
    row.get_by_role("link", name="3000").first.click()
    page.get_by_role("link", name="Slack water 7", exact=True).click()
    expect(page.locator("[name=title]")).to_have_value("Slack water 7")

    page.goto(run)
    page.get_by_role("link", name="Undo this run").click()
    expect(page.get_by_role("region", name="What would happen")).to_contain_text("6000")
    page.get_by_role("button", name="Undo this run").press("Enter")
    expect(page.get_by_role("region", name="What undoing did")).to_contain_text("3000 removed", timeout=SECONDS)
    page.goto("/admin/blog/post/?q=Slack+water")
    expect(page.locator(".empty-state")).to_be_visible()


def test_all_works_without_scripts_and_by_the_keyboard(open_page, worker):
    page = open_page(ADD, as_="editor", scripts=False)
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "ebb.xml", "mimeType": "text/xml", "buffer": an_export(3, first=5001)}
    )
    page.get_by_label("Only try").press("Space")
    page.get_by_role("button", name="Import").press("Enter")
    # The page loads itself again until there is something to read.
    expect(page.get_by_text("rehearsed")).to_be_visible(timeout=SECONDS)
    page.get_by_role("button", name="Import it now").press("Enter")
    expect(page.get_by_role("region", name="What came of each")).to_be_visible(timeout=SECONDS)
    expect(page.get_by_text("finished")).to_be_visible()
    # The blog that all these tests read is left as it was.
    undo(page, removed=3)
    page.goto("/admin/blog/post/?q=Slack+water")
    expect(page.locator(".empty-state")).to_be_visible()


def test_a_wrong_file_is_refused_beside_its_field(open_page):
    page = open_page(ADD, as_="editor", width=390)
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "x" * 180 + ".png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(range(256))}
    )
    page.get_by_role("button", name="Import").click()
    expect(page.locator(".field-file")).to_contain_text("This is in no format that is read here.")
    assert violations(page) == []


@in_each_look
def test_axe_finds_nothing_where_imports_are_made(open_page, site, width, dark):
    page = open_page(ADD, width=width, dark=dark, as_="editor")
    found = violations(page)
    # No worker takes it up.
    page.context.route("**/progress/", lambda route: route.abort())
    lists = ("importrun/", "importeditem/?run=1&outcome=created", "importissue/?run=1", "importissue/", "importrun/?q=")
    for address in (*lists, "importrun/1/change/", "importrun/1/undo/"):
        page.goto(f"/admin/importers/{address}")
        found += violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert found == []


def test_axe_finds_nothing_while_a_run_waits(open_page, site):
    page = open_page(ADD, as_="editor")
    send(page, an_export(1, first=7001))
    found = violations(page) if page.locator("#run-progress").count() else []
    if page.get_by_role("button", name="Cancel").count():
        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_text("stopped early")).to_be_visible()
        found += violations(page)
    assert found == []
