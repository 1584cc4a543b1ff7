// The register of readings: the questions on which the documents are silent or contradict each other, and the
// answers that are admissible. A subject that follows one of them is not in breach; the result says which one
// it follows.
#pragma once

#include <span>
#include <string_view>

namespace wbemcheck::contract {

// An admissible answer, in the words of what was seen.
struct ReadingChoice {
    std::string_view key;  // "released-before-return": stands in results, unique within its reading
    std::string_view sentence;
};

// How the answers are graded, those that are not admissible included.
struct Grading {
    std::string_view documented;  // under `--contract documented`
    std::string_view wire;        // under `--contract wire`; empty when it is the same
};

struct Reading {
    std::string_view id;  // "X-1", or the id of the clause on which all documents are silent: "STA-20"
    std::string_view question;
    std::span<const ReadingChoice> choices;
    std::string_view source;  // the documents, by their short names
    Grading grading;
};

// then the silent clauses in the order of the catalogue.
[[nodiscard]] std::span<const Reading> readings() noexcept;

// The reading with this id, or nullptr. Ids are matched without regard to case.
[[nodiscard]] const Reading* find_reading(std::string_view id) noexcept;

// The choice with exactly this key, or nullptr.
[[nodiscard]] const ReadingChoice* find_choice(const Reading& reading, std::string_view key) noexcept;

}  // namespace wbemcheck::contract
