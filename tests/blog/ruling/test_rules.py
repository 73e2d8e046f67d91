"""Each rule by itself, and the pipeline: pure, no database. What stands at a place of evidence is what was found."""

import logging

import pytest

from blog.ruling.findings import Candidate, Context, History, Hit
from blog.ruling.judging import judge
from blog.ruling.kinds import Kind, Rule
from blog.ruling.links import links_of
from blog.ruling.literals import folded, literal, occurrences
from blog.ruling.registry import KINDS
from blog.text import plain, rendering


def candidate(body="", html=None, address="", **texts):
    rendered = rendering.feedback_html(body, "text") if html is None else html
    text = plain.plain_text(rendered)
    return Candidate(texts=texts | {"body": text}, address=address, links=links_of(rendered, text))


def rule(kind, verdict=None, name="", score=None, **values):
    known = KINDS[kind]
    return Rule.of(
        known,
        values,
        verdict=known.verdict if verdict is None else verdict,
        score=known.score if score is None else score,
        name=name,
    )


def found(kind, what, context=None, **values):
    """The code and the pieces of text at the places of evidence, or None."""
    findings = judge(what, context or Context(), [rule(kind, **values)]).findings
    if not findings:
        return None
    [finding] = findings
    return finding.code, [what.texts[place.field][place.start : place.end] for place in finding.evidence]


WORDS = [
    ("plain", "viagra", "buy Viagra now", ["Viagra"]),
    ("within a word", "cialis", "a specialist and socialism", None),
    ("accents", "régime", "Le RÉGIME, le regime", ["RÉGIME", "regime"]),
    ("accent combining", "regime", "le re\u0301gime x", ["re\u0301gime"]),
    ("accent in the literal only", "café", "a cafe", ["cafe"]),
    ("sharp s", "strasse", "in der Straße 5", ["Straße"]),
    ("stroke", "łódź", "LODZ", ["LODZ"]),
    ("phrase over lines", "payday loan", "a payday\nloan", ["payday\nloan"]),
    ("phrase over spaces", "payday  loan", "a payday   loan", ["payday loan"]),
    ("hidden characters", "viagra", "vi\u200bag\u00adra", ["vi\u200bag\u00adra"]),
    ("typed tags", "viagra", "vi<b>agra</b>!", ["vi<b>agra"]),
    ("typed tags part words", "viagra", "vi<br>agra", None),
    ("full width", "viagra", "ＶＩＡＧＲＡ", ["ＶＩＡＧＲＡ"]),
    ("no word characters at the edge", "$$$", "make $$$$ fast", ["$$$"]),
    ("language with a plus", "c++", "I like c++.", ["c++"]),
    ("chinese", "博彩", "网上博彩网站", ["博彩"]),
    ("russian", "казино", "Лучшее КАЗИНО здесь", ["КАЗИНО"]),
    ("in a name of a link", "casino", "see http://best-casino.example.com/x", ["casino"]),
    ("pattern signs mean themselves", "a.c", "abc a.c", ["a.c"]),
]


@pytest.mark.parametrize(("word", "text", "places"), [row[1:] for row in WORDS], ids=[row[0] for row in WORDS])
def test_a_word_is_found_whatever_its_case_and_accents_and_only_as_a_word(word, text, places):
    hit = found("blocked_words", candidate(text), words=[word])
    assert hit == (None if places is None else ("blocked-words", hit and hit[1]))
    assert places is None or hit[1][: len(places)] == places


def test_words_are_found_in_markup_in_names_and_in_where_links_lead():
    html = '<p>vi<b>agra</b> <a href="https://casino.example.com/" rel="nofollow">our site</a></p>'
    assert found("blocked_words", candidate(html=html), words=["viagra"]) == ("blocked-words", ["viagra"])
    assert found("blocked_words", candidate(html=html), words=["casino"]) == ("blocked-words", ["our site"])
    assert found("suspect_words", candidate(author_name="Cheap PILLS"), words=["pills"]) == ("suspect-words", ["PILLS"])
    assert found("blocked_words", candidate("anything"), words=["", "  ", "\u200b"]) is None


def test_a_place_in_folded_text_is_the_place_in_the_text_itself():
    text = "x İstanbul ﬁn ½ Ça\u0301 <i>e</i>nd"
    for word, place in (("istanbul", "İstanbul"), ("fin", "ﬁn"), ("end", "e</i>nd")):
        [(start, end)] = occurrences(literal(word), folded(text))
        assert text[start:end] == place


ADDRESSES = [
    ("e-mail", {"emails": ["BAD@mail.example"]}, {"author_email": "Bad@Mail.example"}, "blocked-email"),
    ("other e-mail", {"emails": ["bad@mail.example"]}, {"author_email": "notbad@mail.example"}, None),
    ("domain of e-mail", {"domains": ["mail.example"]}, {"author_email": "x@a.mail.example"}, "blocked-domain"),
    (
        "domain of website",
        {"domains": ["spam.example"]},
        {"author_url": "http://WWW.spam.example:80/"},
        "blocked-domain",
    ),
    ("domain that ends alike", {"domains": ["spam.example"]}, {"author_url": "http://antispam.example/"}, None),
    ("domain of a link", {"domains": ["spam.example"]}, {"body": "see https://a.spam.example/x."}, "blocked-domain"),
    ("domain spelled out", {"domains": ["spam.example"]}, {"body": "go to spam.example now"}, "blocked-domain"),
    ("address", {"networks": ["192.0.2.7"]}, {"address": "192.0.2.7"}, "blocked-network"),
    ("network", {"networks": ["192.0.2.0/24"]}, {"address": "::ffff:192.0.2.99"}, "blocked-network"),
    ("other network", {"networks": ["192.0.2.0/25"]}, {"address": "192.0.2.200"}, None),
    ("network of six", {"networks": ["2001:db8::/32"]}, {"address": "2001:DB8:1::2"}, "blocked-network"),
    ("no address", {"networks": ["0.0.0.0/0"]}, {"address": "unknown"}, None),
    ("name", {"names": ["Best  Deals"]}, {"author_name": "BEST deals"}, "blocked-name"),
    ("part of a name", {"names": ["Best"]}, {"author_name": "Best deals"}, None),
]


@pytest.mark.parametrize(
    ("values", "fields", "code"), [row[1:] for row in ADDRESSES], ids=[row[0] for row in ADDRESSES]
)
def test_senders_are_blocked_by_what_they_are_known_by(values, fields, code):
    hit = found("blocked_addresses", candidate(**fields), **values)
    assert (hit and hit[0]) == code


def test_length_counts_what_is_read():
    assert found("length", candidate("a"), minimum=2) == ("too-short", [])
    assert found("length", candidate("abc"), minimum=2, maximum=2) == ("too-long", [])
    assert found("length", candidate("ab"), minimum=2, maximum=2) is None


def test_links_are_counted_whether_linked_or_spelled_out():
    html = '<p><a href="http://a.example.com/">a</a> http://b.invalid/, <a href="mailto:x@mail.example">x</a></p>'
    assert found("too_many_links", candidate(html=html), maximum=2) is None
    assert found("too_many_links", candidate(html=html), maximum=1) == ("too-many-links", ["a", "http://b.invalid/"])
    linked = candidate("http://example.com/a and www.example.org and <a href='http://example.net'>x</a>")
    assert [link.host for link in linked.links] == ["example.com", "www.example.org", "example.net"]


AUTHORS = [
    ("first_comments", {"number": 2}, Context(by_email=History(approved=1)), "new-author"),
    ("first_comments", {"number": 2}, Context(by_email=History(approved=2)), None),
    ("first_comments", {}, Context(), "first-comment"),
    ("rejected_author", {}, Context(by_email=History(approved=2, rejected=2)), "rejected-author"),
    ("rejected_author", {}, Context(by_address=History(rejected=3)), "rejected-author"),
    ("rejected_author", {}, Context(by_email=History(rejected=2)), None),
    ("rejected_author", {}, Context(by_email=History(approved=3, rejected=2)), None),
    ("known_author", {}, Context(by_email=History(approved=1, names=frozenset({"ann"}))), "known-author"),
    ("known_author", {}, Context(by_email=History(approved=1, names=frozenset({"bob"}))), None),
    ("known_author", {}, Context(by_email=History(approved=9, rejected=1, names=frozenset({"ann"}))), None),
    ("staff", {}, Context(is_staff=True), "staff"),
    ("staff", {}, Context(), None),
    ("closed", {}, Context(is_open=False), "closed"),
    ("closed", {"days": 30}, Context(post_age=31), "old-post"),
    ("closed", {"days": 30}, Context(post_age=None), None),
    ("repeat", {"times": 2, "minimum": 0}, Context(repeats=2), "repeat"),
    ("repeat", {"times": 2, "minimum": 0}, Context(repeats=1), None),
    ("repeat", {"times": 1, "minimum": 30}, Context(repeats=5), None),
    ("disposable_email", {}, Context(), None),
    ("disposable_email", {"more": ["mail.example"]}, Context(), "disposable"),
    ("disposable_email", {"more": ["mail.example"], "allowed": ["mail.example"]}, Context(), None),
]


@pytest.mark.parametrize(
    ("kind", "values", "context", "code"), AUTHORS, ids=[f"{number} {row[0]}" for number, row in enumerate(AUTHORS)]
)
def test_what_is_known_of_author_and_post_counts(kind, values, context, code):
    ann = candidate("Some words", author_name="Ann", author_email="ann@mail.example")
    hit = found(kind, ann, context, **values)
    assert (hit and hit[0]) == code


def test_services_known_for_disposable_addresses_are_known():
    assert found("disposable_email", candidate(author_email="x@eu.mailinator.com")) == (
        "disposable",
        ["x@eu.mailinator.com"],
    )


def test_the_first_rule_that_decides_wins_and_all_that_is_found_is_kept():
    rules = [
        rule("suspect_words", verdict="", score=1.5, words=["pills"]),
        rule("too_many_links", maximum=0, score=2),
        rule("blocked_words", words=["pills"], score=5),
        rule("length", maximum=1000),
    ]
    judgement = judge(candidate("pills at http://a.example"), Context(), rules)
    assert (judgement.status, judgement.decided_by, judgement.score) == ("pending", "too_many_links", 8.5)
    assert [finding.rule for finding in judgement.findings] == ["suspect_words", "too_many_links", "blocked_words"]
    swapped = judge(candidate("pills at http://a.example"), Context(), [rules[2], rules[1]])
    assert (swapped.status, swapped.decided_by) == ("spam", "blocked_words")
    nothing = judge(candidate("Good morning"), Context(), rules)
    assert (nothing.status, nothing.decided_by, nothing.score, nothing.findings) == (None, "", 0.0, ())


def test_scores_that_add_up_decide():
    rules = [
        rule("suspect_words", verdict="", score=3, words=["pills"]),
        rule("length", verdict="", score=2, maximum=3),
    ]
    total = rule("total_score", minimum=5)
    assert judge(candidate("pills"), Context(), [*rules, total]).status == "spam"
    assert judge(candidate("pills"), Context(), [rules[0], total, rules[1]]).status is None


def test_a_rule_that_crashes_is_logged_skipped_and_says_so(caplog):
    def crash(what, context, values):
        raise RuntimeError("secret of somebody")

    broken = Rule.of(Kind("broken", "", "", crash, "spam", {}), {}, verdict="spam", score=9)
    with caplog.at_level(logging.ERROR):
        judgement = judge(candidate("pills"), Context(), [broken, rule("blocked_words", words=["pills"])])
    assert (judgement.status, judgement.score) == ("spam", 5.0)
    first = judgement.findings[0].as_json()
    assert first == {
        "rule": "broken", "verdict": "", "score": 0.0, "code": "crashed", "params": {"error": "RuntimeError"},
        "evidence": [],
    }  # fmt: skip
    assert "broken" in caplog.text


def test_a_hit_may_bring_its_own_verdict_and_score():
    own = Kind("own", "", "", lambda *_: Hit("x", verdict="", score=0.25), "spam", {})
    judgement = judge(candidate("a"), Context(), [Rule.of(own, {}, verdict="spam", score=3)])
    assert (judgement.status, judgement.score) == (None, 0.25)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_says_what_it_found_in_a_sentence(kind):
    from blog.ruling.reasons import reason_of

    params = dict.fromkeys(("length", "minimum", "maximum", "number", "age", "days", "rejected", "decided"), 2)
    params |= {"approved": 1, "words": ["a", "b"], "score": 1.5, "email": "e", "network": "n", "address": "a"}
    params |= {"name": "n", "domain": "d", "percent": 97}
    for code in KINDS[kind].sentences:
        sentence = reason_of({"code": code, "params": params})
        assert sentence != code
        assert "%(" not in sentence
    assert reason_of({"code": "gone", "params": {}}) == "gone"
    assert reason_of({"code": "too-short", "params": {}}) == "too-short"
