"""sitecustomize of the Python under Wine: what Wine does not hand on to its programs.

It keeps all variables that begin with QT_. Without a screen, Qt finds fonts only in QT_QPA_FONTDIR,
and takes any of them for "Sans Serif": only the one that Linux takes lies there.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_FONTDIR", str(Path(sys.prefix, "fonts")))
