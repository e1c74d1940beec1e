"""Findings to what people hold: terminal, HTML, Excel, JSON, SARIF, marked-up sources, letter."""
