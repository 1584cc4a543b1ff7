// Every method of a provider's IWbemServices, asked whether it is there: what is not implemented says so (PRV-1).
#include <array>

#include <fmt/format.h>

#include "harness/com/bstr.h"
#include "harness/com/watched_bstr.h"
#include "scenarios/provider_play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::Stage;
using stage::StagedSink;
using trace::Method;

// The services pointer with names of nothing, so that no method can do harm.
struct Question {
    IWbemServices& services;
    IWbemClassObject* object;  // an instance of the class, with a key that nobody has
    IWbemContext* context;
    BSTR path;
    BSTR class_name;
    BSTR query;
    BSTR notification;
    BSTR language;
    BSTR method;
    IWbemObjectSink* sink;
};

HRESULT ask(const Question& q, Method method) {
    com::com_ptr<IWbemServices> services;
    com::com_ptr<IWbemCallResult> result;
    com::com_ptr<IWbemClassObject> object;
    com::com_ptr<IEnumWbemClassObject> enumerator;
    com::com_ptr<IWbemObjectSink> sink;
    constexpr LONG kUpdate = WBEM_FLAG_UPDATE_ONLY;
    switch (method) {
        case Method::kOpenNamespace: return q.services.OpenNamespace(q.class_name, 0, nullptr, services.put(), nullptr);
        case Method::kCancelAsyncCall: return q.services.CancelAsyncCall(q.sink);
        case Method::kQueryObjectSink: return q.services.QueryObjectSink(0, sink.put());
        case Method::kGetObject: return q.services.GetObject(q.path, 0, q.context, object.put(), nullptr);
        case Method::kGetObjectAsync: return q.services.GetObjectAsync(q.path, 0, q.context, q.sink);
        case Method::kPutClass: return q.services.PutClass(q.object, kUpdate, q.context, nullptr);
        case Method::kPutClassAsync: return q.services.PutClassAsync(q.object, kUpdate, q.context, q.sink);
        case Method::kDeleteClass: return q.services.DeleteClass(q.class_name, 0, q.context, nullptr);
        case Method::kDeleteClassAsync: return q.services.DeleteClassAsync(q.class_name, 0, q.context, q.sink);
        case Method::kCreateClassEnum: return q.services.CreateClassEnum(q.class_name, 0, q.context, enumerator.put());
        case Method::kCreateClassEnumAsync: return q.services.CreateClassEnumAsync(q.class_name, 0, q.context, q.sink);
        case Method::kPutInstance: return q.services.PutInstance(q.object, kUpdate, q.context, nullptr);
        case Method::kPutInstanceAsync: return q.services.PutInstanceAsync(q.object, kUpdate, q.context, q.sink);
        case Method::kDeleteInstance: return q.services.DeleteInstance(q.path, 0, q.context, nullptr);
        case Method::kDeleteInstanceAsync: return q.services.DeleteInstanceAsync(q.path, 0, q.context, q.sink);
        case Method::kCreateInstanceEnum:
            return q.services.CreateInstanceEnum(q.class_name, 0, q.context, enumerator.put());
        case Method::kCreateInstanceEnumAsync:
            return q.services.CreateInstanceEnumAsync(q.class_name, 0, q.context, q.sink);
        case Method::kExecQuery: return q.services.ExecQuery(q.language, q.query, 0, q.context, enumerator.put());
        case Method::kExecQueryAsync: return q.services.ExecQueryAsync(q.language, q.query, 0, q.context, q.sink);
        case Method::kExecNotificationQuery:
            return q.services.ExecNotificationQuery(q.language, q.notification,
                                                    WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, q.context,
                                                    enumerator.put());
        case Method::kExecNotificationQueryAsync:
            return q.services.ExecNotificationQueryAsync(q.language, q.notification, 0, q.context, q.sink);
        case Method::kExecMethod:
            return q.services.ExecMethod(q.path, q.method, 0, q.context, nullptr, object.put(), nullptr);
        default: return q.services.ExecMethodAsync(q.path, q.method, 0, q.context, nullptr, q.sink);
    }
}

bool changes_instances(Method method) noexcept {
    return method == Method::kPutInstance || method == Method::kPutInstanceAsync || method == Method::kDeleteInstance ||
           method == Method::kDeleteInstanceAsync;
}

bool is_operation(Method method) noexcept {
    return trace::is_asynchronous(method) && method != Method::kExecNotificationQueryAsync;
}

void ask_for(Stage& stage, const ProvidedThings& things, Method method) {
    if (things.missing_object_path.empty() && changes_instances(method)) {
        throw stage::FeatureMissing("no key is known that nobody uses: " + things.class_name, S_FALSE);
    }
    const Hosted hosted = host(stage, things);
    const com::com_ptr<IWbemClassObject> instance = make_instance_of_nobody(stage, things);
    // Watched, since a method may free what it is given (IND-11 speaks of that elsewhere).
    const std::string nobody = things.missing_object_path.empty() ? things.missing_class : things.missing_object_path;
    const com::WatchedBstr path(com::make_bstr(nobody));
    const com::WatchedBstr class_name(com::make_bstr(things.missing_class));
    const com::WatchedBstr query(com::make_bstr("SELECT * FROM " + things.missing_class));
    const com::WatchedBstr notification(com::make_bstr("SELECT * FROM " + things.missing_class + " WITHIN 60"));
    const com::WatchedBstr language(com::make_bstr("WQL"));
    const com::WatchedBstr name(com::make_bstr("WbemcheckNoSuchMethod"));
    const com::com_ptr<IWbemContext> context = make_context();
    StagedSink& sink = stage.make_sink();
    stage.note_stub_asked(hosted.client);
    const HRESULT result = ask({*hosted.client.services(), instance.get(), context.get(), path.get(), class_name.get(),
                                query.get(), notification.get(), language.get(), name.get(), sink.get()},
                               method);
    if (SUCCEEDED(result) && is_operation(method)) {
        stage.expect_final(sink);
        (void)stage.await_final(sink);
    }
}

}  // namespace

void add_provider_method_scenarios(std::vector<Scenario>& scenarios) {
    for (auto slot = static_cast<std::uint16_t>(Method::kOpenNamespace);
         slot <= static_cast<std::uint16_t>(Method::kExecMethodAsync); ++slot) {
        const auto method = static_cast<Method>(slot);
        scenarios.push_back(make_provider_scenario(
            fmt::format("implements/{}", trace::name_of(method)),
            fmt::format("Calls {} of a provider for nothing that exists: a method that is not implemented says so.",
                        trace::name_of(method)),
            true, [method](Stage& stage, const ProvidedThings& things) { ask_for(stage, things, method); }));
    }
}

}  // namespace wbemcheck::scenarios
