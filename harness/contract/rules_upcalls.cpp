// PRV-7, PRV-12: what a provider asks of WMI while it serves a request.
#include <fmt/format.h>

#include <algorithm>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::Interface;
using trace::Method;

constexpr std::int64_t kOwnerUpdate = 0x10000;  // WBEM_FLAG_OWNER_UPDATE

std::string request_text(const Request& request) {
    return fmt::format("{} (call {})", trace::name_of(request.method), request.call);
}

class UpcallRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        switch (record.event.kind) {
            case EventKind::kCallReturned: count_request(record, history, verdicts); break;
            case EventKind::kUpcallEntered:
                check_context(record, history, verdicts);
                check_change(record, history, verdicts);
                break;
            default: return false;
        }
        return true;
    }

private:
    // Every request that was served is one that could have gone wrong, also where nothing was asked of WMI.
    static void count_request(const trace::Record& record, const History& history, Verdicts& verdicts) {
        const Request* request = history.hosted().request(record.event.call);
        if (request == nullptr) return;
        if (request->context != 0) verdicts.opportunity("PRV-7");
        if (request->is_read()) verdicts.opportunity("PRV-12");
    }

    static void check_context(const trace::Record& record, History& history, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        // The context of OpenNamespace is NULL, whoever calls it (ARG-20).
        const bool takes_context = event.result == 1 && static_cast<Method>(event.method) != Method::kOpenNamespace;
        if (!takes_context) return;
        const Hosted& hosted = history.hosted();
        const std::uint32_t passed =
            event.value > 0 ? hosted.original_of(static_cast<std::uint32_t>(event.value)) : std::uint32_t{0};
        if (const Request* request = hosted.request_of_thread(record.thread); request != nullptr) {
            if (request->context != 0) check_served(record, *request, passed, hosted, verdicts);
            return;
        }
        check_elsewhere(record, passed, hosted, verdicts);
    }

    // On the thread of the request there is no doubt about whose call it is.
    static void check_served(const trace::Record& record, const Request& request, std::uint32_t passed,
                             const Hosted& hosted, Verdicts& verdicts) {
        verdicts.opportunity("PRV-7");
        if (record.event.value > 0 && passed == request.context) return;
        verdicts.breach(
            "PRV-7", nullptr,
            fmt::format("a call back into WMI from {} passes on its context", request_text(request)),
            fmt::format("{} came with {}", trace::name_of(static_cast<Method>(record.event.method)),
                        passed_text(record.event.value, passed, hosted)),
            {request.entered, index_of(request.context, hosted), record.index});
    }

    // On a thread of the provider's own, for which request it works is a guess; a context that is over belongs to none.
    static void check_elsewhere(const trace::Record& record, std::uint32_t passed, const Hosted& hosted,
                                Verdicts& verdicts) {
        const auto name = trace::name_of(static_cast<Method>(record.event.method));
        if (record.event.value == 0) return;  // it may be for no request at all
        const Request* newest = hosted.request_with(passed);
        if (newest == nullptr) return;
        verdicts.opportunity("PRV-7");
        // That of Initialize may be kept for later (PRV-5).
        if (!newest->is_over || newest->method == Method::kInitialize) return;
        verdicts.report("PRV-7", Grade::kWarning, nullptr,
                        "a call back into WMI passes on the context of a request that is being served",
                        fmt::format("{} came with that of {}, which was over", name, request_text(*newest)),
                        {newest->entered, newest->returned, record.index});
    }

    static std::string passed_text(std::int64_t value, std::uint32_t passed, const Hosted& hosted) {
        if (value == 0) return "NULL";
        if (value < 0) return "a context of the provider's own";
        const Request* other = hosted.request_with(passed);
        return other == nullptr ? fmt::format("context {}", passed)
                                : fmt::format("the context of {}", request_text(*other));
    }

    static Index index_of(std::uint32_t context, const Hosted& hosted) {
        const auto entry = hosted.objects().find(context);
        return entry == hosted.objects().end() ? kNowhere : entry->second.given;
    }

    static void check_change(const trace::Record& record, History& history, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        const auto method = static_cast<Method>(event.method);
        const bool is_owners = (event.value2 & kOwnerUpdate) != 0;
        if (!changes_data(method) || is_owners) return;
        const Request* request = history.hosted().request_of_thread(record.thread);
        if (request == nullptr || !request->is_read()) return;
        verdicts.breach("PRV-12", nullptr,
                        fmt::format("a provider changes nothing while it serves {}", request_text(*request)),
                        fmt::format("{} came, without WBEM_FLAG_OWNER_UPDATE", trace::name_of(method)),
                        {request->entered, record.index});
    }
};

}  // namespace

std::unique_ptr<Rule> make_upcall_rule() { return std::make_unique<UpcallRule>(); }

}  // namespace wbemcheck::contract
