#include "mock_provider/services/method_table.h"

#include <fmt/format.h>

namespace wbemcheck::mock {

Value MethodCall::input(std::string_view name) const {
    const Value* const value = inputs == nullptr ? nullptr : inputs->find(name);
    return value == nullptr ? Value{} : *value;
}

void MethodTable::add(std::string_view class_name, std::string_view method, MethodHandler handler) {
    handlers_.insert_or_assign(fmt::format("{}.{}", class_name, method), std::move(handler));
}

const MethodHandler* MethodTable::find(const ClassDefinition& definition, std::string_view method) const {
    if (const MethodHandler* const handler = find_exact(definition.name(), method)) {
        return handler;
    }
    for (const std::string& superclass : definition.derivation()) {
        if (const MethodHandler* const handler = find_exact(superclass, method)) {
            return handler;
        }
    }
    return nullptr;
}

const MethodHandler* MethodTable::find_exact(std::string_view class_name, std::string_view method) const {
    const auto found = handlers_.find(fmt::format("{}.{}", class_name, method));
    return found == handlers_.end() ? nullptr : &found->second;
}

}  // namespace wbemcheck::mock
