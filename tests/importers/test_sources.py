"""What is known of the blog an import comes from: repaired like all else, and never overwritten in silence."""

import pytest
from django.core.management import call_command

from blog import repairing
from blog.models import Source, TextRepair
from importers.loading.sources import Wish
from importers.running import Options, run_import
from importers.undoing import undo_run
from tests.importers.blogs import codes
from tests.importers.readers.exports import HEAD, export, item

pytestmark = pytest.mark.django_db


def garbled(shelf):
    head = HEAD.replace("The Tide Table", "Inês â€“ the shore").replace(
        "Notes &amp;amp; errata", "It&#8217;s the seaâ€™s"
    )
    shelf.path.write_bytes(export(item(7), head=head))
    return shelf


def test_the_name_of_a_blog_is_repaired_and_the_repair_is_on_record(shelf):
    report = garbled(shelf).run()
    source = Source.objects.get()
    assert (source.name, source.tagline) == ("Inês – the shore", "It’s the sea’s")
    assert source.slug == "ines-the-shore"
    assert set(TextRepair.objects.values_list("field", flat=True)) == {"name", "tagline"}
    assert sum(report.repairs.values()) == 2
    repairing.revert(TextRepair.objects.get(field="name"), by=None)
    assert Source.objects.get().name == "Inês â€“ the shore"
    assert "source-differs" not in codes(shelf.run())
    assert Source.objects.count() == 1


def test_a_blog_that_goes_takes_its_repairs_along(shelf):
    undo_run(garbled(shelf).run().run)
    assert (Source.objects.count(), TextRepair.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("wish", "option", "known"),
    [
        (Wish(timezone="Europe/Paris"), "--timezone", "Europe/Rome"),
        (Wish(language="fr"), "--language", "en-GB"),
        (Wish(slug="the-tide-table", name="Another"), "--source-name", "The Tide Table"),
        (Wish(slug="the-tide-table", url="http://dune.example.org/"), "--source-url", "http://tide.example.org/blog/"),
    ],
)
def test_what_a_person_says_otherwise_of_a_known_blog_is_answered(shelf, wish, option, known):
    first = shelf.run(item(7), wish=Wish(timezone="Europe/Rome"))
    assert "source-differs" not in codes(first)
    said = []
    report = run_import([shelf.path], "wxr", Options(wish=wish), notice=said.append)
    (issue,) = [issue for issue in report.issues if issue.code == "source-differs"]
    assert option in issue.message
    assert known in issue.message
    assert any(option in sentence for sentence in said)
    assert Source.objects.get().timezone == "Europe/Rome"


def test_saying_again_what_is_known_is_no_difference(shelf):
    wish = Wish(timezone="Europe/Rome", language="en_GB", name="The Tide Table", url="http://tide.example.org/blog")
    shelf.run(item(7), wish=wish)
    assert "source-differs" not in codes(shelf.run(wish=wish))


def test_the_command_says_it_on_the_terminal(shelf, capsys):
    shelf.run(item(7), wish=Wish(timezone="Europe/Rome"))
    call_command("import_wxr", str(shelf.path), "--timezone", "Europe/Paris")
    assert "known here with Europe/Rome" in capsys.readouterr().err
