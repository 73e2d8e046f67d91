"""Compare two JUnit reports: the same tests passed in both, and only what .ci/skips.txt names was skipped.

What touches no database, or none but its own, or is style alone (.ci/once.txt), and each look of a page is needed in
one of them only.
"""

import fnmatch
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

HERE = Path(__file__).resolve().parent
LINES = [line.split("#")[0].strip() for line in (HERE / "skips.txt").read_text().splitlines()]
ONCE = tuple(
    line.removesuffix(".py").replace("/", ".") + end for line in (HERE / "once.txt").read_text().split() for end in ".:"
)
LOOKS = ("1280-light", "390-dark")
ABSENT = not (HERE.parent.parent / "shared").is_dir()
ALLOWED = [line.removeprefix("shared: ") for line in LINES if line and (ABSENT or not line.startswith("shared: "))]


def outcomes(report: str) -> tuple[set[str], set[str]]:
    passed, skipped = set(), set()
    for case in ET.parse(report).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        (skipped if case.find("skipped") is not None else passed).add(name)
    return passed, skipped


def allowed(name: str) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in ALLOWED)


def once(name: str) -> bool:
    return name.startswith(ONCE) or any(look in name for look in LOOKS)


reports = [outcomes(path) for path in sys.argv[1:3]]
surprises = {f"skipped: {name}" for _, skipped in reports for name in skipped if not allowed(name)}
surprises |= {
    f"on one database only: {name}" for name in reports[0][0] ^ reports[1][0] if not (allowed(name) or once(name))
}
print(
    "\n".join(sorted(surprises))
    or f"{len(reports[0][0] | reports[1][0])} tests passed, {len(reports[0][0] & reports[1][0])} on both databases"
)
sys.exit(bool(surprises))
