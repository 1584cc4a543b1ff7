#include "mock_provider/model/reference_index.h"

#include <algorithm>
#include <utility>

#include "mock_provider/model/name.h"
#include "mock_provider/model/namespace_state.h"
#include "mock_provider/model/object_path.h"

namespace wbemcheck::mock {

namespace {

bool holds_reference(const Property& property, const Value& value) noexcept {
    return property.type.base == CimType::kReference && !property.type.is_array && !value.is_null();
}

bool is_linked(const ReferenceLinks& links, const ReferrersByTarget::value_type* target) noexcept {
    return links != nullptr && std::ranges::find(*links, target) != links->end();
}

}  // namespace

bool FiledKeyLess::operator()(const FiledKey* left, const FiledKey* right) const noexcept {
    if (const int order = left->first.compare(right->first); order != 0) {
        return order < 0;
    }
    return compare_names(left->second.entry->definition->name(), right->second.entry->definition->name()) < 0;
}

ReferenceLinks ReferenceIndex::add(const FiledKey& referrer, const Instance& instance) {
    ReferenceLinks links;
    std::size_t known = 0;  // those among the links where the referrer had been filed before, all in front
    const std::vector<Property>& properties = instance.definition().properties();
    for (std::size_t i = 0; i < properties.size(); ++i) {
        if (!holds_reference(properties[i], instance.values()[i])) {
            continue;
        }
        ReferrersByTarget::value_type* target = nullptr;
        try {
            if (links == nullptr) {
                links = std::make_unique<ReferenceLinks::element_type>();
            }
            links->reserve(links->size() + 1);
            target = &*targets_.try_emplace(reference_fingerprint(instance.values()[i].as_text())).first;
            if (is_linked(links, target)) {
                continue;
            }
            if (target->second.insert(&referrer).second) {
                links->push_back(target);
            } else {
                links->insert(links->begin(), target);
                ++known;
            }
        } catch (...) {
            if (target != nullptr && target->second.empty()) {
                targets_.erase(targets_.find(target->first));
            }
            for (std::size_t j = known; links != nullptr && j < links->size(); ++j) {
                take_out(referrer, *(*links)[j]);
            }
            throw;
        }
    }
    return links;
}

void ReferenceIndex::remove(const FiledKey& referrer, const ReferenceLinks& links) noexcept {
    if (links == nullptr) {
        return;
    }
    for (ReferrersByTarget::value_type* const target : *links) {
        take_out(referrer, *target);
    }
}

void ReferenceIndex::replace(const FiledKey& referrer, const Instance& instance, ReferenceLinks& links) {
    ReferenceLinks fresh = add(referrer, instance);
    if (links != nullptr) {
        for (ReferrersByTarget::value_type* const target : *links) {
            if (!is_linked(fresh, target)) {
                take_out(referrer, *target);
            }
        }
    }
    links = std::move(fresh);
}

const Referrers* ReferenceIndex::find(const std::string& fingerprint) const noexcept {
    const auto found = targets_.find(fingerprint);
    return found != targets_.end() ? &found->second : nullptr;
}

void ReferenceIndex::take_out(const FiledKey& referrer, ReferrersByTarget::value_type& target) noexcept {
    target.second.erase(&referrer);
    if (target.second.empty()) {
        targets_.erase(targets_.find(target.first));
    }
}

}  // namespace wbemcheck::mock
