"""A sentence for a person is English in reports, and in another language where a page shows it."""

import pickle

from blog.text.wording import Nonsense, Problem

SENTENCES = {"%(host)s took too long.": "%(host)s a mis trop de temps.", "100% sure": "sûr à 100%"}


def test_a_problem_is_its_sentence_with_its_values():
    assert str(Problem("%(host)s took too long.", host="old.example.com")) == "old.example.com took too long."


def test_a_problem_is_told_in_another_language_with_the_same_values():
    told = Problem("%(host)s took too long.", host="old.example.com").told(SENTENCES.__getitem__)
    assert told == "old.example.com a mis trop de temps."


def test_a_sentence_without_values_may_hold_percent_signs():
    problem = Problem("100% sure")
    assert (str(problem), problem.told(SENTENCES.__getitem__)) == ("100% sure", "sûr à 100%")


def test_a_problem_comes_whole_out_of_another_process():
    sent = pickle.loads(pickle.dumps(Nonsense("%(host)s took too long.", host="old.example.com")))
    assert isinstance(sent, ValueError)
    assert sent.told(SENTENCES.__getitem__) == "old.example.com a mis trop de temps."
