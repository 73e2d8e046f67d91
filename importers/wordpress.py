"""WordPress's own words, for every reader that meets them: in its exports and in what others made of its database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from blog.text.titles import without_tags
from importers.decoding import decode_references

# post_status -> Post.Status. Nothing becomes public that was not: "future" waits as a draft.
POST_STATUS: Mapping[str, str] = MappingProxyType(
    {
        "publish": "published",
        "published": "published",
        "draft": "draft",
        "auto-draft": "draft",
        "future": "draft",
        "pending": "in_review",
        "private": "private",
        "trash": "archived",
    }
)

# comment_approved -> ModerationStatus. An unknown one waits for a moderator.
COMMENT_STATUS: Mapping[str, str] = MappingProxyType(
    {
        "1": "approved",
        "approve": "approved",
        "approved": "approved",
        "0": "pending",
        "hold": "pending",
        "pending": "pending",
        "spam": "spam",
        "trash": "trash",
        "post-trashed": "trash",
    }
)

TRACKBACK_TYPES = frozenset({"trackback", "pingback"})

# Post types that hold no writing, and why each is left out.
SKIPPED_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "nav_menu_item": "an entry of a navigation menu",
        "revision": "an older version of a post",
        "oembed_cache": "a cached embed",
        "customize_changeset": "settings of the theme",
        "custom_css": "a style sheet of the theme",
        "wp_global_styles": "styles of the theme",
        "wp_template": "a template of the theme",
        "wp_template_part": "a template of the theme",
        "wp_navigation": "a navigation menu",
        "wp_font_family": "a font of the theme",
        "wp_font_face": "a font of the theme",
        "wp_block": "a reusable block, not a post of its own",
        "user_request": "a request about personal data",
        "guest-author": "an author, no post",
        "guest_author": "an author, no post",
        **dict.fromkeys(("scheduled-action", "wp_log", "um_activity_log", "edd_log"), "a background task of a plugin"),
        **dict.fromkeys(
            (
                "acf-field",
                "acf-field-group",
                "acf-post-type",
                "acf-taxonomy",
                "acf-ui-options-page",
                "safecss",
                "custom-css-js",
                "jp_mem_plan",
                "jp_pay_product",
                "mc4wp-form",
                "polylang_mo",
                "rank_math_schema",
                "amp_validated_url",
                "jetpack_migration",
                "um_form",
                "um_directory",
                "bp-email",
                "ml-slider",
            ),
            "settings of a plugin",
        ),
        **dict.fromkeys(
            ("jp_sitemap", "jp_sitemap_master", "jp_img_sitemap", "jp_vid_sitemap"), "a list of addresses by a plugin"
        ),
        **dict.fromkeys(
            (
                "elementor_library",
                "elementor_snippet",
                "elementor_font",
                "et_pb_layout",
                "fl-builder-template",
                "vc_grid_item",
                "astra-advanced-hook",
            ),
            "a template of a plugin",
        ),
        **dict.fromkeys(("wpcf7_contact_form", "wpforms", "nf_form", "forminator_forms"), "a form of a plugin"),
        # What visitors sent in confidence, whatever its status says.
        **dict.fromkeys(
            (
                "feedback",
                "flamingo_inbound",
                "flamingo_contact",
                "flamingo_outbound",
                "nf_sub",
                "wpforms_entries",
                "postman_sent_mail",
            ),
            "a message that was never public",
        ),
        **dict.fromkeys(
            (
                "shop_order",
                "shop_order_refund",
                "shop_subscription",
                "shop_coupon",
                "edd_payment",
                "edd_discount",
                "jp_pay_order",
            ),
            "a customer's order, never public",
        ),
        "product_variation": "a variant of a product",
    }
)

_AMPERSAND = re.compile("&(?:amp|#0{0,5}38);")
_TRACKBACK_TITLE = re.compile(r"\s*<strong>([^<]*)</strong>\s*")


def split_trackback(kind: str, author: str, content: str) -> tuple[str, str, str]:
    """Return (title, blog name, excerpt) of a trackback that WordPress keeps as a comment.

    A trackback's author is the blog and its title stands in bold before the excerpt; a pingback's author is the title
    of the page that links here.
    """
    found = _TRACKBACK_TITLE.match(content) if kind == "trackback" else None
    if found:
        return found[1].strip(), author, content[found.end() :]
    return author, "", content


def plain_words(written: str) -> str:
    """Return the text that WordPress shows for a title or description, which it keeps as HTML."""
    return decode_references(without_tags(written))


def has_markup(written: str) -> bool:
    """Say whether a title or description has tags, which a plain text cannot keep."""
    return "<" in written and without_tags(written) is not written


def web_form(address: str) -> str:
    """Return an address as browsers ask for it: with the "&" that HTML spells out, and blanks percent-encoded."""
    if "&" in address:
        address = _AMPERSAND.sub("&", address)
    return address.replace(" ", "%20") if " " in address else address


def address_queries(kind: str, source_id: str) -> tuple[str, ...]:
    """Return the short queries under which WordPress answers for an item, whatever its permalinks."""
    if kind == "page":
        return (f"?page_id={source_id}", f"?p={source_id}")
    if kind == "attachment":
        return (f"?attachment_id={source_id}", f"?p={source_id}")
    return (f"?p={source_id}",)
