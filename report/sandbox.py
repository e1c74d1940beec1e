"""The process that renders templates: a request as JSON in, the texts or what was wrong out. Run by rendering.py."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import ChainableUndefined, TemplateError
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment


def main(memory: int, seconds: int, output: int) -> dict[str, Any]:
    """The answer to the request on standard input."""
    _restrict(memory, seconds)
    request = json.load(sys.stdin.buffer)
    environment = ImmutableSandboxedEnvironment(
        autoescape=request["escape"],
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    try:
        return {"texts": list(_render(environment, request["jobs"], request["context"], output))}
    except TemplateSyntaxError as error:
        return {"error": error.message, "line": error.lineno}
    except MemoryError:
        return {"error": f"more than {memory:,} bytes of memory", "line": None}
    except Exception as error:  # an expression of a template can raise anything
        return {"error": str(error), "line": None}


def _render(
    environment: ImmutableSandboxedEnvironment, jobs: list[Any], context: Mapping[str, Any], output: int
) -> Iterator[str]:
    left = output
    for source, names in jobs:
        pieces = []
        for piece in environment.from_string(source).generate({**context, **names}):
            left -= len(piece)
            if left < 0:
                raise TemplateError(f"more than {output:,} characters")
            pieces.append(piece)
        yield "".join(pieces)


def _restrict(memory: int, seconds: int) -> None:
    """Bound this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*map(int, sys.argv[1:]))))
