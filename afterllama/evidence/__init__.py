"""Cited values, and claims judged by written rules."""
