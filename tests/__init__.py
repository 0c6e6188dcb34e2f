"""Tests of Simak; a package, so that test files may share names and helpers."""
