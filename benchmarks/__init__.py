"""Benchmarks: one script a question, each with its limit or a peer measured in the same run."""
