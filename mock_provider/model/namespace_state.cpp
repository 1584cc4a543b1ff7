#include "mock_provider/model/namespace_state.h"

#include <algorithm>
#include <utility>

namespace wbemcheck::mock {

std::unique_ptr<NamespaceState> NamespaceState::clone() const {
    auto copy = std::make_unique<NamespaceState>();
    copy->classes_.reserve(classes_.size());
    std::vector<const ClassEntry*> entries(top_.begin(), top_.end());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const ClassEntry& entry = *entries[i];
        ClassEntry* const parent =
            entry.parent != nullptr ? copy->find(entry.parent->definition->name()) : nullptr;
        ClassEntry& added = copy->add_class(entry.definition, parent);
        added.extent.reserve(entry.extent.size());
        for (const StoredInstance& stored : entry.extent) {
            copy->add_instance(added, stored.key->first, stored.instance);
        }
        entries.insert(entries.end(), entry.children.begin(), entry.children.end());
    }
    return copy;
}

ClassEntry* NamespaceState::find(std::string_view class_name) const noexcept {
    const auto found = classes_.find(class_name);
    return found != classes_.end() ? found->second.get() : nullptr;
}

std::vector<ClassEntry*> NamespaceState::subtree(ClassEntry& entry) {
    std::vector<ClassEntry*> entries{&entry};
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::vector<ClassEntry*>& children = entries[i]->children;
        entries.insert(entries.end(), children.begin(), children.end());
    }
    return entries;
}

std::size_t NamespaceState::count_instances(const ClassEntry& entry, bool deep) noexcept {
    std::size_t count = entry.extent.size();
    if (deep) {
        for (const ClassEntry* const child : entry.children) {
            count += count_instances(*child, true);
        }
    }
    return count;
}

ClassEntry& NamespaceState::add_class(std::shared_ptr<const ClassDefinition> definition, ClassEntry* parent) {
    std::vector<ClassEntry*>& siblings = parent != nullptr ? parent->children : top_;
    siblings.reserve(siblings.size() + 1);
    auto entry = std::make_unique<ClassEntry>();
    std::string name = definition->name();
    entry->definition = std::move(definition);
    entry->parent = parent;
    ClassEntry& added = *classes_.emplace(std::move(name), std::move(entry)).first->second;
    siblings.push_back(&added);
    return added;
}

void NamespaceState::remove_class(ClassEntry& entry) {
    std::vector<ClassEntry*> entries = subtree(entry);
    std::erase(entry.parent != nullptr ? entry.parent->children : top_, &entry);
    // Subclasses first: an index lives in a class above.
    for (auto it = entries.rbegin(); it != entries.rend(); ++it) {
        remove_all_instances(**it);
        classes_.erase(classes_.find((*it)->definition->name()));
    }
}

KeyIndex& NamespaceState::index_of(const ClassEntry& entry) const {
    return find(entry.definition->key_root())->index;
}

InstancePlace NamespaceState::find_instance(const ClassEntry& entry, const std::string& key) const {
    const KeyIndex& index = index_of(entry);
    const auto found = index.find(key);
    return found != index.end() ? found->second : InstancePlace{};
}

HRESULT NamespaceState::find_instance(const ObjectPath& path, InstancePlace& place) const {
    const ClassEntry* const entry = find(path.class_name);
    if (entry == nullptr) {
        return WBEM_E_INVALID_CLASS;
    }
    const std::optional<std::string> key = canonical_key(*entry->definition, path);
    if (!key) {
        return WBEM_E_INVALID_OBJECT_PATH;
    }
    const InstancePlace found = find_instance(*entry, *key);
    if (found.entry == nullptr || !found.entry->definition->derives_from(path.class_name)) {
        return WBEM_E_NOT_FOUND;
    }
    place = found;
    return WBEM_S_NO_ERROR;
}

void NamespaceState::add_instance(ClassEntry& entry, std::string key,
                                  std::shared_ptr<const Instance> instance) {
    StoredInstance& stored = entry.extent.emplace_back();
    KeyIndex& index = index_of(entry);
    auto filed = index.end();
    try {
        filed = index.emplace(std::move(key), InstancePlace{&entry, entry.extent.size() - 1}).first;
        stored.links = references_.add(*filed, *instance);
    } catch (...) {
        if (filed != index.end()) {
            index.erase(filed);
        }
        entry.extent.pop_back();
        throw;
    }
    stored.key = &*filed;
    stored.instance = std::move(instance);
}

void NamespaceState::replace_instance(InstancePlace place, std::shared_ptr<const Instance> instance) {
    StoredInstance& stored = place.entry->extent[place.position];
    references_.replace(*stored.key, *instance, stored.links);
    stored.instance = std::move(instance);
}

void NamespaceState::remove_instance(InstancePlace place) noexcept {
    std::vector<StoredInstance>& extent = place.entry->extent;
    KeyIndex& index = index_of(*place.entry);
    StoredInstance& removed = extent[place.position];
    references_.remove(*removed.key, removed.links);
    index.erase(index.find(removed.key->first));
    if (place.position + 1 != extent.size()) {
        removed = std::move(extent.back());
        index.find(removed.key->first)->second.position = place.position;
    }
    extent.pop_back();
}

void NamespaceState::remove_all_instances(ClassEntry& entry) noexcept {
    while (!entry.extent.empty()) {
        remove_instance({&entry, entry.extent.size() - 1});
    }
}

}  // namespace wbemcheck::mock
