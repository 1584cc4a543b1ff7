// Chrome trace-event JSON, its "JSON Object Format" ("Trace Event Format", the document of the Catapult project), which
// ui.perfetto.dev, chrome://tracing and others open.
//
// A scenario is a process with its threads: calls and callbacks are nested slices, what the harness does and references that
// are taken are instants, the reference count of each sink is a counter, an arrow leads from a request to each of its
// callbacks, and each finding marks its breach across the process. Scenarios stand one after the other on the time axis, with a
// gap: they begin at 0 in their traces, several play at a time in processes of their own, and when one began says nothing about
// another. On top, the process "wbemcheck" has a slice per scenario, to find and zoom to it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/result.h"

namespace wbemcheck::reports {

// What the slices come from.
enum class PerfettoContent {
    kWholeTraces,
    kExcerpts,  // the timelines of findings
};

// Writes event by event, one line each; what it holds does not grow with the number of scenarios. `write` may throw.
class PerfettoWriter {
public:
    using Write = std::function<void(std::string_view)>;

    PerfettoWriter(PerfettoContent content, Write write);

    PerfettoWriter(const PerfettoWriter&) = delete;
    PerfettoWriter& operator=(const PerfettoWriter&) = delete;

    // `name` is what the process is called. Of the findings, those of other scenarios are passed over.
    void begin_scenario(std::string_view name, const ScenarioOutcome& scenario, std::span<const Finding> findings);
    // In the order of the trace.
    void take(const Step& step);
    // `damage` says why no more can be read of the trace; else empty.
    void end_scenario(std::string_view damage = {});

    // The end of the document, without which it is none.
    void finish(const RunResult& result);

private:
    struct Slice {
        StepKind kind;         // kCall or kCallback
        std::string object;
    };
    struct Thread {
        std::uint64_t id = 0;
        std::int64_t last = 0;         // nanoseconds on the time axis
        bool is_client = false;        // it called the subject by itself
        std::vector<Slice> open;       // the innermost last
    };
    struct Request {
        std::uint64_t thread = 0;
        std::int64_t time = 0;
    };
    // The scenario at work. Its number, and the numbers of its threads, are those of no other process or thread: viewers take
    // a thread with the number of its process for the main one.
    struct Current {
        std::string name;
        ScenarioOutcome outcome;
        std::uint64_t process = 0;
        std::int64_t begin = 0;
        std::int64_t end = 0;
        std::vector<std::string> broken;            // ids of clauses
        std::map<std::uint32_t, Thread> threads;
        std::map<std::uint32_t, Request> requests;  // by the number of the call
        std::map<std::string, std::int64_t> counts;
    };

    void write_event(std::string_view event);
    Thread& thread_of(const Step& step);
    [[nodiscard]] std::int64_t time_on(Thread& thread, double milliseconds);
    void write_breach(const Finding& finding);
    void begin_slice(const Step& step, Thread& thread);
    void end_slice(const Step& step, Thread& thread);
    void close(Thread& thread, double milliseconds, std::string_view why);
    void write_instant(const Step& step, Thread& thread);
    void write_count(const Step& step, std::int64_t time);
    void write_flow(const Step& step, const Thread& thread, std::int64_t time);
    void name_threads();
    [[nodiscard]] double milliseconds_now() const;

    const PerfettoContent content_;
    const Write write_;
    std::optional<Current> current_;
    std::uint64_t next_id_;
    std::uint64_t next_flow_ = 1;
    std::size_t scenarios_ = 0;
    std::int64_t next_begin_ = 0;
    bool has_event_ = false;
};

// The timelines that the result holds, one process per finding. Says in otherData that these are excerpts.
[[nodiscard]] std::string write_perfetto(const RunResult& result);

}  // namespace wbemcheck::reports
