"""Run first in a bundle: what pyqtgraph imports of OpenGL, and never uses unless it is told to.

Qt's own bindings of it are 10 MB. Whoever does ask for something in them is told what is missing.
"""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import MappingProxyType, ModuleType

CLASSES = MappingProxyType({"PySide6.QtOpenGL": (), "PySide6.QtOpenGLWidgets": ("QOpenGLWidget",)})
"""The two modules, empty but for the class that pyqtgraph derives one of its own from."""


class NoOpenGL:
    """Finds these modules before anybody looks for Qt's."""

    def find_spec(
        self,
        name: str,
        _path: Sequence[str] | None = None,
        _target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        # Has what a loader needs; the class of all loaders would only cost the start.
        return ModuleSpec(name, self) if name in CLASSES else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave it to the import system."""

    def exec_module(self, module: ModuleType) -> None:
        from PySide6.QtWidgets import QWidget  # noqa: PLC0415  # loaded by whoever asks for this

        for name in CLASSES[module.__name__]:
            setattr(module, name, type(name, (QWidget,), {}))


sys.meta_path.insert(0, NoOpenGL())
