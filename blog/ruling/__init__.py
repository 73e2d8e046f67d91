"""Deciding: what becomes of feedback when it comes in, and why.

`judge` and the kinds of rules are pure. `receive` and `journal` are what the receivers of comments, trackbacks and
other mentions call; `block_author` is what a moderator's key does.
"""

from blog.ruling.blocking import block_author
from blog.ruling.candidates import candidate_of, text_of
from blog.ruling.judging import judge
from blog.ruling.reasons import name_of, reason_of, reason_of_event
from blog.ruling.receiving import journal, receive

__all__ = [
    "block_author",
    "candidate_of",
    "journal",
    "judge",
    "name_of",
    "reason_of",
    "reason_of_event",
    "receive",
    "text_of",
]
