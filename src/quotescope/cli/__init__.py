"""The command line: ``quotescope extract``, ``stats``, ``view``, ``evaluate``, ``schema``.

Exit codes: 0 all went well, 1 some input failed (each is named on standard error and the rest goes
on), 2 wrong usage, 3 ``evaluate --diff`` found differences, 130 interrupted, 141 the reader of a
pipe went away.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from quotescope.cli.arguments import UsageError, parser
from quotescope.errors import QuotescopeError

INTERRUPTED, BROKEN_PIPE = 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line with the given arguments (those of the process) to an exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    command_line = parser()
    arguments = command_line.parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
        return code
    except UsageError as error:
        command_line.error(str(error))
    except BrokenPipeError:
        # What is still buffered would fail again when the interpreter closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        print("quotescope: interrupted", file=sys.stderr)
        return INTERRUPTED
    except (QuotescopeError, OSError) as error:
        print(f"quotescope: {error}", file=sys.stderr)
        return 1
