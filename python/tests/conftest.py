"""Fixtures of all tests."""

from __future__ import annotations

import pytest

import sarand


@pytest.fixture(scope="session")
def cleaner() -> sarand.Cleaner:
    """A cleaner with the options that the program has by itself."""
    return sarand.Cleaner()
