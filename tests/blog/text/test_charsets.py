"""What charset labels mean, and the text of senders that name a wrong one or none."""

import pytest

from blog.text import charsets


def test_every_label_has_a_codec_here():
    for codec in set(charsets._CODECS.values()):
        assert "a".encode(codec).decode(codec) == "a"


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        ("déjà".encode(), "", "déjà"),
        ("déjà".encode(), "utf-8", "déjà"),
        ("déjà".encode("latin-1"), "", "déjà"),
        ("déjà".encode("latin-1"), "ISO-8859-1", "déjà"),
        ("“déjà”".encode("cp1252"), "iso-8859-1", "“déjà”"),
        ("déjà".encode(), "iso-8859-1", "déjà"),
        ("déjà".encode("latin-1"), "utf-8", "déjà"),
        ("déjà".encode("latin-1"), "no-such-charset", "déjà"),
        ("日本語".encode("shift_jis"), "Shift_JIS", "日本語"),
        ("日本語".encode("euc_jp"), '"EUC-JP"', "日本語"),
        ("日本語".encode("iso2022_jp"), "iso-2022-jp", "日本語"),
        ("Привет".encode("koi8-r"), "KOI8-R", "Привет"),
        ("€".encode("iso8859-15"), "ISO-8859-15", "€"),
        ("日本語".encode(), "euc-jp", "日本語"),
        (b"\x81\x8d", "", "\x81\x8d"),
    ],
)
def test_a_declared_charset_counts_where_it_can_be_true(data, declared, text):
    assert charsets.decode_sent(data, declared) == text
