// A host with a mock behind it. Tests play the provider: what they hold in a com_ptr, the provider holds.
#pragma once

#include <gmock/gmock.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/com/bstr.h"
#include "harness/com/com_ptr.h"
#include "harness/com/text.h"
#include "harness/com/variant.h"
#include "harness/com/wbem.h"
#include "harness/probe/call_context.h"
#include "harness/probe/host_ledger.h"
#include "harness/trace/trace_reader.h"
#include "mock_provider/mock.h"
#include "tests/unit/com/result_is.h"
#include "tests/unit/trace/temporary_trace.h"

namespace wbemcheck::probe::test {

using com::ResultIs;
using trace::Event;
using trace::EventKind;
using trace::Interface;
using trace::Method;
using trace::Record;

inline constexpr std::uint32_t kCall = 7;  // the call in whose course things are lent
inline constexpr std::string_view kSingle = "Mock_Single.Id=\"only\"";

[[nodiscard]] inline std::chrono::steady_clock::time_point soon() {
    return std::chrono::steady_clock::now() + std::chrono::seconds(60);
}

class Host {
public:
    explicit Host(mock::Settings settings = {}) : mock(std::move(settings)) {}

    [[nodiscard]] IWbemServices* lend_namespace() { return ledger->lend(mock.connect(), kCall, "the namespace root\\mock"); }
    [[nodiscard]] IWbemContext* lend_context() { return ledger->lend(make_call_context(), kCall, "pCtx"); }

    // Everything that has been recorded. The texts last until the next call.
    [[nodiscard]] std::vector<Record> records() {
        std::vector<Record> found;
        reader_ = std::make_unique<trace::TraceReader>(trace_.path());
        for (Record record; reader_->next(record);) found.push_back(record);
        return found;
    }
    [[nodiscard]] std::vector<Event> events(EventKind kind) {
        std::vector<Event> found;
        for (const Record& record : records()) {
            if (record.event.kind == kind) found.push_back(record.event);
        }
        return found;
    }
    // What the provider did to the references of an object: +1, -1, or 0 where a QueryInterface failed.
    [[nodiscard]] std::vector<std::int64_t> references(const void* object) {
        std::vector<std::int64_t> steps;
        const std::uint32_t id = ledger->id_of(object);
        for (const Event& event : events(EventKind::kHostReference)) {
            if (event.object == id) steps.push_back(event.value);
        }
        return steps;
    }
    // The results of its upcalls by this method.
    [[nodiscard]] std::vector<HRESULT> results(const void* object, Method method) {
        std::vector<HRESULT> found;
        const std::uint32_t id = ledger->id_of(object);
        for (const Event& event : events(EventKind::kUpcallReturned)) {
            if (event.object == id && event.method == static_cast<std::uint16_t>(method)) found.push_back(event.result);
        }
        return found;
    }

private:
    const trace::TemporaryTrace trace_;
    std::unique_ptr<trace::TraceReader> reader_;

public:
    const std::shared_ptr<trace::Recorder> recorder = std::make_shared<trace::Recorder>(trace_.path());
    ObjectRegistry registry{*recorder};
    const std::shared_ptr<HostLedger> ledger = std::make_shared<HostLedger>(recorder, registry);
    mock::Mock mock;  // goes first: nothing is delivered any more when the ledger goes
};

[[nodiscard]] inline com::com_ptr<IWbemClassObject> get(IWbemServices& services, std::string_view path,
                                                        IWbemContext* context = nullptr) {
    com::com_ptr<IWbemClassObject> object;
    EXPECT_THAT(services.GetObject(com::make_bstr(path).get(), 0, context, object.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    return object;
}

[[nodiscard]] inline HRESULT put(IWbemClassObject& object, std::string_view name, com::variant value) {
    return object.Put(com::to_utf16(name).c_str(), 0, value.get(), 0);
}

[[nodiscard]] inline std::string text_of(IWbemClassObject& object, std::string_view name) {
    com::variant value;
    EXPECT_THAT(object.Get(com::to_utf16(name).c_str(), 0, value.put(), nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    return value.type() == VT_BSTR ? com::to_utf8(value->bstrVal) : std::string();
}

}  // namespace wbemcheck::probe::test
