#include "harness/contract/verdicts.h"

#include <cassert>
#include <utility>

#include <fmt/format.h>

namespace wbemcheck::contract {
namespace {

// A subject that breaks a clause with every object of a million would otherwise fill the memory; the first breaches
// tell the story.
constexpr std::uint64_t kMostFindingsPerClause = 5;

Grade grade_of(const Clause& clause, Profile profile) noexcept {
    switch (clause.level) {
        case Level::kMust:
        case Level::kMustNot:
            return clause.is_wire && profile == Profile::kDocumented ? Grade::kWarning : Grade::kViolation;
        case Level::kShould: return Grade::kWarning;
        case Level::kMay:
        case Level::kInformative:
        case Level::kSilent: return Grade::kObserved;
    }
    return Grade::kObserved;
}

}  // namespace

// Rules ask with the same literals again and again, some with every event: where one lies tells what it was the last time.
std::size_t Verdicts::place_of(std::string_view id) noexcept {
    Known& known = known_[reinterpret_cast<std::uintptr_t>(id.data()) % known_.size()];
    if (known.id.data() != id.data() || known.id.size() != id.size()) {
        known = {id, static_cast<std::size_t>(find_clause(id) - catalogue().data())};
    }
    assert(catalogue()[known.place].id == id);
    return known.place;
}

void Verdicts::opportunity(std::string_view clause, std::uint64_t count) {
    if (count == 0) return;
    const std::size_t place = place_of(clause);
    opportunities_[place] += count;
    if (options_.maps_coverage) fresh_.push_back({place, count});
}

void Verdicts::breach(std::string_view clause, const Operation* operation, std::string expected, std::string actual,
                      Proof proof) {
    report(clause, grade_of(*find_clause(clause), options_.profile), operation, std::move(expected), std::move(actual),
           proof);
}

Verdicts::Entry* Verdicts::add(std::string_view clause, Grade grade, const Operation* operation, Proof proof) {
    const Clause& entry = *find_clause(clause);
    if (++reported_[{entry.id, grade}] > kMostFindingsPerClause) return nullptr;
    Entry& made = entries_.emplace_back();
    made.finding.clause = entry.id;
    made.finding.grade = grade;
    if (operation != nullptr) made.finding.operation = operation_text(*operation);
    for (const Index index : proof) {
        if (index != kNowhere) made.proof.push_back(index);
    }
    return &made;
}

void Verdicts::report(std::string_view clause, Grade grade, const Operation* operation, std::string expected,
                      std::string actual, Proof proof) {
    Entry* entry = add(clause, grade, operation, proof);
    if (entry == nullptr) return;
    entry->finding.expected = std::move(expected);
    entry->finding.actual = std::move(actual);
}

void Verdicts::reading(std::string_view reading, std::string_view clause, const Operation* operation,
                       std::string actual, Proof proof) {
    Entry* entry = add(clause, Grade::kObserved, operation, proof);
    if (entry == nullptr) return;
    entry->finding.reading = std::string(reading);
    entry->finding.actual = std::move(actual);
}

std::string Verdicts::result_text(std::int32_t result) const {
    if (options_.describe_result != nullptr) return options_.describe_result(result);
    return fmt::format("0x{:08x}", static_cast<std::uint32_t>(result));
}

std::string Verdicts::operation_text(const Operation& operation) {
    return fmt::format("{} #{}", trace::name_of(operation.method), operation.id);
}

std::vector<ClauseTally> Verdicts::tallies() const {
    std::vector<ClauseTally> tallies;
    for (std::size_t i = 0; i < opportunities_.size(); ++i) {
        if (opportunities_[i] != 0) tallies.push_back({catalogue()[i].id, opportunities_[i]});
    }
    return tallies;
}

}  // namespace wbemcheck::contract
