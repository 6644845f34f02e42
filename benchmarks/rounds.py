#!/usr/bin/env python3
"""Runs contestants in turns and prints how the first compares with each of the others.

usage: rounds.py [--rounds 7] [--warmups 1] [--before COMMAND] [--result REGEX] [--bytes N] NAME=COMMAND...

Every round starts each command once, one after another, so that a machine that drifts by the minute
drifts for all of them. Wall and CPU seconds and the peak of the resident memory are those of the whole
process with its children. A time counts only if the command ended with 0 and what --result finds in its
output (the last match, its last group) is the same for every contestant and every round.

A contestant written NAME@=COMMAND stays: it is started once, answers each line on its standard input with
one line `RESULT SECONDS CPU_SECONDS`, and so shows its speed when it is warm.

The first contestant is ours: the ratios are the others' seconds divided by ours of the same round.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time


class Run:
    def __init__(self, wall, cpu, rss, result):
        self.wall, self.cpu, self.rss, self.result = wall, cpu, rss, result


class Fresh:
    """A command that is started anew for each run."""

    def __init__(self, name, command, pattern):
        self.name, self.command, self.pattern = name, command, pattern

    def run(self):
        with tempfile.TemporaryFile() as output:
            begin = time.perf_counter()
            child = subprocess.Popen(["bash", "-c", "exec " + self.command if single(self.command) else self.command],
                                     stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(child.pid, 0)
            wall = time.perf_counter() - begin
            child.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            text = output.read().decode("utf-8", "replace")
        if child.returncode != 0:
            sys.exit("%s ended with %d:\n%s" % (self.name, child.returncode, text[-2000:]))
        return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, self.result(text))

    def result(self, text):
        if self.pattern is None:
            return ""
        matches = list(re.finditer(self.pattern, text))
        if not matches:
            sys.exit("%s printed nothing that fits %s:\n%s" % (self.name, self.pattern, text[-2000:]))
        last = matches[-1]
        return last.group(last.lastindex or 0)

    def close(self):
        pass


class Kept:
    """A command that is started once and asked for one run per line."""

    def __init__(self, name, command):
        self.name = name
        self.child = subprocess.Popen(["bash", "-c", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self):
        self.child.stdin.write("run\n")
        self.child.stdin.flush()
        answer = self.child.stdout.readline().split()
        if len(answer) != 3:
            sys.exit("%s answered %r" % (self.name, answer))
        return Run(float(answer[1]), float(answer[2]), 0, answer[0])

    def close(self):
        self.child.stdin.close()
        self.child.wait()


def single(command):
    return not re.search(r"[;&|]", command)


def contestant(text, pattern):
    name, command = text.split("=", 1)
    if name.endswith("@"):
        return Kept(name[:-1], command)
    return Fresh(name, command, pattern)


def spread(values, form):
    return " / ".join(form % value for value in (min(values), statistics.median(values), max(values)))


def measure(contestants, rounds, warmups, before):
    runs = {c.name: [] for c in contestants}
    expected = None
    for number in range(-warmups, rounds):
        for c in contestants:
            if before:
                subprocess.run(["bash", "-c", before], check=True)
            run = c.run()
            if expected is None:
                expected = run.result
            if run.result != expected:
                sys.exit("%s found %s, not %s" % (c.name, run.result, expected))
            if number >= 0:
                runs[c.name].append(run)
        if number >= 0:
            print("round %d: %s" % (number + 1, ", ".join("%s %.2f s" % (c.name, runs[c.name][-1].wall) for c in contestants)),
                  file=sys.stderr)
    return runs, expected


def report(contestants, runs, size):
    print("%-32s %26s %26s %10s%s" % ("contestant", "wall s, min/median/max", "CPU s, min/median/max", "RSS MiB",
                                      "  MB/s, median" if size else ""))
    for c in contestants:
        walls, cpus = [r.wall for r in runs[c.name]], [r.cpu for r in runs[c.name]]
        rss = max(r.rss for r in runs[c.name]) / 1048576
        rate = "  %.0f" % (size / 1e6 / statistics.median(walls)) if size else ""
        print("%-32s %26s %26s %10s%s" % (c.name, spread(walls, "%.3f"), spread(cpus, "%.3f"), "%.0f" % rss if rss else "-", rate))
    ours = runs[contestants[0].name]
    for c in contestants[1:]:
        wall = [theirs.wall / mine.wall for mine, theirs in zip(ours, runs[c.name])]
        cpu = [theirs.cpu / mine.cpu for mine, theirs in zip(ours, runs[c.name])]
        print("%s / %s: %s in wall time, %s in CPU time (min / median / max of %d rounds)" %
              (c.name, contestants[0].name, spread(wall, "%.2f"), spread(cpu, "%.2f"), len(wall)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=int(os.environ.get("ROUNDS", "7")))
    parser.add_argument("--warmups", type=int, default=1, help="rounds that are run and not counted")
    parser.add_argument("--result", help="what has to be equal in every output")
    parser.add_argument("--bytes", type=int, default=0, help="bytes of input, to print MB/s")
    parser.add_argument("--before", help="is run before each run and not timed")
    parser.add_argument("contestants", nargs="+")
    given = parser.parse_args()
    contestants = [contestant(text, given.result) for text in given.contestants]
    try:
        load = os.getloadavg()[0]
        runs, result = measure(contestants, given.rounds, given.warmups, given.before)
    finally:
        for c in contestants:
            c.close()
    print("cores %d, load before %.1f, after %.1f; warm-up rounds %d; result of all: %s" %
          (os.cpu_count(), load, os.getloadavg()[0], given.warmups, result or "exit code 0"))
    report(contestants, runs, given.bytes)


if __name__ == "__main__":
    main()
