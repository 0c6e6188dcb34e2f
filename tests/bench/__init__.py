"""The numbers Simak promises, measured: ``python -m tests.bench`` prints one JSON object. Never part of the tests."""
