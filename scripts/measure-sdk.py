#!/usr/bin/env python3
"""Measures `users list` beside the official Python SDK, on the same server in one run.

  scripts/measure-sdk.py ZTRIAGE [USERS] [RUNS]

Needs the SDK: pip install cloudflare. Prints medians; fails on none: machines differ.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

SDK = """
from cloudflare import Cloudflare
import os
client = Cloudflare(api_token='bench', base_url=os.environ['CLOUDFLARE_BASE_URL'], timeout=600)
summary = client.zero_trust.risk_scoring.summary.get(account_id='bench')
for user in summary.users:
    print(user.to_json(indent=None))
"""


def run(command, environment):
    """Seconds, seconds of the processor, and the most memory in MB of a command."""
    start = time.time()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command[0]} ended with {status}")
    return time.time() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def show(name, runs):
    seconds, processor, memory = (statistics.median(values) for values in zip(*runs))
    print(f"{name:34} {seconds:6.2f} s  {processor:6.2f} s of the processor  {memory:5.0f} MB")
    return seconds, memory


def main():
    binary, users, runs = (sys.argv[1:] + ["100000", "5"][len(sys.argv) - 2 :])[:3]
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [binary, "simulate", "--port", "0", "--users", users], stdout=subprocess.PIPE, text=True
        )
        try:
            address = server.stdout.readline().split()[-1]
            first, again, sdk = [], [], []
            # Run 0 builds the account.
            for number in range(int(runs) + 1):
                home = f"{folder}/{number}"
                environment = {
                    "PATH": os.environ["PATH"],
                    "HOME": home,
                    "CLOUDFLARE_BASE_URL": address,
                    "CLOUDFLARE_API_TOKEN": "bench",
                    "CLOUDFLARE_ACCOUNT_ID": "bench",
                }
                os.mkdir(home)
                list_users = [binary, "users", "list", "--format", "ndjson"]
                first.append(run(list_users, environment))
                again.append(run(list_users, environment))
                sdk.append(run([sys.executable, "-c", SDK], environment))
        finally:
            server.terminate()
            server.wait()
    print(f"users list, {users} users, fetched, decoded, saved and printed")
    theirs = show("official Python SDK, nothing saved", sdk[1:])
    for name, runs in (("ztriage, first time", first), ("ztriage, nothing changed", again)):
        ours = show(name, runs[1:])
        ratios = [our / their for our, their in zip(ours, theirs)]
        print(f"{'':34} {ratios[0]:.2f} of its time, {ratios[1]:.2f} of its memory")


main()
