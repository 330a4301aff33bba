"""Fixtures of the tests that kill."""

from tests.township.conftest import office as office
from tests.township.conftest import scribe as scribe
from tests.township.conftest import served as served
