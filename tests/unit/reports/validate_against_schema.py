"""Validates documents against a schema that somebody else has published, with a validator that is none of ours.

    validate_against_schema.py SCHEMA DOCUMENT...

Ends in "SKIPPED: ..." and exit code 77 when the validator is not installed.
"""

import json
import sys

try:
    import jsonschema
except ImportError:
    print("SKIPPED: the documents were not validated: python3-jsonschema is not installed")
    sys.exit(77)


def load(name):
    with open(name, encoding="utf-8") as file:
        return json.load(file)


def main():
    schema = load(sys.argv[1])
    validator_class = jsonschema.validators.validator_for(schema)  # of the draft that the schema names
    validator_class.check_schema(schema)
    validator = validator_class(schema, format_checker=jsonschema.FormatChecker())
    problems = 0
    for name in sys.argv[2:]:
        for error in validator.iter_errors(load(name)):
            problems += 1
            print(f"{name}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
    print(f"{len(sys.argv) - 2} documents, {problems} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
