"""Reads Chrome trace-event files as a viewer would, and says where a viewer would be misled.

    check_perfetto.py FILE...

Slices must nest, and end, on their thread; a thread's events must have times that grow; an arrow must begin in an open slice and
end later in another one, and there must be no half arrows; counters must be numbers; every process and thread must have a name.
"""

import json
import sys

NUMBER = (int, float)
METADATA = {"process_name", "process_labels", "process_sort_index", "thread_name", "thread_sort_index"}


def where(event):
    return f"{event.get('ph')} {event.get('name', '')!r} of {event.get('pid')}/{event.get('tid')} at {event.get('ts')}"


def problems_of_threads(events):
    """Slices and instants, in the order of the file: this writer keeps it the order of each thread."""
    open_slices, last = {}, {}
    for event in events:
        if event["ph"] not in "BEi" or (event["ph"] == "i" and event.get("s") != "t"):
            continue
        thread = (event["pid"], event["tid"])
        if event["ts"] <= last.get(thread, -1):
            yield f"{where(event)}: the time does not grow"
        last[thread] = event["ts"]
        stack = open_slices.setdefault(thread, [])
        if event["ph"] == "B":
            stack.append(event)
        elif event["ph"] == "E":
            if not stack:
                yield f"{where(event)}: nothing is open"
            else:
                stack.pop()["end"] = event["ts"]
    for stack in open_slices.values():
        yield from (f"{where(event)}: is never closed" for event in stack)


def problems_of_flows(events):
    slices = [event for event in events if event["ph"] == "B"]
    flows = {}
    for event in events:
        if event["ph"] in "sf":
            flows.setdefault((event["cat"], event["name"], event["id"]), []).append(event)
    for flow in flows.values():
        if [event["ph"] for event in flow] != ["s", "f"] or flow[0]["ts"] > flow[1]["ts"] or flow[1].get("bp") != "e":
            yield f"{where(flow[0])}: no whole arrow"
            continue
        ends = [[one for one in slices if (one["pid"], one["tid"]) == (event["pid"], event["tid"])
                 and one["ts"] <= event["ts"] < one["end"]] for event in flow]
        if not all(ends):
            yield f"{where(flow[0])}: an end lies in no slice"
            continue
        request, answer = ends[0][-1], ends[1][-1]
        if request["cat"] != "call" or answer["cat"] != "callback" or request["args"]["call"] != answer["args"]["call"]:
            yield f"{where(flow[0])}: leads from {request['name']} to {answer['name']}"


def problems_of(document):
    events = document["traceEvents"]
    if not isinstance(document.get("otherData", {}).get("content"), str):
        yield "otherData does not say what this is"
    named = {(event["name"], event["pid"], event["tid"] if event["name"] == "thread_name" else None)
             for event in events if event["ph"] == "M"}
    for event in events:
        if event["ph"] not in "MBEXisfC":
            yield f"{where(event)}: an unknown phase"
        elif event["ph"] == "M":
            if event["name"] not in METADATA or not event["args"]:
                yield f"{where(event)}: unknown metadata"
            continue
        if not isinstance(event.get("ts"), NUMBER) or event["ts"] < 0:
            yield f"{where(event)}: no time"
        if ("process_name", event["pid"], None) not in named:
            yield f"{where(event)}: its process has no name"
        if event["ph"] == "C":
            if not event["args"] or not all(isinstance(value, NUMBER) for value in event["args"].values()):
                yield f"{where(event)}: no number"
        elif ("thread_name", event["pid"], event["tid"]) not in named:
            yield f"{where(event)}: its thread has no name"
        if event["ph"] == "X" and not event["dur"] > 0:
            yield f"{where(event)}: no duration"
    yield from problems_of_threads(events)
    yield from problems_of_flows(events)


def main():
    problems, counts = [], {}
    for name in sys.argv[1:]:
        with open(name, encoding="utf-8") as file:
            document = json.load(file)
        problems += [f"{name}: {problem}" for problem in problems_of(document)]
        for event in document["traceEvents"]:
            counts[event["ph"]] = counts.get(event["ph"], 0) + 1
    for problem in problems:
        print(problem)
    print(f"{len(sys.argv) - 1} files, events {counts}, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
