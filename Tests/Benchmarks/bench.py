#!/usr/bin/env python3
"""Measures Gatehouse beside its peers in one run on one machine, and prints the ratios of the budgets.

Usage: bench.py --bin DIRECTORY [--seconds N] [--rounds N] [--only endpoint,latency,library,expressions,import,idle,console]

The servers take turns (A B C A B C …) so that a drifting machine hurts all of them alike; medians are quoted.
"""

import argparse
import asyncio
import base64
import json
import multiprocessing
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

from terminal import answers_while_following, filtered, first_rows

HERE = pathlib.Path(__file__).resolve().parent
PASSWORD = "bench-password"
AUTHORIZATION = "Basic " + base64.b64encode(f"entra:{PASSWORD}".encode()).decode()
TICKS = os.sysconf("SC_CLK_TCK")

POLICY = """
[[credential]]
name = "entra"
kind = "basic"
username = "entra"
password = { literal = "bench-password" }

[[queue]]
name = "guests"

[[endpoint]]
name = "bench"
dialect = "entra-b2b"
step = "post-attribute-collection"
credentials = ["entra"]

[[endpoint]]
name = "request"
dialect = "entra-b2b"
step = "post-attribute-collection"
credentials = ["entra"]
approval = { request = "guests" }

[[list]]
name = "friends"
effect = "allow"

[[list]]
name = "blocked-domains"
effect = "deny"
message = { default = "Sign-up from {domain} is not possible. Reference {code}." }

[[list]]
name = "disposable"
effect = "approve"
queue = "guests"
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process, seconds=20):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"a server ended early: {process.args}")
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"no answer on port {port}")


def cpu_seconds(pid):
    """User and system time of a process and its living children."""
    total = 0.0
    for task in [pid, *children(pid)]:
        try:
            fields = pathlib.Path(f"/proc/{task}/stat").read_text().rsplit(")", 1)[1].split()
            total += (int(fields[11]) + int(fields[12])) / TICKS
        except (FileNotFoundError, ProcessLookupError):
            pass
    return total


def children(pid):
    try:
        text = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except FileNotFoundError:
        return []
    found = [int(word) for word in text.split()]
    return found + [deeper for child in found for deeper in children(child)]


def memory_megabytes(pid):
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) / 1024


class Server:
    """One server under measurement."""

    def __init__(self, name, command, port, cwd=None, log=None):
        self.name = name
        self.port = port
        output = open(log, "w") if log else subprocess.DEVNULL
        self.process = subprocess.Popen(command, cwd=cwd, stdout=output, stderr=subprocess.STDOUT)
        wait_for_port(port, self.process)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Daemon(Server):
    """A private gatehoused in a directory of its own."""

    def __init__(self, binaries, root, policy=POLICY, durability="full"):
        self.root = root
        self.socket = f"{root}/run/control.sock"
        self.binaries = binaries
        port = free_port()
        pathlib.Path(f"{root}/policy.toml").write_text(policy)
        pathlib.Path(f"{root}/gatehouse.toml").write_text(
            f'[server]\nlisten = "127.0.0.1:{port}"\n[control]\nsocket = "{self.socket}"\n'
            f'[storage]\ndirectory = "{root}/state"\ndurability = "{durability}"\n'
            f'[policy]\ninitial = "policy.toml"\n'
        )
        command = [f"{binaries}/gatehoused", "--config", f"{root}/gatehouse.toml"]
        super().__init__("gatehouse", command, port, log=f"{root}/log")

    def cli(self, *arguments):
        result = subprocess.run(
            [f"{self.binaries}/gatehouse", *arguments, "--socket", self.socket], capture_output=True, text=True
        )
        if result.returncode != 0:
            raise SystemExit(f"gatehouse {' '.join(arguments)}: {result.stderr}")
        return result.stdout


def wrk(port, connections, seconds):
    """Calls per second, p50 and p99 in milliseconds, and how many answers were not 2xx."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", HERE / "peers/sign-ups.lua"]
    text = subprocess.run([*command, f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True).stdout
    unit = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60000.0}

    def percentile(which):
        number, suffix = re.search(rf"^\s+{which}%\s+([\d.]+)(us|ms|s|m)", text, re.M).groups()
        return float(number) * unit[suffix]

    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    calls = int(re.search(r"(\d+) requests in", text).group(1))
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
    return {"rate": rate, "p50": percentile(50), "p99": percentile(99), "calls": calls, "bad": int(bad[1]) if bad else 0}


class Pace(multiprocessing.Process):
    """Calls at a fixed rate from a process of its own: plain sockets, one call under way on each connection.

    A hundred times less work a call than `paced`, which measures each one; this only keeps the pace, and says whether
    it did.
    """

    def __init__(self, port, rate, seconds, connections=32):
        super().__init__(daemon=True)
        self.port, self.rate, self.seconds, self.connections = port, rate, seconds, connections
        self.sent = multiprocessing.Value("q", 0)

    def run(self):
        doors = [socket.create_connection(("127.0.0.1", self.port)) for _ in range(self.connections)]
        for door in doors:
            door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = (
            "POST /endpoints/bench HTTP/1.1\r\nHost: bench\r\nAuthorization: %s\r\n"
            "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        )
        start = time.perf_counter()
        total = int(self.rate * self.seconds)
        for number in range(total):
            wait = start + number / self.rate - time.perf_counter()
            if wait > 0:
                time.sleep(wait)
            door = doors[number % self.connections]
            if number >= self.connections:
                # The answers to the previous round; each is smaller than one read.
                if not door.recv(65536):
                    raise SystemExit("the endpoint hung up")
            body = f'{{"email":"pace.{number}@atelier-lumen.example","displayName":"Pace {number}","ui_locales":"fr-FR"}}'
            door.sendall((head % (AUTHORIZATION, len(body), body)).encode())
            self.sent.value = number + 1

    def reached(self, seconds):
        """Calls a second over the next while."""
        before, began = self.sent.value, time.monotonic()
        time.sleep(seconds)
        return (self.sent.value - before) / (time.monotonic() - began)


async def paced(port, rate, connections, seconds):
    """p50 and p99 in milliseconds at a fixed rate, counted from when each call was due."""
    body = json.dumps({"email": "half.load@atelier-lumen.example", "displayName": "Half Load", "ui_locales": "fr-FR"})
    took = []
    start = time.perf_counter() + 0.2
    step = connections / rate

    async def client(index):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        due = start + index / rate
        number = 0
        while due < start + seconds:
            wait = due - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            sent = max(due, time.perf_counter() if wait <= 0 else due)
            text = body.replace("half.load", f"half.{index}.{number}")
            writer.write(
                (
                    f"POST /endpoints/bench HTTP/1.1\r\nHost: bench\r\nAuthorization: {AUTHORIZATION}\r\n"
                    f"Content-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n{text}"
                ).encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
            await reader.readexactly(length)
            took.append((time.perf_counter() - sent) * 1000)
            number += 1
            due += step
        writer.close()

    await asyncio.gather(*(client(index) for index in range(connections)))
    took.sort()
    return {"p50": took[len(took) // 2], "p99": took[len(took) * 99 // 100], "calls": len(took)}


class Report:
    """The lines at the end: what, measured, budget, whether it holds."""

    def __init__(self):
        self.rows = []

    def add(self, what, measured, budget, holds):
        self.rows.append((what, measured, budget, holds))
        self.show(self.rows[-1])

    def show(self, row):
        what, measured, budget, holds = row
        print(f"  {'holds ' if holds else 'FAILS '} {what:<52} {measured:<30} {budget}", flush=True)

    def finish(self):
        print("\nBudgets")
        for row in self.rows:
            self.show(row)
        held = sum(1 for row in self.rows if row[3])
        print(f"\n{held} of {len(self.rows)} budgets hold on this machine.")


def endpoint(binaries, root, seconds, rounds, report):
    print("\nThe endpoint beside its peers (same stream of sign-ups, keep-alive, 64 connections)", flush=True)
    servers = []
    daemon = Daemon(binaries, root)
    fill_lists(daemon, 20_000)
    servers.append(daemon)
    port = free_port()
    servers.append(Server("node", ["node", HERE / "peers/server.js", str(port)], port))
    port = free_port()
    uvicorn = shutil.which("uvicorn") or f"{os.environ.get('GATEHOUSE_BENCH_VENV', '')}/bin/uvicorn"
    if pathlib.Path(uvicorn).exists():
        command = [uvicorn, "app:app", "--port", str(port), "--log-level", "critical", "--no-access-log"]
        servers.append(Server("fastapi", command, port, cwd=HERE / "peers"))
    port = free_port()
    configuration = (HERE / "peers/nginx.conf").read_text().replace("PORT", str(port))
    pathlib.Path(f"{root}/nginx.conf").write_text(configuration)
    servers.append(Server("nginx", ["nginx", "-p", root, "-c", f"{root}/nginx.conf"], port, log=f"{root}/nginx.log"))

    results = {server.name: [] for server in servers}
    for server in servers:
        wrk(server.port, 64, 1)
    for _ in range(rounds):
        for server in servers:
            before = cpu_seconds(server.process.pid)
            result = wrk(server.port, 64, seconds)
            result["cpu"] = (cpu_seconds(server.process.pid) - before) * 1e6 / max(result["calls"], 1)
            results[server.name].append(result)
    median = {
        name: {key: statistics.median(run[key] for run in runs) for key in ("rate", "p50", "p99", "cpu", "bad")}
        for name, runs in results.items()
    }
    print(f"  {'server':<10} {'calls/s':>10} {'p50 ms':>8} {'p99 ms':>8} {'CPU µs/call':>12} {'not 2xx':>8}")
    for name, figures in median.items():
        print(
            f"  {name:<10} {figures['rate']:>10.0f} {figures['p50']:>8.2f} {figures['p99']:>8.2f} "
            f"{figures['cpu']:>12.1f} {figures['bad']:>8.0f}"
        )
    ours, node = median["gatehouse"], median["node"]
    ratio = ours["rate"] / node["rate"]
    report.add("endpoint rate ÷ bare Node", f"{ratio:.2f}", "≥ 1.0", ratio >= 1.0)
    if "fastapi" in median:
        ratio = ours["rate"] / median["fastapi"]["rate"]
        report.add("endpoint rate ÷ FastAPI on uvicorn", f"{ratio:.1f}", "≥ 5", ratio >= 5)
    ratio = ours["cpu"] / node["cpu"]
    report.add("CPU per call ÷ bare Node", f"{ratio:.2f}", "≤ 2", ratio <= 2)
    ratio = ours["rate"] / median["nginx"]["rate"]
    print(f"         (for scale: {ratio:.2f} × nginx answering a constant)")

    half = min(node["rate"], ours["rate"]) / 2
    pace = min(half, 4000)
    print(f"  paced at {pace:.0f} calls/s over 16 connections")
    ours_paced = asyncio.run(paced(daemon.port, pace, 16, max(seconds, 4)))
    node_paced = asyncio.run(paced(servers[1].port, pace, 16, max(seconds, 4)))
    ratio = ours_paced["p99"] / node_paced["p99"]
    report.add(
        "p99 at a steady pace ÷ bare Node",
        f"{ratio:.2f} ({ours_paced['p99']:.2f} / {node_paced['p99']:.2f} ms)",
        "≤ 3",
        ratio <= 3,
    )
    for server in servers:
        server.stop()


def fill_lists(daemon, count):
    """Entries that no sign-up of the benchmark matches."""
    path = pathlib.Path(daemon.root) / "entries.txt"
    with open(path, "w") as file:
        for number in range(count):
            file.write(f".blocked-{number}.invalid-{number % 977}.example\n")
    start = time.monotonic()
    daemon.cli("lists", "import", "blocked-domains", str(path))
    return time.monotonic() - start


def latency(binaries, root, seconds, report):
    print("\nOne connection: what durability costs", flush=True)
    full = Daemon(binaries, f"{root}/full")
    one = wrk(full.port, 1, seconds)
    full.stop()
    relaxed = Daemon(binaries, f"{root}/relaxed", durability="relaxed")
    without = wrk(relaxed.port, 1, seconds)
    relaxed.stop()
    fsync = fsync_milliseconds(root)
    added = one["p50"] - without["p50"]
    print(f"  p50 full {one['p50']:.3f} ms · relaxed {without['p50']:.3f} ms · one fdatasync {fsync:.3f} ms")
    ratio = added / fsync
    report.add("added by durability ÷ one fdatasync", f"{ratio:.2f}", "≤ 1.5 (one, within noise)", ratio <= 1.5)


def fsync_milliseconds(root):
    took = []
    with open(f"{root}/fsync", "wb") as file:
        for _ in range(400):
            file.write(b"x" * 4096)
            file.flush()
            start = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


def worst_call(daemon, work):
    """The longest that a caller waited while `work` was done, in milliseconds, and how many calls took over 5 ms."""
    command = ["wrk", "-t1", "-c4", "-d60s", "--latency", "-s", HERE / "peers/sign-ups.lua"]
    load = subprocess.Popen([*command, f"http://127.0.0.1:{daemon.port}"], stdout=subprocess.PIPE, text=True)
    since = json.loads(daemon.cli("traffic", "list", "--limit", "1", "-o", "json"))
    work()
    load.send_signal(signal.SIGINT)
    text = load.communicate()[0]
    number, suffix = re.search(r"Latency\s+\S+\s+\S+\s+([\d.]+)(us|ms|s)", text).groups()
    slow = json.loads(daemon.cli("traffic", "list", "--filter", "took:>5ms", "--limit", "1000", "-o", "json"))
    count = sum(1 for call in slow if not since or call["id"] > since[0]["id"])
    return float(number) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[suffix], count


def imports(binaries, root, report):
    print("\nOne million entries", flush=True)
    daemon = Daemon(binaries, root)
    path = pathlib.Path(root) / "million.txt"
    with open(path, "w") as file:
        for number in range(1_000_000):
            file.write(f".host-{number}.network-{number % 9973}.example\n")
    undisturbed, slow_before = worst_call(daemon, lambda: time.sleep(10))
    start = time.monotonic()
    worst, slow = worst_call(daemon, lambda: daemon.cli("lists", "import", "blocked-domains", str(path)))
    took = time.monotonic() - start
    report.add("import of 1,000,000 entries under load", f"{took:.1f} s", "≤ 10 s", took <= 10)
    print(f"  calls over 5 ms in the journal: {slow} during the import, {slow_before} in 10 s before it")
    measured = f"{worst:.1f} ms ({undisturbed:.1f} ms before the import)"
    report.add("worst call meanwhile, as its caller saw it", measured, "≤ 5 ms more", worst <= undisturbed + 5)
    print(f"  memory with the entries: {memory_megabytes(daemon.process.pid):.0f} MB")
    daemon.stop()
    start = time.monotonic()
    again = Server("gatehouse", daemon.process.args, daemon.port, log=f"{root}/log2")
    ready = time.monotonic() - start
    report.add("ready again with 1,000,000 entries", f"{ready:.2f} s", "≤ 2 s", ready <= 2)
    again.stop()


def idle(binaries, root, report):
    daemon = Daemon(binaries, root)
    megabytes = memory_megabytes(daemon.process.pid)
    report.add("idle memory of the daemon", f"{megabytes:.0f} MB", "≤ 64 MB", megabytes <= 64)
    daemon.stop()


def fill_journal(daemon, count, seconds):
    """Calls to look at, the first of them findable; how many are kept then."""
    Pace(daemon.port, 1000, 0.064).run()
    deadline, kept = time.monotonic() + seconds, 0
    while kept < count and time.monotonic() < deadline:
        wrk(daemon.port, 64, 5)
        kept = json.loads(daemon.cli("status", "-o", "json"))["calls_kept"]
    return kept


def console(binaries, root, seconds, report):
    daemon = Daemon(binaries, root)
    program = [f"{binaries}/gatehouse", "--socket", daemon.socket]
    kept = fill_journal(daemon, 1_000_000, 120)
    print(f"\nThe console on {kept:,} kept calls", flush=True)
    starts = [first_rows(program, f"{root}/first") for _ in range(5)]
    frame, rows = (statistics.median(start[index] for start in starts) for index in (0, 1))
    print(f"  first frame after {frame:.0f} ms, with rows after {rows:.0f} ms")
    report.add("console: first frame", f"{frame:.0f} ms, with rows {rows:.0f} ms", "≤ 150 ms", rows <= 150)
    found = statistics.median(filtered(program, f"{root}/filter", "email:pace.0@*") for _ in range(3))
    report.add("console: a filter's first rows, the oldest call", f"{found:.0f} ms", "≤ 300 ms", found <= 300)
    load = Pace(daemon.port, 1000, 30)
    load.start()
    keys = answers_while_following(program, f"{root}/keys", 60)
    load.terminate()
    middle, late = statistics.median(keys), sorted(keys)[len(keys) * 95 // 100]
    report.add("console: key to screen while following", f"p50 {middle:.1f} ms, p95 {late:.1f} ms", "≤ 16 ms", late <= 16)
    follow(daemon, binaries, root, seconds, report)
    daemon.stop()


def follow(daemon, binaries, root, seconds, report):
    print("\nThe console following 1,000 calls/s at 80x24", flush=True)
    raw = f"{root}/console.bytes"
    tmux = ["tmux", "-S", f"{root}/tmux", "-f", "/dev/null", "-u"]
    # A state directory of its own, so that the console starts with Traffic and not with saved state.
    program = f"env XDG_STATE_HOME={root}/xdg {binaries}/gatehouse --socket {daemon.socket}"
    subprocess.run([*tmux, "new-session", "-d", "-x", "80", "-y", "24", "-s", "bench", program], check=True)
    subprocess.run([*tmux, "pipe-pane", "-t", "bench", f"cat > {raw}"], check=True)
    pane = int(subprocess.check_output([*tmux, "display-message", "-p", "-t", "bench", "#{pane_pid}"]))
    wait_for_screen(tmux, "[1 Traffic]")
    pid = (children(pane) or [pane])[0]
    seconds = max(seconds, 20)
    load = Pace(daemon.port, 1000, seconds + 4)
    load.start()
    time.sleep(2)
    before, size, began = cpu_seconds(pid), os.path.getsize(raw), time.monotonic()
    reached = load.reached(seconds)
    elapsed = time.monotonic() - began
    share, rate = (cpu_seconds(pid) - before) / elapsed, (os.path.getsize(raw) - size) / elapsed
    megabytes = memory_megabytes(pid)
    load.terminate()
    print(screen(tmux))
    report.add("calls a second that the console followed", f"{reached:.0f}", "≥ 990", reached >= 990)
    report.add("console bytes on the wire", f"{rate / 1000:.1f} kB/s", "≤ 8 kB/s", rate <= 8000)
    report.add("console CPU", f"{share * 100:.1f} %", "≤ 10 % of one core", share <= 0.10)
    report.add("console memory", f"{megabytes:.0f} MB", "≤ 60 MB", megabytes <= 60)
    subprocess.run([*tmux, "kill-server"], check=False)


def screen(tmux):
    return subprocess.run([*tmux, "capture-pane", "-p", "-t", "bench"], capture_output=True, text=True).stdout


def wait_for_screen(tmux, text, seconds=10):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if text in screen(tmux):
            return
        time.sleep(0.02)
    raise SystemExit(f"the console never showed {text!r}:\n{screen(tmux)}")


def library(binaries, report):
    """The parts by themselves, measured in process by the benchmark program."""
    print("\nThe parts by themselves", flush=True)
    program = f"{binaries}/gatehouse-benchmarks"
    text = subprocess.run([program], capture_output=True, text=True, check=True).stdout
    figures = json.loads(text)
    for line in figures["lines"]:
        print("  " + line)
    for row in figures["budgets"]:
        report.add(row["what"], row["measured"], row["budget"], row["holds"])


def expressions(binaries, report):
    """CEL beside PyPI's two implementations: the same expressions, programs compiled beforehand, CPU time."""
    print("\nExpressions, nanoseconds of CPU each", flush=True)
    file = HERE / "expressions.json"
    ours = json.loads(subprocess.check_output([f"{binaries}/gatehouse-benchmarks", "expressions", file]))
    rust = peer_expressions("rust", file)
    python = peer_expressions("python", file)
    if not rust or not python:
        print("  the peers are not installed; no ratio")
        return
    rates = []
    print(f"  {'ours':>7} {'Rust':>7} {'Python':>8}  compiling")
    for row, other, slow in zip(ours, rust[1:], python[1:]):
        if not row["value"] == other["value"] == slow["value"]:
            raise SystemExit(f"the implementations differ on {row['expression']}")
        # The cost of the call from Python is not part of the evaluation.
        net = other["nanoseconds"] - rust[0]["nanoseconds"]
        rates.append(net / row["nanoseconds"])
        print(
            f"  {row['nanoseconds']:7.0f} {net:7.0f} {slow['nanoseconds']:8.0f}  {row['compiling'] / 1000:.1f} µs"
            f"  {row['expression'][:60]}"
        )
    mean = statistics.geometric_mean(rates)
    report.add(
        "expressions: ours ÷ common-expression-language (Rust)",
        f"{mean:.1f} × as fast, {min(rates):.1f} at least",
        "≥ 1 each",
        min(rates) >= 1,
    )
    times = [slow["nanoseconds"] / row["nanoseconds"] for row, slow in zip(ours, python[1:])]
    print(f"         (for scale: {statistics.geometric_mean(times):.0f} × cel-python)")


def peer_expressions(implementation, file):
    python = pathlib.Path(os.environ.get("GATEHOUSE_BENCH_VENV", "/nonexistent")) / "bin/python"
    if not python.exists():
        return None
    done = subprocess.run(
        [python, HERE / "peers/expressions.py", implementation, file], capture_output=True, text=True
    )
    return json.loads(done.stdout) if done.returncode == 0 else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, help="where the release builds of gatehoused and gatehouse are")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="endpoint,latency,library,expressions,import,idle,console")
    options = parser.parse_args()
    chosen = set(options.only.split(","))
    report = Report()
    with tempfile.TemporaryDirectory(prefix="gatehouse-bench-") as root:
        for name in ("endpoint", "full", "relaxed", "import", "idle", "console"):
            os.makedirs(f"{root}/{name}")
        if "library" in chosen:
            library(options.bin, report)
        if "expressions" in chosen:
            expressions(options.bin, report)
        if "idle" in chosen:
            idle(options.bin, f"{root}/idle", report)
        if "endpoint" in chosen:
            endpoint(options.bin, f"{root}/endpoint", options.seconds, options.rounds, report)
        if "latency" in chosen:
            latency(options.bin, root, options.seconds, report)
        if "import" in chosen:
            imports(options.bin, f"{root}/import", report)
        if "console" in chosen:
            console(options.bin, f"{root}/console", options.seconds, report)
    report.finish()


if __name__ == "__main__":
    sys.exit(main())
