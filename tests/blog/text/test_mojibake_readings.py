"""Which encoding a text was misread in: the whole field decides, and what fits two readings equally is a guess."""

import pytest

from blog.text.levels import Level
from blog.text.mojibake import repair, repair_html


def misread(text, encoding, times=1):
    for _ in range(times):
        text = "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())
    return text


SENTENCES = (
    "Сегодня было холодно, и я пил чай.",
    "Моє місто стоїть на річці.",
    "Χθες έβρεχε όλη μέρα στην πόλη.",
    "היום ירד גשם בחיפה",
    "昨日は一日中雨でした。",
    "어제는 하루 종일 비가 왔다",
)
ENCODINGS = {
    "cp1252": "cp1252",
    "iso8859-15": "ISO-8859-15",
    "mac_roman": "MacRoman",
    "cp437": "cp437",
    "cp850": "cp850",
    "cp1250": "cp1250",
    "cp1251": "cp1251",
    "cp1253": "cp1253",
    "cp1257": "cp1257",
    "iso8859-2": "ISO-8859-2",
}


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_other_scripts_come_back_by_the_reading_that_explains_all_of_the_field(sentence, encoding):
    done = repair(misread(sentence, encoding))
    assert done.after == sentence
    if not any("\x80" <= char <= "\x9f" for char in done.before):
        assert {step.reading for step in done.steps} == {f"UTF-8 read as {ENCODINGS[encoding]}"}


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_was_never_garbled_beside_it_stays(sentence, encoding):
    garbled = misread(sentence, encoding, times=2)
    assert repair(f"Déjà vu : {garbled} – voilà…").after == f"Déjà vu : {sentence} – voilà…"


def test_what_one_node_proves_another_follows_however_short():
    words = [misread(word, "cp1251") for word in ("Вчера шёл снег", "и", "было тихо.")]
    fragment = "<p>{} <b>{}</b> {}</p>"
    assert repair_html(fragment.format(*words)).after == fragment.format("Вчера шёл снег", "и", "было тихо.")


def test_letters_of_two_encodings_are_told_apart_by_the_language_of_the_field():
    for sentence in ("Ąžuolas žydėjo", "Šešėlis ėjo į žemę"):
        done = repair(misread(sentence, "cp850"))
        assert done.after == sentence
        assert {step.reading for step in done.steps} == {"UTF-8 read as cp850"}


@pytest.mark.parametrize("times", [1, 2])
def test_letters_that_no_language_has_together_speak_against_a_reading(times):
    for sentence in ("Die Tür stößt an", "Die Straße führt über", "ağaç"):
        assert repair(misread(sentence, "cp1250", times)).after == sentence


def test_a_form_that_fits_two_encodings_equally_is_a_guess():
    alone = misread("žydi", "cp850")
    done = repair(alone)
    assert done.after == alone
    assert [step.level for step in done.steps] == [Level.GUESS]


def test_a_form_that_both_readings_explain_proves_neither():
    text = misread("A × B, žydi", "cp850")
    assert repair(text).after == text.replace(misread("×", "cp850"), "×")


def test_a_reading_proved_for_the_batch_decides_between_two():
    assert repair(misread("žydi", "cp850"), proved=["UTF-8 read as cp850"]).after == "žydi"


@pytest.mark.parametrize("encoding", ["cp437", "cp850", "cp1251", "cp1253", "mac_roman"])
def test_two_misreadings_are_undone_together_or_not_at_all(encoding):
    assert repair(misread("isn’t", encoding, times=2)).after == "isn’t"
    other = misread("mañana", encoding, times=2)
    assert repair(other).after in ("mañana", other)


@pytest.mark.parametrize(
    "text",
    [
        "Le café\xa0» du coin",
        "L’élève – «\xa0naïveté\xa0»",
        "Незалежні клієнти, її надії – і дії.",
        "Његова ћерка и љубав",
        "1990–Österreich, „Äpfel“",
        "ΌΜΟΡΦΗ ΠΌΛΗ",
    ],
)
def test_clean_text_that_resembles_sequences_stays(text):
    assert repair(text) == (text, text, (), ())


LETTERS = {
    "Vietnamese": "Trời mưa cả buổi chiều, bà vẫn ngồi đợi ở bến đò.",
    "Azerbaijani": "Bağda ağacın altında uşaqlar gözəl mahnı oxuyurdu.",
    "Kurdish": "Keçikê li ber çêmê rûnişt û stranekê got.",
    "old Greek": "Ἡ θάλαττα ἦν ἥσυχος καὶ ὁ ἁλιεὺς ἐκάθευδεν.",
    "Kazakh": "Бүгін ауылда жаңбыр жауып, өзен көтерілді.",
}


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman", "cp850", "cp1250", "cp1251"])
def test_languages_with_letters_of_their_own_come_back(language, times, encoding):
    assert repair(misread(LETTERS[language], encoding, times)).after == LETTERS[language]


@pytest.mark.parametrize(
    ("first", "second"), [("cp1252", "latin-1"), ("mac_roman", "cp1252"), ("iso8859-15", "iso8859-15")]
)
def test_what_is_misread_twice_loses_both_layers_everywhere(first, second):
    for sentence in ("Åsa åt några ägg på söndag…", "Eşi şöyle dedi: gül, ağla…", "„Řekni“ – řekla Šárka"):
        assert repair(misread(misread(sentence, first), second)).after == sentence
