// A CIM class: its own members and those it inherits, resolved. Immutable and shared once made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mock_provider/model/name.h"
#include "mock_provider/model/qualifier.h"
#include "mock_provider/model/value.h"

namespace wbemcheck::mock {

class ClassDefinition;

// Where a class or an instance lives. Objects that a client made from nothing have none.
struct Decoration {
    std::string server;          // "WBEMCHECK"
    std::string namespace_path;  // "root\mock"

    friend bool operator==(const Decoration&, const Decoration&) = default;
};

struct Property {
    std::string name;
    Type type;
    Value default_value;          // of `type`; null when there is none
    QualifierList qualifiers;     // without CIMTYPE, which follows from type and reference_class
    std::string origin;           // the class that introduced it
    std::string reference_class;  // of a reference or an embedded object: the class it must be of; "" for any
    bool is_local = true;         // declared or overridden in this very class

    [[nodiscard]] bool is_key() const noexcept { return qualifiers.is_true("key"); }

    friend bool operator==(const Property&, const Property&) = default;
};

struct Method {
    std::string name;
    // The signatures are classes named __PARAMETERS; null when the method has none of that direction. The
    // output signature includes ReturnValue unless the method is void.
    std::shared_ptr<const ClassDefinition> inputs;
    std::shared_ptr<const ClassDefinition> outputs;
    QualifierList qualifiers;
    std::string origin;
    bool is_local = true;

    friend bool operator==(const Method& left, const Method& right);
};

// The content of a class as a plain aggregate: what a builder, a MOF reader or a client's Put edits. It
// becomes a class by `make_class`.
struct ClassData {
    std::string name;  // "" for the empty class object that GetObject(NULL) gives
    std::shared_ptr<const ClassDefinition> superclass;
    std::vector<Property> properties;  // inherited ones first, in the order of the superclass
    std::vector<Method> methods;
    QualifierList qualifiers;
    std::shared_ptr<const Decoration> decoration;  // null: not stored anywhere
    bool is_projection = false;                    // made by project_class: knows nothing of its derivation
    bool is_amended = false;                       // holds localised texts: see localization.h
    bool knows_derivation = false;                 // a projection that knows it after all, and it is:
    std::vector<std::string> told_derivation{};
    bool lacks_keys = false;  // a projection without some key of its class: its objects have no path
};

// Any thread may read it; nothing changes after construction.
class ClassDefinition {
public:
    explicit ClassDefinition(ClassData data);

    [[nodiscard]] const ClassData& data() const noexcept { return data_; }
    [[nodiscard]] const std::string& name() const noexcept { return data_.name; }
    [[nodiscard]] const std::shared_ptr<const ClassDefinition>& superclass() const noexcept {
        return data_.superclass;
    }
    [[nodiscard]] const std::string& superclass_name() const noexcept;  // "" at the top
    // Superclasses, the immediate one first.
    [[nodiscard]] const std::vector<std::string>& derivation() const noexcept { return derivation_; }
    // The class at the top of the derivation; its own name when it has no superclass; "" for a projection.
    [[nodiscard]] const std::string& dynasty() const noexcept;
    [[nodiscard]] bool derives_from(std::string_view name) const noexcept;  // of that name itself: true

    [[nodiscard]] const std::vector<Property>& properties() const noexcept { return data_.properties; }
    [[nodiscard]] std::optional<std::size_t> find_property(std::string_view name) const noexcept;
    [[nodiscard]] const std::vector<Method>& methods() const noexcept { return data_.methods; }
    [[nodiscard]] const Method* find_method(std::string_view name) const noexcept;
    [[nodiscard]] const QualifierList& qualifiers() const noexcept { return data_.qualifiers; }

    // Positions of the key properties, sorted by folded name. Empty for singletons and classes without keys.
    [[nodiscard]] const std::vector<std::size_t>& keys() const noexcept { return keys_; }
    // The topmost class that has the keys: instances below it share one space of keys. Own name for
    // singletons.
    [[nodiscard]] const std::string& key_root() const noexcept { return key_root_; }
    [[nodiscard]] bool is_abstract() const noexcept { return is_abstract_; }
    [[nodiscard]] bool is_singleton() const noexcept { return is_singleton_; }
    [[nodiscard]] bool is_association() const noexcept { return is_association_; }
    [[nodiscard]] const std::shared_ptr<const Decoration>& decoration() const noexcept {
        return data_.decoration;
    }

    // Same name, superclass, members and qualifiers; where it is stored does not count.
    [[nodiscard]] bool same_content(const ClassDefinition& other) const;

private:
    ClassData data_;
    std::vector<std::string> derivation_;
    std::vector<std::size_t> keys_;
    std::vector<std::uint32_t> by_name_;  // positions of properties, by folded name
    std::string key_root_;
    bool is_abstract_ = false;
    bool is_singleton_ = false;
    bool is_association_ = false;
};

[[nodiscard]] std::shared_ptr<const ClassDefinition> make_class(ClassData data);

// A member as a subclass sees it.
[[nodiscard]] Property inherited_property(const Property& property);
[[nodiscard]] Method inherited_method(const Method& method);

// An empty class derived from `superclass`: all its members inherited, no name yet.
[[nodiscard]] ClassData derive(std::shared_ptr<const ClassDefinition> superclass);

// Why local members and a superclass do not go together.
enum class DerivationConflict {
    kNone,
    kPropertyType,    // a property redeclared with another type
    kKey,             // a key added below a class that has keys, or one redeclared as none
    kFinalQualifier,  // a qualifier overridden that the superclass does not let be
};

// What to do about a conflict: report the first and stop, or drop the local side of each.
enum class ConflictPolicy { kReport, kDropLocal };

// The local members of `data` over the members that `superclass` has now. On a reported conflict `resolved`
// is left alone.
[[nodiscard]] DerivationConflict rebase(const ClassData& data,
                                        std::shared_ptr<const ClassDefinition> superclass,
                                        ClassData& resolved, ConflictPolicy policy = ConflictPolicy::kReport);

// A class with these properties alone, as a query with a property list delivers it: no superclass, no
// methods, undecorated unless `keep_decoration`, and without a word on its derivation unless
// `keep_derivation`. Names it does not have are skipped.
[[nodiscard]] std::shared_ptr<const ClassDefinition> project_class(const ClassDefinition& definition,
                                                                   std::span<const std::string> names,
                                                                   bool keep_decoration,
                                                                   bool keep_derivation = false);

}  // namespace wbemcheck::mock
