"""The first floor: what a comment means. Knows texts, never people or cases."""
