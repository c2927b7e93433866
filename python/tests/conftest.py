"""Fixtures of all tests."""

from __future__ import annotations

import signal

import pytest

import sarand


@pytest.fixture(scope="session", autouse=True)
def interrupts() -> None:
    """Ctrl-C works, also where a shell that runs the tests in the background has turned it off."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def cleaner() -> sarand.Cleaner:
    """A cleaner with the options that the program has by itself."""
    return sarand.Cleaner()
