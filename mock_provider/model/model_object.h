// The COM class behind make_class_object and make_instance_object. Everybody but qualifier_set.cpp uses
// class_object.h.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/com/com_object.h"
#include "harness/com/wbem.h"
#include "mock_provider/model/object_state.h"

namespace wbemcheck::mock {

// Guarantees: any thread may call any method; the methods of one object take turns. The two enumerations
// (properties, methods) are states of the object, so two threads that enumerate one object share them, as COM
// has it. Owns its state; shares the content with the store until a first change.
class ModelObject final : public com::ComObject<IWbemClassObject, IErrorInfo> {
public:
    explicit ModelObject(ObjectContent content) : state_(std::move(content)) {}

    // Runs `f(ObjectState&)` while nobody else uses the state.
    template <class F>
    decltype(auto) with_state(F&& f) {
        const std::lock_guard lock(mutex_);
        return std::forward<F>(f)(state_);
    }

    // The object behind `object` when it is one of ours, else null. Borrowed.
    [[nodiscard]] static ModelObject* find(IWbemClassObject& object) noexcept;

    // --- IWbemClassObject ---
    HRESULT STDMETHODCALLTYPE GetQualifierSet(IWbemQualifierSet** qualifiers) noexcept override;
    HRESULT STDMETHODCALLTYPE Get(LPCWSTR name, LONG flags, VARIANT* value, CIMTYPE* type,
                                  LONG* flavor) noexcept override;
    HRESULT STDMETHODCALLTYPE Put(LPCWSTR name, LONG flags, VARIANT* value, CIMTYPE type) noexcept override;
    HRESULT STDMETHODCALLTYPE Delete(LPCWSTR name) noexcept override;
    HRESULT STDMETHODCALLTYPE GetNames(LPCWSTR qualifier_name, LONG flags, VARIANT* qualifier_value,
                                       SAFEARRAY** names) noexcept override;
    HRESULT STDMETHODCALLTYPE BeginEnumeration(LONG flags) noexcept override;
    HRESULT STDMETHODCALLTYPE Next(LONG flags, BSTR* name, VARIANT* value, CIMTYPE* type,
                                   LONG* flavor) noexcept override;
    HRESULT STDMETHODCALLTYPE EndEnumeration() noexcept override;
    HRESULT STDMETHODCALLTYPE GetPropertyQualifierSet(LPCWSTR property,
                                                      IWbemQualifierSet** qualifiers) noexcept override;
    HRESULT STDMETHODCALLTYPE Clone(IWbemClassObject** copy) noexcept override;
    HRESULT STDMETHODCALLTYPE GetObjectText(LONG flags, BSTR* text) noexcept override;
    HRESULT STDMETHODCALLTYPE SpawnDerivedClass(LONG flags, IWbemClassObject** new_class) noexcept override;
    HRESULT STDMETHODCALLTYPE SpawnInstance(LONG flags, IWbemClassObject** new_instance) noexcept override;
    HRESULT STDMETHODCALLTYPE CompareTo(LONG flags, IWbemClassObject* other) noexcept override;
    HRESULT STDMETHODCALLTYPE GetPropertyOrigin(LPCWSTR name, BSTR* class_name) noexcept override;
    HRESULT STDMETHODCALLTYPE InheritsFrom(LPCWSTR ancestor) noexcept override;
    HRESULT STDMETHODCALLTYPE GetMethod(LPCWSTR name, LONG flags, IWbemClassObject** in_signature,
                                        IWbemClassObject** out_signature) noexcept override;
    HRESULT STDMETHODCALLTYPE PutMethod(LPCWSTR name, LONG flags, IWbemClassObject* in_signature,
                                        IWbemClassObject* out_signature) noexcept override;
    HRESULT STDMETHODCALLTYPE DeleteMethod(LPCWSTR name) noexcept override;
    HRESULT STDMETHODCALLTYPE BeginMethodEnumeration(LONG flags) noexcept override;
    HRESULT STDMETHODCALLTYPE NextMethod(LONG flags, BSTR* name, IWbemClassObject** in_signature,
                                         IWbemClassObject** out_signature) noexcept override;
    HRESULT STDMETHODCALLTYPE EndMethodEnumeration() noexcept override;
    HRESULT STDMETHODCALLTYPE GetMethodQualifierSet(LPCWSTR method,
                                                    IWbemQualifierSet** qualifiers) noexcept override;
    HRESULT STDMETHODCALLTYPE GetMethodOrigin(LPCWSTR method, BSTR* class_name) noexcept override;

    // --- IErrorInfo: every class object has it, as in WMI, where GetErrorInfo gives the error object itself
    // ---
    HRESULT STDMETHODCALLTYPE GetGUID(GUID* interface_id) noexcept override;
    HRESULT STDMETHODCALLTYPE GetSource(BSTR* source) noexcept override;
    HRESULT STDMETHODCALLTYPE GetDescription(BSTR* description) noexcept override;
    HRESULT STDMETHODCALLTYPE GetHelpFile(BSTR* file) noexcept override;
    HRESULT STDMETHODCALLTYPE GetHelpContext(DWORD* context) noexcept override;

private:
    // The names that were there when the enumeration began.
    struct Enumeration {
        bool is_running = false;
        std::vector<std::string> names;
        std::size_t next = 0;

        void begin(std::vector<std::string> all) {
            names = std::move(all);
            next = 0;
            is_running = true;
        }
        void end() noexcept { is_running = false; }
    };

    [[nodiscard]] void* find_interface(REFIID iid) noexcept override;

    // A property of __ExtendedStatus, or WBEM_E_NOT_FOUND for an object that is no error.
    [[nodiscard]] HRESULT store_text(std::string_view property, BSTR* text) noexcept;
    [[nodiscard]] HRESULT next_property(BSTR* name, VARIANT* value, CIMTYPE* type, LONG* flavor);
    [[nodiscard]] HRESULT next_method(BSTR* name, IWbemClassObject** in_signature,
                                      IWbemClassObject** out_signature);
    [[nodiscard]] HRESULT make_qualifier_set(QualifierOwner owner, IWbemQualifierSet** qualifiers);

    std::mutex mutex_;  // guards what follows
    ObjectState state_;
    Enumeration properties_;
    Enumeration methods_;
};

}  // namespace wbemcheck::mock
