"""sitecustomize of the Python under Wine: what Wine does not hand on to its programs.

It keeps all variables that begin with QT_. Without a screen, Qt finds fonts only in QT_QPA_FONTDIR.
"""

import os

os.environ.setdefault("QT_QPA_FONTDIR", r"Z:\usr\share\fonts\truetype\noto")
