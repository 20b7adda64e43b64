"""Says of files whether the Python Software Foundation has signed them: ``signature.py FILE…``.

Nothing of python.org's Windows build is believed but for its signature: its chain is good, and it
is of the foundation.
"""

import subprocess
import sys
from pathlib import Path

SIGNER = "CN=Python Software Foundation"
SIGNED_AT = "1712061129"
"""2 April 2024, when they signed CPython 3.11.9: a signature is judged as of then, for their
certificate has run out since."""


def is_signed(file: Path) -> bool:
    """Tell whether the Python Software Foundation has signed a file as it is."""
    verdict = subprocess.run(
        [
            *("osslsigncode", "verify", "-ignore-timestamp", "-ignore-cdp", "-ignore-crl"),
            *("-time", SIGNED_AT, "-CAfile", "/etc/ssl/certs/ca-certificates.crt", "-in", file),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    subject = next((line for line in verdict.stdout.splitlines() if "Subject:" in line), "")
    return verdict.returncode == 0 and SIGNER in subject


def main(*files: str) -> None:
    """Prove files, at least one.

    :raises SystemExit: one is not signed, or there is none.
    """
    if not files:
        raise SystemExit("signature.py FILE…")
    for file in files:
        if not is_signed(Path(file)):
            raise SystemExit(f"{Path(file).name}: not signed by the Python Software Foundation")


if __name__ == "__main__":
    main(*sys.argv[1:])
