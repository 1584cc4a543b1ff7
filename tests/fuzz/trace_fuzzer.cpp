// Traces. Whatever a file holds, the reader gives its events or says that it is cut or damaged; the judge
// judges every trace that can be read to its end, says the same when it is asked again, and speaks of nothing
// that there is not.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/com/hresult.h"
#include "harness/contract/judge.h"
#include "harness/trace/trace_reader.h"
#include "tests/fuzz/folded_trace.h"
#include "tests/fuzz/property.h"

namespace wbemcheck::fuzz {
namespace {

using contract::Judgement;
using trace::Record;
using trace::TraceError;
using trace::TraceReader;

constexpr const char* kName = "fuzzed.trace";

void require_named(const TraceError& error) {
    require(std::string_view(error.what()).find(kName) != std::string_view::npos, "an error names the trace",
            "{}", error.what());
}

void require_inside(std::string_view text, std::span<const std::byte> content) {
    const auto* const begin = reinterpret_cast<const char*>(content.data());
    require(text.data() >= begin && text.data() + text.size() <= begin + content.size(),
            "a text lies in its trace");
}

// How many events there are.
std::uint64_t read_all(TraceReader& reader, std::span<const std::byte> content) {
    std::uint64_t events = 0;
    Record record;
    while (reader.next(record)) {
        require(record.index == events, "events are numbered without a gap", "{} instead of {}", record.index,
                events);
        for (const trace::RecordedText& text : record.texts) require_inside(text.text, content);
        ++events;
    }
    require(events <= reader.segment_count() * trace::kSlotsPerSegment, "there are no more events than slots",
            "{}", events);
    return events;
}

Judgement judge(TraceReader& reader, contract::Profile profile, bool maps_coverage) {
    contract::JudgeOptions options;
    options.profile = profile;
    options.describe_result = [](std::int32_t result) { return com::describe_hresult(result); };
    options.maps_coverage = maps_coverage;
    return contract::judge_trace(reader, options);
}

void check_judgement(const Judgement& judgement, std::uint64_t events) {
    require(judgement.events == events, "the judge sees every event", "{} of {}", judgement.events, events);
    for (const contract::Finding& finding : judgement.findings) {
        require(contract::find_clause(finding.clause) != nullptr, "a finding is about a clause", "{}",
                finding.clause);
        require(!finding.actual.empty(), "a finding says what was seen", "{}", finding.clause);
        for (const contract::Witness& witness : finding.witness) {
            require(witness.index < events, "a witness is an event of the trace", "{}: {} of {}",
                    finding.clause, witness.index, events);
            require(!witness.text.empty(), "a witness says what happened", "{}", finding.clause);
        }
    }
    for (const contract::ClauseTally& tally : judgement.tallies) {
        require(tally.opportunities > 0, "a clause that is counted had an opportunity", "{}", tally.clause);
    }
    for (const contract::CellTally& cell : judgement.cells) {
        require(cell.place < contract::all_cells().size(), "a cell is one of the map", "{}", cell.place);
    }
}

std::string summary(const Judgement& judgement) {
    std::string text = fmt::format("{} {} {} {}\n", judgement.events, judgement.milliseconds,
                                   judgement.scenario, judgement.harness_fault);
    for (const contract::Finding& finding : judgement.findings) {
        text += fmt::format("{} {} {} {} {}\n", finding.clause, static_cast<int>(finding.grade),
                            finding.operation, finding.expected, finding.actual);
        for (const contract::Witness& witness : finding.witness)
            text += fmt::format("  {} {}\n", witness.index, witness.text);
    }
    for (const contract::ClauseTally& tally : judgement.tallies)
        text += fmt::format("{} {}\n", tally.clause, tally.opportunities);
    return text;
}

// Events that contradict each other are found by the judge, who knows what they mean.
void check_whole(TraceReader& reader, std::uint64_t events) {
    const Judgement judgement = judge(reader, contract::Profile::kDocumented, true);
    check_judgement(judgement, events);
    const std::string again = summary(judge(reader, contract::Profile::kDocumented, false));
    require(summary(judgement) == again, "the same trace gives the same judgement", "{}\n{}",
            summary(judgement), again);
    check_judgement(judge(reader, contract::Profile::kWire, false), events);
}

void check_damaged(TraceReader& reader) {
    try {
        (void)judge(reader, contract::Profile::kDocumented, true);
    } catch (const TraceError& error) {
        require_named(error);
        return;
    }
    require(false, "a trace that cannot be read to its end is not judged");
}

void check(std::span<const std::byte> folded) {
    const UnfoldedTrace trace(folded);
    std::optional<TraceReader> reader;
    try {
        reader.emplace(kName, trace.content());
    } catch (const TraceError& error) {
        require_named(error);
        return;
    }
    std::uint64_t events = 0;
    try {
        events = read_all(*reader, trace.content());
    } catch (const TraceError& error) {
        require_named(error);
        check_damaged(*reader);
        return;
    }
    try {
        check_whole(*reader, events);
    } catch (const TraceError& error) {
        require_named(error);
    }
}

}  // namespace
}  // namespace wbemcheck::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    wbemcheck::fuzz::check(std::as_bytes(std::span(bytes, size)));
    return 0;
}
