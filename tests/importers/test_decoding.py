import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.decoding import ReadError, SourceFile, codec_for, decode, decode_references, with_pairs

FRENCH = "Où est l’été ? « Déjà passé », répondit-elle…"


@given(st.text(st.characters(codec="utf-8")))
def test_utf8_is_never_guessed(text):
    found = decode(text.encode())
    assert (found.text, found.guessed, found.lossy) == (text.removeprefix("\ufeff"), False, False)


@given(st.binary(max_size=200))
def test_any_bytes_become_text(data):
    assert isinstance(decode(data).text, str)


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_text(mark, codec):
    found = decode(mark + FRENCH.encode(codec), declared="windows-1251")
    assert (found.text, found.encoding) == (FRENCH, codec)


def test_sound_utf8_wins_over_the_declared_charset():
    assert decode(FRENCH.encode(), declared="iso-8859-1").text == FRENCH


def test_latin_1_means_windows_1252_as_on_the_web():
    found = decode(FRENCH.encode("cp1252"), declared="ISO-8859-1")
    assert (found.text, found.encoding, found.guessed) == (FRENCH, "cp1252", False)


def test_bytes_that_windows_1252_leaves_undefined_become_the_control_of_the_same_number():
    found = decode(b"\x93so\x94 and \x9d", declared="latin1")
    assert (found.text, found.lossy) == ("“so” and \x9d", False)


def test_bytes_without_meaning_are_flagged():
    found = decode("Ω".encode("euc_jp") + b"\xff", declared="euc-jp")
    assert found.lossy
    assert "\ufffd" in found.text


def test_a_named_encoding_overrides_even_sound_utf8():
    assert decode("é".encode(), named="windows-1252").text == "Ã©"


@pytest.mark.parametrize("name", ["klingon-8", "hex", "rot13", "idna", """ "x" """, "\0"])
def test_an_unknown_encoding_is_said_in_a_sentence(name):
    with pytest.raises(ValueError, match="There is no encoding called"):
        decode(b"x", named=name)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (FRENCH, "cp1252"),
        (FRENCH, "mac-roman"),
        ("Größe, Übung, schön – „Straße“", "cp1252"),
        ("Don’t — “stop”.", "cp1252"),
        ("Café “q” — it’s “fine”", "cp1252"),
        ("Lunedì, così — “perché” no", "mac-roman"),
        ("El día que Martín comió un plátano", "mac-roman"),
        ("Zażółć gęślą jaźń, proszę państwa", "cp1250"),
        ("Съешь ещё этих мягких французских булок", "cp1251"),
        ("Съешь ещё этих мягких французских булок", "koi8-r"),
        ("El niño comió en el jardín", "cp850"),
    ],
)
def test_an_undeclared_encoding_is_told_from_its_words(text, codec):
    found = decode(text.encode(codec))
    assert (found.text, found.guessed) == (text, True)


def test_a_stray_byte_does_not_spoil_a_utf8_file():
    found = decode((FRENCH * 3).encode() + b" it\x92s")
    assert (found.text, found.encoding, found.guessed) == (FRENCH * 3 + " it’s", "utf-8", True)


def test_controls_and_nul_are_kept_for_the_report():
    assert decode(b"a\0b\x0b").text == "a\0b\x0b"


@pytest.mark.parametrize(
    ("label", "codec"),
    [("Latin1", "cp1252"), ("x-sjis", "cp932"), ("GBK", "gb18030"), (" utf8 ", "utf-8"), ("nonsense", "")],
)
def test_labels_mean_what_they_mean_on_the_web(label, codec):
    assert codec_for(label) == codec


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("Arts &amp; Letters", "Arts & Letters"),
        ("it&#8217;s &#x201C;so&quot;", 'it’s “so"'),
        ("&amp;amp;", "&amp;"),
        ("AT&T &copy 2004 &nosuch;", "AT&T &copy 2004 &nosuch;"),
    ],
)
def test_references_are_resolved_once_and_only_whole_ones(text, resolved):
    assert decode_references(text) == resolved


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ha &#55357;&#56832;!", "Ha 😀!"),
        ("&#xD83D;&#xde00;&#55357;&#56833;", "😀😁"),
        ("&#55357;&#xDE00;", "😀"),
        ("&#55357;", "&#55357;"),
        ("&#56832;&#55357;", "&#56832;&#55357;"),
        ("&#55357; &#56832;", "&#55357; &#56832;"),
        ("&#55295;&#56832;", "&#55295;&#56832;"),
        ("&#128512;&#8217;", "&#128512;&#8217;"),
        ("&amp;#55357;&amp;#56832;", "&amp;#55357;&amp;#56832;"),
    ],
)
def test_two_references_for_a_surrogate_pair_are_one_character(written, meant):
    assert with_pairs(written) == meant


def test_pairs_are_looked_for_in_time_by_the_length_of_the_text():
    start = time.process_time()
    assert with_pairs("&#55357;" * 50_000).startswith("&#55357;")
    with_pairs("&#xD83D" * 50_000 + ";&#")
    assert time.process_time() - start < 1


def test_a_file_over_the_limit_is_refused_by_name():
    with pytest.raises(ReadError, match=r"big\.txt"):
        SourceFile("big.txt", content=b"x" * 11).read_whole(10)


@pytest.mark.parametrize(
    "label",
    ["utf-7", "unicode_escape", "raw_unicode_escape", "charmap", "mbcs", "quopri", "punycode", "cp037", "rot_13"],
)
def test_what_no_page_may_declare_means_nothing(label):
    assert codec_for(label) == ""


@pytest.mark.parametrize(
    ("label", "codec"),
    [("ISO-8859-1", "cp1252"), ("latin-1", "cp1252"), ("x-sjis", "cp932"), ("GBK", "gb18030"), ("utf8", "utf-8")],
)
def test_a_label_means_what_it_means_on_the_web(label, codec):
    assert codec_for(label) == codec
