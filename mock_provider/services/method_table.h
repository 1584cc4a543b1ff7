// The code behind the methods of classes.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "harness/com/wbem.h"
#include "mock_provider/engine/event_bindings.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/name.h"
#include "mock_provider/model/namespace_store.h"

namespace wbemcheck::mock {

// One call of a method. The inputs are checked against the signature.
struct MethodCall {
    const NamespaceStore& space;
    EventBindings& events;
    const Instance* inputs;  // null when the method takes none

    // The value of an input; null when the caller gave none.
    [[nodiscard]] Value input(std::string_view name) const;
};

// Values of the output signature by name, ReturnValue among them.
using MethodOutputs = std::vector<std::pair<std::string, Value>>;

// The result says whether the call as such worked; what the method itself says of it is its ReturnValue (STA-16). May
// throw. Runs on any thread, on several at once.
using MethodHandler = std::function<HRESULT(const MethodCall& call, MethodOutputs& outputs)>;

class MethodTable {
public:
    void add(std::string_view class_name, std::string_view method, MethodHandler handler);

    // The handler for the method of a class, which it may have from a superclass; or null.
    [[nodiscard]] const MethodHandler* find(const ClassDefinition& definition, std::string_view method) const;

private:
    [[nodiscard]] const MethodHandler* find_exact(std::string_view class_name, std::string_view method) const;

    std::unordered_map<std::string, MethodHandler, NameHash, NameEqual> handlers_;  // by "class.method"
};

}  // namespace wbemcheck::mock
