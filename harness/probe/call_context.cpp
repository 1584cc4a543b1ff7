#include "harness/probe/call_context.h"

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/com/bstr.h"
#include "harness/com/com_object.h"
#include "harness/com/hresult.h"
#include "harness/com/safe_array.h"
#include "harness/com/text.h"
#include "harness/com/variant.h"

namespace wbemcheck::probe {
namespace {

struct NamedValue {
    std::string name;
    com::variant value;
};

// Names are told apart by their case in ASCII only: the harness makes no others.
std::string folded(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

class CallContext final : public com::ComObject<IWbemContext> {
public:
    CallContext() = default;
    explicit CallContext(std::vector<NamedValue> values) : values_(std::move(values)) {}

    HRESULT STDMETHODCALLTYPE Clone(IWbemContext** copy) noexcept override {
        if (copy == nullptr) return WBEM_E_INVALID_PARAMETER;
        *copy = nullptr;
        return com::guard([&] {
            std::vector<NamedValue> values;
            const std::lock_guard lock(mutex_);
            for (const NamedValue& each : values_) values.push_back({each.name, com::variant::copy_of(*each.value.get())});
            *copy = com::make_com<CallContext>(std::move(values)).detach();
        });
    }

    HRESULT STDMETHODCALLTYPE GetNames(LONG flags, SAFEARRAY** names) noexcept override {
        if (names == nullptr) return WBEM_E_INVALID_PARAMETER;
        *names = nullptr;
        if (flags != 0) return WBEM_E_INVALID_PARAMETER;
        return com::guard([&] {
            std::vector<std::string> texts;
            const std::lock_guard lock(mutex_);
            for (const NamedValue& each : values_) texts.push_back(each.name);
            *names = com::make_string_array(texts).detach();
        });
    }

    HRESULT STDMETHODCALLTYPE BeginEnumeration(LONG flags) noexcept override {
        if (flags != 0) return WBEM_E_INVALID_PARAMETER;
        const std::lock_guard lock(mutex_);
        next_ = 0;
        return WBEM_S_NO_ERROR;
    }

    HRESULT STDMETHODCALLTYPE Next(LONG flags, BSTR* name, VARIANT* value) noexcept override {
        if (name != nullptr) *name = nullptr;
        if (value != nullptr) VariantInit(value);
        if (flags != 0) return WBEM_E_INVALID_PARAMETER;
        return com::guard([&]() -> HRESULT {
            const std::lock_guard lock(mutex_);
            if (!next_) return WBEM_E_UNEXPECTED;
            if (*next_ >= values_.size()) return WBEM_S_NO_MORE_DATA;
            const NamedValue& current = values_[*next_];
            com::unique_bstr text = com::make_bstr(current.name);
            com::variant copy = com::variant::copy_of(*current.value.get());
            ++*next_;
            if (name != nullptr) *name = text.detach();
            if (value != nullptr) *value = copy.detach();
            return WBEM_S_NO_ERROR;
        });
    }

    HRESULT STDMETHODCALLTYPE EndEnumeration() noexcept override {
        const std::lock_guard lock(mutex_);
        next_.reset();
        return WBEM_S_NO_ERROR;
    }

    HRESULT STDMETHODCALLTYPE SetValue(LPCWSTR name, LONG flags, VARIANT* value) noexcept override {
        if (name == nullptr || flags != 0 || value == nullptr) return WBEM_E_INVALID_PARAMETER;
        return com::guard([&] {
            NamedValue named{com::to_utf8(com::terminated_view(name)), com::variant::copy_of(*value)};
            const std::lock_guard lock(mutex_);
            const auto known = find(named.name);
            if (known != values_.end()) {
                *known = std::move(named);
            } else {
                values_.push_back(std::move(named));
            }
        });
    }

    HRESULT STDMETHODCALLTYPE GetValue(LPCWSTR name, LONG flags, VARIANT* value) noexcept override {
        if (value != nullptr) VariantInit(value);
        if (name == nullptr || flags != 0 || value == nullptr) return WBEM_E_INVALID_PARAMETER;
        return com::guard([&]() -> HRESULT {
            const std::lock_guard lock(mutex_);
            const auto known = find(com::to_utf8(com::terminated_view(name)));
            if (known == values_.end()) return WBEM_E_NOT_FOUND;
            *value = com::variant::copy_of(*known->value.get()).detach();
            return WBEM_S_NO_ERROR;
        });
    }

    HRESULT STDMETHODCALLTYPE DeleteValue(LPCWSTR name, LONG flags) noexcept override {
        if (name == nullptr || flags != 0) return WBEM_E_INVALID_PARAMETER;
        return com::guard([&]() -> HRESULT {
            const std::lock_guard lock(mutex_);
            const auto known = find(com::to_utf8(com::terminated_view(name)));
            if (known == values_.end()) return WBEM_E_NOT_FOUND;
            values_.erase(known);
            return WBEM_S_NO_ERROR;
        });
    }

    HRESULT STDMETHODCALLTYPE DeleteAll() noexcept override {
        const std::lock_guard lock(mutex_);
        values_.clear();
        return WBEM_S_NO_ERROR;
    }

private:
    // Under the lock.
    [[nodiscard]] std::vector<NamedValue>::iterator find(const std::string& name) {
        return std::ranges::find_if(values_,
                                    [wanted = folded(name)](const NamedValue& each) { return folded(each.name) == wanted; });
    }

    std::mutex mutex_;
    std::vector<NamedValue> values_;   // guarded by mutex_
    std::optional<std::size_t> next_;  // guarded by mutex_; of the enumeration in progress
};

}  // namespace

com::com_ptr<IWbemContext> make_call_context() {
    if (com::com_ptr<IWbemContext> context = detail::make_system_context()) return context;
    return com::make_com<CallContext>();
}

}  // namespace wbemcheck::probe
