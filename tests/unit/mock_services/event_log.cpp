#include "tests/unit/mock_services/event_log.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <utility>

#include "harness/com/bstr.h"
#include "harness/com/text.h"
#include "harness/com/variant.h"
#include "tests/unit/com/result_is.h"
#include "tests/unit/mock_services/gate.h"

namespace wbemcheck::mock::test {

namespace {

using com::ResultIs;

template <class Activity>
bool wait_for_rest(const Activity& activity) {
    const auto deadline = std::chrono::steady_clock::now() + kBudget;
    while (std::chrono::steady_clock::now() < deadline) {
        const auto seen = activity();
        if (seen.busy == 0 && seen.outside == 0) return true;
        std::this_thread::yield();
    }
    return false;
}

com::variant read(IWbemClassObject* object, std::string_view property) {
    com::variant value;
    EXPECT_THAT(object->Get(com::to_utf16(property).c_str(), 0, value.put(), nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR))
        << property;
    return value;
}

com::variant to_variant(std::string_view value) {
    if (value == "NULL") return com::make_null_variant();
    if (value == "TRUE") return com::make_bool_variant(true);
    if (value.starts_with('\'')) return com::make_variant(value.substr(1, value.size() - 2));
    return com::make_variant(static_cast<LONG>(std::stol(std::string(value))));
}

}  // namespace

com::com_ptr<IWbemClassObject> object_at(IWbemClassObject* object, std::string_view property) {
    const com::variant value = read(object, property);
    com::com_ptr<IWbemClassObject> embedded;
    if (value.type() == VT_UNKNOWN) {
        EXPECT_THAT(
            value->punkVal->QueryInterface(IID_IWbemClassObject, reinterpret_cast<void**>(embedded.put())),
            ResultIs(S_OK));
    }
    return embedded;
}

std::string value_at(IWbemClassObject* object, std::string_view path) {
    if (const std::size_t dot = path.find('.'); dot != std::string_view::npos) {
        const auto embedded = object_at(object, path.substr(0, dot));
        return embedded == nullptr ? "null" : value_at(embedded.get(), path.substr(dot + 1));
    }
    const com::variant value = read(object, path);
    switch (value.type()) {
        case VT_BSTR:
            return com::to_utf8(value->bstrVal);
        case VT_I4:
            return std::to_string(value->lVal);
        case VT_NULL:
            return "null";
        default:
            ADD_FAILURE() << path << " is of type " << value.type();
            return {};
    }
}

EventLog::EventLog(Describe describe)
    : sink_({.on_indicate = [lines = lines_, describe = std::move(describe)](LONG count,
                                                                             IWbemClassObject** objects) {
          for (LONG i = 0; i < count; ++i) {
              std::string line = describe(objects[i]);
              const std::scoped_lock lock(lines->mutex);
              lines->lines.push_back(std::move(line));
          }
          return WBEM_S_NO_ERROR;
      }}) {}

std::vector<std::string> EventLog::lines() const {
    const std::scoped_lock lock(lines_->mutex);
    return lines_->lines;
}

bool settle(const Mock& mock) {
    return wait_for_rest([&] { return mock.activity(); });
}

bool settle(Core& core) {
    return wait_for_rest([&] { return core.engine().activity(); });
}

HRESULT subscribe(IWbemServices& services, std::string_view query, const EventLog& log) {
    return services.ExecNotificationQueryAsync(com::make_bstr("WQL").get(), com::make_bstr(query).get(), 0,
                                               nullptr, log.sink());
}

void set(IWbemClassObject* object, std::string_view property, std::string_view value) {
    EXPECT_THAT(object->Put(com::to_utf16(property).c_str(), 0, to_variant(value).get(), 0),
                ResultIs(WBEM_S_NO_ERROR))
        << property;
}

HRESULT put(IWbemServices& services, std::string_view class_name,
            const std::vector<std::pair<std::string, std::string>>& values, LONG flags) {
    com::com_ptr<IWbemClassObject> definition;
    EXPECT_THAT(services.GetObject(com::make_bstr(class_name).get(), 0, nullptr, definition.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    com::com_ptr<IWbemClassObject> instance;
    EXPECT_THAT(definition->SpawnInstance(0, instance.put()), ResultIs(WBEM_S_NO_ERROR));
    for (const auto& [name, value] : values) set(instance.get(), name, value);
    return services.PutInstance(instance.get(), flags, nullptr, nullptr);
}

HRESULT remove(IWbemServices& services, std::string_view path) {
    return services.DeleteInstance(com::make_bstr(path).get(), 0, nullptr, nullptr);
}

}  // namespace wbemcheck::mock::test
