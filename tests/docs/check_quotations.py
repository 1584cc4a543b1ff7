#!/usr/bin/env python3
"""Compares the C++ in documents with the files that it is taken from.

    check_quotations.py ROOT DOCUMENT...            fails, and says where they part
    check_quotations.py --write ROOT DOCUMENT...    puts into the documents what the files have

A quotation is a line `<!-- FILE: NAME -->` and the fenced block after it. In the file it stands between the lines
`// [NAME` and `// NAME]`, as deep as its place wants it. C++ that is no quotation is an error: nobody would compile it.
"""
import difflib
import re
import sys
import textwrap
from pathlib import Path

QUOTATION = re.compile(r"(?:<!-- (?P<file>\S+): (?P<name>[^>]+?) -->\n)?```cpp\n(?P<text>.*?)```\n", re.DOTALL)


def passage(root, file, name):
    lines = (root / file).read_text(encoding="utf-8").splitlines(keepends=True)
    marks = [line.strip() for line in lines]
    for mark in (f"// [{name}", f"// {name}]"):
        if marks.count(mark) != 1:
            raise ValueError(f"{file} has the line '{mark}' {marks.count(mark)} times")
    return textwrap.dedent("".join(lines[marks.index(f"// [{name}") + 1 : marks.index(f"// {name}]")]))


def check(root, document, is_writing):
    path = root / document
    text = path.read_text(encoding="utf-8")
    found = list(QUOTATION.finditer(text))
    objections = [] if found else [f"{document}: no quotation at all"]
    for quotation in reversed(found):
        line = text.count("\n", 0, quotation.start()) + 1
        if quotation["file"] is None:
            objections.append(f"{document}:{line}: C++ that says not where it is from")
            continue
        wanted = passage(root, quotation["file"], quotation["name"])
        if quotation["text"] == wanted:
            continue
        if is_writing:
            text = text[: quotation.start("text")] + wanted + text[quotation.end("text") :]
        else:
            parts = difflib.unified_diff(quotation["text"].splitlines(), wanted.splitlines(), document,
                                         quotation["file"], lineterm="")
            objections.append(f"{document}:{line}: not what the file has\n" + "\n".join(parts))
    if is_writing:
        path.write_text(text, encoding="utf-8")
    return objections, len(found)


def main(arguments):
    is_writing = arguments[:1] == ["--write"]
    root, *documents = arguments[is_writing:]
    objections, count = [], 0
    for document in documents:
        of_document, found = check(Path(root), document, is_writing)
        objections += of_document
        count += found
    print("\n".join(objections) or f"{count} quotations are what the files have")
    return 1 if objections else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
