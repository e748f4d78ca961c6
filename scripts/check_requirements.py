"""Exits 0 if every NAME==VERSION of the given file is installed in this Python."""

import importlib.metadata
import sys
from pathlib import Path


def is_installed(requirement: str) -> bool:
    name, version = requirement.split("==")
    try:
        return importlib.metadata.version(name) == version
    except importlib.metadata.PackageNotFoundError:
        return False


lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
wanted = [line for line in lines if line and not line.startswith("#")]
sys.exit(0 if all(is_installed(requirement) for requirement in wanted) else 1)
