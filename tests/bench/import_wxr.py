"""How fast an export is imported: python tests/bench/import_wxr.py [POSTS] [--no-parts] [--profile]

Makes the export with ../shared/tools/make_wxr.py, imports it twice into a database of its own, and prints beside the
import the work that it cannot leave out (`contracted`), measured in the same run, by the processor and by the clock.
DATABASE_URL is respected: name an empty database. What a database server computes counts by the clock only.
"""

import argparse
import cProfile
import os
import pstats
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from contracted import Spent, Tables, parts

# What the database writes by itself when something else is written.
KEPT_BY_TRIGGERS = {"blog_feedbackcount", "blog_unindexedfeedback"}

ROOT = Path(__file__).resolve().parents[2]
MAKE_WXR = ROOT.parent / "shared" / "tools" / "make_wxr.py"


def make(path: Path, posts: int) -> None:
    """Write the export."""
    with path.open("wb") as out:
        subprocess.run([sys.executable, MAKE_WXR, str(posts)], stdout=out, check=True)


def measured(path: Path) -> Spent:
    """Return what one import takes."""
    from importers.running import run_import

    spent = Spent()
    with spent.measured():
        report = run_import([path], "wxr")
    if report.exit_status:
        sys.exit(f"exit {report.exit_status}: {report.error}")
    return spent


def line(name: str, spent: Spent, more: str = "") -> None:
    sys.stdout.write(f"{name:<28}{spent.processor:9.3f} s{spent.clock:9.3f} s  {more}\n")


def memory() -> str:
    """Return the most memory that this process has held, and that one of its children has."""
    own, child = (resource.getrusage(who).ru_maxrss >> 10 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return f"{own} MB (children {child} MB)"


def written_tables() -> list[str]:
    """Return the tables of ours that hold rows."""
    from django.apps import apps

    models = [model for app in ("blog", "importers") for model in apps.get_app_config(app).get_models(True)]
    models = [model for model in models if not model._meta.proxy and model._default_manager.exists()]
    return [table for table in dict.fromkeys(model._meta.db_table for model in models) if table not in KEPT_BY_TRIGGERS]


def compare(path: Path, posts: int, with_parts: bool) -> None:
    """Import twice and print all figures."""
    # Code is loaded before anything is measured, like the libraries of the other parts: a repairer, and all pages.
    import ftfy  # noqa: F401
    from django.urls import get_resolver

    assert get_resolver().url_patterns

    sys.stdout.write(f"{'':<28}{'processor':>11}{'clock':>11}\n")
    first = measured(path)
    held = memory()
    line("first import", first, f"{posts / first.processor:.0f} posts/s, by the clock {posts / first.clock:.0f}")
    second = measured(path)
    line("second import", second, f"{second.processor / first.processor:.0%} of the first, to be at most 25 %")
    sys.stdout.write(f"peak memory of the first {held}, of both {memory()}; to be under 200 MB\n")
    if not with_parts:
        return
    from django.db import connection

    spent = parts(path) | Tables(connection).spent(written_tables(), KEPT_BY_TRIGGERS)
    for name, part in spent.items():
        line(name, part)
    whole = sum(spent.values(), Spent())
    line("all contracted parts", whole)
    ratio = f"by the processor {first.processor / whole.processor:.2f}, by the clock {first.clock / whole.clock:.2f}"
    sys.stdout.write(f"the import is its parts times: {ratio}; to be at most 1.6\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("posts", type=int, nargs="?", default=1000)
    parser.add_argument("--no-parts", action="store_true", help="import only")
    parser.add_argument("--profile", action="store_true", help="print where the first import's time goes")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        sys.path.insert(0, str(ROOT))
        path = Path(folder, "export.xml")
        make(path, args.posts)

        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        if args.profile:
            with cProfile.Profile() as profile:
                measured(path)
            pstats.Stats(profile).sort_stats("tottime").print_stats(80)
        else:
            compare(path, args.posts, not args.no_parts)


if __name__ == "__main__":
    main()
