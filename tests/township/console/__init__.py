"""Tests of the township clerk's console."""
