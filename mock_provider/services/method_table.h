// The code behind the methods of classes.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "harness/com/wbem.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/name.h"

namespace wbemcheck::mock {

struct Scope;

// One call of a method. The inputs are checked against the signature.
struct MethodCall {
    const Scope& scope;
    const std::string& object_path;  // as the client wrote it
    const Method& method;
    std::shared_ptr<const Instance> inputs;  // null when the method takes none
    IWbemContext* context;                   // null when there is none

    // The value of an input; null when the caller gave none.
    [[nodiscard]] Value input(std::string_view name) const;
};

// Values of the output signature by name, ReturnValue among them.
using MethodOutputs = std::vector<std::pair<std::string, Value>>;

// The result says whether the call as such worked; what the method itself says of it is its ReturnValue (STA-16). May
// throw. Runs on any thread, on several at once.
using MethodBody = std::function<HRESULT(const MethodCall& call, MethodOutputs& outputs)>;

// Thread-safe. A call in progress keeps its body, whatever becomes of the table.
class MethodTable {
public:
    // Takes the place of the one that was there. An empty body takes it away.
    void set(std::string_view namespace_path, std::string_view class_name, std::string_view method, MethodBody body);
    // Takes all of them away.
    void clear() noexcept;

    // The body for the method of a class, which it may have from a superclass; or null.
    [[nodiscard]] std::shared_ptr<const MethodBody> find(std::string_view namespace_path,
                                                         const ClassDefinition& definition,
                                                         std::string_view method) const;

private:
    using Bodies = std::unordered_map<std::string, std::shared_ptr<const MethodBody>, NameHash, NameEqual>;

    mutable std::mutex mutex_;  // guards bodies_
    Bodies bodies_;             // by "namespace:class.method"
};

}  // namespace wbemcheck::mock
