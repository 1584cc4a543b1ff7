#include "mock_provider/model/qualifier_set.h"

#include <algorithm>
#include <array>

#include "harness/com/hresult.h"
#include "harness/com/safe_array.h"
#include "mock_provider/model/boundary.h"
#include "mock_provider/model/variant_value.h"

namespace wbemcheck::mock {

namespace {

using com::guard;

constexpr LONG kFlavors = WBEM_FLAVOR_FLAG_PROPAGATE_TO_INSTANCE |
                          WBEM_FLAVOR_FLAG_PROPAGATE_TO_DERIVED_CLASS | WBEM_FLAVOR_NOT_OVERRIDABLE |
                          WBEM_FLAVOR_AMENDED;

constexpr std::array kQualifierTypes{CimType::kSint32, CimType::kReal64, CimType::kString, CimType::kBoolean};

LONG flavor_of(const Qualifier& qualifier) noexcept {
    return qualifier.flavor.bits() |
           (qualifier.is_propagated ? WBEM_FLAVOR_ORIGIN_PROPAGATED : WBEM_FLAVOR_ORIGIN_LOCAL);
}

bool are_filter_flags(LONG flags) noexcept {
    return flags == 0 || flags == WBEM_FLAG_LOCAL_ONLY || flags == WBEM_FLAG_PROPAGATED_ONLY;
}

class QualifierSet final : public com::ComObject<IWbemQualifierSet> {
public:
    QualifierSet(com::com_ptr<ModelObject> object, QualifierOwner owner)
        : object_(std::move(object)), owner_(std::move(owner)) {}

    HRESULT STDMETHODCALLTYPE Get(LPCWSTR name, LONG flags, VARIANT* value, LONG* flavor) noexcept override {
        store_empty(value);
        store(flavor, LONG{0});
        if (name == nullptr || flags != 0) {
            return WBEM_E_INVALID_PARAMETER;
        }
        return guard([&]() -> HRESULT {
            QualifierList qualifiers;
            if (const HRESULT result = read(qualifiers); FAILED(result)) {
                return result;
            }
            const Qualifier* const found = qualifiers.find(text_of(name));
            if (found == nullptr) {
                return WBEM_E_NOT_FOUND;
            }
            store_qualifier(*found, value, flavor);
            return WBEM_S_NO_ERROR;
        });
    }

    HRESULT STDMETHODCALLTYPE Put(LPCWSTR name, VARIANT* value, LONG flavor) noexcept override {
        if (name == nullptr || value == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        return guard([&] { return put(text_of(name), *value, flavor); });
    }

    HRESULT STDMETHODCALLTYPE Delete(LPCWSTR name) noexcept override {
        if (name == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        return guard([&] {
            return object_->with_state(
                [&](ObjectState& state) { return state.remove_qualifier(owner_, text_of(name)); });
        });
    }

    HRESULT STDMETHODCALLTYPE GetNames(LONG flags, SAFEARRAY** names) noexcept override {
        if (names == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        *names = nullptr;
        return guard([&]() -> HRESULT {
            std::vector<std::string> selected;
            const HRESULT result = select(flags, selected);
            if (SUCCEEDED(result)) {
                *names = com::make_string_array(selected).detach();
            }
            return result;
        });
    }

    HRESULT STDMETHODCALLTYPE BeginEnumeration(LONG flags) noexcept override {
        return guard([&]() -> HRESULT {
            std::vector<std::string> selected;
            const HRESULT result = select(flags, selected);
            if (SUCCEEDED(result)) {
                const std::lock_guard lock(mutex_);
                names_ = std::move(selected);
                next_ = 0;
                is_running_ = true;
            }
            return result;
        });
    }

    HRESULT STDMETHODCALLTYPE Next(LONG flags, BSTR* name, VARIANT* value, LONG* flavor) noexcept override {
        store(name, BSTR{nullptr});
        store_empty(value);
        store(flavor, LONG{0});
        if (flags != 0) {
            return WBEM_E_INVALID_PARAMETER;
        }
        return guard([&] { return next(name, value, flavor); });
    }

    HRESULT STDMETHODCALLTYPE EndEnumeration() noexcept override {
        const std::lock_guard lock(mutex_);
        is_running_ = false;
        return WBEM_S_NO_ERROR;
    }

private:
    [[nodiscard]] HRESULT read(QualifierList& qualifiers) const {
        return object_->with_state(
            [&](ObjectState& state) { return state.qualifiers_of(owner_, qualifiers); });
    }

    static void store_qualifier(const Qualifier& qualifier, VARIANT* value, LONG* flavor) {
        if (value != nullptr) {
            com::throw_if_failed(value_to_variant(qualifier.value, *value));
        }
        store(flavor, flavor_of(qualifier));
    }

    [[nodiscard]] HRESULT put(std::string name, const VARIANT& variant, LONG flavor) {
        if (!is_identifier(name) || name.starts_with('_') || name.ends_with('_')) {
            return WBEM_E_INVALID_PARAMETER;
        }
        if ((flavor & ~kFlavors) != 0) {
            return WBEM_E_INVALID_FLAVOR;
        }
        Qualifier qualifier;
        if (FAILED(value_from_variant(variant, qualifier.value)) || qualifier.value.is_null() ||
            std::ranges::find(kQualifierTypes, qualifier.value.type().base) == kQualifierTypes.end()) {
            return WBEM_E_INVALID_QUALIFIER_TYPE;
        }
        qualifier.name = std::move(name);
        qualifier.flavor = Flavor::from_bits(flavor);
        return object_->with_state(
            [&](ObjectState& state) { return state.put_qualifier(owner_, std::move(qualifier)); });
    }

    [[nodiscard]] HRESULT select(LONG flags, std::vector<std::string>& names) const {
        if (!are_filter_flags(flags)) {
            return WBEM_E_INVALID_PARAMETER;
        }
        QualifierList qualifiers;
        const HRESULT result = read(qualifiers);
        for (const Qualifier& qualifier : qualifiers.items()) {
            if (flags == 0 || qualifier.is_propagated == (flags == WBEM_FLAG_PROPAGATED_ONLY)) {
                names.push_back(qualifier.name);
            }
        }
        return result;
    }

    [[nodiscard]] HRESULT next(BSTR* name, VARIANT* value, LONG* flavor) {
        QualifierList qualifiers;
        if (const HRESULT result = read(qualifiers); FAILED(result)) {
            return result;
        }
        const std::lock_guard lock(mutex_);
        if (!is_running_) {
            return WBEM_E_UNEXPECTED;
        }
        while (next_ < names_.size()) {
            const Qualifier* const current = qualifiers.find(names_[next_]);
            if (current != nullptr) {
                com::unique_bstr text = com::make_bstr(current->name);
                store_qualifier(*current, value, flavor);
                store(name, name != nullptr ? text.detach() : nullptr);
            }
            ++next_;
            if (current != nullptr) {
                return WBEM_S_NO_ERROR;
            }
        }
        return WBEM_S_NO_MORE_DATA;
    }

    const com::com_ptr<ModelObject> object_;
    const QualifierOwner owner_;
    std::mutex mutex_;  // guards what follows; never held while the object is asked
    bool is_running_ = false;
    std::vector<std::string> names_;  // that were there when the enumeration began
    std::size_t next_ = 0;
};

}  // namespace

com::com_ptr<IWbemQualifierSet> make_qualifier_set(com::com_ptr<ModelObject> object, QualifierOwner owner) {
    return com::make_com<QualifierSet>(std::move(object), std::move(owner));
}

}  // namespace wbemcheck::mock
