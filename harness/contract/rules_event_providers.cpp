// EVT-7: an event provider hears that a query it was told of is over.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

class EventProviderRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        const trace::Event& event = record.event;
        switch (event.kind) {
            case EventKind::kMark:
                if (static_cast<MarkKind>(event.method) == MarkKind::kRestPoint && rest_ == kNowhere) rest_ = record.index;
                break;
            case EventKind::kProviderTold:
                if (static_cast<Method>(event.method) == Method::kNewQuery) {
                    queries_[event.value] = {std::string(record.text(trace::TextRole::kQuery)), record.index, kNowhere};
                } else {
                    query_cancelled(record, history, verdicts);
                }
                break;
            default: return false;
        }
        return true;
    }

    // What was cancelled before everything came to rest must have been told by then.
    void at_end(History& history, Verdicts& verdicts) override {
        std::map<std::string, std::uint64_t> over;  // cancelled subscriptions, by query
        std::map<std::string, const Operation*> newest;
        for (const auto& [id, operation] : history.operations()) {
            if (!is_subscription(operation) || !operation.was_cancelled()) continue;
            ++over[query_of(operation)];
            newest[query_of(operation)] = &operation;
        }
        for (const auto& [text, subscriptions] : over) {
            std::uint64_t begun = 0;
            std::uint64_t cancelled = 0;
            Index told = kNowhere;
            for (const auto& [id, query] : queries_) {
                if (query.text != text) continue;
                ++begun;
                told = query.told;
                if (query.cancelled != kNowhere) ++cancelled;
            }
            const std::uint64_t due = std::min(begun, subscriptions);
            if (due == 0) continue;
            verdicts.opportunity("EVT-7", due);
            if (cancelled >= due || rest_ == kNowhere) continue;
            verdicts.breach("EVT-7", newest[text],
                            fmt::format("CancelQuery tells the event provider of {} cancelled {}", due,
                                        due == 1 ? "subscription" : "subscriptions"),
                            fmt::format("it was told of {}", cancelled), {told, newest[text]->entered, rest_});
        }
    }

private:
    struct Query {
        std::string text;
        Index told = kNowhere;
        Index cancelled = kNowhere;
    };

    static bool is_subscription(const Operation& operation) noexcept {
        return operation.is_notification() && operation.accepted && !operation.is_provider;
    }
    // The arguments of a notification query are its text alone, and a line break.
    static std::string query_of(const Operation& operation) {
        return std::string(operation.arguments.substr(0, operation.arguments.find('\n')));
    }

    void query_cancelled(const trace::Record& record, History& history, Verdicts& verdicts) {
        const auto entry = queries_.find(record.event.value);
        if (entry == queries_.end() || entry->second.cancelled != kNowhere) {
            verdicts.opportunity("EVT-7");
            verdicts.breach("EVT-7", nullptr, "CancelQuery names a query that the provider was told of, once",
                            fmt::format("it named query {}", record.event.value), {record.index});
            return;
        }
        Query& query = entry->second;
        query.cancelled = record.index;
        std::uint64_t open = 0;
        std::uint64_t subscriptions = 0;
        for (const auto& [id, operation] : history.operations()) {
            if (!is_subscription(operation) || query_of(operation) != query.text) continue;
            ++subscriptions;
            if (!operation.was_cancelled() && operation.finals == 0 && operation.services_released == kNowhere) ++open;
        }
        if (subscriptions == 0 || open < subscriptions) return;
        verdicts.opportunity("EVT-7");
        verdicts.breach("EVT-7", nullptr, "CancelQuery comes when a subscription has ended",
                        "it came while every subscription with this query was open", {query.told, record.index});
    }

    std::map<std::int64_t, Query> queries_;  // by the id that the service gave
    Index rest_ = kNowhere;
};

}  // namespace

std::unique_ptr<Rule> make_event_provider_rule() { return std::make_unique<EventProviderRule>(); }

}  // namespace wbemcheck::contract
