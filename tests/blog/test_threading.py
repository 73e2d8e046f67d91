"""Comments in the order of their threads."""

from blog.models import Feedback
from blog.threading import MAX_DEPTH, thread


def comments(*pairs):
    return [Feedback(pk=pk, parent_id=parent) for pk, parent in pairs]


def outline(*pairs):
    return [(node.comment.pk, node.depth) for node in thread(comments(*pairs))]


def test_answers_stand_below_what_they_answer_in_the_given_order():
    assert outline((1, None), (2, None), (3, 1), (4, 1), (5, 3)) == [(1, 0), (3, 1), (5, 2), (4, 1), (2, 0)]


def test_an_answer_that_comes_before_its_parent_keeps_it():
    assert outline((1, 2), (2, None)) == [(2, 0), (1, 1)]


def test_an_answer_to_what_is_not_shown_stands_at_the_top():
    assert outline((1, 99), (2, 1)) == [(1, 0), (2, 1)]


def test_a_circle_loses_no_comment_and_ends():
    assert sorted(pk for pk, _depth in outline((1, 2), (2, 1), (3, 3), (4, None))) == [1, 2, 3, 4]


def test_depth_is_bounded_and_deep_answers_name_whom_they_answer():
    nodes = thread(comments((1, None), *((pk, pk - 1) for pk in range(2, 3000))))
    assert len(nodes) == 2999
    assert max(node.depth for node in nodes) == MAX_DEPTH
    assert nodes[-1].too_deep
    assert nodes[-1].parent.pk == 2998


def test_lists_and_items_that_open_are_closed():
    pairs = [(1, None), (2, 1), (3, 2), (4, 1), (5, None), *((pk, pk - 1) for pk in range(6, 20))]
    nodes = thread(comments(*pairs))
    opened = sum(node.opens for node in nodes)
    assert opened == sum(node.closes for node in nodes)
    items_ended = sum(node.ends_item + node.closes for node in nodes)
    assert items_ended == len(nodes)
