#include "service_control.h"

#include <future>
#include <utility>

#include "harness/com/bstr.h"
#include "harness/com/com_object.h"
#include "harness/com/variant.h"

namespace app {

namespace {

namespace com = wbemcheck::com;

com::unique_bstr bstr(std::string_view text) { return com::make_bstr(text); }

std::string name_of(IWbemClassObject& object) {
    com::variant name;
    const HRESULT result = object.Get(OLESTR("Name"), 0, name.put(), nullptr, nullptr);
    return SUCCEEDED(result) && name.type() == VT_BSTR ? com::to_utf8(name->bstrVal) : std::string();
}

// Collects names until the call is over.
class NameSink final : public com::ComObject<IWbemObjectSink> {
public:
    explicit NameSink(std::promise<std::vector<std::string>> names) : promise_(std::move(names)) {}

    HRESULT STDMETHODCALLTYPE Indicate(LONG count, IWbemClassObject** objects) noexcept override {
        return com::guard([&] {
            for (LONG i = 0; i < count; ++i) {
                names_.push_back(name_of(*objects[i]));
            }
        });
    }
    HRESULT STDMETHODCALLTYPE SetStatus(LONG flags, HRESULT, BSTR, IWbemClassObject*) noexcept override {
        return com::guard([&] {
            if (flags == WBEM_STATUS_COMPLETE) {
                promise_.set_value(std::move(names_));
            }
        });
    }

private:
    std::vector<std::string> names_;  // callbacks of one call come one after the other
    std::promise<std::vector<std::string>> promise_;
};

}  // namespace

ServiceControl::ServiceControl(const com::com_ptr<IWbemLocator>& locator) {
    connected_ = locator->ConnectServer(bstr("root\\app").get(), nullptr, nullptr, nullptr, 0, nullptr, nullptr,
                                        services_.put());
}

bool ServiceControl::start(std::string_view name) {
    com::com_ptr<IEnumWbemClassObject> events;
    HRESULT result =
        services_->ExecNotificationQuery(bstr("WQL").get(), bstr("SELECT * FROM App_Started").get(),
                                         WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, nullptr, events.put());
    if (SUCCEEDED(result)) {
        const std::string path = "App_Service.Name=\"" + std::string(name) + '"';
        com::com_ptr<IWbemClassObject> outputs;
        result =
            services_->ExecMethod(bstr(path).get(), bstr("Start").get(), 0, nullptr, nullptr, outputs.put(), nullptr);
        com::variant answer;
        if (SUCCEEDED(result)) {
            result = outputs->Get(OLESTR("ReturnValue"), 0, answer.put(), nullptr, nullptr);
        }
        if (FAILED(result) || answer.type() != VT_I4 || answer->lVal != 0) {
            return false;
        }
    }
    com::com_ptr<IWbemClassObject> event;
    ULONG returned = 0;
    return SUCCEEDED(result) && events->Next(10000, 1, event.put(), &returned) == S_OK && name_of(*event) == name;
}

std::vector<std::string> ServiceControl::list() {
    std::promise<std::vector<std::string>> promise;
    auto names = promise.get_future();
    const auto sink = com::make_com<NameSink>(std::move(promise));
    const HRESULT accepted =
        services_->ExecQueryAsync(bstr("WQL").get(), bstr("SELECT * FROM App_Service").get(), 0, nullptr, sink.get());
    return SUCCEEDED(accepted) ? names.get() : std::vector<std::string>();
}

}  // namespace app
