"""What plugins for members leave of themselves in an item: shortcodes, blocks and postmeta that hid its text.

Without its plugin a blog shows such text to everybody; here the whole post is private instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from importers.readers.wxr.context import Item

NAMED = 5

# Names that are words as well: what they hide stands before their end tag.
_WORDS = (
    "access|hide|ifmember|is_paid|loggedin|logged_in|member|members|memberful|members-only|membersonly|membership"
    "|paid|premium|private|private_content|protect|protected|restrict|restricted|subscriber|subscribers|user_only"
)
# Names that nobody writes in prose.
_NAMES = (
    "_{0,4}s2If|am4show|arm_restrict_content|emember_protected|ihc-hide-content|is_user_logged_in|members_access"
    "|members_logged_in|members_only|mepr[-_](?:active|show|protected)|MM_Member_Decision|opmIf|passster"
    "|pmpro_member|pp-restrict-content|profilepress-restrict-content|swpm_protected|um_loggedin|um_show_content"
    "|wcm_restrict|wlm_private(?:_[\\w-]{1,40})?|wpmem_(?:logged_in|private)|yith_wcmbs_members_only_content_start"
)
_BEGUN = r"(?<!\[)\["
_SHORTCODE = re.compile(rf"{_BEGUN}(?:(?P<name>{_NAMES})|(?P<word>{_WORDS}))(?=[\s\]=/])")
_BLOCK = re.compile(
    r"<!--\s{1,9}wp:(premium-content/(?:container|subscriber-view)|jetpack/(?:paywall|premium-content)|pmpro/membership"
    r"|memberpress/protected-content|woocommerce-memberships/member-content|restrict-content-pro/[\w-]{1,40})(?=[\s/])"
)

_NOBODY = frozenset({"", "0", "no", "none", "false", "off", "a:0:{}", "[]"})
# The postmeta by which plugins restrict a post, and those values with which everybody could read it.
_KEYS: Mapping[str, frozenset[str]] = MappingProxyType(
    dict.fromkeys(
        (
            "_members_access_role",
            "_restrict_content",
            "_is_paid",
            "_wpmem_block",
            "rcp_access_level",
            "rcp_subscription_level",
            "rcuserlevel",
            "s2member_ccaps_req",
            "patreon-level",
            "memberful_acl",
            "memberful_available_to_any_registered_user",
        ),
        _NOBODY,
    )
    | {
        "_jetpack_newsletter_access": _NOBODY | {"everybody"},
        "arm_access_plan": frozenset({""}),
        "ihc_mb_who": _NOBODY | {"all"},
        "rcp_user_level": _NOBODY | {"all", 'a:1:{i:0;s:3:"all";}'},
    }
)
# Ultimate Member's serialized settings: they count, and only who has logged in may read.
_ULTIMATE = (
    re.compile(r'"_um_custom_access_settings";(?:s:1:"1"|[bi]:1)'),
    re.compile(r'"_um_accessible";(?:s:1:"2"|i:2)'),
)


def why_members_only(item: Item) -> str:
    """Name what kept an item's text, or a part of it, from everybody; "" where nothing did."""
    found = list(dict.fromkeys((*_in_text(item.get("content")), *_in_text(item.get("excerpt")), *_in_meta(item))))
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return ", ".join(found[:NAMED]) + more


def key_in_remnants(item: Item, raw: bytes) -> str:
    """Name the key of a postmeta that stands in a damaged item and was not read as one; "" where there is none."""
    read = {key.lower() for key, _ in item.postmeta}
    written = raw.decode("utf-8", "replace").lower()
    return next((key for key in (*_KEYS, "um_content_restriction") if key in written and key not in read), "")


def _in_text(text: str) -> Iterator[str]:
    if "[" in text:
        ends: dict[str, int] = {}
        for found in _SHORTCODE.finditer(text):
            word = found["word"]
            if word and word not in ends:
                ends[word] = text.rfind(f"[/{word}]")
            if not word or ends[word] > found.end():
                yield f"[{word or found['name']}]"
    if "!" in text and "<!--" in text:
        for found in _BLOCK.finditer(text):
            yield found[1]


def _in_meta(item: Item) -> Iterator[str]:
    for key, value in item.postmeta:
        if key == "um_content_restriction":
            is_restricted = all(pattern.search(value) for pattern in _ULTIMATE)
        else:
            public = _KEYS.get(key.lower())
            is_restricted = public is not None and value.strip().lower() not in public
        if is_restricted:
            yield key
