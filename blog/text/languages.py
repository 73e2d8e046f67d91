"""Language tags: their canonical form, their direction, and a guess from the text itself."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

# ISO 639-1, with the codes it has withdrawn.
_ISO_639_1 = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn
no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta
te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
# Languages that people blog in and that have no code of two letters.
_ISO_639_3 = """
arz ast bcc bho ceb ckb dsb fil frp fur gsw haw hsb kab kmr lij lmo mul nap nds pcm pms rhg sah sco scn skr szl tzm und
vec wln yue zxx
"""
_CODES = frozenset((_ISO_639_1 + _ISO_639_3).split())
_OTHER_CODES = """
iw:he in:id ji:yi jw:jv mo:ro sh:sr eng:en fra:fr fre:fr ita:it deu:de ger:de spa:es por:pt nld:nl dut:nl swe:sv dan:da
nor:no fin:fi pol:pl ces:cs cze:cs rus:ru ukr:uk ell:el gre:el tur:tr ara:ar heb:he jpn:ja zho:zh chi:zh kor:ko cat:ca
eus:eu baq:eu glg:gl ron:ro rum:ro hun:hu
english:en french:fr français:fr francais:fr italian:it italiano:it german:de deutsch:de spanish:es español:es
castellano:es portuguese:pt português:pt dutch:nl nederlands:nl swedish:sv svenska:sv
"""
_SYNONYMS = dict(pair.split(":") for pair in _OTHER_CODES.split())
_RTL = frozenset({"ar", "arz", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "skr", "ug", "ur", "yi"})
_RTL_SCRIPTS = frozenset({"Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg"})

# What blogs are written in. The identifier knows 97 languages and takes short Western posts for rare ones.
_BLOGGED = """
ar bg ca cs da de el en eo es et eu fa fi fr gl he hi hr hu id it ja ko lt lv nl no pl pt ro ru sk sl sr sv th tr uk vi
zh
"""
_SUBTAG = re.compile(r"[A-Za-z0-9]{1,8}")
_ENOUGH_LETTERS = 40
_SAMPLE = 20_000


def normalize_language(tag: str) -> str:
    """Return the canonical BCP 47 tag ("en_US" gives "en-US", "zh_hans_cn" "zh-Hans-CN"), or "" for what is none.

    Locale suffixes (".UTF-8", "_formal") are dropped; names of the commoner languages are understood.
    """
    text = tag.strip().partition(".")[0].replace("@", "-").replace("_", "-")
    first, *others = text.split("-")
    language = _canonical_language(first.lower())
    if not language or len(others) > 4 or not all(_SUBTAG.fullmatch(part) for part in others):
        return ""
    script, region = "", ""
    variants: list[str] = []
    for part in others:
        if not (script or region or variants) and len(part) == 4 and part.isalpha():
            script = part.title()
        elif not (region or variants) and re.fullmatch(r"[A-Za-z]{2}|[0-9]{3}", part):
            region = part.upper()
        elif re.fullmatch(r"[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}", part):
            variants.append(part.lower())
    known = [v for v in variants if v not in ("formal", "informal", "ao90")]
    return "-".join(part for part in (language, script, region, *known) if part)


def _canonical_language(code: str) -> str:
    code = _SYNONYMS.get(code, code)
    return code if code in _CODES else ""


def guess_language(text: str) -> tuple[str, float]:
    """Return (tag, probability) of the language a plain text is written in; ("", 0.0) when it is too short to tell."""
    sample = unicodedata.normalize("NFC", text[:_SAMPLE])
    letters = sum(1 for c in sample if c.isalpha())
    # A syllable or a word to a character: a third of the letters says as much.
    if letters + 2 * sum(1 for c in sample if "぀" <= c <= "鿿" or "가" <= c <= "힣") < _ENOUGH_LETTERS:
        return "", 0.0
    code, probability = _identifier().classify(sample)
    return str(code), round(float(probability), 4)


@cache
def _identifier() -> Any:
    """Load the model on first use: it takes some tenths of a second and a few megabytes."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in _BLOGGED.split() if code in set(identifier.labels)])
    return identifier


def direction(tag: str) -> str:
    """Return "rtl" or "ltr", as the tag's script, or else its language, is written."""
    language, *others = normalize_language(tag).split("-")
    if others and len(others[0]) == 4:
        return "rtl" if others[0] in _RTL_SCRIPTS else "ltr"
    return "rtl" if language in _RTL else "ltr"
