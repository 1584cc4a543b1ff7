// PRV-2, PRV-4, PRV-5, IMM-7: how a provider starts, and what it keeps of what it was started with.
#include <fmt/format.h>

#include <map>
#include <set>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::Awaited;
using trace::Ending;
using trace::EventKind;
using trace::Interface;
using trace::MarkKind;
using trace::Method;

constexpr std::int32_t kInitialized = 0;                                               // WBEM_S_INITIALIZED
constexpr std::int32_t kInitializationFailed = static_cast<std::int32_t>(0x80041001);  // WBEM_E_FAILED

class ProviderStartRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        const trace::Event& event = record.event;
        switch (event.kind) {
            case EventKind::kCallReturned:
                check_return(record, history, verdicts);
                break;
            case EventKind::kInitStatus:
                check_status(record, history, verdicts);
                break;
            case EventKind::kHostReference:
            case EventKind::kUpcallEntered:
                check_use(record, history, verdicts);
                break;
            case EventKind::kMark:
                switch (static_cast<MarkKind>(event.method)) {
                    case MarkKind::kArrivalExpired:
                        check_expiry(record, history, verdicts);
                        break;
                    case MarkKind::kScenarioEnd:
                        check_unreturned(record, history, verdicts);
                        break;
                    case MarkKind::kWorkerEnded:
                        if (static_cast<Ending>(event.value) == Ending::kHang)
                            check_unreturned(record, history, verdicts);
                        break;
                    default:
                        break;
                }
                break;
            default: return false;
        }
        return true;
    }

private:
    // What an init sink was told.
    struct Report {
        std::int32_t status = 0;
        Index at = kNowhere;
        bool is_outcome = false;
    };

    void check_return(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Request* request = history.hosted().request(record.event.call);
        if (request == nullptr) return;
        if (request->method != Method::kInitialize) return;
        verdicts.opportunity("PRV-2");
        verdicts.opportunity("PRV-5");
        verdicts.opportunity("IMM-7");
        const auto told = reports_.find(request->sink);
        const bool is_told = told != reports_.end() && told->second.is_outcome;
        const std::int32_t result = record.event.result;
        constexpr auto kExpected = "Initialize reports through its init sink and returns WBEM_S_NO_ERROR";
        if (result == kNoError) return;  // the report may still come
        const std::string answer = fmt::format("it returned {}", verdicts.result_text(result));
        if (result > 0) {
            verdicts.breach("PRV-2", nullptr, kExpected, answer, {request->entered, record.index});
        } else if (is_told && told->second.status >= 0) {
            verdicts.breach(
                "PRV-2", nullptr, "what Initialize reports and what it returns agree",
                fmt::format("it reported {} and returned {}", verdicts.result_text(told->second.status),
                            verdicts.result_text(result)),
                {request->entered, told->second.at, record.index});
        } else if (is_told) {
            verdicts.report(
                "PRV-2", Grade::kWarning, nullptr, kExpected,
                fmt::format("it reported {}, and returned {} as well",
                            verdicts.result_text(told->second.status), verdicts.result_text(result)),
                {request->entered, told->second.at, record.index});
        } else if (result != kInitializationFailed) {
            verdicts.report("PRV-2", Grade::kWarning, nullptr,
                            "Initialize that fails without a report returns WBEM_E_FAILED", answer,
                            {request->entered, record.index});
        }
    }

    void check_status(const trace::Record& record, History& history, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        const auto status = static_cast<std::int32_t>(event.value);
        const bool is_outcome = status <= kInitialized;
        Report& report = reports_[event.object];
        const bool is_first_outcome = is_outcome && !report.is_outcome;
        verdicts.opportunity("PRV-4");
        if (event.value2 != 0) {
            verdicts.report(
                "PRV-4", Grade::kViolation, nullptr, "each report to the init sink has lFlags 0",
                fmt::format("SetStatus({}, 0x{:x}) came", verdicts.result_text(status), event.value2),
                {report.at, record.index});
        }
        if (is_first_outcome && status != kInitialized && status != kInitializationFailed) {
            verdicts.report("PRV-2", Grade::kWarning, nullptr,
                            "the init sink is told WBEM_S_INITIALIZED or WBEM_E_FAILED",
                            fmt::format("it was told {}", verdicts.result_text(status)), {record.index});
        }
        check_use(record, history, verdicts);
        // Steps on the way are no outcome, and what comes after the outcome changes nothing.
        if (report.is_outcome) return;
        report = {status, record.index, is_outcome};
    }

    void check_expiry(const trace::Record& record, History& history, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        const auto awaited = static_cast<Awaited>(event.value);
        const double milliseconds = static_cast<double>(event.value2) / 1e6;
        if (awaited == Awaited::kCallReturn) {
            const Request* request = history.hosted().request(event.call);
            if (request != nullptr && request->method == Method::kInitialize &&
                request->returned == kNowhere) {
                report_blocked(record, *request, milliseconds, verdicts);
            }
        }
        if (awaited != Awaited::kInitialised) return;
        const auto told = reports_.find(event.object);
        if (told != reports_.end() && told->second.is_outcome) return;
        const Request* start = history.hosted().initialization_of(event.object);
        if (start != nullptr && start->returned == kNowhere) return;  // IMM-7 speaks of it
        verdicts.breach(
            "PRV-2", nullptr, "Initialize that returns WBEM_S_NO_ERROR reports its outcome to the init sink",
            told == reports_.end() ? fmt::format("no report came for {:.0f} ms", milliseconds)
                                   : fmt::format("for {:.0f} ms nothing came after the step {}", milliseconds,
                                                 verdicts.result_text(told->second.status)),
            {start == nullptr ? kNowhere : start->entered,
             told == reports_.end() ? kNowhere : told->second.at, record.index});
    }

    void check_unreturned(const trace::Record& record, History& history, Verdicts& verdicts) {
        for (const auto& [id, open] : history.open_calls()) {
            if (open.method != Method::kInitialize || blocked_.contains(id)) continue;
            verdicts.breach("IMM-7", nullptr, kReturns, "it had not returned at the end",
                            {open.entered, record.index});
        }
    }

    void report_blocked(const trace::Record& record, const Request& request, double milliseconds,
                        Verdicts& verdicts) {
        if (!blocked_.insert(request.call).second) return;
        verdicts.breach("IMM-7", nullptr, kReturns,
                        fmt::format("it had not returned after {:.0f} ms", milliseconds),
                        {request.entered, record.index});
    }

    // PRV-5: the reference of the host lasts until Initialize has returned.
    void check_use(const trace::Record& record, History& history, Verdicts& verdicts) {
        const auto entry = history.hosted().objects().find(record.event.object);
        if (entry == history.hosted().objects().end()) return;
        const HostObject& object = entry->second;
        const bool is_gone = object.is_of_initialize && object.used_when_gone == record.index;
        if (!is_gone || !used_.insert(object.id).second) return;
        const std::string_view method = record.event.kind == EventKind::kHostReference ? "AddRef"
                                        : record.event.kind == EventKind::kInitStatus
                                            ? trace::name_of(Method::kSetStatus)
                                            : trace::name_of(static_cast<Method>(record.event.method));
        verdicts.breach(
            "PRV-5", nullptr, "what came with Initialize is used later only with a reference on it",
            fmt::format(
                "{} of {} was called when Initialize had returned, and the provider held no reference",
                method,
                object.note.empty() ? trace::name_of(object.interface_id) : std::string_view(object.note)),
            {object.given, record.index});
    }

    static constexpr auto kReturns = "Initialize does not block the thread of WMI";

    std::map<std::uint32_t, Report> reports_;  // by init sink
    std::set<std::uint32_t> blocked_;          // calls of Initialize of which this was said
    std::set<std::uint32_t> used_;             // objects of which this was said
};

}  // namespace

std::unique_ptr<Rule> make_provider_start_rule() { return std::make_unique<ProviderStartRule>(); }

}  // namespace wbemcheck::contract
