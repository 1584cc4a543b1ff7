// NamespaceStore: putting and deleting classes.
#include <algorithm>
#include <iterator>
#include <mutex>
#include <utility>

#include "mock_provider/model/class_rules.h"
#include "mock_provider/model/instance_matching.h"
#include "mock_provider/model/namespace_state.h"
#include "mock_provider/model/namespace_store.h"

namespace wbemcheck::mock {

namespace {

constexpr LONG kExclusive = WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_CREATE_ONLY;

enum class UpdateMode { kCompatible, kSafe, kForce };

UpdateMode mode_of(LONG flags) noexcept {
    if ((flags & WBEM_FLAG_UPDATE_FORCE_MODE) != 0) {
        return UpdateMode::kForce;
    }
    return (flags & WBEM_FLAG_UPDATE_SAFE_MODE) != 0 ? UpdateMode::kSafe : UpdateMode::kCompatible;
}

// A class of the subtree under update, as it is going to be.
struct UpdatedClass {
    ClassEntry* entry = nullptr;
    std::shared_ptr<const ClassDefinition> definition;
    std::vector<std::shared_ptr<const Instance>> instances;  // parallel to the extent
};

struct ClassUpdate {
    bool drops_instances = false;
    std::vector<UpdatedClass> classes;  // the class itself first, superclasses before subclasses

    void apply() noexcept {
        for (UpdatedClass& updated : classes) {
            updated.entry->definition = std::move(updated.definition);
            for (std::size_t i = 0; i < updated.instances.size(); ++i) {
                updated.entry->extent[i].instance = std::move(updated.instances[i]);
            }
        }
    }
};

// Which definition the subclasses of the class get, or why they cannot.
HRESULT rebase_subclasses(UpdateMode mode, ClassUpdate& update) {
    const ConflictPolicy policy =
        mode == UpdateMode::kForce ? ConflictPolicy::kDropLocal : ConflictPolicy::kReport;
    for (std::size_t i = 1; i < update.classes.size(); ++i) {
        UpdatedClass& subclass = update.classes[i];
        const auto superclass =
            std::ranges::find(update.classes, subclass.entry->parent, &UpdatedClass::entry);
        ClassData data;
        const DerivationConflict conflict =
            rebase(subclass.entry->definition->data(), superclass->definition, data, policy);
        if (conflict != DerivationConflict::kNone) {
            return result_of_update(conflict);
        }
        subclass.definition = make_class(std::move(data));
        if (const HRESULT result = check_class(*subclass.definition); FAILED(result)) {
            return result;
        }
    }
    return WBEM_S_NO_ERROR;
}

// The instances under their new definitions: an update that keeps them changes no property.
HRESULT carry_instances(ClassUpdate& update) {
    for (UpdatedClass& updated : update.classes) {
        updated.instances.reserve(updated.entry->extent.size());
        for (const StoredInstance& stored : updated.entry->extent) {
            std::shared_ptr<const Instance>& carried = updated.instances.emplace_back();
            if (const HRESULT result = match_instance(*stored.instance, updated.definition, carried);
                FAILED(result)) {
                return result;
            }
        }
    }
    return WBEM_S_NO_ERROR;
}

HRESULT plan_update(ClassEntry& entry, std::shared_ptr<const ClassDefinition> definition, UpdateMode mode,
                    ClassUpdate& update) {
    const bool is_important = is_important_change(*entry.definition, *definition);
    const bool has_instances = NamespaceState::count_instances(entry, true) != 0;
    if (is_important && has_instances && mode != UpdateMode::kForce) {
        return WBEM_E_CLASS_HAS_INSTANCES;
    }
    if (is_important && !entry.children.empty() && mode == UpdateMode::kCompatible) {
        return WBEM_E_CLASS_HAS_CHILDREN;
    }
    update.drops_instances = is_important && has_instances;
    for (ClassEntry* const each : NamespaceState::subtree(entry)) {
        update.classes.push_back({each, nullptr, {}});
    }
    update.classes.front().definition = std::move(definition);
    if (const HRESULT result = rebase_subclasses(mode, update); FAILED(result)) {
        return result;
    }
    return update.drops_instances ? WBEM_S_NO_ERROR : carry_instances(update);
}

// The definition as it is going to be stored: its local members over the stored superclass.
HRESULT resolve(const ClassDefinition& definition, AbstractRule rule, const NamespaceState& state,
                const std::shared_ptr<const Decoration>& decoration,
                std::shared_ptr<const ClassDefinition>& resolved) {
    const ClassEntry* parent = nullptr;
    if (!definition.superclass_name().empty()) {
        parent = state.find(definition.superclass_name());
        if (parent == nullptr) {
            return WBEM_E_NOT_FOUND;  // ARG-15
        }
        if (parent->definition->derives_from(definition.name())) {
            return WBEM_E_CIRCULAR_REFERENCE;
        }
    }
    ClassData data;
    const DerivationConflict conflict =
        rebase(definition.data(), parent != nullptr ? parent->definition : nullptr, data);
    if (conflict != DerivationConflict::kNone) {
        return result_of_put(conflict);
    }
    data.decoration = decoration;
    resolved = make_class(std::move(data));
    return check_class(*resolved, rule);
}

}  // namespace

HRESULT NamespaceStore::put_class(const ClassDefinition& definition, LONG flags,
                                  std::shared_ptr<const ClassDefinition>* stored) {
    return put_class_as(Caller::kClient, definition, flags, stored);
}

HRESULT NamespaceStore::load_class(const ClassDefinition& definition, LONG flags,
                                   std::shared_ptr<const ClassDefinition>* stored) {
    return put_class_as(Caller::kLoader, definition, flags, stored);
}

HRESULT NamespaceStore::add_system_class(const ClassDefinition& definition) {
    return put_class_as(Caller::kSystem, definition, WBEM_FLAG_CREATE_OR_UPDATE, nullptr);
}

HRESULT NamespaceStore::put_class_as(Caller caller, const ClassDefinition& definition, LONG flags,
                                     std::shared_ptr<const ClassDefinition>* stored) {
    if ((flags & kExclusive) == kExclusive || (flags & WBEM_MASK_UPDATE_MODE) == WBEM_MASK_UPDATE_MODE) {
        return WBEM_E_INVALID_PARAMETER;  // ARG-13
    }
    if (caller != Caller::kSystem) {
        if (const HRESULT result = check_class_name(definition.name()); FAILED(result)) {
            return result;
        }
    }
    return commits_->run([&](std::vector<Change>& changes) -> HRESULT {
        if (is_closed_) {
            return WBEM_E_INVALID_NAMESPACE;
        }
        ClassEntry* const existing = state_->find(definition.name());
        if (existing != nullptr && (flags & WBEM_FLAG_CREATE_ONLY) != 0) {
            return WBEM_E_ALREADY_EXISTS;
        }
        if (existing == nullptr && (flags & WBEM_FLAG_UPDATE_ONLY) != 0) {
            return WBEM_E_NOT_FOUND;
        }
        std::shared_ptr<const ClassDefinition> resolved;
        const AbstractRule rule = caller == Caller::kLoader ? AbstractRule::kDmtf : AbstractRule::kWmi;
        if (const HRESULT result = resolve(definition, rule, *state_, decoration_, resolved);
            FAILED(result)) {
            return result;
        }
        ClassUpdate update;
        if (existing != nullptr) {
            if (!equal_names(existing->definition->superclass_name(), resolved->superclass_name())) {
                return WBEM_E_INVALID_SUPERCLASS;
            }
            if (const HRESULT result = plan_update(*existing, resolved, mode_of(flags), update);
                FAILED(result)) {
                return result;
            }
        }

        Change change;
        change.kind = Change::Kind::kClass;
        change.namespace_path = path();
        change.class_before = existing != nullptr ? existing->definition : nullptr;
        change.class_after = resolved;
        changes.push_back(std::move(change));
        {
            const std::unique_lock lock(mutex_);
            if (existing == nullptr) {
                state_->add_class(resolved, state_->find(resolved->superclass_name()));
            } else {
                if (update.drops_instances) {
                    for (const UpdatedClass& updated : update.classes) {
                        state_->remove_all_instances(*updated.entry);
                    }
                }
                update.apply();
            }
        }
        if (stored != nullptr) {
            *stored = std::move(resolved);
        }
        return WBEM_S_NO_ERROR;
    });
}

HRESULT NamespaceStore::delete_class(std::string_view name) {
    return commits_->run([&](std::vector<Change>& changes) -> HRESULT {
        ClassEntry* const entry = state_->find(name);
        if (entry == nullptr) {
            return WBEM_E_NOT_FOUND;
        }
        if (is_system_name(entry->definition->name())) {
            return WBEM_E_INVALID_OPERATION;
        }
        // Subclasses first, as they go.
        const std::vector<ClassEntry*> entries = NamespaceState::subtree(*entry);
        for (auto it = entries.rbegin(); it != entries.rend(); ++it) {
            Change& change = changes.emplace_back();
            change.kind = Change::Kind::kClass;
            change.namespace_path = path();
            change.class_before = (*it)->definition;
        }
        const std::unique_lock lock(mutex_);
        state_->remove_class(*entry);
        return WBEM_S_NO_ERROR;
    });
}

}  // namespace wbemcheck::mock
