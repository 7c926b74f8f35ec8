#!/usr/bin/env python3
"""Measures a dashboard in a pseudo-terminal: first paint, key to first byte, bytes, idle.

  scripts/measure-terminal.py ZTRIAGE [USERS ...] [--filled BENCHMARKS USERS]

Starts `ZTRIAGE simulate` for each number of users and the dashboard against it. With --filled,
BENCHMARKS makes a cache of users, of which the first paint is measured, without a server. Prints
medians; fails on nothing, because times belong to machines. Standard library only.
"""
import argparse, fcntl, os, pty, select, shutil, statistics, struct, subprocess, sys, tempfile, termios, time

DOWN, PAGE_DOWN = b"\x1bOB", b"\x1b[6~"


def environment(url, home):
    return dict(
        os.environ, TERM="xterm-256color", LC_ALL="C.UTF-8", CLOUDFLARE_BASE_URL=url,
        CLOUDFLARE_API_TOKEN="bench", CLOUDFLARE_ACCOUNT_ID="bench", XDG_CONFIG_HOME=f"{home}/config",
        XDG_CACHE_HOME=f"{home}/cache", XDG_STATE_HOME=f"{home}/state")


class Dashboard:
    def __init__(self, binary, url, columns, rows, home=None, arguments=()):
        home = home or tempfile.mkdtemp(prefix="ztriage-bench-")
        start, child_start = os.pipe()
        variables = environment(url, home)
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            # The size must be there before the first byte is drawn for it.
            size = struct.pack("HHHH", rows, columns, 0, 0)
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            # A copy of this interpreter takes milliseconds to make, which are not the dashboard's.
            os.write(child_start, struct.pack("d", time.perf_counter()))
            os.execve(binary, [binary, *arguments], variables)
        os.close(child_start)
        self.started = struct.unpack("d", os.read(start, 8))[0]
        os.close(start)

    def read(self, quiet, limit=30.0):
        """Bytes until nothing came for `quiet` seconds, and when the first of them came."""
        total, first, deadline = 0, None, time.perf_counter() + limit
        while time.perf_counter() < deadline:
            if not select.select([self.terminal], [], [], quiet)[0]:
                break
            try:
                data = os.read(self.terminal, 1 << 16)
            except OSError:  # the dashboard has left the terminal
                break
            first = first or time.perf_counter()
            total += len(data)
        return total, first

    def read_first_paint(self, limit=5.0):
        """Bytes until users stand on the screen, and when the last of them had come."""
        data, deadline = b"", time.perf_counter() + limit
        while b"\x1b[?2026l" not in data.partition(b"HIGH")[2] and time.perf_counter() < deadline:
            if select.select([self.terminal], [], [], 0.1)[0]:
                data += os.read(self.terminal, 1 << 16)
        return len(data), time.perf_counter()

    def press(self, key, quiet=0.05):
        start = time.perf_counter()
        os.write(self.terminal, key)
        total, first = self.read(quiet)
        return total, (first - start) * 1000 if first else float("nan")

    def status(self, field):
        with open(f"/proc/{self.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(field))

    def switches(self):
        total = 0
        for task in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{task}/status") as file:
                total += sum(int(line.split()[1]) for line in file if "ctxt_switches" in line)
        return total

    def quit(self):
        os.write(self.terminal, b"q")
        self.read(0.2)
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


def first_paint(binary, home, users, url):
    """From start to users on the screen, out of the cache, with no network."""
    for columns, rows in ((80, 24), (200, 60)):
        times, sizes = [], []
        for _ in range(11):
            # The server's name leads to the cache; nobody is asked.
            dashboard = Dashboard(binary, url, columns, rows, home, ["--offline"])
            size, end = dashboard.read_first_paint()
            times.append((end - dashboard.started) * 1000)
            sizes.append(size)
            dashboard.read(0.3)
            dashboard.quit()
        print(
            f"{users:>7} users {columns}x{rows}: first paint from the cache "
            f"{statistics.median(times):.1f} ms, {statistics.median(sizes):.0f} B", flush=True)


def measure_filled(binary, benchmarks, users):
    home = tempfile.mkdtemp(prefix="ztriage-bench-")
    try:
        subprocess.run([benchmarks, "fill", f"{home}/cache/ztriage/127.0.0.1_9/bench", str(users)], check=True)
        first_paint(binary, home, users, "http://127.0.0.1:9/client/v4")
    finally:
        shutil.rmtree(home)


def measure(binary, users):
    server = subprocess.Popen(
        [binary, "simulate", "--port", "0", "--users", str(users)], stdout=subprocess.PIPE, text=True)
    url = server.stdout.readline().split()[-1]
    home = tempfile.mkdtemp(prefix="ztriage-bench-")
    try:
        command = [binary, "users", "list", "--format", "json"]
        subprocess.run(
            command, env=environment(url, home), stdout=subprocess.DEVNULL, check=True)
        first_paint(binary, home, users, url)
        for columns, rows in ((80, 24), (200, 60)):
            dashboard = Dashboard(binary, url, columns, rows)
            _, first = dashboard.read(0)
            while first is None:
                _, first = dashboard.read(0.001)
            start = (first - dashboard.started) * 1000
            painted, _ = dashboard.read(1.5 + users / 20_000)
            # At rest the timeline has followed; what follows is the key alone.
            times, sizes = [], []
            for _ in range(12):
                size, delay = dashboard.press(b"j", 0.03)
                times.append(delay)
                sizes.append(size)
                dashboard.read(0.4)
            pages = []
            for _ in range(4):
                pages.append(dashboard.press(PAGE_DOWN, 0.03)[0])
                dashboard.read(0.6)
            # A key that is typed before the last answer came would be timed by that one.
            for _ in range(100):
                times.append(dashboard.press(b"k", 0.02)[1])
            dashboard.read(1.0)
            before, idle = dashboard.switches(), 0
            idle, _ = dashboard.read(3.0)
            wakeups = dashboard.switches() - before
            times = sorted(t for t in times if t == t)
            print(
                f"{users:>7} users {columns}x{rows}: first byte {start:6.1f} ms, paint {painted} B, "
                f"key p50 {statistics.median(times):.2f} ms p99 {times[int(len(times) * .99)]:.2f} ms, "
                f"down {statistics.median(sizes):.0f} B, page down {statistics.median(pages):.0f} B, "
                f"idle 3 s: {idle} B {wakeups} switches, rss {dashboard.status('VmRSS') // 1024} MB", flush=True)
            dashboard.quit()
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(home)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("ztriage", type=os.path.abspath)
    parser.add_argument("users", type=int, nargs="*")
    parser.add_argument("--filled", nargs=2, metavar=("BENCHMARKS", "USERS"))
    arguments = parser.parse_args()
    for users in arguments.users:
        measure(arguments.ztriage, users)
    if arguments.filled:
        measure_filled(arguments.ztriage, arguments.filled[0], int(arguments.filled[1]))
