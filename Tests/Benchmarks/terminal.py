"""A terminal of its own for one program: what it writes and how long it takes."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time


class Terminal:
    """A program on a pseudo-terminal of 80x24; nothing draws what it writes, so nothing else takes time."""

    def __init__(self, arguments, environment=None, columns=80, rows=24):
        self.began = time.perf_counter()
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            os.execvpe(arguments[0], arguments, {**os.environ, "TERM": "xterm-256color", **(environment or {})})
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.written = bytearray()

    def read(self, seconds):
        """Takes what comes within so many seconds at most; whether anything did."""
        if not select.select([self.file], [], [], max(0, seconds))[0]:
            return False
        self.written += os.read(self.file, 65_536)
        return True

    def until(self, text, seconds=30):
        """Milliseconds since the program began, once it has written a text."""
        while text not in self.written:
            left = self.began + seconds - time.perf_counter()
            if left <= 0 or not self.read(left):
                raise SystemExit(f"the console never wrote {text!r}: {bytes(self.written[-2000:])!r}")
        return (time.perf_counter() - self.began) * 1000

    def quiet(self, seconds):
        """Reads until nothing came for so long; at most two seconds."""
        deadline = time.perf_counter() + 2
        while time.perf_counter() < deadline and self.read(seconds):
            pass

    def key(self, key, answer, seconds=5):
        """Milliseconds from a key to a text that answers it."""
        start, sent = len(self.written), time.perf_counter()
        os.write(self.file, key)
        while answer not in self.written[start:]:
            left = sent + seconds - time.perf_counter()
            if left <= 0 or not self.read(left):
                raise SystemExit(f"{key!r} was never answered by {answer!r}: {bytes(self.written[start:])!r}")
        return (time.perf_counter() - sent) * 1000

    def end(self):
        os.kill(self.pid, signal.SIGTERM)
        try:
            while self.read(1):
                pass
        except OSError:  # the program has closed its side
            pass
        os.waitpid(self.pid, 0)


def opened(program, state):
    """The console with a state directory of its own: it begins with Traffic, not where somebody left it."""
    return Terminal(program, {"XDG_STATE_HOME": state})


def first_rows(program, state):
    """Milliseconds until the first frame, and until the first rows are in it."""
    terminal = opened(program, state)
    frame = terminal.until(b"[1 Traffic]")
    rows = terminal.until(b"DECISION")
    terminal.end()
    return frame, rows


def filtered(program, state, query):
    """Milliseconds from `enter` on a filter to its rows."""
    terminal = opened(program, state)
    terminal.until(b"DECISION")
    terminal.key(b"f", b"filter:")
    os.write(terminal.file, query.encode())
    terminal.quiet(0.2)
    took = terminal.key(b"\r", b"DECISION")
    terminal.end()
    return took


def answers_while_following(program, state, rounds):
    """Milliseconds from a key to its answer: `j` holds the moving list, `F` lets it go."""
    terminal = opened(program, state)
    terminal.until(b"DECISION")
    took = []
    for _ in range(rounds):
        took.append(terminal.key(b"j", b"HOLD"))
        terminal.quiet(0.03)
        terminal.key(b"F", b"following")
        # Some frames of the moving list.
        end = time.perf_counter() + 0.15
        while time.perf_counter() < end:
            terminal.read(0.05)
    terminal.end()
    return took
