"""Reads JUnit reports as a CI system would, with a parser that is none of ours.

    check_junit.py REPORT...

Counts and times must add up, names must be unique, and nothing may stand where readers do not look. Elements and attributes
are those of the schema that Jenkins publishes (xunit-plugin, junit-10.xsd), the strictest one that knows the output of a
case; and each reader finds every field that it reads.
"""

import collections
import sys
import xml.etree.ElementTree as ElementTree
from decimal import Decimal

OUTCOMES = ("failure", "error", "skipped")
COUNTS = {"failures": "failure", "errors": "error", "skipped": "skipped"}

# What may stand where: attributes and children of each element, by junit-10.xsd.
OUTCOME = ({"type", "message"}, set())
SCHEMA = {
    "testsuites": ({"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname", "id", "package", "file",
         "log", "url"},
        {"testsuite", "properties", "testcase", "system-out", "system-err"}),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "testcase": ({"name", "time", "classname", "group"},
                 {"skipped", "error", "failure", "rerunFailure", "rerunError", "flakyFailure", "flakyError", "system-out",
                  "system-err"}),
    "failure": OUTCOME, "error": OUTCOME, "skipped": OUTCOME,
    "system-out": (set(), set()),
}
REQUIRED = {"testsuite": {"name", "tests", "failures", "errors"}, "testcase": {"name"}, "property": {"name", "value"}}

# What each reader takes from a report: attributes of a suite, of a case, of an outcome; whether it wants text in an outcome.
READERS = {
    "Jenkins junit-plugin": ({"name", "time"}, {"name", "classname", "time"}, {"message"}, True),
    "GitLab": (set(), {"name", "classname", "time"}, set(), True),  # the message is not shown, the text is
    "Azure Pipelines": ({"name", "timestamp"}, {"name", "time"}, {"message"}, True),
    "publish-unit-test-result-action": ({"tests", "failures", "errors", "skipped", "time"}, {"name", "classname", "time"},
                                        {"message"}, True),
    "CircleCI": ({"name"}, {"name", "classname", "time"}, {"message"}, True),
}


def problems_of_schema(root):
    for element in root.iter():
        attributes, children = SCHEMA.get(element.tag, (set(), set()))
        if element.tag not in SCHEMA:
            yield f"there is no element {element.tag} in the schema"
        yield from (f"{element.tag} has the attribute {name}" for name in element.keys() if name not in attributes)
        yield from (f"{element.tag} holds {child.tag}" for child in element if child.tag not in children)
        yield from (f"{element.tag} lacks {name}" for name in REQUIRED.get(element.tag, ()) if name not in element.keys())


def problems_of_readers(root):
    for reader, (of_suite, of_case, of_outcome, wants_text) in READERS.items():
        for suite in root.iter("testsuite"):
            yield from (f"{reader} finds no {name} of suite {suite.get('name')}" for name in of_suite if not suite.get(name))
        for case in root.iter("testcase"):
            yield from (f"{reader} finds no {name} of {case.get('name')}" for name in of_case if not case.get(name))
            if len(case.findall("system-out")) > 1:
                yield f"{reader} reads only the first system-out of {case.get('name')}"
            for outcome in (child for child in case if child.tag in OUTCOMES):
                yield from (f"{reader} finds no {name} in {case.get('name')}" for name in of_outcome if not outcome.get(name))
                if wants_text and not (outcome.text or "").strip():
                    yield f"{reader} finds no text in {case.get('name')}"


def problems_of(root):
    yield from problems_of_schema(root)
    yield from problems_of_readers(root)
    if root.tag != "testsuites":
        yield f"the root is {root.tag}"
    names = collections.Counter(case.get("name") for case in root.iter("testcase"))
    yield from (f"{count} cases are named {name!r}" for name, count in names.items() if count > 1 or not name)
    for place in [root, *root]:
        cases = list(place.iter("testcase"))
        if int(place.get("tests")) != len(cases):
            yield f"{place.get('name')}: tests is not {len(cases)}"
        for attribute, element in COUNTS.items():
            if place is root and attribute == "skipped":
                continue  # the schema has no such attribute there
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
