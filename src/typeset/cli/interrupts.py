"""Ctrl-C, and the system's wish that a process end, into one `KeyboardInterrupt` that is never lost."""

import _thread
import contextlib
import os
import signal
import sys
import typing as t

CODE = 130
"""The exit code of who was interrupted."""
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def listen() -> None:
    """Be interrupted by either signal from now on; who was started to hear none of Ctrl-C, hears none."""
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        # Without it the process would end at once, and leave what it was writing to.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.unraisablehook = _raised_where_nobody_catches


def ignore() -> None:
    """Let nothing interrupt what is only the end."""
    for one in _SIGNALS:
        signal.signal(one, signal.SIG_IGN)


def leave() -> t.NoReturn:
    """End as one who was interrupted; what was said is handed over before.

    Not by `sys.exit`: the interpreter may have noted an interruption that was caught since, and would end by a signal.
    """
    ignore()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(CODE)


def _raised_where_nobody_catches(unraisable: "sys.UnraisableHookArgs") -> None:
    """Raise an interruption again that came while a library was calling back, instead of showing and losing it."""
    if isinstance(unraisable.exc_value, KeyboardInterrupt):
        _thread.interrupt_main()
    else:
        sys.__unraisablehook__(unraisable)
