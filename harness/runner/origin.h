// What a trace says about its own origin: all that a finding and a result need beside what happened. It is written by the
// run that records the trace, so that judging it again, anywhere and later, gives the same findings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "harness/contract/finding.h"
#include "reports/result.h"

namespace wbemcheck::runner {

// Of a whole run, the same in each of its traces.
struct RunOrigin {
    std::string tool_version;
    std::string subject;                          // the address as given
    std::map<std::string, std::string> identity;  // what the subject says about itself
    std::string platform;
    contract::Profile profile = contract::Profile::kDocumented;
    std::uint64_t seed = 0;
    reports::Budgets budgets;
    std::string started;
    std::string run;                              // tells runs apart
    std::size_t planned = 0;                      // scenarios that the run plays
    bool is_whole = false;                        // nothing was selected or left out

    friend bool operator==(const RunOrigin&, const RunOrigin&) = default;
};

struct Origin {
    RunOrigin run;
    std::string scenario;     // its id, with the repetition
    std::string description;
    std::string rerun;        // the exact command
    std::string schedule;     // what --replay takes
    std::size_t position = 0; // in the order in which the run lists its scenarios
    bool is_discovery = false;  // what the subject was asked before the run; nothing of it is judged
};

[[nodiscard]] const char* name_of(contract::Profile profile) noexcept;  // "documented", "wire"

[[nodiscard]] std::string write_origin(const Origin& origin);
[[nodiscard]] std::string write_discovery_origin();

// Throws trace::TraceError for a trace that is cut or damaged, or that does not say where it comes from.
[[nodiscard]] Origin read_origin(const std::filesystem::path& trace);

}  // namespace wbemcheck::runner
