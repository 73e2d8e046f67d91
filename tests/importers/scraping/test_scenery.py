"""Pages made by script after the templates of old blogs, in seven languages, as HTML and as dumps of text."""

import pytest

from tests.bench.pages import WORST, measure
from tests.importers import scenery
from tests.importers.pages import read_page


@pytest.fixture(scope="module", params=[False, True], ids=["tuned on", "held out"])
def found(request):
    return measure(scenery.catalogue(request.param))


def test_bodies_are_found_and_furniture_stays_out(found):
    assert found["body F1"] >= 0.97
    assert found["furniture in bodies"] <= found["pages"] / 12


def test_names_and_days_are_found_and_no_day_is_wrong(found):
    assert found["titles missed"] <= found["pages"] / 20
    assert found["authors missed"] <= found["pages"] / 20
    assert found["days right"] >= 0.92
    assert found["days wrong"] == 0


def test_feedback_is_found(found):
    assert found["comments F1"] >= 0.9
    assert min(found["their authors"], found["their parents"]) >= 0.95
    assert found["their dates"] >= 0.9
    assert found["ping addresses missed"] == 0
    assert found["trackbacks F1"] >= 0.9


@pytest.mark.parametrize("what", WORST)
def test_the_worst_pages_are_read(what):
    name, data = WORST[what]
    assert read_page(data, name).reader.startswith("scraped")


def test_every_template_makes_a_page_in_each_of_its_forms():
    for name, template in scenery.templates().items():
        language = (template.languages or scenery.LANGUAGES)[0]
        for form in ("html", *scenery.DUMPS):
            _, text, truth = scenery.make(name, language, form)
            assert truth["title"] in text or form == "html"
