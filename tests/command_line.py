"""Runs the hubcensus binary as a user does and checks exit codes, messages and reports.

    command_line.py --binary BINARY [--shared DIR] [NAME...]

NAME: only the tests whose dotted name contains it. DIR/data/real holds real Hub files, without
which their tests are skipped. Ends with 'N passed, N failed, N skipped'; exit 1 if any failed or
none passed.
"""

from __future__ import annotations

import argparse
import sys
import unittest
from pathlib import Path

from command_line import (program, test_corruption, test_expected, test_inputs, test_inspect,
                          test_invariance, test_json, test_options, test_records, test_signals,
                          test_usage)

MODULES = (test_corruption, test_expected, test_usage, test_options, test_inputs, test_records,
           test_inspect, test_json, test_signals, test_invariance)


def chosen(suite: unittest.TestSuite, names: list[str]) -> list[unittest.TestCase]:
    tests = []
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            tests += chosen(item, names)
        elif not names or any(name in item.id() for name in names):
            tests.append(item)
    return tests


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, required=True, metavar="BINARY")
    parser.add_argument("--shared", type=Path, metavar="DIR")
    parser.add_argument("names", nargs="*", metavar="NAME")
    arguments = parser.parse_args()
    loader = unittest.TestLoader()
    suite = unittest.TestSuite(loader.loadTestsFromModule(module) for module in MODULES)
    tests = chosen(suite, arguments.names)
    with program.use(arguments.binary.resolve(strict=True), arguments.shared):
        result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(
            unittest.TestSuite(tests))
    # A test fails once, however many of its parts do.
    failed = {getattr(test, "test_case", test).id() for test, _ in result.failures + result.errors}
    skipped = len(result.skipped)
    passed = result.testsRun - len(failed) - skipped
    print(f"{passed} passed, {len(failed)} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
