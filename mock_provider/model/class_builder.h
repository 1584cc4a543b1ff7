// Writes classes down in C++: the built-in schema and tests.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "mock_provider/model/class_definition.h"

namespace wbemcheck::mock {

inline constexpr Type array_of(CimType element) noexcept { return {element, true}; }
inline constexpr Type scalar(CimType type) noexcept { return {type, false}; }

// One method: parameters are numbered in the order of the calls.
class MethodBuilder {
public:
    // Without a result type the method is void.
    explicit MethodBuilder(std::string name, std::optional<CimType> result = std::nullopt);

    MethodBuilder& in(std::string name, Type type);
    MethodBuilder& out(std::string name, Type type);
    MethodBuilder& in_out(std::string name, Type type);
    MethodBuilder& qualifier(std::string name, Value value = Value::boolean(true), Flavor flavor = {});

    [[nodiscard]] Method build() const;

private:
    Property parameter(std::string name, Type type);

    Method method_;
    ClassData inputs_;
    ClassData outputs_;
    std::int32_t next_id_ = 0;
};

// One class. Members of the superclass are inherited; a property of the same name overrides its default.
class ClassBuilder {
public:
    explicit ClassBuilder(std::string name, std::shared_ptr<const ClassDefinition> superclass = nullptr);

    ClassBuilder& qualifier(std::string name, Value value = Value::boolean(true), Flavor flavor = {});
    ClassBuilder& abstract() { return qualifier("abstract"); }
    ClassBuilder& singleton() { return qualifier("singleton"); }

    ClassBuilder& key(std::string name, CimType type);
    ClassBuilder& property(std::string name, Type type, Value default_value = {},
                           const QualifierList& qualifiers = {});
    ClassBuilder& property(std::string name, CimType type, Value default_value = {},
                           const QualifierList& qualifiers = {}) {
        return property(std::move(name), scalar(type), std::move(default_value), qualifiers);
    }
    // A reference to, or an embedded object of, a class; "" for any class.
    ClassBuilder& reference(std::string name, std::string class_name, const QualifierList& qualifiers = {});
    ClassBuilder& object(std::string name, std::string class_name = {}, const QualifierList& qualifiers = {});
    ClassBuilder& method(const MethodBuilder& method);

    [[nodiscard]] std::shared_ptr<const ClassDefinition> build() const { return make_class(data_); }

private:
    Property& declare(std::string name, Type type);

    ClassData data_;
};

}  // namespace wbemcheck::mock
