"""Bytes without a charset are Cyrillic only where they cannot be anything of Western Europe."""

import random

import pytest

from blog.text import charsets, cyrillic

CYRILLIC = {
    "Russian": "Шторм прошёл ночью, и утром гавань была пуста. «Спасибо», — сказал он.",
    "Ukrainian": "Шторм пройшов уночі, і вранці гавань була порожня. Дякую за розповідь!",
    "Bulgarian": "Бурята мина през нощта и сутринта пристанището беше празно.",
    "a title": "Фотографии с моря",
    "capitals": "НОВОСТИ НАШЕГО ПРИЧАЛА",
    "beside English": "Photos: Утро в гавани (https://quay.example/)",
}
WESTERN = {
    "French": "L’été où déjà j’étais là-bas, créée près du château, ÉTÉ À PARIS, « ça » ne m’a pas gêné… Noël — à",
    "German": "Über größere Straßen führen süße Mädchen schöne Äpfel, ÄÖÜ äöü ß, GRÜSSE AUS KÖLN",
    "Spanish": "¿Dónde está el niño? ¡Mañana vendrá! ESPAÑA, corazón, ÁÉÍÓÚ áéíóúñü",
    "Portuguese": "Não há razão, as informações são ótimas, coração à mãe, É SÃO JOÃO",
    "Swedish": "Ö, å, ä, Åäö, på ön, Gå åt höger, ÅÄÖ åäö, blåbär, År för år",
    "Danish": "Æ Ø Å æøå, på øya, blåbærsyltetøy, æ e i a æ å, ÆØÅ",
    "Finnish": "hääyöaie, Äiti, yö, öylätti, pää, ÄÄ, tyttöä älä, ÖÖ",
    "Estonian": "jäääär, töööö, õueaiaäär, öööbik, ÜÕÄÖ",
    "Icelandic": "Það þæðí Íslandi, æðarfugl, öðruvísi, ÁÐUR, þú ert góð",
    "Italian": "Perché è così? È già più giù, città, PERCHÉ NO? é à ù",
    "letters alone": "éèàùç ÀÉÈÙÇ äöüß ÄÖÜ ñ ãõ âêîôû ëïü ðþ ýÿ",
    "signs": "£5 ½ ©2009 ® ° ±3 «»·",
}


@pytest.mark.parametrize("name", CYRILLIC)
@pytest.mark.parametrize("codec", cyrillic.CODECS)
def test_cyrillic_is_known_by_its_words(name, codec):
    data = CYRILLIC[name].encode(codec, "replace")
    assert cyrillic.codec_of(data) == codec
    assert cyrillic.codec_of(b"<p>" * 5000 + data) == codec
    assert charsets.decode_sent(data) == data.decode(codec)
    assert charsets.decode_sent(data, "iso-8859-1") == data.decode("cp1252", "as-control")


@pytest.mark.parametrize("name", WESTERN)
@pytest.mark.parametrize("codec", ["cp1252", "latin-1", "iso8859-15", "mac-roman"])
def test_nothing_of_western_europe_is_taken_for_it_however_its_words_stand(name, codec):
    rng, words = random.Random(7), WESTERN[name].split()
    strange = [word for word in words if not word.isascii()]
    for number in range(2000):
        said = " ".join(rng.choices(strange if number % 2 else words, k=rng.randint(1, 12)))
        assert cyrillic.codec_of(said.encode(codec, "ignore")) == "", said


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Η καταιγίδα πέρασε τη νύχτα και το πρωί το λιμάνι ήταν άδειο.", "cp1253"),
        ("הסערה עברה בלילה ובבוקר הנמל היה ריק", "cp1255"),
        ("مرت العاصفة ليلا وكان الميناء فارغا في الصباح", "cp1256"),
        ("嵐は夜のうちに過ぎ去り、朝の港は空っぽだった。", "euc_jp"),
        ("暴风雨在夜里过去了，早上港口空无一人。", "gb2312"),
        ("폭풍이 밤새 지나가고 아침 항구는 텅 비어 있었다", "euc_kr"),
    ],
)
def test_other_writing_is_not_taken_for_it(text, codec):
    assert cyrillic.codec_of(text.encode(codec)) == ""


def test_what_is_long_and_strange_costs_little():
    assert cyrillic.codec_of(bytes(range(128, 256)) * 1000) == ""
