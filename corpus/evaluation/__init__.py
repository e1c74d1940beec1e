"""Compares what gouji finds with gold: recall, precision, places, cures, cells and figures."""
