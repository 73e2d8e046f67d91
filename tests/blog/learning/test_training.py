"""Learning, measuring, and saying why. The archives are those of the benchmark, smaller."""

import datetime as dt
import json
from collections import Counter
from dataclasses import replace

import pytest

from blog.learning import training
from blog.learning.features import Sample
from blog.learning.scoring import Filter
from tests.blog.learning.archives import archive, needs_the_filter, samples, videos

pytestmark = needs_the_filter


@pytest.fixture(scope="module")
def items():
    return archive(4, people=900, campaigns=40, spam=900)


@pytest.fixture(scope="module")
def trained(items):
    earlier = [item for item in items if item.at.year < 2015]
    return training.train(samples(earlier), [item.recorded == "spam" for item in earlier])


def test_what_was_learned_holds_for_the_years_after(items, trained):
    later = [item for item in items if item.at.year >= 2015]
    flagged = [trained.filter.probability(sample) >= trained.filter.threshold for sample in samples(later)]
    caught = sum(flag and item.is_spam for flag, item in zip(flagged, later, strict=True))
    assert caught / sum(flagged) >= 0.95
    assert caught / sum(item.is_spam for item in later) >= 0.6  # with a seventh of the benchmark’s examples


def test_old_spam_that_was_approved_is_left_out(items, trained):
    earlier = [item for item in items if item.at.year < 2015]
    disputed = [earlier[number] for number in trained.disputed]
    assert len(disputed) > 20
    assert sum(item.is_spam for item in disputed) / len(disputed) > 0.95


def test_a_campaign_that_was_approved_throughout_teaches_nobody_that_it_is_right():
    """Models that saw a part of it would say that the rest is like what was approved."""
    items = [replace(item, recorded="spam" if item.is_spam else "approved") for item in archive(8, 1600, 40, 860)]
    since = items[-1].at - dt.timedelta(days=400)
    approved = [number for number, item in enumerate(items) if item.is_spam and item.at > since][:60]
    for number in approved:
        items[number] = replace(items[number], recorded="approved")
    trained = training.train(samples(items), [item.recorded == "spam" for item in items])
    assert len(set(trained.suspect) & set(approved)) >= 0.8 * len(approved)
    assert len(set(trained.suspect) - set(approved)) <= 0.05 * len(approved)


def test_most_of_campaigns_that_were_approved_over_many_years_is_found():
    """Models of other years have learned from them in every year: those that know nothing of the same hand have not."""
    items = [replace(item, recorded="spam" if item.is_spam else "approved") for item in archive(9, 1600, 40, 860)]
    approved = {"22-poker-trackback", "35-ru-list", "27-poker-trackback"}
    kept, since, taken = [], dt.datetime(2008, 1, 1, tzinfo=dt.UTC), Counter()
    for item in items:
        if item.campaign in approved:
            taken[item.campaign] += 1
            if taken[item.campaign] > 20:
                continue
            at = since + dt.timedelta(days=110 * taken[item.campaign])
            item = replace(item, recorded="approved", at=at)
        kept.append(item)
    kept.sort(key=lambda item: item.at)
    wrong = {number for number, item in enumerate(kept) if item.is_spam and item.recorded == "approved"}
    trained = training.train(samples(kept), [item.recorded == "spam" for item in kept])
    assert len(wrong) == 60
    assert len(set(trained.suspect) & wrong) >= 0.6 * 60
    assert len(set(trained.suspect) - wrong) <= 3


def test_what_a_person_decided_is_never_disputed(items):
    earlier = [item for item in items if item.at.year < 2015]
    decisions = [item.recorded == "spam" for item in earlier]
    assert training.train(samples(earlier), decisions, [True] * len(earlier)).disputed == []


def test_probabilities_mean_what_they_say(items, trained):
    later = [item for item in items if item.at.year >= 2015]
    told = [trained.filter.probability(sample) for sample in samples(later)]
    assert sum((p - item.is_spam) ** 2 for p, item in zip(told, later, strict=True)) / len(later) < 0.1


def test_short_texts_without_addresses_are_enough():
    items = videos(2, 700)
    trained = training.train(samples(items[:500]), [item.is_spam for item in items[:500]])
    flagged = [trained.filter.probability(sample) >= trained.filter.threshold for sample in samples(items[500:])]
    right = sum(flag == item.is_spam for flag, item in zip(flagged, items[500:], strict=True))
    assert right / 200 > 0.95


def test_training_twice_gives_the_same():
    items = videos(1, 400)
    first, again = (training.train(samples(items), [item.is_spam for item in items]) for _ in range(2))
    assert again.filter == first.filter


def test_examples_may_come_in_any_order_when_their_order_is_told(items, trained):
    earlier = [item for item in items if item.at.year < 2015]
    turned = earlier[::-1]
    order = list(range(len(turned)))[::-1]
    again = training.train(samples(turned), [item.recorded == "spam" for item in turned], order=order)
    assert again.measured.spam == trained.measured.spam
    assert again.in_order


def test_spam_that_all_came_at_once_is_measured_mixed():
    texts = [("good bread", False)] * 300 + [("cheap pills", True)] * 300
    trained = training.train([Sample(f"{text} {n % 7}") for n, (text, _) in enumerate(texts)], [s for _, s in texts])
    assert not trained.in_order
    assert trained.measured.precision == 1.0


def test_too_few_examples_are_refused():
    with pytest.raises(training.NotEnough) as refused:
        training.train([Sample("a")] * 150, [True] * 50 + [False] * 100)
    assert (refused.value.spam, refused.value.approved) == (50, 100)


def test_what_cannot_be_told_apart_is_not_proven():
    texts = [f"word {number % 50}" for number in range(600)]
    decisions = [(number * 7919) % 13 < 6 for number in range(600)]
    trained = training.train([Sample(text) for text in texts], decisions)
    assert not trained.is_proven


def test_the_words_that_decided_are_shown_where_they_stand(items, trained):
    later = [item for item in items if item.at.year >= 2015 and item.is_spam]
    shown = 0
    for item, sample in zip(later, samples(later), strict=True):
        told = trained.filter.tell(sample)
        assert told.probability == trained.filter.probability(sample)
        marked = {getattr(sample, place.field)[place.start : place.end].casefold() for place in told.places}
        assert {word.casefold() for word in told.words} <= marked
        assert "http" not in marked
        shown += bool(marked & {word.casefold() for word in item.body.split()})
    assert shown > len(later) / 2


def test_no_word_speaks_for_both():
    known = Filter({"w:casino": 2.0, "w:loan": 0.5, "w:oven": -1.0, "w:plain": 0.0}, 0.0, 1.0, 0.0, 0.9, 0.5)
    assert known.telling_words(30) == (["casino", "loan"], ["oven"])


def test_a_filter_is_stored_as_json_and_comes_back_the_same(trained):
    stored = json.loads(json.dumps(trained.filter.as_json()))
    assert Filter.from_json(stored) == trained.filter
    with pytest.raises(ValueError, match="other features"):
        Filter.from_json(stored | {"features": 0})
