"""How fast an export is imported: python tests/bench/import_wxr.py [POSTS] [--profile]

Makes the export with ../shared/tools/make_wxr.py, imports it twice into a database of its own, and prints posts per
second (of the clock and of the processor), peak memory and what the second run takes. DATABASE_URL is respected: name
an empty database.
"""

import argparse
import cProfile
import os
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAKE_WXR = ROOT.parent / "shared" / "tools" / "make_wxr.py"


def measured(path):
    """Return report, seconds of the clock and seconds of the processor of one import."""
    from importers.running import run_import

    clock, processor = time.perf_counter(), time.process_time()
    report = run_import([path], "wxr")
    return report, time.perf_counter() - clock, time.process_time() - processor


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("posts", type=int, nargs="?", default=1000)
    parser.add_argument("--profile", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        sys.path.insert(0, str(ROOT))
        path = Path(folder, "export.xml")
        with path.open("wb") as out:
            subprocess.run([sys.executable, MAKE_WXR, str(args.posts)], stdout=out, check=True)

        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        if args.profile:
            with cProfile.Profile() as profile:
                measured(path)
            pstats.Stats(profile).sort_stats("cumulative").print_stats(80)
            return
        for name in ("first", "second"):
            report, clock, processor = measured(path)
            rates = f"{args.posts / clock:.0f} posts/s by the clock, {args.posts / processor:.0f} by the processor"
            sys.stdout.write(f"{name} run: {rates}, {clock:.2f} s, exit {report.exit_status} {report.error or ''}\n")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(f"peak memory {peak:.0f} MB\n")


if __name__ == "__main__":
    main()
