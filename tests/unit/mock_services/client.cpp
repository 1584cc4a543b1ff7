#include "tests/unit/mock_services/client.h"

#include "harness/com/text.h"
#include "harness/com/variant.h"

namespace wbemcheck::mock::test {

HRESULT Client::query_async(std::string_view query, IWbemObjectSink* sink, LONG flags) const {
    return services->ExecQueryAsync(bstr("WQL").get(), bstr(query).get(), flags, nullptr, sink);
}

HRESULT Client::subscribe(std::string_view query, IWbemObjectSink* sink, LONG flags) const {
    return services->ExecNotificationQueryAsync(bstr("WQL").get(), bstr(query).get(), flags, nullptr, sink);
}

HRESULT Client::get_async(std::string_view path, IWbemObjectSink* sink, LONG flags) const {
    return services->GetObjectAsync(bstr(path).get(), flags, nullptr, sink);
}

com::com_ptr<IEnumWbemClassObject> Client::query(std::string_view query, LONG flags) const {
    com::com_ptr<IEnumWbemClassObject> enumerator;
    EXPECT_THAT(services->ExecQuery(bstr("WQL").get(), bstr(query).get(), flags, nullptr, enumerator.put()),
                ResultIs(WBEM_S_NO_ERROR));
    return enumerator;
}

com::com_ptr<IWbemClassObject> Client::get(std::string_view path) const {
    com::com_ptr<IWbemClassObject> object;
    EXPECT_THAT(services->GetObject(bstr(path).get(), 0, nullptr, object.put(), nullptr), ResultIs(WBEM_S_NO_ERROR));
    return object;
}

com::com_ptr<IWbemClassObject> Client::spawn(std::string_view class_name, std::string_view property,
                                             std::string_view text) const {
    com::com_ptr<IWbemClassObject> instance;
    EXPECT_THAT(get(class_name)->SpawnInstance(0, instance.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(
        instance->Put(com::to_utf16(property).c_str(), 0, com::make_variant(text).get(), 0), ResultIs(WBEM_S_NO_ERROR));
    return instance;
}

com::com_ptr<IWbemClassObject> Client::derive(std::string_view superclass, std::string_view name) const {
    com::com_ptr<IWbemClassObject> derived;
    EXPECT_THAT(get(superclass)->SpawnDerivedClass(0, derived.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(derived->Put(OLESTR("__CLASS"), 0, com::make_variant(name).get(), 0), ResultIs(WBEM_S_NO_ERROR));
    return derived;
}

com::com_ptr<IWbemClassObject> Client::inputs(std::string_view class_name, std::string_view method,
                                              const std::vector<std::pair<std::string, LONG>>& values) const {
    com::com_ptr<IWbemClassObject> signature;
    EXPECT_THAT(get(class_name)->GetMethod(com::to_utf16(method).c_str(), 0, signature.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    com::com_ptr<IWbemClassObject> parameters;
    EXPECT_THAT(signature->SpawnInstance(0, parameters.put()), ResultIs(WBEM_S_NO_ERROR));
    for (const auto& [name, value] : values) {
        EXPECT_THAT(parameters->Put(com::to_utf16(name).c_str(), 0, com::make_variant(value).get(), 0),
                    ResultIs(WBEM_S_NO_ERROR));
    }
    return parameters;
}

HRESULT Client::fire(LONG count) const {
    const auto parameters = inputs("Mock_EventSource", "Fire", {{"Count", count}});
    return services->ExecMethod(bstr("Mock_EventSource.Id=\"source\"").get(), bstr("Fire").get(), 0, nullptr,
                                parameters.get(), nullptr, nullptr);
}

std::string text_of(IWbemClassObject* object, std::string_view property) {
    com::variant value;
    EXPECT_THAT(object->Get(com::to_utf16(property).c_str(), 0, value.put(), nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    return value.type() == VT_BSTR ? com::to_utf8(value->bstrVal) : std::string();
}

LONG number_of(IWbemClassObject* object, std::string_view property) {
    com::variant value;
    EXPECT_THAT(object->Get(com::to_utf16(property).c_str(), 0, value.put(), nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(value.type(), VT_I4);
    return value->lVal;
}

std::vector<std::string> names_in(IEnumWbemClassObject* enumerator, std::string_view property) {
    std::vector<std::string> names;
    com::com_ptr<IWbemClassObject> object;
    ULONG returned = 0;
    while (enumerator->Next(WBEM_INFINITE, 1, object.put(), &returned) == WBEM_S_NO_ERROR) {
        names.push_back(text_of(object.get(), property));
    }
    EXPECT_EQ(returned, 0U);
    return names;
}

}  // namespace wbemcheck::mock::test
