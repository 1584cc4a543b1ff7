// The tables of one namespace. Knows no locks, no flags and no rules: NamespaceStore has those.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "harness/com/wbem.h"
#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/key_index.h"
#include "mock_provider/model/name.h"
#include "mock_provider/model/object_path.h"
#include "mock_provider/model/reference_index.h"

namespace wbemcheck::mock {

struct StoredInstance {
    std::shared_ptr<const Instance> instance;
    const FiledKey* key = nullptr;  // in the index of the family
    ReferenceLinks links;           // where it is filed for what it refers to
};

struct ClassEntry {
    std::shared_ptr<const ClassDefinition> definition;
    ClassEntry* parent = nullptr;
    std::vector<ClassEntry*> children;   // in the order of their creation
    std::vector<StoredInstance> extent;  // the instances of this very class
    KeyIndex index;  // of this class and those below, when the keys begin here (ClassDefinition::key_root)
};

// Not thread-safe. Functions that throw std::bad_alloc leave everything as it was.
class NamespaceState {
public:
    // The same classes and instances, which are shared, in tables of its own.
    [[nodiscard]] std::unique_ptr<NamespaceState> clone() const;

    [[nodiscard]] ClassEntry* find(std::string_view class_name) const noexcept;
    [[nodiscard]] const std::vector<ClassEntry*>& top_classes() const noexcept { return top_; }

    // The entry and everything below it, superclasses first.
    [[nodiscard]] static std::vector<ClassEntry*> subtree(ClassEntry& entry);
    [[nodiscard]] static std::size_t count_instances(const ClassEntry& entry, bool deep) noexcept;

    // The superclass must be there, the class must not.
    ClassEntry& add_class(std::shared_ptr<const ClassDefinition> definition, ClassEntry* parent);
    // With everything below it.
    void remove_class(ClassEntry& entry);

    // The index in which the instances of a class are filed.
    [[nodiscard]] KeyIndex& index_of(const ClassEntry& entry) const;
    [[nodiscard]] InstancePlace find_instance(const ClassEntry& entry, const std::string& key) const;
    // An instance of the class that the path names, or of one below it. WBEM_E_NOT_FOUND,
    // WBEM_E_INVALID_CLASS, WBEM_E_INVALID_OBJECT_PATH.
    [[nodiscard]] HRESULT find_instance(const ObjectPath& path, InstancePlace& place) const;

    // The key must be free.
    void add_instance(ClassEntry& entry, std::string key, std::shared_ptr<const Instance> instance);
    // Of the same class and with the same key.
    void replace_instance(InstancePlace place, std::shared_ptr<const Instance> instance);
    // The last one of the extent takes its place.
    void remove_instance(InstancePlace place) noexcept;
    void remove_all_instances(ClassEntry& entry) noexcept;  // of this very class

    [[nodiscard]] const ReferenceIndex& references() const noexcept { return references_; }

private:
    std::unordered_map<std::string, std::unique_ptr<ClassEntry>, NameHash, NameEqual> classes_;
    ReferenceIndex references_;
    std::vector<ClassEntry*> top_;  // in the order of their creation
};

}  // namespace wbemcheck::mock
