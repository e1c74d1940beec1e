"""Tidy tables of many reports: written by `batch`, opened here."""
