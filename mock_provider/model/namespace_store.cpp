#include "mock_provider/model/namespace_store.h"

#include <mutex>
#include <utility>

#include "mock_provider/model/instance_matching.h"
#include "mock_provider/model/namespace_state.h"

namespace wbemcheck::mock {

namespace {

constexpr LONG kExclusive = WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_CREATE_ONLY;

std::shared_ptr<const Instance> instance_at(InstancePlace place) {
    return place.entry->extent[place.position].instance;
}

// Amended classes hold the texts of another namespace's classes and count as abstract, though they do not say so.
bool is_amended_class(const ClassDefinition& definition) noexcept {
    return definition.qualifiers().is_true("Amendment");
}

// Namespaces are made and deleted by Repository, which keeps their instances in step.
bool is_namespace_class(const ClassDefinition& definition) noexcept {
    return definition.derives_from("__NAMESPACE");
}

}  // namespace

NamespaceStore::NamespaceStore(std::shared_ptr<CommitOrder> commits,
                               std::shared_ptr<const Decoration> decoration)
    : commits_(std::move(commits)),
      decoration_(std::move(decoration)),
      state_(std::make_unique<NamespaceState>()) {}

NamespaceStore::~NamespaceStore() = default;

std::shared_ptr<const ClassDefinition> NamespaceStore::find_class(std::string_view name) const {
    const std::shared_lock lock(mutex_);
    const ClassEntry* const entry = state_->find(name);
    return entry != nullptr ? entry->definition : nullptr;
}

std::vector<std::shared_ptr<const ClassDefinition>> NamespaceStore::subclasses(std::string_view superclass,
                                                                               bool deep) const {
    std::vector<std::shared_ptr<const ClassDefinition>> definitions;
    const std::shared_lock lock(mutex_);
    std::vector<ClassEntry*> entries;
    if (superclass.empty()) {
        entries = state_->top_classes();
    } else if (const ClassEntry* const entry = state_->find(superclass)) {
        entries = entry->children;
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        definitions.push_back(entries[i]->definition);
        if (deep) {
            const std::vector<ClassEntry*>& children = entries[i]->children;
            entries.insert(entries.end(), children.begin(), children.end());
        }
    }
    return definitions;
}

std::vector<std::shared_ptr<const Instance>> NamespaceStore::instances_of(std::string_view class_name,
                                                                          bool deep) const {
    std::vector<std::shared_ptr<const Instance>> instances;
    const std::shared_lock lock(mutex_);
    ClassEntry* const entry = state_->find(class_name);
    if (entry == nullptr) {
        return instances;
    }
    instances.reserve(NamespaceState::count_instances(*entry, deep));
    const std::vector<ClassEntry*> entries =
        deep ? NamespaceState::subtree(*entry) : std::vector<ClassEntry*>{entry};
    for (const ClassEntry* const each : entries) {
        for (const StoredInstance& stored : each->extent) {
            instances.push_back(stored.instance);
        }
    }
    return instances;
}

std::vector<std::shared_ptr<const Instance>> NamespaceStore::instances_of(
    std::string_view class_name, const ClassFilter& is_wanted) const {
    std::vector<std::shared_ptr<const Instance>> instances;
    const std::shared_lock lock(mutex_);
    ClassEntry* const entry = state_->find(class_name);
    if (entry == nullptr) {
        return instances;
    }
    std::vector<ClassEntry*> wanted = NamespaceState::subtree(*entry);
    std::erase_if(wanted, [&](const ClassEntry* each) { return !is_wanted(each->definition); });
    std::size_t count = 0;
    for (const ClassEntry* const each : wanted) {
        count += each->extent.size();
    }
    instances.reserve(count);
    for (const ClassEntry* const each : wanted) {
        for (const StoredInstance& stored : each->extent) {
            instances.push_back(stored.instance);
        }
    }
    return instances;
}

std::size_t NamespaceStore::instance_count(std::string_view class_name, bool deep) const {
    const std::shared_lock lock(mutex_);
    const ClassEntry* const entry = state_->find(class_name);
    return entry != nullptr ? NamespaceState::count_instances(*entry, deep) : 0;
}

std::shared_ptr<const Instance> NamespaceStore::find_instance(const ObjectPath& path, HRESULT* result) const {
    const std::shared_lock lock(mutex_);
    InstancePlace place;
    const HRESULT found = state_->find_instance(path, place);
    if (result != nullptr) {
        *result = found;
    }
    return SUCCEEDED(found) ? instance_at(place) : nullptr;
}

HRESULT NamespaceStore::put_instance(const Instance& instance, LONG flags,
                                     std::shared_ptr<const Instance>* stored) {
    return put_instance([&] { return std::make_shared<const Instance>(instance); }, flags, stored);
}

HRESULT NamespaceStore::put_instance(const MakeInstance& make, LONG flags,
                                     std::shared_ptr<const Instance>* stored) {
    if ((flags & kExclusive) == kExclusive) {
        return WBEM_E_INVALID_PARAMETER;  // ARG-13
    }
    return commits_->run([&](std::vector<Change>& changes) {
        const HRESULT result = commit_put(Caller::kClient, *make(), flags, changes);
        if (SUCCEEDED(result) && stored != nullptr) {
            *stored = changes.back().instance_after;
        }
        return result;
    });
}

HRESULT NamespaceStore::delete_instance(const ObjectPath& object_path) {
    return commits_->run(
        [&](std::vector<Change>& changes) { return commit_delete(Caller::kClient, object_path, changes); });
}

// Writers come one at a time, so reading needs no lock in here; only readers must not see a change half done.
HRESULT NamespaceStore::commit_put(Caller caller, const Instance& instance, LONG flags,
                                   std::vector<Change>& changes) {
    if (is_closed_) {
        return WBEM_E_INVALID_NAMESPACE;
    }
    ClassEntry* const entry = state_->find(instance.definition().name());
    if (entry == nullptr) {
        return WBEM_E_INVALID_CLASS;
    }
    if (caller == Caller::kClient && is_namespace_class(*entry->definition)) {
        return WBEM_E_PROVIDER_NOT_CAPABLE;
    }
    if (entry->definition->is_abstract() || is_amended_class(*entry->definition)) {
        return WBEM_E_ILLEGAL_OPERATION;
    }
    std::shared_ptr<const Instance> matched;
    if (const HRESULT result = match_instance(instance, entry->definition, matched); FAILED(result)) {
        return result;
    }
    std::optional<std::string> key = canonical_key(*matched);
    if (!key) {
        return WBEM_E_NO_KEY;  // ARG-14
    }

    const InstancePlace place = state_->find_instance(*entry, *key);
    if (place.entry == nullptr && (flags & WBEM_FLAG_UPDATE_ONLY) != 0) {
        return WBEM_E_NOT_FOUND;
    }
    if (place.entry != nullptr && (place.entry != entry || (flags & WBEM_FLAG_CREATE_ONLY) != 0)) {
        return WBEM_E_ALREADY_EXISTS;
    }

    Change change;
    change.namespace_path = path();
    change.instance_before = place.entry != nullptr ? instance_at(place) : nullptr;
    change.instance_after = matched;
    changes.push_back(std::move(change));
    const std::unique_lock lock(mutex_);
    if (place.entry != nullptr) {
        state_->replace_instance(place, std::move(matched));
    } else {
        state_->add_instance(*entry, *std::move(key), std::move(matched));
    }
    return WBEM_S_NO_ERROR;
}

HRESULT NamespaceStore::commit_delete(Caller caller, const ObjectPath& object_path,
                                      std::vector<Change>& changes) {
    HRESULT result = WBEM_S_NO_ERROR;
    std::shared_ptr<const Instance> found = find_instance(object_path, &result);
    if (found == nullptr) {
        return result;
    }
    if (caller == Caller::kClient && is_namespace_class(found->definition())) {
        return WBEM_E_PROVIDER_NOT_CAPABLE;
    }
    const ClassEntry* const entry = state_->find(found->definition().name());
    const InstancePlace place = state_->find_instance(*entry, *canonical_key(*found));

    Change change;
    change.namespace_path = path();
    change.instance_before = std::move(found);
    changes.push_back(std::move(change));
    const std::unique_lock lock(mutex_);
    state_->remove_instance(place);
    return WBEM_S_NO_ERROR;
}

std::shared_ptr<NamespaceStore> NamespaceStore::clone(std::shared_ptr<CommitOrder> commits) const {
    auto copy = std::make_shared<NamespaceStore>(std::move(commits), decoration_);
    const std::shared_lock lock(mutex_);
    copy->state_ = state_->clone();
    return copy;
}

void NamespaceStore::adopt(NamespaceStore& other) {
    const std::unique_lock lock(mutex_);
    state_.swap(other.state_);
}

void NamespaceStore::close() {
    is_closed_ = true;
    auto empty = std::make_unique<NamespaceState>();
    const std::unique_lock lock(mutex_);
    state_.swap(empty);
}

}  // namespace wbemcheck::mock
