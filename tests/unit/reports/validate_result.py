"""Validates result documents against the JSON Schema, with a validator that is none of ours.

    validate_result.py SCHEMA DOCUMENT...

Each document must be valid, also when keys that the schema does not describe are forbidden, and must
stop being valid when any key is taken away, except those that only some steps have. Ends in "SKIPPED: ..."
and exit code 77 when the validator is not installed.
"""

import copy
import json
import sys

try:
    import jsonschema
except ImportError:
    print("SKIPPED: the result document was not validated: python3-jsonschema is not installed")
    sys.exit(77)


# Of a step, where there is something to say.
OPTIONAL_KEYS = {"call", "count", "expected"}
# Objects whose keys are data.
FREE_KEYS = {"subjectIdentity", "runsPerClause", "undeclaredRunsPerClause", "examples"}


def closed(schema):
    """The schema with every key forbidden that it does not describe."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: closed(value) for key, value in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        result["additionalProperties"] = False
    return result


def objects_of(value, path=()):
    """Every object in a shortened document with its place."""
    if isinstance(value, dict):
        yield path, value
        for key, item in value.items():
            yield from objects_of(item, path + (key,))
    elif isinstance(value, list) and value:
        yield from objects_of(value[0], path + (0,))


def shortened(value):
    """The document with at most one entry in each list: enough to try every key, and quick."""
    if isinstance(value, dict):
        return {key: shortened(item) for key, item in value.items()}
    return [shortened(item) for item in value[:1]] if isinstance(value, list) else value


def without(document, path, key):
    changed = copy.deepcopy(document)
    place = changed
    for step in path:
        place = place[step]
    del place[key]
    return changed


def problems_of(name, document, schema):
    strict = jsonschema.Draft7Validator(closed(schema))
    for error in strict.iter_errors(document):
        yield f"{name}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
    lenient = jsonschema.Draft7Validator(schema)
    sample = shortened(document)
    for path, value in objects_of(sample):
        for key in value:
            if path and (path[-1] in FREE_KEYS or ("timeline" in path and key in OPTIONAL_KEYS)):
                continue
            if lenient.is_valid(without(sample, path, key)):
                yield f"{name}: {'/'.join(map(str, path + (key,)))} is not required by the schema"
    if list(document)[-1] != "footer":
        yield f"{name}: the footer is not the last key"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    problems = []
    for name in sys.argv[2:]:
        with open(name, encoding="utf-8") as file:
            problems += problems_of(name, json.load(file), schema)
    for problem in problems:
        print(problem)
    print(f"{len(sys.argv) - 2} documents, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
