#include <vector>
#include <unordered_map>

#include "harness/contract/catalogue_groups.h"
#include "harness/contract/catalogue_hash.h"
#include "harness/contract/catalogue_id.h"
#include "harness/contract/clause.h"
#include "harness/contract/reading.h"

namespace wbemcheck::contract {
namespace {

// The one table of the catalogue: a group that is not here does not exist.
constexpr ClauseGroup kGroups[] = {
    {"REF", "Reference counts and lifetime", "Who holds a reference on the sink, and for how long.",
     reference_clauses},
    {"STA", "SetStatus and the final status", "How an operation ends, and what its status carries.",
     status_clauses},
    {"CAN", "Cancellation", "What CancelAsyncCall ends, and what it leaves alone.", cancel_clauses},
    {"ORD", "Order and overlap", "In which order callbacks come, and which of them may overlap.",
     order_clauses},
    {"IMM", "Immediate return", "Asynchronous methods return before the work is done.", immediate_clauses},
    {"ARG", "Arguments and error codes",
     "Which arguments are refused, with which code, and where the error is reported. Where a code is "
     "preferred, "
     "every other error passes too.",
     argument_clauses},
    {"IND", "Indicate and the ownership of objects", "What Indicate delivers, and to whom it belongs.",
     indicate_clauses},
    {"THR", "Threads, nested calls and time",
     "On which threads callbacks come, what they may do there, and for how long.", thread_clauses},
    {"SEC", "Security and the unsecured apartment",
     "What a client sets up so that it can be called back, and what the stub does for it.", security_clauses},
    {"SEMI", "Semisynchronous calls", "How call results and enumerators tell whether a result is ready.",
     semisynchronous_clauses},
    {"EVT", "Notification queries", "How event subscriptions run, and how they end.", event_clauses},
    {"PRV", "Providers", "What a provider owes to its host, and the host to it.", provider_clauses},
    {"COM", "The rules of COM",
     "What every COM object owes, whatever its interfaces are for: judged on services, enumerators, call results, "
     "class objects, qualifier sets and sinks of the subject; this group is our own.",
     com_clauses},
    {"LIV", "Liveness",
     "What every implementation owes so that the other clauses can be seen at all; this group is our own.",
     liveness_clauses},
};

std::vector<Clause> joined_clauses() {
    std::vector<Clause> joined;
    for (const ClauseGroup& group : kGroups) {
        const std::span<const Clause> clauses = group.clauses();
        joined.insert(joined.end(), clauses.begin(), clauses.end());
    }
    return joined;
}

}  // namespace

std::span<const ClauseGroup> catalogue_groups() noexcept { return kGroups; }

std::span<const Clause> catalogue() noexcept {
    static const std::vector<Clause> kCatalogue = joined_clauses();
    return kCatalogue;
}

const Clause* find_clause(std::string_view id) noexcept {
    // Rules ask with every opportunity, in the spelling of the catalogue; people with any.
    static const auto kById = [] {
        std::unordered_map<std::string_view, const Clause*> by_id;
        for (const Clause& clause : catalogue()) by_id.emplace(clause.id, &clause);
        return by_id;
    }();
    if (const auto known = kById.find(id); known != kById.end()) return known->second;
    for (const Clause& clause : catalogue()) {
        if (is_same_id(clause.id, id)) return &clause;
    }
    return nullptr;
}

// The words of `roles` are the names of roles, and none is a part of another.
bool is_owed_by(const Clause& clause, Role role) noexcept {
    return clause.roles.find(name_of(role)) != std::string_view::npos;
}

std::string_view catalogue_version() noexcept { return "1"; }

std::uint64_t catalogue_hash() noexcept {
    static const std::uint64_t kHash = hash_of(catalogue(), readings());
    return kHash;
}

std::string_view name_of(Level level) noexcept {
    switch (level) {
        case Level::kMust:
            return "MUST";
        case Level::kMustNot:
            return "MUST NOT";
        case Level::kShould:
            return "SHOULD";
        case Level::kMay:
            return "MAY";
        case Level::kInformative:
            return "INFO";
        case Level::kSilent:
            return "SILENT";
    }
    return "";
}

std::string_view name_of(Role role) noexcept {
    switch (role) {
        case Role::kService:
            return "service";
        case Role::kProvider:
            return "provider";
        case Role::kSink:
            return "sink";
        case Role::kClient:
            return "client";
        case Role::kApartment:
            return "apartment";
    }
    return "";
}

std::string_view name_of(Checkability checkability) noexcept {
    switch (checkability) {
        case Checkability::kBoundary:
            return "boundary";
        case Checkability::kPartly:
            return "partly";
        case Checkability::kRecorded:
            return "recorded";
        case Checkability::kUntestable:
            return "untestable";
    }
    return "";
}

}  // namespace wbemcheck::contract
