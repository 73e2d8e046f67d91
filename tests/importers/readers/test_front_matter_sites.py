"""Folders of static sites: what a file is by its place, and where the site answered for it."""

import datetime as dt
import zipfile

import pytest

from importers.gathering import gather
from importers.readers import front_matter
from importers.readers.front_matter.site import Named, expand
from importers.records import FoundDate, Issue, PostRecord, SiteRecord, Skipped
from importers.surveying import Evidence

CONFIG = "title: The Tide Table\nurl: https://tide.example.org\nbaseurl: /blog\ntimezone: Europe/Rome\n"
POST = "---\ntitle: Low tide\n---\nSand.\n"


def lay_out(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(*paths):
    """Return what a folder's files hold, by their origins, and the issues of gathering."""
    gathered = gather(paths, ["front_matter"])
    found = {}
    for file, _ in gathered.files:
        for record in front_matter.read(file, Evidence()):
            if isinstance(record, PostRecord):
                found[record.origin] = record
            elif isinstance(record, Skipped):
                found[record.issue.where] = record
            elif isinstance(record, SiteRecord):
                found["site"] = record
    return found, gathered.issues


def one(tmp_path, name, content=POST, config=CONFIG):
    files = {name: content} | ({"_config.yml": config} if config else {})
    found, _ = read(lay_out(tmp_path / "site", files))
    return found[name]


def codes(record):
    return [issue.code for issue in record.issues]


def test_a_site_is_read_by_its_places(tmp_path):
    site = lay_out(
        tmp_path / "site",
        {
            "_config.yml": CONFIG,
            "_posts/2009-03-01-low-tide.md": POST,
            "birds/waders/_posts/2009-04-01-curlew.md": "---\ntitle: Curlew\ncategories: [Mud, birds]\n---\nSand.\n",
            "_drafts/spring-tide.md": POST,
            "about.md": "---\ntitle: About\n---\nA house.\n",
            "house/boats/index.md": "---\n---\nBoats.\n",
            "_recipes/eel.md": "---\ntitle: Eel\n---\nSmoke it.\n",
            "_layouts/default.html": "---\nlayout: none\n---\n<html>{{ content }}</html>\n",
            "index.html": "---\nlayout: home\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n",
            "archive.md": "---\nlayout: archive\ntitle: Archive\n---\n",
            "feed.xml": "---\nlayout: none\n---\n<rss></rss>\n",
            "notes.md": "No header.\n",
        },
    )
    found, issues = read(site)
    assert found.pop("site") == SiteRecord(
        name="The Tide Table", url="https://tide.example.org/blog", timezone="Europe/Rome", platform="jekyll"
    )
    written = {name: record for name, record in found.items() if isinstance(record, PostRecord)}
    assert {name: (record.kind, record.status, record.slug) for name, record in written.items()} == {
        "_posts/2009-03-01-low-tide.md": ("post", "published", "low-tide"),
        "birds/waders/_posts/2009-04-01-curlew.md": ("post", "published", "curlew"),
        "_drafts/spring-tide.md": ("post", "draft", "spring-tide"),
        "about.md": ("page", "published", "about"),
        "house/boats/index.md": ("page", "published", "boats"),
        "_recipes/eel.md": ("page", "published", "eel"),
    }
    assert sorted(found.keys() - written.keys()) == ["_layouts/default.html", "archive.md", "feed.xml", "index.html"]
    assert [term.name for term in written["birds/waders/_posts/2009-04-01-curlew.md"].categories] == [
        "birds", "waders", "Mud",
    ]  # fmt: skip
    assert {name: record.legacy_urls for name, record in written.items()} == {
        "_posts/2009-03-01-low-tide.md": ("https://tide.example.org/blog/2009/03/01/low-tide.html",),
        "birds/waders/_posts/2009-04-01-curlew.md": (
            "https://tide.example.org/blog/birds/waders/mud/2009/04/01/curlew.html",
        ),
        "_drafts/spring-tide.md": (),
        "about.md": ("https://tide.example.org/blog/about.html",),
        "house/boats/index.md": ("https://tide.example.org/blog/house/boats/",),
        "_recipes/eel.md": ("https://tide.example.org/blog/recipes/eel.html",),
    }
    assert written["_drafts/spring-tide.md"].published is None
    assert written["_recipes/eel.md"].meta["collection"] == "recipes"
    assert [(issue.where, issue.code) for issue in issues] == [("notes.md", "item-skipped")]


@pytest.mark.parametrize("named", ["site/_posts", "site/_posts/2009-03-01-low-tide.md", "site"])
def test_the_configuration_is_found_whatever_is_named_of_a_site(tmp_path, named):
    lay_out(tmp_path / "site", {"_config.yml": CONFIG, "_posts/2009-03-01-low-tide.md": POST})
    found, issues = read(tmp_path / named)
    assert found.pop("site").name == "The Tide Table"
    (record,) = found.values()
    assert (record.kind, record.legacy_urls) == ("post", ("https://tide.example.org/blog/2009/03/01/low-tide.html",))
    assert issues == []


def test_an_archive_of_a_site_is_a_site(tmp_path):
    with zipfile.ZipFile(tmp_path / "site.zip", "w") as archive:
        archive.writestr("tide-main/_config.yml", CONFIG)
        archive.writestr("tide-main/_posts/2009-03-01-low-tide.md", POST)
        archive.writestr("tide-main/about.md", "---\ntitle: About\n---\nA house.\n")
    found, _ = read(tmp_path / "site.zip")
    assert found["tide-main/_posts/2009-03-01-low-tide.md"].categories == ()
    assert found["tide-main/about.md"].kind == "page"


def test_two_sites_beside_each_other_keep_their_own_configurations(tmp_path):
    for name in ("a", "b"):
        config = f"title: {name}\nurl: https://{name}.example.org\npermalink: pretty\n"
        lay_out(tmp_path / name, {"_config.yml": config, "_posts/2009-03-01-low-tide.md": POST})
    for paths in ([tmp_path], [tmp_path / "a", tmp_path / "b"]):
        found, _ = read(*paths)
        for name in ("a", "b"):
            record = found[f"{name}/_posts/2009-03-01-low-tide.md"]
            assert record.legacy_urls == (f"https://{name}.example.org/2009/03/01/low-tide/",)


def test_files_in_a_folder_that_is_no_site_are_posts(tmp_path):
    found, _ = read(lay_out(tmp_path / "site", {"0000_x.txt": POST, "more/2009-03-01-y.md": POST}))
    assert [(record.kind, record.legacy_urls) for record in found.values()] == [("post", ()), ("post", ())]


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("date", "/birds/2009/03/01/low-tide.html"),
        ("pretty", "/birds/2009/03/01/low-tide/"),
        ("none", "/birds/low-tide.html"),
        ("ordinal", "/birds/2009/060/low-tide.html"),
        ("/:year/:month/:title/", "/2009/03/low-tide/"),
        ("/:short_year-:i_month-:i_day/:title", "/09-3-1/low-tide"),
        ("/blog/:year/:month/:day/:hour:minute/:slug.html", "/blog/2009/03/01/1205/low-tide.html"),
        ("/:categories/:title:output_ext", "/birds/low-tide.html"),
        ("/Été/:title/", "/%C3%89t%C3%A9/low-tide/"),
        ("/tides/low.html", "/tides/low.html"),
        ("/:nothing/:title/", "/:nothing/low-tide/"),
    ],
)
def test_patterns_are_expanded(pattern, path):
    date = FoundDate(2009, 3, 1, dt.time(12, 5))
    assert expand(pattern, Named("low-tide", date=date, categories=["Birds"])) == path


def test_a_pattern_with_a_date_gives_nothing_without_one():
    assert expand("/:year/:title/", Named("low-tide")) == expand("/:day/", Named("x", date=FoundDate(2009))) == ""


def test_what_a_file_says_of_its_address_goes_before_the_pattern(tmp_path):
    record = one(
        tmp_path,
        "_posts/2009-03-01-x.md",
        "---\npermalink: /tides/:title/\nredirect_from:\n- /old/\n- http://elsewhere.example/a\n---\nSand.\n",
    )
    assert record.legacy_urls == (
        "https://tide.example.org/blog/tides/x/",
        "https://tide.example.org/blog/old/",
        "http://elsewhere.example/a",
    )


@pytest.mark.parametrize(
    ("date", "status"),
    [("2109-01-01 10:00:00", "draft"), ("2009-01-01 10:00:00", "published"), ("2109-01", "published")],
)
def test_what_is_still_to_come_is_a_draft_with_an_issue(tmp_path, date, status):
    record = one(tmp_path, "_posts/2009-03-01-x.md", f"---\ndate: {date}\n---\nSand.\n")
    assert (record.status, "scheduled-draft" in codes(record)) == (status, status == "draft")


def test_a_site_that_shows_the_future_shows_it(tmp_path):
    config = CONFIG + "future: true\n"
    assert one(tmp_path, "_posts/2109-03-01-x.md", config=config).status == "published"


def test_a_broken_or_bombing_configuration_costs_nothing(tmp_path):
    for number, config in enumerate(("a: &a [*a]\ntitle: Tide", "\x00\xff[{", "title: " + "[" * 9000, "x\n" * 90_000)):
        record = one(tmp_path / str(number), "_posts/2009-03-01-x.md", config=config)
        assert record.slug == "x"


@pytest.mark.parametrize(
    ("name", "content", "config"),
    [
        (
            "hugo.toml",
            'baseURL = "https://tide.example.org/"\ntitle = "Tide"\n[permalinks]\nposts = "/:year/:slug/"\n',
            1,
        ),
        ("config.toml", 'baseURL = "https://tide.example.org/"\ntitle = "Tide"\n', 0),
    ],
)
def test_a_hugo_site_is_read(tmp_path, name, content, config):
    header = (
        '+++\ntitle = "Low tide & sand"\ndate = 2009-03-01T12:00:00+01:00\ntags = ["mud", "eel"]\ndraft = {}\n+++\n'
    )
    site = lay_out(
        tmp_path / "site",
        {
            name: content,
            "content/posts/low-tide.md": header.format("false") + "Sand.\n",
            "content/posts/spring/index.md": header.format("true") + "Sand.\n",
            "content/posts/_index.md": "---\ntitle: Posts\n---\n",
            "content/about.md": "---\ntitle: About\naliases: [/house/]\n---\nA house.\n",
            "archetypes/default.md": header.format("true"),
        },
    )
    found, _ = read(site)
    post, draft, page = (found[f"content/{path}.md"] for path in ("posts/low-tide", "posts/spring/index", "about"))
    assert (post.title, post.kind, post.status, post.slug) == ("Low tide & sand", "post", "published", "low-tide")
    assert (post.published.iso(), [tag.name for tag in post.tags]) == ("2009-03-01T11:00:00Z", ["mud", "eel"])
    assert (draft.status, draft.slug) == ("draft", "spring")
    assert post.legacy_urls == (f"https://tide.example.org/{'2009' if config else 'posts'}/low-tide/",)
    assert (page.kind, page.legacy_urls) == (
        "page",
        ("https://tide.example.org/about/", "https://tide.example.org/house/"),
    )
    assert isinstance(found["content/posts/_index.md"], Skipped)
    assert isinstance(found["archetypes/default.md"], Skipped)


HUGO_PARTS = {
    "config/_default/hugo.toml": 'baseURL = "http://localhost/"\ntitle = "Tide"\ndefaultContentLanguage = "fr"\n',
    "config/_default/languages.yaml": "---\nfr:\n  weight: 1\nen:\n  weight: 2\n",
    "config/_default/permalinks.toml": 'posts = "/:year/:slug/"\n',
    "config/_default/params.json": '{"tagline": "Sand and mud", "depth": 3}',
    "config/_default/menus.en.toml": '[[main]]\nname = "x"\n',
    "config/production/config.toml": 'baseURL = "https://tide.example.org/log/"\n',
    "config/staging/config.toml": 'baseURL = "https://staging.example.org/"\n',
}


@pytest.mark.parametrize("root", [{}, {"hugo.toml": 'title = "Before"\ntimeZone = "Europe/Rome"\n'}])
def test_a_hugo_site_with_its_configuration_in_several_files_is_read(tmp_path, root):
    header = "---\ntitle: Low tide\ndate: 2009-03-01\n---\nSand.\n"
    names = ("content/posts/low.md", "content/posts/low.en.md", "content/about.md")
    found, _ = read(lay_out(tmp_path / "site", HUGO_PARTS | root | dict.fromkeys(names, header)))
    site = found.pop("site")
    assert (site.name, site.url, site.tagline) == ("Tide", "https://tide.example.org/log", "Sand and mud")
    assert site.timezone == ("Europe/Rome" if root else "")
    assert {name for name, one in found.items() if isinstance(one, PostRecord)} == set(names)
    assert [found[name].legacy_urls for name in names] == [
        ("https://tide.example.org/log/2009/low/",),
        ("https://tide.example.org/log/en/2009/low/",),
        ("https://tide.example.org/log/about/",),
    ]
    french, english = (found[name] for name in names[:2])
    assert (french.language, english.language, english.translation_from) == ("fr", "en", "fr")
    assert french.translation_group == english.translation_group != ""


@pytest.mark.parametrize("broken", ["{", "[" * 5000, '{"a":' * 3000, "x"])
def test_a_part_of_a_configuration_that_cannot_be_read_costs_only_itself(tmp_path, broken):
    parts = HUGO_PARTS | {"config/_default/params.json": broken, "config/_default/languages.yaml": "\x00: ["}
    found, _ = read(lay_out(tmp_path / "site", parts | {"content/posts/low.md": POST}))
    assert found["site"].url == "https://tide.example.org/log"


def test_a_hexo_site_is_read(tmp_path):
    config = "title: Tide\nurl: https://tide.example.org/log\nroot: /log/\nsource_dir: source\npublic_dir: public\n"
    site = lay_out(
        tmp_path / "site",
        {
            "_config.yml": config,
            "source/_posts/low-tide.md": "---\ntitle: Low tide\ndate: 2009-03-01 12:00:00\n---\nSand.\n",
            "source/about/index.md": "---\ntitle: About\n---\nA house.\n",
        },
    )
    found, _ = read(site)
    post, page = found["source/_posts/low-tide.md"], found["source/about/index.md"]
    assert (post.slug, post.categories, page.kind) == ("low-tide", (), "page")
    assert post.legacy_urls == ("https://tide.example.org/log/2009/03/01/low-tide/",)
    assert page.legacy_urls == ("https://tide.example.org/log/about/",)


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        ("[Sea, Fish, Eel]", {"sea": "", "fish": "sea", "eel": "fish"}),
        ("\n- [Sea, Fish]\n- [Sea, Birds]\n- House", {"sea": "", "fish": "sea", "birds": "sea", "house": ""}),
        ("Sea", {"sea": ""}),
    ],
)
def test_categories_of_hexo_stand_below_one_another(tmp_path, listed, found):
    files = {
        "_config.yml": "title: Tide\nsource_dir: source\n",
        "source/_posts/eel.md": f"---\ntitle: Eel\ndate: 2009-03-01\ncategories: {listed}\n---\nSand.\n",
    }
    record = read(lay_out(tmp_path / "site", files))[0]["source/_posts/eel.md"]
    assert {term.slug: term.parent for term in record.categories} == found


@pytest.mark.parametrize("broken", ['title = "x\ndraft = true\n+++\nText.', 'title = "x"\ndraft = true\n\nText.'])
def test_a_broken_toml_header_costs_no_post(tmp_path, broken):
    record = one(tmp_path, "_posts/2009-03-01-x.md", f"+++\n{broken}\n")
    assert (record.title, record.status, record.body) == ("x", "draft", "Text.\n")
    assert codes(record) == ["front-matter-broken"]


def test_an_empty_header_is_one_where_the_name_is_that_of_a_text():
    assert front_matter.recognises(b"---\n---\nText.\n", "about.md")
    assert not front_matter.recognises(b"---\n---\nText.\n", "dump.txt")


def test_every_link_that_is_not_followed_is_named(tmp_path):
    site = lay_out(tmp_path / "site", {"_posts/2009-03-01-x.md": POST})
    (site / "circle").symlink_to(site)
    (site / "self.md").symlink_to(site / "self.md")
    (site / "nowhere.md").symlink_to(site / "gone.md")
    found, issues = read(site)
    assert list(found) == ["_posts/2009-03-01-x.md"]
    assert [(issue.where, issue.message) for issue in issues] == [
        ("circle", "is a link to a folder and was not followed"),
        ("nowhere.md", "is a link that leads nowhere"),
        ("self.md", "is a link that leads nowhere"),
    ]
    assert all(isinstance(issue, Issue) for issue in issues)


DEFAULTS = """defaults:
  - scope: {path: "", type: posts}
    values: {author: Ines, lang: it, tags: [sea], layout: post, colour: blue}
  - scope: {path: "old/_posts"}
    values: {lang: fr, published: false}
  - scope: {path: "", type: pages}
    values: {author: Tam}
  - nonsense
"""


def test_what_the_configuration_gives_all_posts_counts_where_they_say_nothing_else(tmp_path):
    files = {
        "_posts/2009-03-01-a.md": POST,
        "_posts/2009-03-02-b.md": "---\nauthor: Ann\ntags: [ebb]\n---\nSand.\n",
        "old/_posts/2009-03-03-c.md": POST,
        "about.md": POST,
        "_config.yml": CONFIG + DEFAULTS,
    }
    found, _ = read(lay_out(tmp_path / "site", files))

    def told(name):
        record = found[name]
        return record.author.name, record.language, [tag.name for tag in record.tags], record.status

    assert told("_posts/2009-03-01-a.md") == ("Ines", "it", ["sea"], "published")
    assert told("_posts/2009-03-02-b.md") == ("Ann", "it", ["ebb"], "published")
    assert told("old/_posts/2009-03-03-c.md") == ("Ines", "fr", ["sea"], "draft")
    assert told("about.md") == ("Tam", "", [], "published")
    assert "colour" not in str(found["about.md"].meta)


@pytest.mark.parametrize("stated", ["x", "[x]", "[{scope: x, values: y}]", "{a: b}", "[{values: {author: 3}}]"])
def test_defaults_that_are_none_cost_nothing(tmp_path, stated):
    assert one(tmp_path, "_posts/2009-03-01-a.md", config=f"{CONFIG}defaults: {stated}\n").title == "Low tide"
