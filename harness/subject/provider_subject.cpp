#include "harness/subject/provider_subject.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "harness/com/file_path.h"
#include "harness/com/guid.h"
#include "harness/com/hresult.h"
#include "harness/subject/com_host.h"
#include "harness/subject/module.h"
#include "harness/subject/provided_things.h"
#include "mock_provider/mock.h"
#include "mock_provider/mof_error.h"

namespace wbemcheck::subject {
namespace {

constexpr const char* kNamespace = "root\\cimv2";  // where providers live unless their MOF says otherwise

std::string parameter_or(const SubjectAddress& address, const char* name, const char* otherwise) {
    const auto given = address.parameters.find(name);
    return given == address.parameters.end() ? otherwise : given->second;
}

std::string list(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ", ")); }

// The class of the module that plays the provider, and how it was found.
struct ProviderClass {
    CLSID id{};
    std::string origin;
    std::string registered_name;  // of the MOF's __Win32Provider; empty: it has none with this CLSID
    bool is_pure = true;
};

class ProviderSubject final : public Subject, public ProviderModule {
public:
    explicit ProviderSubject(const SubjectAddress& address) : module_(load(address)), mock_(mock::Settings{}) {
        const std::string mof = parameter_or(address, "mof", "");
        ProvidedThings things;
        things.namespace_path = parameter_or(address, "namespace", kNamespace);
        things.second_namespace_path = things.namespace_path + "\\wbemcheck_second";
        load_mof(address, mof, things);
        const com::com_ptr<IWbemServices> services = mock_.connect(things.namespace_path);
        class_ = choose_class_object(address, *services);
        things.object_path = parameter_or(address, "object", "");
        things.method = parameter_or(address, "method", "");
        things.may_write = parameter_or(address, "writes", "no") == "yes";
        things.class_name = choose_class(address, *services, things.namespace_path, mof);
        if (const std::string why = complete(*services, things); !why.empty()) reject(address, why);
        identity_ = describe(things, mof);
        vocabulary_.provided = std::move(things);
    }

    // A provider is hosted, not connected to.
    com::com_ptr<IWbemServices> connect(HRESULT& result, std::string& error) override {
        result = E_NOINTERFACE;
        error = "the subject is a provider, which has no clients of its own";
        return {};
    }
    const Vocabulary& vocabulary() const noexcept override { return vocabulary_; }
    std::map<std::string, std::string> identity() const override { return identity_; }
    ProviderModule* provider() noexcept override { return this; }

    com::com_ptr<IUnknown> create(HRESULT& result) override { return module_.create<IUnknown>(class_.id, result); }
    com::com_ptr<IWbemServices> open_namespace(const std::string& path) override { return mock_.connect(path); }
    HRESULT can_unload_now() override { return module_.can_unload_now(); }
    bool is_pure() const noexcept override { return class_.is_pure; }

private:
    static Module load(const SubjectAddress& address) {
        try {
            return Module(address.target);
        } catch (const ModuleError& error) {
            reject(address, fmt::format("'{}' {}", address.target, error.what()));
        }
    }

    void load_mof(const SubjectAddress& address, const std::string& mof, const ProvidedThings& things) {
        try {
            mock_.load_mof_file(com::to_path(mof), things.namespace_path);
            mock_.load_mof_file(com::to_path(mof), things.second_namespace_path);
        } catch (const mock::MofError& error) {
            reject(address, error.what());
        } catch (const std::invalid_argument& error) {
            reject(address, error.what());
        }
    }

    bool has(const CLSID& id, HRESULT& result) const { return module_.class_factory(id, result) != nullptr; }

    ProviderClass choose_class_object(const SubjectAddress& address, IWbemServices& services) const {
        const std::vector<RegisteredProvider> registered = registered_providers(services);
        const auto found_as = [&](const CLSID& id, const char* origin) {
            const auto found = std::ranges::find(registered, id, &RegisteredProvider::class_id);
            return found == registered.end() ? ProviderClass{id, origin, {}, true}
                                             : ProviderClass{id, origin, found->name, found->is_pure};
        };
        HRESULT result = S_OK;
        if (const std::string given = parameter_or(address, "clsid", ""); !given.empty()) {
            const CLSID id = *com::parse_guid(given);
            if (has(id, result)) return found_as(id, "given");
            reject(address, fmt::format("'{}' has no class {}: {}{}", module_.path(), com::format_guid(id),
                                        com::describe_hresult(result), others(registered)));
        }
        std::vector<ProviderClass> usable;
        for (const RegisteredProvider& each : registered) {
            if (has(each.class_id, result)) usable.push_back(found_as(each.class_id, "named by __Win32Provider of the MOF"));
        }
        if (usable.empty()) {
            for (const CLSID& id : module_.classes()) usable.push_back(found_as(id, "found in the module's registration data"));
        }
        if (usable.size() == 1) return usable.front();
        if (usable.empty()) {
            reject(address, fmt::format("no class of '{}' was found: neither __Win32Provider of the MOF nor the module's "
                                        "registration data names one that it has; name it with clsid={{...}}",
                                        module_.path()));
        }
        std::vector<std::string> ids;
        for (const ProviderClass& each : usable) {
            ids.push_back(each.registered_name.empty()
                              ? com::format_guid(each.id)
                              : fmt::format("{} ({})", com::format_guid(each.id), each.registered_name));
        }
        reject(address, fmt::format("'{}' has several classes that could be the provider: {}; name one with clsid={{...}}",
                                    module_.path(), list(ids)));
    }

    // What the module has instead of the class that was asked for.
    std::string others(const std::vector<RegisteredProvider>& registered) const {
        std::vector<std::string> ids;
        HRESULT ignored = S_OK;
        for (const RegisteredProvider& each : registered) {
            if (has(each.class_id, ignored)) ids.push_back(com::format_guid(each.class_id));
        }
        for (const CLSID& id : module_.classes()) ids.push_back(com::format_guid(id));
        std::ranges::sort(ids);
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        return ids.empty() ? std::string() : "; it has " + list(ids);
    }

    std::string choose_class(const SubjectAddress& address, IWbemServices& services, const std::string& namespace_path,
                             const std::string& mof) const {
        if (const std::string given = parameter_or(address, "class", ""); !given.empty()) {
            if (has_class(services, given)) return given;
            reject(address, fmt::format("there is no class '{}' in {} once {} is loaded; name a class of that file with "
                                        "class=NAME, and the namespace that it goes to with namespace=PATH",
                                        given, namespace_path, mof));
        }
        std::vector<std::string> classes;
        if (!class_.registered_name.empty()) classes = classes_of_provider(services, class_.registered_name);
        if (classes.size() == 1) return classes.front();
        reject(address, classes.empty()
                            ? fmt::format("{} does not say which class {} provides; name it with class=NAME", mof,
                                          com::format_guid(class_.id))
                            : fmt::format("{} provides several classes: {}; name one with class=NAME", com::format_guid(class_.id),
                                          list(classes)));
    }

    std::map<std::string, std::string> describe(const ProvidedThings& things, const std::string& mof) const {
        std::map<std::string, std::string> identity = {
            {"kind", "provider"},
            {"module", com::path_text(com::to_path(module_.path()).filename())},
            {"class object", fmt::format("{} ({})", com::format_guid(class_.id), class_.origin)},
            {"mof", com::path_text(com::to_path(mof).filename())},
            {"namespace", things.namespace_path},
            {"class", things.class_name},
            {"pure", class_.is_pure ? "yes" : "no"},
            {"writes", things.may_write ? "yes" : "no"}};
        if (!class_.registered_name.empty()) identity["provider"] = class_.registered_name;
        if (!things.method.empty()) identity["method"] = things.method;
        if (!things.object_path.empty()) identity["object"] = things.object_path;
        return identity;
    }

    const Module module_;
    mock::Mock mock_;
    ProviderClass class_;  // this and what follows: set by the constructor
    Vocabulary vocabulary_;
    std::map<std::string, std::string> identity_;
};

}  // namespace

std::unique_ptr<Subject> make_provider_subject(const SubjectAddress& address) {
    enter_com(address);
    return std::make_unique<ProviderSubject>(address);
}

}  // namespace wbemcheck::subject
