#include "mock_provider/model/qualifier.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "mock_provider/model/name.h"

namespace wbemcheck::mock {

namespace {

constexpr std::int32_t kToInstance = 0x01;
constexpr std::int32_t kToSubclass = 0x02;
constexpr std::int32_t kFinal = 0x10;
constexpr std::int32_t kAmended = 0x80;

auto named(std::string_view name) {
    return [name](const Qualifier& qualifier) { return equal_names(qualifier.name, name); };
}

template <class Predicate>
QualifierList propagated(const std::vector<Qualifier>& items, Predicate spreads) {
    QualifierList list;
    for (const Qualifier& item : items) {
        if (spreads(item.flavor)) {
            Qualifier copy = item;
            copy.is_propagated = true;
            list.set(std::move(copy));
        }
    }
    return list;
}

bool has_fixed_flavor(std::string_view name) noexcept {
    return equal_names(name, "key") || equal_names(name, "singleton") || equal_names(name, "association");
}

}  // namespace

std::int32_t Flavor::bits() const noexcept {
    return (to_instance ? kToInstance : 0) | (to_subclass ? kToSubclass : 0) | (is_final ? kFinal : 0) |
           (is_amended ? kAmended : 0);
}

Flavor Flavor::from_bits(std::int32_t bits) noexcept {
    return {(bits & kToInstance) != 0, (bits & kToSubclass) != 0, (bits & kFinal) != 0,
            (bits & kAmended) != 0};
}

Flavor default_flavor(std::string_view qualifier_name) noexcept {
    if (equal_names(qualifier_name, "ID")) {
        return {.to_instance = true, .to_subclass = false, .is_final = true, .is_amended = false};
    }
    const bool is_of_signatures = equal_names(qualifier_name, "in") || equal_names(qualifier_name, "out");
    if (is_of_signatures || has_fixed_flavor(qualifier_name)) {
        return {.to_instance = true, .to_subclass = true, .is_final = true, .is_amended = false};
    }
    return {};
}

QualifierList::QualifierList(std::initializer_list<Qualifier> qualifiers) {
    for (const Qualifier& qualifier : qualifiers) {
        set(qualifier);
    }
}

const Qualifier* QualifierList::find(std::string_view name) const noexcept {
    const auto found = std::ranges::find_if(items_, named(name));
    return found != items_.end() ? &*found : nullptr;
}

bool QualifierList::is_true(std::string_view name) const noexcept {
    const Qualifier* const found = find(name);
    return found != nullptr && found->value.type() == Type{CimType::kBoolean, false} &&
           !found->value.is_null() && found->value.as_boolean();
}

void QualifierList::set(Qualifier qualifier) {
    if (has_fixed_flavor(qualifier.name)) {
        qualifier.flavor = default_flavor(qualifier.name);
    }
    const auto found = std::ranges::find_if(items_, named(qualifier.name));
    if (found != items_.end()) {
        *found = std::move(qualifier);
    } else {
        items_.push_back(std::move(qualifier));
    }
}

bool QualifierList::remove(std::string_view name) { return std::erase_if(items_, named(name)) != 0; }

QualifierList QualifierList::for_subclass() const {
    return propagated(items_, [](const Flavor& flavor) { return flavor.to_subclass; });
}

QualifierList QualifierList::for_instance() const {
    return propagated(items_, [](const Flavor& flavor) { return flavor.to_instance; });
}

QualifierList QualifierList::local() const {
    QualifierList list;
    std::ranges::copy_if(items_, std::back_inserter(list.items_),
                         [](const Qualifier& q) { return !q.is_propagated; });
    return list;
}

}  // namespace wbemcheck::mock
