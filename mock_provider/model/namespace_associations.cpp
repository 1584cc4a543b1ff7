// NamespaceStore: who refers to whom.
#include <algorithm>
#include <mutex>
#include <utility>

#include "mock_provider/model/namespace_state.h"
#include "mock_provider/model/namespace_store.h"

namespace wbemcheck::mock {

namespace {

// What a path leads to. At most one of the two is set.
struct Target {
    InstancePlace place;
    const ClassEntry* definition = nullptr;

    friend bool operator==(const Target&, const Target&) = default;
};

HRESULT find_target(const NamespaceState& state, const ObjectPath& path, Target& target) {
    const ClassEntry* const entry = state.find(path.class_name);
    if (path.form == ObjectPath::Form::kClass) {
        target.definition = entry;
        return entry != nullptr ? WBEM_S_NO_ERROR : WBEM_E_NOT_FOUND;
    }
    return state.find_instance(path, target.place);
}

ObjectContent content_of(const Target& target) {
    if (target.definition != nullptr) {
        return {target.definition->definition, nullptr};
    }
    return {nullptr, target.place.entry != nullptr
                         ? target.place.entry->extent[target.place.position].instance
                         : nullptr};
}

// Empty for a source that no reference can lead to.
std::optional<std::string> fingerprint_of(const Target& target) {
    const ObjectContent content = content_of(target);
    return content.is_class() ? reference_fingerprint(*content.definition)
                              : reference_fingerprint(*content.instance);
}

}  // namespace

bool NamespaceStore::is_home_of(const ObjectPath& path) const noexcept {
    const bool is_here = path.server.empty() || path.server == "." || equal_names(path.server, "localhost") ||
                         equal_names(path.server, decoration_->server);
    return is_here && (path.namespace_path.empty() || equal_names(path.namespace_path, this->path()));
}

std::vector<std::shared_ptr<const Instance>> NamespaceStore::instances_referring_to(
    std::string_view reference, std::string_view class_name) const {
    std::vector<std::shared_ptr<const Instance>> instances;
    const std::string fingerprint = reference_fingerprint(reference);
    const std::shared_lock lock(mutex_);
    const Referrers* const referrers = state_->references().find(fingerprint);
    if (referrers == nullptr) {
        return instances;
    }
    for (const FiledKey* const referrer : *referrers) {
        const InstancePlace place = referrer->second;
        if (place.entry->definition->derives_from(class_name)) {
            instances.push_back(place.entry->extent[place.position].instance);
        }
    }
    return instances;
}

std::vector<Association> NamespaceStore::associations_of(const ObjectPath& source,
                                                         const ClassFilter& is_wanted,
                                                         HRESULT* result) const {
    std::vector<Association> associations;
    const std::shared_lock lock(mutex_);
    Target wanted;
    const HRESULT found = find_target(*state_, source, wanted);
    if (result != nullptr) {
        *result = found;
    }
    if (FAILED(found)) {
        return associations;
    }
    const std::optional<std::string> fingerprint = fingerprint_of(wanted);
    const Referrers* const referrers = fingerprint ? state_->references().find(*fingerprint) : nullptr;
    if (referrers == nullptr) {
        return associations;
    }
    for (const FiledKey* const referrer : *referrers) {
        const InstancePlace place = referrer->second;
        if (!place.entry->definition->is_association() || !is_wanted(place.entry->definition)) {
            continue;
        }
        Association association;
        association.instance = place.entry->extent[place.position].instance;
        const std::vector<Property>& properties = association.instance->definition().properties();
        for (std::size_t i = 0; i < properties.size(); ++i) {
            const Value& value = association.instance->values()[i];
            if (properties[i].type != Type{CimType::kReference, false} || value.is_null()) {
                continue;
            }
            Target target;
            if (const ParsedPath parsed = parse_object_path(value.as_text());
                parsed.path && is_home_of(*parsed.path)) {
                static_cast<void>(find_target(*state_, *parsed.path, target));
            }
            association.ends.push_back({i, content_of(target), target == wanted});
        }
        if (std::ranges::any_of(association.ends, &AssociationEnd::is_source)) {
            associations.push_back(std::move(association));
        }
    }
    return associations;
}

}  // namespace wbemcheck::mock
