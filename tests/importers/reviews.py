"""Scraped pages that wait for review, and the decisions about them."""

from importers.loading import deciding
from importers.loading.examining import open_page
from importers.models import PageReview
from importers.running import run_import
from importers.scraping import decisions

NEWS = """A day on the river

Posted by Olga Brandt on June 3, 2009

We rowed until it was dark, and then we rowed on, because nobody wanted to say that the lantern was at home.

Subscribe to the river by mail and win an oar

2 Comments

Peer Holm said on June 4, 2009:

The lantern was mine, and I would like it back before the summer is over.
"""


def bring(folder, **pages):
    """Import pages by name ("_txt" for ".txt") from a folder; return the report."""
    for name, text in pages.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return run_import([folder], "pages")


def review_of(name="news"):
    """Return the review of a page, with what reading it needs."""
    rows = PageReview.objects.select_related("item__source", "source")
    return rows.get(item__origin__endswith=f"{name}.txt")


def number_of(page, text):
    """Return the number of the first line that holds a text."""
    return next(line.number for line in decisions.lines_of(page.found) if text in line.text)


def decide(review, part, *texts):
    """Assign the lines that hold these texts; return the page as it is then."""
    page = open_page(review)
    numbers = {number_of(page, text) for text in texts}
    lines = [line for line in decisions.lines_of(page.found) if line.number in numbers]
    deciding.add_step(review, review.version, decisions.assign(part, lines))
    return open_page(review)
