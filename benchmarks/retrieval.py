#!/usr/bin/env python3
"""The measuring part of retrieval.sh.

retrieval.py blocks COUNT CAR CIDS    writes a CAR of so many random raw blocks of 1 KiB, and their CIDs
retrieval.py measure --ours URL ...   measures, and prints the ratio of each round
"""

import argparse
import base64
import hashlib
import os
import random
import re
import selectors
import socket
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

ROUNDS = int(os.environ.get("ROUNDS", "7"))
SECONDS = int(os.environ.get("SECONDS_EACH", "5"))
READERS = int(os.environ.get("READERS", "500"))
MIB = 1 << 20


def blocks(count, car, cids):
    generator = random.Random(7)

    def cid(block):
        return b"\x01\x55\x12\x20" + hashlib.sha256(block).digest()

    first = generator.randbytes(1024)
    link = b"\xd8\x2a\x58\x25\x00" + cid(first)
    header = b"\xa2eroots\x81" + link + b"gversion\x01"
    with open(car, "wb") as out, open(cids, "w") as names:
        out.write(bytes([len(header)]) + header)
        for number in range(count):
            block = first if number == 0 else generator.randbytes(1024)
            name = cid(block)
            length = len(name) + len(block)
            out.write(bytes([length & 127 | 128, length >> 7]) + name + block)
            names.write("b" + base64.b32encode(name).decode().lower().rstrip("=") + "\n")


def curl(*arguments):
    return subprocess.run(["curl", "-sf", *arguments], check=True, capture_output=True).stdout


def timed(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def in_turns(what, ours, others, more_is_better):
    """Calls each measure once a round; the first round warms up and does not count."""
    rounds = []
    for number in range(ROUNDS + 1):
        figures = [measure() for measure in (ours, *others.values())]
        if number:
            rounds.append(figures)
    mine = [figures[0] for figures in rounds]
    print("%s: ours %s" % (what, spread(mine)))
    for place, name in enumerate(others, 1):
        ratios = [f[0] / f[place] if more_is_better else f[place] / f[0] for f in rounds]
        print("  %s %s, ratio %s" % (name, spread([f[place] for f in rounds]), spread(ratios)), flush=True)


def spread(figures):
    return "%.3g / %.3g / %.3g" % (min(figures), statistics.median(figures), max(figures))


def whole(url, size):
    got = int(curl("-o", "/dev/null", "-w", "%{size_download}", url))
    if got != size:
        sys.exit("%s: %d bytes, not %d" % (url, got, size))


def in_parts(url, size, parts=16):
    step = (size + parts - 1) // parts

    def part(number):
        begin, end = number * step, min(size, (number + 1) * step) - 1
        return int(curl("-o", "/dev/null", "-w", "%{size_download}", "-r", "%d-%d" % (begin, end), url))

    with ThreadPoolExecutor(parts) as pool:
        if sum(pool.map(part, range(parts))) != size:
            sys.exit(url + ": the parts are not the whole")


def requests_a_second(url, script):
    said = subprocess.run(["wrk", "-t2", "-c16", "-d%ds" % SECONDS, "-s", script, url],
                          check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit("%s: %s" % (url, said))
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", said).group(1))


def written(path, text):
    with open(path, "w") as out:
        out.write(text)
    return path


def ranges_script(work, path, size):
    return written(work + "/ranges.lua", """
local n = 0
function init(args) math.randomseed(5) end
function request()
  local at = math.random(0, %d)
  return wrk.format("GET", "%s", {Range = "bytes=" .. at .. "-" .. (at + %d)})
end
""" % (size - MIB, path, MIB - 1))


def blocks_script(work, cids):
    return written(work + "/blocks.lua", """
local cids = {}
for line in io.lines("%s") do cids[#cids + 1] = line end
function request() return wrk.format("GET", "/ipfs/" .. cids[math.random(#cids)] .. "?format=raw") end
""" % cids)


def same_ranges(urls, served):
    size = os.path.getsize(served)
    with open(served, "rb") as file:
        for _ in range(50):
            at = random.randrange(size - MIB)
            file.seek(at)
            expected = file.read(MIB)
            for url in urls:
                if curl("-r", "%d-%d" % (at, at + MIB - 1), url) != expected:
                    sys.exit(url + ": other bytes at %d" % at)


def same_blocks(urls, cids):
    for cid in random.sample(cids, 50):
        digest = base64.b32decode(cid[1:].upper() + "=" * (-(len(cid) - 1) % 8))[4:]
        for url in urls:
            if hashlib.sha256(curl("%s/ipfs/%s?format=raw" % (url, cid))).digest() != digest:
                sys.exit("%s: %s has other bytes" % (url, cid))


def first_byte(url):
    """Milliseconds from the request to the first byte of the body."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port)) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        begin = time.perf_counter()
        connection.sendall(("GET %s HTTP/1.1\r\nHost: %s\r\n\r\n" % (parts.path, parts.netloc)).encode())
        got = b""
        while b"\r\n\r\n" not in got or got.endswith(b"\r\n\r\n"):
            more = connection.recv(65536)
            if not more:
                sys.exit("%s: no body: %s" % (url, got[:200]))
            got += more
        if b" 200 " not in got.split(b"\r\n")[0]:
            sys.exit("%s: %s" % (url, got[:200]))
        return (time.perf_counter() - begin) * 1000


def resident(port):
    """MiB of the process that listens there."""
    said = subprocess.run(["ss", "-ltnpH", "sport = :%d" % port], capture_output=True, text=True).stdout
    pid = re.search(r"pid=(\d+)", said).group(1)
    with open("/proc/%s/status" % pid) as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024


def many_readers(url, count):
    """So many downloads at once, each slow, so that none ends before the last has begun."""
    parts = urlsplit(url)
    before = resident(parts.port)
    ready = selectors.DefaultSelector()
    readers = []
    for _ in range(count):
        reader = socket.create_connection((parts.hostname, parts.port))
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        reader.sendall(("GET %s HTTP/1.1\r\nHost: %s\r\n\r\n" % (parts.path + ("?" + parts.query) * bool(parts.query), parts.netloc)).encode())
        ready.register(reader, selectors.EVENT_READ)
        readers.append(reader)
    answered, most, end = set(), before, time.monotonic() + 20
    while time.monotonic() < end:
        for key, _ in ready.select(timeout=0.1):
            got = key.fileobj.recv(16384)
            if not got:
                sys.exit("a reader was cut off")
            if key.fileobj not in answered and not got.startswith(b"HTTP/1.1 200"):
                sys.exit("a reader was refused: %s" % got[:200])
            answered.add(key.fileobj)
        most = max(most, resident(parts.port))
        time.sleep(0.05)
    for reader in readers:
        reader.close()
    if len(answered) != count:
        sys.exit("only %d of %d readers were answered" % (len(answered), count))
    print("  %.0f MiB before, %.0f MiB with %d readers of %s" % (before, most, count, parts.path), flush=True)


def measure(options):
    size = os.path.getsize(options.served)
    piece = options.ours + "/piece/" + options.piece
    cids = open(options.cids).read().split()
    if options.nginx:
        theirs = options.nginx + "/piece"
        same_ranges([piece, theirs], options.served)
        rate = lambda work: size / 1e6 / timed(work)
        in_turns("piece over one connection, MB/s", lambda: rate(lambda: whole(piece, size)),
                 {"nginx": lambda: rate(lambda: whole(theirs, size))}, True)
        in_turns("piece in 16 ranges at once, MB/s", lambda: rate(lambda: in_parts(piece, size)),
                 {"nginx": lambda: rate(lambda: in_parts(theirs, size))}, True)
        mine = ranges_script(options.work, "/piece/" + options.piece, size)
        ours = lambda: requests_a_second(options.ours, mine)
        other = options.work + "/ranges-nginx.lua"
        written(other, open(mine).read().replace("/piece/" + options.piece, "/piece"))
        in_turns("1 MiB ranges, requests/s", ours, {"nginx": lambda: requests_a_second(options.nginx, other)}, True)
    if options.kubo:
        same_blocks([options.ours, options.kubo], cids)
        script = blocks_script(options.work, options.cids)
        in_turns("raw blocks of %d, requests/s" % len(cids), lambda: requests_a_second(options.ours, script),
                 {"kubo": lambda: requests_a_second(options.kubo, script)}, True)
        dag = "/ipfs/%s?format=car&dag-scope=all" % options.dag
        expected = hashlib.sha256(curl(options.ours + dag)).hexdigest()
        if hashlib.sha256(curl(options.kubo + dag)).hexdigest() != expected:
            print("note: kubo's CAR has its blocks in another order; sizes are compared")
        length = len(curl(options.ours + dag))
        in_turns("CAR of a file, MB/s", lambda: length / 1e6 / timed(lambda: whole(options.ours + dag, length)),
                 {"kubo": lambda: length / 1e6 / timed(lambda: whole(options.kubo + dag, length))}, True)
    file = "%s/ipfs/%s/piece.bin" % (options.ours, options.file)
    print("first byte of the whole file, ms: %s" % spread([first_byte(file) for _ in range(ROUNDS + 1)][1:]))
    if options.alone:
        print("resident memory of the retrieval server alone:")
        many_readers(piece.replace(options.ours, options.alone), READERS)
        # As many as it takes with its heap.
        many_readers(file.replace(options.ours, options.alone), READERS // 2)
        many_readers("%s/ipfs/%s?format=car" % (options.alone, options.dag), READERS // 2)


def main():
    if sys.argv[1:2] == ["blocks"]:
        blocks(int(sys.argv[2]), sys.argv[3], sys.argv[4])
        return
    parser = argparse.ArgumentParser()
    parser.add_argument("verb", choices=["measure"])
    for name in ("ours", "piece", "file", "dag", "cids", "served", "work"):
        parser.add_argument("--" + name, required=True)
    for name in ("nginx", "kubo", "alone"):
        parser.add_argument("--" + name)
    measure(parser.parse_args())


main()
