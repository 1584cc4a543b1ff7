#include "harness/subject/mock_subject.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include "harness/com/bstr.h"
#include "harness/com/file_path.h"
#include "harness/com/hresult.h"
#include "harness/subject/wmi_discovery.h"
#include "harness/subject/word_list.h"
#include "mock_provider/mock.h"
#include "mock_provider/schema/mock_schema.h"
#include "mock_provider/wql/parse.h"

namespace wbemcheck::subject {
namespace {

constexpr const char* kNamespace = "root\\mock";
constexpr const char* kEventClass = "Mock_Event";
constexpr std::chrono::seconds kQueryBudget{10};

// Written out, so that a result file says what was tested even when the defaults change.
std::map<std::string, std::string> describe(const mock::Settings& settings, const std::string& query,
                                            const std::string& mof) {
    std::string defects;
    for (const std::string& id : settings.defects) {
        if (!defects.empty()) defects += ",";
        defects += id;
    }
    std::map<std::string, std::string> identity = {
        {"kind", "mock"},
        {"namespace", kNamespace},
        {"objects", std::to_string(settings.objects)},
        {"batch", std::to_string(settings.batch)},
        {"threads", std::to_string(settings.threads)},
        {"latency", fmt::format("{} ms", settings.latency.count())},
        {"defects", defects.empty() ? "none" : defects},
    };
    if (settings.work != 0) {
        identity["work"] = fmt::format("{} rounds for each object, {} % more or less", settings.work, settings.noise);
    }
    if (!query.empty()) {
        identity["query"] = query;
    }
    if (!mof.empty()) {
        identity["mof"] = mof;
    }
    return identity;
}

Vocabulary make_vocabulary(const mock::Settings& settings, const std::string& query) {
    Vocabulary words;
    words.class_with_many = "Mock_Item";
    words.class_with_one = "Mock_Single";
    words.class_with_none = "Mock_Empty";
    words.many_query = query.empty() ? "SELECT * FROM Mock_Item" : query;
    words.one_query = "SELECT * FROM Mock_Single";
    words.none_query = "SELECT * FROM Mock_Empty";
    words.object_path = settings.objects > 0 ? "Mock_Item.Name=\"item-0001\"" : "Mock_Single.Id=\"only\"";
    words.missing_object_path = "Mock_Item.Name=\"no-such-item\"";
    words.missing_class = "Mock_NoSuchClass";
    words.superclass_with_many = "Mock_Base";
    words.superclass_with_one = "Mock_Parent";
    words.superclass_with_none = "Mock_Leaf";
    words.writable_class = "Mock_Writable";
    words.writable_key = "Name";
    words.scratch_superclass = "Mock_Scratch";
    words.classes_can_be_put = true;
    words.child_namespace = "child";
    words.method_path = "Mock_Calculator.Id=\"calc\"";
    words.method_with_outputs = "Add";
    words.method_without_outputs = "Reset";
    words.method_with_return_value = "Fail";
    words.method_disabled = "Disabled";
    words.method_not_implemented = "Broken";
    words.event_query = fmt::format("SELECT * FROM {}", kEventClass);
    words.event_trigger_path = "Mock_EventSource.Id=\"source\"";
    words.event_trigger_method = "Fire";
    words.event_trigger_count = "Count";
    words.intrinsic_interval = "1";
    words.queries_fail_with_their_class = true;
    words.has_unsecured_clients = true;
    words.has_apartment = true;
    words.takes_event_providers = true;
    return words;
}

// Connects as a client of WMI does, through the locator, so that the locator is under test as well.
// Thread-safe, because the mock is and nothing else here changes.
class MockSubject final : public Subject {
public:
    MockSubject(const mock::Settings& settings, const std::string& query, const std::string& mof)
        : identity_(describe(settings, query, mof)),
          vocabulary_(make_vocabulary(settings, query)),
          mock_(settings),
          locator_(mock_.locator()) {}

    com::com_ptr<IWbemServices> connect(HRESULT& result, std::string& error) override {
        com::com_ptr<IWbemServices> services;
        const com::unique_bstr resource = com::make_bstr(kNamespace);
        result = locator_->ConnectServer(resource.get(), nullptr, nullptr, nullptr, 0, nullptr, nullptr,
                                         services.put());
        if (FAILED(result) || !services) {
            error = fmt::format("the mock refuses to connect to {}: {}", kNamespace,
                                com::describe_hresult(result));
            return {};
        }
        error.clear();
        return services;
    }

    com::com_ptr<IWbemServices> connect_unsecured(HRESULT& result, std::string& error) override {
        com::com_ptr<IWbemServices> services = mock_.connect(mock::ClientSecurity::kNone);
        result = services ? WBEM_S_NO_ERROR : WBEM_E_INVALID_NAMESPACE;
        error.clear();
        if (!services) error = fmt::format("the mock has no namespace {}", kNamespace);
        return services;
    }

    com::com_ptr<IUnsecuredApartment> make_apartment(HRESULT& result, std::string& error) override {
        result = S_OK;
        error.clear();
        return mock_.apartment();
    }

    HRESULT register_event_provider(com::com_ptr<IUnknown> provider) override {
        return mock_.register_event_provider(kEventClass, std::move(provider));
    }

    std::optional<Activity> activity() const override {
        const mock::Mock::Activity seen = mock_.activity();
        return Activity{seen.busy, seen.outside};
    }
    void set_ordered(bool is_ordered) override { mock_.set_ordered(is_ordered); }

    const Vocabulary& vocabulary() const noexcept override { return vocabulary_; }
    std::map<std::string, std::string> identity() const override { return identity_; }

private:
    const std::map<std::string, std::string> identity_;
    const Vocabulary vocabulary_;
    mock::Mock mock_;
    const com::com_ptr<IWbemLocator> locator_;
};

std::size_t number_or(const SubjectAddress& address, const char* name, std::size_t otherwise) {
    const auto given = address.parameters.find(name);
    return given == address.parameters.end() ? otherwise
                                             : static_cast<std::size_t>(std::stoul(given->second));
}

// Gives the mock somebody's schema. What is returned tells it from others wherever the file lies: the name of
// the file and a fingerprint of what it declares.
std::string load_mof(const SubjectAddress& address, const std::string& file, mock::Settings& settings) {
    const std::filesystem::path path = com::to_path(file);
    mock::ExtendedSchema extended = mock::extend_schema({path});
    if (!extended.errors.empty()) {
        const std::string others =
            extended.errors.size() == 1
                ? std::string{}
                : fmt::format(" (the first of {} errors; 'wbemcheck mof' prints all of them)",
                              extended.errors.size());
        reject(address, to_text(extended.errors.front()) + others);
    }
    settings.schema = std::move(extended.repository);
    return fmt::format("{} ({})", com::path_text(path.filename()), extended.fingerprint);
}

// A query that fails would make every scenario about it inconclusive; it is a person's mistake, and said as
// one.
void check_query(Subject& subject, const SubjectAddress& address, const std::string& query) {
    const mock::wql::ParseResult parsed = mock::wql::parse_wql(query);
    if (parsed.error) {
        reject(address, fmt::format("the query '{}' is no WQL: {}", query, parsed.error->message));
    }
    HRESULT result = S_OK;
    std::string error;
    com::com_ptr<IWbemServices> services = subject.connect(result, error);
    if (services) {
        result = try_query(std::move(services), query, kQueryBudget);
        error = fmt::format("the mock refuses the query '{}': {}", query, com::describe_hresult(result));
    }
    if (FAILED(result)) {
        reject(address, error);
    }
}

}  // namespace

std::unique_ptr<Subject> make_mock_subject(const SubjectAddress& address) {
    mock::Settings settings;
    settings.objects = number_or(address, "objects", settings.objects);
    settings.batch = number_or(address, "batch", settings.batch);
    settings.threads = number_or(address, "threads", settings.threads);
    settings.latency = std::chrono::milliseconds(
        number_or(address, "latency", static_cast<std::size_t>(settings.latency.count())));
    settings.work = number_or(address, "work", settings.work);
    settings.noise = number_or(address, "noise", settings.noise);
    const auto defects = address.parameters.find("defect");
    if (defects != address.parameters.end()) {
        settings.defects = split_list(defects->second);
    }
    const auto given = address.parameters.find("query");
    const std::string query = given == address.parameters.end() ? std::string() : given->second;
    const auto mof = address.parameters.find("mof");
    const std::string schema =
        mof == address.parameters.end() ? std::string() : load_mof(address, mof->second, settings);
    try {
        auto subject = std::make_unique<MockSubject>(settings, query, schema);
        if (!query.empty()) {
            check_query(*subject, address, query);
        }
        return subject;
    } catch (const std::invalid_argument& unknown) {
        reject(address, fmt::format("{}; 'wbemcheck list defects' prints those that exist", unknown.what()));
    }
}

}  // namespace wbemcheck::subject
