"""What a charset's label means on the web, and bytes of a sender whose label may be missing or wrong."""

from __future__ import annotations

import codecs
import re

from blog.text import cyrillic, hebrew

# UTF-32 before UTF-16: the little-endian marks begin alike.
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What the labels mean on the web (https://encoding.spec.whatwg.org/#names-and-labels), without hyphens and their like;
# no other label means anything. Pages that call themselves Latin-1 are Windows-1252, and the East Asian names stand for
# their vendors' supersets. The last two lines are of DOS, which the web never spoke.
_LABELS = """
utf-8: utf8 unicode11utf8 unicode20utf8 xunicode20utf8 utf8sig
utf-16-le: utf16 utf16le csunicode iso10646ucs2 ucs2 unicode unicodefeff
utf-16-be: utf16be unicodefffe
cp866: 866 cp866 csibm866 ibm866
iso8859-2: csisolatin2 iso88592 isoir101 iso885921987 l2 latin2
iso8859-3: csisolatin3 iso88593 isoir109 iso885931988 l3 latin3
iso8859-4: csisolatin4 iso88594 isoir110 iso885941988 l4 latin4
iso8859-5: csisolatincyrillic cyrillic iso88595 isoir144 iso885951988
iso8859-6: arabic asmo708 csisolatinarabic ecma114 iso88596 iso88596e iso88596i isoir127 iso885961987
iso8859-7: csisolatingreek ecma118 elot928 greek greek8 iso88597 isoir126 iso885971987 suneugreek
iso8859-8: csisolatinhebrew hebrew iso88598 iso88598e iso88598i isoir138 iso885981988 visual logical
iso8859-10: csisolatin6 iso885910 isoir157 l6 latin6
iso8859-13: iso885913
iso8859-14: iso885914
iso8859-15: csisolatin9 iso885915 l9 latin9
iso8859-16: iso885916
koi8-r: cskoi8r koi koi8 koi8r
koi8-u: koi8ru koi8u
mac-roman: csmacintosh mac macintosh macroman xmacroman
mac-cyrillic: xmaccyrillic xmacukrainian maccyrillic
cp874: dos874 iso885911 tis620 windows874 cp874
cp1250: cp1250 windows1250 xcp1250
cp1251: cp1251 windows1251 xcp1251
cp1252: ansix341968 ascii usascii cp1252 windows1252 xcp1252 cp819 ibm819 csisolatin1 iso88591 isoir100 iso885911987 l1
 latin1
cp1253: cp1253 windows1253 xcp1253
cp1254: cp1254 windows1254 xcp1254 csisolatin5 iso88599 isoir148 iso885991989 l5 latin5
cp1255: cp1255 windows1255 xcp1255
cp1256: cp1256 windows1256 xcp1256
cp1257: cp1257 windows1257 xcp1257
cp1258: cp1258 windows1258 xcp1258
gb18030: gb18030 chinese csgb2312 csiso58gb231280 gb2312 gb231280 gbk isoir58 xgbk
big5hkscs: big5 big5hkscs cnbig5 csbig5 xxbig5
euc_jp: cseucpkdfmtjapanese eucjp xeucjp
iso2022_jp: csiso2022jp iso2022jp
cp932: csshiftjis ms932 mskanji shiftjis sjis windows31j xsjis cp932
cp949: cseuckr csksc56011987 euckr isoir149 korean ksc56011987 ksc56011989 ksc5601 windows949 cp949
cp437: cp437 ibm437 437
cp850: cp850 ibm850 850
"""
_CODECS = {
    label: line.partition(":")[0]
    for line in _LABELS.strip().replace("\n ", " ").splitlines()
    for label in line.partition(":")[2].split()
}
_IN_LABELS = re.compile(r"[-_:. ]")


def unicode_form(data: bytes) -> str:
    """Return the codec of text in another form of Unicode than UTF-8: by its mark, or because every second byte of its
    beginning is NUL; else ""."""
    marked = next((codec for mark, codec in BOMS if data.startswith(mark)), "")
    if marked:
        return marked
    start = data[:64]
    even, odd = start[::2], start[1::2]
    if len(start) >= 16 and not any(odd) and all(even):
        return "utf-16-le"
    return "utf-16-be" if len(start) >= 16 and not any(even) and all(odd) else ""


def codec_for(label: str) -> str:
    """Return the Python codec that a charset label means on the web, or "" when the label means nothing."""
    return _CODECS.get(_IN_LABELS.sub("", label.strip().strip("\"'").lower()), "")


def decode_sent(data: bytes, declared: str = "") -> str:
    """Decode what another site sent: as declared where its bytes allow that, else as UTF-8, else as Windows-1252.

    Where nothing is declared, and it is no UTF-8, it may be Russian or Hebrew of old. What calls itself Latin-1 and
    is UTF-8 is UTF-8: every byte is Latin-1, and hardly any text is UTF-8 by chance.
    """
    declared_codec = codec_for(declared)
    order = ["utf-8"] if declared_codec in ("", "cp1252", "utf-8") else [declared_codec, "utf-8"]
    for codec in order:
        try:
            return data.decode(codec)
        except UnicodeError:
            continue
    sniffed = "" if declared_codec else _undeclared(data)
    return data.decode(sniffed or "cp1252", "as-control")


def _undeclared(data: bytes) -> str:
    """Return the codec of bytes that are Cyrillic or Hebrew, whichever is likelier; "" where they are neither."""
    codec, likely = cyrillic.likeliest(data)
    as_hebrew = hebrew.likelihood(data)
    return hebrew.CODEC if as_hebrew >= hebrew.LIKELY and as_hebrew > likely else codec


def _as_control(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(map(chr, error.object[error.start : error.end])), error.end


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "as-control"), error.end


codecs.register_error("as-control", _as_control)
codecs.register_error("as-windows-1252", _as_windows_1252)
