"""Wait for something that is bound to come."""

import time


def until(true, seconds=60):
    """Wait until ``true()``; fails after so many seconds."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)
