#include "harness/subject/namespace_subject.h"

#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <mutex>
#include <utility>

#include "harness/com/file_path.h"
#include "harness/com/hresult.h"
#include "harness/subject/com_host.h"
#include "harness/subject/vocabulary_file.h"

namespace wbemcheck::subject {
namespace {

constexpr std::chrono::seconds kQueryBudget{10};

// Thread-safe: the door is, and the vocabulary is found once.
class NamespaceSubject final : public Subject {
public:
    NamespaceSubject(const SubjectAddress& address, std::unique_ptr<const NamespaceDoor> door)
        : address_(address), door_(std::move(door)) {
        check_query(connect_or_fail());
        // A mistake in it is a person's, and said before anything runs.
        if (const auto file = address_.parameters.find("vocabulary"); file != address_.parameters.end()) {
            written_ = read_vocabulary(com::to_path(file->second));
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
            reject(address_, door_->explain(result));
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
            reject(address_, fmt::format("{} refuses the query '{}': {}", door_->name(), query, com::describe_hresult(result)));
        }
    }

    Vocabulary discover() const {
        DiscoveryRequest request = door_->candidates();
        request.many_query = own_query();
        HRESULT result = S_OK;
        com::com_ptr<IWbemServices> services = door_->open(result);
        Vocabulary words = services ? discover_vocabulary(std::move(services), request) : Vocabulary{};
        written_.put_into(words);
        return words;
    }

    const SubjectAddress address_;
    const std::unique_ptr<const NamespaceDoor> door_;
    WrittenVocabulary written_;  // set by the constructor
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
