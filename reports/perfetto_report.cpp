#include "reports/perfetto_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <utility>

#include "reports/safe_text.h"

namespace wbemcheck::reports {

namespace {

using nlohmann::ordered_json;

constexpr std::uint64_t kRunProcess = 1;
constexpr std::uint64_t kRunThread = 2;
constexpr std::int64_t kGap = 1'000'000;  // between scenarios, in nanoseconds
// Two events of a thread never share a moment, or a viewer that sorts them could take the end of a slice for its begin. One
// nanosecond is not enough: viewers read microseconds as floating point and cut.
constexpr std::int64_t kApart = 2;
constexpr std::size_t kTextLimit = 4000;

std::string text_of(std::string_view text) { return cut_text(text, kTextLimit); }

std::int64_t nanoseconds(double milliseconds) noexcept {
    if (!std::isfinite(milliseconds) || milliseconds <= 0) return 0;
    return std::llround(std::min(milliseconds, 1e9) * 1e6);
}

double microseconds(std::int64_t nanoseconds) noexcept { return static_cast<double>(nanoseconds) / 1000; }

std::string dumped(const ordered_json& event) {
    return event.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

// "ExecQueryAsync" of "call 3: ExecQueryAsync(...)": viewers put slices of one name together, so a name holds no arguments.
std::string slice_name(const Step& step) {
    std::string_view text = step.text;
    text = text.substr(0, text.find('('));
    if (const auto colon = text.find(": "); colon != std::string_view::npos) text.remove_prefix(colon + 2);
    const std::string name = to_one_line(text, 100);
    return name.empty() ? name_of(step.kind) : name;
}

std::string instant_name(const Step& step) {
    switch (step.kind) {
        case StepKind::kAddRef: return "AddRef";
        case StepKind::kRelease: return "Release";
        case StepKind::kRest: return "rest point";
        default: break;
    }
    const std::string name = to_one_line(step.text, 200);
    return name.empty() ? name_of(step.kind) : name;
}

ordered_json arguments_of(const Step& step) {
    ordered_json arguments = {{"text", text_of(step.text)}};
    if (!step.object.empty()) arguments["object"] = step.object;
    if (step.call != 0) arguments["call"] = step.call;
    arguments["index"] = step.index;
    if (step.count >= 0) arguments["count"] = step.count;
    if (step.expected >= 0) arguments["expected"] = step.expected;
    return arguments;
}

ordered_json event_of(const char* phase, std::string_view category, std::string_view name, std::uint64_t process,
                      std::uint64_t thread, std::int64_t time) {
    return {
        {"ph", phase}, {"cat", category}, {"name", name}, {"pid", process}, {"tid", thread}, {"ts", microseconds(time)},
    };
}

ordered_json metadata(const char* name, std::uint64_t process, std::uint64_t thread, ordered_json arguments) {
    return {{"ph", "M"}, {"name", name}, {"pid", process}, {"tid", thread}, {"args", std::move(arguments)}};
}

// The event that broke the clause; the last one of those that show it, where none is said to have.
const WitnessEvent* breach_of(const Finding& finding) {
    const auto breach = std::ranges::find(finding.witness, true, &WitnessEvent::is_breach);
    if (breach != finding.witness.end()) return &*breach;
    return finding.witness.empty() ? nullptr : &finding.witness.back();
}

}  // namespace

PerfettoWriter::PerfettoWriter(PerfettoContent content, Write write)
    : content_(content), write_(std::move(write)), next_id_(kRunThread + 1) {
    write_("{\"traceEvents\":[\n");
}

void PerfettoWriter::write_event(std::string_view event) {
    write_(fmt::format("{}{}", std::exchange(has_event_, true) ? ",\n" : "", event));
}

void PerfettoWriter::begin_scenario(std::string_view name, const ScenarioOutcome& scenario,
                                    std::span<const Finding> findings) {
    current_.emplace();
    current_->name = name;
    current_->outcome = scenario;
    current_->process = next_id_++;
    current_->begin = current_->end = next_begin_;
    const std::uint64_t process = current_->process;
    write_event(dumped(metadata("process_name", process, process, {{"name", text_of(name)}})));
    write_event(dumped(metadata("process_labels", process, process, {{"labels", name_of(scenario.verdict)}})));
    write_event(dumped(metadata("process_sort_index", process, process, {{"sort_index", ++scenarios_}})));
    for (const Finding& finding : findings) {
        if (finding.scenario != scenario.id) continue;
        write_breach(finding);
        if (finding.verdict == Verdict::kViolation) current_->broken.push_back(finding.clause);
    }
}

void PerfettoWriter::write_breach(const Finding& finding) {
    const WitnessEvent* const breach = breach_of(finding);
    if (breach == nullptr) return;  // nobody knows when; the slice of the scenario names the clause
    Step there;
    there.thread = breach->thread;
    const std::int64_t time = current_->begin + nanoseconds(breach->milliseconds);
    ordered_json event = event_of("i", "breach", fmt::format("{} {}", finding.clause, name_of(finding.verdict)),
                                  current_->process, thread_of(there).id, time);
    event["s"] = "p";  // across the whole process
    event["args"] = {
        {"requirement", text_of(finding.requirement)}, {"expected", text_of(finding.expected)},
        {"actual", text_of(finding.actual)},           {"event", text_of(breach->text)},
        {"index", breach->index},                      {"rerun", text_of(finding.rerun)},
    };
    write_event(dumped(event));
    current_->end = std::max(current_->end, time);
}

PerfettoWriter::Thread& PerfettoWriter::thread_of(const Step& step) {
    const auto [entry, is_new] = current_->threads.try_emplace(step.thread);
    if (is_new) {
        entry->second.id = next_id_++;
        entry->second.last = current_->begin - kApart;
    }
    return entry->second;
}

std::int64_t PerfettoWriter::time_on(Thread& thread, double milliseconds) {
    thread.last = std::max(current_->begin + nanoseconds(milliseconds), thread.last + kApart);
    current_->end = std::max(current_->end, thread.last);
    return thread.last;
}

void PerfettoWriter::take(const Step& step) {
    if (step.kind == StepKind::kCut) {
        // What is open may have ended in what is left out.
        for (auto& [number, thread] : current_->threads) close(thread, step.milliseconds, step.text);
        ordered_json event = event_of("i", "cut", instant_name(step), current_->process, thread_of(step).id,
                                      current_->begin + nanoseconds(step.milliseconds));
        event["s"] = "p";
        write_event(dumped(event));
        return;
    }
    Thread& thread = thread_of(step);
    switch (step.kind) {
        case StepKind::kCall:
        case StepKind::kCallback: begin_slice(step, thread); break;
        case StepKind::kReturn:
        case StepKind::kCallbackEnd: end_slice(step, thread); break;
        case StepKind::kAddRef:
        case StepKind::kRelease:
        case StepKind::kClientReference:
        case StepKind::kRest:
        case StepKind::kNote:
        case StepKind::kCut: write_instant(step, thread); break;
    }
    write_count(step, thread.last);
}

void PerfettoWriter::begin_slice(const Step& step, Thread& thread) {
    const std::int64_t time = time_on(thread, step.milliseconds);
    const bool is_call = step.kind == StepKind::kCall;
    ordered_json event = event_of("B", name_of(step.kind), slice_name(step), current_->process, thread.id, time);
    event["args"] = arguments_of(step);
    write_event(dumped(event));
    if (is_call && thread.open.empty()) thread.is_client = true;
    thread.open.push_back({step.kind, step.object});
    if (is_call && step.call != 0) current_->requests[step.call] = {thread.id, time};
    if (!is_call) write_flow(step, thread, time);
}

// The arrow begins inside the slice of the request, which is long over: events may stand in any order, their times count. It
// has one end, so every callback gets an arrow of its own.
void PerfettoWriter::write_flow(const Step& step, const Thread& thread, std::int64_t time) {
    const auto request = current_->requests.find(step.call);
    if (step.call == 0 || request == current_->requests.end()) return;
    ordered_json begin = event_of("s", "answer", "answer", current_->process, request->second.thread, request->second.time);
    ordered_json end = event_of("f", "answer", "answer", current_->process, thread.id, time);
    end["bp"] = "e";  // bind_point: the slice around it, not the next one
    begin["id"] = end["id"] = next_flow_++;
    write_event(dumped(begin));
    write_event(dumped(end));
}

void PerfettoWriter::end_slice(const Step& step, Thread& thread) {
    const StepKind begun = step.kind == StepKind::kReturn ? StepKind::kCall : StepKind::kCallback;
    const auto match = std::find_if(thread.open.rbegin(), thread.open.rend(), [&](const Slice& slice) {
        return slice.kind == begun && slice.object == step.object;
    });
    if (match == thread.open.rend()) {  // its begin is left out
        write_instant(step, thread);
        return;
    }
    // Usually one. What is inside of it has lost its end, by an exception perhaps.
    for (auto above = std::distance(thread.open.rbegin(), match); above >= 0; --above) {
        ordered_json event = {{"ph", "E"}, {"pid", current_->process}, {"tid", thread.id}};
        event["ts"] = microseconds(time_on(thread, step.milliseconds));
        if (above == 0) event["args"] = {{"result", text_of(step.text)}, {"end index", step.index}};
        write_event(dumped(event));
        thread.open.pop_back();
    }
}

void PerfettoWriter::close(Thread& thread, double milliseconds, std::string_view why) {
    for (; !thread.open.empty(); thread.open.pop_back()) {
        write_event(dumped({{"ph", "E"},
                            {"pid", current_->process},
                            {"tid", thread.id},
                            {"ts", microseconds(time_on(thread, milliseconds))},
                            {"args", {{"unfinished", text_of(why)}}}}));
    }
}

void PerfettoWriter::write_instant(const Step& step, Thread& thread) {
    const bool is_of_client = step.kind == StepKind::kClientReference || step.kind == StepKind::kRest;
    if (is_of_client && thread.open.empty()) thread.is_client = true;
    ordered_json event = event_of("i", name_of(step.kind), instant_name(step), current_->process, thread.id,
                                  time_on(thread, step.milliseconds));
    event["s"] = "t";
    event["args"] = arguments_of(step);
    write_event(dumped(event));
}

void PerfettoWriter::write_count(const Step& step, std::int64_t time) {
    if (step.count < 0) return;
    const auto [known, is_new] = current_->counts.try_emplace(step.object, step.count);
    if (!is_new && std::exchange(known->second, step.count) == step.count) return;
    write_event(dumped({{"ph", "C"},
                        {"name", fmt::format("references on {}", to_one_line(step.object, 100))},
                        {"pid", current_->process},
                        {"ts", microseconds(time)},
                        {"args", {{"references", step.count}}}}));
}

void PerfettoWriter::name_threads() {
    for (const auto& [number, thread] : current_->threads) {
        const std::string name = fmt::format("T{}{}", number, thread.is_client ? " client" : "");
        write_event(dumped(metadata("thread_name", current_->process, thread.id, {{"name", name}})));
        write_event(dumped(metadata("thread_sort_index", current_->process, thread.id, {{"sort_index", number}})));
    }
}

double PerfettoWriter::milliseconds_now() const {
    return static_cast<double>(current_->end - current_->begin) / 1e6;
}

void PerfettoWriter::end_scenario(std::string_view damage) {
    const double end = milliseconds_now();
    for (auto& [number, thread] : current_->threads) close(thread, end, "the trace ends before it does");
    const ScenarioOutcome& outcome = current_->outcome;
    ordered_json slice = event_of("X", "scenario", text_of(current_->name), kRunProcess, kRunThread, current_->begin);
    slice["dur"] = microseconds(std::max(current_->end - current_->begin, kApart));
    slice["args"] = {
        {"verdict", name_of(outcome.verdict)},
        {"broken", current_->broken},
        {"reason", text_of(outcome.reason)},
        {"description", text_of(outcome.description)},
        {"ending", outcome.ending},
        {"rerun", text_of(outcome.rerun)},
    };
    if (!damage.empty()) slice["args"]["damage"] = text_of(damage);
    write_event(dumped(slice));
    name_threads();
    next_begin_ = current_->end + kGap;
    current_.reset();
}

void PerfettoWriter::finish(const RunResult& result) {
    write_event(dumped(metadata("process_name", kRunProcess, kRunProcess,
                                {{"name", fmt::format("wbemcheck {}", text_of(result.subject))}})));
    write_event(dumped(metadata("process_sort_index", kRunProcess, kRunProcess, {{"sort_index", 0}})));
    write_event(dumped(metadata("thread_name", kRunProcess, kRunThread, {{"name", "scenarios"}})));
    const char* const content =
        content_ == PerfettoContent::kWholeTraces
            ? "whole traces of the scenarios that have one, one after the other; verdicts are those before waivers"
            : "excerpts: the steps around each finding; `wbemcheck check TRACE... --perfetto FILE` writes whole traces";
    const ordered_json other = {
        {"content", content},
        {"tool", fmt::format("wbemcheck {}", result.tool_version)},
        {"subject", text_of(result.subject)},
        {"platform", text_of(result.platform)},
        {"contract", result.contract},
        {"seed", fmt::format("{}", result.seed)},
        {"started", result.started},
        {"verdict", name_of(result.verdict)},
    };
    write_(fmt::format("\n],\n\"displayTimeUnit\":\"ms\",\n\"otherData\":{}}}\n", dumped(other)));
}

std::string write_perfetto(const RunResult& result) {
    std::unordered_map<std::string_view, const ScenarioOutcome*> scenarios;
    for (const ScenarioOutcome& scenario : result.scenarios) scenarios.try_emplace(scenario.id, &scenario);
    std::string out;
    PerfettoWriter writer(PerfettoContent::kExcerpts, [&](std::string_view text) { out += text; });
    for (const Finding& finding : result.findings) {
        if (finding.timeline.empty()) continue;
        const auto scenario = scenarios.find(finding.scenario);
        ScenarioOutcome unknown;
        unknown.id = finding.scenario;
        writer.begin_scenario(fmt::format("{}: {}", finding.scenario, finding.clause),
                              scenario == scenarios.end() ? unknown : *scenario->second, {&finding, 1});
        for (const Step& step : finding.timeline) writer.take(step);
        writer.end_scenario();
    }
    writer.finish(result);
    return out;
}

}  // namespace wbemcheck::reports
