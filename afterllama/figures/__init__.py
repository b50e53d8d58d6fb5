"""Figures, drawn and checked."""
