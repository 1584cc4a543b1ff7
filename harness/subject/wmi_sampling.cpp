#include "harness/subject/wmi_sampling.h"

#include <algorithm>
#include <utility>

#include "harness/com/bstr.h"
#include "harness/com/safe_array.h"
#include "harness/com/variant.h"

namespace wbemcheck::subject {
namespace {

constexpr LONG kForwardOnly = WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY;

std::string text_of(IWbemClassObject& object) {
    com::unique_bstr text;
    if (SUCCEEDED(object.GetObjectText(0, text.put())) && text) {
        return com::to_utf8(text.get());
    }
    return text_property(object, "__RELPATH");
}

bool has_true_qualifier(IWbemClassObject& object, const char* name) {
    com::com_ptr<IWbemQualifierSet> qualifiers;
    if (FAILED(object.GetQualifierSet(qualifiers.put())) || !qualifiers) {
        return false;
    }
    const com::OleString wide_name = com::to_utf16(name);
    com::variant value;
    return SUCCEEDED(qualifiers->Get(wide_name.c_str(), 0, value.put(), nullptr)) && value.type() == VT_BOOL &&
           value->boolVal != VARIANT_FALSE;
}

}  // namespace

LONG Sampler::remaining_ms() const {
    const auto remaining =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now())
            .count();
    return static_cast<LONG>(std::clamp<decltype(remaining)>(remaining, 0, 60'000));
}

Sample Sampler::read_all(IEnumWbemClassObject& objects, std::size_t limit) const {
    Sample sample;
    while (sample.texts.size() < limit) {
        com::com_ptr<IWbemClassObject> object;
        ULONG count = 0;
        sample.result = objects.Next(remaining_ms(), 1, object.put(), &count);
        if (sample.result != WBEM_S_NO_ERROR || count == 0 || !object) {
            break;
        }
        sample.texts.push_back(text_of(*object));
        if (!sample.first) {
            sample.first = std::move(object);
        }
    }
    sample.is_whole = sample.result == WBEM_S_FALSE;
    std::sort(sample.texts.begin(), sample.texts.end());
    return sample;
}

Sample Sampler::query(const std::string& wql, std::size_t limit) const {
    const com::unique_bstr language = com::make_bstr("WQL");
    const com::unique_bstr text = com::make_bstr(wql);
    com::com_ptr<IEnumWbemClassObject> objects;
    const HRESULT result =
        services_->ExecQuery(language.get(), text.get(), kForwardOnly, nullptr, objects.put());
    if (FAILED(result) || !objects) {
        Sample refused;
        refused.result = FAILED(result) ? result : WBEM_E_FAILED;
        return refused;
    }
    return read_all(*objects, limit);
}

std::optional<std::size_t> Sampler::count_subclasses(const std::string& superclass) const {
    constexpr std::size_t kMostClasses = 1000;
    const com::unique_bstr name = com::make_bstr(superclass);
    com::com_ptr<IEnumWbemClassObject> classes;
    const HRESULT result =
        services_->CreateClassEnum(name.get(), WBEM_FLAG_DEEP | kForwardOnly, nullptr, classes.put());
    if (FAILED(result) || !classes) {
        return std::nullopt;
    }
    const Sample sample = read_all(*classes, kMostClasses);
    return FAILED(sample.result) ? std::nullopt : std::optional(sample.texts.size());
}

std::vector<OwnClass> Sampler::own_classes(std::size_t limit) const {
    std::vector<OwnClass> found;
    com::com_ptr<IEnumWbemClassObject> classes;
    if (FAILED(services_->CreateClassEnum(nullptr, WBEM_FLAG_DEEP | kForwardOnly, nullptr, classes.put())) || !classes) {
        return found;
    }
    while (found.size() < limit && !is_over()) {
        com::com_ptr<IWbemClassObject> definition;
        ULONG count = 0;
        if (classes->Next(remaining_ms(), 1, definition.put(), &count) != WBEM_S_NO_ERROR || count == 0 || !definition) {
            break;
        }
        std::string name = text_property(*definition, "__CLASS");
        if (!name.empty() && !name.starts_with("__")) {
            found.push_back({std::move(name), !has_true_qualifier(*definition, "abstract") &&
                                                  !has_true_qualifier(*definition, "association")});
        }
    }
    return found;
}

com::com_ptr<IWbemClassObject> Sampler::get_object(const std::string& path) const {
    const com::unique_bstr text = com::make_bstr(path);
    com::com_ptr<IWbemClassObject> object;
    if (FAILED(services_->GetObject(text.get(), 0, nullptr, object.put(), nullptr))) {
        return {};
    }
    return object;
}

bool Sampler::method_succeeds(const std::string& path, const std::string& method) const {
    const com::unique_bstr path_text = com::make_bstr(path);
    const com::unique_bstr method_text = com::make_bstr(method);
    com::com_ptr<IWbemClassObject> outputs;
    return SUCCEEDED(services_->ExecMethod(path_text.get(), method_text.get(), 0, nullptr, nullptr,
                                           outputs.put(), nullptr)) &&
           outputs;
}

std::string text_property(IWbemClassObject& object, const char* name) {
    const com::OleString wide_name = com::to_utf16(name);
    com::variant value;
    if (FAILED(object.Get(wide_name.c_str(), 0, value.put(), nullptr, nullptr)) || value.type() != VT_BSTR) {
        return {};
    }
    return com::to_utf8(value->bstrVal);
}

std::string any_string_property(IWbemClassObject& object) {
    com::unique_safe_array names;
    if (FAILED(object.GetNames(nullptr, WBEM_FLAG_NONSYSTEM_ONLY, nullptr, names.put()))) {
        return {};
    }
    for (const std::string& name : com::to_strings(names.get())) {
        const com::OleString wide_name = com::to_utf16(name);
        com::variant value;
        CIMTYPE type = CIM_EMPTY;
        if (SUCCEEDED(object.Get(wide_name.c_str(), 0, value.put(), &type, nullptr)) && type == CIM_STRING) {
            return name;
        }
    }
    return {};
}

}  // namespace wbemcheck::subject
