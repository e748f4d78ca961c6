"""Submits jobs by scripts/submit.sh to a Slurm of its own on this machine, and looks at what they do.

    slurm.py --binary BINARY [NAME...]

Needs the Debian packages slurmctld, slurmd and munge (scripts/setup.sh --slurm); without them it
says so and exits 77. NAME: only the tests whose dotted name contains it.
"""

from __future__ import annotations

import argparse
import sys
import unittest
from pathlib import Path

from slurm import cluster, submitting

SKIPPED = 77
TESTS = Path(__file__).resolve().parent / "slurm"  # test_*.py in it


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, required=True, metavar="BINARY")
    parser.add_argument("names", nargs="*", metavar="NAME")
    arguments = parser.parse_args()
    missing = cluster.missing_commands()
    if missing:
        print(f"slurm: skipped, there is no {', '.join(missing)}; scripts/setup.sh --slurm installs "
              "Slurm")
        return SKIPPED
    submitting.binary = arguments.binary.resolve(strict=True)
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{name}*" for name in arguments.names] or None
    suite = loader.discover(str(TESTS), top_level_dir=str(TESTS.parent))
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    return 0 if result.wasSuccessful() and result.testsRun else 1


if __name__ == "__main__":
    sys.exit(main())
