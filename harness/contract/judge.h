// The judge: a trace goes in, findings come out. It never knows who is under test, which scenario ran, or that a mock
// exists; the same trace gives the same judgement, in this process or a year later.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "harness/contract/finding.h"
#include "harness/trace/trace_reader.h"

namespace wbemcheck::contract {

struct JudgeOptions {
    Profile profile = Profile::kDocumented;
    // How an HRESULT is written; the names are the business of the COM layer, which the judge does not know.
    std::string (*describe_result)(std::int32_t) = nullptr;
    bool maps_coverage = true;  // which cells of the coverage map the trace fills; no: `cells` stays empty
};

// Reads the trace once, and parts of it again for the witnesses when there are findings. Memory grows with the number of
// operations, sinks and objects that a host gives to a provider, not with the number of events. Throws trace::TraceError for a trace that is cut or damaged, and
// nothing for anything that a whole trace may hold.
[[nodiscard]] Judgement judge_trace(const std::filesystem::path& path, const JudgeOptions& options);
// The same for a trace that is open already; it is read from its beginning.
[[nodiscard]] Judgement judge_trace(trace::TraceReader& reader, const JudgeOptions& options);

// Whether a rule of this library judges the clause, for a subject in any role or in this one: Role::kProvider for a provider
// that the harness hosts, Role::kService for everything else.
[[nodiscard]] bool is_judged(std::string_view clause) noexcept;
[[nodiscard]] bool is_judged(std::string_view clause, Role role) noexcept;

}  // namespace wbemcheck::contract
