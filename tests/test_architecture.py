"""Who may import whom. The rules stand in prose in CONTRIBUTING.md; this is what holds them."""

import ast
import functools
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("blog", "importers", "config")
# What of importers may know the database, the settings or the web. Every other module, and every new one, is pure.
IMPURE_IMPORTERS = frozenset(
    {
        *(
            "__init__",
            "admin",
            "apps",
            "auditing_report",
            "checking",
            "enduring",
            "erasing",
            "loading",
            "management",
            "migrations",
            "models",
        ),
        *("options", "running", "settling", "signals", "starting", "tasks", "undoing", "uploading"),
    }
)
# A third-party name appears in one module where that can be.
HOMES = {
    "ftfy": {"blog/text/mojibake_ftfy.py"},
    "bleach": {"blog/text/markup.py"},
    "nh3": {"blog/text/markup.py"},
    "markdown_it": {"blog/text/markup.py"},
    "yaml": {"importers/readers/front_matter/header.py"},
    "py3langid": {"blog/text/languages.py"},
    "PIL": {"blog/sniffing.py"},
    "warcio": {"importers/web_archives.py"},
    "sklearn": {"blog/learning/training.py"},
    "scipy": {"blog/learning/training.py"},
}
TOP_LEVEL = {
    "manage.py",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "config",
    "blog",
    "importers",
    "templates",
    "tests",
}


def modules(*places: str) -> list[Path]:
    found = []
    for place in places:
        path = ROOT / place
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    return [path for path in found if path.exists()]


@functools.cache
def imports_of(path: Path) -> frozenset[str]:
    """Dotted names of all that a module imports, at its top or inside a function."""
    names = set()
    package = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: -node.level]) + "." if node.level else ""
            stem = base + (node.module or "")
            names |= {stem.rstrip("."), *(f"{stem}.{alias.name}".lstrip(".") for alias in node.names)}
    return frozenset(names)


def offenders(places: list[Path], *forbidden: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in places
        for name in sorted(imports_of(path))
        if any(name == word or name.startswith(word + ".") for word in forbidden)
    ]


def test_the_blog_does_not_know_about_importers_or_config():
    assert offenders(modules("blog"), "importers", "config") == []


def test_importers_do_not_know_about_config():
    assert offenders(modules("importers"), "config") == []


def test_text_touches_no_orm_and_no_settings():
    assert offenders(modules("blog/text"), "django", "blog.models", "importers") == []


def pure_importers() -> list[str]:
    names = {path.relative_to(ROOT / "importers").with_suffix("").parts[0] for path in modules("importers")}
    assert names >= IMPURE_IMPORTERS, "a module is gone; mend IMPURE_IMPORTERS"
    return sorted(names - IMPURE_IMPORTERS)


@pytest.mark.parametrize("name", pure_importers())
def test_the_pure_half_of_the_importers_touches_no_orm(name):
    places = modules(f"importers/{name}")
    assert offenders(places, "django", *(f"importers.{impure}" for impure in IMPURE_IMPORTERS)) == []
    of_the_blog = [line for line in offenders(places, "blog") if not re.search(r" imports blog(\.text.*)?$", line)]
    assert of_the_blog == []


def test_inside_the_blog_imports_go_one_way():
    models = modules("blog/models")
    mutations = [ROOT / "blog" / f"{name}.py" for name in ("publishing", "moderation", "translating", "repairing")]
    faces = ("blog.admin", "blog.views", "blog.forms", "blog.urls", "blog.feeds")
    layers = tuple(f"blog.{name}" for name in ("publishing", "moderation", "translating", "repairing"))
    assert offenders(models, *layers, *faces) == []
    assert offenders([path for path in mutations if path.exists()], *faces) == []


def test_only_the_loading_half_writes_models():
    places = [path for path in modules("importers") if "migrations" not in path.parts]
    writers = {"erasing", "loading", "settling", "undoing", "running", "tasks", "models", "admin", "apps", "signals"}
    readers = [path for path in places if not writers & set(path.relative_to(ROOT / "importers").with_suffix("").parts)]
    libraries = [path for path in readers if "management" not in path.parts]
    assert offenders(libraries, "blog.models", "importers.models") == []


# The protocols of mentions and what pages say: texts in, values out.
PURE_MENTIONS = ("addresses", "describing", "pages", "pingback", "trackback")


def test_the_texts_of_mentions_touch_no_orm_and_no_network():
    pure = modules(*(f"blog/mentions/{name}" for name in PURE_MENTIONS))
    assert len(pure) == len(PURE_MENTIONS)
    assert offenders(pure, "django", "blog.models", "blog.fetching", "blog.ruling", "socket", "urllib.request") == []


# What of blog/ruling reads or writes the database; every other rule, and every new one, is pure.
IMPURE_RULING = {
    "__init__",
    "blocking",
    "candidates",
    "changing",
    "contexts",
    "learned",
    "receiving",
    "rules",
    "trying",
}


def test_rules_of_moderation_touch_no_database():
    pure = [path for path in modules("blog/ruling") if path.stem not in IMPURE_RULING]
    impure = [f"blog.ruling.{name}" for name in IMPURE_RULING - {"__init__", "learned"}]
    assert pure
    assert offenders(pure, "blog.models", "django.db", "django.conf", *impure) == []


def test_libraries_import_no_commands_and_neither_print_nor_exit():
    libraries = [path for path in modules("blog", "importers") if "management" not in path.parts]
    assert [line for line in offenders(libraries, "sys.exit") if line] == []
    assert [line for path in libraries for line in offenders([path], "importers.management", "blog.management")] == []
    for path in libraries:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("print", "exit", "quit"), f"{path}:{node.lineno}"


def test_readers_do_not_import_each_other():
    readers = ROOT / "importers" / "readers"
    names = {path.stem for path in readers.iterdir() if path.stem != "__init__" and not path.name.startswith("__")}
    for path in modules("importers/readers"):
        if path == readers / "__init__.py":
            continue
        own = path.relative_to(readers).parts[0].removesuffix(".py")
        others = [f"importers.readers.{name}" for name in names - {own}]
        assert offenders([path], *others) == []


@pytest.mark.parametrize("library", HOMES)
def test_a_library_has_one_home(library):
    users = {
        str(path.relative_to(ROOT))
        for path in modules(*PACKAGES)
        if any(name.split(".")[0] == library for name in imports_of(path))
    }
    assert users == HOMES[library]


def test_nothing_else_is_tracked_at_the_top():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in listing.splitlines()}
    assert {name for name in top if not name.startswith(".")} <= TOP_LEVEL


def test_what_is_tested_once_touches_no_database():
    named = [ROOT / line for line in (ROOT / ".ci" / "once.txt").read_text(encoding="utf-8").split()]
    files = [path for place in named for path in (place.rglob("test_*.py") if place.is_dir() else [place])]
    assert files
    assert all(path.exists() for path in files)
    used = re.compile(r"(django|transactional)_db\b|[(, ]db[,)]")
    files.remove(Path(__file__))
    assert [path.name for path in files if used.search(path.read_text(encoding="utf-8"))] == []
