"""All tables of the rescue of text, one after the other: python tests/bench/text_rescue.py

How exactly and how fast garbled text is repaired (mojibake.py), and what is found in scraped pages, how fast, and in
the worst cases (pages.py). Ends with 1 where a figure of the first table misses what is asked.
"""

import subprocess
import sys
from pathlib import Path

TABLES = ("mojibake.py", "pages.py")


def main() -> None:
    status = 0
    for name in TABLES:
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
        status |= subprocess.run([sys.executable, Path(__file__).with_name(name)], check=False).returncode
    sys.exit(status)


if __name__ == "__main__":
    main()
