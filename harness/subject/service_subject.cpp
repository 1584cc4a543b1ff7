#include "harness/subject/service_subject.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/com/bstr.h"
#include "harness/com/file_path.h"
#include "harness/com/guid.h"
#include "harness/com/hresult.h"
#include "harness/com/received.h"
#include "harness/subject/com_host.h"
#include "harness/subject/module.h"
#include "harness/subject/namespace_subject.h"

namespace wbemcheck::subject {
namespace {

constexpr const char* kDefaultNamespace = "root\\cimv2";  // WMI's own

std::string parameter_or(const SubjectAddress& address, const char* name, const char* otherwise) {
    const auto given = address.parameters.find(name);
    return given == address.parameters.end() ? otherwise : given->second;
}

// The class that plays the service, and how it was found.
struct ServiceClass {
    CLSID id{};
    std::string origin;
    bool is_locator = false;
};

// Nothing when the class serves neither interface; `result` then says what it answered.
std::optional<ServiceClass> try_class(const Module& module, const CLSID& id, HRESULT& result) {
    if (module.create<IWbemLocator>(id, result)) {
        return ServiceClass{id, {}, true};
    }
    if (module.create<IWbemServices>(id, result)) {
        return ServiceClass{id, {}, false};
    }
    return std::nullopt;
}

std::string list(const std::vector<CLSID>& ids) {
    std::string text;
    for (const CLSID& id : ids) {
        text += (text.empty() ? "" : ", ") + com::format_guid(id);
    }
    return text;
}

ServiceClass named_class(const SubjectAddress& address, const Module& module, const CLSID& id) {
    HRESULT result = S_OK;
    if (auto found = try_class(module, id, result)) {
        found->origin = "given";
        return *std::move(found);
    }
    HRESULT asked = S_OK;
    if (module.class_factory(id, asked)) {
        reject(address, fmt::format("the class {} of '{}' is neither an IWbemLocator nor an IWbemServices: it answers {}",
                                  com::format_guid(id), module.path(), com::describe_hresult(result)));
    }
    const std::vector<CLSID> others = module.classes();
    reject(address, fmt::format("'{}' has no class {}: {}{}", module.path(), com::format_guid(id),
                              com::describe_hresult(asked),
                              others.empty() ? std::string() : "; it has " + list(others)));
}

// The locator of WMI is the class that everybody looks for; else the one class that the registration data name.
ServiceClass found_class(const SubjectAddress& address, const Module& module) {
    HRESULT result = S_OK;
    if (auto locator = try_class(module, CLSID_WbemLocator, result)) {
        locator->origin = "CLSID_WbemLocator";
        return *std::move(locator);
    }
    std::vector<ServiceClass> usable;
    std::vector<CLSID> ids;
    for (const CLSID& id : module.classes()) {
        if (auto found = try_class(module, id, result)) {
            found->origin = "found in the module's registration data";
            usable.push_back(*std::move(found));
            ids.push_back(id);
        }
    }
    if (usable.empty()) {
        reject(address,
             fmt::format("no class of '{}' that serves IWbemLocator or IWbemServices was found: neither CLSID_WbemLocator nor "
                         "one that its registration data name; name the class with clsid={{...}}",
                         module.path()));
    }
    if (usable.size() > 1) {
        reject(address, fmt::format("'{}' has several classes that could play the service: {}; name one with clsid={{...}}",
                                  module.path(), list(ids)));
    }
    return usable.front();
}

Module load(const SubjectAddress& address) {
    try {
        return Module(address.target);
    } catch (const ModuleError& error) {
        reject(address, fmt::format("'{}' {}", address.target, error.what()));
    }
}

// Thread-safe: nothing changes after construction. What the class and its objects may be asked on several threads is
// the module's business: it is a module for the multithreaded apartment.
class ServiceDoor final : public NamespaceDoor {
public:
    explicit ServiceDoor(const SubjectAddress& address)
        : module_(load(address)), name_space_(parameter_or(address, "namespace", kDefaultNamespace)) {
        const std::string given = parameter_or(address, "clsid", "");
        class_ = given.empty() ? found_class(address, module_) : named_class(address, module_, *com::parse_guid(given));
    }

    com::com_ptr<IWbemServices> open(HRESULT& result) const override {
        if (!class_.is_locator) {
            return module_.create<IWbemServices>(class_.id, result);
        }
        const com::com_ptr<IWbemLocator> locator = module_.create<IWbemLocator>(class_.id, result);
        if (!locator) {
            return {};
        }
        com::com_ptr<IWbemServices> services;
        const com::unique_bstr name = com::make_bstr(name_space_);
        result = locator->ConnectServer(name.get(), nullptr, nullptr, nullptr, 0, nullptr, nullptr, services.put());
        result = com::received(result, services);
        if (services) {
            let_impersonate(*services);
        }
        return services;
    }

    std::string explain(HRESULT result) const override {
        return class_.is_locator ? explain_connect(result, name_space_, "namespace=root\\cimv2")
                                 : fmt::format("the class {} makes no IWbemServices: {}", com::format_guid(class_.id),
                                               com::describe_hresult(result));
    }

    std::string name() const override {
        return class_.is_locator ? fmt::format("the namespace '{}'", name_space_)
                                 : fmt::format("the class {}", com::format_guid(class_.id));
    }

    DiscoveryRequest candidates() const override {
        DiscoveryRequest request = wmi_candidates(name_space_, process_id());
        request.explores_classes = true;
        return request;
    }

    std::map<std::string, std::string> identity() const override {
        std::map<std::string, std::string> identity = {
            {"kind", "service"},
            {"module", com::path_text(com::to_path(module_.path()).filename())},
            {"class", fmt::format("{} ({})", com::format_guid(class_.id), class_.origin)},
            {"interface", class_.is_locator ? "IWbemLocator" : "IWbemServices"}};
        if (class_.is_locator) {
            identity["namespace"] = name_space_;
        }
        return identity;
    }

private:
    const Module module_;
    const std::string name_space_;
    ServiceClass class_;  // set by the constructor
};

}  // namespace

std::unique_ptr<Subject> make_service_subject(const SubjectAddress& address) {
    enter_com(address);
    return make_namespace_subject(address, std::make_unique<ServiceDoor>(address));
}

}  // namespace wbemcheck::subject
