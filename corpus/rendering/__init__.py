"""Writes reports we make ourselves as PDF, DOCX, HTML and text, the same bytes every time.

`description` says what a report holds, `tables` draws the standard tables of the national forms,
`render` turns a description into the bytes of a file. Nothing here knows how gouji reads.
"""

from .description import Box, Grid, Heading, Mark, Paragraph, Report, parse_marks
from .write import ON_REQUEST, STYLES, extension, render

__all__ = [
    "ON_REQUEST",
    "STYLES",
    "Box",
    "Grid",
    "Heading",
    "Mark",
    "Paragraph",
    "Report",
    "extension",
    "parse_marks",
    "render",
]
