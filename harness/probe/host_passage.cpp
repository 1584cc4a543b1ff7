#include "harness/probe/host_passage.h"

#include <algorithm>
#include <span>

#include "harness/com/hresult.h"
#include "harness/com/safe_array.h"
#include "harness/probe/forwarding_sink.h"
#include "harness/probe/host_touch.h"

namespace wbemcheck::probe {
namespace {

bool is_array(const VARIANT& value) noexcept { return (value.vt & VT_ARRAY) != 0 && (value.vt & VT_BYREF) == 0; }

// The objects that a value carries.
class CarriedObjects {
public:
    explicit CarriedObjects(VARIANT& value) noexcept {
        if (value.vt == VT_UNKNOWN && value.punkVal != nullptr) {
            objects_ = {&value.punkVal, 1};
        } else if (is_array(value) && (value.vt & VT_TYPEMASK) == VT_UNKNOWN && value.parray != nullptr) {
            void* data = nullptr;
            if (FAILED(SafeArrayAccessData(value.parray, &data))) return;
            accessed_ = value.parray;
            objects_ = {static_cast<IUnknown**>(data), com::element_count(value.parray)};
        }
    }
    CarriedObjects(const CarriedObjects&) = delete;
    CarriedObjects& operator=(const CarriedObjects&) = delete;
    ~CarriedObjects() {
        if (accessed_ != nullptr) (void)SafeArrayUnaccessData(accessed_);
    }

    [[nodiscard]] auto begin() const noexcept { return objects_.begin(); }
    [[nodiscard]] auto end() const noexcept { return objects_.end(); }

private:
    SAFEARRAY* accessed_ = nullptr;
    std::span<IUnknown*> objects_;
};

}  // namespace

Passage::Passage(HostLedger& ledger, std::uint32_t call, trace::Method method) noexcept
    : ledger_(ledger), call_(call), method_(method), is_recorded_(!is_harness_touch()) {}

Passage::~Passage() = default;

IUnknown* Passage::behind(const void* pointer, trace::Interface kind) {
    HostObject* const known = pointer == nullptr ? nullptr : ledger_.find(pointer);
    if (known == nullptr || known->kind() != kind) return nullptr;
    HostObject::Inner inner = known->inner();
    if (!inner) {
        if (is_recorded_) known->note_late_argument(method_);
        throw com::HresultError(RPC_E_DISCONNECTED);
    }
    return objects_.emplace_back(std::move(inner))->get();
}

IWbemObjectSink* Passage::in(IWbemObjectSink* sink) {
    IWbemObjectSink* const own = behind(sink);
    if (sink == nullptr || own != sink || !is_recorded_) return own;
    sinks_.reserve(sinks_.size() + 1);
    com::com_ptr<IWbemObjectSink> forwarding =
        make_forwarding_sink(com::retain_ptr(sink), ledger_.shared_from_this(), ledger_.sinks_, call_, method_);
    return sinks_.emplace_back(std::move(forwarding)).get();
}

std::vector<IWbemObjectSink*> Passage::forwarded(IWbemObjectSink* sink) {
    std::vector<IWbemObjectSink*> found;
    for (com::com_ptr<IWbemObjectSink>& forwarding : ledger_.sinks_->of(sink)) {
        found.push_back(forwarding.get());
        sinks_.push_back(std::move(forwarding));
    }
    return found;
}

VARIANT* Passage::in(VARIANT* value) {
    if (value == nullptr) return nullptr;
    std::vector<IUnknown*> inners;  // one for each object that the value carries; NULL: it stays
    bool carries_ours = false;
    for (IUnknown* const object : CarriedObjects(*value)) {
        HostObject* const known = object == nullptr ? nullptr : ledger_.find(object);
        inners.push_back(known == nullptr ? nullptr : behind(object, known->kind()));
        carries_ours = carries_ours || known != nullptr;
    }
    if (!carries_ours) return value;
    const HarnessTouch touch;  // the references of the copy are no references of the provider
    com::variant copy = com::variant::copy_of(*value);
    auto inner = inners.begin();
    for (IUnknown*& object : CarriedObjects(*copy.get())) {
        IUnknown* const own = *inner++;
        if (own == nullptr) continue;
        const com::com_ptr<IUnknown> replaced = com::adopt_ptr(std::exchange(object, com::retain_ptr(own).detach()));
    }
    return values_.emplace_back(std::move(copy)).get();
}

void Passage::replace(IUnknown*& unknown) {
    com::com_ptr<IUnknown> held = com::retain_ptr(unknown);
    com::com_ptr<IWbemClassObject> object = held.as<IWbemClassObject>();
    if (!object) return;
    IWbemClassObject* const given = ledger_.give(std::move(object), call_, what());
    const com::com_ptr<IUnknown> replaced = com::adopt_ptr(unknown);
    unknown = given;
    if (handed_out_ == 0) handed_out_ = ledger_.id_of(given);
}

HRESULT Passage::out(HRESULT result, VARIANT* value) {
    // At the end of an enumeration nothing is stored: what lies there is the provider's.
    if (result != WBEM_S_NO_ERROR || value == nullptr || !is_recorded_) return result;
    try {
        for (IUnknown*& object : CarriedObjects(*value)) {
            if (object != nullptr) replace(object);
        }
    } catch (...) {
        (void)VariantClear(value);
        throw;
    }
    return result;
}

HRESULT Passage::out(HRESULT result, IWbemClassObject** objects, ULONG count) {
    if (FAILED(result) || objects == nullptr || !is_recorded_) return result;
    given_.reserve(static_cast<std::size_t>(
        std::count_if(objects, objects + count, [](const IWbemClassObject* object) { return object != nullptr; })));
    for (ULONG i = 0; i < count; ++i) {
        if (objects[i] == nullptr) continue;
        com::com_ptr<IWbemClassObject> object = com::adopt_ptr(std::exchange(objects[i], nullptr));
        objects[i] = ledger_.give(std::move(object), call_, what());
        note_given(slot(&objects[i]));
    }
    return result;
}

HRESULT Passage::out_copy(HRESULT result, Out<IWbemContext>& copy, std::uint32_t original) {
    if (FAILED(result) || !copy.made_ || !is_recorded_) return out(result, copy);
    given_.reserve(given_.size() + 1);
    *copy.out_ = ledger_.give(std::move(copy.made_), call_, what(), original);
    note_given(slot(copy.out_));
    return result;
}

void Passage::note_given(IUnknown** given) noexcept {
    given_.push_back(given);
    if (handed_out_ == 0) handed_out_ = ledger_.id_of(*given);
}

void Passage::undo() noexcept {
    for (IUnknown** const given : given_) com::adopt_ptr(std::exchange(*given, nullptr)).reset();
    given_.clear();
    handed_out_ = 0;
}

std::string Passage::what() const {
    std::string text = "an object from ";
    text += trace::name_of(method_);
    return text;
}

}  // namespace wbemcheck::probe
