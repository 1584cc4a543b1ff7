// The classes and instances of one namespace.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "harness/com/wbem.h"
#include "mock_provider/model/association.h"
#include "mock_provider/model/change.h"
#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/name.h"
#include "mock_provider/model/object_path.h"

namespace wbemcheck::mock {

class NamespaceState;

// Thread-safe. Readers share a lock for the time of a look-up or of copying pointers; what they get is
// immutable and stays valid whatever writers do. A running enumeration therefore sees the instances of one
// moment. Once the namespace was deleted it is empty, and putting anything gives WBEM_E_INVALID_NAMESPACE.
class NamespaceStore {
public:
    NamespaceStore(std::shared_ptr<CommitOrder> commits, std::shared_ptr<const Decoration> decoration);
    ~NamespaceStore();
    NamespaceStore(const NamespaceStore&) = delete;
    NamespaceStore& operator=(const NamespaceStore&) = delete;

    [[nodiscard]] const std::string& path() const noexcept { return decoration_->namespace_path; }
    [[nodiscard]] const std::shared_ptr<const Decoration>& decoration() const noexcept { return decoration_; }

    // --- classes ---
    [[nodiscard]] std::shared_ptr<const ClassDefinition> find_class(std::string_view name) const;

    // Subclasses of `superclass` (not itself): all of them when deep, the immediate ones otherwise; "" means
    // from the top. Superclasses come before their subclasses. An unknown superclass has none: ask find_class
    // first.
    [[nodiscard]] std::vector<std::shared_ptr<const ClassDefinition>> subclasses(std::string_view superclass,
                                                                                 bool deep) const;

    // `flags` are those of PutClass: UPDATE_ONLY, CREATE_ONLY and the update mode count, the rest is ignored.
    // ARG-13, ARG-15: WBEM_E_INVALID_PARAMETER (exclusive flags, no class name), WBEM_E_INVALID_OPERATION
    // (leading underscore), WBEM_E_INVALID_OBJECT (trailing underscore), WBEM_E_NOT_FOUND (unknown
    // superclass; UPDATE_ONLY of a missing class), WBEM_E_ALREADY_EXISTS (CREATE_ONLY),
    // WBEM_E_INVALID_SUPERCLASS, WBEM_E_CLASS_HAS_CHILDREN, WBEM_E_CLASS_HAS_INSTANCES,
    // WBEM_E_CANNOT_BE_SINGLETON, WBEM_E_CANNOT_CHANGE_KEY_INHERITANCE, WBEM_E_OVERRIDE_NOT_ALLOWED,
    // WBEM_E_CIRCULAR_REFERENCE, WBEM_E_TYPE_MISMATCH, WBEM_E_CANNOT_BE_KEY, WBEM_E_CANNOT_BE_ABSTRACT; what
    // conflicts with a subclass in safe mode: WBEM_E_UPDATE_TYPE_MISMATCH,
    // WBEM_E_UPDATE_OVERRIDE_NOT_ALLOWED. In force mode the instances go and the subclass's side of a
    // conflict too. `stored` (may be null) receives the class as it is kept.
    [[nodiscard]] HRESULT put_class(const ClassDefinition& definition, LONG flags,
                                    std::shared_ptr<const ClassDefinition>* stored = nullptr);

    // The same for a class from a MOF file. mofcomp would be refused an abstract class below one that is not;
    // but DMTF allows it and its own CIM schema does it, so a schema that is right by the book can be loaded
    // here.
    [[nodiscard]] HRESULT load_class(const ClassDefinition& definition, LONG flags,
                                     std::shared_ptr<const ClassDefinition>* stored = nullptr);

    // The same for classes of our own, system classes too: no rule about underscores.
    [[nodiscard]] HRESULT add_system_class(const ClassDefinition& definition);

    // With its subclasses and all their instances. The observer hears of the classes, not of the instances.
    // WBEM_E_NOT_FOUND; a system class: WBEM_E_INVALID_OPERATION.
    [[nodiscard]] HRESULT delete_class(std::string_view name);

    // --- instances ---
    // A snapshot. Deep: of the subclasses too. An unknown class has none: ask find_class first.
    [[nodiscard]] std::vector<std::shared_ptr<const Instance>> instances_of(std::string_view class_name,
                                                                            bool deep) const;

    // Of the named class and those below it, as far as the class is wanted. The filter is called under the
    // lock.
    [[nodiscard]] std::vector<std::shared_ptr<const Instance>> instances_of(
        std::string_view class_name, const ClassFilter& is_wanted) const;

    // An instance of the named class or of one below it. Server and namespace of the path are not looked at.
    // Does not scan. Null when there is none, when the class is unknown or when the keys are not those of the
    // class; `result` (may be null) tells these apart: WBEM_E_NOT_FOUND, WBEM_E_INVALID_CLASS,
    // WBEM_E_INVALID_OBJECT_PATH.
    [[nodiscard]] std::shared_ptr<const Instance> find_instance(const ObjectPath& path,
                                                                HRESULT* result = nullptr) const;

    // `flags` as in PutInstance. The instance may have been made for another version of the class, or be read
    // from a foreign object: properties are matched by name. WBEM_E_INVALID_PARAMETER (exclusive flags),
    // WBEM_E_INVALID_CLASS, WBEM_E_ILLEGAL_OPERATION (abstract class), WBEM_E_INVALID_OBJECT (a property that
    // the class lacks), WBEM_E_TYPE_MISMATCH, WBEM_E_NO_KEY (the class has none, or it is null; ARG-14),
    // WBEM_E_ILLEGAL_NULL (a not_null property is null), WBEM_E_NOT_FOUND (UPDATE_ONLY),
    // WBEM_E_ALREADY_EXISTS (CREATE_ONLY, or another class of the family has that key),
    // WBEM_E_PROVIDER_NOT_CAPABLE (__NAMESPACE: namespaces are made by Repository). `stored` (may be null)
    // receives the instance as it is kept; its path is the strParam of PutInstanceAsync.
    [[nodiscard]] HRESULT put_instance(const Instance& instance, LONG flags,
                                       std::shared_ptr<const Instance>* stored = nullptr);

    // The same for an instance that depends on what is stored: `make` runs while nobody else writes. It may read the
    // namespace, and what it throws comes out of here.
    using MakeInstance = std::function<std::shared_ptr<const Instance>()>;
    [[nodiscard]] HRESULT put_instance(const MakeInstance& make, LONG flags,
                                       std::shared_ptr<const Instance>* stored = nullptr);

    // WBEM_E_NOT_FOUND, WBEM_E_INVALID_CLASS, WBEM_E_INVALID_OBJECT_PATH.
    [[nodiscard]] HRESULT delete_instance(const ObjectPath& path);

    [[nodiscard]] std::size_t instance_count(std::string_view class_name, bool deep) const;

    // --- references ---
    // Whether server and namespace of the path, as far as it says them, are those of this namespace.
    [[nodiscard]] bool is_home_of(const ObjectPath& path) const noexcept;

    // The associations that refer to an object, and where their other ends lead, all at one moment: a path of
    // a class means the class itself. The source is looked for as by find_instance, whose codes `result` (may
    // be null) receives; for a class that there is not it is WBEM_E_NOT_FOUND. Only instances of wanted
    // association classes. Looks at what refers to the source and at nothing else. In the order of the
    // associations' keys. The filter is called under the lock.
    [[nodiscard]] std::vector<Association> associations_of(const ObjectPath& source,
                                                           const ClassFilter& is_wanted,
                                                           HRESULT* result = nullptr) const;

    // Instances of the class, and of those below it, one of whose references may be this one
    // (is_same_reference). All that are it are there; others may be.
    [[nodiscard]] std::vector<std::shared_ptr<const Instance>> instances_referring_to(
        std::string_view reference, std::string_view class_name) const;

private:
    friend class Repository;

    enum class Caller { kClient, kLoader, kSystem };

    [[nodiscard]] HRESULT put_class_as(Caller caller, const ClassDefinition& definition, LONG flags,
                                       std::shared_ptr<const ClassDefinition>* stored);
    // For whoever holds the commit order already.
    [[nodiscard]] HRESULT commit_put(Caller caller, const Instance& instance, LONG flags,
                                     std::vector<Change>& changes);
    [[nodiscard]] HRESULT commit_delete(Caller caller, const ObjectPath& path, std::vector<Change>& changes);
    // The same content under another commit order.
    [[nodiscard]] std::shared_ptr<NamespaceStore> clone(std::shared_ptr<CommitOrder> commits) const;
    // Takes over the content of `other`.
    void adopt(NamespaceStore& other);
    // The namespace leaves its repository: empty from now on, and nothing can be put any more.
    void close();

    std::shared_ptr<CommitOrder> commits_;
    std::shared_ptr<const Decoration> decoration_;
    // Guards *state_. A writer that holds the commit order may read without it.
    mutable std::shared_mutex mutex_;
    std::unique_ptr<NamespaceState> state_;
    bool is_closed_ = false;  // guarded by the commit order
};

}  // namespace wbemcheck::mock
