#!/usr/bin/env python3
"""Checks the control protocol's OpenAPI document and the daemon behind it, with tools made by others.

    check.py --bin DIRECTORY [--examples N] [--minutes M]

Starts gatehoused in a directory of its own, validates GET /v1/openapi.json with openapi-spec-validator, and runs
schemathesis against the real socket, through a forwarder from TCP to the Unix socket. Bounded in examples and time.
Needs the packages of requirements.txt; scripts/api-test makes an environment with them.
"""
import argparse
import base64
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

POLICY = """
[[credential]]
name = "entra"
kind = "basic"
username = "entra"
password = { file = "entra.password" }
[[queue]]
name = "guests"
[[endpoint]]
name = "request-approval"
dialect = "entra-b2b"
step = "post-attribute-collection"
credentials = ["entra"]
approval = { request = "guests" }
[[list]]
name = "friends"
effect = "allow"
[[list]]
name = "blocked"
effect = "deny"
[[table]]
name = "customers"
key = "email"
"""

SETTINGS = """
[server]
listen = "127.0.0.1:0"
[control]
socket = "control.sock"
[storage]
directory = "state"
[policy]
initial = "policy.toml"
"""


def forward(path):
    """Listens on a free TCP port, and passes each connection on to the Unix socket.

    The daemon answers only requests for a local host, so the name of the port is replaced.
    """
    door = socket.create_server(("127.0.0.1", 0))
    host = re.compile(rb"(?i)(\r\nhost: )127\.0\.0\.1:%d" % door.getsockname()[1])

    def pump(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(host.sub(rb"\1local", data))
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def accept():
        while True:
            try:
                client, _ = door.accept()
            except OSError:
                return
            daemon = socket.socket(socket.AF_UNIX)
            try:
                daemon.connect(path)
            except OSError:
                client.close()
                continue
            for pair in ((client, daemon), (daemon, client)):
                threading.Thread(target=pump, args=pair, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return door.getsockname()[1]


def start(binaries, folder):
    password = base64.b64encode(secrets.token_bytes(18)).decode()
    for name, text in (("gatehouse.toml", SETTINGS), ("policy.toml", POLICY), ("entra.password", password)):
        path = os.path.join(folder, name)
        with open(path, "w") as file:
            file.write(text)
        os.chmod(path, 0o600)
    log = open(os.path.join(folder, "log"), "w")
    daemon = subprocess.Popen(
        [os.path.join(binaries, "gatehoused"), "--config", os.path.join(folder, "gatehouse.toml")],
        stdout=log, stderr=log)
    path = os.path.join(folder, "control.sock")
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            probe = socket.socket(socket.AF_UNIX)
            probe.connect(path)
            return daemon, path
        except OSError:
            if daemon.poll() is not None:
                break
            time.sleep(0.05)
    sys.exit("gatehoused did not start:\n" + open(os.path.join(folder, "log")).read())


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--bin", required=True)
    options.add_argument("--examples", type=int, default=10)
    options.add_argument("--minutes", type=float, default=8)
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        daemon, path = start(options.bin, folder)
        try:
            base = f"http://127.0.0.1:{forward(path)}"
            with urllib.request.urlopen(base + "/v1/openapi.json", timeout=30) as answer:
                document = json.load(answer)
            from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
            kind = OpenAPIV31SpecValidator if document["openapi"].startswith("3.1") else OpenAPIV30SpecValidator
            problems = [f"{list(e.absolute_path)}: {e.message[:200]}" for e in kind(document).iter_errors()]
            print(f"openapi-spec-validator: {len(document['paths'])} paths, {len(problems)} problems")
            for problem in problems:
                print("  " + problem)
            # Streams never end, so they are not asked.
            streams = sorted(p for p in document["paths"] if p.endswith(("/export", "/events")))
            command = [
                os.path.join(os.path.dirname(sys.executable), "schemathesis"), "run", base + "/v1/openapi.json",
                # Not negative_data_rejection: null counts as absent, and an import answers 200 and then reports.
                "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,"
                            "response_schema_conformance",
                "--max-examples", str(options.examples), "--phases", "examples,coverage,fuzzing",
                "--request-timeout", "20", "--seed", "1", "--suppress-health-check", "all",
            ]
            for stream in streams:
                command += ["--exclude-path", stream]
            try:
                run = subprocess.run(command, timeout=options.minutes * 60)
                failed = run.returncode != 0
            except subprocess.TimeoutExpired:
                print(f"schemathesis: stopped after {options.minutes} minutes without a finding")
                failed = False
            if daemon.poll() is not None:
                sys.exit(f"gatehoused ended with {daemon.returncode}:\n" + open(os.path.join(folder, "log")).read())
            sys.exit(1 if problems or failed else 0)
        finally:
            daemon.send_signal(signal.SIGTERM)
            try:
                daemon.wait(30)
            except subprocess.TimeoutExpired:
                daemon.kill()


main()
