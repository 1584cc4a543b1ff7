// What a subscriber to events writes down, and how a test writes events.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/mock.h"
#include "mock_provider/services/core.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {

// Properties as text, numbers too, also of embedded objects: "TargetInstance.Name". "null" for null.
[[nodiscard]] std::string value_at(IWbemClassObject* object, std::string_view path);
// An embedded object; null for null.
[[nodiscard]] com::com_ptr<IWbemClassObject> object_at(IWbemClassObject* object, std::string_view property);

// A sink that keeps one line for every event, as `describe` has it.
class EventLog {
public:
    using Describe = std::function<std::string(IWbemClassObject* event)>;

    explicit EventLog(Describe describe);

    [[nodiscard]] IWbemObjectSink* sink() const { return sink_.get(); }
    [[nodiscard]] SinkLog& calls() const { return *sink_.log; }
    [[nodiscard]] std::vector<std::string> lines() const;

private:
    struct Lines {
        mutable std::mutex mutex;
        std::vector<std::string> lines;  // guarded by mutex
    };

    const std::shared_ptr<Lines> lines_ =
        std::make_shared<Lines>();  // shared with the sink, which may live longer
    HeldSink sink_;
};

// Nothing is at work any more: what had to come has come, and nothing comes before time passes or somebody
// does something. False when that does not happen within the budget.
[[nodiscard]] bool settle(const Mock& mock);
[[nodiscard]] bool settle(Core& core);

[[nodiscard]] HRESULT subscribe(IWbemServices& services, std::string_view query, const EventLog& log);
// Values as WQL writes them: 'text', 5, TRUE, NULL.
void set(IWbemClassObject* object, std::string_view property, std::string_view value);
HRESULT put(IWbemServices& services, std::string_view class_name,
            const std::vector<std::pair<std::string, std::string>>& values, LONG flags = 0);
HRESULT remove(IWbemServices& services, std::string_view path);

}  // namespace wbemcheck::mock::test
