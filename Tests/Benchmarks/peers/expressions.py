#!/usr/bin/env python3
"""Evaluates the expressions of a file with another implementation and prints nanoseconds of CPU each, as JSON.

Usage: expressions.py rust|python FILE

Programs are compiled and the variables handed over before the clock starts. What remains of the binding is measured
with the expression `true` and printed first, so that it can be taken off.
"""

import json
import sys
import time


def rust(claims):
    import cel

    context = cel.Context(variables={"claims": claims})

    def prepared(text):
        program = cel.compile(text)
        return lambda: program.execute(context)

    return prepared


def python(claims):
    import celpy

    environment = celpy.Environment()
    activation = {"claims": celpy.json_to_cel(claims)}

    def prepared(text):
        program = environment.program(environment.compile(text))
        return lambda: program.evaluate(activation)

    return prepared


def nanoseconds(evaluate):
    count = 1
    while True:
        start = time.process_time_ns()
        for _ in range(count):
            evaluate()
        took = time.process_time_ns() - start
        if took > 60_000_000:
            return took / count
        count *= 4


def main():
    implementation, file = sys.argv[1:]
    with open(file) as opened:
        given = json.load(opened)
    prepared = {"rust": rust, "python": python}[implementation](given["claims"])
    rows = []
    for text in ["true", *given["expressions"]]:
        evaluate = prepared(text)
        rows.append({"value": bool(evaluate()), "nanoseconds": min(nanoseconds(evaluate) for _ in range(3))})
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
