#!/usr/bin/env python3
"""Time the pages of the workbench on a large run, as a browser asks for them, and tell the memory of the process.

usage: workbench.py SARAND OUT [OPTIONS OF VIEW...]

    python3 benches/workbench.py target/release/sarand clean/ --against old/

OUT is the folder of a run. Every link of the first page and of the list of documents is asked for, one of each kind, then 100
documents at random, two searches, and with `--against` what differs. Times are in milliseconds, from request to last byte.
"""
import collections, html, random, re, statistics, subprocess, sys, threading, time, urllib.parse, urllib.request


def main():
    sarand, out, options = sys.argv[1], sys.argv[2], sys.argv[3:]
    program = subprocess.Popen([sarand, "view", out, *options], stdout=subprocess.PIPE, text=True)
    try:
        measure(program, program.stdout.readline().strip(), "--against" in options)
    finally:
        program.terminate()


def measure(program, address, is_compared):
    def get(page):
        begun = time.monotonic()
        with urllib.request.urlopen(urllib.parse.urljoin(address, page), timeout=120) as answer:
            body = answer.read().decode()
        return (time.monotonic() - begun) * 1e3, body

    def tell(page):
        times, bodies = zip(*(get(page) for _ in range(3)))
        print(f"{page or 'run':<50} {statistics.median(times):7.0f} ms")
        return bodies[0]

    def memory():
        status = open(f"/proc/{program.pid}/status", encoding="ascii").read()
        return ", ".join(f"{name} {int(kilobytes) // 1000} MB" for name, kilobytes
                         in re.findall(r"Vm(RSS|HWM):\s*(\d+)", status))

    begun, slowest = time.monotonic(), 0
    print(f"{'first page':<50} {get('')[0]:7.0f} ms")
    while True:
        took, body = get("documents")
        slowest = max(slowest, took, get("")[0])
        if "data-grows" not in body:
            break
        time.sleep(0.2)
    print(f"all read after {time.monotonic() - begun:.1f} s; the slowest page meanwhile {slowest:.0f} ms")
    print(re.search(r"<h1>(.*?)</h1>", body)[1], memory(), sep="; ")
    kinds = collections.OrderedDict()
    for link in re.findall(r'href="(documents[^"]*)"', get("")[1] + body):
        link = html.unescape(link)
        kinds.setdefault(re.match(r"[^=]*", link)[0], link)
    for link in ["", *kinds.values()]:
        tell(link)
    count = int(re.search(r"<h1>([\d,]+)", body)[1].replace(",", ""))
    draw = random.Random(1)
    times = sorted(get(f"document?n={draw.randrange(count)}")[0] for _ in range(100))
    print(f"{'100 documents, median and slowest':<50} {times[50]:7.1f} ms {times[-1]:.1f} ms")
    for needle in ["خبر", "nowhere to be found"]:
        tell("documents?text=" + urllib.parse.quote(needle))
    if is_compared:
        while "data-grows" in get("compare")[1]:
            time.sleep(0.2)
        tell("compare")
    print("at the end:", memory())


main()
