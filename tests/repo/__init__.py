"""Tests that hold the repository's own rules."""
