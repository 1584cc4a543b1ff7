// The grid of the coverage map, and which of its cells make no sense.
#include <array>
#include <map>

#include "harness/contract/coverage.h"

namespace wbemcheck::contract {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::array kMethods = {"GetObject"sv,          "PutClass"sv,       "DeleteClass"sv,           "CreateClassEnum"sv,
                                 "PutInstance"sv,        "DeleteInstance"sv, "CreateInstanceEnum"sv,    "ExecQuery"sv,
                                 "ExecMethod"sv,         "NextAsync"sv,      "ExecNotificationQuery"sv};
constexpr std::array kModes = {Mode::kAsynchronous, Mode::kSemisynchronous, Mode::kSynchronous, Mode::kNotification};
constexpr std::array kOutcomes = {CallOutcome::kDone,    CallOutcome::kNone,      CallOutcome::kOne,
                                  CallOutcome::kMany,    CallOutcome::kRefused,   CallOutcome::kFailure,
                                  CallOutcome::kCancelled, CallOutcome::kSinkRefuses};
constexpr std::array kThreadings = {Threading::kAlone, Threading::kOtherSinks, Threading::kOneSink, Threading::kNested,
                                    Threading::kHeld};

bool is_write(const Cell& cell) noexcept { return cell.method.starts_with("Put") || cell.method.starts_with("Delete"); }
bool is_subscription(const Cell& cell) noexcept { return cell.method == "ExecNotificationQuery"; }
bool gives_an_enumerator(const Cell& cell) noexcept {
    return cell.method == "CreateClassEnum" || cell.method == "CreateInstanceEnum" || cell.method == "ExecQuery" ||
           is_subscription(cell);
}
bool has_sink(const Cell& cell) noexcept {
    return cell.mode == Mode::kAsynchronous || cell.mode == Mode::kNotification;
}
bool is_count(CallOutcome outcome) noexcept {
    return outcome == CallOutcome::kNone || outcome == CallOutcome::kOne || outcome == CallOutcome::kMany;
}

struct Exclusion {
    std::string_view reason;
    bool (*applies)(const Cell&);
};

// The first one that applies is the reason.
constexpr Exclusion kExclusions[] = {
    {"only ExecNotificationQueryAsync subscribes",
     [](const Cell& c) { return c.mode == Mode::kNotification && !is_subscription(c); }},
    {"the asynchronous form of ExecNotificationQuery is the mode notification",
     [](const Cell& c) { return is_subscription(c) && c.mode == Mode::kAsynchronous; }},
    {"ExecNotificationQuery must return immediately: it has no synchronous form",
     [](const Cell& c) { return is_subscription(c) && c.mode == Mode::kSynchronous; }},
    {"NextAsync is asynchronous", [](const Cell& c) { return c.method == "NextAsync" && c.mode != Mode::kAsynchronous; }},
    {"a write delivers no objects", [](const Cell& c) { return is_write(c) && is_count(c.outcome); }},
    {"a method that delivers objects ends with some number of them",
     [](const Cell& c) { return !is_write(c) && c.outcome == CallOutcome::kDone; }},
    {"GetObject names one object",
     [](const Cell& c) {
         return c.method == "GetObject" && (c.outcome == CallOutcome::kNone || c.outcome == CallOutcome::kMany);
     }},
    {"ExecMethod has one object of out parameters at most",
     [](const Cell& c) { return c.method == "ExecMethod" && c.outcome == CallOutcome::kMany; }},
    {"without a sink no callback can be refused or held, and no sink be shared",
     [](const Cell& c) {
         return !has_sink(c) && (c.outcome == CallOutcome::kSinkRefuses || c.threading == Threading::kOneSink ||
                                 c.threading == Threading::kHeld);
     }},
    {"a synchronous call cannot be cancelled",
     [](const Cell& c) { return c.mode == Mode::kSynchronous && c.outcome == CallOutcome::kCancelled; }},
    {"a synchronous call says all with its return value, so a refusal is a failure",
     [](const Cell& c) { return c.mode == Mode::kSynchronous && c.outcome == CallOutcome::kRefused; }},
    {"a semisynchronous call is cancelled by releasing its enumerator, and this method gives none",
     [](const Cell& c) {
         return c.mode == Mode::kSemisynchronous && c.outcome == CallOutcome::kCancelled && !gives_an_enumerator(c);
     }},
    {"a subscription ends by being cancelled, whatever it delivered before",
     [](const Cell& c) { return c.mode == Mode::kNotification && c.outcome == CallOutcome::kCancelled; }},
    {"a refused call has no callback that could be held",
     [](const Cell& c) { return c.outcome == CallOutcome::kRefused && c.threading == Threading::kHeld; }},
};

template <class Visit>
void for_each_combination(Visit visit) {
    for (const std::string_view method : kMethods) {
        for (const Mode mode : kModes) {
            for (const CallOutcome outcome : kOutcomes) {
                for (const Threading threading : kThreadings) visit(Cell{method, mode, outcome, threading});
            }
        }
    }
}

}  // namespace

std::string_view name_of(Mode mode) noexcept {
    switch (mode) {
        case Mode::kAsynchronous: return "asynchronous";
        case Mode::kSemisynchronous: return "semisynchronous";
        case Mode::kSynchronous: return "synchronous";
        case Mode::kNotification: return "notification";
    }
    return "";
}

std::string_view name_of(CallOutcome outcome) noexcept {
    switch (outcome) {
        case CallOutcome::kDone: return "done";
        case CallOutcome::kNone: return "none";
        case CallOutcome::kOne: return "one";
        case CallOutcome::kMany: return "many";
        case CallOutcome::kRefused: return "refused";
        case CallOutcome::kFailure: return "failure";
        case CallOutcome::kCancelled: return "cancelled";
        case CallOutcome::kSinkRefuses: return "sink-refuses";
    }
    return "";
}

std::string_view name_of(Threading threading) noexcept {
    switch (threading) {
        case Threading::kAlone: return "alone";
        case Threading::kOtherSinks: return "other-sinks";
        case Threading::kOneSink: return "one-sink";
        case Threading::kNested: return "nested";
        case Threading::kHeld: return "held";
    }
    return "";
}

std::string_view why_left_out(const Cell& cell) noexcept {
    for (const Exclusion& exclusion : kExclusions) {
        if (exclusion.applies(cell)) return exclusion.reason;
    }
    return {};
}

std::span<const Cell> all_cells() {
    static const std::vector<Cell> cells = [] {
        std::vector<Cell> made;
        for_each_combination([&](const Cell& cell) {
            if (why_left_out(cell).empty()) made.push_back(cell);
        });
        return made;
    }();
    return cells;
}

std::vector<LeftOut> left_out_cells() {
    std::map<std::string_view, std::size_t> counts;
    for_each_combination([&](const Cell& cell) { ++counts[why_left_out(cell)]; });
    std::vector<LeftOut> left_out;
    for (const Exclusion& exclusion : kExclusions) left_out.push_back({exclusion.reason, counts[exclusion.reason]});
    return left_out;
}

}  // namespace wbemcheck::contract
