#include "mock_provider/model/context.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "harness/com/com_object.h"
#include "harness/com/hresult.h"
#include "harness/com/safe_array.h"
#include "harness/com/variant.h"
#include "mock_provider/model/boundary.h"
#include "mock_provider/model/name.h"
#include "mock_provider/model/variant_value.h"

namespace wbemcheck::mock {

namespace {

using com::guard;

struct NamedValue {
    std::string name;
    com::variant value;
};

std::vector<NamedValue> copy_of(const std::vector<NamedValue>& values) {
    std::vector<NamedValue> copies;
    copies.reserve(values.size());
    for (const NamedValue& value : values) {
        copies.push_back({value.name, com::variant::copy_of(*value.value.get())});
    }
    return copies;
}

class Context final : public com::ComObject<IWbemContext> {
public:
    Context() = default;
    explicit Context(std::vector<NamedValue> values) : values_(std::move(values)) {}

    HRESULT STDMETHODCALLTYPE Clone(IWbemContext** copy) noexcept override {
        if (copy == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        *copy = nullptr;
        return guard([&] {
            const std::lock_guard lock(mutex_);
            store_object(copy, com::make_com<Context>(copy_of(values_)));
        });
    }

    HRESULT STDMETHODCALLTYPE GetNames(LONG flags, SAFEARRAY** names) noexcept override {
        if (names == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        *names = nullptr;
        if (flags != 0) {
            return WBEM_E_INVALID_PARAMETER;
        }
        return guard([&] {
            const std::lock_guard lock(mutex_);
            std::vector<std::string> all;
            std::ranges::transform(values_, std::back_inserter(all), &NamedValue::name);
            *names = com::make_string_array(all).detach();
        });
    }

    HRESULT STDMETHODCALLTYPE BeginEnumeration(LONG flags) noexcept override {
        if (flags != 0) {
            return WBEM_E_INVALID_PARAMETER;
        }
        const std::lock_guard lock(mutex_);
        next_ = 0;
        is_running_ = true;
        return WBEM_S_NO_ERROR;
    }

    HRESULT STDMETHODCALLTYPE Next(LONG flags, BSTR* name, VARIANT* value) noexcept override {
        store(name, BSTR{nullptr});
        store_empty(value);
        if (flags != 0) {
            return WBEM_E_INVALID_PARAMETER;
        }
        return guard([&]() -> HRESULT {
            const std::lock_guard lock(mutex_);
            if (!is_running_) {
                return WBEM_E_UNEXPECTED;
            }
            if (next_ >= values_.size()) {
                return WBEM_S_NO_MORE_DATA;
            }
            const NamedValue& current = values_[next_];
            com::unique_bstr text = com::make_bstr(current.name);
            store_copy(current, value);
            store(name, name != nullptr ? text.detach() : nullptr);
            ++next_;
            return WBEM_S_NO_ERROR;
        });
    }

    HRESULT STDMETHODCALLTYPE EndEnumeration() noexcept override {
        const std::lock_guard lock(mutex_);
        is_running_ = false;
        return WBEM_S_NO_ERROR;
    }

    HRESULT STDMETHODCALLTYPE SetValue(LPCWSTR name, LONG flags, VARIANT* value) noexcept override {
        if (name == nullptr || flags != 0 || value == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        return guard([&] {
            NamedValue named{text_of(name), com::variant::copy_of(*value)};
            const std::lock_guard lock(mutex_);
            const auto found = find(named.name);
            if (found != values_.end()) {
                std::swap(found->value, named.value);
            } else {
                values_.push_back(std::move(named));
            }
        });
    }

    HRESULT STDMETHODCALLTYPE GetValue(LPCWSTR name, LONG flags, VARIANT* value) noexcept override {
        store_empty(value);
        if (name == nullptr || flags != 0 || value == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        return guard([&]() -> HRESULT {
            const std::string wanted = text_of(name);
            const std::lock_guard lock(mutex_);
            const auto found = find(wanted);
            if (found == values_.end()) {
                return WBEM_E_NOT_FOUND;
            }
            store_copy(*found, value);
            return WBEM_S_NO_ERROR;
        });
    }

    HRESULT STDMETHODCALLTYPE DeleteValue(LPCWSTR name, LONG flags) noexcept override {
        if (name == nullptr || flags != 0) {
            return WBEM_E_INVALID_PARAMETER;
        }
        return guard([&]() -> HRESULT {
            const std::string wanted = text_of(name);
            NamedValue gone;
            const std::lock_guard lock(mutex_);
            const auto found = find(wanted);
            if (found == values_.end()) {
                return WBEM_E_NOT_FOUND;
            }
            gone = std::move(*found);
            // An enumeration that is under way goes on with the value that stood behind it.
            if (static_cast<std::size_t>(found - values_.begin()) < next_) {
                --next_;
            }
            values_.erase(found);
            return WBEM_S_NO_ERROR;
        });
    }

    HRESULT STDMETHODCALLTYPE DeleteAll() noexcept override {
        std::vector<NamedValue> gone;
        const std::lock_guard lock(mutex_);
        gone.swap(values_);
        next_ = 0;
        return WBEM_S_NO_ERROR;
    }

private:
    [[nodiscard]] std::vector<NamedValue>::iterator find(std::string_view name) noexcept {
        return std::ranges::find_if(values_,
                                    [name](const NamedValue& v) { return equal_names(v.name, name); });
    }

    static void store_copy(const NamedValue& named, VARIANT* value) {
        if (value != nullptr) {
            *value = com::variant::copy_of(*named.value.get()).detach();
        }
    }

    // Guards what follows. No value is cleared under it, because that may release objects.
    std::mutex mutex_;
    std::vector<NamedValue> values_;
    bool is_running_ = false;
    std::size_t next_ = 0;
};

}  // namespace

com::com_ptr<IWbemContext> make_context() { return com::make_com<Context>(); }

std::optional<Value> find_context_value(IWbemContext* context, std::string_view name) {
    if (context == nullptr) {
        return std::nullopt;
    }
    com::variant variant;
    Value value;
    const bool is_read = SUCCEEDED(context->GetValue(com::to_utf16(name).c_str(), 0, variant.put())) &&
                         SUCCEEDED(value_from_variant(*variant.get(), value));
    return is_read ? std::optional(std::move(value)) : std::nullopt;
}

}  // namespace wbemcheck::mock
