"""Sentences of nine languages go through every chain of damage that Western blogs have met, and come back."""

import re
from html.entities import codepoint2name

import pytest

from blog.text.levels import Level
from blog.text.mojibake import repair, repair_html

SENTENCES = (
    "The baker’s shop on the corner closed – nobody asked why.",
    "“Too late,” she said, “the ferry’s gone…”",
    "Tickets cost £12 or €15 – bring a friend’s umbrella.",
    "L’hiver dernier, j’ai vu un héron près de l’étang gelé.",
    "À Noël, les élèves rêvaient déjà d’été…",
    "Ça y est : le garçon a reçu sa leçon, grâce à toi.",
    "Perché non è arrivato più nessuno? Così è la città.",
    "L’università riaprirà lunedì – forse già giovedì.",
    "Die Straße führt über die Brücke zum größten Gebäude.",
    "„Schön“, sagte Jürgen – „aber müde.“",
    "¿Dónde está el niño? ¡Allí, junto al árbol!",
    "«Qué vergüenza», pensó María – y calló.",
    "Não há pão; a avó já não está à mesa.",
    "O coração não vê, mas a mão sente a emoção.",
    "Zoë’s ideeën waren geïnspireerd door België.",
    "Zażółć gęślą jaźń – powiedział żółw.",
    "„Wróć później”, rzekła ciotka…",
    "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "Život je někdy těžší, než říkáme…",
)
UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def misread(encoding, times=1, undefined=None):
    def read(byte):
        if undefined is not None and encoding == "cp1252" and byte in UNDEFINED:
            return undefined
        return bytes([byte]).decode(encoding, "ignore") or chr(byte)

    def chain(text):
        for _ in range(times):
            text = "".join(map(read, text.encode()))
        return text

    return chain


def each(change):
    return lambda text: "".join(char if char.isascii() else change(char) for char in text)


def then(*steps):
    def chain(text):
        for step in steps:
            text = step(text)
        return text

    return chain


def no_break_spaces_lost(text):
    return text.replace("\xa0", " ")


named = each(lambda char: f"&{codepoint2name[ord(char)]};" if ord(char) in codepoint2name else char)
decimal = each(lambda char: f"&#{ord(char)};")
hexadecimal = each(lambda char: f"&#x{ord(char):x};")
controls_as_macroman = each(lambda char: misread("mac_roman")(char) if "\x80" <= char <= "\x9f" else char)


def escaped_again(text):
    return re.sub(r"&(?=#?\w+;)", "&amp;", text)


# Each chain, and how many of the sentences it may leave unfinished: what is lost is lost.
CHAINS = {
    "cp1252": (misread("cp1252"), 0),
    "Latin-1": (misread("latin-1"), 0),
    "cp1252 twice": (misread("cp1252", 2), 0),
    "cp1252 three times": (misread("cp1252", 3), 0),
    "Latin-1 twice": (misread("latin-1", 2), 0),
    "Latin-1 three times": (misread("latin-1", 3), 0),
    "MacRoman": (misread("mac_roman"), 0),
    "MacRoman twice": (misread("mac_roman", 2), 0),
    "cp437": (misread("cp437"), 0),
    "cp1253": (misread("cp1253"), 0),
    "cp1254": (misread("cp1254"), 0),
    "cp1250": (misread("cp1250"), 0),
    "cp1250 twice": (misread("cp1250", 2), 0),
    "cp1251": (misread("cp1251"), 1),
    "cp1251 twice": (misread("cp1251", 2), 1),
    "cp1257": (misread("cp1257"), 1),
    "cp850": (misread("cp850"), 0),
    "cp850 twice": (misread("cp850", 2), 0),
    "ISO-8859-15": (misread("iso8859-15"), 1),
    "ISO-8859-15 twice": (misread("iso8859-15", 2), 2),
    "ISO-8859-2": (misread("iso8859-2"), 3),
    "Latin-1, then cp1252": (then(misread("latin-1"), misread("cp1252")), 2),
    "cp1252, then Latin-1": (then(misread("cp1252"), misread("latin-1")), 3),
    "cp1252, by name": (then(misread("cp1252"), named), 0),
    "cp1252, by number": (then(misread("cp1252"), decimal), 0),
    "cp1252, by hexadecimal number": (then(misread("cp1252"), hexadecimal), 0),
    "cp1252, by name, escaped again": (then(misread("cp1252"), named, escaped_again), 0),
    "cp1252, by number, escaped again": (then(misread("cp1252"), decimal, escaped_again), 0),
    "Latin-1, by number": (then(misread("latin-1"), decimal), 0),
    "cp437, by number": (then(misread("cp437"), decimal), 0),
    "cp1252, controls as MacRoman": (then(misread("cp1252"), controls_as_macroman), 0),
    "Latin-1, controls as MacRoman": (then(misread("latin-1"), controls_as_macroman), 0),
    "cp1252, undefined bytes dropped": (misread("cp1252", undefined=""), 3),
    "cp1252, undefined bytes as question marks": (misread("cp1252", undefined="?"), 2),
    "cp1252, undefined bytes replaced": (misread("cp1252", undefined="\ufffd"), 2),
    "cp1252, no-break spaces lost": (then(misread("cp1252"), no_break_spaces_lost), 1),
    "MacRoman, no-break spaces lost": (then(misread("mac_roman"), no_break_spaces_lost), 0),
}


@pytest.mark.parametrize("name", CHAINS)
def test_sentences_come_back_and_markup_stays_byte_for_byte(name):
    chain, unfinished = CHAINS[name]
    before, after = '<p title="1 &lt; 2"><a href="/?a=1&amp;b=%C3%A9">so</a> ', " <em>x &lt; y</em></p>"
    left = []
    for sentence in SENTENCES:
        repaired = repair_html(f"{before}{chain(sentence)}{after}").after
        assert repaired.startswith(before)
        assert repaired.endswith(after)
        if repaired != f"{before}{sentence}{after}":
            left.append(sentence)
    assert len(left) <= unfinished, left


@pytest.mark.parametrize("sentence", SENTENCES)
def test_clean_sentences_stay_in_any_case_and_company(sentence):
    for text in (sentence, sentence.upper(), sentence.lower(), "\n".join(SENTENCES)):
        for repairer in (repair, repair_html):
            assert repairer(text) == (text, text, (), ())


@pytest.mark.parametrize("name", CHAINS)
def test_addresses_scripts_and_styles_are_never_repaired(name):
    garbled = CHAINS[name][0](SENTENCES[4])
    quoted = garbled.replace('"', "'")
    kept = (
        f'<a href="{quoted}" data-x="{quoted}">',
        f"<script>{garbled}</script>",
        f"<style>{garbled}</style>",
        f"<!-- {garbled} -->",
    )
    for fragment in kept:
        assert repair_html(fragment).after == fragment
    company = "â€™" * 3
    for fragment in kept:
        assert fragment in repair_html(company + fragment + company).after


LONE = ("piñata", "la città e", "für alle", "“Why", "a – b", "c’est")


@pytest.mark.parametrize("times", [2, 3])
@pytest.mark.parametrize(
    "encoding",
    [
        "cp1252",
        "latin-1",
        "iso8859-15",
        "mac_roman",
        "cp437",
        "cp850",
        "cp1250",
        "cp1251",
        "cp1253",
        "cp1254",
        "cp1257",
        "iso8859-2",
    ],
)
def test_a_lone_letter_that_was_misread_several_times_comes_back_whole(encoding, times):
    for text in LONE:
        assert repair(misread(encoding, times)(text)).after == text


@pytest.mark.parametrize("undefined", ["", "?", "\ufffd"])
def test_what_was_lost_between_two_misreadings_is_no_half_repair(undefined):
    once, again = misread("cp1252", undefined=undefined), misread("cp1252", undefined=undefined)
    assert repair(again(once("She said “so”, and went."))).after == "She said “so”, and went."


def test_two_programs_that_took_turns_are_undone_together():
    for chain in (then(misread("latin-1"), misread("cp1252")), then(misread("cp1252"), misread("latin-1"))):
        assert repair(chain("She said “so” • and")).after == "She said “so” • and"


def test_letters_inside_latin_words_that_no_language_has_there_are_damage_even_alone():
    for encoding in ("cp1250", "cp1251", "iso8859-2"):
        for text in ("der Zug fährt ab", "un gâteau", "o avô"):
            assert repair(misread(encoding)(text)).after == text


@pytest.mark.parametrize(
    "text",
    [
        "Якщо виконується спроба доповнення, дії виконуються у порядку; застосувати доповнення та дії.",
        "SMSки и PDFы, iPhone'ом, ГіC и Еј",
        "Ești în Ăștia? CĂȘTIG",
    ],
)
def test_clean_words_that_might_be_bytes_of_others_stay(text):
    assert repair(text).after == text


def test_punctuation_before_a_common_letter_is_no_rare_letter_misread_twice():
    garbled = misread("mac_roman")("»Öde« sagte sie, »öde« und blöd")
    assert repair(garbled).after == "»Öde« sagte sie, »öde« und blöd"


def test_the_euro_of_windows_that_was_taken_for_latin_1_comes_back():
    assert repair("It costs 10 Â€ today.").after == "It costs 10 € today."


def test_where_two_letters_of_another_script_meet_is_no_letter_of_ours():
    garbled = misread("cp1252", undefined="")("вона, бабуся, спитала")
    assert "Ą" not in repair(garbled).after


@pytest.mark.parametrize("encoding", ["cp1250", "cp1251", "cp1253", "cp1257"])
def test_a_letter_that_lost_its_no_break_space_follows_the_rest_of_its_text(encoding):
    garbled = misread(encoding)("La città è più là, d’à côté.").replace("\xa0", " ")
    assert repair(garbled).after == "La città è più là, d’à côté."


@pytest.mark.parametrize(
    "text", ["litera Ă este mare", "mamă Ă și Î", "Ă are sunet", "буква Г и Б", "3Β τάξη", "το Γ και"]
)
def test_a_letter_alone_before_a_space_is_a_letter(text):
    assert repair(text).after == text


@pytest.mark.parametrize(
    ("garbled", "repaired"),
    [
        ("Wij hebben Ã©Ã©n fiets.", "Wij hebben één fiets."),
        ("Ã‰Ã©n fiets is genoeg.", "Één fiets is genoeg."),
        ("Ã…sen ligger bakom huset.", "Åsen ligger bakom huset."),
        ('Son cÅ"ur battait.', "Son cœur battait."),
        ('Voici les Å"illets.', "Voici les œillets."),
        ("Isto foi Ã s escuras.", "Isto foi às escuras."),
    ],
)
def test_letters_that_stand_twice_or_lost_a_part_come_back_without_company(garbled, repaired):
    assert repair(garbled).after == repaired


@pytest.mark.parametrize("text", ["Vi såg Å s", 'Ö och "Å"ngar', "LÃ s", "IRMÃ…sim", "il songe Ã s’en aller"])
def test_a_letter_beside_a_quotation_mark_or_a_word_of_one_letter_stays(text):
    assert repair(text).after == text


@pytest.mark.parametrize("lost", ["", "?", "\ufffd"])
def test_a_quotation_mark_inside_a_word_is_a_guess_for_it_may_have_been_an_apostrophe(lost):
    done = repair(f"â€œThatâ€{lost}s itâ€{lost}, he said.")
    assert done.after == f"“Thatâ€{lost}s it”, he said."
    assert [step.level for step in done.steps] == [Level.CERTAIN, Level.GUESS, Level.LIKELY]


def test_a_letter_whose_two_blanks_became_one_is_proposed_with_a_blank():
    done = repair("Ils vont Ã la gare, câ€™est dÃ©jÃ vu.")
    assert [(step.before, step.after) for step in done.steps if step.level is Level.GUESS] == [("Ã ", "à ")] * 2
    assert done.after == "Ils vont Ã la gare, c’est déjÃ vu."
