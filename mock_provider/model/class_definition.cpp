#include "mock_provider/model/class_definition.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace wbemcheck::mock {

namespace {

bool same_signature(const std::shared_ptr<const ClassDefinition>& left,
                    const std::shared_ptr<const ClassDefinition>& right) {
    return left == right || (left != nullptr && right != nullptr && left->same_content(*right));
}

}  // namespace

bool operator==(const Method& left, const Method& right) {
    return left.name == right.name && left.qualifiers == right.qualifiers && left.origin == right.origin &&
           left.is_local == right.is_local && same_signature(left.inputs, right.inputs) &&
           same_signature(left.outputs, right.outputs);
}

ClassDefinition::ClassDefinition(ClassData data) : data_(std::move(data)) {
    if (data_.superclass != nullptr) {
        const ClassDefinition& superclass = *data_.superclass;
        derivation_.reserve(superclass.derivation().size() + 1);
        derivation_.push_back(superclass.name());
        derivation_.insert(derivation_.end(), superclass.derivation().begin(), superclass.derivation().end());
    } else {
        derivation_ = data_.told_derivation;
    }

    const std::vector<Property>& properties = data_.properties;
    by_name_.resize(properties.size());
    std::iota(by_name_.begin(), by_name_.end(), 0U);
    std::ranges::sort(by_name_, NameLess{},
                      [&](std::uint32_t i) -> const std::string& { return properties[i].name; });

    is_abstract_ = data_.qualifiers.is_true("abstract");
    is_singleton_ = data_.qualifiers.is_true("singleton");
    is_association_ = data_.qualifiers.is_true("association");
    if (!is_singleton_ && !data_.lacks_keys) {
        std::ranges::copy_if(by_name_, std::back_inserter(keys_),
                             [&](std::uint32_t i) { return properties[i].is_key(); });
    }
    const bool inherits_keys =
        !keys_.empty() && data_.superclass != nullptr && !data_.superclass->keys().empty();
    key_root_ = inherits_keys ? data_.superclass->key_root() : data_.name;
}

const std::string& ClassDefinition::superclass_name() const noexcept {
    static const std::string none;
    return derivation_.empty() ? none : derivation_.front();
}

const std::string& ClassDefinition::dynasty() const noexcept {
    static const std::string none;
    if (data_.is_projection && !data_.knows_derivation) {
        return none;
    }
    return derivation_.empty() ? data_.name : derivation_.back();
}

bool ClassDefinition::derives_from(std::string_view name) const noexcept {
    return equal_names(data_.name, name) ||
           std::ranges::any_of(derivation_,
                               [name](const std::string& other) { return equal_names(other, name); });
}

std::optional<std::size_t> ClassDefinition::find_property(std::string_view name) const noexcept {
    const auto found = std::ranges::lower_bound(by_name_, name, NameLess{}, [this](std::uint32_t i) {
        return std::string_view(data_.properties[i].name);
    });
    if (found == by_name_.end() || !equal_names(data_.properties[*found].name, name)) {
        return std::nullopt;
    }
    return *found;
}

const Method* ClassDefinition::find_method(std::string_view name) const noexcept {
    const auto found = std::ranges::find_if(
        data_.methods, [name](const Method& method) { return equal_names(method.name, name); });
    return found != data_.methods.end() ? &*found : nullptr;
}

bool ClassDefinition::same_content(const ClassDefinition& other) const {
    return equal_names(data_.name, other.data_.name) &&
           equal_names(superclass_name(), other.superclass_name()) &&
           data_.properties == other.data_.properties && data_.methods == other.data_.methods &&
           data_.qualifiers == other.data_.qualifiers;
}

std::shared_ptr<const ClassDefinition> make_class(ClassData data) {
    return std::make_shared<const ClassDefinition>(std::move(data));
}

std::shared_ptr<const ClassDefinition> project_class(const ClassDefinition& definition,
                                                     std::span<const std::string> names,
                                                     bool keep_decoration, bool keep_derivation) {
    std::vector<std::size_t> positions;
    for (const std::string& name : names) {
        const std::optional<std::size_t> position = definition.find_property(name);
        if (position && std::ranges::find(positions, *position) == positions.end()) {
            positions.push_back(*position);
        }
    }
    std::ranges::sort(positions);

    ClassData data;
    data.name = definition.name();
    data.qualifiers = definition.qualifiers();
    data.is_projection = true;
    if (keep_derivation) {
        data.knows_derivation = true;
        data.told_derivation = definition.derivation();
    }
    data.lacks_keys = std::ranges::any_of(definition.keys(), [&](std::size_t key) {
        return std::ranges::find(positions, key) == positions.end();
    });
    if (keep_decoration) {
        data.decoration = definition.decoration();
    }
    data.properties.reserve(positions.size());
    for (const std::size_t position : positions) {
        data.properties.push_back(definition.properties()[position]);
    }
    return make_class(std::move(data));
}

}  // namespace wbemcheck::mock
