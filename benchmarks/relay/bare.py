"""A bare WSGI function for the same server: says one answer, which lies in a file, for every path.

The file is named by BARE_ANSWER: JSON of status, headers and the place of the body.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

ANSWER = "BARE_ANSWER"


def made() -> WSGIApplication:
    """Return the app that says what the file says."""
    told = json.loads(Path(os.environ[ANSWER]).read_text())
    status, headers = told["status"], [(name, value) for name, value in told["headers"]]
    body = (Path(told["body"]).read_bytes(),)

    def app(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response(status, headers)
        return body

    return app
