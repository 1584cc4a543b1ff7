#include "mock_provider/services/method_table.h"

#include <fmt/format.h>

namespace wbemcheck::mock {

namespace {

std::string key_of(std::string_view namespace_path, std::string_view class_name, std::string_view method) {
    return fmt::format("{}:{}.{}", namespace_path, class_name, method);
}

}  // namespace

Value MethodCall::input(std::string_view name) const {
    const Value* const value = inputs == nullptr ? nullptr : inputs->find(name);
    return value == nullptr ? Value{} : *value;
}

void MethodTable::set(std::string_view namespace_path, std::string_view class_name, std::string_view method,
                      MethodBody body) {
    std::string key = key_of(namespace_path, class_name, method);
    auto shared = body == nullptr ? nullptr : std::make_shared<const MethodBody>(std::move(body));
    const std::scoped_lock lock(mutex_);
    bodies_[std::move(key)].swap(shared);  // the former one goes with `shared`, after the mutex
}

void MethodTable::clear() noexcept {
    Bodies gone;  // after the mutex: what they have captured may call out
    const std::scoped_lock lock(mutex_);
    gone.swap(bodies_);
}

std::shared_ptr<const MethodBody> MethodTable::find(std::string_view namespace_path, const ClassDefinition& definition,
                                                    std::string_view method) const {
    const auto find_exact = [&](std::string_view class_name) -> std::shared_ptr<const MethodBody> {
        const auto found = bodies_.find(key_of(namespace_path, class_name, method));
        return found == bodies_.end() ? nullptr : found->second;
    };
    const std::scoped_lock lock(mutex_);
    auto body = find_exact(definition.name());
    for (auto superclass = definition.derivation().begin();
         body == nullptr && superclass != definition.derivation().end(); ++superclass) {
        body = find_exact(*superclass);
    }
    return body;
}

}  // namespace wbemcheck::mock
