#include "harness/bench/provider_host.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

#include <fmt/format.h>

#include "harness/com/bstr.h"
#include "harness/com/com_object.h"
#include "harness/com/hresult.h"
#include "harness/com/text.h"
#include "harness/com/variant.h"

namespace wbemcheck::bench {
namespace {

constexpr std::chrono::minutes kPatience{1};

// Told by any thread of the provider.
class InitSink final : public com::ComObject<IWbemProviderInitSink> {
public:
    HRESULT STDMETHODCALLTYPE SetStatus(LONG status, LONG /*flags*/) noexcept override {
        if (status == WBEM_S_PENDING) return WBEM_S_NO_ERROR;  // not the last word
        const std::lock_guard lock(mutex_);
        if (!is_told_) status_ = status;
        is_told_ = true;
        changed_.notify_all();
        return WBEM_S_NO_ERROR;
    }

    // WBEM_S_PENDING when nothing has come within a minute.
    [[nodiscard]] HRESULT wait() {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, kPatience, [&] { return is_told_; }) ? status_ : WBEM_S_PENDING;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_told_ = false;     // guarded by mutex_
    HRESULT status_ = S_OK;    // guarded by mutex_
};

// Keeps the path of the first object that comes.
class FirstPath final : public com::ComObject<IWbemObjectSink> {
public:
    HRESULT STDMETHODCALLTYPE Indicate(LONG count, IWbemClassObject** objects) noexcept override {
        return com::guard([&] {
            const std::lock_guard lock(mutex_);
            if (count < 1 || !path_.empty()) return;
            com::variant path;
            const HRESULT result = objects[0]->Get(OLESTR("__RELPATH"), 0, path.put(), nullptr, nullptr);
            if (SUCCEEDED(result) && path.type() == VT_BSTR) path_ = com::to_utf8(path->bstrVal);
        });
    }

    HRESULT STDMETHODCALLTYPE SetStatus(LONG flags, HRESULT, BSTR, IWbemClassObject*) noexcept override {
        if (flags != WBEM_STATUS_COMPLETE) return WBEM_S_NO_ERROR;
        const std::lock_guard lock(mutex_);
        has_ended_ = true;
        changed_.notify_all();
        return WBEM_S_NO_ERROR;
    }

    [[nodiscard]] std::string wait() {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, kPatience, [&] { return has_ended_; });
        return path_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool has_ended_ = false;  // guarded by mutex_
    std::string path_;        // guarded by mutex_
};

}  // namespace

ReadyProvider make_ready(subject::ProviderModule& module, const std::string& namespace_path, IWbemContext* context) {
    HRESULT result = S_OK;
    ReadyProvider ready;
    ready.object = module.create(result);
    if (!ready.object) {
        throw std::runtime_error(fmt::format("the class object makes no provider: {}", com::describe_hresult(result)));
    }
    const auto init = ready.object.as<IWbemProviderInit>();
    if (!init) throw std::runtime_error("the class is no provider, it has no IWbemProviderInit");

    const com::com_ptr<InitSink> sink = com::make_com<InitSink>();
    const com::com_ptr<IWbemServices> name_space = module.open_namespace(namespace_path);
    com::OleString path = com::to_utf16(namespace_path);
    result = init->Initialize(nullptr, 0, path.data(), nullptr, name_space.get(), context, sink.get());
    if (SUCCEEDED(result)) result = sink->wait();
    if (result == WBEM_S_PENDING) throw std::runtime_error("the provider has reported nothing to its init sink within a minute");
    if (FAILED(result)) {
        throw std::runtime_error(fmt::format("the provider is not initialised: {}", com::describe_hresult(result)));
    }

    ready.services = ready.object.as<IWbemServices>();
    ready.events = ready.object.as<IWbemEventProvider>();
    ready.queries = ready.object.as<IWbemEventProviderQuerySink>();
    ready.properties = ready.object.as<IWbemPropertyProvider>();
    return ready;
}

std::string first_path(IWbemServices& provider, const std::string& class_name, IWbemContext* context) {
    const com::com_ptr<FirstPath> sink = com::make_com<FirstPath>();
    const HRESULT result = provider.CreateInstanceEnumAsync(com::make_bstr(class_name).get(), 0, context, sink.get());
    return SUCCEEDED(result) ? sink->wait() : std::string();
}

}  // namespace wbemcheck::bench
