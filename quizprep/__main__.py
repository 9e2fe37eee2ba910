"""Where the process begins and ends: exit codes, Ctrl-C, closed pipes, errors as one sentence."""

from __future__ import annotations

import sys

INTERRUPTED = 130


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns its exit code (0 pass, 1 fails, 2 wrong usage, 3 ungraded, 130 interrupted)."""
    arguments = sys.argv[1:] if argv is None else argv
    try:
        if arguments in (["--version"], ["-V"]):
            from quizprep import __version__

            sys.stdout.write(f"quizprep {__version__}\n")
            return 0
        from quizprep import cli

        return cli.run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return 0
    finally:
        _flush()


def _flush() -> None:
    """Empty the output; where its reader has gone, send the rest nowhere and stay quiet."""
    import os

    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            try:
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream.fileno())
            except (OSError, ValueError, AttributeError):
                continue


if __name__ == "__main__":
    sys.exit(main())
