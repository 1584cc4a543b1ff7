// Qualifiers: named values attached to classes, properties, methods and instances, with rules for how they
// spread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "mock_provider/model/value.h"

namespace wbemcheck::mock {

// How a qualifier spreads. The bits are those of WBEM_FLAVOR_TYPE.
struct Flavor {
    bool to_instance = false;  // 0x01
    bool to_subclass = false;  // 0x02
    bool is_final = false;     // 0x10: a subclass cannot override it
    bool is_amended = false;   // 0x80: localised text

    [[nodiscard]] std::int32_t bits() const noexcept;
    [[nodiscard]] static Flavor from_bits(std::int32_t bits) noexcept;

    friend bool operator==(const Flavor&, const Flavor&) = default;
};

// The flavour of a qualifier of that name when its declaration does not say: none but for the qualifiers that
// make the signatures of methods, which are what they are wherever they go.
[[nodiscard]] Flavor default_flavor(std::string_view qualifier_name) noexcept;

struct Qualifier {
    std::string name;
    Value value = Value::boolean(true);  // boolean, sint32, real64, string, or an array of these
    Flavor flavor{};
    bool is_propagated = false;  // came from the superclass (or, on an instance, from its class)

    friend bool operator==(const Qualifier&, const Qualifier&) = default;
};

// A few qualifiers in the order of their declaration; names are unique without regard to case. The flavours
// of key, singleton and association are fixed: they reach subclasses and instances and cannot be overridden.
class QualifierList {
public:
    QualifierList() = default;
    QualifierList(std::initializer_list<Qualifier> qualifiers);

    [[nodiscard]] const Qualifier* find(std::string_view name) const noexcept;
    // True when the qualifier is there and is boolean true.
    [[nodiscard]] bool is_true(std::string_view name) const noexcept;

    void set(Qualifier qualifier);  // adds or replaces
    bool remove(std::string_view name);

    [[nodiscard]] const std::vector<Qualifier>& items() const noexcept { return items_; }
    [[nodiscard]] bool empty() const noexcept { return items_.empty(); }

    // What a subclass (or an instance) sees: those with the flavour, marked as propagated, under its own.
    [[nodiscard]] QualifierList for_subclass() const;
    [[nodiscard]] QualifierList for_instance() const;
    // Only what was declared here.
    [[nodiscard]] QualifierList local() const;

    friend bool operator==(const QualifierList&, const QualifierList&) = default;

private:
    std::vector<Qualifier> items_;
};

}  // namespace wbemcheck::mock
