#include "tests/providers/module.h"

#include <atomic>

#include "harness/com/com_object.h"
#include "harness/com/hresult.h"

namespace wbemcheck::example {

namespace {

std::atomic<long> references{0};  // ModuleReferences and locks

class ClassObject final : public com::ComObject<IClassFactory> {
public:
    explicit ClassObject(const ComClass& com_class) noexcept : class_(com_class) {}

    HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown* outer, REFIID iid, void** object) noexcept override {
        if (object == nullptr) {
            return E_POINTER;
        }
        *object = nullptr;
        if (outer != nullptr) {
            return CLASS_E_NOAGGREGATION;
        }
        return com::guard([&] { return class_.make()->QueryInterface(iid, object); });
    }

    HRESULT STDMETHODCALLTYPE LockServer(BOOL is_locked) noexcept override {
        references.fetch_add(is_locked ? 1 : -1, std::memory_order_acq_rel);
        return S_OK;
    }

private:
    const ModuleReference module_;
    const ComClass& class_;
};

}  // namespace

ModuleReference::ModuleReference() noexcept { references.fetch_add(1, std::memory_order_acq_rel); }

ModuleReference::~ModuleReference() { references.fetch_sub(1, std::memory_order_acq_rel); }

HRESULT get_class_object(std::span<const ComClass> classes, REFCLSID class_id, REFIID iid,
                         void** object) noexcept {
    if (object == nullptr) {
        return E_POINTER;
    }
    *object = nullptr;
    for (const ComClass& candidate : classes) {
        if (candidate.id == class_id) {
            return com::guard(
                [&] { return com::make_com<ClassObject>(candidate)->QueryInterface(iid, object); });
        }
    }
    return CLASS_E_CLASSNOTAVAILABLE;
}

HRESULT can_unload_now() noexcept { return references.load(std::memory_order_acquire) == 0 ? S_OK : S_FALSE; }

}  // namespace wbemcheck::example
