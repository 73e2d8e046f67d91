"""What the blog's commands answer where nobody has prepared a database, each in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.blog.test_commands_answer import JSON, NEEDS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", [*JSON, "export_person"])
def test_a_database_that_is_not_prepared_is_said_in_one_sentence(name, tmp_path):
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3", "DEBUG": "1"}
    arguments = [sys.executable, "manage.py", name, *NEEDS.get(name, [])]
    done = subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "The database is not prepared yet: run manage.py migrate first.\n")
