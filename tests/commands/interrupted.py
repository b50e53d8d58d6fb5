"""A command of ours that a person ends with Ctrl-C when part of its work is done."""

import os
import signal
import subprocess
import sys
import time


def interrupted(arguments, enough):
    """Exit status and error text of ``afterllama`` with the arguments, ended as soon as ``enough()`` holds."""
    command = [sys.executable, "-m", "afterllama", *arguments]
    started = subprocess.Popen(command, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    limit = time.monotonic() + 120
    while not enough() and time.monotonic() < limit and started.poll() is None:
        time.sleep(0.05)
    started.send_signal(signal.SIGINT)
    _, words = started.communicate(timeout=60)
    return started.returncode, words


def finished(arguments):
    """What the same command prints when nobody ends it."""
    command = [sys.executable, "-m", "afterllama", *arguments]
    return subprocess.run(command, env=os.environ, capture_output=True, text=True, check=True).stdout
