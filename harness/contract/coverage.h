// The coverage map: which situations of the contract a trace has shown. Every call of a data method falls into one cell
// per way in which it met other calls: method x mode x outcome x threading. It is read off the trace, so a scenario that
// promises a situation and does not make it fills nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/contract/history.h"
#include "harness/contract/id_map.h"

namespace wbemcheck::contract {

enum class Mode { kAsynchronous, kSemisynchronous, kSynchronous, kNotification };

enum class CallOutcome {
    kDone,         // a success that has no objects by its nature
    kNone,         // a success with so many objects
    kOne,
    kMany,
    kRefused,      // the call itself returned an error
    kFailure,      // an error after the call was accepted
    kCancelled,
    kSinkRefuses,  // the sink answered a callback with an error
};

enum class Threading {
    kAlone,
    kOtherSinks,  // while another operation was pending, on another sink or none
    kOneSink,     // while another operation was pending on the same sink
    kNested,      // called from inside a callback
    kHeld,        // while one of its callbacks was held by the client
};

struct Cell {
    std::string_view method;  // without "Async"
    Mode mode = Mode::kAsynchronous;
    CallOutcome outcome = CallOutcome::kNone;
    Threading threading = Threading::kAlone;

    friend bool operator==(const Cell&, const Cell&) = default;
};

// The opportunities that a trace had in a cell, by clause.
struct CellTally {
    Cell cell;
    std::size_t place = 0;  // of the cell in the map
    std::map<std::string_view, std::uint64_t> clauses;
};

[[nodiscard]] std::string_view name_of(Mode mode) noexcept;
[[nodiscard]] std::string_view name_of(CallOutcome outcome) noexcept;
[[nodiscard]] std::string_view name_of(Threading threading) noexcept;

// Every cell that makes sense, in the order of the map.
[[nodiscard]] std::span<const Cell> all_cells();

// Why the combination makes no sense, or an empty text when it does.
[[nodiscard]] std::string_view why_left_out(const Cell& cell) noexcept;

struct LeftOut {
    std::string_view reason;
    std::size_t cells = 0;
};
[[nodiscard]] std::vector<LeftOut> left_out_cells();

struct Opportunity;
using FreshOpportunities = std::span<const Opportunity>;

// Follows a trace beside the rules. `take` comes when the history has taken the event in, `attribute` when the rules have
// spoken about it, `finish` behind the last event.
class CoverageObserver {
public:
    void take(const trace::Record& record, History& history);
    void attribute(FreshOpportunities fresh);
    [[nodiscard]] std::vector<CellTally> finish(History& history, FreshOpportunities fresh);  // in the order of the map

private:
    struct Call {
        std::string_view method;
        Mode mode = Mode::kAsynchronous;
        trace::Method as_called = trace::Method::kNone;
        std::uint32_t thread = 0;
        bool beside_others = false;
        bool shares_sink = false;
        bool is_nested = false;
        bool was_held = false;
        bool has_returned = false;
        std::int32_t result = 0;
        bool has_objects = false;  // whether `objects` is known
        std::uint64_t objects = 0;
        std::optional<CallOutcome> ended_with;  // of what is no success
        std::vector<std::uint32_t> opportunities;  // by the number of the clause; no trace has more for one call
    };
    using Places = std::vector<std::size_t>;  // of cells in the map
    // Of a call whose outcome is certain, the cells alone are kept: a trace may hold hundreds of thousands.
    struct KnownCall {
        std::unique_ptr<Call> open;       // null once its outcome is certain
        const Places* settled = nullptr;  // its cells then, in `combinations_`
    };
    struct SinkStatus {
        std::uint64_t failures = 0;
        std::uint64_t cancelled = 0;
        bool has_refused = false;
    };

    void call_entered(const trace::Record& record, History& history);
    void call_returned(const trace::Record& record);
    [[nodiscard]] Call* open_call(std::uint32_t id);
    [[nodiscard]] Call* request_of(std::uint32_t sink);
    void request_called_back(const trace::Record& record);
    void pulled(const trace::Record& record);
    void reference_noted(const trace::Record& record, History& history);
    void choose_concerned(const trace::Record& record, History& history);
    // False for what the trace does not tell.
    [[nodiscard]] bool outcome_of(std::uint32_t id, const Call& call, History& history, CallOutcome& outcome) const;
    [[nodiscard]] bool outcome_of_operation(const Operation& operation, const Call& call, History& history,
                                            CallOutcome& outcome) const;

    // Behind the end of a sink nothing changes the outcome of what was given to it.
    void settle_operations(std::uint32_t sink, History& history);
    [[nodiscard]] Places places_of(const Call& call, CallOutcome outcome) const;
    void fill(const Places& places, const std::vector<std::uint32_t>& opportunities);

    void attribute_to(const KnownCall& known, FreshOpportunities fresh);
    [[nodiscard]] std::size_t number_of(std::size_t clause);

    IdMap<KnownCall> calls_;
    std::set<Places> combinations_;  // of cells, as they occur: few
    // The opportunities of what is certain, by the number of the clause; by the place of the cell in the map.
    std::map<std::size_t, std::vector<std::uint64_t>> tallies_;
    std::map<std::uint32_t, SinkStatus> sinks_;
    std::map<std::uint32_t, std::uint32_t> requests_;  // sink of a request by NextAsync -> its call
    std::map<std::uint32_t, std::uint32_t> makers_;    // enumerator or call result -> the call that made it
    // Some thirty clauses come up in a trace. They are numbered as they do, so that a call counts those alone.
    std::vector<std::size_t> numbers_;  // by place in the catalogue; 0: none yet, otherwise one more than the number
    std::vector<std::size_t> numbered_;  // place in the catalogue, by number
    std::vector<std::uint32_t> concerned_;  // the calls that the event in hand is about
};

}  // namespace wbemcheck::contract
