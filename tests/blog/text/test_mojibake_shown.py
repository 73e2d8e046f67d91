"""Text that shows mojibake rather than suffers from it is not repaired, nor are formulas; what is damaged still is."""

import pytest

from blog.text.levels import Level
from blog.text.mojibake import repair, repair_html

SHOWN = [
    "<p>The apostrophe ’ appears as â€™ on such pages.</p>",
    "<table><tr><td>’</td><td>â€™</td></tr><tr><td>“</td><td>â€œ</td></tr><tr><td>é</td><td>Ã©</td></tr></table>",
    "<table><tr><th>Meant</th><th>Seen</th></tr><tr><td>€</td><td>â‚¬</td></tr><tr><td>à</td><td>Ã\xa0</td></tr></table>",
    "<p>“’ appears as â€™” and “é” becomes “Ã©”.</p>",
    '<p>If you see "Ã©" instead of "é", the file is UTF-8 read as Latin-1.</p>',
    "<p>€ = â‚¬; ™ = â„¢; œ = Å“</p>",
    "<p>&eacute; = Ã©</p>",
    "<pre>é -> Ã©\nè -> Ã¨\n’ -> â€™</pre>",
    '<pre>assert fix("â€™") == "’"</pre>',
    "<pre>UPDATE posts SET body = REPLACE(body, 'â€œ', '“');</pre>",
    "<p>Often seen: <code>â€™</code>, <code>â€œ</code>.</p>",
]


@pytest.mark.parametrize("fragment", SHOWN)
def test_what_is_shown_beside_its_character_or_in_code_is_proposed_at_most(fragment):
    done = repair_html(fragment)
    assert done.after == fragment
    assert {step.level for step in done.steps} <= {Level.GUESS}


@pytest.mark.parametrize(
    ("garbled", "repaired"),
    [
        ("It costs 10 â‚¬ here and 12 € there.", "It costs 10 € here and 12 € there."),
        ("One thing â€“ or two – is enough.", "One thing – or two – is enough."),
        ("“Yes”, she said; â€œnoâ€\x9d, he said.", "“Yes”, she said; “no”, he said."),
        ("Il va Ã\xa0 la mer, à la plage.", "Il va à la mer, à la plage."),
        ("<p>dÃ©jÃ\xa0 vu</p><p>un été</p>", "<p>déjà vu</p><p>un été</p>"),
        ("<pre>echo dâ€™abord</pre>", "<pre>echo d’abord</pre>"),
    ],
)
def test_a_text_that_was_written_in_later_is_repaired_still(garbled, repaired):
    assert repair_html(garbled).after == repaired


@pytest.mark.parametrize("text", ["√π, √∑, ≈∞, √∞", "√π ≈ 1.77", "∑ ≤ √∞", "f(x) = √∫"])
def test_formulas_are_no_letters(text):
    assert repair(text).after == text
