"""Compiles the translations; puts resources and handbook into the wheel, none lacks them."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ResourcesHook(BuildHookInterface[Any]):
    """Runs before each wheel; an editable install finds the resources where they are."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        script = root / "tools" / "translations.py"
        subprocess.run([sys.executable, str(script), "compile"], check=True)
        if version != "editable":
            included = build_data["force_include"]
            included[str(root / "resources")] = "app/_resources"
            for part in ("handbuch.md", "handbook.md", "pictures"):
                included[str(root / "docs" / part)] = f"app/docs/{part}"
