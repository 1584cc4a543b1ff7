#include "harness/contract/catalogue_hash.h"

#include <string_view>

namespace wbemcheck::contract {
namespace {

class Fnv1a {
public:
    // Each text is followed by a NUL, so that a word that moves from one field to the next changes the hash.
    void add(std::string_view text) noexcept {
        for (const char letter : text) add_byte(static_cast<unsigned char>(letter));
        add_byte(0);
    }

    [[nodiscard]] std::uint64_t value() const noexcept { return value_; }

private:
    void add_byte(unsigned char byte) noexcept { value_ = (value_ ^ byte) * 0x100000001b3u; }

    std::uint64_t value_ = 0xcbf29ce484222325u;
};

}  // namespace

std::uint64_t hash_of(std::span<const Clause> clauses, std::span<const Reading> readings) noexcept {
    Fnv1a hash;
    for (const Clause& clause : clauses) {
        hash.add(clause.id);
        hash.add(name_of(clause.level));
        hash.add(clause.is_wire ? "wire" : "documented");
        hash.add(name_of(clause.role));
        hash.add(clause.roles);
        hash.add(clause.requirement);
        hash.add(clause.source);
        hash.add(clause.advice);
        hash.add(name_of(clause.checkability));
        hash.add(clause.untestable_because);
    }
    for (const Reading& reading : readings) {
        hash.add(reading.id);
        hash.add(reading.question);
        for (const ReadingChoice& choice : reading.choices) {
            hash.add(choice.key);
            hash.add(choice.sentence);
        }
        hash.add(reading.source);
        hash.add(reading.grading.documented);
        hash.add(reading.grading.wire);
    }
    return hash.value();
}

}  // namespace wbemcheck::contract
