// A client of the mock, with short words for the calls that tests make.
#pragma once

#include <gmock/gmock.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/com/bstr.h"
#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/mock.h"
#include "tests/unit/com/result_is.h"

namespace wbemcheck::mock::test {

using com::ResultIs;

inline com::unique_bstr bstr(std::string_view text) { return com::make_bstr(text); }

inline constexpr std::string_view kAllItems = "SELECT * FROM Mock_Item";
inline constexpr std::string_view kEvents = "SELECT * FROM Mock_Event";

class Client {
public:
    explicit Client(Settings settings = {}) : mock(std::in_place, std::move(settings)), services(mock->connect()) {}

    [[nodiscard]] HRESULT query_async(std::string_view query, IWbemObjectSink* sink, LONG flags = 0) const;
    [[nodiscard]] HRESULT subscribe(std::string_view query, IWbemObjectSink* sink, LONG flags = 0) const;
    [[nodiscard]] HRESULT get_async(std::string_view path, IWbemObjectSink* sink, LONG flags = 0) const;
    // Null when the call fails.
    [[nodiscard]] com::com_ptr<IEnumWbemClassObject> query(std::string_view query, LONG flags = 0) const;
    [[nodiscard]] com::com_ptr<IWbemClassObject> get(std::string_view path) const;
    // An unsaved instance of a class, with a string in one property.
    [[nodiscard]] com::com_ptr<IWbemClassObject> spawn(std::string_view class_name, std::string_view property,
                                                       std::string_view text) const;
    // An unsaved class derived from one.
    [[nodiscard]] com::com_ptr<IWbemClassObject> derive(std::string_view superclass, std::string_view name) const;
    // The in parameters of a method, as many uint32 or sint32 as are named.
    [[nodiscard]] com::com_ptr<IWbemClassObject> inputs(std::string_view class_name, std::string_view method,
                                                        const std::vector<std::pair<std::string, LONG>>& values) const;
    // Calls Mock_EventSource.Fire.
    [[nodiscard]] HRESULT fire(LONG count) const;

    std::optional<Mock> mock;
    com::com_ptr<IWbemServices> services;
};

// Properties as text; "" for null.
[[nodiscard]] std::string text_of(IWbemClassObject* object, std::string_view property);
[[nodiscard]] LONG number_of(IWbemClassObject* object, std::string_view property);

// All that is left in an enumerator, by its key.
[[nodiscard]] std::vector<std::string> names_in(IEnumWbemClassObject* enumerator, std::string_view property = "Name");

}  // namespace wbemcheck::mock::test
