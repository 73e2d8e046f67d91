"""What commands answer."""

import io

from django.core.management import call_command


def command(name, *arguments):
    """Return exit status, stdout and stderr of a command."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(name, *map(str, arguments), stdout=out, stderr=err, no_color=True)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()
