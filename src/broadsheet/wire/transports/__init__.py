"""The ways in which copy arrives."""
