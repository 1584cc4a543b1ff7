// PRV-3: a provider that says that it is ready can serve.
#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::Interface;
using trace::MarkKind;
using trace::Method;

constexpr std::int32_t code(std::uint32_t value) noexcept { return static_cast<std::int32_t>(value); }

constexpr std::int32_t kInitialized = 0;  // WBEM_S_INITIALIZED
constexpr std::int32_t kNoInterface = code(0x80004002);

// Codes that say of themselves that the provider was not ready.
bool is_failed_start(std::int32_t result) noexcept {
    return result == code(0x80041013) ||  // WBEM_E_PROVIDER_LOAD_FAILURE
           result == code(0x80041014);    // WBEM_E_INITIALIZATION_FAILURE
}

class ProviderReadinessRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        const trace::Event& event = record.event;
        switch (event.kind) {
            case EventKind::kInitStatus:
                note_status(record, history);
                break;
            case EventKind::kCallEntered:
                if (fails_upcalls_) excused_.insert(event.call);
                break;
            case EventKind::kCallReturned:
                check_return(record, history, verdicts);
                break;
            case EventKind::kCallbackEntered:
                check_final(record, history, verdicts);
                break;
            case EventKind::kMark:
                if (static_cast<MarkKind>(event.method) == MarkKind::kUpcallToFail)
                    fails_upcalls_ = event.value != 0;
                break;
            default: return false;
        }
        return true;
    }

private:
    // What a provider has shown since it said that it was ready.
    struct Ready {
        Index at = kNowhere;
        bool has_served = false;   // a request has succeeded
        std::uint32_t failed = 0;  // the first request, when it failed
        std::map<Interface, Index> refused;
    };

    void note_status(const trace::Record& record, History& history) {
        const Request* start = history.hosted().initialization_of(record.event.object);
        if (start == nullptr || static_cast<std::int32_t>(record.event.value) != kInitialized) return;
        ready_[start->provider].at = record.index;
    }

    void check_return(const trace::Record& record, History& history, Verdicts& verdicts) {
        const Request* request = history.hosted().request(record.event.call);
        if (request == nullptr) return;
        if (request->method == Method::kQueryPrimary) check_primary(record, *request, verdicts);
        const Operation* operation = history.operation(record.event.call);
        if (operation == nullptr) return;
        // What the sink was told takes precedence (PRV-8); what it is still to be told comes later.
        if (operation->finals != 0) {
            check_request(record, *operation, operation->final_result, history, verdicts);
        } else if (!operation->accepted) {
            check_request(record, *operation, operation->result, history, verdicts);
        }
    }

    void check_final(const trace::Record& record, History& history, Verdicts& verdicts) {
        if (static_cast<Method>(record.event.method) != Method::kSetStatus || record.event.value != 0) return;
        const Sink& sink = *history.sink(record.event.object);
        const Operation* operation = history.operation(sink.in_progress.back().operation);
        if (operation == nullptr || operation->finals != 1 || operation->returned == kNowhere) return;
        check_request(record, *operation, operation->final_result, history, verdicts);
    }

    // What is refused with E_NOINTERFACE need not be there, unless it is given later.
    void check_primary(const trace::Record& record, const Request& request, Verdicts& verdicts) {
        const auto entry = ready_.find(request.provider);
        if (entry == ready_.end()) return;
        Ready& ready = entry->second;
        verdicts.opportunity("PRV-3");
        const std::int32_t result = record.event.result;
        if (result == kNoInterface) {
            ready.refused.try_emplace(request.asked, record.index);
            return;
        }
        const auto refused = ready.refused.find(request.asked);
        if (result >= 0 && refused == ready.refused.end()) return;
        verdicts.breach(
            "PRV-3", nullptr, "a provider that has reported WBEM_S_INITIALIZED gives its primary interface",
            result >= 0
                ? fmt::format("it refused {} at first, and gave it later", trace::name_of(request.asked))
                : fmt::format("it answered {} to QueryInterface", verdicts.result_text(result)),
            {ready.at, result >= 0 ? refused->second : request.entered, record.index});
    }

    // What fails because the harness lets an upcall fail, or asks for what is not there, says nothing.
    void check_request(const trace::Record& record, const Operation& operation, std::int32_t outcome,
                       History& history, Verdicts& verdicts) {
        const Request* request = history.hosted().request(operation.id);
        if (request == nullptr || operation.has_invalid_argument || operation.expects_failure) return;
        if (operation.asks_for_stub || operation.was_cancelled() || operation.refused_at != kNowhere) return;
        const auto entry = ready_.find(request->provider);
        if (entry == ready_.end() || excused_.contains(operation.id)) return;
        Ready& ready = entry->second;
        verdicts.opportunity("PRV-3");
        if (outcome >= 0) {
            check_recovery(record, ready, operation, *request, history, verdicts);
            ready.has_served = true;
        } else if (is_failed_start(outcome)) {
            verdicts.breach("PRV-3", &operation, kServes,
                            fmt::format("it answered {}", verdicts.result_text(outcome)),
                            {ready.at, operation.entered, record.index});
        } else if (!ready.has_served && ready.failed == 0) {
            ready.failed = operation.id;
        }
    }

    // What failed first of all and succeeds now was not to be served then.
    static void check_recovery(const trace::Record& record, Ready& ready, const Operation& operation,
                               const Request& request, History& history, Verdicts& verdicts) {
        if (ready.has_served || ready.failed == 0 || !request.is_read()) return;
        const Operation& first = *history.operation(ready.failed);
        const bool is_same = first.method == operation.method && first.flags == operation.flags &&
                             first.arguments == operation.arguments && first.services == operation.services;
        if (!is_same) return;
        verdicts.breach(
            "PRV-3", &first, kServes,
            fmt::format("its first request failed with {}, and the same request succeeded later",
                        verdicts.result_text(first.finals != 0 ? first.final_result : first.result)),
            {ready.at, first.entered, operation.entered, record.index});
    }

    static constexpr auto kServes = "a provider that has reported WBEM_S_INITIALIZED is ready to serve";

    std::map<std::uint32_t, Ready> ready_;  // by provider
    std::set<std::uint32_t> excused_;       // calls that were made while an upcall was to fail
    bool fails_upcalls_ = false;
};

}  // namespace

std::unique_ptr<Rule> make_provider_readiness_rule() { return std::make_unique<ProviderReadinessRule>(); }

}  // namespace wbemcheck::contract
