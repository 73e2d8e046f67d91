"""Keeps a worker running: `python -m importers.management.keeping PID COMMAND…`, started by the process PID.

Starts it again whenever it ended without being told to, later and later when it ends at once. Ends when PID does,
however that one ended, and has the worker end with itself. Knows nothing of Django, and is small.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

LOOKS_EVERY = 0.5  # seconds between two looks at those it stands between
FIRST_PAUSE = 1.0  # seconds before it is started again; twice as long each time
LONGEST_PAUSE = 60.0
STEADY = 60.0  # seconds after which it ran well


class Keeper:
    """One command, and the processes that it became one after the other."""

    def __init__(self, parent: int, command: Sequence[str]) -> None:
        self.parent = parent
        self.command = [*command, "--with-process", str(os.getpid())]
        self.ending = False
        self.pause = FIRST_PAUSE
        self.process: subprocess.Popen[bytes] | None = None

    def keep(self) -> None:
        """Run the command until somebody wants an end."""
        signal.signal(signal.SIGINT, self.end)
        signal.signal(signal.SIGTERM, self.end)
        while not self.ending:
            began = time.monotonic()
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own words
            self.watch()
            if self.ending:
                break
            self.pause = FIRST_PAUSE if time.monotonic() - began > STEADY else self.pause
            self.say(f"The worker ended ({told(self.process.returncode)}); it is started again in {self.pause:.0f} s.")
            self.rest(self.pause)
            self.pause = min(2 * self.pause, LONGEST_PAUSE)
        if self.process is not None:
            self.process.wait()

    def watch(self) -> None:
        """Wait until the command ends or should."""
        assert self.process is not None
        while not self.ending and self.process.poll() is None:
            try:
                self.process.wait(LOOKS_EVERY)
            except subprocess.TimeoutExpired:
                self.look()

    def rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.ending and time.monotonic() < until:
            time.sleep(LOOKS_EVERY)
            self.look()

    def look(self) -> None:
        """End everything once the process that wanted it is gone."""
        if os.getppid() != self.parent:
            self.end(signal.SIGTERM)

    def end(self, number: int, frame: FrameType | None = None) -> None:
        """Want an end; Ctrl-C reaches the command by itself."""
        if not self.ending and number == signal.SIGTERM and self.process is not None:
            self.process.terminate()
        self.ending = True

    def say(self, sentence: str) -> None:
        sys.stderr.write(sentence + "\n")
        sys.stderr.flush()


def told(status: int) -> str:
    """Say how a process ended."""
    if status >= 0:
        return f"status {status}"
    return f"killed by {signal.Signals(-status).name}"


if __name__ == "__main__":
    Keeper(int(sys.argv[1]), sys.argv[2:]).keep()
