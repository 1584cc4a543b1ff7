"""Reads JUnit reports as a CI system would, with a parser that is none of ours.

    check_junit.py REPORT...

Counts and times must add up, names must be unique, and nothing may stand where readers do not look.
"""

import collections
import sys
import xml.etree.ElementTree as ElementTree
from decimal import Decimal

OUTCOMES = ("failure", "error", "skipped")
COUNTS = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def problems_of(root):
    if root.tag != "testsuites":
        yield f"the root is {root.tag}"
    names = collections.Counter(case.get("name") for case in root.iter("testcase"))
    yield from (f"{count} cases are named {name!r}" for name, count in names.items() if count > 1 or not name)
    for place in [root, *root]:
        cases = list(place.iter("testcase"))
        if int(place.get("tests")) != len(cases):
            yield f"{place.get('name')}: tests is not {len(cases)}"
        for attribute, element in COUNTS.items():
            count = sum(1 for case in cases if case.find(element) is not None)
            if int(place.get(attribute)) != count:
                yield f"{place.get('name')}: {attribute} is not {count}"
        if Decimal(place.get("time")) != sum(Decimal(case.get("time")) for case in cases):
            yield f"{place.get('name')}: times do not add up"
    for suite in root:
        if suite.tag != "testsuite" or [child.tag for child in suite][:1] != ["properties"]:
            yield f"{suite.get('name')}: no suite, or no properties at its begin"
        for case in suite.findall("testcase"):
            tags = [child.tag for child in case]
            outcomes = [tag for tag in tags if tag in OUTCOMES]
            if len(outcomes) > 1 or tags != outcomes + ["system-out"] or not case.get("classname"):
                yield f"{case.get('name')}: unexpected children {tags} or no classname"
            for child in case:
                if child.tag in OUTCOMES and not (child.get("message") and child.get("type") and child.text):
                    yield f"{case.get('name')}: {child.tag} lacks its message, type or text"


def main():
    problems = []
    for name in sys.argv[1:]:
        problems += [f"{name}: {problem}" for problem in problems_of(ElementTree.parse(name).getroot())]
    for problem in problems:
        print(problem)
    print(f"{len(sys.argv) - 1} reports, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
