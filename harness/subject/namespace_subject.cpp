#include "harness/subject/namespace_subject.h"

#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <filesystem>
#include <mutex>
#include <utility>

#include "harness/com/hresult.h"
#include "harness/subject/com_host.h"
#include "harness/subject/usage_error.h"
#include "harness/subject/vocabulary_file.h"

namespace wbemcheck::subject {
namespace {

constexpr std::chrono::seconds kQueryBudget{10};

[[noreturn]] void fail(const SubjectAddress& address, const std::string& what) {
    throw UsageError(fmt::format("subject '{}': {}", address.text, what));
}

std::filesystem::path path_of(const std::string& utf8) {
    return std::filesystem::path(std::u8string(utf8.begin(), utf8.end()));
}

// Thread-safe: the door is, and the vocabulary is found once.
class NamespaceSubject final : public Subject {
public:
    NamespaceSubject(const SubjectAddress& address, std::unique_ptr<const NamespaceDoor> door)
        : address_(address), door_(std::move(door)) {
        check_query(connect_or_fail());
        if (const auto file = address_.parameters.find("vocabulary"); file != address_.parameters.end()) {
            Vocabulary words;
            read_vocabulary(path_of(file->second), words);  // a mistake in it is a person's, and said before anything runs
        }
    }

    com::com_ptr<IWbemServices> connect(HRESULT& result, std::string& error) override {
        com::com_ptr<IWbemServices> services = door_->open(result);
        error = services ? std::string() : door_->explain(result);
        return services;
    }

    // Found once per process and address: asking costs tens of milliseconds, and every scenario of a worker
    // needs it.
    const Vocabulary& vocabulary() const noexcept override {
        static std::mutex mutex;
        static std::map<std::string, Vocabulary>
            known;  // guarded by mutex; an entry does not change once it is made
        static const Vocabulary nothing;
        try {
            const std::lock_guard lock(mutex);
            auto entry = known.find(address_.text);
            if (entry == known.end()) {
                entry = known.emplace(address_.text, discover()).first;
            }
            return entry->second;
        } catch (const std::exception&) {
            return nothing;  // what needs a name is then not applicable
        }
    }

    std::map<std::string, std::string> identity() const override {
        std::map<std::string, std::string> identity = door_->identity();
        const SystemIdentity system = system_identity();
        const auto add = [&](const char* name, const std::string& value) {
            if (!value.empty()) identity[name] = value;
        };
        add("system", system.system);
        add("wine", system.wine);
        add("host", system.host);
        add("query", own_query());
        return identity;
    }

private:
    com::com_ptr<IWbemServices> connect_or_fail() const {
        HRESULT result = S_OK;
        com::com_ptr<IWbemServices> services = door_->open(result);
        if (!services) {
            fail(address_, door_->explain(result));
        }
        return services;
    }

    std::string own_query() const {
        const auto query = address_.parameters.find("query");
        return query == address_.parameters.end() ? std::string() : query->second;
    }

    void check_query(const com::com_ptr<IWbemServices>& services) const {
        const std::string query = own_query();
        const HRESULT result = query.empty() ? S_OK : try_query(services, query, kQueryBudget);
        if (FAILED(result)) {
            fail(address_, fmt::format("{} refuses the query '{}': {}", door_->name(), query, com::describe_hresult(result)));
        }
    }

    Vocabulary discover() const {
        DiscoveryRequest request = door_->candidates();
        request.many_query = own_query();
        HRESULT result = S_OK;
        com::com_ptr<IWbemServices> services = door_->open(result);
        Vocabulary words = services ? discover_vocabulary(std::move(services), request) : Vocabulary{};
        if (const auto file = address_.parameters.find("vocabulary"); file != address_.parameters.end()) {
            read_vocabulary(path_of(file->second), words);
        }
        return words;
    }

    const SubjectAddress address_;
    const std::unique_ptr<const NamespaceDoor> door_;
};

}  // namespace

std::unique_ptr<Subject> make_namespace_subject(const SubjectAddress& address,
                                                std::unique_ptr<const NamespaceDoor> door) {
    return std::make_unique<NamespaceSubject>(address, std::move(door));
}

std::string explain_connect(HRESULT result, const std::string& name_space, const std::string& example) {
    const std::string code = com::describe_hresult(result);
    if (result == WBEM_E_INVALID_NAMESPACE) {
        return fmt::format("the namespace '{}' does not exist here: {}; expected one that does, for example {}", name_space,
                           code, example);
    }
    if (result == WBEM_E_ACCESS_DENIED || result == E_ACCESSDENIED) {
        return fmt::format("this user may not connect to the namespace '{}': {}", name_space, code);
    }
    return fmt::format("connecting to the namespace '{}' failed: {}", name_space, code);
}

}  // namespace wbemcheck::subject
