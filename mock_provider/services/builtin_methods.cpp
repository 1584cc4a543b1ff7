#include "mock_provider/services/builtin_methods.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "mock_provider/services/core.h"
#include "mock_provider/services/event_time.h"

namespace wbemcheck::mock {

namespace {

HRESULT add(const MethodCall& call, MethodOutputs& outputs) {
    const Value left = call.input("A");
    const Value right = call.input("B");
    if (left.is_null() || right.is_null()) {
        return WBEM_E_INVALID_METHOD_PARAMETERS;
    }
    const std::int64_t sum = left.as_signed() + right.as_signed();
    const bool fits =
        sum >= std::numeric_limits<std::int32_t>::min() && sum <= std::numeric_limits<std::int32_t>::max();
    outputs.emplace_back("Sum", fits ? Value::sint32(static_cast<std::int32_t>(sum)) : Value{});
    outputs.emplace_back("ReturnValue", Value::uint32(fits ? 0 : 1));
    return WBEM_S_NO_ERROR;
}

HRESULT reset(const MethodCall&, MethodOutputs&) { return WBEM_S_NO_ERROR; }

// The call works; the method says that what it was asked for did not (STA-16).
HRESULT fail(const MethodCall&, MethodOutputs& outputs) {
    outputs.emplace_back("Reason", Value::string("This method never succeeds."));
    outputs.emplace_back("ReturnValue", Value::uint32(5));
    return WBEM_S_NO_ERROR;
}

// Static: the words in ascending order, nulls first.
HRESULT sort(const MethodCall& call, MethodOutputs& outputs) {
    const Value words = call.input("Words");
    if (words.is_null()) {
        return WBEM_E_INVALID_METHOD_PARAMETERS;
    }
    Value::Array sorted = words.as_array();
    std::ranges::stable_sort(sorted, [](const Value& left, const Value& right) {
        return !right.is_null() && (left.is_null() || left.as_text() < right.as_text());
    });
    outputs.emplace_back("Sorted", Value::array(CimType::kString, std::move(sorted)));
    outputs.emplace_back("ReturnValue", Value::uint32(0));
    return WBEM_S_NO_ERROR;
}

// Moves the X of a point; beyond the ends of sint32 it says 1 and leaves the point where it was.
HRESULT move(const MethodCall& call, MethodOutputs& outputs) {
    const Value place = call.input("Place");
    const Value by = call.input("By");
    if (place.is_null() || by.is_null() || place.as_object().instance == nullptr) {
        return WBEM_E_INVALID_METHOD_PARAMETERS;
    }
    const Instance& point = *place.as_object().instance;
    const std::optional<std::size_t> position = point.definition().find_property("X");
    if (!position || point.values()[*position].is_null() ||
        point.values()[*position].type() != Type{CimType::kSint32, false}) {
        return WBEM_E_INVALID_METHOD_PARAMETERS;
    }
    const Value back = call.input("Back");
    const bool goes_back = !back.is_null() && back.as_boolean();
    const std::int64_t x =
        point.values()[*position].as_signed() + (goes_back ? -by.as_signed() : by.as_signed());
    const std::optional<Value> moved = convert_value(Value::sint64(x), {CimType::kSint32, false});
    std::vector<Value> values = point.values();
    values[*position] = moved.value_or(values[*position]);
    outputs.emplace_back("Place", Value::object(std::make_shared<const Instance>(point.shared_definition(),
                                                                                std::move(values))));
    outputs.emplace_back("ReturnValue", Value::uint32(moved ? 0 : 1));
    return WBEM_S_NO_ERROR;
}

// Raises so many Mock_Events, numbered through over the life of the mock.
class Fire {
public:
    HRESULT operator()(const MethodCall& call, MethodOutputs& outputs) const {
        const Value count = call.input("Count");
        const NamespaceStore& space = *call.scope.space;
        const auto definition = space.find_class("Mock_Event");
        if (count.is_null()) {
            return WBEM_E_INVALID_METHOD_PARAMETERS;
        }
        if (definition == nullptr) {
            return WBEM_E_INVALID_CLASS;  // somebody has deleted it
        }
        // Numbered and published in one go, so that every subscriber sees ascending numbers.
        const std::scoped_lock lock(state_->mutex);
        for (std::uint64_t i = 0; i < count.as_unsigned(); ++i) {
            const std::uint32_t sequence = ++state_->last_sequence;
            call.scope.core->events().publish(
                {space.path(), make_instance(definition, {{"Sequence", Value::uint32(sequence)},
                                                          {"Message", Value::string(fmt::format("event {}", sequence))},
                                                          {"TIME_CREATED", event_time_now()}})});
        }
        outputs.emplace_back("ReturnValue", Value::uint32(0));
        return WBEM_S_NO_ERROR;
    }

private:
    struct State {
        std::mutex mutex;  // guards last_sequence
        std::uint32_t last_sequence = 0;
    };
    std::shared_ptr<State> state_ = std::make_shared<State>();  // shared by the copies that std::function makes
};

}  // namespace

void add_builtin_methods(MethodTable& methods) {
    constexpr const char* kNamespace = "root\\mock";
    methods.set(kNamespace, "Mock_Calculator", "Add", add);
    methods.set(kNamespace, "Mock_Calculator", "Reset", reset);
    methods.set(kNamespace, "Mock_Calculator", "Fail", fail);
    methods.set(kNamespace, "Mock_Calculator", "Disabled", reset);
    methods.set(kNamespace, "Mock_EventSource", "Fire", Fire{});
    methods.set(kNamespace, "Mock_Toolbox", "Sort", sort);
    methods.set(kNamespace, "Mock_Toolbox", "Move", move);
}

}  // namespace wbemcheck::mock
