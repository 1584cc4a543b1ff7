#include "mock_provider/mock.h"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>
#include <vector>

#include "harness/com/hresult.h"
#include "mock_provider/model/class_object.h"
#include "mock_provider/model/object_path.h"
#include "mock_provider/mof/load.h"
#include "mock_provider/services/apartment.h"
#include "mock_provider/services/core.h"
#include "mock_provider/services/event_inlet.h"
#include "mock_provider/services/locator.h"
#include "mock_provider/services/namespaces.h"
#include "mock_provider/services/registered_methods.h"
#include "mock_provider/services/status_code_text.h"

namespace wbemcheck::mock {

namespace {

constexpr std::string_view kDefaultNamespace = "root\\mock";

// As the repository spells it.
std::string checked_path(std::string_view path) {
    auto parsed = parse_namespace_path(path);
    if (!parsed.has_value()) {
        throw std::invalid_argument(fmt::format("'{}' is no path of a namespace", path));
    }
    return *std::move(parsed);
}

[[noreturn]] void refuse(std::string_view path, HRESULT result) {
    throw std::invalid_argument(fmt::format("namespace '{}': {}", path, com::describe_hresult(result)));
}

std::shared_ptr<NamespaceStore> find_namespace(Core& core, std::string_view path) {
    auto space = core.repository().find_namespace(path);
    if (space == nullptr) {
        refuse(path, WBEM_E_INVALID_NAMESPACE);
    }
    return space;
}

void make_namespaces(Repository& repository, std::string_view path) {
    const std::string whole = checked_path(path);
    std::size_t end = 0;
    do {
        end = whole.find('\\', end + 1);
        const HRESULT result = repository.create_namespace(whole.substr(0, end));
        if (FAILED(result) && result != WBEM_E_ALREADY_EXISTS) {
            refuse(path, result);
        }
    } while (end != std::string::npos);
}

// As an event provider does, through its sink.
void publish(const Scope& scope, const std::vector<com::com_ptr<IWbemClassObject>>& events) {
    std::vector<IWbemClassObject*> pointers;
    for (const auto& event : events) {
        pointers.push_back(event.get());
    }
    com::throw_if_failed(make_event_inlet(scope)->Indicate(static_cast<LONG>(pointers.size()), pointers.data()));
}

void throw_if_any(const std::vector<mof::Diagnostic>& errors) {
    if (errors.empty()) {
        return;
    }
    std::vector<MofProblem> problems;
    for (const mof::Diagnostic& error : errors) {
        problems.push_back({error.file, error.line, error.column, error.message});
    }
    throw MofError(std::move(problems));
}

// `load` gives what mof:: gives for a repository.
template <class Load>
void load_into(Repository& repository, std::string_view path, Load load) {
    std::vector<mof::Diagnostic> errors;
    repository.transact([&](Repository& copy) {
        make_namespaces(copy, path);
        errors = load(copy).errors;
        return errors.empty();
    });
    throw_if_any(errors);
}

}  // namespace

// Shared with nobody: what the interfaces keep alive is the core.
struct Mock::State {
    std::shared_ptr<Core> core;
};

Mock::Mock(Settings settings) : state_(std::make_shared<State>(State{std::make_shared<Core>(settings)})) {}

Mock::~Mock() { state_->core->shut_down(); }

com::com_ptr<IWbemLocator> Mock::locator() const { return make_locator(state_->core); }

com::com_ptr<IClassFactory> Mock::class_factory() const { return make_locator_factory(state_->core); }

com::com_ptr<IWbemServices> Mock::connect(ClientSecurity security) const {
    return open_services(state_->core, kDefaultNamespace, security);
}

com::com_ptr<IWbemServices> Mock::connect(std::string_view namespace_path, ClientSecurity security) const {
    auto services = open_services(state_->core, namespace_path, security);
    if (services == nullptr) {
        refuse(namespace_path, WBEM_E_INVALID_NAMESPACE);
    }
    return services;
}

void Mock::create_namespace(std::string_view path) { make_namespaces(state_->core->repository(), path); }

void Mock::delete_namespace(std::string_view path) {
    const HRESULT result = state_->core->repository().delete_namespace(path);
    if (FAILED(result)) {
        refuse(path, result);
    }
}

void Mock::load_mof(std::string_view text, std::string_view namespace_path) {
    load_into(state_->core->repository(), namespace_path,
              [&](Repository& copy) { return mof::load_text(copy, namespace_path, text); });
}

void Mock::load_mof_file(const std::filesystem::path& file, std::string_view namespace_path) {
    load_into(state_->core->repository(), namespace_path,
              [&](Repository& copy) { return mof::load_file(copy, namespace_path, file); });
}

void Mock::handle_method(std::string_view class_path, std::string_view method, MethodHandler handler) {
    const ParsedPath parsed = parse_object_path(class_path);
    if (!parsed.path.has_value() || parsed.path->class_name.empty() || parsed.path->form != ObjectPath::Form::kClass) {
        throw std::invalid_argument(fmt::format("'{}' is no path of a class", class_path));
    }
    const std::string& space = parsed.path->namespace_path;
    state_->core->methods().set(space.empty() ? kDefaultNamespace : space, parsed.path->class_name, method,
                                handler == nullptr ? MethodBody() : make_method_body(std::move(handler)));
}

void Mock::fire(std::string_view mof_instances, std::string_view namespace_path) {
    const auto space = find_namespace(*state_->core, namespace_path);
    const mof::ReadInstances read = mof::read_instances(*space, mof_instances);
    throw_if_any(read.errors);
    if (read.instances.empty()) {
        throw_if_any({{"text", 1, 1, "expected an instance, and there is none"}});
    }
    std::vector<com::com_ptr<IWbemClassObject>> events;
    for (const auto& instance : read.instances) {
        events.push_back(make_instance_object(instance));
    }
    publish(Scope{state_->core, space}, events);
}

void Mock::fire(IWbemClassObject& event, std::string_view namespace_path) {
    publish(Scope{state_->core, find_namespace(*state_->core, namespace_path)}, {com::retain_ptr(&event)});
}

void Mock::set_latency(std::chrono::milliseconds latency) { state_->core->engine().set_latency(latency); }

void Mock::set_batch(std::size_t batch) { state_->core->engine().set_batch(batch); }

void Mock::fail_call(Failure failure) { state_->core->failures().add(std::move(failure)); }

void Mock::clear_failures() { state_->core->failures().clear(); }

std::size_t Mock::pending_failures() const { return state_->core->failures().size(); }

com::com_ptr<IUnsecuredApartment> Mock::apartment() const { return state_->core->hand_out(make_apartment()); }

com::com_ptr<IWbemStatusCodeText> Mock::status_code_text() const { return make_status_code_text(); }

Mock::Activity Mock::activity() const {
    const WorkerPool::Activity seen = state_->core->engine().activity();
    return {seen.busy, seen.outside};
}

void Mock::set_ordered(bool is_ordered) { state_->core->engine().set_ordered(is_ordered); }

HRESULT Mock::register_event_provider(const std::string& event_class, com::com_ptr<IUnknown> provider) const {
    const auto space = state_->core->repository().find_namespace(kDefaultNamespace);
    if (space == nullptr || space->find_class(event_class) == nullptr) return WBEM_E_INVALID_CLASS;
    return state_->core->event_providers().add(space->path(), event_class, state_->core->take_in(std::move(provider)));
}

}  // namespace wbemcheck::mock
